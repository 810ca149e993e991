//! How far something is.

use yew::prelude::*;

use super::el;

#[derive(Default)]
pub struct ProgressBar {
    /// What is being done.
    pub label: AttrValue,
    /// How far it is in words: "34 of 214".
    pub reached: AttrValue,
    pub done: u64,
    /// None as long as nobody knows.
    pub total: Option<u64>,
    /// Nothing moves until something else happens.
    pub paused: bool,
}

impl ProgressBar {
    /// What is left of it when it is through, as large as it was.
    pub fn finished(self, label: AttrValue) -> Html {
        let before = el("div")
            .class("progress__words progress__before")
            .attr("aria-hidden", "true")
            .child(el("span").class("progress__label").words(self.label))
            .child(el("span").class("progress__reached").words(self.reached));
        el("div")
            .class("progress")
            .attr("data-state", "done")
            .child(before)
            .child(el("span").class("progress__label").words(label))
            .child(el("span").class("progress__bar"))
            .into()
    }

    pub fn html(self) -> Html {
        const LABEL: &str = "progress-label";
        let total = self.total.filter(|total| *total > 0);
        // What was counted is told even where nobody knows of how many.
        let done = match total {
            Some(total) => Some(self.done.min(total).to_string()),
            None => (self.done > 0).then(|| self.done.to_string()),
        };
        let value = done.clone().filter(|_| total.is_some());
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
            .attr_opt("aria-valuenow", done)
            .attr("aria-valuetext", self.reached)
            .attr_opt("max", total)
            .attr_opt("value", value);
        el("div")
            .class("progress")
            .attr("data-state", if self.paused { "paused" } else { "running" })
            .child(words)
            .child(bar)
            .into()
    }
}
