//! Deleting the old account (XEP-0077 §3.2).
//!
//! Some servers answer and then end the stream, others end it at once. Then only one thing says that
//! the account is gone: signing in is refused.

use std::time::Duration;

use futures_util::stream::{Stream, StreamExt};
use migration::Problem;
use session::{Failure, RequestError, Session, SignInError, Status};
use xml::{Element, ns};

use crate::{Deletion, Ends, Event, World, abroad};

/// How long to wait for what signing in again comes to, where the server is away meanwhile.
const PATIENCE: Duration = Duration::from_secs(120);

/// Asks the server to delete the account, and says how that went. The session of an account that is
/// gone signs out.
pub(crate) async fn delete(ends: &Ends, world: &dyn World) -> Result<(), Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    world.heard(Event::Deleted(remove(origin.session()).await));
    Ok(())
}

async fn remove(session: &Session) -> Deletion {
    let changes = session.watch();
    let query = Element::new("query", ns::REGISTER).with_child(Element::new("remove", ns::REGISTER));
    match session.set(None, query).await {
        Ok(_) => {
            // The server may end the stream now; signing in again would only be refused.
            session.sign_out();
            Deletion::Deleted
        }
        Err(RequestError::ConnectionLost | RequestError::ServerClosed { .. }) => {
            let came = abroad::within(session, PATIENCE, after_the_end(changes)).await;
            if came == Some(Deletion::Deleted) {
                session.sign_out();
            }
            came.unwrap_or(Deletion::Unknown)
        }
        Err(RequestError::TimedOut | RequestError::Malformed(_)) => Deletion::Unknown,
        // Not sent, or answered with an error: with one that brings a form, too.
        Err(error) => Deletion::Refused(Problem::from(error)),
    }
}

/// What the session finds when it signs in again by itself.
async fn after_the_end(mut changes: impl Stream<Item = Status> + Unpin) -> Deletion {
    while let Some(status) = changes.next().await {
        match status {
            Status::Waiting { .. } => {}
            // The keys were right a moment ago: there is nobody any more whom they could fit.
            Status::Stopped(SignInError::Failed(Failure::WrongPassword)) => return Deletion::Deleted,
            Status::Online | Status::Stopped(_) | Status::SignedOut => return Deletion::Unknown,
        }
    }
    Deletion::Unknown
}
