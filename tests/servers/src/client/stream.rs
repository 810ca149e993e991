//! Framing (RFC 7395), SASL PLAIN (RFC 4616) or SCRAM, resource binding (RFC 6120 §7), then routing of
//! what comes in.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{SinkExt, StreamExt};
use roxmltree::{Document, Node};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::scram::Scram;
use super::{Error, Shared};
use crate::xml::escape;

const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";

/// What carries bytes, with TLS or without.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

pub(super) struct Stream {
    socket: WebSocketStream<Box<dyn Wire>>,
    domain: String,
}

impl Stream {
    /// At a plain `ws:` URL whose host is an address.
    pub(super) async fn open(url: &str, domain: &str) -> Result<Self, Error> {
        let failed = |reason: String| Error::Connect { url: url.to_owned(), reason };
        let address = url.split('/').nth(2).unwrap_or_default();
        let wire = TcpStream::connect(address).await.map_err(|error| failed(error.to_string()))?;
        // Else a conversation waits 40 ms at each turn for an acknowledgement (RFC 896, RFC 1122 §4.2.3.2).
        wire.set_nodelay(true).map_err(|error| failed(error.to_string()))?;
        Self::over(wire, url, domain).await
    }

    /// Over a connection to the host of `url`.
    pub(super) async fn over(
        wire: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        url: &str,
        domain: &str,
    ) -> Result<Self, Error> {
        let failed =
            |error: tungstenite::Error| Error::Connect { url: url.to_owned(), reason: error.to_string() };
        let mut request = url.into_client_request().map_err(failed)?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("xmpp"));
        let wire: Box<dyn Wire> = Box::new(wire);
        let (socket, _) = client_async(request, wire).await.map_err(failed)?;
        Ok(Self { socket, domain: domain.to_owned() })
    }

    pub(super) async fn sign_in(&mut self, user: &str, password: &str) -> Result<String, Error> {
        self.negotiate().await?;
        let secret = STANDARD.encode(format!("\0{user}\0{password}"));
        self.send(format!("<auth xmlns='{SASL}' mechanism='PLAIN'>{secret}</auth>")).await?;
        let answer = self.next().await?;
        if !answer.starts_with("<success") {
            return Err(Error::SignIn(answer));
        }
        self.bind().await
    }

    /// The strongest that both servers offer.
    pub(super) async fn sign_in_with_scram(&mut self, user: &str, password: &str) -> Result<String, Error> {
        self.negotiate().await?;
        // Nobody is to be kept from guessing it here.
        let nonce =
            format!("{:?}", std::time::Instant::now()).replace(|c: char| !c.is_ascii_alphanumeric(), "");
        let (mut scram, first) = Scram::begin(user, password, &nonce);
        self.send(format!("<auth xmlns='{SASL}' mechanism='SCRAM-SHA-1'>{first}</auth>")).await?;
        let challenge = self.next().await?;
        let Some(response) = scram.answer(&content(&challenge)) else { return Err(Error::SignIn(challenge)) };
        self.send(format!("<response xmlns='{SASL}'>{response}</response>")).await?;
        let answer = self.next().await?;
        if !answer.starts_with("<success") || !scram.is_proven_by(&content(&answer)) {
            return Err(Error::SignIn(answer));
        }
        self.bind().await
    }

    async fn bind(&mut self) -> Result<String, Error> {
        self.negotiate().await?;
        let bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
        self.send(format!("<iq xmlns='jabber:client' type='set' id='bind'>{bind}</iq>")).await?;
        let answer = self.next().await?;
        let bound = Document::parse(&answer).ok().and_then(|document| {
            let jid = document.descendants().find(|node| node.tag_name().name() == "jid")?;
            jid.text().map(str::to_owned)
        });
        bound.ok_or(Error::SignIn(answer))
    }

    /// Carries frames both ways until either side ends.
    pub(super) async fn run(
        mut self,
        mut outbox: mpsc::UnboundedReceiver<String>,
        out: mpsc::UnboundedSender<String>,
        shared: Arc<Shared>,
    ) {
        let mut last_words = String::new();
        loop {
            tokio::select! {
                frame = outbox.recv() => {
                    let Some(xml) = frame else { break };
                    // Fed, not flushed one by one: pipelined requests share packets.
                    let mut result = self.socket.feed(Message::text(xml)).await;
                    while let (Ok(()), Ok(xml)) = (&result, outbox.try_recv()) {
                        result = self.socket.feed(Message::text(xml)).await;
                    }
                    if result.is_err() || self.socket.flush().await.is_err() {
                        break;
                    }
                }
                frame = self.socket.next() => match frame {
                    Some(Ok(Message::Text(xml))) => route(xml.as_str(), &out, &shared, &mut last_words),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                    Some(Ok(_)) => {}
                },
            }
        }
        let mut state = shared.state();
        for (_, waiting) in std::mem::take(&mut state.waiting) {
            let _ = waiting.send(Err(Error::Ended(last_words.clone())));
        }
        state.ended = Some(last_words);
        drop(state);
        shared.arrived.notify_waiters();
    }

    async fn negotiate(&mut self) -> Result<(), Error> {
        let framing = "urn:ietf:params:xml:ns:xmpp-framing";
        self.send(format!("<open xmlns='{framing}' to='{}' version='1.0'/>", escape(&self.domain))).await?;
        for _ in 0..2 {
            let frame = self.next().await?;
            if frame.contains("<close") || frame.contains("stream:error") {
                return Err(Error::Ended(frame));
            }
        }
        Ok(())
    }

    async fn send(&mut self, xml: String) -> Result<(), Error> {
        self.socket.send(Message::text(xml)).await.map_err(|error| Error::Ended(error.to_string()))
    }

    async fn next(&mut self) -> Result<String, Error> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(xml))) => return Ok(xml.as_str().to_owned()),
                Some(Ok(Message::Close(_))) | None => return Err(Error::Ended(String::new())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Error::Ended(error.to_string())),
            }
        }
    }
}

