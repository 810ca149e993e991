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
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_tungstenite::client_async;

use crate::Native;
use crate::environment::{asking, connection, exchange, post};

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
    fn reach(&self, url: &str) -> impl Future<Output = Result<TlsStream<TcpStream>, String>> + use<> {
        let authority = url.split('/').nth(2).unwrap_or_default();
        let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let is_served = PORTS.contains(&port);
        let host = self.hosts.iter().find(|host| host.domain == name);
        let host = host.map(|host| (host.front, TlsConnector::from(host.trusted.clone())));
        let name = ServerName::try_from(name.to_owned()).map_err(|error| error.to_string());
        async move {
            let (front, connector) = host.ok_or("no such name")?;
            if !is_served {
                return Err("nobody listens there".to_owned());
            }
            let stream = TcpStream::connect(front).await.map_err(|error| error.to_string())?;
            connector.connect(name?, stream).await.map_err(|error| error.to_string())
        }
    }

    async fn get(&self, url: &str) -> Result<(String, Vec<u8>), FetchError> {
        let stream = self.reach(url).await.map_err(FetchError::Failed)?;
        exchange(stream, "GET", url, "").await
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

    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        let (reaching, url) = (self.reach(url), url.to_owned());
        Box::pin(async move { post(reaching.await.map_err(FetchError::Failed)?, url, text, limit).await })
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        self.get(url).await.map(|(_, body)| String::from_utf8_lossy(&body).into_owned())
    }

    async fn answers(&self, url: &str) -> bool {
        matches!(self.get(url).await, Ok(_) | Err(FetchError::Status(_)))
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
