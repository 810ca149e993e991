//! Requests to other servers, which may be slow or gone: each has a deadline of its own, and few
//! servers are opened at once, so that a dead one delays nobody.

use std::future::Future;
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::pin_mut;
use futures_util::stream::{self, StreamExt};
use jid::{BareJid, Jid};
use migration::Problem;
use ordered::Map;
use session::Session;
use xml::Element;

/// How long another server may take for an answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How many servers are opened at once.
const DOMAINS: usize = 8;
/// How many questions to one server are open at once.
const QUESTIONS: usize = 8;

/// Reads, from anybody.
pub(crate) async fn get(session: &Session, to: &Jid, payload: Element) -> Result<Option<Element>, Problem> {
    answered(within(session, PATIENCE, session.get(Some(to), payload)).await)
}

/// Writes, to anybody. After [`Problem::SlowServer`] it may have been done all the same.
pub(crate) async fn set(session: &Session, to: &Jid, payload: Element) -> Result<Option<Element>, Problem> {
    answered(within(session, PATIENCE, session.set(Some(to), payload)).await)
}

/// What comes of `future`, if it comes within `patience`.
pub(crate) async fn within<T>(
    session: &Session,
    patience: Duration,
    future: impl Future<Output = T>,
) -> Option<T> {
    pin_mut!(future);
    match select(future, session.environment().sleep(patience)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// An id that nobody can guess.
pub(crate) fn token(session: &Session) -> String {
    session.environment().random()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether nobody answered for the address, so that nobody will for its neighbours.
pub(crate) fn is_unreachable(problem: &Problem) -> bool {
    match problem {
        Problem::SlowServer => true,
        Problem::Refused(error) => {
            matches!(error.condition.as_str(), "remote-server-not-found" | "remote-server-timeout")
        }
        _ => false,
    }
}

/// Visits everybody, servers side by side: the first of each alone, and the others only where it
/// could be reached. Who is not visited for that reason is handed to `skip` with it.
pub(crate) async fn visit<T>(
    all: Vec<T>,
    address: impl Fn(&T) -> &BareJid,
    each: impl AsyncFn(T) -> Result<(), Problem>,
    skip: impl Fn(T, &Problem),
) {
    let mut domains: Map<String, Vec<T>> = Map::new();
    for one in all {
        let domain = address(&one).domain().to_owned();
        domains.entry(domain).or_default().push(one);
    }
    let (each, skip) = (&each, &skip);
    let visits = domains.into_values().map(async |neighbours| {
        let mut neighbours = neighbours.into_iter();
        let Some(first) = neighbours.next() else { return };
        match each(first).await {
            Err(problem) if is_unreachable(&problem) => neighbours.for_each(|one| skip(one, &problem)),
            _ => {
                let visits = neighbours.map(async |one| drop(each(one).await));
                stream::iter(visits).buffer_unordered(QUESTIONS).collect::<Vec<()>>().await;
            }
        }
    });
    stream::iter(visits).buffer_unordered(DOMAINS).collect::<Vec<()>>().await;
}

fn answered<T>(answer: Option<Result<T, session::RequestError>>) -> Result<T, Problem> {
    answer.ok_or(Problem::SlowServer)?.map_err(Problem::from)
}
