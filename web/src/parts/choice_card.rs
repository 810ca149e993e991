//! One of a few ways to go on, with a sentence on where it leads.

use yew::prelude::*;

use super::{Icon, Shape};

#[derive(PartialEq, Properties)]
pub struct ChoiceCardProps {
    pub testid: AttrValue,
    pub title: AttrValue,
    #[prop_or_default]
    pub text: Option<AttrValue>,
    pub shape: Shape,
    /// What most people come for.
    #[prop_or_default]
    pub first: bool,
    #[prop_or_default]
    pub onpress: Callback<()>,
}

#[component]
pub fn ChoiceCard(props: &ChoiceCardProps) -> Html {
    html! {
        <button
            class="card"
            type="button"
            data-testid={&props.testid}
            data-first={props.first.then_some("true")}
            onclick={props.onpress.reform(|_| ())}
        >
            <span class="card__icon"><Icon shape={props.shape} /></span>
            <span class="card__words">
                <span class="card__title">{ &props.title }</span>
                if let Some(text) = &props.text {
                    <span class="card__text">{ text }</span>
                }
            </span>
            <span class="card__onward"><Icon shape={Shape::Onward} /></span>
        </button>
    }
}
