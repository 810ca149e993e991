//! [`session::Environment`] on tokio. It must run inside a `LocalSet`.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use futures_util::{SinkExt, StreamExt, stream};
use session::{ConnectError, Connection, Download, Environment, FetchError, Frame, Outgoing};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, connect_async};

#[derive(Debug)]
pub struct Native {
    start: Instant,
    /// Where the server listens that has the uploaded files, whatever their links say.
    files: String,
    sent: Sent,
}

/// What a session sent, frame by frame.
#[derive(Clone, Debug, Default)]
pub struct Sent(Rc<RefCell<Vec<String>>>);

impl Native {
    /// A world with one server in it, which listens at `url`.
    pub fn with(url: &str) -> Self {
        let authority = url.split('/').nth(2).unwrap_or_default();
        Self { start: Instant::now(), files: authority.to_owned(), sent: Sent::default() }
    }

    pub fn sent(&self) -> Sent {
        self.sent.clone()
    }
}

impl Sent {
    /// Everything so far, which is then forgotten.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }

    /// How many frames so far begin with this; nothing is forgotten.
    pub fn count(&self, start: &str) -> usize {
        self.0.borrow().iter().filter(|frame| frame.starts_with(start)).count()
    }

    /// The payloads of every write so far; nothing is forgotten.
    pub fn writes(&self) -> Vec<String> {
        let frames = self.0.borrow();
        let writes = frames.iter().filter_map(|frame| {
            let document = roxmltree::Document::parse(frame).ok()?;
            let root = document.root_element();
            let is_set = root.tag_name().name() == "iq" && root.attribute("type") == Some("set");
            let payload = root.first_element_child().filter(|_| is_set)?;
            // XEP-0313 §4: a query has the type of a write.
            let is_query = payload.tag_name() == ("urn:xmpp:mam:2", "query").into();
            (!is_query).then(|| servers::xml::serialize(payload))
        });
        writes.collect()
    }

    /// Every presence and message so far; nothing is forgotten.
    pub fn announcements(&self) -> Vec<String> {
        let is_one = |frame: &&String| frame.starts_with("<presence") || frame.starts_with("<message");
        self.0.borrow().iter().filter(is_one).cloned().collect()
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
        let request = asking(url).map_err(failed)?;
        let (socket, _) = connect_async(request).await.map_err(|error| failed(error.to_string()))?;
        Ok(connection(socket, self.sent.clone()))
    }

    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        self.sent.0.borrow_mut().extend(stanzas(&text));
        let (authority, url) = (url.split('/').nth(2).unwrap_or_default().to_owned(), url.to_owned());
        Box::pin(async move { post(reach(&authority).await?, url, text, limit).await })
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        Err(FetchError::Failed(format!("{url}: no look-ups here")))
    }

    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError> {
        let (head, _) = ask(&self.files, "HEAD", url).await?;
        let length = head.lines().filter_map(|line| line.split_once(": ")).find_map(|(name, value)| {
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())
        });
        Ok(length.flatten())
    }

    async fn download(&self, url: &str) -> Result<Download, FetchError> {
        let (_, body) = ask(&self.files, "GET", url).await?;
        let chunks: Vec<_> = body.chunks(1 << 16).map(|chunk| Ok(chunk.to_vec())).collect();
        Ok(Download { size: Some(body.len() as u64), chunks: stream::iter(chunks).boxed_local() })
    }
}

/// What stands in a BOSH body, each as a frame would hold it.
fn stanzas(body: &str) -> Vec<String> {
    let Ok(document) = roxmltree::Document::parse(body) else { return Vec::new() };
    let children = document.root_element().children().filter(roxmltree::Node::is_element);
    children.map(|child| body[child.range()].to_owned()).collect()
}

/// The text of an answer over such a connection, of no more than so many bytes.
pub(crate) async fn post(
    connection: impl AsyncRead + AsyncWrite + Unpin,
    url: String,
    text: String,
    limit: usize,
) -> Result<String, FetchError> {
    let (_, body) = exchange(connection, "POST", &url, &text).await?;
    if body.len() > limit {
        return Err(FetchError::TooLarge(limit));
    }
    String::from_utf8(body).map_err(|error| FetchError::Failed(error.to_string()))
}

/// The request for a WebSocket (RFC 7395 §3.1).
pub(crate) fn asking(url: &str) -> Result<Request, String> {
    let mut request = url.into_client_request().map_err(|error| error.to_string())?;
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("xmpp"));
    Ok(request)
}

/// What a session takes of an open WebSocket.
pub(crate) fn connection(
    socket: WebSocketStream<impl AsyncRead + AsyncWrite + Unpin + 'static>,
    sent: Sent,
) -> Connection {
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
    let incoming =
        stream.take_while(|message| std::future::ready(message.is_ok())).filter_map(|message| async move {
            match message {
                Ok(Message::Text(text)) => Some(Frame::Text(text.to_string())),
                Ok(Message::Binary(_)) => Some(Frame::Binary),
                _ => None,
            }
        });
    let outgoing = Sender { queue: Some(sender), sent };
    Connection { incoming: incoming.boxed_local(), outgoing: Box::new(outgoing) }
}

/// Head and body of the answer to such a request, if it is a good one.
async fn ask(authority: &str, method: &str, url: &str) -> Result<(String, Vec<u8>), FetchError> {
    exchange(reach(authority).await?, method, url, "").await
}

async fn reach(authority: &str) -> Result<TcpStream, FetchError> {
    TcpStream::connect(authority).await.map_err(|error| FetchError::Failed(error.to_string()))
}

/// Head and body of the answer to a request over such a connection, if it is a good one.
pub(crate) async fn exchange(
    connection: impl AsyncRead + AsyncWrite + Unpin,
    method: &str,
    url: &str,
    text: &str,
) -> Result<(String, Vec<u8>), FetchError> {
    let answer =
        http(connection, method, url, text).await.map_err(|error| FetchError::Failed(error.to_string()))?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.map_or(answer.len(), |end| end + 4));
    let head = String::from_utf8_lossy(head).into_owned();
    match head.split(' ').nth(1).and_then(|status| status.parse().ok()) {
        Some(200) => Ok((head, body.to_vec())),
        status => Err(FetchError::Status(status.unwrap_or_default())),
    }
}

/// Asks the server behind the connection for what is at `url` for everybody else.
async fn http(
    mut connection: impl AsyncRead + AsyncWrite + Unpin,
    method: &str,
    url: &str,
    text: &str,
) -> io::Result<Vec<u8>> {
    let (host, path) = url.split_once("://").unwrap_or_default().1.split_once('/').unwrap_or_default();
    let content = match text.len() {
        0 => String::new(),
        length => format!("Content-Type: text/xml; charset=utf-8\r\nContent-Length: {length}\r\n"),
    };
    let request =
        format!("{method} /{path} HTTP/1.1\r\nHost: {host}\r\n{content}Connection: close\r\n\r\n{text}");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await?;
    Ok(answer)
}

struct Sender {
    queue: Option<mpsc::UnboundedSender<Message>>,
    sent: Sent,
}

impl Outgoing for Sender {
    fn send(&mut self, frame: String) {
        if let Some(queue) = &self.queue {
            self.sent.0.borrow_mut().push(frame.clone());
            drop(queue.send(Message::text(frame)));
        }
    }

    fn close(&mut self) {
        self.queue = None;
    }
}
