//! Which of the wanted things are not at the destination as wanted.

use ordered::{Map, Set};

use jid::Jid;
use portable::{Fragment, PepNode};
use xml::{Element, ns};

use super::super::common::{KEEP_FIRST, TAKE_FIRST, is_adopted};
use super::policy::{Policy, policy};
use super::settings::Settings;
use super::thing::{self, Affiliation, Thing};
use crate::kind::{Choice, Difference, Item};

/// The nodes that were found, to look things up in.
pub(super) struct Found<'a> {
    nodes: Map<&'a str, &'a PepNode>,
    items: Map<(&'a str, &'a str), &'a Element>,
}

impl<'a> Found<'a> {
    pub(super) fn of(fragments: &'a [Fragment]) -> Self {
        let mut found = Self { nodes: Map::new(), items: Map::new() };
        for fragment in fragments {
            let Fragment::PepNode(node) = fragment else { continue };
            found.nodes.insert(&node.name, node);
            for item in &node.items {
                found.items.insert((&node.name, item.attr("id").unwrap_or_default()), item);
            }
        }
        found
    }

    pub(super) fn node(&self, name: &str) -> Option<&'a PepNode> {
        self.nodes.get(name).copied()
    }

    pub(super) fn difference(&self, item: &Item) -> Option<Difference> {
        let name = thing::node_of(&item.payload);
        let node = self.node(name);
        match (thing::of(&item.payload)?, node) {
            (Thing::Node { .. }, None) => Some(Difference::offered(&item.key, offered(name))),
            (Thing::Node { form, affiliations }, Some(node)) => {
                node_difference(item, &Settings::of(form), affiliations, node)
            }
            (Thing::Item(_) | Thing::Subscription(_), None) => Some(Difference::missing(&item.key)),
            (Thing::Item(wanted), Some(_)) => self.item_difference(item, name, wanted),
            (Thing::Subscription(wanted), Some(node)) => {
                let mut there = node.subscriptions.iter().flat_map(Element::children);
                let is_there = there.any(|entry| entry.attr("jid") == wanted.attr("jid"));
                (!is_there).then(|| Difference::missing(&item.key))
            }
        }
    }

    /// Whether the item is there but for parts in no namespace, which are in another.
    pub(super) fn adopts(&self, item: &Item) -> bool {
        let Some(Thing::Item(wanted)) = thing::of(&item.payload) else { return false };
        let name = thing::node_of(&item.payload);
        let found = self.items.get(&(name, wanted.attr("id").unwrap_or_default()));
        let payloads = wanted.first_child().zip(found.and_then(|found| found.first_child()));
        payloads.is_some_and(|(wanted, found)| is_adopted(wanted, found, ns::PUBSUB))
    }

    fn item_difference(&self, item: &Item, name: &str, wanted: &Element) -> Option<Difference> {
        let content = |item: &Element| item.first_child().map(Element::canonical);
        match self.items.get(&(name, wanted.attr("id").unwrap_or_default())) {
            Some(found) if content(found) == content(wanted) => None,
            Some(_) if self.adopts(item) => None,
            Some(found) => Some(Difference::either(&item.key, thing::item(name, found, None))),
            // What is there is in use; more of it comes only if the person says so.
            None if policy(name) == Policy::Ask => Some(Difference::offered(&item.key, KEEP_FIRST)),
            None => Some(Difference::missing(&item.key)),
        }
    }
}

/// The choices where there is no such node.
fn offered(name: &str) -> &'static [Choice] {
    match policy(name) {
        Policy::Offer => TAKE_FIRST,
        Policy::Ask => KEEP_FIRST,
        _ => &[],
    }
}

fn node_difference(
    item: &Item,
    settings: &Settings,
    affiliations: Option<&Element>,
    node: &PepNode,
) -> Option<Difference> {
    let met = node.configure.as_ref().is_none_or(|form| settings.is_met_by(form));
    if met && missing_affiliations(affiliations, node).is_empty() {
        return None;
    }
    let is_safer = node.configure.as_ref().is_none_or(|form| settings.is_safer_than(form));
    let choices = if is_safer { TAKE_FIRST } else { KEEP_FIRST };
    // Another kind makes these nodes in the same run, and they are not its items that would be replaced.
    if policy(&node.name) == Policy::AccessOnly {
        return Some(Difference::offered(&item.key, choices));
    }
    let there = thing::affiliations(node.affiliations.as_ref());
    let there: Vec<Affiliation> =
        there.filter(|entry| entry.1 != "owner").map(|(jid, of)| (jid.to_owned(), of.to_owned())).collect();
    let found = thing::node(&node.name, &Settings::of(node.configure.as_ref()), &ordered::sorted(there));
    Some(Difference { key: item.key.clone(), found: Some(found), choices })
}

/// What others should be allowed and are not yet.
pub(super) fn missing_affiliations(wanted: Option<&Element>, node: &PepNode) -> Vec<Affiliation> {
    let prepared = |jid: &str| jid.parse::<Jid>().map_or_else(|_| jid.to_owned(), |jid| jid.to_string());
    let owned = |(jid, affiliation): (&str, &str)| (prepared(jid), affiliation.to_owned());
    let there: Set<Affiliation> = thing::affiliations(node.affiliations.as_ref()).map(owned).collect();
    thing::affiliations(wanted).map(owned).filter(|entry| !there.contains(entry)).collect()
}
