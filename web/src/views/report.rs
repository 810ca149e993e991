//! `report`: what became of everything, with proof.

use migration::{KindId, Verdict};
use wizard::{Exception, Flow, Msg, ReportRow, ReportView, Screen};
use yew::prelude::*;

use super::items::{self, Folded};
use super::{Context, copies, interruption, kinds, note, opening, save, sealed};
use crate::i18n::Value;
use crate::parts::{Disclosure, Emphasis, Notice, Row, Tone, actions, el, group, rows};

#[inline(never)]
pub fn draw(view: &ReportView, screen: &Screen, context: &Context) -> Html {
    let (outcome, tone) = match view.verdict {
        Verdict::Complete => ("complete", Tone::Good),
        Verdict::Partial => ("partial", Tone::Careful),
        Verdict::Failed => ("failed", Tone::Careful),
    };
    let (title, sentence) = words(view);
    let values =
        [("arrived", Value::Count(view.arrived as u64)), ("failed", Value::Count(view.failed as u64))];
    let kinds = view.rows.iter().map(|row| kind(row, view.flow, context)).collect();
    el("section")
        .class("stage__form")
        .attr("data-testid", "report")
        .attr("data-outcome", outcome)
        .child(opening(context.plain(title), None))
        .child(Notice::sentence(tone, context.text(sentence, &values)))
        .child(ends(view, context))
        .child(interruption(screen, context))
        .child(rows(context.plain("report-rows"), kinds))
        .child(rooms(view, context))
        .child(next(view, context))
        .child(copies::panel(&view.copies, view.seal, context))
        .child(buttons(view, screen, context))
        .into()
}

fn words(view: &ReportView) -> (&'static str, &'static str) {
    match (view.flow, view.verdict) {
        (Flow::Backup, Verdict::Complete) => ("report-title-saved", "report-saved"),
        (Flow::Backup, _) => ("report-title-saved-partly", "report-saved-partly"),
        (_, Verdict::Complete) => ("report-title-complete", "report-complete"),
        (_, Verdict::Partial) => ("report-title-partial", "report-partial"),
        (_, Verdict::Failed) => ("report-title-failed", "report-failed"),
    }
}

/// From where to where, and when: for the paper it is printed on.
fn ends(view: &ReportView, context: &Context) -> Html {
    let values = [
        ("origin", Value::Text(&view.origin)),
        ("destination", Value::Text(&view.destination)),
        ("day", Value::Text(view.finished.split('T').next().unwrap_or_default())),
    ];
    el("p").class("note").words(context.text("report-ends", &values)).into()
}

/// What is not in the account, so that nobody looks for it in the list.
fn rooms(view: &ReportView, context: &Context) -> Html {
    note((view.rooms > 0).then(|| context.counted("rooms-history", view.rooms)))
}

fn kind(row: &ReportRow, flow: Flow, context: &Context) -> Html {
    let tally = row.tally;
    let state = match (row.complete, tally.read, tally.verified) {
        (true, 0, _) => "empty",
        (true, _, _) => "done",
        (false, _, 0) => "failed",
        (false, _, _) => "partial",
    };
    let said = context.counts(&[
        (if flow == Flow::Backup { "result-saved" } else { "result-copied" }, tally.copied),
        ("result-already-there", tally.already_there),
        ("result-changed", tally.changed),
        ("result-left-out", tally.left_out),
        ("result-failed", tally.failed),
    ]);
    let empty = || context.plain("kind-empty");
    let silent = || row.reason.as_ref().map_or_else(empty, |reason| context.say(reason));
    let drawn = Row {
        testid: format!("result-{}", row.id),
        shape: kinds::shape(row.id),
        title: context.kind(row.id),
        text: said.unwrap_or_else(silent),
        figure: if tally.read > 0 { context.count(tally.verified as u64) } else { AttrValue::default() },
        state: Some(state),
        data: vec![
            ("data-read", tally.read as u64),
            ("data-copied", tally.copied as u64),
            ("data-already-there", tally.already_there as u64),
            ("data-changed", tally.changed as u64),
            ("data-left-out", tally.left_out as u64),
            ("data-failed", tally.failed as u64),
            ("data-verified", tally.verified as u64),
        ],
        below: group(vec![
            note(row.remark.as_ref().map(|remark| context.say(remark))),
            row.problem.as_ref().map(|problem| context.problem(problem, false)).unwrap_or_default(),
            if row.all_exceptions == 0 { Html::default() } else { exceptions(row, context) },
        ]),
        ..Row::default()
    };
    drawn.html()
}

fn exceptions(row: &ReportRow, context: &Context) -> Html {
    let list = Folded {
        kind: row.id,
        summary: context.counted("report-exceptions", row.all_exceptions),
        listing: row.listing,
        items: row.exceptions.iter().map(|exception| item(row.id, exception, context)).collect(),
        all: row.all_exceptions,
    };
    list.html(context)
}

fn item(kind: KindId, exception: &Exception, context: &Context) -> Html {
    let details = exception.details.as_ref().map(|details| {
        let content = el("pre").words(details.clone()).into();
        Disclosure { summary: context.plain("problem-details"), content, ..Disclosure::default() }.html()
    });
    let label = match exception.count {
        Some(count) => context.count(count),
        None => AttrValue::from(exception.label.clone()),
    };
    items::item(kind, &label, context)
        .attr("data-state", if exception.failed { "failed" } else { "settled" })
        .child(el("span").class("item__what").words(context.say(&exception.what)))
        .child_opt(details)
        .into()
}

/// What is worth knowing or doing now.
fn next(view: &ReportView, context: &Context) -> Html {
    let text = if view.flow == Flow::Backup { "report-next-backup" } else { "report-next-move" };
    let report = context.plain("save-report");
    let print = context.plain("print-report");
    let save = || save::button(&view.save, view.seal, Emphasis::Secondary, context);
    let buttons = el("div")
        .class("buttons")
        .child_opt((view.flow != Flow::Restore).then(save))
        .child_opt(view.can_save_to_disk.then(|| save::to_disk(&view.save, context)))
        .child(context.button(Emphasis::Secondary, "print-report", print, Msg::Print).html())
        .child(context.button(Emphasis::Secondary, "save-report", report, Msg::SaveReport).html());
    el("section")
        .class("stack")
        .child(el("h2").words(context.plain("report-next")))
        .child(el("p").words(context.plain(text)))
        .child(save::outcome_of_plain(&view.save, view.seal, context))
        .child(buttons)
        .child_opt((view.flow != Flow::Follow).then(|| sealed::copy(&view.save, view.seal, context)))
        .into()
}

/// Without anything left to do, the way back is no more than a link.
fn buttons(view: &ReportView, screen: &Screen, context: &Context) -> Html {
    let back = if screen.can_go_back { context.back() } else { Html::default() };
    if !view.can_retry && !view.can_continue {
        return el("div").child(back).into();
    }
    // What failed is tried again before anybody is told.
    let retry = |emphasis| {
        let words = context.plain("report-retry");
        context.button(emphasis, "report-retry", words, Msg::Retry).html()
    };
    let onward = |emphasis| {
        let words = context.plain("report-continue");
        context.button(emphasis, "report-continue", words, Msg::ReportContinue).html()
    };
    actions(match (view.can_continue, view.can_retry) {
        (true, true) => group(vec![back, onward(Emphasis::Secondary), retry(Emphasis::Primary)]),
        (true, false) => group(vec![back, onward(Emphasis::Primary)]),
        (false, _) => group(vec![back, retry(Emphasis::Primary)]),
    })
}
