//! How far something is.

use yew::prelude::*;

use super::el;

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
        let words = el("div")
            .class("progress__words")
            .child(el("span").class("progress__label").attr("id", LABEL).words(self.label))
            .child(el("span").class("progress__reached").words(self.reached.clone()));
        let bar = el("progress")
            .class("progress__bar")
            .attr("role", "progressbar")
            .attr("data-testid", "progress")
            .attr("aria-labelledby", LABEL)
            .attr("aria-valuemin", "0")
            .attr_opt("aria-valuemax", total.clone())
            .attr_opt("aria-valuenow", done.clone())
            .attr("aria-valuetext", self.reached)
            .attr_opt("max", total)
            .attr_opt("value", done);
        el("div")
            .class("progress")
            .attr("data-state", if self.paused { "paused" } else { "running" })
            .child(words)
            .child(bar)
            .into()
    }
}
