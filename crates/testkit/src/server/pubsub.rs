//! The account's own publish-subscribe service (XEP-0060, XEP-0163).

use std::collections::BTreeMap;

use xml::{Element, ns};

use super::Account;
use super::account::{Effect, Node};
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};

const NODE_EXISTS: Refusal = Refusal::cancel("conflict");
const PRECONDITION_NOT_MET: Refusal = Refusal::pubsub("conflict", "precondition-not-met");

pub(crate) fn handle(
    account: &mut Account,
    payload: &Element,
    command: &Element,
    is_set: bool,
) -> Result<Effect, Refusal> {
    let name = command.attr("node").ok_or(BAD_REQUEST)?.to_owned();
    let is_owner = payload.ns() == ns::PUBSUB_OWNER;
    match (command.name(), is_owner, is_set) {
        ("items", false, false) => items(account, &name, command),
        ("publish", false, true) => publish(account, name, payload, command),
        ("retract", false, true) => retract(account, &name, command),
        ("create", false, true) => create(account, name, payload),
        ("configure", true, false) => configuration(account, &name),
        ("configure", true, true) => configure(account, &name, command),
        ("delete", true, true) => {
            account.nodes.remove(&name).ok_or(ITEM_NOT_FOUND)?;
            Ok(Effect::default())
        }
        _ => Err(Refusal::pubsub("feature-not-implemented", "unsupported")),
    }
}

/// What a node is like that nobody configured.
pub(crate) fn default_configuration() -> BTreeMap<String, String> {
    [
        ("pubsub#access_model", "presence"),
        ("pubsub#max_items", "1"),
        ("pubsub#notify_retract", "1"),
        ("pubsub#persist_items", "1"),
        ("pubsub#publish_model", "publishers"),
        ("pubsub#send_last_published_item", "on_sub_and_presence"),
    ]
    .map(|(field, value)| (field.to_owned(), value.to_owned()))
    .into()
}

fn items(account: &Account, name: &str, command: &Element) -> Result<Effect, Refusal> {
    let node = account.nodes.get(name).ok_or(ITEM_NOT_FOUND)?;
    let wanted: Vec<&str> = command.children().filter_map(|item| item.attr("id")).collect();
    let items = node.items.iter().filter(|(id, _)| wanted.is_empty() || wanted.contains(&id.as_str()));
    let items = items.map(|(id, payload)| {
        Element::new("item", ns::PUBSUB).with_attr("id", id.as_str()).with_child(payload.clone())
    });
    let items = Element::new("items", ns::PUBSUB).with_attr("node", name).with_children(items);
    Ok(Element::new("pubsub", ns::PUBSUB).with_child(items).into())
}

fn publish(
    account: &mut Account,
    name: String,
    payload: &Element,
    command: &Element,
) -> Result<Effect, Refusal> {
    let mut items = command.children().filter(|item| item.is("item", ns::PUBSUB));
    let (Some(item), None) = (items.next(), items.next()) else { return Err(BAD_REQUEST) };
    let content = item.first_child().ok_or(Refusal::pubsub("bad-request", "payload-required"))?;
    let options = payload.child("publish-options", ns::PUBSUB).map(fields).transpose()?.unwrap_or_default();
    let node = match account.nodes.get_mut(&name) {
        Some(node) if meets(node, &options) => node,
        Some(_) => return Err(PRECONDITION_NOT_MET),
        None => {
            let mut node = Node { configuration: default_configuration(), items: Vec::new() };
            apply(&mut node, options)?;
            account.nodes.entry(name.clone()).or_insert(node)
        }
    };
    let id = item.attr("id").map_or_else(|| format!("item-{}", node.items.len()), str::to_owned);
    node.items.retain(|(found, _)| *found != id);
    node.items.push((id.clone(), content.clone()));
    trim(node);
    let published = Element::new("publish", ns::PUBSUB)
        .with_attr("node", name)
        .with_child(Element::new("item", ns::PUBSUB).with_attr("id", id));
    Ok(Element::new("pubsub", ns::PUBSUB).with_child(published).into())
}

