//! `viewer`: what a file holds, like the archive of a chat app. Conversations first, or beside the messages.

mod conversation;
mod lists;
mod message;
mod search;
mod text;

use wizard::{Browse, Msg, Screen, SearchState, Section, ViewerView};
use yew::prelude::*;

use super::{Context, opening};
use crate::i18n::Value;
use crate::parts::{Button, El, Emphasis, Notice, Tone, actions, el, group};

#[inline(never)]
pub fn draw(view: &ViewerView, screen: &Screen, context: &Context) -> Html {
    let name = view.full_name.as_deref().unwrap_or(&view.address);
    let title = match name {
        "" => context.plain("viewer-title"),
        name => context.text("viewer-title-of", &[("name", Value::Text(name))]),
    };
    let list = match &view.search {
        Some(found) => search::found(found, view, context),
        None => lists::draw(view, context),
    };
    let side = el("div")
        .class("viewer__side")
        .child(search::line(view, context))
        .child(sections(view, context))
        .child(list);
    let pane = el("div").class("viewer__pane").child(match &view.open {
        Some(open) => conversation::draw(open, context),
        None => el("p").class("note viewer__choose").words(context.plain("viewer-choose")).into(),
    });
    let has_pane = view.open.is_some() || view.section == Section::Conversations;
    let back = screen.can_go_back.then(|| context.back());
    let convert = Msg::Browse(Browse::Convert);
    let convert = context
        .button(Emphasis::Secondary, "viewer-convert", context.plain("viewer-convert"), convert)
        .html();
    el("div")
        .class("viewer")
        .attr("data-open", if view.open.is_some() { "true" } else { "false" })
        .child(el("div").class("viewer__opening").child(opening(title, Some(context.plain("viewer-lead")))))
        .child(damage(view, context))
        .child(el("div").class("viewer__columns").child(side).child_opt(has_pane.then_some(pane)))
        .child(actions(group(vec![back.unwrap_or_default(), convert])))
        .into()
}

/// What goes on, for those who do not see it.
pub fn status(view: &ViewerView, context: &Context) -> AttrValue {
    match (&view.search, &view.open) {
        (_, Some(open)) if open.is_turning => context.plain("viewer-turning"),
        (_, Some(_)) | (None, None) => AttrValue::Static(""),
        (Some(search), None) if search.state == SearchState::Underway => context.plain("viewer-searching"),
        (Some(search), None) => search::sentence(search, context),
    }
}

fn damage(view: &ViewerView, context: &Context) -> Html {
    let Some(damage) = &view.damage else { return Html::default() };
    let content = el("p").words(context.plain("viewer-damaged")).into();
    let said = Notice { tone: Tone::Careful, testid: Some("viewer-damaged"), content }.html();
    group(vec![said, context.problem(damage, false)])
}

/// What there is to be read, one of which is shown.
fn sections(view: &ViewerView, context: &Context) -> Html {
    let lists = &view.lists;
    let counted = |id, count: usize| context.counted(id, count);
    let all = [
        (Section::Conversations, counted("viewer-conversations", lists.conversations.len())),
        (Section::Contacts, counted("viewer-contacts", lists.contacts.len())),
        (Section::Rooms, counted("viewer-rooms", lists.rooms.len())),
        (Section::Profile, context.plain("viewer-profile")),
    ];
    let button = |(section, words): (Section, AttrValue)| -> Html {
        let is_shown = view.section == section && view.search.is_none();
        el("button")
            .class("viewer__section")
            .attr("type", "button")
            .attr("data-testid", testid(section))
            .attr("aria-pressed", if is_shown { "true" } else { "false" })
            .on(
                yew::virtual_dom::ListenerKind::onclick,
                context.on(Msg::Browse(Browse::Section(section))).reform(|_| ()),
            )
            .words(words)
            .into()
    };
    el("div")
        .class("viewer__sections")
        .attr("role", "group")
        .attr("aria-label", context.plain("viewer-sections"))
        .child(all.into_iter().map(button).collect::<Html>())
        .into()
}

fn testid(section: Section) -> &'static str {
    match section {
        Section::Conversations => "viewer-conversations",
        Section::Contacts => "viewer-contacts",
        Section::Rooms => "viewer-rooms",
        Section::Profile => "viewer-profile",
    }
}

/// A quiet button.
fn quiet(testid: &'static str, words: &str, act: Browse, context: &Context) -> Html {
    let button = context.button(Emphasis::Quiet, testid, context.plain(words), Msg::Browse(act));
    Button { ..button }.html()
}

/// An address, which an app can open.
fn address(address: &str) -> El {
    el("a")
        .class("viewer__address")
        .attr("href", text::xmpp(address))
        .attr("rel", "noreferrer")
        .child(el("bdi").words(address.to_owned()))
}
