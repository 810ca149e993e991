//! Roster items as every importer takes them (RFC 6121 §2.1).
//!
//! One bad address, state or group makes some servers drop the whole roster.

use ordered::{Map, Set};

use jid::BareJid;
use xml::{Element, ns};

use crate::note::{Notes, Part, Reason};

#[derive(Debug, Default)]
pub(super) struct Roster {
    items: Vec<Element>,
    by_address: Map<BareJid, usize>,
}

impl Roster {
    pub(super) fn items(&self) -> &[Element] {
        &self.items
    }

    pub(super) fn push(&mut self, mut item: Element, account: &BareJid, notes: &mut Notes) {
        let Some(address) = address(&mut item, account, notes) else { return };
        if !state(&mut item, &address, notes) {
            return;
        }
        groups(&mut item, &address, notes);
        match self.by_address.get(&address).and_then(|index| self.items.get_mut(*index)) {
            Some(known) => {
                notes.changed(Part::Roster, address.to_string(), Reason::United);
                unite(known, item);
            }
            None => {
                self.by_address.insert(address, self.items.len());
                self.items.push(item);
            }
        }
    }
}

/// The prepared bare address, also written into the item; none if there is no place for it.
fn address(item: &mut Element, account: &BareJid, notes: &mut Notes) -> Option<BareJid> {
    let Some(text) = item.attr("jid").map(str::to_owned) else {
        notes.left_out(Part::Roster, "item", Reason::Missing("jid"));
        return None;
    };
    let Ok(jid) = crate::address::parse(&text) else {
        notes.left_out(Part::Roster, text.clone(), Reason::BadAddress(text));
        return None;
    };
    let bare = jid.into_bare();
    if bare == *account {
        notes.left_out(Part::Roster, text, Reason::Oneself);
        return None;
    }
    let prepared = bare.to_string();
    if prepared != text {
        notes.changed(Part::Roster, prepared.clone(), Reason::AddressPrepared(text));
        item.set_attr("jid", prepared);
    }
    Some(bare)
}

/// Makes `subscription` and `ask` valid; false if the item says that there is none.
fn state(item: &mut Element, address: &BareJid, notes: &mut Notes) -> bool {
    match item.attr("subscription").map(str::to_owned).as_deref() {
        Some("none" | "to" | "from" | "both") => {}
        // Absent means `none` (RFC 6121 §2.1.2.5).
        None => item.set_attr("subscription", "none"),
        Some("remove") => {
            notes.left_out(Part::Roster, address.to_string(), Reason::BadSubscription("remove".into()));
            return false;
        }
        Some(other) => {
            notes.changed(Part::Roster, address.to_string(), Reason::BadSubscription(other.into()));
            item.set_attr("subscription", "none");
        }
    }
    if item.attr("ask").is_some_and(|ask| ask != "subscribe")
        && let Some(ask) = item.remove_attr("ask")
    {
        notes.changed(Part::Roster, address.to_string(), Reason::BadAsk(ask));
    }
    true
}

fn groups(item: &mut Element, address: &BareJid, notes: &mut Notes) {
    let mut seen = Set::new();
    item.retain_children(|child| {
        if !child.is("group", ns::ROSTER) {
            return true;
        }
        let group = child.text();
        let reason = match group.is_empty() {
            true => Reason::EmptyGroup,
            false if seen.contains(&group) => Reason::RepeatedGroup(group),
            false => {
                seen.insert(group);
                return true;
            }
        };
        notes.changed(Part::Roster, address.to_string(), reason);
        false
    });
}

/// Adds what a second item for the same address knows.
fn unite(known: &mut Element, other: Element) {
    let name = |item: &Element| item.attr("name").filter(|name| !name.is_empty()).map(str::to_owned);
    if name(known).is_none()
        && let Some(name) = name(&other)
    {
        known.set_attr("name", name);
    }
    let either = |direction: &str| {
        [&*known, &other]
            .iter()
            .any(|item| item.attr("subscription").is_some_and(|s| s == direction || s == "both"))
    };
    let state = match (either("to"), either("from")) {
        (true, true) => "both",
        (true, false) => "to",
        (false, true) => "from",
        (false, false) => "none",
    };
    known.set_attr("subscription", state);
    for attribute in ["ask", "approved"] {
        if known.attr(attribute).is_none()
            && let Some(value) = other.attr(attribute)
        {
            known.set_attr(attribute, value);
        }
    }
    if matches!(state, "to" | "both") {
        known.remove_attr("ask");
    }
    for child in other.into_children() {
        let is_group = child.is("group", ns::ROSTER);
        let is_same = |other: &Element| {
            *other == child || (is_group && other.is("group", ns::ROSTER) && other.text() == child.text())
        };
        if !known.children().any(is_same) {
            known.push(child);
        }
    }
}
