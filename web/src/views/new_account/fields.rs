//! The provider's own questions, whatever they are. All of it is text from outside: shown, and nothing else.

use session::registration::{Choice, FieldKind};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement, HtmlTextAreaElement};
use wizard::{AskedField, Joining, is_yes};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, hears};
use crate::parts::{Check, Field, el};

pub fn draw(fields: &[AskedField], disabled: bool, context: &Context) -> Html {
    fields.iter().map(|asked| one(asked, disabled, context)).collect()
}

fn one(asked: &AskedField, disabled: bool, context: &Context) -> Html {
    let id = testid(&asked.field.name);
    let question = match &asked.field.kind {
        FieldKind::Note => note(asked),
        FieldKind::Line => line(asked, id, disabled, context),
        FieldKind::Secret => line(asked, id, disabled, context),
        FieldKind::Lines => lines(asked, id, disabled, context),
        FieldKind::Switch => switch(asked, id, context),
        FieldKind::One(choices) => select(asked, choices, id, disabled, context),
        FieldKind::Many(choices) => many(asked, choices, &id, context),
    };
    let picture = asked.field.picture.clone().map(|picture| {
        el("img")
            .class("puzzle")
            .attr("data-testid", "register-picture")
            .attr("alt", context.plain("register-picture"))
            .attr("src", picture)
    });
    el("div").class("stack").attr("data-gap", "small").child_opt(picture).child(question).into()
}

/// As the contract has it; what could not stand in an id is left out.
fn testid(name: &str) -> AttrValue {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:#".contains(c);
    let name: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("register-field-{name}").into()
}

/// What people call the fields of old (XEP-0077 §14.1); any other is called what the provider calls it.
fn label(asked: &AskedField, context: &Context) -> AttrValue {
    let field = &asked.field;
    let label = field.label.clone().map(AttrValue::from).unwrap_or_else(|| match field.name.as_str() {
        "ocr" => context.plain("register-field-ocr"),
        "email" => context.plain("register-field-email"),
        "nick" => context.plain("register-field-nick"),
        "name" => context.plain("register-field-name"),
        "first" => context.plain("register-field-first"),
        "last" => context.plain("register-field-last"),
        "phone" => context.plain("register-field-phone"),
        "date" => context.plain("register-field-date"),
        "url" => context.plain("register-field-url"),
        other => other.to_owned().into(),
    });
    match field.is_required {
        true => label,
        false => context.text("register-optional", &[("label", crate::i18n::Value::Text(&label))]),
    }
}

fn hint(asked: &AskedField) -> AttrValue {
    asked.field.description.clone().unwrap_or_default().into()
}

/// Says what `answer` makes of what was done.
fn answered<T: 'static>(
    asked: &AskedField,
    answer: impl Fn(T) -> Vec<String> + 'static,
    context: &Context,
) -> Callback<T> {
    let name = asked.field.name.clone();
    hears(move |value| Joining::Answer(name.clone(), answer(value)), context)
}

fn note(asked: &AskedField) -> Html {
    let paragraphs = asked.answer.iter().map(|text| el("p").class("note").words(text.clone()));
    paragraphs.map(Html::from).collect()
}

fn line(asked: &AskedField, testid: AttrValue, disabled: bool, context: &Context) -> Html {
    let autocomplete = match asked.field.name.as_str() {
        "email" => "email",
        "nick" => "nickname",
        "name" => "name",
        "first" => "given-name",
        "last" => "family-name",
        "phone" => "tel",
        _ => "off",
    };
    let is_secret = asked.field.kind == FieldKind::Secret;
    let field = Field {
        testid,
        label: label(asked, context),
        hint: hint(asked),
        value: Some(asked.answer.first().cloned().unwrap_or_default().into()),
        kind: if is_secret { "password" } else { "" },
        autocomplete: autocomplete.into(),
        disabled,
        oninput: answered(asked, |text| vec![text], context),
        ..Field::default()
    };
    field.html()
}

fn lines(asked: &AskedField, id: AttrValue, disabled: bool, context: &Context) -> Html {
    let written = |event: Event| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        area.map(|area| area.value()).unwrap_or_default().lines().map(str::to_owned).collect()
    };
    let area = el("textarea")
        .class("field__input")
        .attr("id", id.clone())
        .attr("data-testid", id.clone())
        .attr("rows", "3")
        .flag("disabled", disabled)
        .value(Some(asked.answer.join("\n").into()))
        .on(ListenerKind::oninput, answered(asked, written, context));
    framed(asked, id, area.into(), context)
}

fn switch(asked: &AskedField, testid: AttrValue, context: &Context) -> Html {
    let check = Check {
        testid,
        label: label(asked, context),
        hint: hint(asked),
        checked: is_yes(&asked.answer),
        onchange: answered(asked, |is_on| vec![if is_on { "1" } else { "0" }.to_owned()], context),
    };
    check.html()
}

fn select(asked: &AskedField, choices: &[Choice], id: AttrValue, disabled: bool, context: &Context) -> Html {
    let chosen = asked.answer.first();
    let picked = |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        select.map(|select| vec![select.value()]).unwrap_or_default()
    };
    let option = |value: &str, words: AttrValue, is_chosen| {
        Html::from(el("option").flag("selected", is_chosen).attr("value", value.to_owned()).words(words))
    };
    let none = option("", context.plain("file-user-choose"), chosen.is_none());
    let options = choices
        .iter()
        .map(|choice| option(&choice.value, choice.label.clone().into(), chosen == Some(&choice.value)));
    let select = el("select")
        .class("field__input")
        .attr("id", id.clone())
        .attr("data-testid", id.clone())
        .flag("disabled", disabled)
        .on(ListenerKind::onchange, answered(asked, picked, context))
        .child(none)
        .child(options.collect::<Html>());
    framed(asked, id, select.into(), context)
}

fn many(asked: &AskedField, choices: &[Choice], id: &str, context: &Context) -> Html {
    let one = |(place, choice): (usize, &Choice)| {
        let (before, value) = (asked.answer.clone(), choice.value.clone());
        let check = Check {
            testid: format!("{id}-{place}").into(),
            label: choice.label.clone().into(),
            hint: AttrValue::default(),
            checked: asked.answer.contains(&choice.value),
            onchange: answered(
                asked,
                move |is_on| {
                    let mut values = before.clone();
                    values.retain(|other| *other != value);
                    values.extend(Some(value.clone()).filter(|_| is_on));
                    values
                },
                context,
            ),
        };
        check.html()
    };
    el("fieldset")
        .class("stack")
        .attr("data-testid", id.to_owned())
        .child(el("legend").class("field__label").words(label(asked, context)))
        .child(choices.iter().enumerate().map(one).collect::<Html>())
        .into()
}

fn framed(asked: &AskedField, id: AttrValue, control: Html, context: &Context) -> Html {
    el("div")
        .class("field")
        .child(el("label").class("field__label").attr("for", id).words(label(asked, context)))
        .child(el("p").class("field__hint").words(hint(asked)))
        .child(el("div").class("field__line").child(control))
        .into()
}
