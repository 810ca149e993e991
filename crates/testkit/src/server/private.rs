//! Private XML storage (XEP-0049).

use xml::{Element, ns};

use super::Account;
use super::refusal::{BAD_REQUEST, Refusal};

pub(crate) fn handle(account: &mut Account, query: &Element, is_set: bool) -> Result<Element, Refusal> {
    let mut children = query.children();
    let (Some(child), None) = (children.next(), children.next()) else { return Err(BAD_REQUEST) };
    let key = (child.name().to_owned(), child.ns().to_owned());
    let answer = Element::new("query", ns::PRIVATE);
    if !is_set {
        // What is unknown comes back as it was asked for: empty.
        return Ok(answer.with_child(account.private.get(&key).unwrap_or(child).clone()));
    }
    match child.is_empty() {
        true => drop(account.private.remove(&key)),
        false => drop(account.private.insert(key, child.clone())),
    }
    Ok(answer)
}
