//! Saving a copy as a file, wherever it is offered.

use wizard::{Contents, Msg, SaveProgress, SaveView, Variant};
use yew::prelude::*;

use super::{Context, note};
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, ProgressBar, Tone, el, group};

/// The button. A second press saves what the browser did not take at once.
pub fn button(view: &SaveView, emphasis: Emphasis, context: &Context) -> Html {
    let words = match view {
        SaveView::Idle | SaveView::Failed(_) => "save-file",
        SaveView::Busy(_) => "save-file-busy",
        SaveView::Ready { .. } => "save-file-ready",
        SaveView::Saved { .. } => "save-file-again",
    };
    let button = context.button(emphasis, "save-file", context.plain(words), Msg::Save(Variant::Complete));
    Button { state: Some(state(view)), busy: matches!(view, SaveView::Busy(_)), ..button }.html()
}

/// `data-state` of a button that saves.
pub fn state(view: &SaveView) -> &'static str {
    match view {
        SaveView::Idle => "idle",
        SaveView::Failed(_) => "failed",
        SaveView::Busy(_) => "busy",
        SaveView::Ready { .. } => "ready",
        SaveView::Saved { .. } => "saved",
    }
}

/// Straight to a place on the disk, which is quickest for much.
pub fn to_disk(view: &SaveView, context: &Context) -> Html {
    let words = context.plain("save-to-disk");
    let button =
        context.button(Emphasis::Secondary, "save-to-disk", words, Msg::SaveToDisk(Variant::Complete));
    Button { disabled: matches!(view, SaveView::Busy(_)), ..button }.html()
}

/// How far it is, and what came of it.
pub fn outcome(view: &SaveView, context: &Context) -> Html {
    let (id, name, size, tone) = match view {
        SaveView::Idle => return Html::default(),
        SaveView::Busy(progress) => return running(progress, context),
        SaveView::Failed(explanation) => return context.problem(explanation, false),
        SaveView::Ready { name, size } => ("save-ready", name, size, Tone::Calm),
        SaveView::Saved { name, size, of: Contents::Everything } => ("save-done", name, size, Tone::Good),
        SaveView::Saved { name, size, of: Contents::Part } => ("save-done-partly", name, size, Tone::Careful),
        SaveView::Saved { name, size, of: Contents::Other } => ("save-done-other", name, size, Tone::Careful),
    };
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    Notice::sentence(tone, context.text(id, &values))
}

fn running(view: &SaveProgress, context: &Context) -> Html {
    let bar = ProgressBar {
        label: if view.waiting { context.plain("run-waiting") } else { context.say(&view.label) },
        reached: view.reached.as_ref().map(|reached| context.say(reached)).unwrap_or_default(),
        done: view.done,
        total: view.total,
        paused: view.waiting,
    };
    let time = view.time_left.as_ref().map(|time| {
        let time = context.say(time);
        context.text("time-left", &[("time", Value::Text(&time))])
    });
    let cancel = context.button(Emphasis::Quiet, "cancel", context.plain("save-cancel"), Msg::CancelSave);
    group(vec![
        bar.html(),
        note(time),
        note(view.slow.then(|| context.plain("slow-origin"))),
        note(Some(context.plain("save-stay"))),
        el("div").child(cancel.html()).into(),
    ])
}
