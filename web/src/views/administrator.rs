//! A file for whoever runs the new server, for those who know one.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};
use wizard::{Administering, AdministratorView, Left, Msg, Program};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, copies};
use crate::parts::{Button, Check, Choice, Choices, Disclosure, Field, PasswordField, el, group};

const ADDRESS: &str = "administrator-address";
const PASSWORD: &str = "administrator-password";

const PROGRAMS: [(&str, &str, Program); 3] = [
    ("prosody", "Prosody", Program::Prosody),
    ("ejabberd", "ejabberd", Program::Ejabberd),
    ("snikket", "Snikket", Program::Snikket),
];

/// `left` is what the file does not hold, once it is written.
pub fn panel(view: &AdministratorView, left: &[Left], context: &Context) -> Html {
    let text = el("p").words(context.plain("administrator-text")).into();
    let content = group(vec![text, form(view, context), copies::left(left, context)]);
    let summary = context.plain("administrator");
    Disclosure { summary, testid: Some("administrator".into()), content, ..Disclosure::default() }.html()
}

fn form(view: &AdministratorView, context: &Context) -> Html {
    let sent = context.on_value(|event: Event| {
        event.prevent_default();
        let form: Option<Element> = event.target().and_then(|form| form.dyn_into().ok());
        let field = |name: &str| {
            let found = form.as_ref()?.query_selector(&format!("[name={name}]")).ok()??;
            Some(found.dyn_into::<HtmlInputElement>().ok()?.value())
        };
        Msg::SaveForAdministrator {
            address: field(ADDRESS).unwrap_or_default(),
            password: session::Password::new(field(PASSWORD).unwrap_or_default()),
        }
    });
    let is_saved = view.program != Program::Snikket;
    el("form")
        .class("stack")
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(view.problem.as_ref().map(|problem| context.problem(problem, false)).unwrap_or_default())
        .child(programs(view, context))
        .child(if is_saved { file(view, context) } else { snikket(context) })
        .child(commands(view, context))
        .into()
}

fn programs(view: &AdministratorView, context: &Context) -> Html {
    let choice = |(value, label, _): &(&'static str, &'static str, Program)| Choice {
        value,
        label: AttrValue::from(*label),
    };
    let chosen = PROGRAMS.iter().find(|(_, _, program)| *program == view.program);
    let choices = Choices {
        name: "administrator-program".to_owned(),
        legend: context.plain("administrator-program"),
        choices: PROGRAMS.iter().map(choice).collect(),
        chosen: chosen.map_or("", |(value, ..)| value),
        onchoose: context.on_value(|value| {
            let program = PROGRAMS.iter().find(|(name, ..)| *name == value);
            Msg::Administer(Administering::Program(program.map_or_else(Program::default, |it| it.2)))
        }),
    };
    group(vec![el("p").words(context.plain("administrator-program")).into(), choices.html()])
}

fn file(view: &AdministratorView, context: &Context) -> Html {
    let address = Field {
        testid: ADDRESS.into(),
        label: context.plain(ADDRESS),
        hint: context.plain("administrator-address-hint"),
        value: Some(view.address.clone().into()),
        inputmode: "email",
        autocomplete: "off".into(),
        oninput: context.on_value(|text| Msg::Administer(Administering::Address(text))),
        ..Field::default()
    };
    let wanted = Check {
        testid: "administrator-password-wanted".into(),
        label: context.plain("administrator-password-wanted"),
        hint: context.plain("administrator-password-wanted-hint"),
        checked: view.with_password,
        onchange: context.on_value(|ticked| Msg::Administer(Administering::WithPassword(ticked))),
    };
    let password = || {
        let field = PasswordField {
            testid: PASSWORD.into(),
            label: context.plain(PASSWORD),
            hint: context.plain("administrator-password-hint"),
            autocomplete: "new-password".into(),
            disabled: false,
        };
        field.html(&context.locale)
    };
    let save = Button {
        words: copies::words(&view.save, "save-administrator", context),
        testid: "save-administrator".into(),
        submit: Some(""),
        ..Button::default()
    };
    group(vec![
        address.html(),
        wanted.html(),
        if view.with_password { password() } else { Html::default() },
        el("div").child(copies::with_state(save, &view.save).html()).into(),
        copies::outcome(&view.save, context),
    ])
}

fn snikket(context: &Context) -> Html {
    el("p").words(context.plain("administrator-snikket")).into()
}

/// To be selected and copied as a whole.
fn commands(view: &AdministratorView, context: &Context) -> Html {
    let label = context.plain("administrator-commands");
    let commands = el("pre")
        .class("commands")
        .attr("data-testid", "administrator-commands")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", label.clone())
        .attr("dir", "ltr")
        .words(view.commands.clone());
    group(vec![el("p").words(label).into(), commands.into()])
}
