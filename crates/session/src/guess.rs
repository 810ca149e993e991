//! Where a provider's WebSocket usually is, for those that do not say where it is.
//!
//! A guess is no announcement: nobody vouches for it but the certificate of a name on the account's
//! own domain. So no guess leaves that domain, and no account's password is handed over there: on what
//! was guessed, the server proves itself by SCRAM or is left. Only an account that is made there is
//! made with its password, which is new and opens nothing else.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::stream::{StreamExt, iter};
use futures_util::{FutureExt, pin_mut, select_biased};
use jid::Jid;

use xml::{Element, ns};

use crate::link::connect_within;
use crate::{Endpoint, Environment, Failure, Frame, Login, Mechanism, Session, SignInError};

/// The usual addresses of ejabberd, Prosody, both behind a web server, Openfire and Tigase, by port
/// and path. The most usual come first.
const USUAL: [&str; 7] =
    [":5443/ws", ":5281/xmpp-websocket", "/xmpp-websocket", "/ws", ":5443/websocket", ":7443/ws/", ":5291/"];
/// What stands before the domain, where XMPP has a name of its own.
const BELOW: [&str; 4] = ["", "xmpp.", "chat.", "jabber."];
/// How many are tried at a time.
const AT_ONCE: usize = 10;
/// How long one may take to connect and to say who it is.
const EACH: Duration = Duration::from_secs(5);
/// How long all may take.
const ALL: Duration = Duration::from_secs(15);

/// An endpoint nobody named, behind which the right server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guessed(Endpoint);

impl Guessed {
    pub fn endpoint(&self) -> &Endpoint {
        &self.0
    }

    /// Signs in there, with SCRAM only, then and whenever the connection comes back: whatever was
    /// agreed to, PLAIN is not among it. Where a server offers nothing else, that is [`Failure::PlainOnly`].
    pub async fn sign_in(
        &self,
        environment: Rc<dyn Environment>,
        login: Login,
    ) -> Result<Session, SignInError> {
        let before = login.floor;
        let floor = before.max(Some(Mechanism::ScramSha1));
        let login = Login { endpoints: vec![self.0.clone()], allow_plain: false, floor, ..login };
        Session::sign_in(environment, login).await.map_err(|error| match error {
            SignInError::Failed(Failure::WeakerThanBefore { offered: Mechanism::Plain, .. })
                if before <= Some(Mechanism::Plain) =>
            {
                SignInError::Failed(Failure::PlainOnly)
            }
            error => error,
        })
    }
}

/// Where the WebSocket of `domain` may be, in the order in which it is tried.
fn candidates(domain: &str) -> Vec<Endpoint> {
    // An address of the network has no names below it, and one with a port none beside it.
    if domain.contains([':', '[', ']']) {
        return Vec::new();
    }
    let is_number = domain.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()));
    let below = if is_number { &BELOW[..1] } else { &BELOW[..] };
    let urls =
        below.iter().flat_map(|name| USUAL.iter().map(move |place| format!("wss://{name}{domain}{place}")));
    urls.filter_map(|url| Endpoint::discovered(&url).ok()).collect()
}

/// Tries the usual addresses side by side, a few at a time. The first behind which a server opens a
/// stream for `domain` (RFC 7395 §3.4) wins, and the others are closed.
///
/// # Errors
///
/// What was tried, and how each ended.
pub async fn guess(environment: &dyn Environment, domain: &str) -> Result<Guessed, Vec<(String, String)>> {
    let candidates = candidates(domain);
    let mut tried: Vec<(String, String)> =
        candidates.iter().map(|it| (it.to_string(), "not tried: no time was left".to_owned())).collect();
    let attempts = candidates.into_iter().enumerate().map(|(place, endpoint)| async move {
        let result = knock(environment, domain, &endpoint).await;
        (place, endpoint, result)
    });
    let mut attempts = pin!(iter(attempts).buffer_unordered(AT_ONCE));
    let mut patience = environment.sleep(ALL).fuse();
    loop {
        select_biased! {
            ended = attempts.next() => match ended {
                Some((_, endpoint, Ok(()))) => return Ok(Guessed(endpoint)),
                Some((place, _, Err(reason))) => tried[place].1 = reason,
                None => return Err(tried),
            },
            () = patience => return Err(tried),
        }
    }
}

/// Opens a stream and leaves again once it is known whose it is.
async fn knock(environment: &dyn Environment, domain: &str, endpoint: &Endpoint) -> Result<(), String> {
    let answer = open(environment, domain, endpoint);
    pin_mut!(answer);
    match select(answer, environment.sleep(EACH)).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(format!("no answer within {} s", EACH.as_secs())),
    }
}

async fn open(environment: &dyn Environment, domain: &str, endpoint: &Endpoint) -> Result<(), String> {
    let mut connection = connect_within(environment, endpoint, EACH).await?;
    let open = Element::new("open", ns::FRAMING).with_attr("to", domain).with_attr("version", "1.0");
    connection.outgoing.send(open.to_xml());
    let result = loop {
        match connection.incoming.next().await {
            Some(Frame::Text(text)) => break judge(&text, domain),
            Some(Frame::Binary) => break Err("a binary message came".to_owned()),
            Some(Frame::Woke) => {}
            None => return Err("it closed the connection".to_owned()),
        }
    };
    connection.outgoing.send(Element::new("close", ns::FRAMING).to_xml());
    connection.outgoing.close();
    result
}

/// Whether the first thing said is the header of a stream of this domain.
fn judge(text: &str, domain: &str) -> Result<(), String> {
    let no_xmpp = || "what answers there does not speak XMPP".to_owned();
    let open = Element::parse(text).map_err(|_| no_xmpp())?;
    if !open.is("open", ns::FRAMING) {
        return Err(no_xmpp());
    }
    let from = open.attr("from").unwrap_or_default();
    let is_right = from.parse::<Jid>().is_ok_and(|jid| {
        jid.resource().is_none() && jid.bare().local().is_none() && jid.bare().domain() == domain
    });
    let shown: String = from.chars().take(200).collect();
    if is_right { Ok(()) } else { Err(format!("the server there is {shown:?}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_guess_leaves_the_domain() {
        let candidates = candidates("capulet.example");
        assert_eq!(candidates.len(), 28);
        for candidate in &candidates {
            let host = candidate.url().split(['/', ':']).nth(3).unwrap_or_default();
            assert!(host == "capulet.example" || host.ends_with(".capulet.example"), "{candidate}");
        }
        assert_eq!(candidates[0].url(), "wss://capulet.example:5443/ws");
    }

    #[test]
    fn an_address_of_the_network_has_no_names_below_it() {
        assert_eq!(candidates("192.0.2.7").len(), 7);
        assert_eq!(candidates("[2001:db8::7]"), []);
        assert_eq!(candidates("capulet.example:8080"), []);
    }
}
