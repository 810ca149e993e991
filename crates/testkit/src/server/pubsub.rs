//! The account's own publish-subscribe service (XEP-0060, XEP-0163).

use jid::BareJid;
use xml::{Element, ns};

use super::account::Effect;
use super::node::{Node, fields};
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};
use super::{Account, Knobs};

const NODE_EXISTS: Refusal = Refusal::cancel("conflict");
const PRECONDITION_NOT_MET: Refusal = Refusal::pubsub("conflict", "precondition-not-met");
const PAYLOAD_TOO_BIG: Refusal = Refusal::pubsub("not-acceptable", "payload-too-big");
/// As ejabberd before 24.12 says it.
const UNKNOWN_OPTION: Refusal = Refusal::cancel("resource-constraint");
const UNSUPPORTED: Refusal = Refusal::pubsub("feature-not-implemented", "unsupported");

pub(crate) fn handle(
    account: &mut Account,
    payload: &Element,
    is_set: bool,
    knobs: &Knobs,
) -> Result<Effect, Refusal> {
    let command = payload.first_child().ok_or(BAD_REQUEST)?;
    let name = command.attr("node").ok_or(BAD_REQUEST)?;
    let is_owner = payload.ns() == ns::PUBSUB_OWNER;
    match (command.name(), is_owner, is_set) {
        ("publish", false, true) => return publish(account, name, payload, command, knobs),
        ("create", false, true) => return create(account, name, payload, knobs),
        ("delete", true, true) => {
            account.nodes.remove(name).ok_or(ITEM_NOT_FOUND)?;
            return Ok(Effect::default());
        }
        _ => {}
    }
    let bare = account.bare.clone();
    let node = account.nodes.get_mut(name).ok_or(ITEM_NOT_FOUND)?;
    match (command.name(), is_owner, is_set) {
        ("items", false, false) => items(node, name, payload, knobs),
        ("retract", false, true) => retract(node, command),
        ("configure", true, false) => Ok(owned("configure", name, [node.form(knobs)])),
        ("configure", true, true) => node.configure(command, knobs).map(|()| Effect::default()),
        ("affiliations", true, false) => Ok(affiliations(node, name, &bare)),
        ("affiliations", true, true) => affiliate(node, command, &bare),
        ("subscriptions", true, false) if knobs.tells_subscriptions => Ok(subscriptions(node, name)),
        _ => Err(UNSUPPORTED),
    }
}

fn items(node: &Node, name: &str, payload: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    let command = payload.first_child().ok_or(BAD_REQUEST)?;
    let wanted: Vec<&str> = command.children().filter_map(|item| item.attr("id")).collect();
    let items = node.items.iter().filter(|(id, _)| wanted.is_empty() || wanted.contains(&id.as_str()));
    let mut items: Vec<Element> = items
        .map(|(id, payload)| {
            Element::new("item", ns::PUBSUB).with_attr("id", id.as_str()).with_child(payload.clone())
        })
        .collect();
    let set = knobs.items_page.filter(|_| wanted.is_empty()).map(|size| page(&mut items, payload, size));
    let items = Element::new("items", ns::PUBSUB).with_attr("node", name).with_children(items);
    Ok(Element::new("pubsub", ns::PUBSUB).with_child(items).with_children(set.transpose()?).into())
}

/// Cuts out the page that is asked for; its marks say nothing to anybody else.
fn page(items: &mut Vec<Element>, payload: &Element, size: usize) -> Result<Element, Refusal> {
    let after = payload.child("set", ns::RSM).and_then(|set| set.child_text("after", ns::RSM));
    let from = match after {
        Some(mark) => {
            mark.strip_prefix("mark ").and_then(|at| at.parse::<usize>().ok()).ok_or(BAD_REQUEST)?
        }
        None => 0,
    };
    let count = items.len();
    *items = items.drain(..).skip(from).take(size).collect();
    let child = |name: &str, text: String| Element::new(name, ns::RSM).with_text(text);
    let mut set = Element::new("set", ns::RSM).with_child(child("count", count.to_string()));
    if !items.is_empty() {
        set.push(child("first", format!("mark {}", from + 1)));
        set.push(child("last", format!("mark {}", from + items.len())));
    }
    Ok(set)
}

