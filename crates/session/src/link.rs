//! One connection with one stream on it, from opening to its end.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, FutureExt, LocalBoxFuture, select};
use futures_util::pin_mut;
use futures_util::stream::StreamExt;
use jid::{BareJid, Jid};
use stream::{Closed, Config, Credentials, Event, Failure, Mechanism, ScramKeys, Stream};
use xml::Element;

use crate::turns::STRETCH;
use crate::{ConnectError, Connection, Endpoint, Environment, Frame, Transport, bosh};

/// How long opening a connection may take before the next endpoint has its turn.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
/// A text message is read in pieces of so many bytes, so that a large one takes no longer at a stretch.
const PIECE: usize = 16 * 1024;
/// What a stanza has around its payload, in bytes.
const ENVELOPE: usize = 512;
/// How often a server may send us elsewhere (RFC 7395 §3.6.1).
const MOST_REDIRECTIONS: usize = 3;

/// Why signing in did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    #[error("no connection to {endpoint}: {detail}")]
    Unreachable { endpoint: String, detail: String },
    #[error("{0}")]
    Failed(Failure),
}

impl SignInError {
    /// Whether trying again later, with nothing changed, may work. After a
    /// refused password it never does: servers lock out who tries on.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Failed(failure) => matches!(
                failure,
                Failure::TemporaryAuthFailure
                    | Failure::NoFeatures(_)
                    | Failure::TimedOut
                    | Failure::Disconnected
                    | Failure::ClosedByServer
                    | Failure::StreamError { .. }
                    | Failure::Protocol(_)
            ),
        }
    }
}

/// What signing in takes.
#[derive(Clone, Debug)]
pub struct Login {
    pub jid: BareJid,
    /// None once forgotten: then only the person can sign in again.
    pub credentials: Option<Credentials>,
    /// In the order they should be tried.
    pub endpoints: Vec<Endpoint>,
    /// The person agreed to hand over the password itself (SASL PLAIN).
    pub allow_plain: bool,
    /// No weaker mechanism than this is accepted.
    pub floor: Option<Mechanism>,
}

/// What a server said once the account was bound.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) jid: Jid,
    pub(crate) mechanism: Mechanism,
    pub(crate) keys: Option<ScramKeys>,
    pub(crate) features: Vec<Element>,
    pub(crate) endpoint: Endpoint,
}

pub(crate) struct Link {
    pub(crate) stream: Stream,
    pub(crate) endpoint: Endpoint,
    connection: Connection,
    alarm: Option<(Duration, LocalBoxFuture<'static, ()>)>,
    /// A text message, and how many bytes of it are read.
    unread: Option<(String, usize)>,
    /// Time spent on frames since the last rest.
    worked: Duration,
    /// The connection is left for another one, on purpose.
    is_leaving: bool,
}

impl Link {
    /// Connects and signs in, on the first endpoint behind which an XMPP server answers.
    pub(crate) async fn open(
        environment: &Rc<dyn Environment>,
        login: &Login,
    ) -> Result<(Self, Bound), SignInError> {
        let mut last = SignInError::Unreachable {
            endpoint: login.jid.domain().to_owned(),
            detail: "no address to connect to".to_owned(),
        };
        for endpoint in &login.endpoints {
            match Self::open_at(environment, login, endpoint.clone()).await {
                // What a server said tells more than that another cannot be reached.
                Err(SignInError::Unreachable { .. }) if matches!(last, SignInError::Failed(_)) => {}
                Err(error) if error.is_passing() => last = error,
                decided => return decided,
            }
        }
        Err(last)
    }

    async fn open_at(
        environment: &Rc<dyn Environment>,
        login: &Login,
        mut endpoint: Endpoint,
    ) -> Result<(Self, Bound), SignInError> {
        for _ in 0..=MOST_REDIRECTIONS {
            match Self::negotiate(environment, login, &endpoint).await {
                Err(SignInError::Failed(Failure::SeeOtherUri(uri))) => {
                    endpoint = Endpoint::discovered(&uri).map_err(|error| SignInError::Unreachable {
                        endpoint: uri,
                        detail: error.to_string(),
                    })?;
                }
                decided => return decided,
            }
        }
        Err(SignInError::Unreachable {
            endpoint: endpoint.to_string(),
            detail: "the server sends us from place to place".to_owned(),
        })
    }

