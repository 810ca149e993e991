//! `review`: what would change. Nothing has been written yet.

use std::rc::Rc;

use migration::{Autojoin, Choice as Wish, KindId};
use wizard::{ChoiceView, Msg, PlanItemView, PlanRow, ReviewView, Screen};
use yew::prelude::*;

use super::{Context, items, kinds, opening};
use crate::i18n::Value;
use crate::parts::{Actions, Button, Check, Choice, Choices, Emphasis, Notice, ProgressBar, Row, Rows};

pub fn draw(view: &ReviewView, screen: &Screen, context: &Context) -> Html {
    let address = screen.to.as_ref().map(|chip| chip.address.as_str()).unwrap_or_default();
    let lead = context.text("review-lead", &[("address", Value::Text(address))]);
    html! {
        <>
            { opening(context.plain("review-title"), Some(lead), context) }
            { progress(view, context) }
            { totals(view, context) }
            <Rows label={context.plain("review-rows")}>
                { for view.rows.iter().map(|row| kind(row, context)) }
            </Rows>
            if let Some(autojoin) = view.autojoin {
                { rooms(autojoin, context) }
            }
            <p class="note">{ context.plain("review-limits") }</p>
            <Actions>
                <Button emphasis={Emphasis::Quiet} testid="back" onpress={context.on(Msg::Back)}>
                    { context.plain("back") }
                </Button>
                <Button
                    emphasis={Emphasis::Primary}
                    testid="review-start"
                    disabled={!view.can_start}
                    onpress={context.on(Msg::ReviewStart)}
                >
                    { context.plain("review-start") }
                </Button>
            </Actions>
        </>
    }
}

fn progress(view: &ReviewView, context: &Context) -> Html {
    let Some((done, total)) = view.progress else { return Html::default() };
    let reached = [("done", Value::Count(done as u64)), ("total", Value::Count(total as u64))];
    html! {
        <>
            <ProgressBar
                label={context.plain("status-comparing")}
                reached={context.text("reached", &reached)}
                done={done as u64}
                total={Some(total as u64)}
            />
            if view.slow {
                <p class="note">{ context.plain("slow-destination") }</p>
            }
        </>
    }
}

fn totals(view: &ReviewView, context: &Context) -> Html {
    if view.progress.is_some() {
        return Html::default();
    }
    let id = match (view.totals.add, view.totals.change) {
        (0, 0) => "review-nothing",
        (0, _) => "review-only-changes",
        (_, 0) => "review-only-additions",
        (_, _) => "review-both",
    };
    let values =
        [("add", Value::Count(view.totals.add as u64)), ("change", Value::Count(view.totals.change as u64))];
    html! { <Notice><p>{ context.text(id, &values) }</p></Notice> }
}

fn kind(row: &PlanRow, context: &Context) -> Html {
    let id = row.id;
    let counts = row.counts.unwrap_or_default();
    let numbers = [
        ("data-add", counts.add),
        ("data-same", counts.same),
        ("data-change", counts.change),
        ("data-left-out", counts.left_out),
    ];
    let data: Option<Rc<[_]>> =
        row.counts.map(|_| numbers.map(|(name, count)| (name, AttrValue::from(count.to_string()))).into());
    let items = row.items.iter().map(|item| planned(id, item, context));
    html! {
        <Row
            key={id.0}
            testid={format!("plan-{id}")}
            shape={kinds::shape(id)}
            title={html! { context.kind(id) }}
            text={summary(row, context)}
            {data}
        >
            if let Some(problem) = &row.problem {
                { context.problem(problem, Some(context.on(Msg::Retry))) }
            }
            if !row.items.is_empty() {
                { items::list(context.plain("items-show"), counts.change > 0, row.hidden, items.collect(), context) }
            }
        </Row>
    }
}

fn summary(row: &PlanRow, context: &Context) -> AttrValue {
    let Some(counts) = row.counts else { return context.plain("kind-comparing") };
    let parts = [
        ("plan-count-add", counts.add),
        ("plan-count-same", counts.same),
        ("plan-count-change", counts.change),
        ("plan-count-left-out", counts.left_out),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| context.counted(id, count).to_string())
        .collect();
    if said.is_empty() { context.plain("kind-empty") } else { said.join(" · ").into() }
}

fn planned(kind: KindId, item: &PlanItemView, context: &Context) -> Html {
    let choice = item.choice.as_ref();
    html! {
        <li
            class="item"
            key={item.key.clone()}
            data-testid="plan-item"
            data-item={item.key.clone()}
            data-choice={choice.map(|choice| name(choice.chosen))}
        >
            <bdi>{ &item.label }</bdi>
            <span class="item__what">{ context.say(&item.what) }</span>
            if let Some(choice) = choice {
                { decision(kind, item, choice, context) }
            }
        </li>
    }
}

fn decision(kind: KindId, item: &PlanItemView, view: &ChoiceView, context: &Context) -> Html {
    let choices: Rc<[Choice]> = view
        .choices
        .iter()
        .map(|wish| Choice { value: name(*wish), label: context.plain(words(*wish)) })
        .collect();
    let key = item.key.clone();
    let onchoose = context.on_value(move |value: &'static str| Msg::Decide(kind, key.clone(), wish(value)));
    html! {
        <Choices
            name={format!("choice-{kind}-{}", item.key)}
            legend={context.text("choice-legend", &[("item", Value::Text(&item.label))])}
            quiet=true
            {choices}
            chosen={Some(name(view.chosen))}
            {onchoose}
        />
    }
}

/// The value of `data-choice`.
fn name(wish: Wish) -> &'static str {
    match wish {
        Wish::Keep => "keep",
        Wish::Take => "take",
        Wish::Unite => "unite",
    }
}

fn words(wish: Wish) -> &'static str {
    match wish {
        Wish::Keep => "choice-keep",
        Wish::Take => "choice-take",
        Wish::Unite => "choice-unite",
    }
}

fn wish(name: &str) -> Wish {
    match name {
        "take" => Wish::Take,
        "unite" => Wish::Unite,
        _ => Wish::Keep,
    }
}

fn rooms(autojoin: Autojoin, context: &Context) -> Html {
    let onchange = context
        .on_value(|enter: bool| Msg::Autojoin(if enter { Autojoin::AsItWas } else { Autojoin::NotYet }));
    html! {
        <Check
            testid="autojoin"
            label={html! { context.plain("autojoin") }}
            hint={context.plain("autojoin-hint")}
            checked={autojoin == Autojoin::AsItWas}
            {onchange}
        />
    }
}