fn publish(
    account: &mut Account,
    name: &str,
    payload: &Element,
    command: &Element,
    knobs: &Knobs,
) -> Result<Effect, Refusal> {
    let mut items = command.children().filter(|item| item.is("item", ns::PUBSUB));
    let (Some(item), None) = (items.next(), items.next()) else { return Err(BAD_REQUEST) };
    let content = item.first_child().ok_or(Refusal::pubsub("bad-request", "payload-required"))?;
    if knobs.max_payload.is_some_and(|most| content.to_xml().len() > most) {
        return Err(PAYLOAD_TOO_BIG);
    }
    let options = payload.child("publish-options", ns::PUBSUB);
    let asked = options.map(fields).transpose()?.unwrap_or_default();
    if let Some(known) = &knobs.publish_options
        && asked.iter().any(|(var, _)| !known.contains(var))
    {
        return Err(UNKNOWN_OPTION);
    }
    let node = match account.nodes.get_mut(name) {
        Some(node) if node.meets(&asked) => node,
        Some(_) => return Err(PRECONDITION_NOT_MET),
        None => {
            let mut node = Node::with(&[]);
            options.map(|options| node.configure(options, knobs)).transpose()?;
            account.nodes.entry(name.to_owned()).or_insert(node)
        }
    };
    let id = item.attr("id").map_or_else(|| format!("item-{}", node.items.len()), str::to_owned);
    node.publish(id.clone(), content.clone(), knobs);
    let published = Element::new("publish", ns::PUBSUB)
        .with_attr("node", name)
        .with_child(Element::new("item", ns::PUBSUB).with_attr("id", id));
    Ok(Element::new("pubsub", ns::PUBSUB).with_child(published).into())
}

fn retract(node: &mut Node, command: &Element) -> Result<Effect, Refusal> {
    let id = command.first_child().and_then(|item| item.attr("id")).ok_or(BAD_REQUEST)?;
    let before = node.items.len();
    node.items.retain(|(found, _)| found != id);
    if node.items.len() == before { Err(ITEM_NOT_FOUND) } else { Ok(Effect::default()) }
}

fn create(account: &mut Account, name: &str, payload: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    if account.nodes.contains_key(name) {
        return Err(NODE_EXISTS);
    }
    let mut node = Node::with(&[]);
    if let Some(configure) = payload.child("configure", ns::PUBSUB) {
        node.configure(configure, knobs)?;
    }
    account.nodes.insert(name.to_owned(), node);
    Ok(Effect::default())
}

/// The list holds the owner too, as ejabberd's does.
fn affiliations(node: &Node, name: &str, bare: &str) -> Effect {
    let owner = (bare, "owner");
    let others = node.affiliations.iter().map(|(jid, affiliation)| (jid.as_str(), affiliation.as_str()));
    let entries = std::iter::once(owner).chain(others).map(|(jid, affiliation)| {
        Element::new("affiliation", ns::PUBSUB_OWNER)
            .with_attr("jid", jid)
            .with_attr("affiliation", affiliation)
    });
    owned("affiliations", name, entries)
}

fn affiliate(node: &mut Node, command: &Element, bare: &str) -> Result<Effect, Refusal> {
    let mut changed = node.affiliations.clone();
    for entry in command.children() {
        let jid: BareJid = entry.attr("jid").and_then(|jid| jid.parse().ok()).ok_or(BAD_REQUEST)?;
        match entry.attr("affiliation") {
            // There is one owner, and it stays so.
            Some("owner") if jid.to_string() == bare => {}
            Some("none") => drop(changed.remove(&jid.to_string())),
            Some(known @ ("member" | "publisher" | "publish-only" | "outcast")) => {
                changed.insert(jid.to_string(), known.to_owned());
            }
            _ => return Err(BAD_REQUEST),
        }
    }
    node.affiliations = changed;
    Ok(Effect::default())
}

fn subscriptions(node: &Node, name: &str) -> Effect {
    let entries = node.subscriptions.iter().map(|(jid, subscription)| {
        Element::new("subscription", ns::PUBSUB_OWNER)
            .with_attr("jid", jid.as_str())
            .with_attr("subscription", subscription.as_str())
    });
    owned("subscriptions", name, entries)
}

fn owned(list: &str, name: &str, entries: impl IntoIterator<Item = Element>) -> Effect {
    let list = Element::new(list, ns::PUBSUB_OWNER).with_attr("node", name).with_children(entries);
    Element::new("pubsub", ns::PUBSUB_OWNER).with_child(list).into()
}
