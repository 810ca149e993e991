//! What takes time: each of these runs beside everything else, and says in the end what came of it.

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use jid::{BareJid, Jid};
use migration::Account;
use session::{ErrorKind, Info, RequestError, Session, StanzaError};
use xml::Element;

use crate::ledger::{Step, Turn};
use crate::roster::Item;
use crate::{Ends, abroad, look, words};

/// What came of an errand.
pub(super) enum Done {
    Appeared(Result<(), RequestError>),
    OldRoster(Option<Vec<Item>>),
    /// What another server is, or why it cannot be reached.
    Probed(String, Result<Info, StanzaError>),
    Sent(Box<Turn>, Sending),
    /// Whether another server has answered what was sent behind requests to these.
    Proved(String, Vec<BareJid>, bool),
    Kept(Result<bool, RequestError>),
}

/// How sending went.
pub(super) struct Sending {
    /// The roster set that came first was refused.
    pub(super) refused: bool,
    pub(super) sent: Result<(), Broken>,
}

/// Why a turn was not sent to its end.
pub(super) enum Broken {
    Own(RequestError),
    /// The contact's server did not show that an open request was withdrawn, so none was made again.
    Theirs(StanzaError),
}

/// Becomes available. The roster was asked for on this connection.
pub(super) fn appear(session: &Session) -> LocalBoxFuture<'_, Done> {
    async { Done::Appeared(session.send(words::available()).await) }.boxed_local()
}

/// Reads the old roster, so that its changes are told from then on.
pub(super) fn old_roster(ends: &Ends) -> Option<LocalBoxFuture<'_, Done>> {
    let origin = ends.origin.as_ref()?;
    Some(async { Done::OldRoster(look::roster(origin).await.ok()) }.boxed_local())
}

/// Asks another server what it is, before anybody there is asked anything.
pub(super) fn probe(session: &Session, domain: String) -> LocalBoxFuture<'_, Done> {
    async {
        let info = reach(session, &domain).await;
        Done::Probed(domain, info)
    }
    .boxed_local()
}

/// Sends a turn and waits until the own server has answered what was sent behind it: what it had to
/// say to any of it has come by then. `abroad`: the contact's server, where that is another.
///
/// A request is made again only after their server has shown that the withdrawal arrived: ejabberd
/// answers it with `unsubscribed`, which would withdraw the new request if it came after it.
pub(super) fn send(
    account: &Account,
    turn: Turn,
    stanzas: Vec<Element>,
    abroad: Option<String>,
) -> LocalBoxFuture<'_, Done> {
    async move {
        let session = account.session();
        let connection = session.jid();
        let mut refused = false;
        let sent = async {
            if let Some(set) = turn.set.clone() {
                match account.set(set).await {
                    // Then they are let in when they ask.
                    Err(RequestError::Stanza(_)) => refused = true,
                    set => set?,
                }
            }
            for (step, stanza) in turn.steps.iter().zip(stanzas) {
                session.send(stanza).await?;
                if *step == Step::Unsubscribe {
                    session.ping().await?;
                    if let Some(abroad) = &abroad {
                        reach(session, abroad).await.map_err(Broken::Theirs)?;
                    }
                }
                still_on(session, &connection)?;
            }
            session.ping().await?;
            still_on(session, &connection)
        };
        let sent = sent.await;
        Done::Sent(Box::new(turn), Sending { refused, sent })
    }
    .boxed_local()
}

/// What is read is read again on the next connection, where it proves nothing.
fn still_on(session: &Session, connection: &Jid) -> Result<(), Broken> {
    if session.jid() == *connection { Ok(()) } else { Err(Broken::Own(RequestError::ConnectionLost)) }
}

/// Has another server answer something, so that it has everything sent to it before (RFC 6120 §10.1).
pub(super) fn prove(session: &Session, domain: String, jids: Vec<BareJid>) -> LocalBoxFuture<'_, Done> {
    async {
        let connection = session.jid();
        let is_proven = reach(session, &domain).await.is_ok() && session.jid() == connection;
        Done::Proved(domain, jids, is_proven)
    }
    .boxed_local()
}

/// Any answer of the server itself will do. One that does not come in time is taken for what the own
/// server would say some minutes later.
async fn reach(session: &Session, domain: &str) -> Result<Info, StanzaError> {
    let Ok(jid) = domain.parse::<Jid>() else { return Err(not_found("remote-server-not-found")) };
    match abroad::within(session, abroad::PATIENCE, session.disco_info(&jid)).await {
        Some(Ok(info)) => Ok(info),
        Some(Err(RequestError::Stanza(error))) => match error.condition.as_str() {
            "gone" => Err(error),
            condition if condition.starts_with("remote-server-") => Err(error),
            _ => Ok(Info::default()),
        },
        Some(Err(_)) | None => Err(not_found("remote-server-timeout")),
    }
}

fn not_found(condition: &str) -> StanzaError {
    StanzaError { kind: ErrorKind::Wait, condition: condition.to_owned(), application: None, text: None }
}

impl From<RequestError> for Broken {
    fn from(error: RequestError) -> Self {
        Self::Own(error)
    }
}
