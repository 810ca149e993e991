//! A signed-in account: requests that can be awaited, over a connection that may come and go.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::stream::{Stream, StreamExt};
use jid::{BareJid, Jid};
use stream::{Credentials, Mechanism, Password, Request, RequestKind};
use xml::{Element, ns};

use crate::driver::{self, Command};
use crate::gathering::Gathering;
use crate::link::Link;
use crate::queue::{Answer, Fatal, Queued};
use crate::{Endpoint, Environment, Login, RequestError, SignInError};

/// From this delay on a server counts as slow and the person is told.
pub(crate) const SLOW: Duration = Duration::from_secs(4);
/// A quick answer in between does not make it a quick one.
const LASTING: Duration = Duration::from_secs(10);

/// A signed-in account. Clones share it; when the last one is gone, the stream is closed.
#[derive(Clone)]
pub struct Session {
    handle: Rc<Handle>,
}

struct Handle {
    shared: Rc<Shared>,
    commands: mpsc::UnboundedSender<Command>,
}

/// Where an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Online,
    /// The connection was lost; the session signs in again by itself.
    Waiting {
        attempt: u32,
    },
    /// Signing in again failed in a way only the person can mend.
    Stopped(SignInError),
    SignedOut,
}

/// What the handles and the driver share. Never borrowed across an await.
pub(crate) struct Shared {
    pub(crate) environment: Rc<dyn Environment>,
    pub(crate) state: RefCell<State>,
}

pub(crate) struct State {
    pub(crate) login: Login,
    pub(crate) jid: Jid,
    pub(crate) endpoint: Endpoint,
    pub(crate) mechanism: Mechanism,
    pub(crate) features: Vec<Element>,
    pub(crate) limit: usize,
    /// Since when the longest-waiting request has been out.
    pub(crate) awaited_since: Option<Duration>,
    /// When the last answer came that had been waited for too long.
    pub(crate) late: Option<Duration>,
    pub(crate) status: Status,
    /// The stream waits for another connection, with what was requested on it.
    pub(crate) suspended: bool,
    pub(crate) watchers: Vec<mpsc::UnboundedSender<Status>>,
    pub(crate) inboxes: Vec<mpsc::UnboundedSender<Element>>,
    pub(crate) queue: VecDeque<Queued>,
    pub(crate) fatal: Fatal,
    /// Writes stay in the queue.
    pub(crate) writes_held: bool,
    /// Writes are refused.
    pub(crate) cancelled: bool,
    /// How long answers take, lately.
    pub(crate) round_trip: Option<Duration>,
    /// Results of an archive that were dropped since the last page.
    pub(crate) stray: usize,
}

impl Shared {
    /// The address of the account.
    pub(crate) fn account(&self) -> BareJid {
        self.state.borrow().jid.bare().clone()
    }
}

impl Session {
    /// Signs in. The password leaves memory as soon as the server has proven
    /// that it knows the account; coming back uses the keys derived from it.
    pub async fn sign_in(environment: Rc<dyn Environment>, login: Login) -> Result<Self, SignInError> {
        let (link, bound) = Link::open(&environment, &login).await?;
        let state = State {
            jid: bound.jid.clone(),
            endpoint: bound.endpoint.clone(),
            mechanism: bound.mechanism,
            features: Vec::new(),
            limit: link.stream.limit(),
            awaited_since: None,
            late: None,
            status: Status::Online,
            suspended: false,
            watchers: Vec::new(),
            inboxes: Vec::new(),
            queue: VecDeque::new(),
            fatal: Fatal::default(),
            writes_held: false,
            cancelled: false,
            round_trip: None,
            stray: 0,
            login,
        };
        let shared = Rc::new(Shared { environment, state: RefCell::new(state) });
        shared.adopt(bound, &link);
        let (commands, received) = mpsc::unbounded();
        let environment = Rc::clone(&shared.environment);
        environment.spawn(Box::pin(driver::run(Rc::clone(&shared), link, received)));
        Ok(Self { handle: Rc::new(Handle { shared, commands }) })
    }

    /// Reads: an iq of type `get`. `to` is the own account where there is none.
    /// A read that a lost connection interrupts is sent again by itself.
    pub async fn get(&self, to: Option<&Jid>, payload: Element) -> Result<Option<Element>, RequestError> {
        self.request(RequestKind::Get, to, payload, None).await.map(|answer| answer.payload)
    }

    /// Writes: an iq of type `set`.
    pub async fn set(&self, to: Option<&Jid>, payload: Element) -> Result<Option<Element>, RequestError> {
        self.request(RequestKind::Set, to, payload, None).await.map(|answer| answer.payload)
    }

