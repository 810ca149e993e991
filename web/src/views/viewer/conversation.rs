//! A conversation: its messages in the order they came, a line for each day.

use reading::{Author, Message};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};
use wizard::{Browse, Msg, OpenView};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, address, message, quiet};
use crate::browser::day_begins;
use crate::parts::{Notice, Tone, el, group};

/// Nearer to an end than this, more is drawn. Pixels.
const NEAR: i32 = 600;
/// What one person wrote within so many seconds stands together.
const TOGETHER: i64 = 300;

pub fn draw(open: &OpenView, context: &Context) -> Html {
    el("section")
        .class("conversation")
        .attr("data-testid", "viewer-conversation")
        .attr("data-jid", open.row.address.clone())
        .attr("aria-labelledby", "conversation-name")
        .child(head(open, context))
        .child(messages(open, context))
        .into()
}

fn head(open: &OpenView, context: &Context) -> Html {
    let row = &open.row;
    let name = if row.address.is_empty() { context.plain("viewer-others") } else { row.name.clone().into() };
    let title = el("h2")
        .class("conversation__name")
        .attr("id", "conversation-name")
        .attr("tabindex", "-1")
        .child(el("bdi").words(name));
    let has_name = row.name != row.address && !row.address.is_empty();
    el("header")
        .class("conversation__head")
        .child(el("div").child(title).child_opt(has_name.then(|| address(&row.address))))
        .child(ways(context))
        .into()
}

/// To the beginning, to a day, to the end.
fn ways(context: &Context) -> Html {
    let send = context.send.clone();
    let picked = Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(time) = input.and_then(|input| day_begins(&input.value())) {
            send.emit(Msg::Browse(Browse::Time(time)));
        }
    });
    let day = el("input")
        .class("conversation__day")
        .attr("type", "date")
        .attr("data-testid", "viewer-day")
        .attr("aria-label", context.plain("viewer-day"))
        .on(ListenerKind::onchange, picked);
    el("div")
        .class("conversation__ways")
        .child(quiet("viewer-first", "viewer-first", Browse::First, context))
        .child(day)
        .child(quiet("viewer-last", "viewer-last", Browse::Last, context))
        .into()
}

fn messages(open: &OpenView, context: &Context) -> Html {
    let (has_earlier, has_later) = (open.has_earlier, open.has_later);
    let send = context.send.clone();
    // More is drawn before its end comes into sight; the buttons there are for keyboards.
    let scrolled = Callback::from(move |event: Event| {
        let list = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(list) = list.filter(|list| list.class_name() == "messages") else { return };
        let below = list.scroll_height() - list.client_height() - list.scroll_top();
        if has_earlier && list.scroll_top() < NEAR {
            send.emit(Msg::Browse(Browse::Earlier));
        } else if has_later && below < NEAR {
            send.emit(Msg::Browse(Browse::Later));
        }
    });
    let earlier = has_earlier.then(|| quiet("viewer-earlier", "viewer-earlier", Browse::Earlier, context));
    let later = has_later.then(|| quiet("viewer-later", "viewer-later", Browse::Later, context));
    let unreadable: u32 = open.pages.iter().map(|page| page.unreadable).sum();
    let turning = open.is_turning.then(|| el("p").class("note").words(context.plain("viewer-turning")));
    el("div")
        .class("messages")
        .attr("role", "region")
        .attr("aria-label", context.plain("viewer-list"))
        .attr("tabindex", "0")
        .on(ListenerKind::onscroll, scrolled)
        .child(earlier.unwrap_or_default())
        .child_opt(turning)
        .child(lost(unreadable, context))
        .child(el("ol").class("messages__list").attr("role", "list").child(rows(open, context)))
        .child(later.unwrap_or_default())
        .into()
}

fn lost(count: u32, context: &Context) -> Html {
    if count == 0 {
        return Html::default();
    }
    let text = context.counted("viewer-unreadable", count as usize);
    Notice::sentence(Tone::Careful, text)
}

fn rows(open: &OpenView, context: &Context) -> Html {
    let mut rows: Vec<Html> = Vec::new();
    let mut day: Option<String> = None;
    let mut before: Option<(&Author, i64)> = None;
    for written in open.pages.iter().flat_map(|page| &page.messages) {
        let today = match written.time {
            Some(time) => context.locale.day(time),
            None => context.plain("viewer-no-time").to_string(),
        };
        if day.as_ref() != Some(&today) {
            rows.push(separator(&today, written));
            day = Some(today);
            before = None;
        }
        let time = written.time.unwrap_or_default();
        let follows = before.is_some_and(|(author, at)| *author == written.author && time - at < TOGETHER);
        before = Some((&written.author, time));
        rows.push(message::draw(written, open, follows, context));
    }
    group(rows)
}

fn separator(day: &str, first: &Message) -> Html {
    let name = el("h3").class("day__name").words(day.to_owned());
    el("li").class("day").key(format!("day-{}", first.spot.name())).child(name).into()
}
