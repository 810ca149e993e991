//! The screens: functions of what the wizard says is to be shown.

mod administrator;
mod both_sides;
mod choose;
mod context;
mod copies;
mod expert;
mod farewell;
mod file;
mod frame;
mod history;
mod items;
mod kinds;
mod letter;
mod migrating;
mod new_account;
mod report;
mod review;
mod save;
mod sealed;
mod sign_in;
mod status;
mod uploads;
mod viewer;
mod welcome;

use wizard::{Body, Screen};
use yew::prelude::*;

pub use context::{Context, Extent};

use crate::i18n::Value;
use crate::parts::{Notice, Tone, el, group};

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
        Body::SignIn(view) => sign_in::draw(view, context),
        Body::File(view) => file::draw(view, context),
        later => draw_later(later, screen, context),
    };
    frame::draw(screen, notices(operator, context), body, context)
}

/// The screens that the page opens without: it is cut off here, so that this is never put in place of its call.
/// Nor is any of them: a browser compiles a function as a whole when it is first called, which takes a slow
/// device a tenth of a second for all of them.
#[inline(never)]
fn draw_later(body: &Body, screen: &Screen, context: &Context) -> Html {
    match body {
        Body::NewAccount(view) => new_account::draw(view, context),
        Body::Choose(view) => choose::draw(view, screen, context),
        Body::Review(view) => review::draw(view, screen, context),
        Body::Migrating(view) => migrating::draw(view, screen, context),
        Body::Report(view) => report::draw(view, screen, context),
        Body::Farewell(view) => farewell::draw(view, screen, context),
        Body::Viewer(view) => viewer::draw(view, screen, context),
        Body::Welcome | Body::SignIn(_) | Body::File(_) => Html::default(),
    }
}

fn notices(operator: &Operator, context: &Context) -> Html {
    let notice = |tone, testid, text: AttrValue| {
        Notice { tone, testid: Some(testid), content: el("p").words(text).into() }.html()
    };
    if let Some(error) = &operator.error {
        let text = context.text("config-error", &[("error", Value::Text(error))]);
        return notice(Tone::Careful, "config-error", text);
    }
    operator.notice.clone().map(|text| notice(Tone::Calm, "notice", text)).unwrap_or_default()
}

/// What keeps this screen from going on: a password that is needed again, or
/// an account whose connection is lost.
fn interruption(screen: &Screen, context: &Context) -> Html {
    if let Some(asked) = &screen.asks_password {
        return sign_in::again(asked.side, &asked.problem, context);
    }
    group(vec![waiting(screen.from.as_ref(), context), waiting(screen.to.as_ref(), context)])
}

/// The connection of this account is lost, and what becomes of that.
fn waiting(chip: Option<&wizard::Chip>, context: &Context) -> Html {
    let Some(chip) = chip.filter(|chip| chip.waiting) else { return Html::default() };
    let text = context.text("run-waiting-text", &[("address", Value::Text(&chip.address))]);
    let content = group(vec![
        el("p").child(el("b").words(context.plain("run-waiting"))).into(),
        el("p").words(text).into(),
    ]);
    Notice { tone: Tone::Careful, testid: Some("waiting"), content }.html()
}

/// The heading of a screen, which takes the focus, and the sentence below it.
fn opening(title: AttrValue, lead: Option<AttrValue>) -> Html {
    opening_of(title, Html::default(), lead)
}

/// The same with something in between.
fn opening_of(title: AttrValue, between: Html, lead: Option<AttrValue>) -> Html {
    el("div")
        .class("stage__opening")
        .child(el("h1").class("heading").attr("tabindex", "-1").words(title))
        .child(between)
        .child_opt(lead.map(|lead| el("p").class("lead").words(lead)))
        .into()
}

/// A remark in small print, where there is one.
fn note(remark: Option<AttrValue>) -> Html {
    remark.map(|remark| el("p").class("note").words(remark).into()).unwrap_or_default()
}
