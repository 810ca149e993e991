//! A WebSocket with the subprotocol `xmpp` (RFC 7395 §3.1).

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_channel::oneshot;
use futures_util::Stream;
use gloo::events::EventListener;
use session::{ConnectError, Connection, Endpoint, Frame, Outgoing};
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, CloseEvent, MessageEvent, Url, WebSocket};
use zeroize::Zeroizing;

use super::Clock;
use super::burst::Burst;
use super::reflect::property;

const SUBPROTOCOL: &str = "xmpp";
/// Normal closure (RFC 6455 §7.4.1).
const NORMAL: u16 = 1000;

/// Chromium hands messages to the process that sends them through a ring of so many bytes. What goes over its end
/// leaves in two fragments, unless it is short.
const RING: usize = 128 * 1024;
const WHOLE: usize = 64 * 1024;
/// More than what is sent before a stream goes on.
const SIGN_IN: usize = 4 * 1024;

/// Opens `url`; dropping the future gives the attempt up.
pub async fn open(url: &str, clock: &Clock) -> Result<Connection, ConnectError> {
    if !may_open(url) {
        return Err(ConnectError::NotAllowed);
    }
    let socket = WebSocket::new_with_str(url, SUBPROTOCOL).map_err(|_| ConnectError::NotAllowed)?;
    // Nothing sends binary messages here; as ArrayBuffer one is told apart at once.
    socket.set_binary_type(BinaryType::Arraybuffer);
    let outgoing = Sender { socket, sent: 0 };
    let (incoming, opened) = listen(&outgoing.socket);
    let failed = |detail: String| ConnectError::Failed { url: url.to_owned(), detail };
    match opened.await {
        Ok(Ok(())) => {}
        Ok(Err(detail)) => return Err(failed(detail)),
        Err(oneshot::Canceled) => return Err(failed("the browser gave up".to_owned())),
    }
    if outgoing.socket.protocol() != SUBPROTOCOL {
        return Err(failed("the server does not speak XMPP there".to_owned()));
    }
    clock.wake(incoming.sender.clone());
    Ok(Connection { incoming: Box::pin(incoming), outgoing: Box::new(outgoing) })
}

fn is_chromium() -> bool {
    let navigator = gloo::utils::window().navigator();
    !property(&navigator, "userAgentData").is_undefined()
}

/// Judged as the browser itself reads the URL, so that both mean the same host.
fn may_open(url: &str) -> bool {
    let Ok(url) = Url::new(url) else {
        return false;
    };
    url.hash().is_empty() && Endpoint::trusted(&url.href()).is_ok()
}

type Opened = oneshot::Receiver<Result<(), String>>;

fn listen(socket: &WebSocket) -> (Receiver, Opened) {
    let (sender, receiver) = unbounded();
    let (opened, when_opened) = oneshot::channel();
    let opened = std::rc::Rc::new(std::cell::Cell::new(Some(opened)));
    let burst = Burst::new(sender.clone());

    let on_open = {
        let opened = opened.clone();
        EventListener::once(socket, "open", move |_| {
            if let Some(opened) = opened.take() {
                let _ = opened.send(Ok(()));
            }
        })
    };
    let on_message = {
        let burst = burst.clone();
        EventListener::new(socket, "message", move |event| {
            burst.add(match event.unchecked_ref::<MessageEvent>().data().as_string() {
                Some(text) => Frame::Text(text),
                None => Frame::Binary,
            });
        })
    };
    // An `error` event says nothing and is always followed by `close`.
    let on_close = {
        let sender = sender.clone();
        EventListener::once(socket, "close", move |event| {
            burst.end();
            sender.close_channel();
            if let Some(opened) = opened.take() {
                let _ = opened.send(Err(why(event.unchecked_ref())));
            }
        })
    };
    let listeners = [on_open, on_message, on_close];
    (Receiver { receiver, sender, _listeners: listeners }, when_opened)
}

fn why(event: &CloseEvent) -> String {
    match (event.code(), event.reason()) {
        // What a browser says of every failure to connect (WHATWG WebSockets §5).
        (1006, _) => "no WebSocket connection".to_owned(),
        (code, reason) if reason.is_empty() => format!("closed with code {code}"),
        (code, reason) => format!("closed with code {code}: {reason}"),
    }
}

/// The receiving half; it ends when the socket has closed.
struct Receiver {
    receiver: UnboundedReceiver<Frame>,
    sender: UnboundedSender<Frame>,
    _listeners: [EventListener; 3],
}

impl Stream for Receiver {
    type Item = Frame;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Frame>> {
        Pin::new(&mut self.receiver).poll_next(context)
    }
}

/// The sending half; dropping it closes the socket, also one still connecting.
struct Sender {
    socket: WebSocket,
    /// The bytes of all messages.
    sent: usize,
}

impl Outgoing for Sender {
    fn send(&mut self, frame: String) {
        // The one that makes an account holds its password.
        let frame = Zeroizing::new(frame);
        if self.socket.ready_state() == WebSocket::OPEN {
            // It fails only while connecting, which the state rules out.
            let _ = self.socket.send_with_str(&frame);
            self.sent += frame.len();
        }
    }

    fn would_cut(&self, bytes: usize) -> bool {
        let is_long = bytes > WHOLE && bytes + SIGN_IN <= RING;
        is_long && self.sent % RING + bytes > RING && is_chromium()
    }

    fn close(&mut self) {
        // The browser sends what is queued first (WHATWG WebSockets §3). The code
        // is a permitted one, so this cannot fail. To wait for the server to close first is no better: Prosody
        // was seen to send data behind its closing frame, which browsers complain of.
        let _ = self.socket.close_with_code(NORMAL);
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.close();
    }
}
