//! Saving a copy as a file, wherever it is offered.

use wizard::{Msg, SaveView, Variant};
use yew::prelude::*;

use super::Context;
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, Tone};

/// The button. A second press saves what the browser did not take at once.
pub fn button(view: &SaveView, emphasis: Emphasis, context: &Context) -> Html {
    let words = match view {
        SaveView::Idle | SaveView::Failed(_) => "save-file",
        SaveView::Busy => "save-file-busy",
        SaveView::Ready { .. } => "save-file-ready",
        SaveView::Saved { .. } => "save-file-again",
    };
    let state = match view {
        SaveView::Idle => "idle",
        SaveView::Busy => "busy",
        SaveView::Ready { .. } => "ready",
        SaveView::Saved { .. } => "saved",
        SaveView::Failed(_) => "failed",
    };
    html! {
        <Button
            {emphasis}
            testid="save-file"
            {state}
            busy={matches!(view, SaveView::Busy)}
            onpress={context.on(Msg::Save(Variant::Complete))}
        >
            { context.plain(words) }
        </Button>
    }
}

/// What came of it.
pub fn outcome(view: &SaveView, context: &Context) -> Html {
    match view {
        SaveView::Idle | SaveView::Busy => Html::default(),
        SaveView::Failed(explanation) => context.problem(explanation, None),
        SaveView::Ready { name, size } => sentence("save-ready", name, *size, Tone::Calm, context),
        SaveView::Saved { name, size, proven: true } => {
            sentence("save-done", name, *size, Tone::Good, context)
        }
        SaveView::Saved { name, size, proven: false } => {
            sentence("save-done-partly", name, *size, Tone::Careful, context)
        }
    }
}

fn sentence(id: &str, name: &str, size: u64, tone: Tone, context: &Context) -> Html {
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(size))];
    html! { <Notice {tone}><p>{ context.text(id, &values) }</p></Notice> }
}
