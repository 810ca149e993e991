//! [`session::Environment`] on tokio as a browser outside has it: names, TLS and discovery, behind the
//! fronts of a network. Only the ports where servers listen for browsers by default are there.

use std::net::SocketAddrV4;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use servers::{Network, Side};
use session::{ConnectError, Connection, Download, Environment, FetchError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_tungstenite::client_async;

use crate::Native;
use crate::environment::{asking, connection};

/// Without a port, ejabberd's and Prosody's.
const PORTS: [&str; 3] = ["443", "5443", "5281"];

/// What there is at one domain.
struct Host {
    domain: String,
    front: SocketAddrV4,
    trusted: Arc<ClientConfig>,
}

pub struct Outside {
    native: Native,
    hosts: Vec<Host>,
}

impl Outside {
    /// # Panics
    /// When a front has no certificate.
    pub fn of(network: &Network) -> Rc<Self> {
        let host = |side| {
            let front = network.front(side);
            Host {
                domain: network.server(side).domain.clone(),
                front: front.address(),
                trusted: Arc::new(front.trusting().unwrap()),
            }
        };
        Rc::new(Self { native: Native::with(""), hosts: [Side::Old, Side::New].map(host).into() })
    }

    /// A TLS connection to where a URL leads, if that is anywhere.
    async fn reach(&self, url: &str) -> Result<TlsStream<TcpStream>, String> {
        let authority = url.split('/').nth(2).unwrap_or_default();
        let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let host = self.hosts.iter().find(|host| host.domain == name).ok_or("no such name")?;
        if !PORTS.contains(&port) {
            return Err("nobody listens there".to_owned());
        }
        let stream = TcpStream::connect(host.front).await.map_err(|error| error.to_string())?;
        let name = ServerName::try_from(name.to_owned()).map_err(|error| error.to_string())?;
        let connector = TlsConnector::from(host.trusted.clone());
        connector.connect(name, stream).await.map_err(|error| error.to_string())
    }

    async fn get(&self, url: &str) -> Result<(u16, String), String> {
        let mut stream = self.reach(url).await?;
        let (authority, path) =
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).unwrap_or_default();
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.map_err(|error| error.to_string())?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status, body.to_owned()))
    }
}

#[async_trait(?Send)]
impl Environment for Outside {
    fn now(&self) -> Duration {
        self.native.now()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        self.native.sleep(duration)
    }

    fn random(&self) -> [u8; 32] {
        self.native.random()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.native.spawn(task);
    }

    async fn connect(&self, url: &str) -> Result<Connection, ConnectError> {
        let failed = |detail: String| ConnectError::Failed { url: url.to_owned(), detail };
        let stream = self.reach(url).await.map_err(failed)?;
        let request = asking(url).map_err(failed)?;
        let (socket, _) = client_async(request, stream).await.map_err(|error| failed(error.to_string()))?;
        Ok(connection(socket, self.native.sent()))
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        match self.get(url).await {
            Ok((200, body)) => Ok(body),
            Ok((status, _)) => Err(FetchError::Status(status)),
            Err(detail) => Err(FetchError::Failed(detail)),
        }
    }

    async fn answers(&self, url: &str) -> bool {
        self.get(url).await.is_ok()
    }

    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError> {
        self.native.size(url).await
    }

    async fn download(&self, url: &str) -> Result<Download, FetchError> {
        self.native.download(url).await
    }
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let domains: Vec<&str> = self.hosts.iter().map(|host| host.domain.as_str()).collect();
        f.debug_struct("Outside").field("domains", &domains).finish_non_exhaustive()
    }
}
