//! The way through the page in a few words, and where on it the person is.

use std::rc::Rc;

use wizard::StepState;
use yew::prelude::*;

use super::use_locale;

/// One stretch of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: AttrValue,
    pub state: StepState,
}

#[derive(PartialEq, Properties)]
pub struct PathProps {
    pub steps: Rc<[Step]>,
    /// A finished step, by its place, is to be opened again.
    #[prop_or_default]
    pub onopen: Option<Callback<usize>>,
}

#[component]
pub fn Path(props: &PathProps) -> Html {
    let locale = use_locale();
    let done = locale.plain("path-step-done");
    let step = |(index, step): (usize, &Step)| {
        let onopen = props.onopen.as_ref().filter(|_| step.state == StepState::Done);
        html! {
            <li
                class="path__step"
                data-state={state_name(step.state)}
                aria-current={(step.state == StepState::Current).then_some("step")}
            >
                if let Some(onopen) = onopen {
                    <button class="path__open" type="button" onclick={onopen.reform(move |_| index)}>
                        { &step.label }
                    </button>
                } else {
                    <span class="path__label">{ &step.label }</span>
                }
                if step.state == StepState::Done {
                    <span class="visually-hidden">{ " " }{ &done }</span>
                }
            </li>
        }
    };
    html! {
        <nav class="path" aria-label={locale.plain("path-label")}>
            <ol class="path__steps" role="list">{ for props.steps.iter().enumerate().map(step) }</ol>
        </nav>
    }
}

fn state_name(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::Current => "current",
        StepState::Ahead => "ahead",
    }
}
