//! The server's side of a negotiation (RFC 7395, RFC 6120), with the lies a test may need.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use xml::{Element, ns};

use crate::Socket;
use crate::scram::Verifier;

/// Who can sign in, and how the server goes about it.
#[derive(Clone, Debug)]
pub struct Identity {
    pub local: String,
    pub domain: String,
    pub password: String,
    /// In the order in which they are offered.
    pub mechanisms: Vec<String>,
    pub iterations: u32,
    /// XEP-0478 `max-bytes`, where the server announces it.
    pub limit: Option<usize>,
    /// The server remembers who may subscribe, and says so (RFC 6121 §3.4).
    pub pre_approves: bool,
    /// The server sends a hash of these mechanisms as those it advertises (XEP-0474): of others than
    /// [`Self::mechanisms`] where somebody between changed the list.
    pub hashed: Option<Vec<String>>,
    /// Streams can be resumed, and the server says so (XEP-0198). What comes of it is the test's own.
    pub manages: bool,
    /// The server proves something else than it should.
    pub wrong_signature: bool,
    verifier: Verifier,
}

/// How an attempt to sign in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedIn {
    As {
        jid: String,
        mechanism: String,
    },
    Refused {
        mechanism: String,
    },
    /// Instead of a resource, the stream `previd` is wanted back.
    Resumes {
        previd: String,
        h: u32,
    },
    Gone,
}

impl Identity {
    /// Signs in with SCRAM-SHA-1 or PLAIN.
    pub fn new(local: &str, domain: &str, password: &str) -> Self {
        let iterations = 4096;
        Self {
            local: local.to_owned(),
            domain: domain.to_owned(),
            password: password.to_owned(),
            mechanisms: vec!["SCRAM-SHA-1".to_owned(), "PLAIN".to_owned()],
            iterations,
            limit: None,
            pre_approves: false,
            hashed: None,
            manages: false,
            wrong_signature: false,
            verifier: Verifier::new(password, iterations),
        }
    }

    pub fn set_password(&mut self, password: &str) {
        password.clone_into(&mut self.password);
        self.verifier = Verifier::new(password, self.iterations);
    }

    /// The bare address.
    pub fn bare(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }
}

/// Takes a new connection through to a bound resource, for one of these. What is
/// offered before anybody has a name is what the first one says.
pub async fn sign_in(socket: &mut Socket, identities: &[Identity]) -> SignedIn {
    negotiate(socket, identities).await.unwrap_or(SignedIn::Gone)
}

async fn negotiate(socket: &mut Socket, identities: &[Identity]) -> Option<SignedIn> {
    let first = identities.first()?;
    open(socket, first).await?;
    socket.send(features().with_child(mechanisms(first)).to_xml());
    let auth = socket.element().await.filter(|auth| auth.is("auth", ns::SASL))?;
    let mechanism = auth.attr("mechanism").unwrap_or_default().to_owned();
    let message = String::from_utf8(BASE64.decode(auth.text()).ok()?).ok()?;
    let user = user(&message).unwrap_or_default();
    let identity = identities.iter().find(|identity| identity.local == user).unwrap_or(first);
    let success = match mechanism.as_str() {
        _ if identity.local != user => None,
        _ if !identity.mechanisms.contains(&mechanism) => None,
        "PLAIN" => plain(&message, identity),
        "SCRAM-SHA-1" => scram(socket, &message, identity).await?,
        _ => None,
    };
    let Some(success) = success else {
        let condition = Element::new("not-authorized", ns::SASL);
        socket.send(Element::new("failure", ns::SASL).with_child(condition).to_xml());
        return Some(SignedIn::Refused { mechanism });
    };
    socket.send(Element::new("success", ns::SASL).with_text(success).to_xml());
    open(socket, identity).await?;
    socket.send(bound_features(identity).to_xml());
    let wanted = socket.element().await?;
    if wanted.is("resume", ns::SM) {
        let previd = wanted.attr("previd")?.to_owned();
        return Some(SignedIn::Resumes { previd, h: wanted.attr("h")?.parse().ok()? });
    }
    let jid = bind(socket, identity, &wanted)?;
    Some(SignedIn::As { jid, mechanism })
}

async fn open(socket: &mut Socket, identity: &Identity) -> Option<()> {
    socket.element().await.filter(|open| open.is("open", ns::FRAMING))?;
    let open = Element::new("open", ns::FRAMING)
        .with_attr("from", identity.domain.as_str())
        .with_attr("id", "stream")
        .with_attr("version", "1.0");
    socket.send(open.to_xml());
    Some(())
}

async fn scram(socket: &mut Socket, client_first: &str, identity: &Identity) -> Option<Option<String>> {
    let Some(challenge) = identity.verifier.challenge(client_first, identity.hashed.as_deref()) else {
        return Some(None);
    };
    let text = BASE64.encode(&challenge.server_first);
    socket.send(Element::new("challenge", ns::SASL).with_text(text).to_xml());
    let response = socket.element().await.filter(|response| response.is("response", ns::SASL))?;
    let client_final = String::from_utf8(BASE64.decode(response.text()).ok()?).ok()?;
    let signature = identity.verifier.verify(&challenge, &client_final);
    let signature = match identity.wrong_signature {
        true => signature.map(|_| format!("v={}", BASE64.encode([7; 20]))),
        false => signature,
    };
    Some(signature.map(|signature| BASE64.encode(signature)))
}

/// The user whom the first message of PLAIN or SCRAM names.
fn user(message: &str) -> Option<String> {
    let user = match message.strip_prefix('\0') {
        Some(plain) => plain.split('\0').next()?,
        None => message.strip_prefix("n,,n=")?.split(',').next()?,
    };
    Some(user.replace("=2C", ",").replace("=3D", "="))
}

fn plain(message: &str, identity: &Identity) -> Option<String> {
    let expected = format!("\0{}\0{}", identity.local, identity.password);
    (message == expected).then(String::new)
}

fn bind(socket: &Socket, identity: &Identity, iq: &Element) -> Option<String> {
    if !iq.is("iq", ns::CLIENT) {
        return None;
    }
    let resource = iq.child("bind", ns::BIND)?.child_text("resource", ns::BIND)?;
    let jid = format!("{}/{resource}", identity.bare());
    let bound =
        Element::new("bind", ns::BIND).with_child(Element::new("jid", ns::BIND).with_text(jid.as_str()));
    let result = Element::new("iq", ns::CLIENT)
        .with_attr("type", "result")
        .with_attr_opt("id", iq.attr("id"))
        .with_child(bound);
    socket.send(result.to_xml());
    Some(jid)
}

fn features() -> Element {
    Element::new("features", ns::STREAM)
}

fn mechanisms(identity: &Identity) -> Element {
    let names = identity.mechanisms.iter();
    Element::new("mechanisms", ns::SASL)
        .with_children(names.map(|name| Element::new("mechanism", ns::SASL).with_text(name.as_str())))
}

fn bound_features(identity: &Identity) -> Element {
    let mut features = features().with_child(Element::new("bind", ns::BIND));
    if let Some(limit) = identity.limit {
        let max_bytes = Element::new("max-bytes", ns::LIMITS).with_text(limit.to_string());
        features.push(Element::new("limits", ns::LIMITS).with_child(max_bytes));
    }
    if identity.manages {
        features.push(Element::new("sm", ns::SM));
    }
    if identity.pre_approves {
        features.push(Element::new("sub", ns::PRE_APPROVAL));
    }
    features
}
