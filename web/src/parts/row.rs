//! One kind of data in a list: what it is, how much there is of it, how it stands.

use web_sys::Event;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Shape, el, words};

/// A list of [`Row`]s.
pub fn rows(label: AttrValue, rows: Html) -> Html {
    // Safari forgets that a list without bullets is one, unless told.
    el("ul").class("rows").attr("role", "list").attr("aria-label", label).child(rows).into()
}

#[derive(Default)]
pub struct Row {
    pub testid: String,
    pub shape: Shape,
    pub title: AttrValue,
    pub text: AttrValue,
    /// At the end of the line, in figures that stand below one another.
    pub figure: AttrValue,
    /// `data-state`.
    pub state: Option<&'static str>,
    /// Further `data-` attributes for scripts.
    pub data: Vec<(&'static str, u64)>,
    /// A control before everything, and its id: the box that takes the row along.
    pub control: Option<(AttrValue, Html)>,
    /// Behind everything, where rows open: nothing moves when there comes to be something in one.
    pub opener: Option<Opener>,
    /// The longest the text may become; so much room is kept for it.
    pub longest: Option<AttrValue>,
    pub below: Html,
}

/// What opens a row.
pub enum Opener {
    /// There is nothing in it, or not yet.
    Nothing,
    Button {
        testid: String,
        /// What it says to those who do not see it.
        label: AttrValue,
        open: bool,
        onpress: Callback<()>,
    },
}

impl Opener {
    fn html(self) -> Html {
        let Self::Button { testid, label, open, onpress } = self else {
            return el("span").class("row__opener").into();
        };
        el("button")
            .class("row__opener")
            .attr("type", "button")
            .attr("data-testid", testid)
            .attr("aria-label", label)
            .attr("aria-expanded", if open { "true" } else { "false" })
            .on(ListenerKind::onclick, Callback::from(move |_: Event| onpress.emit(())))
            .into()
    }
}

impl Row {
    pub fn html(self) -> Html {
        let (title, control) = match self.control {
            Some((id, control)) => {
                let label = el("label").class("row__label").attr("for", id).words(self.title);
                (label.into(), control)
            }
            None => (words(self.title), Html::default()),
        };
        let words =
            el("div")
                .class("row__words")
                .child(el("span").class("row__title").child(title))
                .child(el("span").class("row__text").words(self.text))
                .child_opt(self.longest.map(|longest| {
                    el("span").class("row__longest").attr("aria-hidden", "true").words(longest)
                }));
        let line = el("div")
            .class("row__line")
            .child(control)
            .child(el("span").class("row__icon").child(self.shape.html()))
            .child(words)
            .child(el("span").class("row__figure").words(self.figure))
            .child_opt(self.opener.map(Opener::html));
        let mut row =
            el("li").class("row").attr("data-testid", self.testid).attr_opt("data-state", self.state);
        for (name, count) in self.data {
            row = row.attr(name, count.to_string());
        }
        row.child(line).child(self.below).into()
    }
}
