//! A single-threaded executor over virtual time.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use futures_util::future::LocalBoxFuture;

use crate::clock::Clock;

/// No test means to take longer than this.
const LONGEST: Duration = Duration::from_secs(72 * 3600);
/// The test itself.
const MAIN: u64 = 0;

/// Tasks that can run, in the order in which they were woken.
type Ready = Arc<Mutex<VecDeque<u64>>>;

#[derive(Default)]
pub(crate) struct Executor {
    tasks: RefCell<BTreeMap<u64, LocalBoxFuture<'static, ()>>>,
    ready: Ready,
    count: Cell<u64>,
}

struct TaskWaker {
    task: u64,
    ready: Ready,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().expect("a single thread");
        if !ready.contains(&self.task) {
            ready.push_back(self.task);
        }
    }
}

impl Executor {
    pub(crate) fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.count.set(self.count.get() + 1);
        self.tasks.borrow_mut().insert(self.count.get(), task);
        self.waker(self.count.get()).wake();
    }

    /// How many spawned tasks have not ended.
    pub(crate) fn running(&self) -> usize {
        self.tasks.borrow().len()
    }

    /// Runs everything until `main` is done.
    pub(crate) fn run<T>(&self, clock: &Clock, main: impl Future<Output = T>) -> T {
        let mut main = pin!(main);
        self.waker(MAIN).wake();
        loop {
            let next = self.ready.lock().expect("a single thread").pop_front();
            match next {
                Some(MAIN) => {
                    if let Poll::Ready(done) = main.as_mut().poll(&mut Context::from_waker(&self.waker(MAIN)))
                    {
                        return done;
                    }
                }
                Some(task) => self.poll(task),
                None => match clock.advance() {
                    Some(now) => assert!(now < LONGEST, "still running after {} h", now.as_secs() / 3600),
                    None => {
                        panic!("deadlock: {} tasks wait for each other, and no timer", self.running() + 1)
                    }
                },
            }
        }
    }

    fn poll(&self, task: u64) {
        let Some(mut future) = self.tasks.borrow_mut().remove(&task) else { return };
        if future.as_mut().poll(&mut Context::from_waker(&self.waker(task))).is_pending() {
            self.tasks.borrow_mut().insert(task, future);
        }
    }

    fn waker(&self, task: u64) -> Waker {
        Waker::from(Arc::new(TaskWaker { task, ready: Arc::clone(&self.ready) }))
    }
}