    async fn negotiate(
        environment: &Rc<dyn Environment>,
        login: &Login,
        endpoint: &Endpoint,
    ) -> Result<(Self, Bound), SignInError> {
        let mut link = Self::start(environment, login, endpoint).await?;
        loop {
            while let Some(event) = link.stream.poll_event() {
                match event {
                    Event::Online { jid, mechanism, keys, features } => {
                        let endpoint = endpoint.clone();
                        return Ok((link, Bound { jid, mechanism, keys, features, endpoint }));
                    }
                    Event::Closed(closed) => {
                        link.finish();
                        return Err(SignInError::Failed(failure(closed)));
                    }
                    _ => {}
                }
            }
            link.wait(environment.as_ref()).await;
        }
    }

    /// Connects, and begins a stream.
    pub(crate) async fn start(
        environment: &Rc<dyn Environment>,
        login: &Login,
        endpoint: &Endpoint,
    ) -> Result<Self, SignInError> {
        let config = config(login, endpoint)?;
        let connection = connect(environment, endpoint, login.jid.domain()).await?;
        let stream = Stream::new(config, environment.random(), environment.now());
        let endpoint = endpoint.clone();
        Ok(Self {
            stream,
            endpoint,
            connection,
            alarm: None,
            unread: None,
            worked: Duration::ZERO,
            is_leaving: false,
        })
    }

    /// Opens another connection in the place of the lost one, and negotiates on it until the
    /// stream goes on or fails, or the connection does.
    pub(crate) async fn reconnect(&mut self, environment: &Rc<dyn Environment>, login: &Login) {
        let Ok(config) = config(login, &self.endpoint) else { return };
        let Ok(connection) = connect(environment, &self.endpoint, login.jid.domain()).await else { return };
        self.connection = connection;
        self.unread = None;
        self.alarm = None;
        self.stream.reconnected(config, environment.now());
        while self.stream.is_resuming() {
            self.wait(environment.as_ref()).await;
        }
        if self.stream.is_suspended() {
            self.hang_up();
        }
    }

    /// Whether a stanza with so large a payload should wait for another connection, which is then made: on this
    /// one it would go out in fragments, which Prosody does not take.
    pub(crate) fn leave_for(&mut self, size: usize, now: Duration) -> bool {
        // What goes out before it counts.
        self.flush();
        self.is_leaving = self.connection.outgoing.would_cut(size + ENVELOPE) && self.stream.leave(now);
        self.is_leaving
    }

    pub(crate) fn take_leaving(&mut self) -> bool {
        std::mem::take(&mut self.is_leaving)
    }

    /// Lets the connection go, without a word to the server.
    pub(crate) fn hang_up(&mut self) {
        self.connection.outgoing.close();
    }

    /// Sends what is due and waits until something has happened on the stream.
    /// May be dropped at any await without losing anything.
    pub(crate) async fn wait(&mut self, environment: &dyn Environment) {
        self.flush();
        self.wait_for_frame(environment).await;
        self.flush();
        if self.worked >= STRETCH {
            self.worked = Duration::ZERO;
            environment.yield_now().await;
        }
    }

    async fn wait_for_frame(&mut self, environment: &dyn Environment) {
        if self.unread.is_some() {
            return self.handle(None, environment);
        }
        self.set_alarm(environment);
        let Self { connection, alarm, stream, .. } = self;
        let frame = match alarm {
            Some((_, alarm)) => match select(connection.incoming.next(), alarm).await {
                Either::Left((frame, _)) => Some(frame),
                Either::Right(_) => None,
            },
            None => Some(connection.incoming.next().await),
        };
        match frame {
            Some(frame) => self.handle(Some(frame), environment),
            None => {
                self.alarm = None;
                stream.handle_timeout(environment.now());
            }
        }
    }

