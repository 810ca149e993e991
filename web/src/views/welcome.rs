//! `welcome`: one promise, and what one can set out to do.

use wizard::{Flow, Msg};
use yew::prelude::*;

use super::{Context, opening};
use crate::parts::{ChoiceCard, Journey, Shape};

pub fn draw(context: &Context) -> Html {
    html! {
        <>
            <div class="welcome__picture"><Journey /></div>
            { opening(context.plain("welcome-title"), Some(context.plain("welcome-lead")), context) }
            <div class="stack" data-gap="small">
                <ChoiceCard
                    testid="start-move"
                    first=true
                    shape={Shape::Move}
                    title={context.plain("start-move-title")}
                    text={context.plain("start-move-text")}
                    onpress={context.on(Msg::Start(Flow::Move))}
                />
                <ChoiceCard
                    testid="start-backup"
                    shape={Shape::Save}
                    title={context.plain("start-backup-title")}
                    text={context.plain("start-backup-text")}
                    onpress={context.on(Msg::Start(Flow::Backup))}
                />
                <ChoiceCard
                    testid="start-restore"
                    shape={Shape::Restore}
                    title={context.plain("start-restore-title")}
                    text={context.plain("start-restore-text")}
                    onpress={context.on(Msg::Start(Flow::Restore))}
                />
            </div>
            <p class="note">{ context.plain("welcome-limits") }</p>
        </>
    }
}
