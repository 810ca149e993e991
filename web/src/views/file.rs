//! `origin` with a file instead of an account.

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement, HtmlSelectElement};
use wizard::{FileView, Msg};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, opening, sealed};
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, ProgressBar, Tone, actions, el, group};

pub fn draw(view: &FileView, context: &Context) -> Html {
    let problem = view.problem.as_ref().map(|problem| context.problem(problem, view.can_retry));
    let asks = view.asks_passphrase;
    let sent = context.on_value(move |event: Event| {
        event.prevent_default();
        if asks { sealed::unlock() } else { Msg::FileContinue }
    });
    el("form")
        .class("stage__form")
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(opening(context.plain("file-title"), Some(context.plain("file-lead"))))
        .child(problem.unwrap_or_default())
        .child(input(view, context))
        .child(if asks { sealed::ask(view, context) } else { Html::default() })
        .child(if view.reading { reading(view, context) } else { Html::default() })
        .child(found(view, context))
        .child(users(view, context))
        .child(actions(group(vec![context.back(), onward(view, context)])))
        .into()
}

fn input(view: &FileView, context: &Context) -> Html {
    let input = el("input")
        .class("file-input")
        .attr("id", "file-input")
        .attr("data-testid", "file-input")
        .attr("type", "file")
        .flag("multiple", true)
        .attr("accept", ".xml,.zip,.age,.asc,.pgp,application/xml,text/xml,application/zip")
        .attr("aria-describedby", "file-input-hint")
        .flag("disabled", view.reading)
        .on(ListenerKind::onchange, context.pick.reform(|event: Event| picked(&event)));
    let hint = context.plain("file-input-hint");
    el("div")
        .class("field")
        .child(el("label").class("field__label").attr("for", "file-input").words(context.plain("file-input")))
        .child(el("p").class("field__hint").attr("id", "file-input-hint").words(hint))
        .child(input)
        .into()
}

/// The files that an input holds now.
pub fn picked(event: &Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(files) = input.and_then(|input| input.files()) else { return Vec::new() };
    (0..files.length()).filter_map(|place| files.item(place)).collect()
}

fn reading(view: &FileView, context: &Context) -> Html {
    let label = context.plain("status-reading-file");
    let bar = ProgressBar { label, ..ProgressBar::default() };
    let Some((done, total)) = view.reached else { return bar.html() };
    let reached = context.text("reached", &[("done", Value::Bytes(done)), ("total", Value::Bytes(total))]);
    ProgressBar { done, total: Some(total), reached, ..bar }.html()
}

fn found(view: &FileView, context: &Context) -> Html {
    let Some((name, size)) = &view.file else { return Html::default() };
    if view.problem.is_some() {
        let rescued =
            view.rescued.map(|count| context.text("file-rescued", &[("count", Value::Count(count))]));
        return rescued.map(|text| Notice::sentence(Tone::Calm, text)).unwrap_or_default();
    }
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    let notes = || el("p").words(context.counted("file-notes", view.notes)).into();
    let passwords = || {
        let said = el("p").attr("data-testid", "file-passwords");
        said.words(context.counted("file-passwords", view.passwords)).into()
    };
    let content = group(vec![
        el("p").words(context.text("file-read", &values)).into(),
        (view.notes > 0).then(notes).unwrap_or_default(),
        (view.passwords > 0).then(passwords).unwrap_or_default(),
    ]);
    Notice { tone: Tone::Good, content, ..Notice::default() }.html()
}

/// Offered only where there is something to choose.
fn users(view: &FileView, context: &Context) -> Html {
    if view.users.len() < 2 {
        return Html::default();
    }
    let chosen = context.on_value(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.and_then(|select| select.value().parse().ok());
        Msg::PickUser(chosen.unwrap_or(usize::MAX))
    });
    let nobody = view.users.iter().all(|user| !user.chosen);
    let option = |(place, user): (usize, &wizard::UserChoice)| {
        let option = el("option").attr("value", place.to_string()).flag("selected", user.chosen);
        option.words(user.address.clone())
    };
    let label = context.counted("file-users", view.users.len());
    let unchosen = el("option").attr("value", "").flag("selected", nobody).flag("disabled", true);
    let select = el("select")
        .class("field__input")
        .attr("id", "file-user")
        .attr("data-testid", "file-user")
        .on(ListenerKind::onchange, chosen)
        .child(unchosen.words(context.plain("file-user-choose")))
        .child(view.users.iter().enumerate().map(option).collect::<Html>());
    el("div")
        .class("field")
        .child(el("label").class("field__label").attr("for", "file-user").words(label))
        .child(el("div").class("field__line").child(select))
        .into()
}

fn onward(view: &FileView, context: &Context) -> Html {
    let words = context.plain("continue");
    let button = Button {
        words,
        emphasis: Emphasis::Primary,
        testid: "file-continue".into(),
        submit: Some(""),
        busy: view.reading && view.asks_passphrase,
        disabled: !view.can_continue && !view.asks_passphrase,
        ..Button::default()
    };
    button.html()
}
