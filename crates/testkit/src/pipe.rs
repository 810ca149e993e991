//! A queue that can be awaited, looked into and closed: one direction of a connection.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

pub(crate) struct Pipe<T>(Rc<RefCell<State<T>>>);

struct State<T> {
    queue: VecDeque<T>,
    closed: bool,
    reader: Option<Waker>,
}

impl<T> Clone for Pipe<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Pipe<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(RefCell::new(State { queue: VecDeque::new(), closed: false, reader: None })))
    }

    pub(crate) fn push(&self, item: T) {
        self.change(|state| state.queue.push_back(item));
    }

    /// Puts it before everything that waits already.
    pub(crate) fn push_first(&self, item: T) {
        self.change(|state| state.queue.push_front(item));
    }

    /// What is in it can still be read, then it ends.
    pub(crate) fn close(&self) {
        let mut state = self.0.borrow_mut();
        state.closed = true;
        let reader = state.reader.take();
        drop(state);
        reader.into_iter().for_each(Waker::wake);
    }

    /// Ends it at once; what was not read is lost.
    pub(crate) fn cut(&self) {
        self.0.borrow_mut().queue.clear();
        self.close();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.0.borrow().closed
    }

    /// How many of those that wait fit.
    pub(crate) fn count(&self, fits: impl Fn(&T) -> bool) -> usize {
        self.0.borrow().queue.iter().filter(|item| fits(item)).count()
    }

    pub(crate) fn poll_next(&self, cx: &Context<'_>) -> Poll<Option<T>> {
        let mut state = self.0.borrow_mut();
        match state.queue.pop_front() {
            Some(item) => Poll::Ready(Some(item)),
            None if state.closed => Poll::Ready(None),
            None => {
                state.reader = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn change(&self, change: impl FnOnce(&mut State<T>)) {
        let mut state = self.0.borrow_mut();
        if state.closed {
            return;
        }
        change(&mut state);
        let reader = state.reader.take();
        drop(state);
        reader.into_iter().for_each(Waker::wake);
    }
}
