//! The way through the page in a few words, and where on it the person is.

use wizard::StepState;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;
use crate::i18n::Locale;

/// One stretch of the way.
pub struct Step {
    pub label: AttrValue,
    pub state: StepState,
    /// Opens it again; only where it is done and that is possible now.
    pub onopen: Option<Callback<()>>,
}

pub struct Path {
    pub steps: Vec<Step>,
}

impl Path {
    pub fn html(self, locale: &Locale) -> Html {
        let done = AttrValue::from(locale.plain("path-step-done"));
        let steps: Html = self.steps.into_iter().map(|step| step.html(&done)).collect();
        el("nav")
            .class("path")
            .attr("aria-label", locale.plain("path-label"))
            .child(el("ol").class("path__steps").attr("role", "list").child(steps))
            .into()
    }
}

impl Step {
    fn html(self, done: &AttrValue) -> Html {
        let (state, is_current) = match self.state {
            StepState::Done => ("done", false),
            StepState::Current => ("current", true),
            StepState::Ahead => ("ahead", false),
        };
        let label = match self.onopen {
            Some(onopen) => el("button")
                .class("path__open")
                .attr("type", "button")
                .on(ListenerKind::onclick, onopen.reform(|_| ())),
            None => el("span").class("path__label"),
        };
        let said = || el("span").class("visually-hidden").words(" ").words(done.clone());
        el("li")
            .class("path__step")
            .attr("data-state", state)
            .attr_opt("aria-current", is_current.then_some("step"))
            .child(label.words(self.label))
            .child_opt((self.state == StepState::Done).then(said))
            .into()
    }
}
