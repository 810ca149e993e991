//! A message from the old account, to some.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement};
use wizard::{FarewellView, MessageView, Msg, RecipientRow, Wish};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, deed};
use crate::i18n::Value;
use crate::parts::{Check, Disclosure, el, group};
use crate::views::{items, note};

/// The list of those who can be written to.
const RECIPIENTS: migration::KindId = migration::KindId("recipients");

pub fn draw(view: &MessageView, whole: &FarewellView, context: &Context) -> Html {
    let check = context.check("farewell-message", view.wanted, |wanted| Msg::Wish(Wish::Message(wanted)));
    if !view.wanted {
        return deed(check, Html::default());
    }
    deed(check, group(vec![text(view, whole, context), recipients(view, context), note(sent(view, context))]))
}

/// The message as long as the person has written no other.
pub fn words(whole: &FarewellView, context: &Context) -> AttrValue {
    context.text("message-words", &[("new", Value::Text(&whole.new))])
}

fn text(view: &MessageView, whole: &FarewellView, context: &Context) -> Html {
    const ID: &str = "farewell-message-text";
    let typed = context.on_value(|event: Event| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        Msg::Wish(Wish::MessageText(area.map(|area| area.value()).unwrap_or_default()))
    });
    let value = view.text.clone().map_or_else(|| words(whole, context), AttrValue::from);
    let area = el("textarea")
        .class("field__input")
        .attr("id", ID)
        .attr("name", ID)
        .attr("data-testid", ID)
        .attr("rows", "4")
        .flag("readonly", view.is_sending)
        .value(Some(value))
        .on(ListenerKind::oninput, typed);
    el("div")
        .class("field")
        .child(el("label").class("field__label").attr("for", ID).words(context.plain("message-text")))
        .child(el("div").class("field__line").child(area))
        .into()
}

fn recipients(view: &MessageView, context: &Context) -> Html {
    let is_open = view.listing.is_open;
    let rows: Html = view.rows.iter().map(|row| recipient(row, context)).collect();
    let content = items::list(RECIPIENTS, view.listing, rows, view.all, context);
    let disclosure = Disclosure {
        summary: context.counted("message-to", view.chosen),
        testid: Some("message-recipients".into()),
        open: is_open,
        onpress: Some(context.on(Msg::Open(RECIPIENTS, !is_open))),
        content,
    };
    disclosure.html()
}

fn recipient(row: &RecipientRow, context: &Context) -> Html {
    let jid = row.jid.clone();
    let check = Check {
        testid: format!("message-to-{}", row.jid).into(),
        label: row.name.clone().into(),
        hint: row.words.as_ref().map(|words| context.say(words)).unwrap_or_default(),
        checked: row.chosen,
        onchange: context.on_value(move |wanted| Msg::Wish(Wish::Recipient(jid.clone(), wanted))),
    };
    el("li")
        .class("item")
        .attr("data-testid", "recipient")
        .attr("data-jid", row.jid.to_string())
        .attr("data-state", row.state)
        .key(row.jid.to_string())
        .child(check.html())
        .child_opt(row.problem.as_ref().map(|problem| context.problem(problem, false)))
        .into()
}

fn sent(view: &MessageView, context: &Context) -> Option<AttrValue> {
    let values = [("sent", Value::Count(view.sent as u64)), ("failed", Value::Count(view.failed as u64))];
    match (view.is_sending, view.sent + view.failed) {
        (true, _) => Some(context.text("message-sending-some", &values)),
        (false, 0) => None,
        (false, _) => Some(context.text("message-sent-some", &values)),
    }
}
