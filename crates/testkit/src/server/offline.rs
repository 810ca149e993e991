//! Messages that wait for a client (XEP-0013).

use xml::{Element, ns};

use super::Account;
use super::account::Effect;
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};

/// A message that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub node: String,
    pub message: Element,
}

impl Account {
    /// Lets a message wait; it names its sender.
    pub fn leave_message(&mut self, message: Element) {
        let node = format!("offline-{:04}", self.offline.len());
        self.offline.push(Waiting { node, message });
    }

    /// Hands out what waits, as to a client that has become available: it is then gone.
    pub(crate) fn flush_offline(&mut self) -> Vec<Element> {
        std::mem::take(&mut self.offline).into_iter().map(|waiting| waiting.message).collect()
    }
}

pub(crate) fn count(account: &Account) -> Element {
    let form = session::form::submit(
        ns::OFFLINE,
        [("number_of_messages", account.offline.len().to_string().as_str())],
    );
    Element::new("query", ns::DISCO_INFO)
        .with_attr("node", ns::OFFLINE)
        .with_child(
            Element::new("identity", ns::DISCO_INFO)
                .with_attr("category", "automation")
                .with_attr("type", "message-list"),
        )
        .with_child(Element::new("feature", ns::DISCO_INFO).with_attr("var", ns::OFFLINE))
        .with_child(form.with_attr("type", "result"))
}

pub(crate) fn headers(account: &Account) -> Element {
    let headers = account.offline.iter().map(|waiting| {
        Element::new("item", ns::DISCO_ITEMS)
            .with_attr("jid", account.bare.as_str())
            .with_attr("node", waiting.node.as_str())
            .with_attr_opt("name", waiting.message.attr("from"))
    });
    Element::new("query", ns::DISCO_ITEMS).with_attr("node", ns::OFFLINE).with_children(headers)
}

pub(crate) fn handle(account: &mut Account, request: &Element, is_set: bool) -> Result<Effect, Refusal> {
    let mut ahead = Vec::new();
    for command in request.children() {
        let node = command.attr("node");
        let at = account.offline.iter().position(|waiting| Some(waiting.node.as_str()) == node);
        match (command.name(), command.attr("action"), is_set, at) {
            ("item", Some("view"), false, Some(at)) => ahead.push(named(&account.offline[at])),
            ("item", Some("remove"), true, Some(at)) => drop(account.offline.remove(at)),
            ("item", _, _, None) => return Err(ITEM_NOT_FOUND),
            ("fetch", _, false, _) => ahead.extend(account.offline.iter().map(named)),
            ("purge", _, true, _) => account.offline.clear(),
            _ => return Err(BAD_REQUEST),
        }
    }
    Ok(Effect { ahead, ..Effect::default() })
}

fn named(waiting: &Waiting) -> Element {
    let item = Element::new("item", ns::OFFLINE).with_attr("node", waiting.node.as_str());
    waiting.message.clone().with_child(Element::new("offline", ns::OFFLINE).with_child(item))
}
