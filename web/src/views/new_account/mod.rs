//! `destination`, where the new account has yet to be made.

mod fields;
mod form;
mod password;
mod providers;

use wizard::{Explanation, Invited, Joining, Msg, NewAccountView, Way};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::file::picked;
use super::{Context, opening};
use crate::i18n::Value;
use crate::parts::{
    Button, ChoiceCard, Disclosure, Emphasis, Field, Notice, Shape, Tone, actions, el, group,
};

/// The ways to a new account, beside the fields of one that is there.
// The page opens without it: this must not be put in place of its call.
#[inline(never)]
pub fn ways(context: &Context) -> Html {
    let card = |testid, name: &str, shape, way| ChoiceCard {
        testid,
        title: context.plain(&format!("{name}-way")),
        text: context.plain(&format!("{name}-way-text")),
        shape,
        first: false,
        onpress: context.on(Msg::Joining(Joining::Open(way))),
    };
    el("section")
        .class("stack")
        .attr("data-gap", "small")
        .child(el("h2").words(context.plain("new-account-none")))
        .child(card("destination-invite", "invite", Shape::Note, Way::Invitation).html())
        .child(card("destination-register", "register", Shape::Contacts, Way::Register).html())
        .into()
}

#[inline(never)]
pub fn draw(view: &NewAccountView, context: &Context) -> Html {
    let sent = hears(|event: Event| Joining::Submit(password::submitted(&event)), context);
    let is_web = view.page.is_some();
    let is_ready = view.provider.is_some() && !is_web;
    el("form")
        .class("stage__form")
        .key("new-account")
        .flag("novalidate", true)
        .on(ListenerKind::onsubmit, sent)
        .child(opening(context.say(&view.title), Some(context.say(&view.lead))))
        .child(problem(view.problem.as_ref(), context))
        .child(whereto(view, context))
        .child(if is_web { elsewhere(view, context) } else { Html::default() })
        .child(if is_ready { form::draw(view, context) } else { Html::default() })
        .child(endpoint(view, context))
        .child(actions(group(vec![context.back(), onward(view, is_ready, context)])))
        .into()
}

/// Says what `joining` makes of the value.
// Not by `Context::on_value`: what is made of that cannot be told apart by its name, and would weigh on the first visit.
fn hears<T: 'static>(joining: impl Fn(T) -> Joining + 'static, context: &Context) -> Callback<T> {
    let send = context.send.clone();
    Callback::from(move |value| send.emit(Msg::Joining(joining(value))))
}

fn problem(explanation: Option<&Explanation>, context: &Context) -> Html {
    explanation.map(|explanation| context.problem(explanation, false)).unwrap_or_default()
}

/// Who is to make the account.
fn whereto(view: &NewAccountView, context: &Context) -> Html {
    let link = Field {
        testid: "invite-link".into(),
        label: context.plain("invite-link"),
        hint: context.plain("invite-link-hint"),
        value: Some(view.link.clone().into()),
        inputmode: "url",
        autocomplete: "off".into(),
        disabled: view.registering,
        oninput: hears(Joining::Link, context),
        onchange: context.on(Msg::Joining(Joining::Entered)),
        ..Field::default()
    };
    let is_invited = view.way == Way::Invitation;
    group(vec![
        if is_invited { link.html() } else { Html::default() },
        if is_invited && view.can_scan { scan(view, context) } else { Html::default() },
        view.invited.as_ref().map(|invited| invitation(invited, context)).unwrap_or_default(),
        view.providers.as_ref().map(|list| providers::draw(list, context)).unwrap_or_default(),
        domain(view, context),
    ])
}

/// Where the invitation is a square code on paper or on another screen.
fn scan(view: &NewAccountView, context: &Context) -> Html {
    let send = context.picture.clone();
    let taken = Callback::from(move |event: Event| {
        if let Some(picture) = picked(&event).into_iter().next() {
            send.emit(picture);
        }
    });
    let input = el("input")
        .class("file-input")
        .attr("id", "invite-scan")
        .attr("data-testid", "invite-scan")
        .attr("type", "file")
        .attr("accept", "image/*")
        .attr("aria-describedby", "invite-scan-hint")
        .flag("disabled", view.registering || view.scanning)
        .on(ListenerKind::onchange, taken);
    let hint = context.plain(if view.scanning { "invite-scanning" } else { "invite-scan-hint" });
    el("div")
        .class("field")
        .child(
            el("label").class("field__label").attr("for", "invite-scan").words(context.plain("invite-scan")),
        )
        .child(el("p").class("field__hint").attr("id", "invite-scan-hint").words(hint))
        .child(input)
        .into()
}

