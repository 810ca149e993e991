//! [`session::Environment`] on tokio. It must run inside a `LocalSet`.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use futures_util::{SinkExt, StreamExt};
use session::{ConnectError, Connection, Environment, FetchError, Frame, Outgoing};
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

#[derive(Debug)]
pub struct Native {
    start: Instant,
}

impl Native {
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for Native {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait(?Send)]
impl Environment for Native {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let filled = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
        assert_eq!(filled.ok(), Some(bytes.len()));
        bytes
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        tokio::task::spawn_local(task);
    }

    async fn connect(&self, url: &str) -> Result<Connection, ConnectError> {
        let failed = |detail: String| ConnectError::Failed { url: url.to_owned(), detail };
        let mut request = url.into_client_request().map_err(|error| failed(error.to_string()))?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("xmpp"));
        let (socket, _) = connect_async(request).await.map_err(|error| failed(error.to_string()))?;
        let (mut sink, stream) = socket.split();
        let (sender, mut queued) = mpsc::unbounded_channel();
        tokio::task::spawn_local(async move {
            while let Some(message) = queued.recv().await {
                // A failed send shows as the end of what comes in.
                if sink.send(message).await.is_err() {
                    break;
                }
            }
            drop(sink.close().await);
        });
        let incoming = stream.take_while(|message| std::future::ready(message.is_ok())).filter_map(
            |message| async move {
                match message {
                    Ok(Message::Text(text)) => Some(Frame::Text(text.to_string())),
                    Ok(Message::Binary(_)) => Some(Frame::Binary),
                    _ => None,
                }
            },
        );
        Ok(Connection { incoming: incoming.boxed_local(), outgoing: Box::new(Sender(Some(sender))) })
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        Err(FetchError::Failed(format!("{url}: no look-ups here")))
    }
}

struct Sender(Option<mpsc::UnboundedSender<Message>>);

impl Outgoing for Sender {
    fn send(&mut self, frame: String) {
        if let Some(sender) = &self.0 {
            drop(sender.send(Message::text(frame)));
        }
    }

    fn close(&mut self) {
        self.0 = None;
    }
}
