//! The blocking command (XEP-0191).

use xml::{Element, ns};

use super::Account;
use super::account::Effect;
use super::refusal::{BAD_REQUEST, Refusal};

pub(crate) fn list(account: &Account) -> Element {
    let items =
        account.blocked.iter().map(|jid| Element::new("item", ns::BLOCKING).with_attr("jid", jid.as_str()));
    Element::new("blocklist", ns::BLOCKING).with_children(items)
}

pub(crate) fn change(account: &mut Account, payload: &Element) -> Result<Effect, Refusal> {
    let jids: Vec<&str> = payload.children().filter_map(|item| item.attr("jid")).collect();
    match (payload.name(), jids.is_empty()) {
        ("block", true) => return Err(BAD_REQUEST),
        ("block", false) => account.blocked.extend(jids.into_iter().map(str::to_owned)),
        (_, true) => account.blocked.clear(),
        (_, false) => account.blocked.retain(|jid| !jids.contains(&jid.as_str())),
    }
    Ok(Effect { push: Some(payload.clone()), ..Effect::default() })
}
