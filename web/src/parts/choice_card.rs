//! One of a few ways to go on, with a sentence on where it leads.

use yew::prelude::*;

use super::Shape;

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
        html! {
            <button
                class="card"
                type="button"
                data-testid={self.testid}
                data-first={self.first.then_some("true")}
                onclick={self.onpress.reform(|_| ())}
            >
                <span class="card__icon">{ self.shape.html() }</span>
                <span class="card__words">
                    <span class="card__title">{ self.title }</span>
                    <span class="card__text">{ self.text }</span>
                </span>
                <span class="card__onward">{ Shape::Onward.html() }</span>
            </button>
        }
    }
}
