//! The old account's end: last, apart, and folded away.

use wizard::{DeletionView, FarewellView, Msg, Outcome, Wish};
use yew::prelude::*;

use super::{Context, careful, folded};
use crate::i18n::Value;
use crate::parts::{Button, Check, Emphasis, Field, Notice, Tone, el, group};

pub fn draw(view: &DeletionView, whole: &FarewellView, context: &Context) -> Html {
    if let Some(Outcome::Deleted) = &view.outcome {
        let text = context.text("deleted", &[("old", Value::Text(&whole.old))]);
        return Notice { tone: Tone::Good, testid: Some("deletion"), content: el("p").words(text).into() }
            .html();
    }
    let values = [
        ("behind", Value::Count(view.behind as u64)),
        ("of", Value::Count(view.of as u64)),
        ("old", Value::Text(&whole.old)),
    ];
    let content = group(vec![
        el("p").words(context.text("delete-text", &values)).into(),
        behind(view, context, &values),
        unfinished(view, context),
        confirm(view, whole, context),
        el("div").child(button(view, context)).into(),
    ]);
    let open = view.outcome.is_some() || view.is_busy;
    group(vec![outcome(view, context), folded(context.plain("delete-title"), "delete-offer", open, content)])
}

fn behind(view: &DeletionView, context: &Context, values: &[(&str, Value<'_>)]) -> Html {
    if view.behind == 0 {
        return Html::default();
    }
    let text = context.text("delete-behind", values);
    let content = el("p").attr("data-testid", "delete-behind").attr("data-count", view.behind.to_string());
    careful("delete-careful", content.words(text).into())
}

/// What would be lost: only who insists goes on.
fn unfinished(view: &DeletionView, context: &Context) -> Html {
    if view.unfinished.is_empty() {
        return Html::default();
    }
    let one = |what: &wizard::Text| Html::from(el("li").words(context.say(what)));
    let list = el("ul").class("bullets").child(view.unfinished.iter().map(one).collect::<Html>());
    let insist = Check {
        testid: "delete-insist".into(),
        label: context.plain("delete-insist"),
        hint: AttrValue::default(),
        checked: view.insists,
        onchange: context.on_value(|insists| Msg::Wish(Wish::Insist(insists))),
    };
    let words = el("p").words(context.plain("delete-unfinished"));
    careful("delete-unfinished", group(vec![words.into(), list.into(), insist.html()]))
}

fn confirm(view: &DeletionView, whole: &FarewellView, context: &Context) -> Html {
    let field = Field {
        testid: "delete-confirm".into(),
        label: context.plain("delete-confirm"),
        hint: context.text("delete-confirm-hint", &[("old", Value::Text(&whole.old))]),
        value: Some(view.typed.clone().into()),
        inputmode: "email",
        autocomplete: "off".into(),
        disabled: view.is_busy,
        oninput: context.on_value(|typed| Msg::Wish(Wish::Confirm(typed))),
        ..Field::default()
    };
    field.html()
}

fn button(view: &DeletionView, context: &Context) -> Html {
    let words = context.plain(if view.is_busy { "delete-busy" } else { "delete-account" });
    let button = context.button(Emphasis::Secondary, "delete-account", words, Msg::Wish(Wish::Delete));
    Button { busy: view.is_busy, disabled: !view.can_delete && !view.is_busy, ..button }.html()
}

/// Never called deleted unless it is known to be.
fn outcome(view: &DeletionView, context: &Context) -> Html {
    match &view.outcome {
        Some(Outcome::Refused(problem)) => context.problem(problem, false),
        Some(Outcome::Unknown) => careful("deletion", el("p").words(context.plain("delete-unknown")).into()),
        Some(Outcome::Deleted) | None => Html::default(),
    }
}
