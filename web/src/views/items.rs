//! The single items of a kind, folded away.

use migration::KindId;
use yew::prelude::*;

use super::{Context, note};
use crate::parts::{Disclosure, El, el, group};

/// A list that opens. `hidden` is how many more there are than are listed.
pub fn list(summary: AttrValue, open: bool, hidden: usize, items: Html, context: &Context) -> Html {
    let more = (hidden > 0).then(|| context.counted("items-more", hidden));
    let content = group(vec![open_list(items), note(more)]);
    Disclosure { summary, open, content, testid: None }.html()
}

/// A list in sight.
pub fn open_list(items: Html) -> Html {
    el("ul").class("items").attr("role", "list").child(items).into()
}

/// One item, by what a person recognises it by; the only one of its kind, by the kind.
pub fn item(kind: KindId, label: &str, context: &Context) -> El {
    let words = if label.is_empty() { context.kind(kind) } else { AttrValue::from(label.to_owned()) };
    el("li").class("item").child(el("bdi").words(words))
}
