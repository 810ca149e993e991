//! One of a few ways to go on, with a sentence on where it leads.

use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Shape, el};

pub struct ChoiceCard {
    pub testid: &'static str,
    pub title: AttrValue,
    pub text: AttrValue,
    pub shape: Shape,
    /// What most people come for.
    pub first: bool,
    pub onpress: Callback<()>,
}

impl ChoiceCard {
    pub fn html(self) -> Html {
        let words = el("span")
            .class("card__words")
            .child(el("span").class("card__title").words(self.title))
            .child(el("span").class("card__text").words(self.text));
        el("button")
            .class("card")
            .attr("type", "button")
            .attr("data-testid", self.testid)
            .attr_opt("data-first", self.first.then_some("true"))
            .on(ListenerKind::onclick, self.onpress.reform(|_| ()))
            .child(el("span").class("card__icon").child(self.shape.html()))
            .child(words)
            .child(el("span").class("card__onward").child(Shape::Onward.html()))
            .into()
    }
}
