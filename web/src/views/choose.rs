//! `choose`: what is in the account or file, and a copy of it.

use wizard::{ChooseView, Flow, KindRow, Msg, RowState, Screen};
use yew::prelude::*;

use super::{Context, items, kinds, note, opening, save, waiting};
use crate::i18n::Value;
use crate::parts::{Button, Check, Emphasis, Notice, ProgressBar, Row, Tone, actions, el, group, rows};

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
    let kinds = view.rows.iter().map(|row| kind(row, context)).collect();
    group(vec![
        opening(title, Some(context.plain(lead))),
        waiting(screen.from.as_ref(), context),
        progress(view, context),
        rows(context.plain("choose-rows"), kinds),
        read_again(view, context),
        left(view, context),
        copy(view, context),
        actions(buttons(view, screen, context)),
    ])
}

fn progress(view: &ChooseView, context: &Context) -> Html {
    let Some((done, total)) = view.progress else { return Html::default() };
    let bar = ProgressBar {
        label: context.plain("status-looking"),
        reached: context.reached("reached", done, total),
        done,
        total: Some(total),
        paused: false,
    };
    group(vec![bar.html(), note(view.slow.then(|| context.plain("slow-origin")))])
}

fn kind(row: &KindRow, context: &Context) -> Html {
    let id = row.id;
    let has_something = row.count > 0 || matches!(row.state, RowState::Pending | RowState::Counting);
    let box_id = AttrValue::from(format!("kind-{id}-select"));
    let onchange = context.on_value(move |ticked| Msg::Select(id, ticked));
    let tick = Check::bare(&box_id, row.selected && has_something, !has_something, &onchange);
    let drawn = Row {
        testid: format!("kind-{id}"),
        shape: kinds::shape(id),
        title: context.kind(id),
        text: context.say(&row.summary()),
        figure: if row.count > 0 { context.count(row.count) } else { AttrValue::default() },
        state: Some(row.state.name()),
        data: vec![("data-count", row.count)],
        control: Some((box_id, tick)),
        below: group(vec![
            row.problem.as_ref().map(|problem| context.problem(problem, false)).unwrap_or_default(),
            if row.count > 0 { content(row, context) } else { Html::default() },
        ]),
    };
    drawn.html()
}

fn content(row: &KindRow, context: &Context) -> Html {
    const MOST: usize = 200;
    let item = |item: &migration::Item| items::item(row.id, &item.label, context);
    let shown = row.items.iter().take(MOST).map(item).collect();
    items::list(context.plain("items-show"), false, row.count.saturating_sub(MOST), shown, context)
}

fn read_again(view: &ChooseView, context: &Context) -> Html {
    if view.rows.iter().all(|row| row.state != RowState::Failed) {
        return Html::default();
    }
    let words = context.plain("choose-read-again");
    el("div").child(context.button(Emphasis::Secondary, "read-again", words, Msg::Retry).html()).into()
}

/// What the file holds that cannot be put anywhere yet.
fn left(view: &ChooseView, context: &Context) -> Html {
    if view.left.is_empty() {
        return Html::default();
    }
    let kind = |(id, count): &(_, usize)| {
        el("li").words(format!("{}: {}", context.kind(*id), context.count(*count)))
    };
    let list = el("ul").class("plain-list").child(view.left.iter().map(kind).collect::<Html>());
    let content = group(vec![el("p").words(context.plain("choose-left")).into(), list.into()]);
    Notice { tone: Tone::Careful, content, testid: None }.html()
}

/// A copy first is the safe way; for a backup it is the way.
fn copy(view: &ChooseView, context: &Context) -> Html {
    match view.flow {
        Flow::Move => el("section")
            .class("stack")
            .attr("data-gap", "small")
            .child(el("h2").words(context.plain("copy-title")))
            .child(el("p").words(context.plain("copy-text")))
            .child(save::outcome(&view.save, context))
            .child(el("div").child(save::button(&view.save, Emphasis::Secondary, context)))
            .into(),
        Flow::Backup => save::outcome(&view.save, context),
        Flow::Restore => Html::default(),
    }
}

fn buttons(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    let onward = if view.flow == Flow::Backup {
        save::button(&view.save, Emphasis::Primary, context)
    } else {
        let words = context.plain("choose-continue");
        let button = context.button(Emphasis::Primary, "choose-continue", words, Msg::ChooseContinue);
        Button { disabled: !view.can_continue, ..button }.html()
    };
    let back = screen.can_go_back.then(|| context.back());
    group(vec![back.unwrap_or_default(), onward])
}
