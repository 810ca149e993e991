//! What stands around every screen: name, language, the two accounts, the way.

use wizard::{Body, Chip, Flow, Msg, Screen, Stage, StepState, TellingView};
use yew::prelude::*;

use super::{Context, status};
use crate::parts::{Account, Accounts, Emphasis, Path, Step, el, language_switch, mark};

pub fn draw(screen: &Screen, notices: Html, body: Html, context: &Context) -> Html {
    let masthead = el("header")
        .class("masthead")
        .child(el("span").class("masthead__name").child(mark()).words(context.plain("page-name")))
        .child(language_switch(&context.locale, &context.speak));
    // It stays in the page when it is empty, or screen readers miss the first thing said.
    let status = el("p")
        .class("visually-hidden")
        .attr("role", "status")
        .attr("data-testid", "status")
        .words(status::of(screen, context));
    let stage = el("main")
        .class("stage")
        .attr("data-stage", screen.stage.name())
        .key(screen.stage.name())
        .child(notices)
        .child(body);
    let colophon = el("footer")
        .class("colophon")
        .child(el("p").words(context.plain("page-privacy")))
        .child_opt(screen.can_start_over.then(|| start_over(context)));
    el("div")
        .class("page")
        .child(masthead)
        .child(accounts(screen, context))
        .child(path(screen, context))
        .child(status)
        .child(stage)
        .child(colophon)
        .into()
}

fn start_over(context: &Context) -> Html {
    context.button(Emphasis::Quiet, "start-over", context.plain("start-over"), Msg::StartOver).html()
}

fn accounts(screen: &Screen, context: &Context) -> Html {
    let is_without = matches!(screen.stage, Stage::Welcome | Stage::Viewer);
    if is_without || (screen.from.is_none() && screen.to.is_none()) {
        return Html::default();
    }
    let destination = match (&screen.to, screen.flow) {
        (Some(chip), _) => Some(account(chip)),
        (None, Flow::Backup) => {
            let address = context.plain("side-file");
            Some(Account { address, is_file: true, ..Account::default() })
        }
        (None, Flow::Move | Flow::Restore | Flow::Follow | Flow::Open) => None,
    };
    let origin = screen.from.as_ref().map(account);
    let accounts = Accounts { origin, destination, moving: is_moving(screen) };
    el("section")
        .class("above")
        .attr("aria-label", context.plain("accounts-label"))
        .child(accounts.html(&context.locale))
        .into()
}

fn account(chip: &Chip) -> Account {
    Account {
        address: chip.address.clone().into(),
        is_file: chip.is_file,
        picture: chip.picture.clone().map(AttrValue::Rc),
        waiting: chip.waiting,
    }
}

fn path(screen: &Screen, context: &Context) -> Html {
    if screen.path.steps.is_empty() {
        return Html::default();
    }
    let can_open = screen.stage != Stage::Migrating;
    let step = |step: &wizard::Step| Step {
        label: context.say(&step.name),
        state: step.state,
        onopen: (can_open && step.state == StepState::Done).then(|| context.on(Msg::Reopen(step.stage))),
    };
    Path { steps: screen.path.steps.iter().map(step).collect() }.html(&context.locale)
}

/// Something goes from one to the other right now: neither paused nor waiting.
fn is_moving(screen: &Screen) -> bool {
    match &screen.body {
        Body::Migrating(view) => !view.held && !view.waiting && !view.asks_password,
        Body::Farewell(view) => view.notify.telling == TellingView::Asking,
        _ => false,
    }
}