fn route(xml: &str, out: &mpsc::UnboundedSender<String>, shared: &Shared, last_words: &mut String) {
    let Ok(document) = Document::parse(xml) else {
        shared.state().inbox.push_back(xml.to_owned());
        return;
    };
    let root = document.root_element();
    let name = root.tag_name().name();
    if name == "error" || name == "close" {
        last_words.push_str(xml);
        return;
    }
    let (kind, id) = (root.attribute("type").unwrap_or_default(), root.attribute("id").unwrap_or_default());
    if name == "iq" && matches!(kind, "result" | "error") {
        if let Some(waiting) = shared.state().waiting.remove(id) {
            let answer = match kind {
                "result" => Ok(xml.to_owned()),
                _ => Err(Error::Stanza { condition: condition(root), xml: xml.to_owned() }),
            };
            let _ = waiting.send(answer);
        }
        return;
    }
    if name == "iq" {
        let to = root.attribute("from").map(|from| format!(" to='{}'", escape(from))).unwrap_or_default();
        let _ = out.send(format!("<iq xmlns='jabber:client' type='result' id='{}'{to}/>", escape(id)));
    }
    shared.state().inbox.push_back(xml.to_owned());
    shared.arrived.notify_waiters();
}

/// The text of a small element.
fn content(xml: &str) -> String {
    let document = Document::parse(xml).ok();
    document.and_then(|document| document.root_element().text().map(str::to_owned)).unwrap_or_default()
}

/// The defined condition of an error answer (RFC 6120 §8.3.3).
fn condition(iq: Node<'_, '_>) -> String {
    iq.children()
        .filter(|node| node.tag_name().name() == "error")
        .flat_map(|error| error.children())
        .find(|node| node.tag_name().namespace() == Some("urn:ietf:params:xml:ns:xmpp-stanzas"))
        .map_or_else(|| "undefined-condition".to_owned(), |node| node.tag_name().name().to_owned())
}
