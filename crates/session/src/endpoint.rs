//! Where a provider can be connected to, and which addresses may be opened at all.

use std::fmt;

/// A URL this page may connect to: `wss:` or `https:`, or the same without TLS on this very machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// First, so that sorting tries the quicker one first.
    transport: Transport,
    url: String,
    encrypted: bool,
}

/// How stanzas travel. The better one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transport {
    /// RFC 7395.
    WebSocket,
    /// HTTP requests, one after the other (XEP-0206).
    Bosh,
}

/// Why a text is no usable endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    #[error("neither a WebSocket nor an HTTPS URL")]
    NotWebSocket,
    #[error("unencrypted, and not on this machine")]
    Unencrypted,
}

impl Endpoint {
    /// An endpoint named by the person or by the operator's `config.json`.
    pub fn trusted(url: &str) -> Result<Self, EndpointError> {
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").ok_or(EndpointError::NotWebSocket)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // A browser takes `\\` for `/`: what stands before it would be the host, not what is judged here.
        if authority.is_empty()
            || url.contains('\\')
            || authority.contains('@')
            || url.contains(char::is_whitespace)
        {
            return Err(EndpointError::NotWebSocket);
        }
        let (transport, encrypted) = match scheme.to_ascii_lowercase().as_str() {
            "wss" => (Transport::WebSocket, true),
            "ws" => (Transport::WebSocket, false),
            "https" => (Transport::Bosh, true),
            "http" => (Transport::Bosh, false),
            _ => return Err(EndpointError::NotWebSocket),
        };
        if encrypted || is_loopback(host(authority)) {
            Ok(Self { transport, url: url.to_owned(), encrypted })
        } else {
            Err(EndpointError::Unencrypted)
        }
    }

    /// An endpoint a server named: only encrypted ones count.
    pub fn discovered(url: &str) -> Result<Self, EndpointError> {
        match Self::trusted(url)? {
            endpoint if endpoint.encrypted => Ok(endpoint),
            _ => Err(EndpointError::Unencrypted),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// Whether a password could cross this endpoint unread by others: TLS, or loopback.
    pub fn is_secure(&self) -> bool {
        // `trusted` lets nothing else through.
        true
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// The host of `host:port`, brackets of IPv6 kept.
fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(authority, |(inside, _)| &authority[..inside.len() + 2]),
        None => authority.split(':').next().unwrap_or(authority),
    }
}

/// Whether `host` is this machine by its very name (RFC 6761 §6.3, RFC 1122 §3.2.1.3).
fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_ipv4_loopback = || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || is_ipv4_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_only_encrypted_or_local_addresses_through() {
        for good in [
            "wss://chat.example.org/ws",
            " wss://chat.example.org:5443/ws ",
            "ws://localhost:5280/ws",
            "ws://old.localhost:5280/ws",
            "ws://127.0.3.1:80/x",
            "ws://[::1]:5280/ws",
            "https://chat.example.org/http-bind",
            "http://new.localhost:5280/bosh",
        ] {
            assert!(Endpoint::trusted(good).is_ok(), "{good}");
        }
        for (bad, expected) in [
            ("ws://chat.example.org/ws", EndpointError::Unencrypted),
            ("ws://localhost.example.org/ws", EndpointError::Unencrypted),
            ("ws://128.0.0.1/ws", EndpointError::Unencrypted),
            ("http://chat.example.org/bosh", EndpointError::Unencrypted),
            ("https://user@chat.example.org/bosh", EndpointError::NotWebSocket),
            ("ftp://chat.example.org/bosh", EndpointError::NotWebSocket),
            ("wss://user@chat.example.org/ws", EndpointError::NotWebSocket),
            ("wss:///ws", EndpointError::NotWebSocket),
            ("ws://evil.example\\.localhost/", EndpointError::NotWebSocket),
            ("chat.example.org", EndpointError::NotWebSocket),
        ] {
            assert_eq!(Endpoint::trusted(bad), Err(expected), "{bad}");
        }
        for local in ["ws://localhost:5280/ws", "http://localhost:5280/bosh"] {
            assert_eq!(Endpoint::discovered(local), Err(EndpointError::Unencrypted));
        }
        let transport = |url| Endpoint::discovered(url).unwrap().transport();
        assert_eq!(transport("WSS://a.example/ws"), Transport::WebSocket);
        assert_eq!(transport("HTTPS://a.example/bosh"), Transport::Bosh);
    }
}