    /// Handles what is begun, `first` and what is queued behind it, as no deadline is
    /// judged while an answer lies unread; after a stretch the rest comes first the next time.
    fn handle(&mut self, first: Option<Option<Frame>>, environment: &dyn Environment) {
        let begun = environment.now();
        let mut now = begun;
        let worked = self.worked;
        let mut woke = false;
        let mut first = first;
        loop {
            if self.unread.is_some() {
                self.read_piece(now);
            } else {
                match first.take().or_else(|| self.connection.incoming.next().now_or_never()) {
                    Some(Some(Frame::Text(text))) if text.len() > PIECE => self.unread = Some((text, 0)),
                    Some(Some(Frame::Text(text))) => self.stream.handle_frame(&text, now),
                    Some(Some(Frame::Binary)) => self.stream.handle_binary(now),
                    Some(Some(Frame::Woke)) => woke = true,
                    Some(None) => return self.stream.handle_disconnected(now),
                    None => break,
                }
            }
            now = environment.now();
            self.worked = worked + now.saturating_sub(begun);
            if self.worked >= STRETCH {
                break;
            }
        }
        if woke {
            self.stream.check_alive(now);
        }
    }

    fn read_piece(&mut self, now: Duration) {
        let Some((text, read)) = self.unread.take() else { return };
        let end = text.len().min(read + PIECE);
        let is_last = end == text.len();
        self.stream.handle_piece(&text.as_bytes()[read..end], is_last, now);
        if !is_last {
            self.unread = Some((text, end));
        }
    }

    /// Sends every frame the stream has ready.
    pub(crate) fn flush(&mut self) {
        while let Some(frame) = self.stream.poll_frame() {
            self.connection.outgoing.send(frame);
        }
    }

    /// Sends what is left and closes the connection.
    pub(crate) fn finish(&mut self) {
        self.flush();
        self.connection.outgoing.close();
    }

    /// An alarm that rings early costs nothing, so it is only set anew when it would ring late.
    fn set_alarm(&mut self, environment: &dyn Environment) {
        let Some(due) = self.stream.poll_timeout() else {
            self.alarm = None;
            return;
        };
        if self.alarm.as_ref().is_none_or(|(at, _)| due < *at) {
            let duration = due.saturating_sub(environment.now());
            self.alarm = Some((due, environment.sleep(duration)));
        }
    }
}

fn config(login: &Login, endpoint: &Endpoint) -> Result<Config, SignInError> {
    let credentials = login.credentials.clone().ok_or(SignInError::Failed(Failure::PasswordNeeded))?;
    Ok(Config {
        jid: login.jid.clone(),
        credentials,
        secure: endpoint.is_secure(),
        allow_plain: login.allow_plain,
        floor: login.floor,
        // A BOSH session survives a loss by itself.
        resumable: endpoint.transport() == Transport::WebSocket,
    })
}

async fn connect(
    environment: &Rc<dyn Environment>,
    endpoint: &Endpoint,
    domain: &str,
) -> Result<Connection, SignInError> {
    let connecting = async {
        match endpoint.transport() {
            Transport::WebSocket => environment.connect(endpoint.url()).await,
            Transport::Bosh => bosh::connect(environment, endpoint.url(), domain).await,
        }
    };
    in_time(environment.as_ref(), CONNECT_PATIENCE, connecting)
        .await
        .map_err(|detail| SignInError::Unreachable { endpoint: endpoint.to_string(), detail })
}

/// Opens a WebSocket, or says in words why there is none.
pub(crate) async fn connect_within(
    environment: &dyn Environment,
    endpoint: &Endpoint,
    patience: Duration,
) -> Result<Connection, String> {
    in_time(environment, patience, environment.connect(endpoint.url())).await
}

async fn in_time(
    environment: &dyn Environment,
    patience: Duration,
    connecting: impl Future<Output = Result<Connection, ConnectError>>,
) -> Result<Connection, String> {
    pin_mut!(connecting);
    match select(connecting, environment.sleep(patience)).await {
        Either::Left((Ok(connection), _)) => Ok(connection),
        Either::Left((Err(ConnectError::NotAllowed), _)) => Err(ConnectError::NotAllowed.to_string()),
        Either::Left((Err(ConnectError::Failed { detail, .. }), _)) => Err(detail),
        Either::Right(_) => Err(format!("no connection within {} s", patience.as_secs())),
    }
}

pub(crate) fn failure(closed: Closed) -> Failure {
    match closed {
        Closed::Failed(failure) => failure,
        Closed::Protocol(what) => Failure::Protocol(what),
        Closed::StreamError { condition, text } => Failure::StreamError { condition, text },
        Closed::ByUs | Closed::ByServer | Closed::Disconnected | Closed::Silent => Failure::Disconnected,
    }
}
