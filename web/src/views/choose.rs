//! `choose`: what is in the account or file, and a copy of it.

use migration::KindId;
use wizard::{ChooseView, Flow, KindRow, Msg, RowState, Screen};
use yew::prelude::*;

use super::items;
use super::{
    Context, Extent, copies, expert, history, interruption, kinds, note, opening_of, save, sealed, uploads,
};
use crate::i18n::Value;
use crate::parts::{Button, Check, Emphasis, Notice, ProgressBar, Row, Tone, actions, el, group, rows};

const HISTORY: &str = "message_archive";
/// Rows that are in sight on most screens.
const IN_SIGHT: usize = 6;

#[inline(never)]
pub fn draw(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    let lead = match view.flow {
        Flow::Move | Flow::Follow => "choose-lead",
        Flow::Backup => "choose-lead-backup",
        Flow::Restore | Flow::Open => "choose-lead-restore",
    };
    let drawn = if context.extent == Extent::Beginning { IN_SIGHT } else { view.rows.len() };
    let kinds = view.rows.iter().take(drawn).map(|row| kind(row, view, context)).collect();
    group(vec![
        opening_of(context.plain("choose-title"), owner(view, screen), Some(context.plain(lead))),
        interruption(screen, context),
        progress(view, context),
        note(view.roundabout.then(|| context.plain("roundabout-origin"))),
        rows(context.plain("choose-rows"), kinds),
        if context.extent == Extent::All { below(view, screen, context) } else { Html::default() },
    ])
}

/// What there is to do with it.
fn below(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    group(vec![
        read_again(view, context),
        left(view, context),
        stays(view, context),
        view.private.as_ref().map(|private| expert::panel(private, context)).unwrap_or_default(),
        copy(view, context),
        copies::panel(&view.copies, view.seal, context),
        actions(buttons(view, screen, context)),
    ])
}

/// Whose account it is: by the name, once it is read.
fn owner(view: &ChooseView, screen: &Screen) -> Html {
    let address = screen.from.as_ref().filter(|from| !from.is_file).map(|from| &from.address);
    match view.full_name.as_ref().or(address) {
        Some(name) => el("p").class("owner").child(el("bdi").words(name.clone())).into(),
        None => Html::default(),
    }
}

/// How far looking is. Its place is kept when it is through.
fn progress(view: &ChooseView, context: &Context) -> Html {
    let through = view.looked_at.map(|total| (total, total));
    let Some((done, total)) = view.progress.or(through) else { return Html::default() };
    let bar = ProgressBar {
        label: context.plain("status-looking"),
        reached: context.reached("reached", done, total),
        done: done as u64,
        total: Some(total as u64),
        paused: false,
    };
    if view.progress.is_none() {
        return bar.finished(context.plain("status-looked"));
    }
    group(vec![bar.html(), note(view.slow.then(|| context.plain("slow-origin")))])
}

fn kind(row: &KindRow, view: &ChooseView, context: &Context) -> Html {
    let id = row.id;
    let box_id = AttrValue::from(format!("kind-{id}-select"));
    let onchange = context.on_value(move |ticked| Msg::Select(id, ticked));
    let tick = Check::bare(&box_id, row.selected, !row.can_select, &onchange);
    let is_known = !matches!(row.state, RowState::Ready | RowState::Failed) || row.count.is_some();
    // That comes below all rows, so that none moves when the history is counted.
    let remark = row.remark.as_ref().filter(|_| !says_below(id, view));
    let drawn = Row {
        testid: format!("kind-{id}"),
        shape: kinds::shape(id),
        title: context.kind(id),
        text: summary(row, context),
        figure: figure(row, context),
        state: Some(row.state.name()),
        data: if is_known { vec![("data-count", row.count.unwrap_or(0))] } else { Vec::new() },
        control: Some((box_id, tick)),
        opener: Some(items::opener(id, row.listing, row.items.len().max(uploads::listed(row)), context)),
        longest: longest(row, context),
        below: group(vec![
            note(remark.map(|remark| context.say(remark))),
            row.problem.as_ref().map(|problem| context.problem(problem, false)).unwrap_or_default(),
            content(row, context),
            uploads::look(row, context),
        ]),
    };
    drawn.html()
}

fn summary(row: &KindRow, context: &Context) -> AttrValue {
    let said = context.say(&row.summary);
    match row.bytes.filter(|bytes| *bytes > 0) {
        Some(bytes) => with_size(&said, bytes, context),
        None => said,
    }
}

