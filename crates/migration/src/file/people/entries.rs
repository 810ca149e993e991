//! Who there is, in an order people find somebody in.

use ordered::Map;
use xml::ns;

use super::super::Order;
use crate::kind::{Fate, Item};
use crate::kinds::{BOOKMARKS, PROFILE, ROSTER, preview_for, says};

/// A contact or a group chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Someone {
    pub(super) address: String,
    /// Empty where nobody gave one.
    pub(super) name: String,
    pub(super) groups: Vec<String>,
}

/// The contacts, each once, by name.
pub(super) fn contacts(order: &Order) -> Vec<Someone> {
    let someone = |item: Item| {
        let groups = item.payload.children().filter(|child| child.is("group", ns::ROSTER));
        let groups = groups.map(|group| group.text()).filter(|group| !group.is_empty()).collect();
        Someone { name: item.payload.attr("name").unwrap_or_default().to_owned(), groups, address: item.key }
    };
    by_name(items(order, ROSTER).map(someone))
}

/// The group chats, by name. Their passwords stay out.
pub(super) fn rooms(order: &Order) -> Vec<Someone> {
    let someone = |item: Item| {
        let conference = item.payload.child("conference", ns::BOOKMARKS);
        let name = conference.and_then(|conference| conference.attr("name")).unwrap_or_default().to_owned();
        Someone { name, groups: Vec::new(), address: item.key }
    };
    by_name(items(order, BOOKMARKS).map(someone))
}

/// The fields of the profile that say something to people: their names as in vCard4, and what they say.
pub(super) fn profile(order: &Order) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for item in items(order, PROFILE) {
        let name = match item.payload.name().to_ascii_lowercase().as_str() {
            "n" | "photo" | "logo" | "sound" | "key" | "rev" | "prodid" | "version" | "uid" => continue,
            "nick" => "nickname".to_owned(),
            "desc" => "note".to_owned(),
            "jabberid" => "impp".to_owned(),
            name => name.to_owned(),
        };
        let mut plain = item.payload;
        plain.retain_children(|child| child.name() != "parameters");
        let said = says(PROFILE, &plain);
        let said = ["tel:", "mailto:", "xmpp:", "geo:"]
            .iter()
            .find_map(|scheme| said.strip_prefix(scheme))
            .unwrap_or(&said);
        let line = (name, said.to_owned());
        if !line.1.is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn items(order: &Order, id: crate::KindId) -> impl Iterator<Item = Item> {
    let items = order.holdings.get(id).map(|holding| preview_for(&order.account, id, holding));
    items.into_iter().flatten().filter(|item| !matches!(item.fate, Fate::LeftOut(_)))
}

fn by_name(everybody: impl Iterator<Item = Someone>) -> Vec<Someone> {
    let mut by_address: Map<String, Someone> = Map::new();
    for someone in everybody {
        by_address.entry(someone.address.clone()).or_insert(someone);
    }
    let mut everybody: Vec<Someone> = by_address.into_iter().map(|(_, someone)| someone).collect();
    // Tables for more than ASCII would weigh 10 kB.
    ordered::sort_by_key(&mut everybody, |someone| {
        let shown = if someone.name.is_empty() { &someone.address } else { &someone.name };
        (shown.to_ascii_lowercase(), someone.address.clone())
    });
    everybody
}
