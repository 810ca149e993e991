//! The lists: conversations, contacts, group chats, profile.

use wizard::{Browse, ContactLine, ConversationRow, Msg, RoomLine, Section, ViewerView};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, address, quiet, text};
use crate::i18n::Value;
use crate::parts::{el, group};

pub fn draw(view: &ViewerView, context: &Context) -> Html {
    match view.section {
        Section::Conversations => group(vec![
            list(&view.lists.conversations, "viewer-no-conversations", view, context, conversation),
            silent(view, context),
        ]),
        Section::Contacts => list(&view.lists.contacts, "viewer-no-contacts", view, context, contact),
        Section::Rooms => list(&view.lists.rooms, "viewer-no-rooms", view, context, room),
        Section::Profile => profile(view, context),
    }
}

/// The rows of a list, as many as are wanted; or that there are none.
fn list<T>(
    rows: &[T],
    none: &str,
    view: &ViewerView,
    context: &Context,
    row: fn(&T, &ViewerView, &Context) -> Html,
) -> Html {
    if rows.is_empty() {
        return el("p").class("note").words(context.plain(none)).into();
    }
    let drawn: Html = rows.iter().take(view.rows).map(|it| row(it, view, context)).collect();
    let more =
        (rows.len() > view.rows).then(|| quiet("viewer-more", "viewer-more", Browse::MoreRows, context));
    group(vec![
        el("ul").class("viewer__list").attr("role", "list").child(drawn).into(),
        more.unwrap_or_default(),
    ])
}

fn conversation(row: &ConversationRow, view: &ViewerView, context: &Context) -> Html {
    let is_open = view.open.as_ref().is_some_and(|open| open.row.number == row.number);
    let name = if row.address.is_empty() { context.plain("viewer-others") } else { row.name.clone().into() };
    let mut facts = vec![context.counted("viewer-messages", row.messages as usize).to_string()];
    if row.is_room {
        facts.insert(0, context.plain("viewer-room").to_string());
    }
    let last = row.last.map(|last| context.locale.date(last)).unwrap_or_default();
    let button = el("button")
        .class("viewer__row")
        .attr("type", "button")
        .attr("data-testid", "conversation")
        .attr("data-jid", row.address.clone())
        .attr("data-count", row.messages.to_string())
        .attr_opt("aria-current", is_open.then_some("true"))
        .on(ListenerKind::onclick, context.on(Msg::Browse(Browse::Open(row.number))).reform(|_| ()))
        .child(el("bdi").class("viewer__name").words(name))
        .child(el("span").class("viewer__date").words(last))
        .child(el("span").class("viewer__facts").words(facts.join(" · ")));
    el("li").key(row.number.to_string()).child(button).into()
}

fn silent(view: &ViewerView, context: &Context) -> Html {
    let count = usize::try_from(view.silent).unwrap_or(usize::MAX);
    let said = || el("p").class("note").words(context.counted("viewer-silent", count)).into();
    (count > 0).then(said).unwrap_or_default()
}

fn contact(line: &ContactLine, _: &ViewerView, context: &Context) -> Html {
    let name = if line.name.is_empty() { &line.address } else { &line.name };
    let groups = line.groups.join(", ");
    let groups =
        (!groups.is_empty()).then(|| context.text("viewer-groups", &[("groups", Value::Text(&groups))]));
    el("li")
        .class("viewer__line")
        .attr("data-testid", "viewer-contact")
        .attr("data-jid", line.address.clone())
        .child(el("bdi").class("viewer__name").words(name.clone()))
        .child(address(&line.address))
        .child_opt(groups.map(|groups| el("span").class("viewer__facts").attr("dir", "auto").words(groups)))
        .into()
}

fn room(line: &RoomLine, _: &ViewerView, _: &Context) -> Html {
    let name = if line.name.is_empty() { &line.address } else { &line.name };
    el("li")
        .class("viewer__line")
        .attr("data-testid", "viewer-room")
        .attr("data-jid", line.address.clone())
        .child(el("bdi").class("viewer__name").words(name.clone()))
        .child(address(&line.address))
        .into()
}

fn profile(view: &ViewerView, context: &Context) -> Html {
    let picture = view.picture.clone().map(|picture| {
        let picture = el("img").class("viewer__picture").attr("src", AttrValue::Rc(picture));
        picture.attr("alt", context.plain("viewer-picture"))
    });
    if view.lists.profile.is_empty() && picture.is_none() {
        return el("p").class("note").words(context.plain("viewer-no-profile")).into();
    }
    let line = |(name, said): &(&'static str, String)| -> Html {
        group(vec![
            el("dt").words(context.plain(&format!("viewer-field-{name}"))).into(),
            el("dd").attr("dir", "auto").child(text::linked(said)).into(),
        ])
    };
    let lines: Html = view.lists.profile.iter().map(line).collect();
    let own = (!view.address.is_empty()).then(|| el("p").child(address(&view.address)));
    group(vec![
        picture.map(Html::from).unwrap_or_default(),
        own.map(Html::from).unwrap_or_default(),
        el("dl").class("viewer__profile").child(lines).into(),
    ])
}
