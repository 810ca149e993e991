//! The statement that the account has moved (XEP-0283 §4): published at the old account, read by anybody.

mod publishing;

use jid::{BareJid, Jid};
use migration::Problem;
use session::Session;
use xml::{Element, ns};

use crate::{Ends, abroad};

pub(crate) use publishing::{publish, withdraw};

/// The only item of the node (XEP-0283 §4.1).
const CURRENT: &str = "current";

/// Who may read the statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Anybody who knows the old address: every contact's server can verify it.
    #[default]
    Open,
    /// The contacts by their addresses: a server that asks for them cannot verify it.
    Contacts,
}

/// What is known of the statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Statement {
    #[default]
    Unpublished,
    /// At the old account, and not yet read from outside.
    Published,
    /// Read from the new account, a stranger to the old one.
    Readable,
    /// The new account cannot read it, and why; as is right where only contacts may.
    Unreadable(Problem),
    /// It names another new address.
    Elsewhere(BareJid),
    Withdrawn,
}

impl Statement {
    /// The stable name in `data-state`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unpublished => "unpublished",
            Self::Published => "published",
            Self::Readable => "readable",
            Self::Unreadable(_) => "unreadable",
            Self::Elsewhere(_) => "elsewhere",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How the statement stands: as its owner sees it, and as the new account does. Without the old
/// account only the second.
pub(crate) async fn look(ends: &Ends) -> Result<Statement, Problem> {
    let Some(origin) = &ends.origin else {
        return match read(ends.destination.session(), &ends.old).await {
            Ok(Some(address)) => Ok(naming(ends, address, Statement::Readable)),
            Ok(None) | Err(Problem::Refused(_) | Problem::SlowServer) => Ok(Statement::Unpublished),
            Err(problem) => Err(problem),
        };
    };
    match own(origin.session()).await? {
        Some(address) if address == ends.destination.jid() => from_outside(ends).await,
        Some(address) => Ok(Statement::Elsewhere(address)),
        None => Ok(Statement::Unpublished),
    }
}

/// What the new account, a stranger, sees of the statement that stands at the old one.
async fn from_outside(ends: &Ends) -> Result<Statement, Problem> {
    let session = ends.destination.session();
    let mut seen = read(session, &ends.old).await;
    if seen == Err(Problem::SlowServer) {
        // The first question may have had to open the way between the two servers.
        seen = read(session, &ends.old).await;
    }
    match seen {
        Ok(Some(address)) => Ok(naming(ends, address, Statement::Readable)),
        Ok(None) => Ok(Statement::Unreadable(Problem::NotKept)),
        Err(Problem::ConnectionLost) => Err(Problem::ConnectionLost),
        Err(problem) => Ok(Statement::Unreadable(problem)),
    }
}

fn naming(ends: &Ends, address: BareJid, ours: Statement) -> Statement {
    if address == ends.destination.jid() { ours } else { Statement::Elsewhere(address) }
}

/// The new address that the statement of `old` names, read over whatever lies between.
async fn read(session: &Session, old: &BareJid) -> Result<Option<BareJid>, Problem> {
    let old = Jid::from(old.clone());
    let item = abroad::within(session, abroad::PATIENCE, session.pubsub_item(Some(&old), ns::MOVED, CURRENT));
    named(item.await.ok_or(Problem::SlowServer)?)
}

/// The new address that the own statement names.
async fn own(session: &Session) -> Result<Option<BareJid>, Problem> {
    named(session.pubsub_item(None, ns::MOVED, CURRENT).await)
}

fn named(item: Result<Option<Element>, session::RequestError>) -> Result<Option<BareJid>, Problem> {
    match item {
        Ok(moved) => Ok(moved.filter(|moved| moved.is("moved", ns::MOVED)).and_then(|moved| {
            // What is no address can be replaced: it leads nowhere.
            moved.child_text("new-jid", ns::MOVED)?.trim().parse().ok()
        })),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