/// What is said once it was looked at, if it is the most that is said.
fn longest(row: &KindRow, context: &Context) -> Option<AttrValue> {
    /// As long as sizes get in words.
    const BYTES: u64 = 888_000_000;
    let has_size = row.id.0 == HISTORY;
    let may_differ = match row.state {
        RowState::Counting | RowState::Empty => true,
        RowState::Ready => has_size,
        _ => false,
    };
    if !may_differ {
        return None;
    }
    let said = context.plain(&format!("kind-{}-count", row.id));
    Some(if has_size { with_size(&said, BYTES, context) } else { said })
}

fn with_size(said: &str, bytes: u64, context: &Context) -> AttrValue {
    context.text("kind-with-size", &[("text", Value::Text(said)), ("size", Value::Bytes(bytes))])
}

fn figure(row: &KindRow, context: &Context) -> AttrValue {
    match row.count {
        None | Some(0) => AttrValue::default(),
        Some(count) if row.is_estimate => context.text("about", &[("count", Value::Count(count))]),
        Some(count) => context.count(count),
    }
}

fn content(row: &KindRow, context: &Context) -> Html {
    if !row.listing.is_open {
        return Html::default();
    }
    let items = row.items.iter().take(row.listing.most);
    let items = items.map(|item| items::item(row.id, &item.label, context)).collect();
    items::list(row.id, row.listing, items, row.items.len(), context)
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
        el("li").words(format!("{}: {}", context.kind(*id), context.count(*count as u64)))
    };
    let list = el("ul").class("plain-list").child(view.left.iter().map(kind).collect::<Html>());
    let content = group(vec![el("p").words(context.plain("choose-left")).into(), list.into()]);
    Notice { tone: Tone::Careful, content, testid: None }.html()
}

/// What cannot come along whatever is ticked, said before it matters.
fn stays(view: &ChooseView, context: &Context) -> Html {
    if view.flow == Flow::Restore {
        return Html::default();
    }
    let rooms = (view.rooms > 0).then(|| el("p").words(context.counted("rooms-history", view.rooms)));
    let below = view.rows.iter().filter(|row| says_below(row.id, view));
    let remarks = below.filter_map(|row| row.remark.as_ref());
    let content = group(vec![
        remarks.map(|remark| Html::from(el("p").words(context.say(remark)))).collect(),
        el("p").words(context.plain("keys-stay")).into(),
        rooms.map(Html::from).unwrap_or_default(),
    ]);
    Notice { content, testid: Some("stays"), ..Notice::default() }.html()
}

fn says_below(id: KindId, view: &ChooseView) -> bool {
    id.0 == HISTORY && view.flow == Flow::Move
}

/// A copy first is the safe way; for a backup it is the way.
fn copy(view: &ChooseView, context: &Context) -> Html {
    let time = view.time_to_save.as_ref().map(|time| {
        let time = context.say(time);
        context.text("time-to-save", &[("time", Value::Text(&time))])
    });
    let time = el("div").attr("data-testid", "time-to-save").child(note(time));
    let to_disk = || save::to_disk(&view.save, context);
    let sealed = || sealed::copy(&view.save, view.seal, context);
    let outcome = save::outcome_of_plain(&view.save, view.seal, context);
    let range = view.range.as_ref().map(|range| history::range(range, context)).unwrap_or_default();
    match view.flow {
        Flow::Move => el("section")
            .class("stack")
            .attr("data-gap", "small")
            .child(el("h2").words(context.plain("copy-title")))
            .child(el("p").words(context.plain("copy-text")))
            .child(range)
            .child(time)
            .child(outcome)
            .child(
                el("div")
                    .class("buttons")
                    .child(save::button(&view.save, view.seal, Emphasis::Secondary, context))
                    .child_opt(view.can_save_to_disk.then(to_disk)),
            )
            .child(sealed())
            .into(),
        Flow::Backup => {
            let to_disk = view.can_save_to_disk.then(|| el("div").child(to_disk()).into());
            group(vec![range, time.into(), outcome, to_disk.unwrap_or_default(), sealed()])
        }
        Flow::Restore => sealed(),
        Flow::Follow | Flow::Open => Html::default(),
    }
}

fn buttons(view: &ChooseView, screen: &Screen, context: &Context) -> Html {
    let onward = if view.flow == Flow::Backup {
        save::button(&view.save, view.seal, Emphasis::Primary, context)
    } else {
        let words = context.plain("choose-continue");
        let button = context.button(Emphasis::Primary, "choose-continue", words, Msg::ChooseContinue);
        Button { disabled: !view.can_continue, ..button }.html()
    };
    let back = screen.can_go_back.then(|| context.back());
    group(vec![back.unwrap_or_default(), onward])
}
