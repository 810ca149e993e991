//! `migrating`: everything on its way.

use wizard::{Msg, RunRow, RunState, RunView, Screen};
use yew::prelude::*;

use super::{Context, interruption, kinds, note, opening, status};
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, ProgressBar, Row, actions, group, rows};

#[inline(never)]
pub fn draw(view: &RunView, screen: &Screen, context: &Context) -> Html {
    let bar = ProgressBar {
        label: status::running(view, context),
        reached: context.reached("reached", view.done, view.total),
        done: view.done as u64,
        total: Some(view.total as u64),
        paused: view.held || view.waiting,
    };
    let kinds = view.rows.iter().map(|row| kind(row, context)).collect();
    group(vec![
        opening(context.plain("migrating-title"), Some(context.plain("migrating-lead"))),
        interruption(screen, context),
        bar.html(),
        note(view.time_left.as_ref().map(|time| {
            let time = context.say(time);
            context.text("time-left", &[("time", Value::Text(&time))])
        })),
        rows(context.plain("migrating-rows"), kinds),
        note(view.slow.then(|| context.plain("slow-destination"))),
        actions(buttons(view, context)),
    ])
}

fn kind(row: &RunRow, context: &Context) -> Html {
    let words = match row.state {
        RunState::Waiting => "run-state-waiting",
        RunState::Running => "run-state-running",
        RunState::Paused => "run-state-paused",
        RunState::Done => "run-state-done",
        RunState::Partial => "run-state-partial",
        RunState::Failed => "run-state-failed",
        RunState::Skipped => "run-state-skipped",
    };
    let figure = match row.total {
        0 => AttrValue::default(),
        total => context.reached("reached-short", row.done, total),
    };
    let words = match &row.reason {
        Some(reason) if row.state == RunState::Skipped => context.say(reason),
        _ => context.plain(words),
    };
    let drawn = Row {
        testid: format!("run-{}", row.id),
        shape: kinds::shape(row.id),
        title: context.kind(row.id),
        text: words,
        figure,
        state: Some(row.state.name()),
        data: vec![("data-done", row.done as u64), ("data-total", row.total as u64)],
        ..Row::default()
    };
    drawn.html()
}

fn buttons(view: &RunView, context: &Context) -> Html {
    let cancel = context.button(Emphasis::Quiet, "cancel", context.plain("run-cancel"), Msg::Cancel);
    let hold = if view.held {
        context.button(Emphasis::Primary, "resume", context.plain("run-resume"), Msg::Resume)
    } else {
        context.button(Emphasis::Secondary, "pause", context.plain("run-pause"), Msg::Pause)
    };
    let cancel = Button { busy: view.cancelling, ..cancel };
    let hold = Button { disabled: view.cancelling, ..hold };
    group(vec![cancel.html(), hold.html()])
}
