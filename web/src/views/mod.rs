//! The screens: functions of what the wizard says is to be shown.

mod choose;
mod context;
mod file;
mod frame;
mod items;
mod kinds;
mod migrating;
mod password_again;
mod report;
mod review;
mod save;
mod sign_in;
mod status;
mod welcome;

use wizard::{Body, Screen};
use yew::prelude::*;

pub use context::Context;

use crate::i18n::Value;
use crate::parts::{Heading, Notice, Tone};

/// What the operator of this page set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operator {
    /// Shown above every screen.
    pub notice: Option<AttrValue>,
    /// Why the settings could not be taken, for the operator to see.
    pub error: Option<AttrValue>,
}

/// The whole page.
pub fn page(screen: &Screen, operator: &Operator, context: &Context) -> Html {
    let body = match &screen.body {
        Body::Welcome => welcome::draw(context),
        Body::SignIn(view) => {
            html! { <sign_in::SignIn key={view.side.name()} view={view.clone()} context={context.clone()} /> }
        }
        Body::File(view) => file::draw(view, context),
        Body::Choose(view) => choose::draw(view, screen, context),
        Body::Review(view) => review::draw(view, screen, context),
        Body::Migrating(view) => migrating::draw(view, screen, context),
        Body::Report(view) => report::draw(view, screen, context),
    };
    frame::draw(screen, notices(operator, context), body, context)
}

fn notices(operator: &Operator, context: &Context) -> Html {
    html! {
        <>
            if let Some(notice) = &operator.notice {
                <Notice testid="notice"><p>{ notice }</p></Notice>
            }
            if let Some(error) = &operator.error {
                <Notice tone={Tone::Careful} testid="config-error">
                    <p>{ context.text("config-error", &[("error", Value::Text(error))]) }</p>
                </Notice>
            }
        </>
    }
}

/// The heading of a screen and the sentence below it.
fn opening(title: AttrValue, lead: Option<AttrValue>, context: &Context) -> Html {
    html! {
        <div class="stage__opening">
            <Heading entered={context.entered} text={title} />
            if let Some(lead) = lead {
                <p class="lead">{ lead }</p>
            }
        </div>
    }
}
