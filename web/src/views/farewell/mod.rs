//! `farewell`: people are told, and the page shows who has come along.

mod afterwards;
mod asking;
mod deletion;
mod messages;
mod people;
mod reward;
mod rooms;
mod statement;

use wizard::{FarewellView, Msg, Said, Screen, TellingView, Wish};
use yew::prelude::*;

use super::{Context, interruption, opening};
use crate::i18n::Value;
use crate::parts::{Button, Check, Disclosure, Emphasis, Notice, ProgressBar, Tone, actions, el, group};

#[inline(never)]
pub fn draw(view: &FarewellView, screen: &Screen, context: &Context) -> Html {
    let has_begun = view.is_telling || view.people.has_begun;
    let wishes = wishes(view, context);
    let people = people::draw(&view.people, context);
    // Who has come along comes before what else can be done.
    let (first, then) = if has_begun { (people, wishes) } else { (wishes, people) };
    group(vec![
        opening(context.plain(title(view)), Some(lead(view, context))),
        interruption(screen, context),
        looking(view, context),
        view.problems.iter().map(|problem| context.problem(problem, true)).collect(),
        if has_begun { reward::draw(view, context) } else { Html::default() },
        first,
        then,
        if view.is_looking { Html::default() } else { afterwards::draw(view, context) },
        view.deletion.as_ref().map(|it| deletion::draw(it, view, context)).unwrap_or_default(),
        actions(group(vec![context.back(), start(view, context)])),
    ])
}

fn title(view: &FarewellView) -> &'static str {
    match view.notify.telling {
        TellingView::NotBegun if view.people.has_begun => "farewell-title-return",
        TellingView::NotBegun => "farewell-title",
        TellingView::Asking | TellingView::Held => "farewell-title-asking",
        TellingView::Listening => "farewell-title-listening",
    }
}

fn lead(view: &FarewellView, context: &Context) -> AttrValue {
    let values = [
        ("old", Value::Text(&view.old)),
        ("new", Value::Text(&view.new)),
        ("count", Value::Count(view.people.of as u64)),
    ];
    match view.notify.telling {
        _ if view.is_looking => context.text("farewell-lead-looking", &values),
        TellingView::NotBegun if view.people.has_begun => context.text("farewell-lead-return", &values),
        TellingView::NotBegun => context.text("farewell-lead", &values),
        TellingView::Asking | TellingView::Held => context.text("farewell-lead-asking", &values),
        TellingView::Listening => context.text("farewell-lead-listening", &values),
    }
}

fn looking(view: &FarewellView, context: &Context) -> Html {
    if !view.is_looking || !view.problems.is_empty() {
        return Html::default();
    }
    ProgressBar { label: context.plain("farewell-looking"), ..ProgressBar::default() }.html()
}

/// What can be done, ticked or not.
fn wishes(view: &FarewellView, context: &Context) -> Html {
    let folded = group(vec![
        view.rooms.as_ref().map(|rooms| rooms::draw(rooms, view, context)).unwrap_or_default(),
        view.message.as_ref().map(|message| messages::draw(message, view, context)).unwrap_or_default(),
        view.note.as_ref().map(|note| statement::note(*note, view, context)).unwrap_or_default(),
    ]);
    group(vec![
        view.statement.as_ref().map(|it| statement::draw(it, view, context)).unwrap_or_default(),
        if view.is_telling { Html::default() } else { asking::draw(view, context) },
        folded,
    ])
}

/// One thing that can be done: a box to tick, and what belongs to it.
fn deed(check: Check, content: Html) -> Html {
    let content = el("div").class("deed__content").child(content);
    el("section").class("deed").child(check.html()).child(content).into()
}

fn start(view: &FarewellView, context: &Context) -> Html {
    let words = if view.is_telling { "farewell-start-more" } else { "farewell-start" };
    let wish = Msg::Wish(Wish::Start(said(view, context)));
    // Once nothing is left to do, the way back is all there is.
    if view.is_telling && !view.can_start {
        return Html::default();
    }
    let button = context.button(Emphasis::Primary, "farewell-start", context.plain(words), wish);
    Button { disabled: !view.can_start && !view.is_proving, busy: view.is_proving, ..button }.html()
}

/// What goes out, in the language that is spoken here.
fn said(view: &FarewellView, context: &Context) -> Said {
    Said {
        request: request(view, context).to_string(),
        message: messages::words(view, context).to_string(),
        note: statement::note_words(view, context).to_string(),
    }
}

/// The sentence that contacts see beside the request.
fn request(view: &FarewellView, context: &Context) -> AttrValue {
    let values = [("old", Value::Text(&view.old))];
    match view.statement {
        Some(_) => context.text("request-words", &values),
        None => context.text("request-words-file", &values),
    }
}

fn careful(testid: &'static str, content: Html) -> Html {
    Notice { tone: Tone::Careful, testid: Some(testid), content }.html()
}

fn folded(summary: AttrValue, testid: &'static str, open: bool, content: Html) -> Html {
    Disclosure { summary, testid: Some(testid.into()), open, content, ..Disclosure::default() }.html()
}
