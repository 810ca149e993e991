//! `migrating`: everything on its way.

use std::rc::Rc;

use wizard::{Msg, RunRow, RunState, RunView, Screen, Side};
use yew::prelude::*;

use super::password_again::PasswordAgain;
use super::{Context, kinds, opening, status};
use crate::i18n::Value;
use crate::parts::{Actions, Button, Emphasis, Notice, ProgressBar, Row, Rows, Tone};

pub fn draw(view: &RunView, screen: &Screen, context: &Context) -> Html {
    let address = screen.to.as_ref().map(|chip| chip.address.as_str()).unwrap_or_default();
    html! {
        <>
            { opening(context.plain("migrating-title"), Some(context.plain("migrating-lead")), context) }
            { interruption(view, address, context) }
            <ProgressBar
                label={status::running(view, context)}
                reached={reached("reached", view.done, view.total, context)}
                done={view.done as u64}
                total={Some(view.total as u64)}
                paused={view.held || view.waiting}
            />
            <Rows label={context.plain("migrating-rows")}>
                { for view.rows.iter().map(|row| kind(row, context)) }
            </Rows>
            if view.slow {
                <p class="note">{ context.plain("slow-destination") }</p>
            }
            { actions(view, context) }
        </>
    }
}

fn interruption(view: &RunView, address: &str, context: &Context) -> Html {
    if let Some(problem) = &view.asks_password {
        let (problem, context) = (problem.clone(), context.clone());
        return html! { <PasswordAgain side={Side::Destination} {problem} {context} /> };
    }
    if view.waiting {
        let text = context.text("run-waiting-text", &[("address", Value::Text(address))]);
        return html! {
            <Notice tone={Tone::Careful} testid="waiting">
                <p><b>{ context.plain("run-waiting") }</b></p>
                <p>{ text }</p>
            </Notice>
        };
    }
    Html::default()
}

fn kind(row: &RunRow, context: &Context) -> Html {
    let id = row.id;
    let data = [("data-done", row.done), ("data-total", row.total)];
    let data: Rc<[_]> = data.map(|(name, count)| (name, AttrValue::from(count.to_string()))).into();
    let figure = (row.total > 0).then(|| reached("reached-short", row.done, row.total, context));
    html! {
        <Row
            key={id.0}
            testid={format!("run-{id}")}
            shape={kinds::shape(id)}
            title={html! { context.kind(id) }}
            text={context.plain(words(row.state))}
            {figure}
            state={row.state.name()}
            {data}
        />
    }
}

fn words(state: RunState) -> &'static str {
    match state {
        RunState::Waiting => "run-state-waiting",
        RunState::Running => "run-state-running",
        RunState::Paused => "run-state-paused",
        RunState::Done => "run-state-done",
        RunState::Partial => "run-state-partial",
        RunState::Failed => "run-state-failed",
        RunState::Skipped => "run-state-skipped",
    }
}

fn reached(id: &str, done: usize, total: usize, context: &Context) -> AttrValue {
    context.text(id, &[("done", Value::Count(done as u64)), ("total", Value::Count(total as u64))])
}

fn actions(view: &RunView, context: &Context) -> Html {
    html! {
        <Actions>
            <Button
                emphasis={Emphasis::Quiet}
                testid="cancel"
                busy={view.cancelling}
                onpress={context.on(Msg::Cancel)}
            >
                { context.plain("run-cancel") }
            </Button>
            if view.held {
                <Button emphasis={Emphasis::Primary} testid="resume" onpress={context.on(Msg::Resume)}>
                    { context.plain("run-resume") }
                </Button>
            } else {
                <Button testid="pause" disabled={view.cancelling} onpress={context.on(Msg::Pause)}>
                    { context.plain("run-pause") }
                </Button>
            }
        </Actions>
    }
}
