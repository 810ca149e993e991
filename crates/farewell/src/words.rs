//! The stanzas that contacts and servers get to see (RFC 6121 §3, XEP-0283 §4.2, XEP-0172).

use jid::BareJid;
use xml::{Element, ns};

use crate::Words;

/// Makes us available where nothing is delivered to us that a person should read: with a negative
/// priority messages wait for the person's other clients (RFC 6121 §8.5), and without capabilities
/// nobody asks this page for anything.
pub(crate) fn available() -> Element {
    presence().with_child(Element::new("priority", ns::CLIENT).with_text("-1"))
}

pub(crate) fn unavailable() -> Element {
    presence().with_attr("type", "unavailable")
}

/// The one request a contact gets. `moved_from` is there where that address says so itself.
pub(crate) fn subscribe(to: &BareJid, id: &str, words: &Words, moved_from: Option<&BareJid>) -> Element {
    let moved = moved_from.map(|old| {
        let old = Element::new("old-jid", ns::MOVED).with_text(old.to_string());
        Element::new("moved", ns::MOVED).with_child(old)
    });
    let text = |text: &str, name, ns| {
        (!text.trim().is_empty()).then(|| Element::new(name, ns).with_text(text.trim()))
    };
    subscription("subscribe", to)
        .with_attr("id", id)
        .with_children(text(&words.status, "status", ns::CLIENT))
        .with_children(text(&words.nick, "nick", ns::NICK))
        .with_children(moved)
}

/// `kind` is `subscribed`, `unsubscribe` or `unsubscribed`.
pub(crate) fn subscription(kind: &str, to: &BareJid) -> Element {
    presence().with_attr("type", kind).with_attr("to", to.to_string())
}

fn presence() -> Element {
    Element::new("presence", ns::CLIENT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_request_says_who_asks_and_where_that_can_be_checked() {
        let [romeo, old] = ["romeo@montague.example", "juliet@old.example"].map(|jid| jid.parse().unwrap());
        let words = Words { status: "I was juliet@old.example".to_owned(), nick: "Juliet".to_owned() };
        let expected = "<presence xmlns='jabber:client' type='subscribe' to='romeo@montague.example' id='1'>\
             <status>I was juliet@old.example</status>\
             <nick xmlns='http://jabber.org/protocol/nick'>Juliet</nick>\
             <moved xmlns='urn:xmpp:moved:1'><old-jid>juliet@old.example</old-jid></moved></presence>";
        assert_eq!(subscribe(&romeo, "1", &words, Some(&old)), Element::parse(expected).unwrap());
        let plain = "<presence xmlns='jabber:client' type='subscribe' to='romeo@montague.example' id='2'/>";
        assert_eq!(subscribe(&romeo, "2", &Words::default(), None), Element::parse(plain).unwrap());
    }
}
