//! Moving an account as the page does: read, plan, run.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use jid::BareJid;
use migration::{
    Account, Autojoin, Choices, Entry, Holdings, KindId, KindReport, Mapping, Outcome, Plan, Progress,
    Reading, kinds,
};
use servers::{Network, Server, Side};
use session::{Credentials, Endpoint, Login, Password, Session};

use crate::{Native, Sent};

/// An account as the page holds it, and what it sent since.
#[derive(Debug)]
pub struct SignedIn {
    pub account: Account,
    pub sent: Sent,
}

impl Deref for SignedIn {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

/// Signs in over the server's plain loopback WebSocket.
///
/// # Panics
/// When the server does not let us in: then there is nothing to test.
pub async fn sign_in(server: &Server, user: &str, password: &str) -> SignedIn {
    SignedIn::at(&server.ws_url, server, user, password).await
}

impl SignedIn {
    /// Signs in over the server's plain loopback BOSH.
    ///
    /// # Panics
    /// When the server does not let us in.
    pub async fn over_bosh(server: &Server, user: &str, password: &str) -> Self {
        Self::at(&server.bosh_url, server, user, password).await
    }

    /// Signs in over the wire that can be cut, if the network has it.
    ///
    /// # Panics
    /// When there is no such wire, or the server does not let us in.
    pub async fn behind_front(network: &Network, side: Side, user: &str, password: &str) -> Self {
        let url = network.localhost_url(side).unwrap();
        Self::at(&url, network.server(side), user, password).await
    }

    async fn at(url: &str, server: &Server, user: &str, password: &str) -> Self {
        let login = Login {
            jid: BareJid::new(Some(user), &server.domain).unwrap(),
            credentials: Some(Credentials::Password(Password::new(password.to_owned()))),
            endpoints: vec![Endpoint::trusted(url).unwrap()],
            allow_plain: false,
            floor: None,
        };
        let environment = Native::with(url);
        let sent = environment.sent();
        let session = Session::sign_in(Rc::new(environment), login).await.unwrap();
        let account = Account::open(session).await.unwrap();
        sent.take();
        Self { account, sent }
    }
}

pub fn mapping(origin: &Account, destination: &Account) -> Mapping {
    Mapping { origin: Some(origin.jid()), ..mapping_from_nowhere(destination) }
}

fn mapping_from_nowhere(destination: &Account) -> Mapping {
    Mapping {
        origin: None,
        destination: destination.jid(),
        features: destination.features().clone(),
        autojoin: Autojoin::AsItWas,
    }
}

/// One whole move and what was seen on the way.
#[derive(Debug)]
pub struct Move {
    pub origin: Holdings,
    pub plan: Plan,
    pub reports: Vec<KindReport>,
    pub progress: Vec<Progress>,
    /// Whether the destination kept us waiting at any of these.
    pub was_slow: bool,
}

impl Move {
    /// Everything from one account to the other, with nothing decided otherwise.
    pub async fn everything(from: &Account, to: &Account) -> Self {
        Self::with(from, to, &Choices::new()).await
    }

    pub async fn with(from: &Account, to: &Account, choices: &Choices) -> Self {
        let origin = Holdings::read(&quiet(), from, &|_, _| {}).await;
        Self::from_holdings(origin, &mapping(from, to), to, choices).await
    }

    /// Everything, and then what is read only once the person asks for it.
    pub async fn whole(from: &Account, to: &Account) -> Self {
        let mut origin = Holdings::read(&quiet(), from, &|_, _| {}).await;
        let rest: Vec<KindId> = all().into_iter().filter(|id| origin.get(*id).is_none()).collect();
        origin.kinds.extend(Holdings::read(&rest, from, &|_, _| {}).await.kinds);
        Self::from_holdings(origin, &mapping(from, to), to, &Choices::new()).await
    }

    /// Puts what a file holds into an account. `origin` is whose file it is.
    ///
    /// # Panics
    /// When the file cannot be read or holds other than one account.
    pub async fn from_file(file: &str, to: &Account) -> Self {
        let mut users = portable::read_all(file.as_bytes()).unwrap().users;
        let user = users.pop().unwrap();
        assert!(users.is_empty());
        let origin = Some(BareJid::new(Some(&user.name), &user.host).unwrap());
        let mapping = Mapping { origin, ..mapping_from_nowhere(to) };
        Self::from_holdings(Holdings::from_fragments(user.fragments), &mapping, to, &Choices::new()).await
    }

    /// Puts what was read, from wherever, into an account.
    pub async fn from_holdings(origin: Holdings, mapping: &Mapping, to: &Account, choices: &Choices) -> Self {
        let found = Holdings::find(&all(), &origin, to, &|_, _| {}).await;
        let plan = Plan::new(&origin, &found, &all().into_iter().collect(), mapping, choices);
        let progress = RefCell::default();
        let was_slow = Cell::new(false);
        let heard = |event| {
            was_slow.set(was_slow.get() || to.session().is_slow());
            RefCell::<Vec<Progress>>::borrow_mut(&progress).push(event);
        };
        let reports = migration::run(&plan, to, &heard).await;
        Self { origin, plan, reports, progress: progress.into_inner(), was_slow: was_slow.get() }
    }

    /// # Panics
    /// When there is no such kind.
    pub fn report(&self, id: &str) -> &KindReport {
        self.reports.iter().find(|report| report.id.0 == id).unwrap()
    }

    /// The only entry of this kind whose key is, or else whose label contains, `what`.
    ///
    /// # Panics
    /// When there is none, or more than one.
    pub fn entry(&self, id: &str, what: &str) -> &Entry {
        let entries = &self.report(id).entries;
        let mut fitting: Vec<&Entry> = entries.iter().filter(|entry| entry.key == what).collect();
        if fitting.is_empty() {
            fitting = entries.iter().filter(|entry| entry.label.contains(what)).collect();
        }
        assert_eq!(fitting.len(), 1, "{what} among {entries:#?}");
        fitting[0]
    }

    pub fn outcome(&self, id: &str, what: &str) -> &Outcome {
        &self.entry(id, what).outcome
    }

    /// # Panics
    /// When anything failed or was not read back.
    pub fn assert_complete(&self) {
        for report in &self.reports {
            assert!(report.is_complete(), "{report:#?}");
        }
    }
}

fn all() -> Vec<KindId> {
    kinds::ALL.iter().map(|kind| kind.id()).collect()
}

/// What is read without anybody noticing.
fn quiet() -> Vec<KindId> {
    let quiet = kinds::ALL.iter().filter(|kind| kind.reading() != Reading::WhenAsked);
    quiet.map(|kind| kind.id()).collect()
}
