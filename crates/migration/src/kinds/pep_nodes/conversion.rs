//! What a node means for the destination.

use jid::{BareJid, Jid};
use portable::PepNode;
use xml::Element;

use super::policy::{Policy, policy};
use super::settings::Settings;
use super::thing::{self, Affiliation};
use crate::Reason;
use crate::kind::{Fate, Item, Mapping};

/// The node, its items in their order, and whoever else is subscribed to it.
pub(super) fn items(node: &PepNode, mapping: &Mapping) -> Vec<Item> {
    let policy = policy(&node.name);
    let only_access = policy == Policy::AccessOnly;
    let settings = wanted_settings(node, only_access);
    let (affiliations, all_valid) = others(node, mapping);
    if only_access && settings.is_empty() && affiliations.is_empty() {
        return Vec::new();
    }
    let whole = match &policy {
        Policy::LeaveOut(reason) => Fate::LeftOut(reason.clone()),
        _ if !all_valid => Fate::Changed(Reason::InvalidAddress),
        _ => Fate::Carried,
    };
    let payload = thing::node(&node.name, &settings, &affiliations);
    let mut items = vec![Item::new(&*node.name, &*node.name, payload, whole.clone())];
    if only_access {
        return items;
    }
    let part = |key: String, label: String, payload, fate| Item {
        part_of: node.name.clone(),
        ..Item::new(key, label, payload, if let Fate::LeftOut(_) = whole { whole.clone() } else { fate })
    };
    for item in &node.items {
        let id = item.attr("id").unwrap_or_default();
        let fate = match item.first_child() {
            None => Fate::LeftOut(Reason::NothingThere),
            Some(_) if !settings.persists() => Fate::LeftOut(Reason::PassingState),
            Some(_) => Fate::Carried,
        };
        let payload = thing::item(&node.name, item, settings.access());
        items.push(part(format!("{}\n{id}", node.name), format!("{} {id}", node.name), payload, fate));
    }
    for subscription in subscriptions(node, mapping) {
        let jid = subscription.attr("jid").unwrap_or_default();
        let payload = thing::subscription(&node.name, subscription);
        let fate = Fate::LeftOut(Reason::TheirSubscription);
        items.push(part(format!("{}\n\n{jid}", node.name), format!("{} {jid}", node.name), payload, fate));
    }
    items
}

fn wanted_settings(node: &PepNode, only_access: bool) -> Settings {
    let settings = Settings::of(node.configure.as_ref());
    match &node.configure {
        _ if only_access => settings.access_only(),
        // Some files have none; the default of servers is to keep one item.
        None if node.items.len() > 1 => settings.with("persist_items", "1").with("max_items", "max"),
        _ => settings,
    }
}

/// What others may do with the node, and whether all of them have an address.
/// The owner is the new account by itself.
fn others(node: &PepNode, mapping: &Mapping) -> (Vec<Affiliation>, bool) {
    let mut others: Vec<Affiliation> = Vec::new();
    let mut all_valid = true;
    for (jid, affiliation) in thing::affiliations(node.affiliations.as_ref()) {
        match jid.parse::<Jid>() {
            Ok(jid) if is_own(jid.bare(), node, mapping) || affiliation == "none" => {}
            Ok(jid) => others.push((jid.bare().to_string(), affiliation.to_owned())),
            Err(_) => all_valid = false,
        }
    }
    (ordered::sorted(others), all_valid)
}

fn subscriptions<'a>(node: &'a PepNode, mapping: &'a Mapping) -> impl Iterator<Item = &'a Element> {
    let entries = node.subscriptions.iter().flat_map(Element::children);
    entries.filter(|entry| {
        let jid = entry.attr("jid").and_then(|jid| jid.parse::<Jid>().ok());
        jid.is_none_or(|jid| !is_own(jid.bare(), node, mapping))
    })
}

/// Whether this is the account itself, at either end. Who moves what does not
/// say where it is from is its owner.
fn is_own(jid: &BareJid, node: &PepNode, mapping: &Mapping) -> bool {
    let owns = |(address, affiliation): (&str, &str)| {
        affiliation == "owner" && address.parse::<Jid>().is_ok_and(|owner| owner.bare() == jid)
    };
    mapping.origin.as_ref() == Some(jid)
        || mapping.destination == *jid
        || mapping.origin.is_none() && thing::affiliations(node.affiliations.as_ref()).any(owns)
}
