//! The password once more, where only it brings a lost connection back.

use wizard::{Explanation, Msg, Side, Submitted};
use yew::prelude::*;

use super::Context;
use crate::parts::{Button, PasswordField, read_password};

#[derive(PartialEq, Properties)]
pub struct PasswordAgainProps {
    pub side: Side,
    pub problem: Explanation,
    pub context: Context,
}

#[component]
pub fn PasswordAgain(props: &PasswordAgainProps) -> Html {
    let PasswordAgainProps { side, problem, context } = props;
    let password = use_node_ref();
    let side_of = *side;
    let onsubmit = {
        let password = password.clone();
        context.on_value(move |event: SubmitEvent| {
            event.prevent_default();
            let password = read_password(&password);
            let (address, endpoint) = (String::new(), String::new());
            Msg::Password(side_of, Submitted { address, password, endpoint, allow_plain: false })
        })
    };
    html! {
        <form class="stack" novalidate=true {onsubmit}>
            { context.problem(problem, None) }
            <PasswordField
                testid={format!("{}-password", side.name())}
                label={context.plain("field-password")}
                autocomplete={format!("section-{} current-password", side.name())}
                node={password}
            />
            <Button testid={format!("{}-connect", side.name())} submit=true>
                { context.plain("connect-again") }
            </Button>
        </form>
    }
}
