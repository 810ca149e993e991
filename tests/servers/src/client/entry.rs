//! The way in of a browser, which knows no more than a domain: discovery (XEP-0156) over https, WebSocket
//! over TLS at what it names, SCRAM.

use std::net::SocketAddrV4;
use std::sync::Arc;

use futures_util::future::select_ok;
use roxmltree::Document;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::stream::Stream;
use super::{Client, Error};
use crate::{Network, Side};

const WEBSOCKET: &str = "urn:xmpp:alt-connections:websocket";

/// Where a domain is found, and what proves that it is it.
struct Way {
    domain: String,
    front: SocketAddrV4,
    tls: TlsConnector,
}

impl Client {
    /// Signs in as a browser has to: through the server's front and with SCRAM. Sends no presence.
    pub async fn discover(network: &Network, side: Side, user: &str, password: &str) -> Result<Self, Error> {
        let front = network.front(side);
        let tls = front.trusting().map_err(|error| Error::NotUnderstood(error.to_string()))?;
        let way = Way {
            domain: network.server(side).domain.clone(),
            front: front.address(),
            tls: TlsConnector::from(Arc::<ClientConfig>::new(tls)),
        };
        let url = way.look_up().await?;
        let tls = way.connect().await?;
        let mut stream = Stream::over(tls, &url, &way.domain).await?;
        let jid = stream.sign_in_with_scram(user, password).await?;
        Ok(Self::carry(stream, jid))
    }
}

impl Way {
    /// Asks for both forms at once and takes what names a WebSocket first.
    async fn look_up(&self) -> Result<String, Error> {
        let xml = Box::pin(self.fetch("/.well-known/host-meta", from_xml));
        let json = Box::pin(self.fetch("/.well-known/host-meta.json", from_json));
        let forms: [std::pin::Pin<Box<dyn Future<Output = _> + Send + '_>>; 2] = [xml, json];
        select_ok(forms).await.map(|(url, _)| url)
    }

    async fn fetch(&self, path: &str, read: fn(&str) -> Option<String>) -> Result<String, Error> {
        let failed = |reason: std::io::Error| self.failed(reason.to_string());
        let mut stream = self.connect().await?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.domain);
        stream.write_all(request.as_bytes()).await.map_err(failed)?;
        stream.flush().await.map_err(failed)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.map_err(failed)?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        read(body).ok_or_else(|| Error::NotUnderstood(answer.clone()))
    }

    async fn connect(&self) -> Result<TlsStream<TcpStream>, Error> {
        let failed = |reason: std::io::Error| self.failed(reason.to_string());
        let name =
            ServerName::try_from(self.domain.clone()).map_err(|error| self.failed(error.to_string()))?;
        let stream = TcpStream::connect(self.front).await.map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        self.tls.connect(name, stream).await.map_err(failed)
    }

    fn failed(&self, reason: String) -> Error {
        Error::Connect { url: format!("https://{}", self.domain), reason }
    }
}

fn from_xml(body: &str) -> Option<String> {
    let document = Document::parse(body).ok()?;
    let link = document.descendants().find(|node| node.attribute("rel") == Some(WEBSOCKET))?;
    link.attribute("href").map(str::to_owned)
}

fn from_json(body: &str) -> Option<String> {
    let document: serde_json::Value = serde_json::from_str(body).ok()?;
    let link = document["links"].as_array()?.iter().find(|link| link["rel"] == WEBSOCKET)?;
    link["href"].as_str().map(str::to_owned)
}
