//! Group chats, and the new address before their doors.

use wizard::{FarewellView, Msg, RoomRow, RoomsView, Wish};
use yew::prelude::*;

use super::{Context, careful, deed};
use crate::i18n::Value;
use crate::parts::{Check, Shape, el, group};
use crate::views::note;

pub fn draw(view: &RoomsView, whole: &FarewellView, context: &Context) -> Html {
    let check = Check {
        label: context.counted("farewell-rooms", view.rows.len()),
        ..context.check("farewell-rooms", view.wanted, |wanted| Msg::Wish(Wish::Rooms(wanted)))
    };
    let rows: Html = view.rows.iter().map(|row| room(row, view, context)).collect();
    let list = el("ul")
        .class("items")
        .attr("role", "list")
        .attr("aria-label", context.plain("kind-bookmarks"))
        .child(rows);
    deed(
        check,
        group(vec![
            list.into(),
            if view.wanted && view.asks_to_join { join(view, context) } else { Html::default() },
            if view.wanted { autojoin(view, context) } else { Html::default() },
            note(view.is_running.then(|| context.plain("rooms-running"))),
            if view.needs_request { request(whole, context) } else { Html::default() },
        ]),
    )
}

fn room(row: &RoomRow, view: &RoomsView, context: &Context) -> Html {
    let words = el("div")
        .class("row__words")
        .child(el("span").class("row__title").child(el("bdi").words(row.name.clone())))
        .child(el("span").class("row__text").words(context.say(&row.words)));
    let line = el("div")
        .class("row__line")
        .child(el("span").class("row__icon").child(Shape::GroupChats.html()))
        .child(words);
    let owner = row.as_owner.filter(|_| view.wanted).map(|chosen| owner(row, chosen, context));
    el("li")
        .class("item room")
        .attr("data-testid", "room")
        .attr("data-jid", row.jid.to_string())
        .attr("data-state", row.state)
        .key(row.jid.to_string())
        .child(line)
        .child_opt(owner)
        .child_opt(row.problem.as_ref().map(|problem| context.problem(problem, false)))
        .into()
}

/// An owner can take the group chat away from everybody: the person says so for each.
fn owner(row: &RoomRow, chosen: bool, context: &Context) -> Html {
    let jid = row.jid.clone();
    let check = Check {
        testid: format!("room-owner-{}", row.jid).into(),
        label: context.plain("room-as-owner"),
        hint: context.plain("room-as-owner-hint"),
        checked: chosen,
        onchange: context.on_value(move |wanted| Msg::Wish(Wish::Owner(jid.clone(), wanted))),
    };
    check.html()
}

fn join(view: &RoomsView, context: &Context) -> Html {
    context.check("rooms-may-join", view.may_join, |wanted| Msg::Wish(Wish::MayJoin(wanted))).html()
}

fn autojoin(view: &RoomsView, context: &Context) -> Html {
    context.check("rooms-autojoin", view.autojoin, |wanted| Msg::Wish(Wish::Autojoin(wanted))).html()
}

/// What the person can write to those who decide there.
fn request(whole: &FarewellView, context: &Context) -> Html {
    let values = [("old", Value::Text(&whole.old)), ("new", Value::Text(&whole.new))];
    let quote = el("blockquote").class("quote").attr("data-testid", "room-request");
    let quote = quote.words(context.text("room-request-words", &values));
    careful("rooms-request", group(vec![el("p").words(context.plain("room-request")).into(), quote.into()]))
}
