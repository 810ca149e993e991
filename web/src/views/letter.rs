//! What somebody can send to the people who run their provider: how to let browsers in.

use wizard::{LetterView, Msg, Side};
use yew::prelude::*;

use super::Context;
use crate::browser::copy;
use crate::i18n::Value;
use crate::parts::{Button, Disclosure, el, group};

/// The paragraphs, from the greeting to what is for each kind of server.
const PARTS: [&str; 5] =
    ["letter-text", "letter-prosody", "letter-ejabberd", "letter-host-meta", "letter-proof"];

#[inline(never)]
pub fn draw(side: Side, view: &LetterView, context: &Context) -> Html {
    let text = text(view, context);
    let words = context.plain(if view.copied { "letter-copied" } else { "letter-copy" });
    let button = Button {
        words,
        testid: "letter-copy".into(),
        onpress: copying(text.clone(), Msg::Copied(side), context),
        ..Button::default()
    };
    let letter = el("pre")
        .class("problem__technical")
        .attr("data-testid", "letter")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", context.plain("letter-offer"))
        .words(text);
    let disclosure = Disclosure {
        summary: context.plain("letter-offer"),
        testid: Some("letter-offer".into()),
        content: group(vec![
            el("p").words(context.plain("letter-lead")).into(),
            button.html(),
            letter.into(),
        ]),
        ..Disclosure::default()
    };
    disclosure.html()
}

fn text(view: &LetterView, context: &Context) -> String {
    let values = [("domain", Value::Text(&view.domain))];
    let mut paragraphs: Vec<String> =
        PARTS.iter().map(|part| context.text(part, &values).to_string()).collect();
    let tried = context.text("letter-tried", &[("tried", Value::Text(&view.tried))]);
    paragraphs.push(tried.to_string());
    paragraphs.join("\n\n")
}

/// Says `msg` once the text is in the clipboard.
fn copying(text: String, msg: Msg, context: &Context) -> Callback<()> {
    let send = context.send.clone();
    Callback::from(move |()| {
        let (text, msg, send) = (text.clone(), msg.clone(), send.clone());
        wasm_bindgen_futures::spawn_local(async move {
            if copy(&text).await {
                send.emit(msg);
            }
        });
    })
}