fn retract(account: &mut Account, name: &str, command: &Element) -> Result<Effect, Refusal> {
    let node = account.nodes.get_mut(name).ok_or(ITEM_NOT_FOUND)?;
    let id = command.first_child().and_then(|item| item.attr("id")).ok_or(BAD_REQUEST)?;
    let before = node.items.len();
    node.items.retain(|(found, _)| found != id);
    if node.items.len() == before { Err(ITEM_NOT_FOUND) } else { Ok(Effect::default()) }
}

fn create(account: &mut Account, name: String, payload: &Element) -> Result<Effect, Refusal> {
    if account.nodes.contains_key(&name) {
        return Err(NODE_EXISTS);
    }
    let mut node = Node { configuration: default_configuration(), items: Vec::new() };
    if let Some(configure) = payload.child("configure", ns::PUBSUB) {
        apply(&mut node, fields(configure)?)?;
    }
    account.nodes.insert(name, node);
    Ok(Effect::default())
}

fn configuration(account: &Account, name: &str) -> Result<Effect, Refusal> {
    let node = account.nodes.get(name).ok_or(ITEM_NOT_FOUND)?;
    let form = Element::new("x", ns::DATA_FORM)
        .with_attr("type", "form")
        .with_child(field("FORM_TYPE", ns::PUBSUB_NODE_CONFIG).with_attr("type", "hidden"))
        .with_children(node.configuration.iter().map(|(var, value)| field(var, value)));
    let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", name).with_child(form);
    Ok(Element::new("pubsub", ns::PUBSUB_OWNER).with_child(configure).into())
}

fn configure(account: &mut Account, name: &str, command: &Element) -> Result<Effect, Refusal> {
    let node = account.nodes.get_mut(name).ok_or(ITEM_NOT_FOUND)?;
    apply(node, fields(command)?)?;
    trim(node);
    Ok(Effect::default())
}

/// Whether the node is already what the options of a publish ask for (XEP-0060 §7.1.5).
fn meets(node: &Node, options: &[(String, String)]) -> bool {
    let plain = |value: &str| match value {
        "true" => "1".to_owned(),
        "false" => "0".to_owned(),
        value => value.to_owned(),
    };
    options
        .iter()
        .all(|(var, value)| node.configuration.get(var).is_some_and(|found| plain(found) == plain(value)))
}

fn apply(node: &mut Node, fields: Vec<(String, String)>) -> Result<(), Refusal> {
    for (var, value) in fields {
        if !var.starts_with("pubsub#") {
            return Err(BAD_REQUEST);
        }
        node.configuration.insert(var, value);
    }
    Ok(())
}

/// Forgets what is more than the node may hold, the oldest first.
fn trim(node: &mut Node) {
    let most = node.configuration.get("pubsub#max_items").and_then(|most| most.parse().ok());
    let surplus = node.items.len().saturating_sub(most.unwrap_or(usize::MAX));
    node.items.drain(..surplus);
}

/// The fields of the form inside `parent`, without its type.
fn fields(parent: &Element) -> Result<Vec<(String, String)>, Refusal> {
    let form = parent.child("x", ns::DATA_FORM).ok_or(BAD_REQUEST)?;
    let fields = form.children().filter(|field| field.is("field", ns::DATA_FORM));
    let fields = fields.filter_map(|field| {
        Some((field.attr("var")?.to_owned(), field.child_text("value", ns::DATA_FORM).unwrap_or_default()))
    });
    Ok(fields.filter(|(var, _)| var != "FORM_TYPE").collect())
}

fn field(var: &str, value: &str) -> Element {
    let value = Element::new("value", ns::DATA_FORM).with_text(value);
    Element::new("field", ns::DATA_FORM).with_attr("var", var).with_child(value)
}