fn invitation(invited: &Invited, context: &Context) -> Html {
    let said = context.text("invite-to", &[("domain", Value::Text(&invited.domain))]);
    let inviter = invited.inviter.as_ref().map(|inviter| {
        let values = [("name", Value::Text(inviter.as_str()))];
        el("p").words(context.text("invite-from", &values))
    });
    let guess = invited.is_guessed.then(|| el("p").words(context.plain("invite-guessed")));
    let content = group(vec![
        el("p").words(said).into(),
        inviter.map(Html::from).unwrap_or_default(),
        guess.map(Html::from).unwrap_or_default(),
    ]);
    Notice { tone: Tone::Good, testid: Some("invitation"), content }.html()
}

fn domain(view: &NewAccountView, context: &Context) -> Html {
    let Some(domain) = &view.domain else { return Html::default() };
    let field = Field {
        testid: "register-domain".into(),
        label: context.plain("register-domain"),
        hint: context.plain("register-domain-hint"),
        value: Some(domain.clone().into()),
        inputmode: "url",
        autocomplete: "off".into(),
        disabled: view.registering,
        oninput: hears(Joining::Domain, context),
        onchange: context.on(Msg::Joining(Joining::Entered)),
        ..Field::default()
    };
    field.html()
}

/// The provider makes accounts on its own page, which opens beside this one.
fn elsewhere(view: &NewAccountView, context: &Context) -> Html {
    let page = view.page.clone().unwrap_or_default();
    let provider = view.provider.clone().unwrap_or_default();
    let values = [("domain", Value::Text(&provider))];
    let link = el("a")
        .class("button")
        .attr("data-emphasis", "secondary")
        .attr("data-testid", "register-page")
        .attr("href", page.clone())
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .child(el("span").class("button__label").words(context.text("register-page", &values)));
    let content = group(vec![
        el("p").words(context.text("register-elsewhere", &values)).into(),
        link.into(),
        el("p").class("note").words(AttrValue::from(page)).into(),
        el("p").words(context.plain("register-come-back")).into(),
    ]);
    Notice { tone: Tone::Calm, testid: Some("register-elsewhere"), content }.html()
}

fn endpoint(view: &NewAccountView, context: &Context) -> Html {
    let field = Field {
        testid: "register-endpoint".into(),
        label: context.plain("field-endpoint"),
        hint: context.plain("field-endpoint-hint"),
        value: Some(view.endpoint.clone().into()),
        inputmode: "url",
        autocomplete: "off".into(),
        disabled: view.registering,
        oninput: hears(Joining::Endpoint, context),
        onchange: context.on(Msg::Joining(Joining::Entered)),
        ..Field::default()
    };
    let disclosure = Disclosure {
        summary: context.plain("field-endpoint-offer"),
        testid: Some("register-advanced".into()),
        content: field.html(),
        ..Disclosure::default()
    };
    disclosure.html()
}

fn onward(view: &NewAccountView, is_ready: bool, context: &Context) -> Html {
    if view.page.is_some() {
        let words = context.plain("register-made");
        return context
            .button(Emphasis::Primary, "register-made", words, Msg::Joining(Joining::MadeElsewhere))
            .html();
    }
    if !is_ready {
        let words = context.plain("continue");
        return context
            .button(Emphasis::Primary, "register-continue", words, Msg::Joining(Joining::Entered))
            .html();
    }
    let button = Button {
        words: context.plain(if view.registering { "registering" } else { "register-submit" }),
        emphasis: Emphasis::Primary,
        testid: "register-submit".into(),
        submit: Some(""),
        busy: view.registering,
        ..Button::default()
    };
    button.html()
}
