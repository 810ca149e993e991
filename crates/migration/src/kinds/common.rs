//! What several kinds do alike.

use futures_util::StreamExt;
use futures_util::stream;
use portable::Fragment;
use session::RequestError;
use xml::{Element, ns};

use crate::digest::Digest;
use crate::kind::{Choice, Fate, Item, Log, Write};
use crate::{Account, Problem, Reason};

/// What may be chosen where the destination's value is as good.
pub(super) const KEEP_FIRST: &[Choice] = &[Choice::Keep, Choice::Take];
/// What may be chosen where the origin's value is better.
pub(super) const TAKE_FIRST: &[Choice] = &[Choice::Take, Choice::Keep];

/// Tasks of a kind that are under way at once: as many requests as a session has out at most.
/// To begin thousands in one go would keep everybody else waiting.
const AT_ONCE: usize = 256;

/// Does all of it side by side; what came of each, in that order.
pub(super) async fn side_by_side<F: Future>(tasks: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    stream::iter(tasks).buffered(AT_ONCE).collect().await
}

/// Nothing there, or nothing of the sort, is no problem when reading.
pub(super) fn present<T>(answer: Result<T, RequestError>) -> Result<Option<T>, Problem> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_absent() || error.is_unsupported() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The items of the node `name`, in their order.
pub(super) fn node_items<'a>(
    fragments: &'a [Fragment],
    name: &'a str,
) -> impl DoubleEndedIterator<Item = &'a Element> {
    fragments
        .iter()
        .filter_map(move |fragment| match fragment {
            Fragment::PepNode(node) if node.name == name => Some(&node.items),
            _ => None,
        })
        .flatten()
}

/// Whether any part is in no namespace at all.
pub(super) fn has_no_namespace(element: &Element) -> bool {
    element.ns().is_empty() || element.children().any(has_no_namespace)
}

/// Whether `found` is `wanted` from a server that forgets `xmlns=''`, as ejabberd
/// does: what was in no namespace is in that of its parent, at last in `outer`.
pub(super) fn is_adopted(wanted: &Element, found: &Element, outer: &str) -> bool {
    has_no_namespace(wanted) && adopted(wanted, outer).canonical() == found.canonical()
}

fn adopted(element: &Element, outer: &str) -> Element {
    let mut element = element.clone();
    if element.ns().is_empty() {
        element = element.with_ns(outer);
    }
    let outer = element.ns().to_owned();
    for child in element.children_mut() {
        *child = adopted(child, &outer);
    }
    element
}

/// Writes each item by a request of its own, `wrap` around its payload. The
/// session decides how many are under way.
pub(super) async fn write_each(
    writes: &[Write],
    to: &Account,
    log: &dyn Log,
    wrap: fn(Element) -> Element,
) -> Result<(), Problem> {
    each(writes, log, async |payload| to.set(wrap(payload)).await).await
}

/// The same of many items, which are held back for whatever else is written beside them.
pub(super) async fn write_many(
    writes: &[Write],
    to: &Account,
    log: &dyn Log,
    wrap: fn(Element) -> Element,
) -> Result<(), Problem> {
    each(writes, log, async |payload| to.set_one_of_many(wrap(payload)).await).await
}

async fn each(
    writes: &[Write],
    log: &dyn Log,
    set: impl AsyncFn(Element) -> Result<(), RequestError>,
) -> Result<(), Problem> {
    side_by_side(writes.iter().map(async |write| {
        log.wrote(&write.key, set(write.payload.clone()).await.map_err(Problem::from));
    }))
    .await;
    Ok(())
}

/// A message that came to us in place of another app: shown with what it says, as it may be shown nowhere else.
pub(super) fn received_message(message: &Element) -> Item {
    let item = waiting_message(message);
    let said = message.child_text("body", ns::CLIENT).unwrap_or_default();
    let label = format!("{} {}", item.label, said.trim());
    Item { label: label.trim().to_owned(), ..item }
}

/// A message that no client can put into another account.
pub(super) fn waiting_message(message: &Element) -> Item {
    let from = message.attr("from").unwrap_or_default();
    let stamp = message.child("delay", ns::DELAY).and_then(|delay| delay.attr("stamp")).unwrap_or_default();
    let label = format!("{from} {stamp}");
    Item::new(
        format!("{from} {}", Digest::of(message)),
        label.trim(),
        message.clone(),
        Fate::LeftOut(Reason::OnlyInFile),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wanted: &str, found: &str, expected: bool) {
        let [wanted, found] = [wanted, found].map(|xml| Element::parse(xml).unwrap());
        assert_eq!(is_adopted(&wanted, &found, "urn:outer"), expected);
    }

    #[test]
    fn only_what_is_in_no_namespace_may_come_to_be_in_another() {
        check("<a><b/>text</a>", "<a xmlns='urn:outer'><b/>text</a>", true);
        check("<a xmlns='urn:a'><b xmlns=''/></a>", "<a xmlns='urn:a'><b/></a>", true);
        check("<a xmlns='urn:a'><b xmlns=''/></a>", "<a xmlns='urn:a'><b xmlns='urn:outer'/></a>", false);
        check("<a xmlns='urn:a'><b/></a>", "<a xmlns='urn:outer'><b/></a>", false);
        check("<a><b/>text</a>", "<a xmlns='urn:outer'><b/></a>", false);
        check("<a xmlns='urn:a'/>", "<a xmlns='urn:a'/>", false);
    }
}
