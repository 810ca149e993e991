//! `welcome`: one promise, and what one can set out to do.

use wizard::{Flow, Msg};
use yew::prelude::*;

use super::{Context, note, opening};
use crate::parts::{ChoiceCard, Emphasis, Shape, el, group, journey};

pub fn draw(context: &Context) -> Html {
    let ways = [
        ChoiceCard {
            testid: "start-move",
            title: context.plain("start-move-title"),
            text: context.plain("start-move-text"),
            shape: Shape::Move,
            first: true,
            onpress: context.on(Msg::Start(Flow::Move)),
        },
        ChoiceCard {
            testid: "start-backup",
            title: context.plain("start-backup-title"),
            text: context.plain("start-backup-text"),
            shape: Shape::Save,
            first: false,
            onpress: context.on(Msg::Start(Flow::Backup)),
        },
        ChoiceCard {
            testid: "start-restore",
            title: context.plain("start-restore-title"),
            text: context.plain("start-restore-text"),
            shape: Shape::Restore,
            first: false,
            onpress: context.on(Msg::Start(Flow::Restore)),
        },
    ];
    let ways: Html = ways.into_iter().map(ChoiceCard::html).collect();
    group(vec![
        el("div").class("welcome__picture").child(journey()).into(),
        opening(context.plain("welcome-title"), Some(context.plain("welcome-lead"))),
        el("div").class("stack").attr("data-gap", "small").child(ways).into(),
        quiet("start-open", Flow::Open, context),
        quiet("start-follow", Flow::Follow, context),
        note(Some(context.plain("welcome-limits"))),
    ])
}

/// Quieter than what people come for: a look into a file, and for those who were here before.
fn quiet(testid: &'static str, flow: Flow, context: &Context) -> Html {
    let words = context.plain(&format!("{testid}-title"));
    let button = context.button(Emphasis::Quiet, testid, words, Msg::Start(flow));
    el("div")
        .class("welcome__follow")
        .child(el("span").class("note").words(context.plain(&format!("{testid}-text"))))
        .child(button.html())
        .into()
}
