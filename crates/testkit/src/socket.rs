//! A connection seen from both ends: the session's [`Connection`] and the peer's [`Socket`].

use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::ready;

use futures_util::future::LocalBoxFuture;
use futures_util::stream;
use session::{Connection, Frame, Outgoing};
use xml::Element;

use crate::clock::Clock;
use crate::pipe::Pipe;

/// What answers connections to an address.
pub trait Peer {
    /// Serves one connection; None refuses it.
    fn accept(&self, socket: Socket) -> Option<LocalBoxFuture<'static, ()>>;
}

/// A script is a peer: what it does with each connection. When it ends, the connection does.
impl<Script, Course> Peer for Script
where
    Script: Fn(Socket) -> Course,
    Course: Future<Output = ()> + 'static,
{
    fn accept(&self, socket: Socket) -> Option<LocalBoxFuture<'static, ()>> {
        Some(Box::pin(self(socket)))
    }
}

/// The peer's end. Dropping it closes the connection.
pub struct Socket {
    from_page: Pipe<String>,
    to_page: Wire,
}

/// The sending half of a peer's end.
#[derive(Clone)]
pub(crate) struct Wire {
    to_page: Pipe<Frame>,
    from_page: Pipe<String>,
}

impl Socket {
    /// What the page sends next; None when the connection is over.
    pub async fn text(&mut self) -> Option<String> {
        poll_fn(|cx| self.from_page.poll_next(cx)).await
    }

    /// The same as an element.
    ///
    /// # Panics
    ///
    /// Where the page sends what is no well-formed element.
    pub async fn element(&mut self) -> Option<Element> {
        let text = self.text().await?;
        Some(Element::parse(&text).unwrap_or_else(|error| panic!("the page sent {text:?}: {error}")))
    }

    /// Reads and ignores everything until the page closes the connection.
    pub async fn ignore(&mut self) {
        while self.text().await.is_some() {}
    }

    pub fn send(&self, text: impl Into<String>) {
        self.to_page.send(text);
    }

    pub fn send_binary(&self) {
        self.to_page.to_page.push(Frame::Binary);
    }

    /// Ends the connection; what was sent before still arrives.
    pub fn close(&self) {
        self.to_page.close();
    }

    /// How many messages were sent by the page and not read yet; answers to us do not count.
    pub fn backlog(&self) -> usize {
        self.from_page.count(|text| !is_answer(text))
    }

    pub(crate) fn wire(&self) -> Wire {
        self.to_page.clone()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.close();
    }
}

impl Wire {
    pub(crate) fn send(&self, text: impl Into<String>) {
        self.to_page.push(Frame::Text(text.into()));
    }

    pub(crate) fn close(&self) {
        self.to_page.close();
        self.from_page.close();
    }

    /// The network goes away: what is under way is lost, in both directions.
    pub(crate) fn cut(&self) {
        self.to_page.cut();
        self.from_page.cut();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.to_page.is_closed()
    }
}

/// Whether a stanza is an answer, by its first tag.
pub(crate) fn is_answer(text: &str) -> bool {
    let tag = text.split('>').next().unwrap_or_default();
    tag.contains(" type='result'") || tag.contains(" type='error'")
}

/// Both ends of a new connection, and where frames for the page go in.
pub(crate) fn pair(clock: Rc<Clock>) -> (Connection, Socket, Pipe<Frame>) {
    let (to_page, from_page) = (Pipe::new(), Pipe::new());
    let arriving = to_page.clone();
    let incoming = stream::poll_fn(move |cx| {
        ready!(clock.poll_visible(cx));
        arriving.poll_next(cx)
    });
    let outgoing = PageEnd { from_page: from_page.clone(), sent: 0 };
    let connection = Connection { incoming: Box::pin(incoming), outgoing: Box::new(outgoing) };
    let wire = Wire { to_page: to_page.clone(), from_page: from_page.clone() };
    (connection, Socket { from_page, to_page: wire }, to_page)
}

/// Like Chromium's, it cuts a long message in two that goes over the end of a ring.
struct PageEnd {
    from_page: Pipe<String>,
    /// The bytes of all messages.
    sent: usize,
}

const RING: usize = 128 * 1024;
const WHOLE: usize = 64 * 1024;

impl Outgoing for PageEnd {
    fn send(&mut self, frame: String) {
        self.sent += frame.len();
        self.from_page.push(frame);
    }

    fn would_cut(&self, bytes: usize) -> bool {
        (WHOLE..RING - 4096).contains(&bytes) && self.sent % RING + bytes > RING
    }

    fn close(&mut self) {
        self.from_page.close();
    }
}

impl Drop for PageEnd {
    fn drop(&mut self) {
        self.from_page.close();
    }
}

impl std::fmt::Debug for Socket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Socket").field("backlog", &self.backlog()).finish_non_exhaustive()
    }
}
