//! Moving an account as the page does: read, plan, run.

use std::collections::BTreeSet;
use std::rc::Rc;

use jid::BareJid;
use migration::{Account, Autojoin, Choices, Holdings, KindId, KindReport, Mapping, Plan, kinds};
use servers::Server;
use session::{Credentials, Endpoint, Login, Password, Session};

use crate::Native;

/// Signs in over the server's plain loopback WebSocket.
///
/// # Panics
/// When the server does not let us in: then there is nothing to test.
pub async fn sign_in(server: &Server, user: &str, password: &str) -> Account {
    let login = Login {
        jid: BareJid::new(Some(user), &server.domain).unwrap(),
        credentials: Some(Credentials::Password(Password::new(password.to_owned()))),
        endpoints: vec![Endpoint::trusted(&server.ws_url).unwrap()],
        allow_plain: false,
        floor: None,
    };
    let session = Session::sign_in(Rc::new(Native::new()), login).await.unwrap();
    Account::open(session).await.unwrap()
}

pub fn mapping(origin: &Account, destination: &Account) -> Mapping {
    Mapping {
        origin: Some(origin.jid()),
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
}

impl Move {
    /// Everything from one account to the other, with nothing decided otherwise.
    pub async fn everything(from: &Account, to: &Account) -> Self {
        Self::with(from, to, &Choices::new()).await
    }

    pub async fn with(from: &Account, to: &Account, choices: &Choices) -> Self {
        let all = kinds::ALL.map(|kind| kind.id());
        let origin = Holdings::read(&all, from, &|_, _| {}).await;
        Self::from_holdings(origin, &mapping(from, to), to, choices).await
    }

    /// Puts what was read, from wherever, into an account.
    pub async fn from_holdings(origin: Holdings, mapping: &Mapping, to: &Account, choices: &Choices) -> Self {
        let all = kinds::ALL.map(|kind| kind.id());
        let found = Holdings::read(&all, to, &|_, _| {}).await;
        let chosen: BTreeSet<KindId> = all.into_iter().collect();
        let plan = Plan::new(&origin, &found, &chosen, mapping, choices);
        let reports = migration::run(&plan, to, &|_| {}).await;
        Self { origin, plan, reports }
    }

    pub fn report(&self, id: &str) -> &KindReport {
        self.reports.iter().find(|report| report.id.0 == id).unwrap()
    }
}
