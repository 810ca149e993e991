//! An XMPP server in memory: as much of one as moving an account needs.

mod account;
mod archive;
mod blocking;
mod connection;
mod counter;
mod disco;
mod knobs;
mod node;
mod offline;
mod people;
mod presence;
mod privacy;
mod private;
mod pubsub;
mod refusal;
mod roster;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use xml::{Element, ns};

pub use account::{Account, RosterItem};
pub use archive::Archived;
pub use knobs::{After, End, Knobs};
pub use node::Node;
pub use offline::Waiting;
pub use people::{Abroad, People};
pub use privacy::Privacy;

use crate::server::counter::Counter;
use crate::server::presence::Presence;
use crate::socket::{Peer, Socket, Wire};
use crate::{Identity, World};

/// A server for one domain. Clones share it.
#[derive(Clone)]
pub struct MemoryServer {
    shared: Rc<Shared>,
}

pub(crate) struct Shared {
    world: World,
    domain: String,
    knobs: RefCell<Knobs>,
    identities: RefCell<Vec<Identity>>,
    accounts: RefCell<BTreeMap<String, Account>>,
    journal: RefCell<Journal>,
    live: RefCell<Vec<Wire>>,
    /// Clients that are signed in.
    clients: RefCell<Vec<Rc<Presence>>>,
    /// By the domain of another server: what has reached it lately.
    received_by: RefCell<BTreeMap<String, Option<Counter>>>,
}

/// What happened since the start, or since it was last forgotten.
#[derive(Default)]
struct Journal {
    received: Vec<Received>,
    stanzas: Vec<Element>,
    delivered: Vec<(Duration, Element)>,
    sign_ins: Vec<SignIn>,
    most_in_flight: usize,
    closed_in_order: usize,
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub at: Duration,
    pub is_set: bool,
    pub payload: Element,
    /// Bytes of the stanza.
    pub size: usize,
}

impl Received {
    /// Whether it can change anything: a query to the archive has the type of one that can.
    pub fn is_write(&self) -> bool {
        self.is_set && !self.payload.is("query", ns::MAM)
    }
}

/// An attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub at: Duration,
    pub mechanism: String,
    pub accepted: bool,
}

impl MemoryServer {
    pub fn new(world: &World, domain: &str) -> Self {
        let shared = Shared {
            world: world.clone(),
            domain: domain.to_owned(),
            knobs: RefCell::default(),
            identities: RefCell::default(),
            accounts: RefCell::default(),
            journal: RefCell::default(),
            live: RefCell::default(),
            clients: RefCell::default(),
            received_by: RefCell::default(),
        };
        Self { shared: Rc::new(shared) }
    }

    /// Makes an empty account.
    pub fn register(&self, local: &str, password: &str) {
        self.shared.identities.borrow_mut().push(Identity::new(local, &self.shared.domain, password));
        let account = Account::new(local, &self.shared.domain);
        self.shared.accounts.borrow_mut().insert(local.to_owned(), account);
    }

    /// Looks into an account, or changes it behind everybody's back.
    ///
    /// # Panics
    ///
    /// Where there is no such account.
    pub fn account<T>(&self, local: &str, look: impl FnOnce(&mut Account) -> T) -> T {
        let mut accounts = self.shared.accounts.borrow_mut();
        look(accounts.get_mut(local).unwrap_or_else(|| panic!("no account {local}")))
    }

    /// Changes how somebody signs in.
    ///
    /// # Panics
    ///
    /// Where there is no such account.
    pub fn identity<T>(&self, local: &str, change: impl FnOnce(&mut Identity) -> T) -> T {
        let mut identities = self.shared.identities.borrow_mut();
        let identity = identities.iter_mut().find(|identity| identity.local == local);
        change(identity.unwrap_or_else(|| panic!("no account {local}")))
    }

    /// Changes how the server behaves from now on.
    pub fn tune(&self, change: impl FnOnce(&mut Knobs)) {
        change(&mut self.shared.knobs.borrow_mut());
    }

    /// The network goes away under every connection.
    pub fn cut(&self) {
        self.shared.live.take().iter().for_each(Wire::cut);
    }

    /// Cuts every connection and accepts none for `duration`.
    pub fn go_down(&self, duration: Duration) {
        self.tune(|knobs| knobs.down_until = self.shared.world.time() + duration);
        self.cut();
    }

    /// Ends every stream with an error, as a server does that shuts down.
    pub fn end_streams(&self, condition: &str) {
        for wire in self.shared.live.take() {
            connection::end(&wire, &End::StreamError(condition.to_owned()));
        }
    }

