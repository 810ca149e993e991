//! What stands around every screen: name, language, the two accounts, the way.

use std::rc::Rc;

use wizard::{Chip, Flow, Msg, Screen, Stage};
use yew::prelude::*;

use super::{Context, status};
use crate::parts::{Account, Accounts, Button, Emphasis, LanguageSwitch, Mark, Path, Status, Step};

pub fn draw(screen: &Screen, notices: Html, body: Html, context: &Context) -> Html {
    html! {
        <div class="page">
            <header class="masthead">
                <span class="masthead__name"><Mark />{ context.plain("page-name") }</span>
                <LanguageSwitch onchoose={context.speak.clone()} />
            </header>
            { accounts(screen, context) }
            { path(screen, context) }
            <Status text={status::of(screen, context)} />
            <main class="stage" data-stage={screen.stage.name()}>
                { notices }
                { body }
            </main>
            <footer class="colophon">
                <p>{ context.plain("page-privacy") }</p>
                if screen.can_start_over {
                    <Button
                        emphasis={Emphasis::Quiet}
                        testid="start-over"
                        onpress={context.on(Msg::StartOver)}
                    >
                        { context.plain("start-over") }
                    </Button>
                }
            </footer>
        </div>
    }
}

fn accounts(screen: &Screen, context: &Context) -> Html {
    let origin = screen.from.as_ref().map(account);
    let destination = match (&screen.to, screen.flow) {
        (Some(chip), _) => Some(account(chip)),
        (None, Flow::Backup) => {
            let address = context.plain("side-file");
            Some(Account { address, is_file: true, ..Account::default() })
        }
        (None, Flow::Move | Flow::Restore) => None,
    };
    if screen.stage == Stage::Welcome || (origin.is_none() && screen.to.is_none()) {
        return Html::default();
    }
    html! {
        <div class="above">
            <Accounts {origin} {destination} moving={screen.stage == Stage::Migrating} />
        </div>
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
    let steps = &screen.path.steps;
    if steps.is_empty() {
        return Html::default();
    }
    let stages: Vec<Stage> = steps.iter().map(|step| step.stage).collect();
    let first = stages[0];
    let onopen = (screen.stage != Stage::Migrating).then(|| {
        context.on_value(move |place: usize| Msg::Reopen(stages.get(place).copied().unwrap_or(first)))
    });
    let steps: Rc<[Step]> =
        steps.iter().map(|step| Step { label: context.say(&step.name), state: step.state }).collect();
    html! { <Path {steps} {onopen} /> }
}
