//! For those who know what an app of theirs stores under which name.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};
use wizard::{Msg, PrivateView};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::Context;
use crate::i18n::Value;
use crate::parts::{Button, Disclosure, Emphasis, Field, el, group};

pub fn panel(view: &PrivateView, context: &Context) -> Html {
    let names =
        view.names.iter().enumerate().map(|(place, name)| asked(place, name, context)).collect::<Html>();
    let content = group(vec![
        el("p").words(context.plain("expert-text")).into(),
        view.problem.as_ref().map(|problem| context.problem(problem, false)).unwrap_or_default(),
        el("ul").class("items").attr("role", "list").child(names).into(),
        form(view.names.len(), context),
    ]);
    let summary = context.plain("expert");
    let open = view.problem.is_some() || !view.names.is_empty();
    Disclosure { summary, testid: Some("expert".into()), open, content, ..Disclosure::default() }.html()
}

fn asked(place: usize, (name, namespace): &(String, String), context: &Context) -> Html {
    let words = format!("{name} {namespace}");
    let label = context.text("private-remove-label", &[("name", Value::Text(&words))]);
    let remove = el("button")
        .class("button")
        .attr("type", "button")
        .attr("data-emphasis", "quiet")
        .attr("data-testid", "private-remove")
        .attr("aria-label", label)
        .on(ListenerKind::onclick, context.on(Msg::RemovePrivate(place)).reform(|_| ()))
        .words(context.plain("private-remove"));
    el("li")
        .class("item")
        .attr("data-testid", "private-asked")
        .child(el("bdi").words(words))
        .child(remove)
        .into()
}

/// A fresh form for every name: `place` is that of the next.
fn form(place: usize, context: &Context) -> Html {
    let sent = context.on_value(|event: Event| {
        event.prevent_default();
        let form: Option<Element> = event.target().and_then(|form| form.dyn_into().ok());
        let field = |name: &str| {
            let found = form.as_ref()?.query_selector(&format!("[name={name}]")).ok()??;
            Some(found.dyn_into::<HtmlInputElement>().ok()?.value())
        };
        let (name, namespace) = (field("private-name"), field("private-namespace"));
        Msg::AddPrivate { name: name.unwrap_or_default(), namespace: namespace.unwrap_or_default() }
    });
    let field = |testid: &'static str, label, hint| {
        let (label, hint) = (context.plain(label), context.plain(hint));
        Field { testid: testid.into(), label, hint, autocomplete: "off".into(), ..Field::default() }.html()
    };
    let add = Button {
        words: context.plain("private-add"),
        emphasis: Emphasis::Secondary,
        testid: "private-add".into(),
        submit: Some(""),
        ..Button::default()
    };
    el("form")
        .class("stack")
        .key(place.to_string())
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(field("private-name", "private-name", "private-name-hint"))
        .child(field("private-namespace", "private-namespace", "private-namespace-hint"))
        .child(el("div").child(add.html()))
        .into()
}
