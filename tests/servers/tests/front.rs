//! The front: discovery over TLS, a WebSocket through it, and what can happen to a wire.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::net::SocketAddrV4;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use servers::front::{Direction, HostMeta};
use servers::{Front, Network, Options, Side};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use tokio_rustls::{TlsConnector, rustls};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

type Socket = WebSocketStream<TlsStream<TcpStream>>;

#[tokio::test]
async fn discovery_names_the_endpoints() {
    let network = Network::start(Options::default()).await.unwrap();
    for (side, expected) in [(Side::Old, "wss://old.test/xmpp-websocket"), (Side::New, "wss://new.test/ws")] {
        let (front, domain) = (network.front(side), &network.server(side).domain);
        for path in ["host-meta", "host-meta.json"] {
            let answer = get(front, domain, path).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(answer.contains("Access-Control-Allow-Origin: *"), "{answer}");
            assert!(answer.contains(expected), "{answer}");
        }
        front.host_meta(HostMeta::Json);
        assert!(get(front, domain, "host-meta").await.starts_with("HTTP/1.1 404"));
        assert!(get(front, domain, "host-meta.json").await.starts_with("HTTP/1.1 200"));
        front.host_meta(HostMeta::None);
        assert!(get(front, domain, "host-meta.json").await.starts_with("HTTP/1.1 404"));
    }
    let arguments = network.chromium_arguments().join(" ");
    assert!(arguments.contains("MAP old.test:443 127.0."), "{arguments}");
}

#[tokio::test]
async fn a_websocket_passes_and_can_be_cut() {
    let network = Network::start(Options::default()).await.unwrap();
    for side in [Side::Old, Side::New] {
        let front = network.front(side);
        let mut socket = greet(&network, side).await;
        front.cut();
        assert!(ended(&mut socket).await);
        let mut socket = greet(&network, side).await;
        front.cut_after(Direction::ToServer, 100);
        socket.send(open("x".repeat(500).as_str())).await.unwrap();
        assert!(ended(&mut socket).await);
        assert!(front.passed(Direction::ToServer) > 100);

        front.refuse(true);
        assert!(secure(front.address(), "old.test").await.is_none());
        front.refuse(false);
        network.stop(side).await;
        network.start_again(side).await.unwrap();
        greet(&network, side).await;
    }
}

#[tokio::test]
async fn a_wire_can_stall_and_be_slow() {
    let network = Network::start(Options::default()).await.unwrap();
    let front = network.front(Side::Old);
    let mut socket = greet(&network, Side::Old).await;
    front.stall(true);
    socket.send(Message::Ping("1".into())).await.unwrap();
    let silence = tokio::time::timeout(Duration::from_millis(300), socket.next()).await;
    assert!(silence.is_err(), "{silence:?}");
    front.stall(false);
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong("1".into()));

    front.delay(Duration::from_millis(200));
    let start = Instant::now();
    socket.send(Message::Ping("2".into())).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong("2".into()));
    assert!(start.elapsed() >= Duration::from_millis(400), "there and back: {:?}", start.elapsed());
}

/// Opens a WebSocket by the front and waits for the server's `<open/>` and features.
async fn greet(network: &Network, side: Side) -> Socket {
    let server = network.server(side);
    let stream = secure(network.front(side).address(), &server.domain).await.unwrap();
    let url = format!("wss://{}{}", server.domain, server.ws_path());
    let mut request = url.into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("xmpp"));
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    socket.send(open(&server.domain)).await.unwrap();
    let opened = socket.next().await.unwrap().unwrap().into_text().unwrap();
    assert!(opened.contains("<open"), "{opened}");
    let features = socket.next().await.unwrap().unwrap().into_text().unwrap();
    assert!(features.contains("SCRAM-SHA-1"), "{features}");
    socket
}

fn open(to: &str) -> Message {
    Message::text(format!("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='{to}' version='1.0'/>"))
}

async fn ended(socket: &mut Socket) -> bool {
    let end = async { while let Some(Ok(_)) = socket.next().await {} };
    tokio::time::timeout(Duration::from_secs(5), end).await.is_ok()
}

async fn get(front: &Front, domain: &str, name: &str) -> String {
    let mut stream = secure(front.address(), domain).await.unwrap();
    let request = format!("GET /.well-known/{name} HTTP/1.1\r\nHost: {domain}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn secure(address: SocketAddrV4, domain: &str) -> Option<TlsStream<TcpStream>> {
    let config = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting))
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.ok()?;
    let name = ServerName::try_from(domain.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()
}

/// Takes any certificate, as Chromium does when told to.
#[derive(Debug)]
struct Trusting;

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
