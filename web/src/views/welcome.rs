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
        follow(context),
        note(Some(context.plain("welcome-limits"))),
    ])
}

/// For those who were here before: quieter than what people come for.
fn follow(context: &Context) -> Html {
    let words = context.plain("start-follow-title");
    let button = context.button(Emphasis::Quiet, "start-follow", words, Msg::Start(Flow::Follow));
    el("div")
        .class("welcome__follow")
        .child(el("span").class("note").words(context.plain("start-follow-text")))
        .child(button.html())
        .into()
}
