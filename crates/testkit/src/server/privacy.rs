//! Privacy lists (XEP-0016).

use std::collections::{BTreeMap, BTreeSet};

use xml::{Element, ns};

use super::Account;
use super::account::Effect;
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};

/// An account's privacy lists; the active one is that of its latest connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Privacy {
    /// The `<list/>` elements by name.
    pub lists: BTreeMap<String, Element>,
    pub default: Option<String>,
    pub active: Option<String>,
}

pub(crate) fn handle(account: &mut Account, query: &Element, is_set: bool) -> Result<Effect, Refusal> {
    let mut children = query.children();
    match (children.next(), children.next(), is_set) {
        (None, _, false) => Ok(names(&account.privacy).into()),
        (Some(list), None, false) if list.name() == "list" => one(&account.privacy, list),
        (Some(change), None, true) => set(&mut account.privacy, change),
        _ => Err(BAD_REQUEST),
    }
}

fn names(privacy: &Privacy) -> Element {
    let named = |kind: &str, name: &String| Element::new(kind, ns::PRIVACY).with_attr("name", name.as_str());
    Element::new("query", ns::PRIVACY)
        .with_children(privacy.active.iter().map(|name| named("active", name)))
        .with_children(privacy.default.iter().map(|name| named("default", name)))
        .with_children(privacy.lists.keys().map(|name| named("list", name)))
}

fn one(privacy: &Privacy, list: &Element) -> Result<Effect, Refusal> {
    let found = privacy.lists.get(list.attr("name").ok_or(BAD_REQUEST)?).ok_or(ITEM_NOT_FOUND)?;
    Ok(Element::new("query", ns::PRIVACY).with_child(found.clone()).into())
}

fn set(privacy: &mut Privacy, change: &Element) -> Result<Effect, Refusal> {
    let name = change.attr("name").map(str::to_owned);
    if let (Some(name), "default" | "active") = (&name, change.name())
        && !privacy.lists.contains_key(name)
    {
        return Err(ITEM_NOT_FOUND);
    }
    match (change.name(), name) {
        ("default", name) => privacy.default = name,
        ("active", name) => privacy.active = name,
        ("list", Some(name)) if change.is_empty() => {
            if privacy.default.as_ref() == Some(&name) || privacy.active.as_ref() == Some(&name) {
                return Err(Refusal::cancel("conflict"));
            }
            privacy.lists.remove(&name).ok_or(ITEM_NOT_FOUND)?;
        }
        ("list", Some(name)) if is_list(change) => drop(privacy.lists.insert(name, change.clone())),
        _ => return Err(BAD_REQUEST),
    }
    Ok(Effect::default())
}

/// Whether each item says what to do, and each at a place of its own (XEP-0016 §2.1).
fn is_list(list: &Element) -> bool {
    let mut orders = BTreeSet::new();
    list.children().all(|item| {
        let order = item.attr("order").and_then(|order| order.parse::<u32>().ok());
        let has_value = item.attr("type").is_none() || item.attr("value").is_some();
        let is_known = matches!(item.attr("type"), None | Some("jid" | "group" | "subscription"));
        let does = matches!(item.attr("action"), Some("allow" | "deny"));
        order.is_some_and(|order| orders.insert(order)) && has_value && is_known && does
    })
}
