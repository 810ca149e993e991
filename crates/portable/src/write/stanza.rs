//! Stored stanzas: offline messages and pending requests (XEP-0227 §4.4, §4.7).

use jid::BareJid;
use xml::Element;

use crate::address;
use crate::note::{Notes, Part, Reason};

/// An offline message with a sender, which importers insist on.
pub(super) fn offline_message(mut message: Element, account: &BareJid, notes: &mut Notes) -> Element {
    if message.attr("from").is_none() {
        // Without a sender it is from the account itself (RFC 6120 §8.1.2.1).
        let id = message.attr("id").unwrap_or("message").to_owned();
        notes.changed(Part::OfflineMessages, id, Reason::Missing("from"));
        message.set_attr("from", account.to_string());
    }
    message
}

/// A pending request with the bare address of who asks; none if it is no such thing.
pub(super) fn subscription_request(mut presence: Element, notes: &mut Notes) -> Option<Element> {
    let part = Part::SubscriptionRequests;
    let Some(text) = presence.attr("from").map(str::to_owned) else {
        notes.left_out(part, "presence", Reason::Missing("from"));
        return None;
    };
    if presence.attr("type") != Some("subscribe") {
        notes.left_out(part, text, Reason::Unexpected);
        return None;
    }
    let Ok(jid) = address::parse(&text) else {
        notes.left_out(part, text.clone(), Reason::BadAddress(text));
        return None;
    };
    let bare = jid.into_bare().to_string();
    if bare != text {
        notes.changed(part, bare.clone(), Reason::AddressPrepared(text));
        presence.set_attr("from", bare);
    }
    Some(presence)
}
