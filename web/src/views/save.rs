//! Saving a copy as a file, wherever it is offered.

use wizard::{Msg, SaveView, Variant};
use yew::prelude::*;

use super::Context;
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, Tone};

/// The button. A second press saves what the browser did not take at once.
pub fn button(view: &SaveView, emphasis: Emphasis, context: &Context) -> Html {
    let (state, words) = match view {
        SaveView::Idle => ("idle", "save-file"),
        SaveView::Failed(_) => ("failed", "save-file"),
        SaveView::Busy => ("busy", "save-file-busy"),
        SaveView::Ready { .. } => ("ready", "save-file-ready"),
        SaveView::Saved { .. } => ("saved", "save-file-again"),
    };
    let button = context.button(emphasis, "save-file", context.plain(words), Msg::Save(Variant::Complete));
    Button { state: Some(state), busy: matches!(view, SaveView::Busy), ..button }.html()
}

/// What came of it.
pub fn outcome(view: &SaveView, context: &Context) -> Html {
    let (id, name, size, tone) = match view {
        SaveView::Idle | SaveView::Busy => return Html::default(),
        SaveView::Failed(explanation) => return context.problem(explanation, false),
        SaveView::Ready { name, size } => ("save-ready", name, size, Tone::Calm),
        SaveView::Saved { name, size, proven: true } => ("save-done", name, size, Tone::Good),
        SaveView::Saved { name, size, proven: false } => ("save-done-partly", name, size, Tone::Careful),
    };
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    Notice::sentence(tone, context.text(id, &values))
}