    /// Sends a stanza to every connection.
    pub fn push(&self, stanza: &str) {
        self.shared.live.borrow().iter().for_each(|wire| wire.send(stanza));
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.shared.live.borrow().iter().filter(|wire| !wire.is_closed()).count()
    }

    /// Every request that arrived, in order.
    pub fn received(&self) -> Vec<Received> {
        self.shared.journal.borrow().received.clone()
    }

    /// Every message and presence that arrived, in order.
    pub fn stanzas(&self) -> Vec<Element> {
        self.shared.journal.borrow().stanzas.clone()
    }

    /// Every subscription presence that has reached other servers, in order, and when.
    pub fn delivered(&self) -> Vec<(Duration, Element)> {
        self.shared.journal.borrow().delivered.clone()
    }

    /// Somebody elsewhere sends this presence to an account.
    pub fn arrive(&self, local: &str, presence: &Element) {
        self.shared.arrive(local, presence);
    }

    /// How many requests to write arrived.
    pub fn sets(&self) -> usize {
        self.shared.journal.borrow().received.iter().filter(|received| received.is_write()).count()
    }

    /// How many requests to read arrived.
    pub fn gets(&self) -> usize {
        self.shared.journal.borrow().received.iter().filter(|received| !received.is_write()).count()
    }

    pub fn sign_ins(&self) -> Vec<SignIn> {
        self.shared.journal.borrow().sign_ins.clone()
    }

    /// The most requests that ever waited for an answer at once.
    pub fn most_in_flight(&self) -> usize {
        self.shared.journal.borrow().most_in_flight
    }

    /// How many streams the client ended with `<close/>`.
    pub fn closed_in_order(&self) -> usize {
        self.shared.journal.borrow().closed_in_order
    }

    /// Starts counting anew.
    pub fn forget(&self) {
        *self.shared.journal.borrow_mut() = Journal::default();
    }
}

impl Shared {
    /// Somebody elsewhere sends this presence to an account.
    fn arrive(self: &Rc<Self>, local: &str, presence: &Element) {
        let came_of = {
            let mut accounts = self.accounts.borrow_mut();
            let Some(account) = accounts.get_mut(local) else { return };
            people::arrive(account, presence)
        };
        self.follow(local, came_of);
    }

    /// Tells clients and others what came of a presence.
    fn follow(self: &Rc<Self>, local: &str, came_of: people::Consequences) {
        for client in self.clients.borrow().iter().filter(|client| client.is_of(local)) {
            client.hear(came_of.push.as_ref(), &came_of.inward);
        }
        came_of.outward.into_iter().for_each(|presence| self.deliver(local, presence));
    }

    /// Carries a presence to another server, and brings back what its people have to say.
    fn deliver(self: &Rc<Self>, local: &str, presence: Element) {
        let knobs = self.knobs.borrow().clone();
        let to = presence.attr("to").and_then(|to| to.parse::<jid::Jid>().ok());
        let Some(domain) = to.map(|to| to.bare().domain().to_owned()) else { return };
        let server = knobs.people.servers.get(&domain).cloned().unwrap_or_default();
        let mut back = Vec::new();
        if let Some(condition) = server.unreachable {
            let error = refusal::Refusal::cancel(condition).to_element();
            let bounced = presence.with_attr("type", "error").with_child(error);
            let (from, to) = (bounced.attr("to").map(str::to_owned), bounced.attr("from").map(str::to_owned));
            back.push((server.latency, bounced.with_attr_opt("from", from).with_attr_opt("to", to)));
        } else if !server.silent {
            let now = self.world.time();
            let mut counters = self.received_by.borrow_mut();
            let counter = counters.entry(domain).or_default();
            if knobs.counts_received.is_some_and(|limit| !Counter::admits(counter, limit, now)) {
                return;
            }
            if let Some(course) = &knobs.people.course {
                back = course(&presence);
            }
            self.journal.borrow_mut().delivered.push((now, presence));
        }
        for (delay, presence) in back {
            let (shared, local) = (Rc::clone(self), local.to_owned());
            self.world.task(async move {
                shared.world.pass(delay).await;
                shared.arrive(&local, &presence);
            });
        }
    }
}

impl Peer for MemoryServer {
    fn accept(&self, socket: Socket) -> Option<LocalBoxFuture<'static, ()>> {
        let is_up = self.shared.world.time() >= self.shared.knobs.borrow().down_until;
        is_up.then(|| -> LocalBoxFuture<'static, ()> {
            Box::pin(connection::serve(Rc::clone(&self.shared), socket))
        })
    }
}

impl std::fmt::Debug for MemoryServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryServer").field("domain", &self.shared.domain).finish_non_exhaustive()
    }
}
