//! One of several, all in sight.

use std::rc::Rc;

use yew::prelude::*;

/// One possibility of a [`Choices`] group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: &'static str,
    pub label: AttrValue,
}

#[derive(PartialEq, Properties)]
pub struct ChoicesProps {
    /// Unique in the page; the possibilities' `data-testid` is this and their value.
    pub name: AttrValue,
    pub legend: AttrValue,
    /// The legend is for screen readers only, where the words before it say the same.
    #[prop_or_default]
    pub quiet: bool,
    pub choices: Rc<[Choice]>,
    pub chosen: Option<&'static str>,
    #[prop_or_default]
    pub onchoose: Callback<&'static str>,
}

#[component]
pub fn Choices(props: &ChoicesProps) -> Html {
    html! {
        <fieldset class="choices">
            <legend class={classes!("choices__legend", props.quiet.then_some("visually-hidden"))}>
                { &props.legend }
            </legend>
            { for props.choices.iter().map(|choice| option(props, choice)) }
        </fieldset>
    }
}

fn option(props: &ChoicesProps, choice: &Choice) -> Html {
    let value = choice.value;
    let id = format!("{}-{value}", props.name);
    html! {
        <div class="choices__choice">
            <input
                class="choices__radio"
                type="radio"
                id={id.clone()}
                name={&props.name}
                {value}
                data-testid={id.clone()}
                checked={props.chosen == Some(value)}
                onchange={props.onchoose.reform(move |_: Event| value)}
            />
            <label class="choices__label" for={id}>{ &choice.label }</label>
        </div>
    }
}
