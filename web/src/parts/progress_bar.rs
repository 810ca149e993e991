//! How far something is.

use yew::prelude::*;

#[derive(Default)]
pub struct ProgressBar {
    /// What is being done.
    pub label: AttrValue,
    /// How far it is in words: "34 of 214".
    pub reached: AttrValue,
    pub done: usize,
    /// None as long as nobody knows.
    pub total: Option<usize>,
    /// Nothing moves until something else happens.
    pub paused: bool,
}

impl ProgressBar {
    pub fn html(self) -> Html {
        const LABEL: &str = "progress-label";
        let total = self.total.filter(|total| *total > 0);
        let done = total.map(|total| self.done.min(total).to_string());
        let total = total.map(|total| total.to_string());
        html! {
            <div class="progress" data-state={if self.paused { "paused" } else { "running" }}>
                <div class="progress__words">
                    <span class="progress__label" id={LABEL}>{ self.label }</span>
                    <span class="progress__reached">{ &self.reached }</span>
                </div>
                <progress
                    class="progress__bar"
                    role="progressbar"
                    data-testid="progress"
                    aria-labelledby={LABEL}
                    aria-valuemin="0"
                    aria-valuemax={total.clone()}
                    aria-valuenow={done.clone()}
                    aria-valuetext={self.reached}
                    max={total}
                    value={done}
                />
            </div>
        }
    }
}
