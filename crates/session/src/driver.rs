//! The task behind a session: it moves requests onto the stream, answers back
//! to those who wait, and signs in again after a lost connection.

use std::rc::Rc;
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use futures_util::stream::StreamExt;
use stream::{Closed, Credentials, Event, Failure};
use xml::Element;

use crate::exchange::Exchange;
use crate::link::{Bound, Link, Login};
use crate::resume::resume;
use crate::session::{Shared, Status};
use crate::{RequestError, SignInError};

pub(crate) const FIRST_DELAY: Duration = Duration::from_millis(500);
pub(crate) const LONGEST_DELAY: Duration = Duration::from_secs(30);

pub(crate) enum Command {
    /// There is something in the queue.
    Send,
    /// A message or presence, to be sent now or never.
    Stanza(Element, oneshot::Sender<Result<(), RequestError>>),
    /// Sign in again at once, or again after all.
    Retry,
    SignOut,
}

pub(crate) type Commands = mpsc::UnboundedReceiver<Command>;

/// Runs until the session is signed out or its last handle is gone.
pub(crate) async fn run(shared: Rc<Shared>, mut link: Link, mut commands: Commands) {
    let mut delay = FIRST_DELAY;
    loop {
        let since = shared.environment.now();
        let refused = match converse(&shared, &mut link, &mut commands).await {
            End::SignedOut => break,
            End::Lost => None,
            End::Refused(error) => Some(error),
        };
        // A connection that did not last is no reason to hurry.
        if shared.environment.now().saturating_sub(since) >= LONGEST_DELAY {
            delay = FIRST_DELAY;
        }
        match sign_in_again(&shared, &mut commands, &mut delay, refused).await {
            Some(renewed) => link = renewed,
            None => break,
        }
    }
    shared.end();
}

/// How a stream ended.
enum End {
    SignedOut,
    /// It is to be signed in again.
    Lost,
    /// That was tried while it was to be resumed, and only the person can help.
    Refused(SignInError),
}

/// One stream's life.
async fn converse(shared: &Shared, link: &mut Link, commands: &mut Commands) -> End {
    let mut exchange = Exchange::new(shared);
    let mut closing = false;
    loop {
        exchange.send(link);
        let now = shared.environment.now();
        while let Some(event) = link.stream.poll_event() {
            match event {
                Event::Response { id, result } => exchange.answer(id, result),
                Event::Message(message) => exchange.message(message, link, now),
                Event::Presence(stanza) | Event::RosterPush(stanza) | Event::BlockPush(stanza) => {
                    shared.deliver(&stanza);
                }
                Event::Suspended => {
                    link.hang_up();
                    let at_once = link.take_leaving();
                    resume(shared, link, commands, at_once).await;
                }
                Event::Resumed => {
                    exchange.resumed();
                    shared.state.borrow_mut().limit = link.stream.limit();
                    shared.set_status(Status::Online);
                }
                // The server had forgotten the stream: this is another one.
                Event::Online { jid, mechanism, keys, features } => {
                    exchange.close();
                    exchange = Exchange::new(shared);
                    let endpoint = link.endpoint.clone();
                    shared.adopt(Bound { jid, mechanism, keys, features, endpoint }, link);
                    shared.set_status(Status::Online);
                }
                Event::Closed(closed) => {
                    link.finish();
                    exchange.close();
                    return end(closed);
                }
                Event::Unauthenticated { .. } => {}
            }
        }
        // Answers made room: fill it before waiting.
        exchange.send(link);
        if link.stream.is_suspended() {
            continue;
        }
        if closing {
            link.wait(shared.environment.as_ref()).await;
            continue;
        }
        let command = {
            let waiting = link.wait(shared.environment.as_ref());
            pin_mut!(waiting);
            match select(commands.next(), waiting).await {
                Either::Left((command, _)) => command,
                Either::Right(_) => continue,
            }
        };
        match command {
            None | Some(Command::SignOut) => {
                closing = true;
                link.stream.close(shared.environment.now());
            }
            Some(Command::Stanza(stanza, reply)) => {
                let sent = link.stream.send(stanza, shared.environment.now());
                // Whoever sent it may be gone; then nobody needs to know.
                drop(reply.send(sent.map_err(RequestError::from)));
            }
            Some(Command::Send | Command::Retry) => {}
        }
    }
}

fn end(closed: Closed) -> End {
    match closed {
        Closed::ByUs => End::SignedOut,
        Closed::Failed(failure) => match SignInError::Failed(failure) {
            // Signing in anew knows what to do about it.
            SignInError::Failed(Failure::SeeOtherUri(_)) => End::Lost,
            error if error.is_passing() => End::Lost,
            error => End::Refused(error),
        },
        _ => End::Lost,
    }
}

