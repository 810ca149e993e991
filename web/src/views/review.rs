//! `review`: what would change. Nothing has been written yet.

use migration::{Autojoin, Choice as Wish, KindId};
use wizard::{ChoiceView, Msg, PlanItemView, PlanRow, ReviewView, Screen};
use yew::prelude::*;

use super::{Context, items, kinds, opening};
use crate::i18n::Value;
use crate::parts::{Button, Check, Choice, Choices, Emphasis, Notice, ProgressBar, Row, Tone, actions, rows};

pub fn draw(view: &ReviewView, screen: &Screen, context: &Context) -> Html {
    let address = screen.to.as_ref().map(|chip| chip.address.as_str()).unwrap_or_default();
    let lead = context.text("review-lead", &[("address", Value::Text(address))]);
    let kinds = view.rows.iter().map(|row| kind(row, context)).collect();
    html! {
        <>
            { opening(context.plain("review-title"), Some(lead)) }
            { progress(view, context) }
            { totals(view, context) }
            { rows(context.plain("review-rows"), kinds) }
            if let Some(autojoin) = view.autojoin {
                { rooms(autojoin, context) }
            }
            <p class="note">{ context.plain("review-limits") }</p>
            { actions(html! { <>{ context.back() }{ start(view, context) }</> }) }
        </>
    }
}

fn progress(view: &ReviewView, context: &Context) -> Html {
    let Some((done, total)) = view.progress else { return Html::default() };
    let bar = ProgressBar {
        label: context.plain("status-comparing"),
        reached: context.reached("reached", done, total),
        done,
        total: Some(total),
        paused: false,
    };
    html! {
        <>
            { bar.html() }
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
    Notice::sentence(Tone::Calm, context.text(id, &values))
}

fn kind(row: &PlanRow, context: &Context) -> Html {
    let id = row.id;
    let counts = row.counts.unwrap_or_default();
    let data = [
        ("data-add", counts.add),
        ("data-same", counts.same),
        ("data-change", counts.change),
        ("data-left-out", counts.left_out),
    ];
    let said = context.counts(&[
        ("plan-count-add", counts.add),
        ("plan-count-same", counts.same),
        ("plan-count-change", counts.change),
        ("plan-count-left-out", counts.left_out),
    ]);
    let silent = if row.counts.is_some() { "kind-empty" } else { "kind-comparing" };
    let drawn = Row {
        testid: format!("plan-{id}"),
        shape: kinds::shape(id),
        title: context.kind(id),
        text: said.unwrap_or_else(|| context.plain(silent)),
        data: row.counts.map(|_| data.to_vec()).unwrap_or_default(),
        below: html! {
            <>
                if let Some(problem) = &row.problem {
                    { context.problem(problem, true) }
                }
                if !row.items.is_empty() {
                    { content(row, context) }
                }
            </>
        },
        ..Row::default()
    };
    drawn.html()
}

/// What asks for a decision is in sight, all else folded away.
fn content(row: &PlanRow, context: &Context) -> Html {
    let (asking, settled): (Vec<_>, Vec<_>) = row.items.iter().partition(|item| item.choice.is_some());
    let draw = |item: &PlanItemView| planned(row.id, item, context);
    let asking: Html = asking.into_iter().map(draw).collect();
    let rest: Html = settled.iter().map(|item| draw(item)).collect();
    html! {
        <>
            <ul class="items" role="list">{ asking }</ul>
            if !settled.is_empty() {
                { items::list(context.plain("items-show"), false, row.hidden, rest, context) }
            }
        </>
    }
}

fn planned(kind: KindId, item: &PlanItemView, context: &Context) -> Html {
    let choice = item.choice.as_ref();
    html! {
        <li
            class="item"
            data-testid="plan-item"
            data-item={item.key.clone()}
            data-choice={choice.map(|choice| name(choice.chosen))}
        >
            <bdi>{ item.label.clone() }</bdi>
            <span class="item__what">{ context.say(&item.what) }</span>
            if let Some(choice) = choice {
                { decision(kind, item, choice, context) }
            }
        </li>
    }
}

fn decision(kind: KindId, item: &PlanItemView, view: &ChoiceView, context: &Context) -> Html {
    let choice = |wish: &Wish| Choice { value: name(*wish), label: context.plain(words(*wish)) };
    let key = item.key.clone();
    let choices = Choices {
        name: format!("choice-{kind}-{}", item.key),
        legend: context.text("choice-legend", &[("item", Value::Text(&item.label))]),
        choices: view.choices.iter().map(choice).collect(),
        chosen: name(view.chosen),
        onchoose: context.on_value(move |value| Msg::Decide(kind, key.clone(), wish(value))),
    };
    choices.html()
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
    let wanted = |enter: bool| Msg::Autojoin(if enter { Autojoin::AsItWas } else { Autojoin::NotYet });
    let check = Check {
        testid: "autojoin".into(),
        label: context.plain("autojoin"),
        hint: context.plain("autojoin-hint"),
        checked: autojoin == Autojoin::AsItWas,
        onchange: context.on_value(wanted),
    };
    check.html()
}

fn start(view: &ReviewView, context: &Context) -> Html {
    let words = context.plain("review-start");
    let button = context.button(Emphasis::Primary, "review-start", words, Msg::ReviewStart);
    Button { disabled: !view.can_start, ..button }.html()
}
