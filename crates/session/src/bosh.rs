//! A connection over plain HTTP requests, where a WebSocket is not to be had (XEP-0124, XEP-0206).
//!
//! To the stream it looks like a WebSocket that carries the frames of RFC 7395.
//! What goes on the wire instead is decided in [`client`], which does no IO.

mod answer;
mod body;
mod client;
#[cfg(test)]
mod tests;

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use futures_channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{LocalBoxStream, StreamExt};

use self::client::Client;
use crate::{ConnectError, Connection, Environment, FetchError, Frame, Outgoing};

/// The most bytes of one answer: as much as the stream reads of one frame.
const LIMIT: usize = 16 << 20;
/// How much later than agreed the server's answer may come, before the request counts as lost.
const MARGIN: Duration = Duration::from_secs(20);

/// Creates a session with the domain at `url` (XEP-0124 §7). It has begun when the
/// first answer is there.
pub(crate) async fn connect(
    environment: &Rc<dyn Environment>,
    url: &str,
    domain: &str,
) -> Result<Connection, ConnectError> {
    let mut client = Client::new(domain, environment.random());
    let begun = environment.now();
    let answer = environment.post(url, client.creation(), LIMIT).await;
    let took = environment.now().saturating_sub(begun);
    client.created(answer, took).map_err(|detail| ConnectError::Failed { url: url.to_owned(), detail })?;
    let (sender, outgoing) = mpsc::unbounded();
    let (to_stream, incoming) = mpsc::unbounded();
    let courier = Courier {
        client,
        environment: Rc::clone(environment),
        url: url.to_owned(),
        outgoing: Some(outgoing),
        incoming: to_stream,
        under_way: Vec::new(),
        wakes: environment.wakes(),
    };
    environment.spawn(Box::pin(courier.run()));
    Ok(Connection { incoming: incoming.boxed_local(), outgoing: Box::new(Sender { queue: Some(sender) }) })
}

struct Sender {
    queue: Option<UnboundedSender<String>>,
}

impl Outgoing for Sender {
    fn send(&mut self, frame: String) {
        if let Some(queue) = &self.queue {
            // The courier is gone when the session is over; then this does nothing.
            drop(queue.unbounded_send(frame));
        }
    }

    fn close(&mut self) {
        self.queue = None;
    }
}

type Posted = Result<String, FetchError>;

/// Carries requests and answers between the client and the server until the session is over.
struct Courier {
    client: Client,
    environment: Rc<dyn Environment>,
    url: String,
    /// None once the stream has closed it.
    outgoing: Option<UnboundedReceiver<String>>,
    incoming: UnboundedSender<Frame>,
    /// By `rid`.
    under_way: Vec<(u64, LocalBoxFuture<'static, Posted>)>,
    wakes: LocalBoxStream<'static, ()>,
}

/// What the courier waits for.
enum Happened {
    Frame(Option<String>),
    Answer(u64, Posted),
    Woke,
    Due,
}

impl Courier {
    async fn run(mut self) {
        loop {
            let mut delivered = false;
            while let Some(frame) = self.client.poll_frame() {
                delivered = true;
                // Nobody may listen any more; what is left to do is to say goodbye.
                drop(self.incoming.unbounded_send(Frame::Text(frame)));
            }
            if self.client.is_over() {
                return;
            }
            if delivered {
                // Who was told something may have something to say: it saves a request to wait for that.
                self.environment.yield_now().await;
            }
            self.take_frames();
            while let Some((rid, body)) = self.client.poll_post(self.environment.now()) {
                let posted = self.post(body);
                self.under_way.push((rid, posted));
            }
            match self.next().await {
                Happened::Frame(Some(frame)) => self.client.push(frame),
                Happened::Frame(None) => self.hang_up(),
                Happened::Answer(rid, posted) => self.client.answered(rid, posted, self.environment.now()),
                Happened::Woke => {
                    drop(self.incoming.unbounded_send(Frame::Woke));
                    self.client.hurry(self.environment.now());
                }
                Happened::Due => self.client.handle_timeout(self.environment.now()),
            }
        }
    }

    /// Everything the stream has ready goes together.
    fn take_frames(&mut self) {
        while let Some(frame) = self.outgoing.as_mut().and_then(|outgoing| outgoing.next().now_or_never()) {
            match frame {
                Some(frame) => self.client.push(frame),
                None => self.hang_up(),
            }
        }
    }

    fn hang_up(&mut self) {
        self.outgoing = None;
        self.client.close(self.environment.now());
    }

    fn post(&self, body: String) -> LocalBoxFuture<'static, Posted> {
        let posting = self.environment.post(&self.url, body, LIMIT);
        let patience = self.environment.sleep(self.client.wait() + MARGIN);
        Box::pin(async move {
            match select(posting, patience).await {
                Either::Left((posted, _)) => posted,
                Either::Right(_) => Err(FetchError::Failed("no answer in time".to_owned())),
            }
        })
    }

    async fn next(&mut self) -> Happened {
        let Self { client, environment, outgoing, under_way, wakes, .. } = self;
        let mut alarm =
            client.poll_timeout().map(|due| environment.sleep(due.saturating_sub(environment.now())));
        poll_fn(|context| {
            if let Some(outgoing) = outgoing
                && let Poll::Ready(frame) = outgoing.poll_next_unpin(context)
            {
                return Poll::Ready(Happened::Frame(frame));
            }
            for at in 0..under_way.len() {
                if let Poll::Ready(posted) = under_way[at].1.poll_unpin(context) {
                    let (rid, _) = under_way.swap_remove(at);
                    return Poll::Ready(Happened::Answer(rid, posted));
                }
            }
            if let Poll::Ready(Some(())) = wakes.poll_next_unpin(context) {
                return Poll::Ready(Happened::Woke);
            }
            match &mut alarm {
                Some(alarm) => alarm.poll_unpin(context).map(|()| Happened::Due),
                None => Poll::Pending,
            }
        })
        .await
    }
}
