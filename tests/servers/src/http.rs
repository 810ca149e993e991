//! As much HTTP/1.1 as the front, the page and ejabberd's interface need.

use std::io;
use std::net::SocketAddrV4;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// The first bytes of a connection, up to and with the empty line that ends the head, and what came
/// with them.
pub(crate) struct Head {
    pub(crate) bytes: Vec<u8>,
    pub(crate) method: String,
    pub(crate) path: String,
    /// It asks for another protocol (RFC 9110 §7.8).
    pub(crate) upgrades: bool,
}

impl Head {
    /// The port in `Host` (RFC 9110 §7.2), where one stands there.
    pub(crate) fn port(&self) -> Option<u16> {
        let head = String::from_utf8_lossy(&self.bytes);
        let host = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(name, value)| name.eq_ignore_ascii_case("host").then(|| value.trim().to_owned()));
        host?.rsplit_once(':')?.1.parse().ok()
    }
}

/// `None` when the peer closed or sent no HTTP.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<Head> {
    const LIMIT: usize = 32 * 1024;
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        if bytes.len() > LIMIT || stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let path = target.split(['?', '#']).next()?.to_owned();
    let upgrades = bytes.to_ascii_lowercase().windows(10).any(|ten| ten == b"\r\nupgrade:");
    Some(Head { bytes, method, path, upgrades })
}

pub(crate) async fn respond(
    stream: &mut (impl AsyncWrite + Unpin),
    status: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
    length: usize,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    if let Some(body) = body {
        stream.write_all(body).await?;
    }
    stream.flush().await?;
    stream.shutdown().await
}

/// Posts JSON and returns the status and the body.
pub(crate) async fn post_json(to: SocketAddrV4, path: &str, body: &str) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(to).await?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {to}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    answer(stream).await
}

/// Puts a body at the URL, whose host `to` is, and returns the status.
pub(crate) async fn put(
    to: SocketAddrV4,
    url: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> io::Result<u16> {
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut head = format!("PUT /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(to).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    Ok(answer(stream).await?.0)
}

async fn answer(mut stream: TcpStream) -> io::Result<(u16, String)> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status, body.to_owned()))
}
