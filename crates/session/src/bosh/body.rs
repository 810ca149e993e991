//! What a client posts (XEP-0124 §7 to §14, XEP-0206 §4 and §5).
//!
//! Written by hand: servers look for the attributes under the very prefixes of the specifications.

use xml::{ns, write_attribute};

/// How long the server may hold a request back, in seconds: below the minute after
/// which proxies and mobile networks give a silent connection up.
pub(super) const WAIT: u64 = 50;
/// How many requests the server may hold back: one is always there to bring what comes.
pub(super) const HOLD: u64 = 1;

/// The session creation request (XEP-0124 §7.1).
pub(super) fn creation(rid: u64, domain: &str) -> String {
    let mut body = start(rid);
    attribute(&mut body, "to", domain);
    body.push_str(&format!(
        " xml:lang='en' wait='{WAIT}' hold='{HOLD}' ver='1.11' ack='1' content='text/xml; charset=utf-8' \
         xmpp:version='1.0' xmlns:xmpp='{}'/>",
        ns::XBOSH
    ));
    body
}

/// The start of every later request, up to what depends on its purpose.
pub(super) fn request(rid: u64, sid: &str, ack: Option<u64>) -> String {
    let mut body = start(rid);
    attribute(&mut body, "sid", sid);
    if let Some(ack) = ack {
        body.push_str(&format!(" ack='{ack}'"));
    }
    body
}

/// Makes it a stream restart (XEP-0206 §5). Nothing may be in it.
pub(super) fn restart(mut body: String, domain: &str) -> String {
    attribute(&mut body, "to", domain);
    body.push_str(&format!(" xml:lang='en' xmpp:restart='true' xmlns:xmpp='{}'/>", ns::XBOSH));
    body
}

/// Puts stanzas into it, and ends the session with them if `terminate` (XEP-0124 §13).
pub(super) fn with_stanzas(mut body: String, stanzas: &[String], terminate: bool) -> String {
    if terminate {
        body.push_str(" type='terminate'");
    }
    if stanzas.is_empty() {
        body.push_str("/>");
        return body;
    }
    body.push('>');
    for stanza in stanzas {
        body.push_str(stanza);
    }
    body.push_str("</body>");
    body
}

fn start(rid: u64) -> String {
    format!("<body xmlns='{}' rid='{rid}'", ns::HTTPBIND)
}

fn attribute(body: &mut String, name: &str, value: &str) {
    body.push(' ');
    body.push_str(name);
    body.push_str("='");
    // Writing to a `String` cannot fail.
    let _ = write_attribute(body, value);
    body.push('\'');
}
