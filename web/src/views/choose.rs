//! `choose`: what is in the account or file, and a copy of it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use wizard::{ChooseView, Flow, KindRow, Msg, RowState, Screen};
use yew::prelude::*;

use super::{Context, items, kinds, opening, save};
use crate::i18n::Value;
use crate::parts::{Actions, Button, Emphasis, Notice, ProgressBar, Row, Rows, Tone};

pub fn draw(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    let title = match &view.full_name {
        Some(name) => context.text("choose-title-named", &[("name", Value::Text(name))]),
        None => context.plain("choose-title"),
    };
    let lead = match view.flow {
        Flow::Move => "choose-lead",
        Flow::Backup => "choose-lead-backup",
        Flow::Restore => "choose-lead-restore",
    };
    html! {
        <>
            { opening(title, Some(context.plain(lead)), context) }
            { progress(view, context) }
            <Rows label={context.plain("choose-rows")}>
                { for view.rows.iter().map(|row| kind(row, context)) }
            </Rows>
            if view.rows.iter().any(|row| row.state == RowState::Failed) {
                <Button testid="read-again" onpress={context.on(Msg::Retry)}>
                    { context.plain("choose-read-again") }
                </Button>
            }
            { left(view, context) }
            { copy(view, context) }
            { actions(view, screen, context) }
        </>
    }
}

fn progress(view: &ChooseView, context: &Context) -> Html {
    let Some((done, total)) = view.progress else { return Html::default() };
    let reached = [("done", Value::Count(done as u64)), ("total", Value::Count(total as u64))];
    html! {
        <>
            <ProgressBar
                label={context.plain("status-looking")}
                reached={context.text("reached", &reached)}
                done={done as u64}
                total={Some(total as u64)}
            />
            if view.slow {
                <p class="note">{ context.plain("slow-origin") }</p>
            }
        </>
    }
}

fn kind(row: &KindRow, context: &Context) -> Html {
    let id = row.id;
    let box_id = format!("kind-{id}-select");
    let onchange = context.on_value(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Msg::Select(id, input.is_some_and(|input| input.checked()))
    });
    let has_something = row.count > 0 || matches!(row.state, RowState::Pending | RowState::Counting);
    let control = html! {
        <input
            class="check__box"
            type="checkbox"
            id={box_id.clone()}
            data-testid={box_id.clone()}
            checked={row.selected && has_something}
            disabled={!has_something}
            {onchange}
        />
    };
    let figure = (row.count > 0).then(|| context.count(row.count));
    html! {
        <Row
            key={id.0}
            testid={format!("kind-{id}")}
            shape={kinds::shape(id)}
            title={html! { <label class="row__label" for={box_id}>{ context.kind(id) }</label> }}
            text={context.say(&row.summary())}
            {figure}
            state={row.state.name()}
            data={Some(Rc::from([("data-count", AttrValue::from(row.count.to_string()))]))}
            {control}
        >
            if let Some(problem) = &row.problem {
                { context.problem(problem, None) }
            }
            if row.count > 0 {
                { content(row, context) }
            }
        </Row>
    }
}

fn content(row: &KindRow, context: &Context) -> Html {
    const MOST: usize = 200;
    let shown = row.items.iter().take(MOST).map(|item| {
        html! { <li class="item" key={item.key.clone()}><bdi>{ &item.label }</bdi></li> }
    });
    let hidden = row.count.saturating_sub(MOST);
    items::list(context.plain("items-show"), false, hidden, shown.collect(), context)
}

/// What the file holds that cannot be put anywhere yet.
fn left(view: &ChooseView, context: &Context) -> Html {
    if view.left.is_empty() {
        return Html::default();
    }
    html! {
        <Notice tone={Tone::Careful}>
            <p>{ context.plain("choose-left") }</p>
            <ul class="plain-list">
                { for view.left.iter().map(|(id, count)| {
                    let values = [("kind", context.kind(*id)), ("count", context.count(*count))];
                    html! { <li>{ format!("{}: {}", values[0].1, values[1].1) }</li> }
                }) }
            </ul>
        </Notice>
    }
}

/// A copy first is the safe way; for a backup it is the way.
fn copy(view: &ChooseView, context: &Context) -> Html {
    match view.flow {
        Flow::Move => html! {
            <section class="stack" data-gap="small">
                <h2>{ context.plain("copy-title") }</h2>
                <p>{ context.plain("copy-text") }</p>
                { save::outcome(&view.save, context) }
                <div>{ save::button(&view.save, Emphasis::Secondary, context) }</div>
            </section>
        },
        Flow::Backup => save::outcome(&view.save, context),
        Flow::Restore => Html::default(),
    }
}

fn actions(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    html! {
        <Actions>
            if screen.can_go_back {
                <Button emphasis={Emphasis::Quiet} testid="back" onpress={context.on(Msg::Back)}>
                    { context.plain("back") }
                </Button>
            }
            if view.flow == Flow::Backup {
                { save::button(&view.save, Emphasis::Primary, context) }
            } else {
                <Button
                    emphasis={Emphasis::Primary}
                    testid="choose-continue"
                    disabled={!view.can_continue}
                    onpress={context.on(Msg::ChooseContinue)}
                >
                    { context.plain("choose-continue") }
                </Button>
            }
        </Actions>
    }
}
