//! The line to search, and what was found.

use reading::Found;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use wizard::{Browse, Msg, SearchState, SearchView, ViewerView};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::message::name_of;
use super::{Context, quiet};
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, ProgressBar, el, group};

pub fn line(view: &ViewerView, context: &Context) -> Html {
    let typed = context.on_value(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Msg::Browse(Browse::Typed(input.map(|input| input.value()).unwrap_or_default()))
    });
    let submitted = context.on_value(|event: Event| {
        event.prevent_default();
        Msg::Browse(Browse::Search)
    });
    let input = el("input")
        .class("field__input")
        .attr("type", "search")
        .attr("id", "viewer-search")
        .attr("data-testid", "viewer-search")
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "search")
        .value(Some(view.typed.clone().into()))
        .on(ListenerKind::oninput, typed);
    let words = context.plain("viewer-search-go");
    let go = Button { words, testid: "viewer-search-go".into(), submit: Some("search"), ..Button::default() };
    el("form")
        .class("viewer__search")
        .attr("role", "search")
        .on(ListenerKind::onsubmit, submitted)
        .child(
            el("label")
                .class("field__label")
                .attr("for", "viewer-search")
                .words(context.plain("viewer-search")),
        )
        .child(
            el("div")
                .class("viewer__search-line")
                .child(el("div").class("field__line").child(input))
                .child(go.html()),
        )
        .into()
}

/// How many were found, as far as that is known.
pub fn sentence(search: &SearchView, context: &Context) -> AttrValue {
    let count = search.count.unwrap_or(search.found.len()) as u64;
    let is_all = search.count.is_some() || search.state == SearchState::Done;
    let id = if is_all { "viewer-found" } else { "viewer-found-so-far" };
    context.text(id, &[("count", Value::Count(count)), ("typed", Value::Text(&search.typed))])
}

pub fn found(search: &SearchView, view: &ViewerView, context: &Context) -> Html {
    let rows: Html = search.found.iter().map(|found| row(found, view, context)).collect();
    let on = match search.state {
        SearchState::Underway => {
            quiet("viewer-search-stop", "viewer-search-stop", Browse::StopSearch, context)
        }
        SearchState::Resting => {
            let words = context.plain("viewer-search-more");
            let more = Msg::Browse(Browse::MoreFound);
            context.button(Emphasis::Secondary, "viewer-search-more", words, more).html()
        }
        SearchState::Done => Html::default(),
    };
    group(vec![
        el("p").class("note").attr("data-testid", "viewer-found").words(sentence(search, context)).into(),
        progress(search, context),
        el("ul")
            .class("viewer__list")
            .attr("role", "list")
            .attr("aria-label", context.plain("viewer-found-list"))
            .child(rows)
            .into(),
        el("div")
            .class("buttons")
            .child(on)
            .child(quiet("viewer-search-end", "viewer-search-end", Browse::EndSearch, context))
            .into(),
    ])
}

/// Shown only where it takes its time.
fn progress(search: &SearchView, context: &Context) -> Html {
    let (Some((done, total)), SearchState::Underway) = (search.reached, search.state) else {
        return Html::default();
    };
    let percent = u64::from(done) * 100 / u64::from(total).max(1);
    let reached = context.text("viewer-search-reached", &[("percent", Value::Count(percent))]);
    let label = context.plain("viewer-searching");
    let (done, total) = (u64::from(done), Some(u64::from(total)));
    ProgressBar { label, reached, done, total, paused: false }.html()
}

fn row(found: &Found, view: &ViewerView, context: &Context) -> Html {
    let conversation = view.lists.conversation(found.conversation);
    let name = conversation.map(|row| row.name.clone()).unwrap_or_default();
    let address = conversation.map(|row| row.address.clone()).unwrap_or_default();
    let date = found.time.map(|time| context.locale.date(time)).unwrap_or_default();
    let author = name_of(&found.author, &name, context);
    let [before, exact, behind] = &found.excerpt;
    let excerpt = el("span")
        .class("viewer__excerpt")
        .attr("dir", "auto")
        .words(before.clone())
        .child(el("mark").words(exact.clone()))
        .words(behind.clone());
    let jump = Msg::Browse(Browse::Jump(found.conversation, found.spot));
    let button = el("button")
        .class("viewer__row")
        .attr("type", "button")
        .attr("data-testid", "viewer-hit")
        .on(ListenerKind::onclick, context.on(jump).reform(|_| ()))
        .child(el("bdi").class("viewer__name").words(name))
        .child(el("span").class("viewer__date").words(date))
        .child(el("bdi").class("viewer__facts").words(author))
        .child(excerpt);
    el("li")
        .key(found.spot.name())
        .attr("data-testid", "message")
        .attr("data-id", found.id.clone())
        .attr("data-jid", address)
        .child(button)
        .into()
}
