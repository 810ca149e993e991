//! What to do once people are told, and what is kept for coming back.

use wizard::{FarewellView, Msg, Wish};
use yew::prelude::*;

use super::Context;
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, Tone, el, group};

pub fn draw(view: &FarewellView, context: &Context) -> Html {
    let values = [("old", Value::Text(&view.old)), ("new", Value::Text(&view.new))];
    let step = |(title, text): (&'static str, &'static str)| {
        let title = el("b").words(context.plain(title));
        Html::from(el("li").class("todo__one").child(title).words(" ").words(context.text(text, &values)))
    };
    let mut steps = vec![("todo-apps", "todo-apps-text"), ("todo-keys", "todo-keys-text")];
    if view.statement.is_some() {
        steps.push(("todo-keep", "todo-keep-text"));
    }
    steps.push(("todo-return", "todo-return-text"));
    let steps: Html = steps.into_iter().map(step).collect();
    el("section")
        .class("stack")
        .child(el("h2").words(context.plain("todo-title")))
        .child(el("ol").class("todo").attr("role", "list").child(steps))
        .child(link(view, context))
        .child(kept(view, context))
        .child_opt(view.has_report.then(|| save(context)))
        .into()
}

/// The new address, to be handed on.
fn link(view: &FarewellView, context: &Context) -> Html {
    let uri = format!("xmpp:{}?roster", view.new);
    let link = el("a").attr("href", uri.clone()).attr("data-testid", "new-address").words(uri);
    el("p").class("note").words(context.plain("todo-link")).words(" ").child(link).into()
}

fn kept(view: &FarewellView, context: &Context) -> Html {
    if !view.is_saved {
        return Html::default();
    }
    let button = context.button(
        Emphasis::Quiet,
        "ledger-forget",
        context.plain("ledger-forget"),
        Msg::Wish(Wish::Forget),
    );
    let button = Button { busy: view.is_forgetting, ..button };
    let content = group(vec![
        el("p").words(context.text("ledger-kept", &[("new", Value::Text(&view.new))])).into(),
        button.html(),
    ]);
    Notice { tone: Tone::Calm, testid: Some("ledger"), content }.html()
}

fn save(context: &Context) -> Html {
    let words = context.plain("save-report");
    el("div").child(context.button(Emphasis::Secondary, "save-report", words, Msg::SaveReport).html()).into()
}
