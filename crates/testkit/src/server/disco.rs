//! Service discovery (XEP-0030).

use xml::{Element, ns};

use super::account::{Effect, Request};
use super::refusal::{ITEM_NOT_FOUND, Refusal, SERVICE_UNAVAILABLE};
use super::{Account, Knobs, offline};

pub(crate) fn server(request: &Request<'_>, knobs: &Knobs) -> Result<Effect, Refusal> {
    match (request.payload.ns(), request.is_set) {
        (ns::DISCO_INFO, false) => {
            Ok(info(("server", "im"), Some(&knobs.software), &knobs.server_features).into())
        }
        (ns::DISCO_ITEMS, false) => Ok(Element::new("query", ns::DISCO_ITEMS).into()),
        _ => Err(SERVICE_UNAVAILABLE),
    }
}

pub(crate) fn account(account: &Account, query: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    match query.attr("node") {
        None => {
            let pep = Element::new("identity", ns::DISCO_INFO)
                .with_attr("category", "pubsub")
                .with_attr("type", "pep");
            Ok(info(("account", "registered"), None, &knobs.account_features).with_child(pep).into())
        }
        Some(ns::OFFLINE) if knobs.serves(ns::OFFLINE) => Ok(offline::count(account).into()),
        Some(_) => Err(ITEM_NOT_FOUND),
    }
}

/// The nodes of an account, or the items of one of them (XEP-0060 §5.2, §5.5).
pub(crate) fn items(account: &Account, query: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    let item = |key: &str, value: &String| {
        Element::new("item", ns::DISCO_ITEMS)
            .with_attr("jid", account.bare.as_str())
            .with_attr(key, value.as_str())
    };
    let items: Vec<Element> = match query.attr("node") {
        None => account.nodes.keys().map(|node| item("node", node)).collect(),
        Some(ns::OFFLINE) if knobs.serves(ns::OFFLINE) => return Ok(offline::headers(account).into()),
        Some(node) => {
            let node = account.nodes.get(node).ok_or(ITEM_NOT_FOUND)?;
            node.items.iter().map(|(id, _)| item("name", id)).collect()
        }
    };
    let answer = Element::new("query", ns::DISCO_ITEMS).with_attr_opt("node", query.attr("node"));
    Ok(answer.with_children(items).into())
}

fn info((category, kind): (&str, &str), name: Option<&str>, features: &[String]) -> Element {
    let identity = Element::new("identity", ns::DISCO_INFO)
        .with_attr("category", category)
        .with_attr("type", kind)
        .with_attr_opt("name", name);
    let features =
        features.iter().map(|var| Element::new("feature", ns::DISCO_INFO).with_attr("var", var.as_str()));
    Element::new("query", ns::DISCO_INFO).with_child(identity).with_children(features)
}
