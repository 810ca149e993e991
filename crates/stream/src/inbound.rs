//! Stanzas others send us: every request is answered (RFC 6120 §8.2.3).

use jid::Jid;
use xml::{Element, ns};

use crate::Event;

/// What to do about an `<iq/>` of type get or set.
pub(crate) struct Reaction {
    pub(crate) reply: Option<Element>,
    pub(crate) event: Option<Event>,
}

/// Answers a request to us; `own` is our full address.
pub(crate) fn react(iq: Element, own: &Jid) -> Reaction {
    let kind = iq.attr("type").unwrap_or_default().to_owned();
    let reply = reply_to(&iq);
    let from_account = match iq.attr("from") {
        None => true,
        Some(from) => {
            from.parse::<Jid>().is_ok_and(|from| from.resource().is_none() && from.bare() == own.bare())
        }
    };
    let mut children = iq.into_children();
    // Exactly one payload (RFC 6120 §8.2.3).
    let (Some(payload), None) = (children.next(), children.next()) else {
        return refuse(reply, "modify", "bad-request");
    };
    let event = match (kind.as_str(), payload.name(), payload.ns()) {
        ("get", "ping", ns::PING) => None,
        // Pushes are believed from our own account only (RFC 6121 §2.1.6, XEP-0191 §3.3).
        ("set", "query", ns::ROSTER) if from_account => Some(Event::RosterPush(payload)),
        ("set", "block" | "unblock", ns::BLOCKING) if from_account => Some(Event::BlockPush(payload)),
        // disco#info as well: this page is no client that others should find out about.
        ("get" | "set", ..) => return refuse(reply, "cancel", "service-unavailable"),
        _ => return refuse(reply, "modify", "bad-request"),
    };
    Reaction { reply: reply.map(|reply| reply.with_attr("type", "result")), event }
}

/// The frame of an answer. Without an id nobody could make sense of one.
fn reply_to(iq: &Element) -> Option<Element> {
    let reply = Element::new("iq", ns::CLIENT).with_attr("id", iq.attr("id")?);
    Some(reply.with_attr_opt("to", iq.attr("from")))
}

fn refuse(reply: Option<Element>, kind: &str, condition: &str) -> Reaction {
    let error = Element::new("error", ns::CLIENT)
        .with_attr("type", kind)
        .with_child(Element::new(condition, ns::STANZA_ERROR));
    Reaction { reply: reply.map(|reply| reply.with_attr("type", "error").with_child(error)), event: None }
}
