//! What a session needs from the world around it: connections, time, randomness, tasks.
//!
//! The page implements this on the browser, the tests on tokio and on a script.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{self, LocalBoxStream, StreamExt};

/// The world a session lives in.
#[async_trait(?Send)]
pub trait Environment {
    /// Time since an arbitrary start. It never goes back, and it stands still
    /// while the page cannot act (hidden, asleep), so that deadlines do too.
    fn now(&self) -> Duration;

    /// Resolves once [`Self::now`] has advanced by `duration`.
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()>;

    /// Lets everything that waits go first: other tasks, and in a page its drawing
    /// and its person. For between the pieces of long work.
    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        let mut yielded = false;
        Box::pin(poll_fn(move |context| {
            if std::mem::replace(&mut yielded, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }))
    }

    /// 32 bytes nobody can guess.
    fn random(&self) -> [u8; 32];

    /// Runs a task to its end, beside everything else.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);

    /// Opens a WebSocket with the subprotocol `xmpp` (RFC 7395 §3.1).
    async fn connect(&self, url: &str) -> Result<Connection, ConnectError>;

    /// Posts an XML text over https (over http on this very machine only) and gives the text of
    /// the answer, of at most `limit` bytes; without credentials, cache, referrer or redirection.
    /// It takes as long as the server does. Dropping it gives the request up.
    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>>;

    /// Says whenever the page was hidden or asleep and is back.
    /// Where that cannot happen, it never does.
    fn wakes(&self) -> LocalBoxStream<'static, ()> {
        stream::pending().boxed_local()
    }

    /// Whether this device has a network at all, as far as it knows.
    fn is_online(&self) -> bool {
        true
    }

    /// Whether anything answers there over https, be it something a page may not read.
    async fn answers(&self, url: &str) -> bool {
        let _ = url;
        false
    }

    /// Fetches a small text over https, without credentials or cache.
    async fn fetch(&self, url: &str) -> Result<String, FetchError>;

    /// Asks how large such a file is, in bytes, and fetches nothing of it; nothing where that is not said.
    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError>;

    /// Begins to fetch a file of any size over https, without credentials, cache or referrer.
    async fn download(&self, url: &str) -> Result<Download, FetchError>;
}

/// A file that is being fetched. Dropping it ends that.
pub struct Download {
    /// In bytes, where the server says so.
    pub size: Option<u64>,
    /// Ends after the last chunk, or the first error.
    pub chunks: LocalBoxStream<'static, Result<Vec<u8>, FetchError>>,
}

/// An open connection: whole text messages in both directions.
pub struct Connection {
    /// Ends when the peer or the network closes the connection.
    pub incoming: LocalBoxStream<'static, Frame>,
    pub outgoing: Box<dyn Outgoing>,
}

/// What arrives on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Text(String),
    /// A binary message, which RFC 7395 §3.2 forbids.
    Binary,
    /// The page was hidden or asleep and is back: nothing arrived, but what is
    /// queued should be read before any deadline is judged.
    Woke,
}

/// The sending half. Dropping it closes the connection.
pub trait Outgoing {
    /// Queues one text message. After the connection has closed this does nothing.
    fn send(&mut self, frame: String);

    /// Whether a message of so many bytes would go out in fragments (RFC 6455 §5.4), and on a connection
    /// that has just begun in one piece.
    fn would_cut(&self, _bytes: usize) -> bool {
        false
    }

    /// Closes the connection after what is queued has been sent.
    fn close(&mut self);
}

/// Why no connection came about. A browser does not say more, on purpose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    #[error("the address is none this page may connect to")]
    NotAllowed,
    #[error("no connection to {url}: {detail}")]
    Failed { url: String, detail: String },
}

/// Why a text or a file could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Unreachable, refused by CORS, bad certificate: a browser does not tell these apart.
    #[error("could not be fetched: {0}")]
    Failed(String),
    #[error("HTTP status {0}")]
    Status(u16),
    #[error("larger than {0} bytes")]
    TooLarge(usize),
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Download").field("size", &self.size).finish_non_exhaustive()
    }
}
