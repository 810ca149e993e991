//! `review`: what would change. Nothing has been written yet.

use migration::{Autojoin, Choice as Wish, KindId};
use wizard::{ChoiceView, Msg, PlanItemView, PlanRow, ReviewView, Screen, Side};
use yew::prelude::*;

use super::items;
use super::{Context, both_sides, interruption, kinds, note, opening};
use crate::i18n::Value;
use crate::parts::{
    Button, Check, Choice, Choices, Emphasis, Notice, ProgressBar, Row, Tone, actions, el, group, rows,
};

#[inline(never)]
pub fn draw(view: &ReviewView, screen: &Screen, context: &Context) -> Html {
    let address = screen.to.as_ref().map(|chip| chip.address.as_str()).unwrap_or_default();
    let lead = context.text("review-lead", &[("address", Value::Text(address))]);
    let kinds = view.rows.iter().map(|row| kind(row, context)).collect();
    group(vec![
        opening(context.plain("review-title"), Some(lead)),
        interruption(screen, context),
        progress(view, context),
        note(view.roundabout.then(|| context.plain("roundabout-destination"))),
        totals(view, context),
        both_sides::draw(&view.sides, context),
        rows(context.plain("review-rows"), kinds),
        view.autojoin.map(|autojoin| rooms(autojoin, context)).unwrap_or_default(),
        note(Some(context.plain("review-limits"))),
        actions(group(vec![context.back(), start(view, context)])),
    ])
}

fn progress(view: &ReviewView, context: &Context) -> Html {
    let Some((done, total)) = view.progress else { return Html::default() };
    let bar = ProgressBar {
        label: context.plain("status-comparing"),
        reached: context.reached("reached", done, total),
        done: done as u64,
        total: Some(total as u64),
        paused: false,
    };
    let slow = view
        .slow
        .map(|side| context.plain(if side == Side::Origin { "slow-origin" } else { "slow-destination" }));
    group(vec![bar.html(), note(slow)])
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
        ("data-add", counts.add as u64),
        ("data-same", counts.same as u64),
        ("data-change", counts.change as u64),
        ("data-left-out", counts.left_out as u64),
    ];
    let said = context.counts(&[
        ("plan-count-add", counts.add),
        ("plan-count-same", counts.same),
        ("plan-count-change", counts.change),
        ("plan-count-left-out", counts.left_out),
    ]);
    let silent = if row.counts.is_some() { "kind-empty" } else { "kind-comparing" };
    let silent = || row.reason.as_ref().map_or_else(|| context.plain(silent), |reason| context.say(reason));
    let drawn = Row {
        testid: format!("plan-{id}"),
        shape: kinds::shape(id),
        title: context.kind(id),
        text: said.unwrap_or_else(silent),
        data: row.counts.map(|_| data.to_vec()).unwrap_or_default(),
        opener: Some(items::opener(id, row.listing, row.all_settled, context)),
        below: group(vec![
            row.problem.as_ref().map(|problem| context.problem(problem, true)).unwrap_or_default(),
            content(row, context),
        ]),
        ..Row::default()
    };
    drawn.html()
}

/// What asks for a decision is in sight, all else folded away.
fn content(row: &PlanRow, context: &Context) -> Html {
    let draw = |items: &[PlanItemView]| items.iter().map(|item| planned(row.id, item, context)).collect();
    let mut parts = Vec::new();
    if row.all_asking > 0 {
        parts.push(items::list(row.id, row.listing, draw(&row.asking), row.all_asking, context));
    }
    if row.all_settled > 0 {
        let settled = items::list(row.id, row.listing, draw(&row.settled), row.all_settled, context);
        // Scripts find them before the row is opened.
        parts.push(el("div").flag("hidden", !row.listing.is_open).child(settled).into());
    }
    group(parts)
}

fn planned(kind: KindId, item: &PlanItemView, context: &Context) -> Html {
    let choice = item.choice.as_ref();
    items::item(kind, &item.label, context)
        .attr("data-testid", "plan-item")
        .attr("data-item", item.key.clone())
        .attr_opt("data-choice", choice.map(|choice| name(choice.chosen)))
        .child(el("span").class("item__what").words(context.say(&item.what)))
        .child_opt(choice.and_then(|choice| values(choice, context)))
        .child_opt(choice.map(|choice| decision(kind, item, choice, context)))
        .into()
}

/// What either account says, one below the other.
fn values(view: &ChoiceView, context: &Context) -> Option<Html> {
    if view.is_new || view.ours == view.theirs {
        return None;
    }
    let line = |id, value: &str| {
        let nothing = context.plain("plan-nothing");
        let value = if value.is_empty() { nothing } else { AttrValue::from(value.to_owned()) };
        el("p").class("item__value").words(context.text(id, &[("value", Value::Text(&value))]))
    };
    let lines = [line("plan-theirs", &view.theirs).into(), line("plan-ours", &view.ours).into()];
    Some(group(lines.into()))
}

fn decision(kind: KindId, item: &PlanItemView, view: &ChoiceView, context: &Context) -> Html {
    let words = if view.is_new { words_for_new } else { words };
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

fn words_for_new(wish: Wish) -> &'static str {
    match wish {
        Wish::Keep => "choice-leave",
        Wish::Take | Wish::Unite => "choice-bring",
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
