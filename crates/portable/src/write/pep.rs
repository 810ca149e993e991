//! The two `<pubsub/>` elements (XEP-0227 §4.8).

use ordered::Map;
use std::fmt;

use xml::{Element, ns};

use super::{form, write_around};
use crate::fragment::PepNode;
use crate::note::{Notes, Part, Reason};
use crate::read::pep::give_ids;

#[derive(Debug, Default)]
pub(super) struct Nodes {
    nodes: Vec<PepNode>,
    by_name: Map<String, usize>,
}

impl Nodes {
    /// Adds a node, or what another fragment knows about the same.
    pub(super) fn push(&mut self, node: PepNode, notes: &mut Notes) {
        match self.by_name.get(&node.name).and_then(|index| self.nodes.get_mut(*index)) {
            Some(known) => {
                let name = node.name.clone();
                if known.merge(node) {
                    notes.left_out(Part::Pep, name, Reason::Repeated);
                }
            }
            None => {
                self.by_name.insert(node.name.clone(), self.nodes.len());
                self.nodes.push(node);
            }
        }
    }

    /// Writes both elements, even empty: Prosody answers an error without.
    pub(super) fn write(&mut self, out: &mut impl fmt::Write, notes: &mut Notes) -> fmt::Result {
        Element::new("pubsub", ns::PUBSUB_OWNER).write_start_to(out, ns::PIE)?;
        for node in &self.nodes {
            for element in owner_elements(node, notes) {
                element.write_to(out, ns::PUBSUB_OWNER)?;
            }
        }
        out.write_str("</pubsub>")?;

        // Every node has its `items`: Prosody's migrator stops at one without.
        let mut items = Vec::new();
        for node in &mut self.nodes {
            check_items(node, notes);
            let children = std::mem::take(&mut node.items);
            let element = Element::new("items", ns::PUBSUB).with_attr("node", node.name.clone());
            items.push(element.with_children(children));
        }
        write_around(out, &Element::new("pubsub", ns::PUBSUB), &items)
    }
}

fn owner_elements(node: &PepNode, notes: &mut Notes) -> Vec<Element> {
    let form = match &node.configure {
        Some(form) => form::submitted(form, &node.name, notes),
        None => {
            notes.changed(Part::Pep, node.name.clone(), Reason::NoConfiguration);
            form::minimal(&node.name)
        }
    };
    let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", node.name.clone());
    let mut elements = vec![configure.with_child(form)];
    for element in [&node.affiliations, &node.subscriptions].into_iter().flatten() {
        let mut element = element.clone();
        element.set_attr("node", node.name.clone());
        elements.push(element);
    }
    let has_options = |element: &Element| element.children().any(|child| child.first_child().is_some());
    if node.subscriptions.as_ref().is_some_and(has_options) {
        notes.kept(Part::Pep, node.name.clone(), Reason::SubscriptionOptions);
    }
    elements
}

/// Leaves every item with an id of its own and exactly one payload.
fn check_items(node: &mut PepNode, notes: &mut Notes) {
    let name = &node.name;
    let label = |item: &Element| format!("{name}: {}", item.attr("id").unwrap_or("item"));
    node.items.retain_mut(|item| {
        match item.children().count() {
            1 => {}
            0 => {
                notes.left_out(Part::Pep, label(item), Reason::NoPayload);
                return false;
            }
            _ => {
                notes.changed(Part::Pep, label(item), Reason::SeveralPayloads);
                let mut first = true;
                item.retain_children(|_| std::mem::take(&mut first));
            }
        }
        if !item.is_text_blank() {
            notes.changed(Part::Pep, label(item), Reason::StrayText);
            let payload = item.first_child().cloned();
            item.clear();
            payload.into_iter().for_each(|payload| item.push(payload));
        }
        true
    });
    give_ids(node, notes);
    leave_last_of_each_id(node, notes);
}

/// A later item replaces one with the same id (XEP-0060 §7.1.2).
fn leave_last_of_each_id(node: &mut PepNode, notes: &mut Notes) {
    let mut left: Map<String, usize> = Map::new();
    for item in &node.items {
        *left.entry(item.attr("id").unwrap_or_default().to_owned()).or_default() += 1;
    }
    node.items.retain(|item| {
        let id = item.attr("id").unwrap_or_default();
        let count = left.get_mut(id).map_or(0, |count| {
            *count -= 1;
            *count
        });
        if count > 0 {
            notes.left_out(Part::Pep, format!("{}: {id}", node.name), Reason::IdRepeated);
        }
        count == 0
    });
}
