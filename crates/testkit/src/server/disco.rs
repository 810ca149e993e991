//! Service discovery (XEP-0030).

use xml::{Element, ns};

use super::account::{Effect, Request};
use super::refusal::{Refusal, SERVICE_UNAVAILABLE};
use super::{Account, Knobs};

pub(crate) fn server(request: &Request<'_>, knobs: &Knobs) -> Result<Effect, Refusal> {
    match (request.payload.ns(), request.is_set) {
        (ns::DISCO_INFO, false) => {
            Ok(info(("server", "im"), Some("Memory server"), &knobs.server_features).into())
        }
        (ns::DISCO_ITEMS, false) => Ok(Element::new("query", ns::DISCO_ITEMS).into()),
        _ => Err(SERVICE_UNAVAILABLE),
    }
}

pub(crate) fn account(knobs: &Knobs) -> Element {
    let pep =
        Element::new("identity", ns::DISCO_INFO).with_attr("category", "pubsub").with_attr("type", "pep");
    info(("account", "registered"), None, &knobs.account_features).with_child(pep)
}

pub(crate) fn nodes(account: &Account) -> Element {
    let item = |node: &String| {
        Element::new("item", ns::DISCO_ITEMS)
            .with_attr("jid", account.bare.as_str())
            .with_attr("node", node.as_str())
    };
    Element::new("query", ns::DISCO_ITEMS).with_children(account.nodes.keys().map(item))
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
