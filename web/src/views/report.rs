//! `report`: what became of everything, with proof.

use std::rc::Rc;

use migration::Verdict;
use wizard::{Exception, Flow, Msg, ReportRow, ReportView, Screen};
use yew::prelude::*;

use super::{Context, items, kinds, opening, save};
use crate::i18n::Value;
use crate::parts::{Actions, Button, Disclosure, Emphasis, Notice, Row, Rows, Tone};

pub fn draw(view: &ReportView, screen: &Screen, context: &Context) -> Html {
    let values =
        [("arrived", Value::Count(view.arrived as u64)), ("failed", Value::Count(view.failed as u64))];
    html! {
        <section class="stage__form" data-testid="report" data-outcome={outcome(view.verdict)}>
            { opening(context.plain(title(view)), None, context) }
            <Notice tone={tone(view.verdict)}><p>{ context.text(sentence(view), &values) }</p></Notice>
            <Rows label={context.plain("report-rows")}>
                { for view.rows.iter().map(|row| kind(row, context)) }
            </Rows>
            { next(view, context) }
            { actions(view, screen, context) }
        </section>
    }
}

/// The value of `data-outcome`.
fn outcome(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "complete",
        Verdict::Partial => "partial",
        Verdict::Failed => "failed",
    }
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Complete => Tone::Good,
        Verdict::Partial | Verdict::Failed => Tone::Careful,
    }
}

fn title(view: &ReportView) -> &'static str {
    match (view.flow, view.verdict) {
        (Flow::Backup, Verdict::Complete) => "report-title-saved",
        (Flow::Backup, _) => "report-title-saved-partly",
        (_, Verdict::Complete) => "report-title-complete",
        (_, Verdict::Partial) => "report-title-partial",
        (_, Verdict::Failed) => "report-title-failed",
    }
}

fn sentence(view: &ReportView) -> &'static str {
    match (view.flow, view.verdict) {
        (Flow::Backup, Verdict::Complete) => "report-saved",
        (Flow::Backup, _) => "report-saved-partly",
        (_, Verdict::Complete) => "report-complete",
        (_, Verdict::Partial) => "report-partial",
        (_, Verdict::Failed) => "report-failed",
    }
}

fn kind(row: &ReportRow, context: &Context) -> Html {
    let tally = row.tally;
    let data = [
        ("data-read", tally.read),
        ("data-copied", tally.copied),
        ("data-already-there", tally.already_there),
        ("data-changed", tally.changed),
        ("data-left-out", tally.left_out),
        ("data-failed", tally.failed),
        ("data-verified", tally.verified),
    ];
    let data: Rc<[_]> = data.map(|(name, count)| (name, AttrValue::from(count.to_string()))).into();
    let figure = (tally.read > 0).then(|| context.count(tally.verified));
    let state = match () {
        () if row.complete && tally.read == 0 => "empty",
        () if row.complete => "done",
        () if tally.verified > 0 => "partial",
        () => "failed",
    };
    let exceptions = row.exceptions.iter().map(|exception| item(exception, context));
    html! {
        <Row
            key={row.id.0}
            testid={format!("result-{}", row.id)}
            shape={kinds::shape(row.id)}
            title={html! { context.kind(row.id) }}
            text={summary(row, context)}
            {figure}
            {state}
            {data}
        >
            if let Some(problem) = &row.problem {
                { context.problem(problem, None) }
            }
            if !row.exceptions.is_empty() {
                { items::list(
                    context.counted("report-exceptions", row.exceptions.len() + row.hidden),
                    tally.failed > 0,
                    row.hidden,
                    exceptions.collect(),
                    context,
                ) }
            }
        </Row>
    }
}

fn summary(row: &ReportRow, context: &Context) -> AttrValue {
    let tally = row.tally;
    let parts = [
        ("result-copied", tally.copied),
        ("result-already-there", tally.already_there),
        ("result-changed", tally.changed),
        ("result-left-out", tally.left_out),
        ("result-failed", tally.failed),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| context.counted(id, count).to_string())
        .collect();
    if said.is_empty() { context.plain("kind-empty") } else { said.join(" · ").into() }
}

fn item(exception: &Exception, context: &Context) -> Html {
    html! {
        <li class="item" data-state={if exception.failed { "failed" } else { "settled" }}>
            <bdi>{ &exception.label }</bdi>
            <span class="item__what">{ context.say(&exception.what) }</span>
            if let Some(details) = &exception.details {
                <Disclosure summary={html! { context.plain("problem-details") }}>
                    <pre>{ details }</pre>
                </Disclosure>
            }
        </li>
    }
}

/// What is worth knowing or doing now.
fn next(view: &ReportView, context: &Context) -> Html {
    html! {
        <section class="stack">
            <h2>{ context.plain("report-next") }</h2>
            <p>{ context.plain(if view.flow == Flow::Backup { "report-next-backup" } else { "report-next-move" }) }</p>
            { save::outcome(&view.save, context) }
            <div class="buttons">
                if view.flow != Flow::Restore {
                    { save::button(&view.save, Emphasis::Secondary, context) }
                }
                <Button testid="save-report" onpress={context.on(Msg::SaveReport)}>
                    { context.plain("save-report") }
                </Button>
            </div>
        </section>
    }
}

fn actions(view: &ReportView, screen: &Screen, context: &Context) -> Html {
    html! {
        <Actions>
            if screen.can_go_back {
                <Button emphasis={Emphasis::Quiet} testid="back" onpress={context.on(Msg::Back)}>
                    { context.plain("back") }
                </Button>
            }
            if view.can_retry {
                <Button emphasis={Emphasis::Primary} testid="report-retry" onpress={context.on(Msg::Retry)}>
                    { context.plain("report-retry") }
                </Button>
            }
        </Actions>
    }
}
