//! One of several, all in sight.

use web_sys::Event;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;

/// One possibility of a [`Choices`] group.
pub struct Choice {
    pub value: &'static str,
    pub label: AttrValue,
}

pub struct Choices {
    /// Unique in the page, and the group's `data-testid`; the possibilities' is this and their value.
    pub name: String,
    /// For screen readers; what comes before says it to everybody else.
    pub legend: AttrValue,
    pub choices: Vec<Choice>,
    pub chosen: &'static str,
    pub onchoose: Callback<&'static str>,
}

impl Choices {
    pub fn html(self) -> Html {
        let options: Html = self.choices.iter().map(|choice| self.option(choice)).collect();
        el("fieldset")
            .class("choices")
            .attr("data-testid", self.name.clone())
            .attr("data-choice", self.chosen)
            .child(el("legend").class("visually-hidden").words(self.legend))
            .child(options)
            .into()
    }

    fn option(&self, choice: &Choice) -> Html {
        let value = choice.value;
        let id = AttrValue::from(format!("{}-{value}", self.name));
        let radio = el("input")
            .class("choices__radio")
            .attr("type", "radio")
            .attr("id", id.clone())
            .attr("name", self.name.clone())
            .value(Some(value.into()))
            .attr("data-testid", id.clone())
            .checked(self.chosen == value)
            .on(ListenerKind::onchange, self.onchoose.reform(move |_: Event| value));
        let label = el("label").class("choices__label").attr("for", id).words(choice.label.clone());
        el("div").class("choices__choice").child(radio).child(label).into()
    }
}
