//! The way through the page in a few words, and where on it the person is.

use wizard::StepState;
use yew::prelude::*;

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
        html! {
            <nav class="path" aria-label={locale.plain("path-label")}>
                <ol class="path__steps" role="list">
                    { self.steps.into_iter().map(|step| step.html(&done)).collect::<Html>() }
                </ol>
            </nav>
        }
    }
}

impl Step {
    fn html(self, done: &AttrValue) -> Html {
        let (state, is_current) = match self.state {
            StepState::Done => ("done", false),
            StepState::Current => ("current", true),
            StepState::Ahead => ("ahead", false),
        };
        html! {
            <li class="path__step" data-state={state} aria-current={is_current.then_some("step")}>
                if let Some(onopen) = self.onopen {
                    <button class="path__open" type="button" onclick={onopen.reform(|_| ())}>
                        { self.label }
                    </button>
                } else {
                    <span class="path__label">{ self.label }</span>
                }
                if self.state == StepState::Done {
                    <span class="visually-hidden">{ " " }{ done }</span>
                }
            </li>
        }
    }
}
