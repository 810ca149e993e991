//! What stands around every screen: name, language, the two accounts, the way.

use wizard::{Chip, Flow, Msg, Screen, Stage, StepState};
use yew::prelude::*;

use super::{Context, status};
use crate::parts::{Account, Accounts, Emphasis, Path, Step, language_switch, mark};

pub fn draw(screen: &Screen, notices: Html, body: Html, context: &Context) -> Html {
    html! {
        <div class="page">
            <header class="masthead">
                <span class="masthead__name">{ mark() }{ context.plain("page-name") }</span>
                { language_switch(&context.locale, &context.speak) }
            </header>
            { accounts(screen, context) }
            { path(screen, context) }
            // It stays in the page when it is empty, or screen readers miss the first thing said.
            <p class="visually-hidden" role="status" data-testid="status">{ status::of(screen, context) }</p>
            <main class="stage" data-stage={screen.stage.name()} key={screen.stage.name()}>
                { notices }
                { body }
            </main>
            <footer class="colophon">
                <p>{ context.plain("page-privacy") }</p>
                if screen.can_start_over {
                    { start_over(context) }
                }
            </footer>
        </div>
    }
}

fn start_over(context: &Context) -> Html {
    context.button(Emphasis::Quiet, "start-over", context.plain("start-over"), Msg::StartOver).html()
}

fn accounts(screen: &Screen, context: &Context) -> Html {
    if screen.stage == Stage::Welcome || (screen.from.is_none() && screen.to.is_none()) {
        return Html::default();
    }
    let destination = match (&screen.to, screen.flow) {
        (Some(chip), _) => Some(account(chip)),
        (None, Flow::Backup) => {
            let address = context.plain("side-file");
            Some(Account { address, is_file: true, ..Account::default() })
        }
        (None, Flow::Move | Flow::Restore) => None,
    };
    let origin = screen.from.as_ref().map(account);
    let accounts = Accounts { origin, destination, moving: screen.stage == Stage::Migrating };
    html! {
        <section class="above" aria-label={context.plain("accounts-label")}>
            { accounts.html(&context.locale) }
        </section>
    }
}

fn account(chip: &Chip) -> Account {
    let picture = chip.picture.as_ref();
    let url = picture.map(|picture| format!("data:{};base64,{}", picture.media_type, picture.base64));
    Account {
        address: chip.address.clone().into(),
        is_file: chip.is_file,
        picture: url.map(AttrValue::from),
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
