//! What stands before a server as `https://DOMAIN`: discovery (XEP-0156) with CORS, TLS, and a wire
//! that can be cut, stalled and slowed on command. All else is passed on byte by byte.

mod host_meta;
mod wire;

use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::CertificateDer;

pub use host_meta::HostMeta;
pub use wire::Direction;

use crate::certificate::{self, Certificate};
use crate::place::port;
use crate::{Error, Server, http};
use host_meta::Links;
use wire::Wire;

/// A TLS (or plain) listener for one server, until dropped.
#[derive(Debug)]
pub struct Front {
    address: SocketAddrV4,
    wire: Arc<Wire>,
    certificate: Option<CertificateDer<'static>>,
    task: JoinHandle<()>,
}

impl Front {
    pub(crate) async fn start(server: &Server) -> Result<Self, Error> {
        let certificate = Certificate::for_domain(&server.domain)?;
        let tls = TlsAcceptor::from(Arc::new(certificate.tls()?));
        let at = SocketAddrV4::new(server.address, port::FRONT);
        let mut front = Self::listen(server, at, Some(tls)).await?;
        front.certificate = Some(certificate.der());
        Ok(front)
    }

    /// Without TLS, on 127.0.0.1.
    pub(crate) async fn plain(server: &Server, port: u16) -> Result<Self, Error> {
        Self::listen(server, SocketAddrV4::new(Ipv4Addr::LOCALHOST, port), None).await
    }

    async fn listen(server: &Server, at: SocketAddrV4, tls: Option<TlsAcceptor>) -> Result<Self, Error> {
        let listen = || format!("listen on {at}");
        let listener = TcpListener::bind(at).await.map_err(Error::io(listen()))?;
        let port = listener.local_addr().map_err(Error::io(listen()))?.port();
        let wire = Arc::new(Wire::default());
        let shared =
            Arc::new(Shared { wire: wire.clone(), tls, links: Links::of(server), upstream: server.http() });
        let task = tokio::spawn(accept(listener, shared));
        Ok(Self { address: SocketAddrV4::new(*at.ip(), port), wire, certificate: None, task })
    }

    /// For a client that speaks TLS to it.
    ///
    /// # Errors
    /// One without TLS has no certificate to trust.
    pub fn trusting(&self) -> Result<ClientConfig, Error> {
        let certificate = self.certificate.clone();
        certificate::trusting(certificate.ok_or_else(|| Error::Certificate("there is none".to_owned()))?)
    }

    pub fn address(&self) -> SocketAddrV4 {
        self.address
    }

    /// Ends every connection now, without a word, as a lost network does.
    pub fn cut(&self) {
        self.wire.cut();
    }

    /// Ends every connection once `bytes` more have gone that way (counted inside TLS, over all
    /// connections); the last of them still arrive.
    pub fn cut_after(&self, direction: Direction, bytes: u64) {
        self.wire.cut_after(direction, bytes);
    }

    /// New connections are closed at once while this is on; existing ones stay.
    pub fn refuse(&self, on: bool) {
        self.wire.change(|state| state.refuse = on);
    }

    /// Cuts, refuses for this long, then lets everything through again.
    pub fn away_for(&self, time: Duration) {
        self.refuse(true);
        self.cut();
        let wire = self.wire.clone();
        tokio::spawn(async move {
            tokio::time::sleep(time).await;
            wire.change(|state| state.refuse = false);
        });
    }

    /// Connections stay open and nothing passes while this is on; nothing is lost.
    pub fn stall(&self, on: bool) {
        self.wire.change(|state| state.stall = on);
    }

    /// Every byte arrives this much later, in each direction.
    pub fn delay(&self, time: Duration) {
        self.wire.change(|state| state.delay = time);
    }

    /// Which forms of discovery are served; the others are not found.
    pub fn host_meta(&self, which: HostMeta) {
        self.wire.change(|state| state.host_meta = which);
    }

    /// Like a network or provider that lets no WebSocket through: discovery names BOSH alone while
    /// this is on, and upgrades are refused.
    pub fn only_bosh(&self, on: bool) {
        self.wire.change(|state| state.only_bosh = on);
    }

    /// Only requests for this port of the domain reach the server while it is set, whatever port they came to:
    /// as where the server listens there and nowhere else. Discovery stays where it is.
    pub fn only_port(&self, port: Option<u16>) {
        self.wire.change(|state| state.only_port = port);
    }

    /// Bytes passed that way since the start, over all connections.
    pub fn passed(&self, direction: Direction) -> u64 {
        self.wire.passed(direction)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Shared {
    wire: Arc<Wire>,
    tls: Option<TlsAcceptor>,
    links: Links,
    upstream: SocketAddrV4,
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Connections end with this task.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        if shared.wire.state().refuse {
            continue;
        }
        let _ = stream.set_nodelay(true);
        let shared = shared.clone();
        connections.spawn(async move {
            let mut cut = shared.wire.cuts();
            tokio::select! {
                _ = cut.changed() => {}
                () = secure(stream, &shared) => {}
            }
        });
    }
}

async fn secure(stream: TcpStream, shared: &Shared) {
    match &shared.tls {
        None => serve(stream, shared).await,
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                serve(stream, shared).await;
            }
        }
    }
}

async fn serve(mut client: impl AsyncRead + AsyncWrite + Send + Unpin, shared: &Shared) {
    let Some(head) = http::read_head(&mut client).await else { return };
    shared.wire.pause().await;
    let state = shared.wire.state();
    if head.path.starts_with("/.well-known/host-meta") {
        // A client that went away meanwhile needs no answer.
        let _ = shared.links.answer(&mut client, &head, state.host_meta, state.only_bosh).await;
        return;
    }
    if state.only_bosh && head.upgrades {
        let _ = http::respond(&mut client, "403 Forbidden", &[], Some(b""), 0).await;
        return;
    }
    if state.only_port.is_some_and(|port| head.port() != Some(port)) {
        return;
    }
    let Ok(mut server) = TcpStream::connect(shared.upstream).await else { return };
    let _ = server.set_nodelay(true);
    if server.write_all(&head.bytes).await.is_ok() {
        shared.wire.join(client, server).await;
    }
}
