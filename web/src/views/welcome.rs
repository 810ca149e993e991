//! `welcome`: one promise, and what one can set out to do.

use wizard::{Flow, Msg};
use yew::prelude::*;

use super::{Context, opening};
use crate::parts::{ChoiceCard, Shape, journey};

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
    html! {
        <>
            <div class="welcome__picture">{ journey() }</div>
            { opening(context.plain("welcome-title"), Some(context.plain("welcome-lead"))) }
            <div class="stack" data-gap="small">
                { ways.into_iter().map(ChoiceCard::html).collect::<Html>() }
            </div>
            <p class="note">{ context.plain("welcome-limits") }</p>
        </>
    }
}
