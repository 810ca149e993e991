//! One of several, all in sight.

use yew::prelude::*;

/// One possibility of a [`Choices`] group.
pub struct Choice {
    pub value: &'static str,
    pub label: AttrValue,
}

pub struct Choices {
    /// Unique in the page; the possibilities' `data-testid` is this and their value.
    pub name: String,
    /// For screen readers; what comes before says it to everybody else.
    pub legend: AttrValue,
    pub choices: Vec<Choice>,
    pub chosen: &'static str,
    pub onchoose: Callback<&'static str>,
}

impl Choices {
    pub fn html(self) -> Html {
        html! {
            <fieldset class="choices">
                <legend class="visually-hidden">{ &self.legend }</legend>
                { self.choices.iter().map(|choice| self.option(choice)).collect::<Html>() }
            </fieldset>
        }
    }

    fn option(&self, choice: &Choice) -> Html {
        let value = choice.value;
        let id = AttrValue::from(format!("{}-{value}", self.name));
        html! {
            <div class="choices__choice">
                <input
                    class="choices__radio"
                    type="radio"
                    id={&id}
                    name={self.name.clone()}
                    {value}
                    data-testid={&id}
                    checked={self.chosen == value}
                    onchange={self.onchoose.reform(move |_: Event| value)}
                />
                <label class="choices__label" for={&id}>{ &choice.label }</label>
            </div>
        }
    }
}
