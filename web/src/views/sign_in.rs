//! `origin` and `destination`: signing in to an account; and the password once
//! more, where only it brings a lost connection back.

use session::Password;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlButtonElement, HtmlInputElement, SubmitEvent};
use wizard::{Explanation, Msg, Side, SignInView, Submitted};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, letter, new_account, opening};
use crate::i18n::Value;
use crate::parts::{Button, Disclosure, Emphasis, Field, Notice, PasswordField, Tone, actions, el, group};

/// What the button that agrees to SASL PLAIN is called to its form.
const PLAIN: &str = "plain";

pub fn draw(view: &SignInView, context: &Context) -> Html {
    let side = view.side;
    if let Some(account) = &view.account {
        return signed_in(view, &account.to_string(), context);
    }
    let sent = context.on_value(move |event: Event| Msg::Connect(side, submitted(side, &event)));
    el("form")
        .class("stage__form")
        .key(side.name())
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(opening(context.say(&view.title), Some(context.say(&view.lead))))
        .child(problem(view, context))
        .child(address(view, context))
        .child(password(view.side, view.connecting, privacy(view, context), context))
        .child(endpoint(view, context))
        .child(if view.offers_new_account { new_account::ways(context) } else { Html::default() })
        .child(actions(group(vec![context.back(), connect(view, context)])))
        .into()
}

/// The form that only asks for the password again.
pub fn again(side: Side, problem: &Explanation, context: &Context) -> Html {
    let sent = context.on_value(move |event: Event| Msg::Password(side, submitted(side, &event)));
    let button = Button {
        words: context.plain("connect-again"),
        testid: format!("{}-connect", side.name()).into(),
        submit: Some(""),
        ..Button::default()
    };
    el("form")
        .class("stack")
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(context.problem(problem, false))
        .child(password(side, false, context.plain("password-goes"), context))
        .child(button.html())
        .into()
}

/// The fields, read when the form is sent off: no password lives in what is drawn.
fn submitted(side: Side, event: &Event) -> Submitted {
    event.prevent_default();
    let form: Option<Element> = event.target().and_then(|form| form.dyn_into().ok());
    let field = |name: &str| {
        let found = form.as_ref()?.query_selector(&format!("[name={}-{name}]", side.name())).ok()??;
        Some(found.dyn_into::<HtmlInputElement>().ok()?.value())
    };
    let pressed = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    let pressed = pressed.and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
    Submitted {
        address: field("jid").unwrap_or_default(),
        password: Password::new(field("password").unwrap_or_default()),
        endpoint: field("endpoint").unwrap_or_default(),
        allow_plain: pressed.is_some_and(|button| button.value() == PLAIN),
    }
}

/// Back at a step that is done: on with this account, or out of it.
fn signed_in(view: &SignInView, address: &str, context: &Context) -> Html {
    let side = view.side;
    let onward = Button {
        words: context.plain("continue"),
        emphasis: Emphasis::Primary,
        testid: format!("{}-continue", side.name()).into(),
        onpress: context.on(Msg::Continue(side)),
        ..Button::default()
    };
    let button = Button {
        words: context.plain("sign-out"),
        testid: format!("{}-sign-out", view.side.name()).into(),
        onpress: context.on(Msg::SignOut(view.side)),
        ..Button::default()
    };
    let text = context.text("signed-in-as", &[("address", Value::Text(address))]);
    let content = group(vec![el("p").words(text).into(), button.html()]);
    el("div")
        .class("stage__form")
        .key("signed-in")
        .child(opening(context.say(&view.title), None))
        .child(Notice { tone: Tone::Good, content, ..Notice::default() }.html())
        .child(actions(group(vec![context.back(), onward.html()])))
        .into()
}

fn problem(view: &SignInView, context: &Context) -> Html {
    let Some(explanation) = &view.problem else { return Html::default() };
    let remedy = if view.asks_for_plain {
        let words = context.plain("allow-plain");
        let testid = format!("{}-allow-plain", view.side.name()).into();
        Button { words, testid, submit: Some(PLAIN), ..Button::default() }.html()
    } else if view.can_retry {
        let words = context.plain("problem-retry");
        Button { words, testid: "problem-retry".into(), submit: Some(""), ..Button::default() }.html()
    } else {
        Html::default()
    };
    let letter = view.letter.as_ref().map(|letter| letter::draw(view.side, letter, context));
    context.problem_with(explanation, group(vec![remedy, letter.unwrap_or_default()]))
}

fn address(view: &SignInView, context: &Context) -> Html {
    let side = view.side;
    let field = Field {
        testid: format!("{}-jid", side.name()).into(),
        label: context.plain("field-address"),
        hint: match &view.put_right {
            Some(address) => context.text("address-put-right", &[("address", Value::Text(address))]),
            None => context.plain("field-address-hint"),
        },
        value: Some(view.typed.clone().into()),
        inputmode: "email",
        autocomplete: format!("section-{} username", side.name()).into(),
        disabled: view.connecting,
        oninput: context.on_value(move |text| Msg::Typed(side, text)),
        onchange: context.on(Msg::Entered(side)),
        ..Field::default()
    };
    field.html()
}

fn password(side: Side, disabled: bool, hint: AttrValue, context: &Context) -> Html {
    let field = PasswordField {
        testid: format!("{}-password", side.name()).into(),
        label: context.plain("field-password"),
        hint,
        autocomplete: format!("section-{} current-password", side.name()).into(),
        disabled,
    };
    field.html(&context.locale)
}

fn privacy(view: &SignInView, context: &Context) -> AttrValue {
    match &view.provider {
        Some(provider) => context.text("password-goes-to", &[("provider", Value::Text(provider))]),
        None => context.plain("password-goes"),
    }
}

fn endpoint(view: &SignInView, context: &Context) -> Html {
    let side = view.side.name();
    let field = Field {
        testid: format!("{side}-endpoint").into(),
        label: context.plain("field-endpoint"),
        hint: context.plain("field-endpoint-hint"),
        inputmode: "url",
        autocomplete: "off".into(),
        disabled: view.connecting,
        ..Field::default()
    };
    let disclosure = Disclosure {
        summary: context.plain("field-endpoint-offer"),
        testid: Some(format!("{side}-advanced").into()),
        content: field.html(),
        ..Disclosure::default()
    };
    disclosure.html()
}

fn connect(view: &SignInView, context: &Context) -> Html {
    let button = Button {
        words: context.plain(if view.connecting { "connecting" } else { "connect" }),
        emphasis: Emphasis::Primary,
        testid: format!("{}-connect", view.side.name()).into(),
        submit: Some(""),
        busy: view.connecting,
        ..Button::default()
    };
    button.html()
}