/// Tries until it works, the person must act, or nobody wants it any more. What was refused
/// already is not tried again without the person.
async fn sign_in_again(
    shared: &Shared,
    commands: &mut Commands,
    delay: &mut Duration,
    refused: Option<SignInError>,
) -> Option<Link> {
    if let Some(error) = refused
        && !stop(shared, error, commands).await
    {
        return None;
    }
    for attempt in 1.. {
        shared.set_status(Status::Waiting { attempt });
        if !pause(shared, *delay, commands).await {
            return None;
        }
        *delay = (*delay * 2).min(LONGEST_DELAY);
        let login = shared.state.borrow().login.clone();
        match open(shared, &login, commands).await? {
            Ok((link, bound)) => {
                shared.adopt(bound, &link);
                shared.set_status(Status::Online);
                return Some(link);
            }
            Err(error) if error.is_passing() => {}
            Err(error) => {
                if !stop(shared, error, commands).await {
                    return None;
                }
                *delay = FIRST_DELAY;
            }
        }
    }
    None
}

/// Signs in. None when signed out meanwhile. Asking to hurry changes nothing any more.
async fn open(
    shared: &Shared,
    login: &Login,
    commands: &mut Commands,
) -> Option<Result<(Link, Bound), SignInError>> {
    let opening = Link::open(&shared.environment, login);
    pin_mut!(opening);
    loop {
        match select(&mut opening, commands.next()).await {
            Either::Left((opened, _)) => return Some(opened),
            Either::Right((None | Some(Command::SignOut), _)) => return None,
            // Who sends a stanza meanwhile learns from the dropped reply that there is no connection.
            Either::Right((Some(Command::Send | Command::Retry | Command::Stanza(..)), _)) => {}
        }
    }
}

/// Waits for `delay`, or until told to try now. False when signed out meanwhile.
pub(crate) async fn pause(shared: &Shared, delay: Duration, commands: &mut Commands) -> bool {
    let mut sleep = shared.environment.sleep(delay);
    loop {
        match select(commands.next(), sleep).await {
            Either::Left((None | Some(Command::SignOut), _)) => return false,
            Either::Left((Some(Command::Retry), _)) | Either::Right(_) => return true,
            Either::Left((Some(Command::Send | Command::Stanza(..)), rest)) => sleep = rest,
        }
    }
}

/// Stands still until the person has acted. False when signed out meanwhile.
async fn stop(shared: &Shared, error: SignInError, commands: &mut Commands) -> bool {
    shared.fail_queue();
    if error == SignInError::Failed(Failure::WrongPassword) {
        // What was refused once is not tried again: servers lock out who does.
        shared.state.borrow_mut().login.credentials = None;
    }
    shared.set_status(Status::Stopped(error));
    loop {
        match commands.next().await {
            None | Some(Command::SignOut) => return false,
            Some(Command::Retry) => return true,
            Some(Command::Send | Command::Stanza(..)) => shared.fail_queue(),
        }
    }
}

impl Shared {
    /// Takes over what a new connection brought, and lets go of the password.
    pub(crate) fn adopt(&self, bound: Bound, link: &Link) {
        let mut state = self.state.borrow_mut();
        state.login.credentials = bound.keys.map(Credentials::Keys);
        state.login.floor = state.login.floor.max(Some(bound.mechanism));
        // Where it worked once is where to come back to first.
        state.login.endpoints.retain(|endpoint| *endpoint != bound.endpoint);
        state.login.endpoints.insert(0, bound.endpoint.clone());
        state.jid = bound.jid;
        state.endpoint = bound.endpoint;
        state.mechanism = bound.mechanism;
        state.features = bound.features;
        state.limit = link.stream.limit();
    }

    pub(crate) fn set_status(&self, status: Status) {
        let mut state = self.state.borrow_mut();
        state.watchers.retain(|watcher| watcher.unbounded_send(status.clone()).is_ok());
        state.status = status;
    }

    /// Gives a stanza to everybody who listens.
    pub(crate) fn deliver(&self, stanza: &Element) {
        self.state.borrow_mut().inboxes.retain(|inbox| inbox.unbounded_send(stanza.clone()).is_ok());
    }

    fn fail_queue(&self) {
        for queued in std::mem::take(&mut self.state.borrow_mut().queue) {
            queued.finish(Err(RequestError::ConnectionLost));
        }
    }

    fn end(&self) {
        let mut state = self.state.borrow_mut();
        state.login.credentials = None;
        state.inboxes.clear();
        drop(state);
        self.fail_queue();
        self.set_status(Status::SignedOut);
    }
}
