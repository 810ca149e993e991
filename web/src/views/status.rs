//! What is going on, in one sentence for those who do not see it. It changes
//! with what is being done, not with every count.

use wizard::{Body, RunState, RunView, SaveView, Screen, TellingView};
use yew::prelude::*;

use super::Context;

pub fn of(screen: &Screen, context: &Context) -> AttrValue {
    match &screen.body {
        Body::SignIn(view) if view.connecting => context.plain("status-connecting"),
        Body::File(view) if view.reading => context.plain("status-reading-file"),
        Body::Choose(view) => match (&view.progress, &view.save) {
            (Some(_), _) => context.plain("status-looking"),
            (None, SaveView::Busy(_)) => context.plain("status-saving"),
            (None, SaveView::Saved { .. }) => context.plain("status-saved"),
            (None, _) => context.plain("status-looked"),
        },
        Body::Review(view) if view.progress.is_some() => context.plain("status-comparing"),
        Body::Review(_) => context.plain("status-compared"),
        Body::Migrating(view) => running(view, context),
        Body::Farewell(view) => match view.notify.telling {
            _ if view.is_looking => context.plain("farewell-looking"),
            TellingView::NotBegun => context.plain("status-farewell-looked"),
            TellingView::Asking => context.plain("status-telling"),
            TellingView::Held => context.plain("farewell-held"),
            TellingView::Listening => context.plain("status-told"),
        },
        Body::NewAccount(view) if view.registering => context.plain("registering"),
        Body::NewAccount(_) => AttrValue::Static(""),
        Body::Welcome | Body::SignIn(_) | Body::File(_) | Body::Report(_) => AttrValue::Static(""),
    }
}

/// What the page is doing at this moment of a run.
pub fn running(view: &RunView, context: &Context) -> AttrValue {
    let now = view.rows.iter().find(|row| row.state == RunState::Running);
    match now {
        _ if view.asks_password => context.plain("run-needs-password"),
        _ if view.waiting => context.plain("run-waiting"),
        _ if view.cancelling => context.plain("run-cancelling"),
        _ if view.held => context.plain("run-held"),
        Some(row) => context.kind(row.id),
        None => context.plain("run-preparing"),
    }
}
