//! A minimal XMPP client over plain WebSocket (RFC 7395), independent of the crates under test.

mod archive;
mod entry;
mod lists;
mod offline;
mod pubsub;
mod read;
mod scram;
mod stream;
mod upload;
pub mod write;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

pub use archive::{ArchivePage, Archived, Preferences};
pub use lists::PrivacyLists;
pub use pubsub::Node;
pub use read::{Info, Item, RosterItem};

use crate::Server;
use stream::Stream;

/// How long an answer may take; a server with limits is slow, not broken.
const PATIENCE: Duration = Duration::from_secs(180);

#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("connecting to {url}: {reason}")]
    Connect { url: String, reason: String },
    #[error("sign-in failed: {0}")]
    SignIn(String),
    /// `xml` is the whole answer.
    #[error("{condition}: {xml}")]
    Stanza { condition: String, xml: String },
    /// The server ended the stream; its last words, if any.
    #[error("the stream ended: {0}")]
    Ended(String),
    #[error("no answer to {0}")]
    Silence(String),
    #[error("not understood: {0}")]
    NotUnderstood(String),
}

/// A request for [`Client::send_many`].
#[derive(Debug, Clone)]
pub struct Request {
    pub kind: &'static str,
    pub to: Option<String>,
    pub payload: String,
}

impl Request {
    pub fn get(payload: impl Into<String>) -> Self {
        Self { kind: "get", to: None, payload: payload.into() }
    }

    pub fn set(payload: impl Into<String>) -> Self {
        Self { kind: "set", to: None, payload: payload.into() }
    }

    pub fn to(mut self, jid: impl Into<String>) -> Self {
        self.to = Some(jid.into());
        self
    }
}

/// One signed-in stream. Dropping it closes the connection.
#[derive(Debug)]
pub struct Client {
    jid: String,
    out: mpsc::UnboundedSender<String>,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct State {
    next_id: u64,
    waiting: BTreeMap<String, oneshot::Sender<Result<String, Error>>>,
    inbox: VecDeque<String>,
    ended: Option<String>,
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Client {
    /// Signs in with SASL PLAIN and binds a resource the server chooses. Sends no presence.
    pub async fn connect(server: &Server, user: &str, password: &str) -> Result<Self, Error> {
        Self::connect_to(&server.ws_url, &server.domain, user, password).await
    }

    pub async fn connect_to(url: &str, domain: &str, user: &str, password: &str) -> Result<Self, Error> {
        let mut stream = Stream::open(url, domain).await?;
        let jid = stream.sign_in(user, password).await?;
        Ok(Self::carry(stream, jid))
    }

    fn carry(stream: Stream, jid: String) -> Self {
        let (out, outbox) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::default());
        let task = tokio::spawn(stream.run(outbox, out.clone(), shared.clone()));
        Self { jid, out, shared, task }
    }

    /// The full address bound.
    pub fn jid(&self) -> &str {
        &self.jid
    }

    pub fn bare_jid(&self) -> &str {
        self.jid.split('/').next().unwrap_or_default()
    }

    /// Sends one request and returns the whole result.
    ///
    /// # Errors
    /// [`Error::Stanza`] with the condition of an error answer, [`Error::Ended`] if the stream does.
    pub async fn iq(&self, kind: &'static str, to: Option<&str>, payload: &str) -> Result<String, Error> {
        let request = Request { kind, to: to.map(str::to_owned), payload: payload.to_owned() };
        self.send_many([request]).await.pop().unwrap_or_else(|| Err(Error::Silence(payload.to_owned())))
    }

    /// Sends all requests at once and returns the answers in the same order.
    pub async fn send_many(&self, requests: impl IntoIterator<Item = Request>) -> Vec<Result<String, Error>> {
        let mut answers = Vec::new();
        for request in requests {
            let (answer, waiting) = oneshot::channel();
            let mut state = self.shared.state();
            state.next_id += 1;
            let id = format!("c{}", state.next_id);
            let to = request.to.map(|to| format!(" to='{}'", crate::xml::escape(&to))).unwrap_or_default();
            let xml = format!(
                "<iq xmlns='jabber:client' type='{}' id='{id}'{to}>{}</iq>",
                request.kind, request.payload
            );
            if let Some(why) = &state.ended {
                let _ = answer.send(Err(Error::Ended(why.clone())));
            } else {
                state.waiting.insert(id, answer);
                let _ = self.out.send(xml);
            }
            drop(state);
            answers.push((waiting, request.payload));
        }
        let mut results = Vec::with_capacity(answers.len());
        for (waiting, payload) in answers {
            results.push(match tokio::time::timeout(PATIENCE, waiting).await {
                Ok(Ok(result)) => result,
                _ => Err(Error::Silence(payload)),
            });
        }
        results
    }

    /// Any text as one frame.
    pub fn send_raw(&self, xml: impl Into<String>) {
        // A stream that has ended says so in the next answer.
        let _ = self.out.send(xml.into());
    }

    /// Takes the first message, presence or request received that `wanted` accepts, waiting for it; what
    /// it does not accept stays.
    pub async fn receive(&self, wanted: impl Fn(&str) -> bool, wait: Duration) -> Result<String, Error> {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let arrived = self.shared.arrived.notified();
            {
                let mut state = self.shared.state();
                if let Some(at) = state.inbox.iter().position(|xml| wanted(xml)) {
                    return state.inbox.remove(at).ok_or_else(|| Error::Silence("receive".into()));
                }
                if let Some(why) = &state.ended {
                    return Err(Error::Ended(why.clone()));
                }
            }
            if tokio::time::timeout_at(deadline, arrived).await.is_err() {
                return Err(Error::Silence("a stanza that was waited for".into()));
            }
        }
    }

    /// Whether something received and not taken so far is such.
    pub fn holds(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.shared.state().inbox.iter().any(|xml| wanted(xml))
    }

    /// Everything received so far that `wanted` accepts; the rest stays.
    pub fn take(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut state = self.shared.state();
        let (taken, rest) = std::mem::take(&mut state.inbox).into_iter().partition(|xml| wanted(xml));
        state.inbox = rest;
        Vec::from(taken)
    }

    /// Everything received and not taken so far.
    pub fn received(&self) -> Vec<String> {
        self.shared.state().inbox.drain(..).collect()
    }

    /// What the server said when it ended the stream; waits for that.
    pub async fn ended(&self, wait: Duration) -> Result<String, Error> {
        match self.receive(|_| false, wait).await {
            Err(Error::Ended(why)) => Ok(why),
            Err(other) => Err(other),
            Ok(xml) => Err(Error::NotUnderstood(xml)),
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.task.abort();
    }
}
