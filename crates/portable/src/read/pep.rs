//! The nodes of one user, put together from wherever the file speaks of them.

use ordered::{Map, Set};

use xml::{Element, ns};

use crate::fragment::PepNode;
use crate::id;
use crate::note::{Notes, Part, Reason};

/// Nodes in the order first seen, bounded by the size of their XML.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    nodes: Vec<PepNode>,
    by_name: Map<String, usize>,
    size: u64,
}

impl Nodes {
    /// Takes one child of a `<pubsub/>`, `size` bytes long.
    pub(super) fn take(&mut self, element: Element, size: u64, limit: u64, notes: &mut Notes) {
        if self.size + size > limit {
            let item = element.attr("node").unwrap_or(element.name());
            notes.left_out(Part::Pep, item, Reason::TooLarge(limit));
            return;
        }
        self.size += size;
        let Some(name) = element.attr("node").map(str::to_owned) else {
            notes.left_out(Part::Pep, element.name(), Reason::Missing("node"));
            return;
        };
        let mut found = PepNode::new(name.clone());
        match element.name() {
            "configure" => found.configure = element.child("x", ns::DATA_FORM).cloned(),
            "affiliations" => found.affiliations = Some(to_owner(element)),
            "subscriptions" => found.subscriptions = Some(subscriptions(element)),
            _ => {
                for child in element.into_children() {
                    match child.name() {
                        "item" => found.items.push(to_pubsub(child)),
                        other => notes.left_out(Part::Pep, format!("{name}: {other}"), Reason::Unexpected),
                    }
                }
            }
        }
        let index = *self.by_name.entry(name.clone()).or_insert(self.nodes.len());
        match self.nodes.get_mut(index) {
            Some(node) => {
                if node.merge(found) {
                    notes.left_out(Part::Pep, name, Reason::Repeated);
                }
            }
            None => self.nodes.push(found),
        }
    }

    /// The nodes of the user that ends here.
    pub(super) fn drain(&mut self, notes: &mut Notes) -> Vec<PepNode> {
        let mut nodes = std::mem::take(self).nodes;
        for node in &mut nodes {
            give_ids(node, notes);
        }
        nodes
    }
}

/// Gives every item that has none an id made from its content.
pub(crate) fn give_ids(node: &mut PepNode, notes: &mut Notes) {
    if node.items.iter().all(|item| item.attr("id").is_some_and(|id| !id.is_empty())) {
        return;
    }
    let mut taken: Set<String> =
        node.items.iter().filter_map(|item| item.attr("id").map(str::to_owned)).collect();
    for item in &mut node.items {
        if item.attr("id").is_none_or(str::is_empty) {
            let id = id::invent(item, &taken);
            notes.changed(Part::Pep, format!("{}: {id}", node.name), Reason::IdInvented);
            item.set_attr("id", id.clone());
            taken.insert(id);
        }
    }
}

/// Prosody writes the state under another name than XEP-0060 §8.8.1 does.
fn subscriptions(element: Element) -> Element {
    let mut element = to_owner(element);
    for subscription in element.children_mut().filter(|child| child.attr("subscription").is_none()) {
        if let Some(state) = subscription.remove_attr("subscribed") {
            subscription.set_attr("subscription", state);
        }
    }
    element
}

fn to_owner(element: Element) -> Element {
    element.map_ns(&|ns| (ns == ns::PUBSUB).then_some(ns::PUBSUB_OWNER))
}

/// Only the item itself: its payload stays as it is.
fn to_pubsub(item: Element) -> Element {
    item.with_ns(ns::PUBSUB)
}
