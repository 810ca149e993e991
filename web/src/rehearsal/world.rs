//! [`session::Environment`] without a world: time stands still, and the only servers are made up.

use std::time::Duration;

use async_trait::async_trait;
use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::StreamExt;
use futures_util::future::{self, LocalBoxFuture};
use session::{ConnectError, Connection, Download, Environment, FetchError, Frame, Outgoing};

use super::server::{HOST_META, Server};

/// Tasks are run by this.
#[derive(Clone, Copy, Debug)]
pub(super) struct World(pub(super) fn(LocalBoxFuture<'static, ()>));

/// What is sent is answered at once.
struct Line {
    server: Server,
    back: Option<UnboundedSender<Frame>>,
}

impl Outgoing for Line {
    fn send(&mut self, frame: String) {
        let Some(back) = &self.back else { return };
        for answer in self.server.answer(&frame) {
            // Nobody may be listening any more.
            let _ = back.unbounded_send(Frame::Text(answer));
        }
    }

    fn close(&mut self) {
        self.back = None;
    }
}

fn nothing() -> FetchError {
    FetchError::Status(404)
}

#[async_trait(?Send)]
impl Environment for World {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(future::pending())
    }

    /// The same every time, as nobody is to be kept out and the servers know what comes.
    fn random(&self) -> [u8; 32] {
        [0; 32]
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        (self.0)(task);
    }

    async fn connect(&self, _: &str) -> Result<Connection, ConnectError> {
        let (sender, incoming) = unbounded();
        let line = Line { server: Server::default(), back: Some(sender) };
        Ok(Connection { incoming: incoming.boxed_local(), outgoing: Box::new(line) })
    }

    fn post(&self, _: &str, _: String, _: usize) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        Box::pin(future::ready(Err(nothing())))
    }

    async fn fetch(&self, _: &str) -> Result<String, FetchError> {
        Ok(HOST_META.to_owned())
    }

    async fn size(&self, _: &str) -> Result<Option<u64>, FetchError> {
        Err(nothing())
    }

    async fn download(&self, _: &str) -> Result<Download, FetchError> {
        Err(nothing())
    }
}
