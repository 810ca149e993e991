//! Name, password, and what the provider asks for besides.

use wizard::{Joining, NewAccountView};
use yew::prelude::*;

use super::{Context, fields, hears, password};
use crate::i18n::Value;
use crate::parts::{Field, Notice, Tone, group};
use crate::views::note;

pub fn draw(view: &NewAccountView, context: &Context) -> Html {
    group(vec![
        username(view, context),
        password::field(view.registering, context),
        if view.lacks { lacking(view, context) } else { Html::default() },
        note(view.instructions.as_ref().map(|said| said_by(view, said, context))),
        fields::draw(&view.fields, view.registering, context),
        note(
            view.asking.then(|| context.text("register-asking", &[("domain", Value::Text(provider(view)))])),
        ),
    ])
}

fn provider(view: &NewAccountView) -> &str {
    view.provider.as_deref().unwrap_or_default()
}

fn username(view: &NewAccountView, context: &Context) -> Html {
    let hint = match view.is_reserved {
        true => context.text("register-username-reserved", &[("domain", Value::Text(provider(view)))]),
        false => context.text("register-username-hint", &[("domain", Value::Text(provider(view)))]),
    };
    let field = Field {
        testid: "register-username".into(),
        label: context.plain("register-username"),
        hint,
        value: Some(view.username.clone().into()),
        inputmode: "email",
        autocomplete: "section-destination username".into(),
        disabled: view.registering || view.is_reserved,
        oninput: hears(Joining::Username, context),
        ..Field::default()
    };
    field.html()
}

/// What was sent in was not enough.
fn lacking(view: &NewAccountView, context: &Context) -> Html {
    Notice::sentence(
        Tone::Careful,
        context.text("register-lacks", &[("domain", Value::Text(provider(view)))]),
    )
}

fn said_by(view: &NewAccountView, said: &str, context: &Context) -> AttrValue {
    context.text("register-said", &[("domain", Value::Text(provider(view))), ("words", Value::Text(said))])
}
