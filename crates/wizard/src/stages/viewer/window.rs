//! The part of a conversation that is drawn: some pages side by side. One more at one end, one less at the
//! other, however long the conversation is.

use std::rc::Rc;

use reading::{From, Page};

use super::Scroll;

/// So many pages are drawn at most.
const MOST: usize = 4;

#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) conversation: u32,
    /// In the order of the conversation.
    pub(crate) pages: Vec<Rc<Page>>,
    /// The page that is waited for, and what it is for.
    pub(crate) awaited: Option<(u32, Awaited)>,
    /// The message that was looked for.
    pub(crate) marked: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Awaited {
    /// It takes the place of those before.
    Alone(Scroll),
    Earlier,
    Later,
}

impl Window {
    /// A window that waits for its first page; until then what was seen `before` stays.
    pub(crate) fn begin(conversation: u32, serial: u32, scroll: Scroll, before: Option<Self>) -> Self {
        Self {
            conversation,
            pages: before.map(|before| before.pages).unwrap_or_default(),
            awaited: Some((serial, Awaited::Alone(scroll))),
            marked: None,
        }
    }

    /// Takes a page, and says what is to be in sight then.
    pub(crate) fn take(&mut self, serial: u32, page: Rc<Page>) -> Option<Scroll> {
        let (_, awaited) = self.awaited.take_if(|(awaited, _)| *awaited == serial)?;
        Some(match awaited {
            Awaited::Alone(scroll) => {
                if let Scroll::To(name) = &scroll {
                    self.marked = Some(name.clone());
                }
                self.pages = vec![page];
                scroll
            }
            Awaited::Earlier => {
                self.pages.insert(0, page);
                self.pages.truncate(MOST);
                Scroll::Keep
            }
            Awaited::Later => {
                self.pages.push(page);
                if self.pages.len() > MOST {
                    self.pages.remove(0);
                }
                Scroll::Keep
            }
        })
    }

    pub(crate) fn has_earlier(&self) -> bool {
        self.pages.first().is_some_and(|page| page.first > 0)
    }

    pub(crate) fn has_later(&self) -> bool {
        self.end().is_some()
    }

    /// The number of the first message after those that are drawn.
    fn end(&self) -> Option<u32> {
        let last = self.pages.last()?;
        let shown = u32::try_from(last.messages.len()).unwrap_or(0);
        let end = last.first + shown + last.unreadable;
        (end < last.total).then_some(end)
    }

    /// The page before, unless one is waited for.
    pub(crate) fn earlier(&mut self, serial: u32) -> Option<From> {
        let first = self.pages.first().map(|page| page.first).filter(|first| *first > 0)?;
        if self.awaited.is_some() {
            return None;
        }
        self.awaited = Some((serial, Awaited::Earlier));
        Some(From::Before(first))
    }

    /// The page after, unless one is waited for.
    pub(crate) fn later(&mut self, serial: u32) -> Option<From> {
        let end = self.end()?;
        if self.awaited.is_some() {
            return None;
        }
        self.awaited = Some((serial, Awaited::Later));
        Some(From::Message(end))
    }
}