    /// Like [`Self::set`], one of many that nobody waits for one by one: other requests go first, and find
    /// the server with little to do.
    pub async fn set_one_of_many(&self, payload: Element) -> Result<Option<Element>, RequestError> {
        let request = Request { kind: RequestKind::Set, to: None, payload };
        self.ask(request, None, true).await.map(|answer| answer.payload)
    }

    /// Reads from the own account what comes in several stanzas.
    pub(crate) async fn gather(
        &self,
        kind: RequestKind,
        payload: Element,
        gathering: Gathering,
    ) -> Result<Answer, RequestError> {
        self.request(kind, None, payload, Some(gathering)).await
    }

    /// Sends a message or presence in `jabber:client`, ahead of the requests that
    /// wait. It is never sent again; whether it arrived, [`Self::ping`] tells.
    pub async fn send(&self, stanza: Element) -> Result<(), RequestError> {
        if self.status() != Status::Online {
            return Err(RequestError::ConnectionLost);
        }
        let (reply, answer) = oneshot::channel();
        self.command(Command::Stanza(stanza, reply));
        answer.await.unwrap_or(Err(RequestError::ConnectionLost))
    }

    /// Waits until the server has answered (XEP-0199), so has seen all that was
    /// sent before and sent what it had to say to that. A refusal is an answer too.
    pub async fn ping(&self) -> Result<(), RequestError> {
        let server = self.jid().bare().server();
        match self.get(Some(&server.into()), Element::new("ping", ns::PING)).await {
            Ok(_) | Err(RequestError::Stanza(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Every message and presence from now on, over lost connections, that is no
    /// part of an answer; and what other clients or the server changed: the `<query/>` of a
    /// roster push (RFC 6121 §2.1.6), the `<block/>` or `<unblock/>` of a block push
    /// (XEP-0191 §3.3), both from the own account and acknowledged. Servers push the roster to
    /// clients that have asked for it on this connection. It ends when the account is signed out.
    pub fn inbox(&self) -> impl Stream<Item = Element> + use<> {
        let (sender, receiver) = mpsc::unbounded();
        self.shared().state.borrow_mut().inboxes.push(sender);
        receiver
    }

    /// Waits until the account is signed in: by itself after a loss, by the
    /// person after [`Status::Stopped`]. An error once that will not be, or
    /// once nobody waits for it any more: see [`Self::cancel_writes`].
    pub async fn online(&self) -> Result<(), RequestError> {
        let mut changes = self.watch();
        loop {
            match self.status() {
                Status::Online => return Ok(()),
                Status::SignedOut => return Err(RequestError::ConnectionLost),
                Status::Waiting { .. } | Status::Stopped(_) if self.is_cancelled() => {
                    return Err(RequestError::Cancelled);
                }
                Status::Waiting { .. } | Status::Stopped(_) => {}
            }
            if changes.next().await.is_none() {
                return Err(RequestError::ConnectionLost);
            }
        }
    }

    /// Signs in again after [`Status::Stopped`], with the password the person typed once more.
    /// At any other time nobody needs the password, and it is forgotten.
    pub fn resume(&self, password: Password) {
        if matches!(self.status(), Status::Stopped(_)) {
            self.shared().state.borrow_mut().login.credentials = Some(Credentials::Password(password));
            self.command(Command::Retry);
        }
    }

    /// Tries to sign in again now, where the session waits to.
    pub fn retry_now(&self) {
        self.command(Command::Retry);
    }

    /// Closes the stream and forgets the keys.
    pub fn sign_out(&self) {
        self.command(Command::SignOut);
    }

    /// Keeps writes back that were not sent yet, or lets them go. Reads are not concerned.
    pub fn hold_writes(&self, held: bool) {
        self.shared().state.borrow_mut().writes_held = held;
        self.command(Command::Send);
    }

    /// Calls back every write that was not sent yet and takes no further one
    /// until [`Self::allow_writes`]. Without a connection, reads are called back too.
    pub fn cancel_writes(&self) {
        let mut state = self.shared().state.borrow_mut();
        state.cancelled = true;
        state.writes_held = false;
        let is_online = state.status == Status::Online;
        let (stay, called_back) = std::mem::take(&mut state.queue)
            .into_iter()
            .partition::<VecDeque<_>, _>(|queued| is_online && queued.is_read);
        state.queue = stay;
        for queued in called_back {
            queued.finish(Err(RequestError::Cancelled));
        }
        if state.suspended {
            // Those under way are called back as well.
            self.command(Command::Retry);
        }
        let status = state.status.clone();
        state.watchers.retain(|watcher| watcher.unbounded_send(status.clone()).is_ok());
    }

    /// Takes writes again after [`Self::cancel_writes`].
    pub fn allow_writes(&self) {
        self.shared().state.borrow_mut().cancelled = false;
    }

    fn is_cancelled(&self) -> bool {
        self.shared().state.borrow().cancelled
    }

    /// Every change of [`Self::status`] from now on.
    pub fn watch(&self) -> impl Stream<Item = Status> + use<> {
        let (sender, receiver) = mpsc::unbounded();
        self.shared().state.borrow_mut().watchers.push(sender);
        receiver
    }

    pub fn status(&self) -> Status {
        self.shared().state.borrow().status.clone()
    }

    /// The world the session lives in.
    pub fn environment(&self) -> Rc<dyn Environment> {
        Rc::clone(&self.shared().environment)
    }

    /// The full address of this connection.
    pub fn jid(&self) -> Jid {
        self.shared().state.borrow().jid.clone()
    }

    /// The address of the account.
    pub fn account(&self) -> BareJid {
        self.shared().account()
    }

    pub fn endpoint(&self) -> Endpoint {
        self.shared().state.borrow().endpoint.clone()
    }

    pub fn mechanism(&self) -> Mechanism {
        self.shared().state.borrow().mechanism
    }

    /// The stream features after authentication.
    pub fn features(&self) -> Vec<Element> {
        self.shared().state.borrow().features.clone()
    }

    /// The largest stanza the server takes, in bytes.
    pub fn limit(&self) -> usize {
        self.shared().state.borrow().limit
    }

    /// The same where the server announced it (XEP-0478).
    pub fn announced_limit(&self) -> Option<usize> {
        let features = self.features();
        let limits = features.iter().find(|feature| feature.is("limits", ns::LIMITS))?;
        limits.child("max-bytes", ns::LIMITS).map(|_| self.limit())
    }

    /// Whether the server takes seconds for an answer, or did so a moment ago.
    pub fn is_slow(&self) -> bool {
        let now = self.environment().now();
        let state = self.shared().state.borrow();
        let is_longer = |since: Option<Duration>, than| since.is_some_and(|at| now.saturating_sub(at) > than);
        !state.suspended
            && (is_longer(state.awaited_since, SLOW)
                || state.late.is_some() && !is_longer(state.late, LASTING))
    }

    /// How long an answer takes from the moment its request leaves, smoothed over
    /// the latest; none before the first.
    pub fn round_trip(&self) -> Option<Duration> {
        self.shared().state.borrow().round_trip
    }

    /// How many results of an archive were dropped since this was last asked.
    pub(crate) fn take_stray(&self) -> usize {
        std::mem::take(&mut self.shared().state.borrow_mut().stray)
    }

    async fn request(
        &self,
        kind: RequestKind,
        to: Option<&Jid>,
        payload: Element,
        gathering: Option<Gathering>,
    ) -> Result<Answer, RequestError> {
        self.ask(Request { kind, to: to.cloned(), payload }, gathering, false).await
    }

    async fn ask(
        &self,
        request: Request,
        gathering: Option<Gathering>,
        is_one_of_many: bool,
    ) -> Result<Answer, RequestError> {
        let (reply, answer) = oneshot::channel();
        let queued = Queued::new(request, &self.account(), gathering, reply);
        self.enqueue(Queued { is_one_of_many, ..queued })?;
        self.command(Command::Send);
        answer.await.unwrap_or(Err(RequestError::ConnectionLost))
    }

    fn enqueue(&self, queued: Queued) -> Result<(), RequestError> {
        let mut state = self.shared().state.borrow_mut();
        if let Some(verdict) = state.fatal.verdict(queued.fingerprint) {
            return Err(verdict);
        }
        match (&state.status, queued.is_read) {
            (Status::Online, false) | (Status::Waiting { .. }, _) if state.cancelled => {
                Err(RequestError::Cancelled)
            }
            (Status::Online, _) | (Status::Waiting { .. }, true) => {
                state.queue.push_back(queued);
                Ok(())
            }
            // The stream may yet go on as if nothing had been.
            (Status::Waiting { .. }, false) if state.suspended => {
                state.queue.push_back(queued);
                Ok(())
            }
            // A write is decided by what was read; after a loss that must be read again.
            _ => Err(RequestError::ConnectionLost),
        }
    }

    fn command(&self, command: Command) {
        // The driver is gone after signing out; then there is nobody to tell.
        let _ = self.handle.commands.unbounded_send(command);
    }

    fn shared(&self) -> &Shared {
        &self.handle.shared
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("account", &self.account().to_string()).finish_non_exhaustive()
    }
}
