//! The single items of a kind: folded away, and drawn only when they are wanted.

use migration::KindId;
use wizard::{Listing, Msg};
use yew::prelude::*;

use super::Context;
use crate::i18n::Value;
use crate::parts::{Disclosure, El, Emphasis, Opener, el, group};

/// A list that opens. `items` are those drawn of `all`.
pub struct Folded {
    pub kind: KindId,
    pub summary: AttrValue,
    pub listing: Listing,
    pub items: Html,
    pub all: usize,
}

impl Folded {
    pub fn html(self, context: &Context) -> Html {
        let is_open = self.listing.is_open;
        let content = list(self.kind, self.listing, self.items, self.all, context);
        let disclosure = Disclosure {
            summary: self.summary,
            testid: Some(format!("items-{}", self.kind).into()),
            open: is_open,
            onpress: Some(context.on(Msg::Open(self.kind, !is_open))),
            content,
        };
        disclosure.html()
    }
}

/// What opens the list of a row, where there is one.
pub fn opener(kind: KindId, listing: Listing, all: usize, context: &Context) -> Opener {
    if all == 0 {
        return Opener::Nothing;
    }
    let name = context.kind(kind);
    Opener::Button {
        testid: format!("items-{kind}"),
        label: context.text("items-show", &[("kind", Value::Text(&name))]),
        open: listing.is_open,
        onpress: context.on(Msg::Open(kind, !listing.is_open)),
    }
}

/// A list of which `items` are drawn, and a way to see more of `all`.
pub fn list(kind: KindId, listing: Listing, items: Html, all: usize, context: &Context) -> Html {
    group(vec![open_list(items), more(kind, listing.most, all, context)])
}

/// A list in sight.
pub fn open_list(items: Html) -> Html {
    el("ul").class("items").attr("role", "list").child(items).into()
}

/// How many there are besides those in sight, and a way to see them.
pub fn more(kind: KindId, most: usize, all: usize, context: &Context) -> Html {
    let hidden = all.saturating_sub(most);
    if hidden == 0 {
        return Html::default();
    }
    let words = context.counted("items-more", hidden);
    el("div").child(context.button(Emphasis::Quiet, "items-more", words, Msg::More(kind, most)).html()).into()
}

/// One item, by what a person recognises it by; the only one of its kind, by the kind.
pub fn item(kind: KindId, label: &str, context: &Context) -> El {
    let words = if label.is_empty() { context.kind(kind) } else { AttrValue::from(label.to_owned()) };
    el("li").class("item").child(el("bdi").words(words))
}
