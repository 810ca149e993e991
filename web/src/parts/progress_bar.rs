//! How far something is.

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ProgressBarProps {
    #[prop_or(AttrValue::Static("progress"))]
    pub testid: AttrValue,
    /// What is being done.
    pub label: AttrValue,
    /// How far it is in words: "34 of 214".
    #[prop_or_default]
    pub reached: Option<AttrValue>,
    pub done: u64,
    /// None as long as nobody knows.
    pub total: Option<u64>,
    /// Nothing moves until something else happens.
    #[prop_or_default]
    pub paused: bool,
}

#[component]
pub fn ProgressBar(props: &ProgressBarProps) -> Html {
    let id = &props.testid;
    let label = format!("{id}-label");
    let total = props.total.filter(|total| *total > 0);
    let done = total.map(|total| props.done.min(total));
    html! {
        <div class="progress" data-state={if props.paused { "paused" } else { "running" }}>
            <div class="progress__words">
                <span class="progress__label" id={label.clone()}>{ &props.label }</span>
                if let Some(reached) = &props.reached {
                    <span class="progress__reached">{ reached }</span>
                }
            </div>
            <progress
                class="progress__bar"
                role="progressbar"
                data-testid={id}
                aria-labelledby={label}
                aria-valuemin="0"
                aria-valuemax={total.map(|total| total.to_string())}
                aria-valuenow={done.map(|done| done.to_string())}
                aria-valuetext={props.reached.clone()}
                max={total.map(|total| total.to_string())}
                value={done.map(|done| done.to_string())}
            />
        </div>
    }
}
