//! A few lines of DNS (RFC 1035, RFC 2782) for the servers' names only: A, and SRV for
//! `_xmpp-server._tcp` below each domain. Everything else does not exist.
//!
//! The target of SRV is an address written as a name: ejabberd hands it to the C library, which knows
//! nothing of our names but takes addresses; Prosody asks for it here.

use std::net::{Ipv4Addr, SocketAddrV4};

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

use crate::Error;

const A: u16 = 1;
const SRV: u16 = 33;
const SERVER: &str = "_xmpp-server._tcp.";

#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) domain: String,
    pub(crate) address: Ipv4Addr,
    pub(crate) s2s: u16,
}

/// Answers until dropped.
#[derive(Debug)]
pub(crate) struct Answerer {
    task: JoinHandle<()>,
}

impl Answerer {
    pub(crate) async fn start(at: SocketAddrV4, names: Vec<Name>) -> Result<Self, Error> {
        let socket = UdpSocket::bind(at).await.map_err(Error::io(format!("answer names on {at}")))?;
        let task = tokio::spawn(async move {
            let mut buffer = [0; 1500];
            loop {
                let Ok((length, peer)) = socket.recv_from(&mut buffer).await else { continue };
                if let Some(answer) = answer(&buffer[..length], &names) {
                    let _ = socket.send_to(&answer, peer).await;
                }
            }
        });
        Ok(Self { task })
    }
}

impl Drop for Answerer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn answer(query: &[u8], names: &[Name]) -> Option<Vec<u8>> {
    let (name, end) = question_name(query)?;
    let question = query.get(12..end + 4)?;
    let kind = u16::from_be_bytes(query.get(end..end + 2)?.try_into().ok()?);
    let host = name.strip_prefix(SERVER).unwrap_or(&name);
    let found =
        names.iter().find(|known| is_at_or_below(host, &known.domain) || known.address.to_string() == host);
    let record = found.and_then(|known| match kind {
        A if !name.starts_with('_') => Some((A, known.address.octets().to_vec())),
        SRV if name.starts_with(SERVER) => {
            let mut data = vec![0, 0, 0, 0];
            data.extend(known.s2s.to_be_bytes());
            data.extend(labels(&known.address.to_string()));
            Some((SRV, data))
        }
        _ => None,
    });

    let mut out = query.get(..2)?.to_vec();
    // Response, authoritative, recursion desired and available; 3 is "no such name".
    out.extend([0x85, if found.is_some() { 0x80 } else { 0x83 }]);
    out.extend([0, 1, 0, u8::from(record.is_some()), 0, 0, 0, 0]);
    out.extend(question);
    if let Some((kind, data)) = record {
        out.extend([0xc0, 12]);
        out.extend(kind.to_be_bytes());
        out.extend([0, 1, 0, 0, 0, 60]);
        out.extend((data.len() as u16).to_be_bytes());
        out.extend(data);
    }
    Some(out)
}

/// The name asked for, and where it ends.
fn question_name(query: &[u8]) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut at = 12;
    loop {
        let length = usize::from(*query.get(at)?);
        at += 1;
        if length == 0 {
            return Some((name, at));
        }
        if !name.is_empty() {
            name.push('.');
        }
        name.push_str(&String::from_utf8_lossy(query.get(at..at + length)?).to_lowercase());
        at += length;
    }
}

fn is_at_or_below(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn labels(name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for label in name.split('.') {
        out.push(label.len() as u8);
        out.extend(label.as_bytes());
    }
    out.push(0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(name: &str, kind: u16) -> Vec<u8> {
        let mut query = vec![7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        query.extend(labels(name));
        query.extend(kind.to_be_bytes());
        query.extend([0, 1]);
        let known = Name { domain: "old.test".into(), address: Ipv4Addr::new(127, 0, 9, 1), s2s: 15269 };
        answer(&query, &[known]).unwrap()
    }

    #[test]
    fn addresses_and_services_are_answered() {
        assert!(ask("old.test", A).ends_with(&[0, 4, 127, 0, 9, 1]));
        assert!(ask("rooms.Old.test", A).ends_with(&[0, 4, 127, 0, 9, 1]));
        let service = ask("_xmpp-server._tcp.old.test", SRV);
        assert!(service.ends_with(b"\x00\x00\x00\x00\x3b\xa5\x03127\x010\x019\x011\x00"), "{service:?}");
        assert!(ask("127.0.9.1", A).ends_with(&[0, 4, 127, 0, 9, 1]));
    }

    #[test]
    fn the_rest_is_empty_or_unknown() {
        let no_ipv6 = ask("old.test", 28);
        assert_eq!((no_ipv6[3] & 15, no_ipv6[7]), (0, 0));
        assert_eq!(ask("cold.test", A)[3] & 15, 3);
        assert_eq!(ask("_xmpps-server._tcp.old.test", SRV)[7], 0);
    }
}
