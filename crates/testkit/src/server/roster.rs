//! The roster (RFC 6121 §2), as strict as the strictest of the servers in use.

use jid::Jid;
use xml::{Element, ns};

use super::account::{Effect, RosterItem};
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};
use super::{Account, Knobs};

pub(crate) fn query(account: &Account) -> Element {
    let items = account.roster.iter().map(|(jid, item)| to_element(jid, item));
    Element::new("query", ns::ROSTER).with_children(items)
}

pub(crate) fn change(account: &mut Account, query: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    let mut items = query.children();
    let (Some(item), None) = (items.next(), items.next()) else { return Err(BAD_REQUEST) };
    let jid: Jid = item.attr("jid").and_then(|jid| jid.parse().ok()).ok_or(BAD_REQUEST)?;
    let key = jid.to_string();
    if jid.bare().to_string() == account.bare {
        return Err(Refusal::cancel("not-allowed"));
    }
    if jid.resource().is_some() && knobs.refuses_full_jids {
        return Err(BAD_REQUEST);
    }
    let found = account.roster.get(&key);
    if found.is_some_and(|item| item.is_shared) {
        return Err(Refusal::cancel("not-allowed"));
    }
    if item.attr("subscription") == Some("remove") {
        account.roster.remove(&key).ok_or(ITEM_NOT_FOUND)?;
        return Ok(Effect { push: Some(query.clone()), ..Effect::default() });
    }
    let names: Vec<String> =
        item.children().filter(|child| child.is("group", ns::ROSTER)).map(Element::text).collect();
    let changed = RosterItem {
        name: item.attr("name").filter(|name| !name.is_empty()).map(str::to_owned),
        groups: names.iter().cloned().collect(),
        // What a client says about it is ignored (RFC 6121 §2.1.2.5).
        subscription: found.map(|item| item.subscription.clone()).unwrap_or_default(),
        ask: found.is_some_and(|item| item.ask),
        is_shared: false,
    };
    if changed.groups.len() != names.len() || changed.groups.contains("") {
        return Err(BAD_REQUEST);
    }
    let push = item_query(&key, &changed);
    // As servers do: what was stored for the item goes with the item.
    account.pre_approved.remove(&key);
    if knobs.pre_approves && matches!(item.attr("approved"), Some("true" | "1")) {
        account.pre_approved.insert(key.clone());
    }
    account.roster.insert(key, changed);
    Ok(Effect { push: Some(push), ..Effect::default() })
}

/// The payload of a push.
pub(crate) fn item_query(jid: &str, item: &RosterItem) -> Element {
    Element::new("query", ns::ROSTER).with_child(to_element(jid, item))
}

fn to_element(jid: &str, item: &RosterItem) -> Element {
    let subscription = match item.subscription.as_str() {
        "" => "none",
        subscription => subscription,
    };
    let groups = item.groups.iter().map(|group| Element::new("group", ns::ROSTER).with_text(group.as_str()));
    Element::new("item", ns::ROSTER)
        .with_attr("jid", jid)
        .with_attr_opt("name", item.name.clone())
        .with_attr("subscription", subscription)
        .with_attr_opt("ask", item.ask.then_some("subscribe"))
        .with_children(groups)
}
