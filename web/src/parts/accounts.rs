//! The two accounts, told apart by place, word, colour and shape.

use wizard::Side;
use yew::prelude::*;

use super::{Icon, Shape, use_locale};

/// What is known of an account or file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The bare address, or a file's name.
    pub address: AttrValue,
    pub is_file: bool,
    /// A `data:` URL of its picture.
    pub picture: Option<AttrValue>,
    /// Its connection is lost for the moment.
    pub waiting: bool,
}

#[derive(PartialEq, Properties)]
pub struct ChipProps {
    pub side: Side,
    /// None as long as it is not known.
    pub account: Option<Account>,
}

/// One account or file.
#[component]
pub fn Chip(props: &ChipProps) -> Html {
    let locale = use_locale();
    let account = props.account.as_ref();
    let signed_in = account.filter(|account| !account.is_file);
    let state = match account {
        None => "unknown",
        Some(account) if account.waiting => "waiting",
        Some(_) => "known",
    };
    html! {
        <div
            class="chip"
            data-side={props.side.name()}
            data-state={state}
            data-testid={signed_in.map(|_| format!("{}-account", props.side.name()))}
            data-jid={signed_in.map(|account| account.address.clone())}
        >
            <span class="chip__picture">{ picture(account) }</span>
            <span class="chip__words">
                <span class="chip__side">{ locale.plain(label(props.side)) }</span>
                { address(account, &locale.plain("side-unknown")) }
            </span>
        </div>
    }
}

fn label(side: Side) -> &'static str {
    match side {
        Side::Origin => "side-origin",
        Side::Destination => "side-destination",
    }
}

fn picture(account: Option<&Account>) -> Html {
    match account {
        Some(Account { picture: Some(url), .. }) => html! { <img class="chip__image" src={url} alt="" /> },
        Some(Account { is_file: true, .. }) => html! { <Icon shape={Shape::File} /> },
        Some(Account { address, .. }) => {
            html! { <span aria-hidden="true">{ address.chars().flat_map(char::to_uppercase).take(1).collect::<String>() }</span> }
        }
        None => Html::default(),
    }
}

/// Never cut off, as its end tells two accounts apart; broken at `@` and dots if need be.
fn address(account: Option<&Account>, unknown: &str) -> Html {
    let Some(account) = account else {
        return html! { <span class="chip__unknown">{ unknown }</span> };
    };
    match account.address.split_once('@') {
        Some((local, domain)) if !account.is_file => html! {
            <bdi class="chip__address">
                <b class="chip__local">{ local }</b>{ "@" }<wbr />
                { for domain.split_inclusive('.').map(|label| html! { <>{ label }<wbr /></> }) }
            </bdi>
        },
        _ => html! { <bdi class="chip__address"><b class="chip__local">{ &account.address }</b></bdi> },
    }
}

#[derive(PartialEq, Properties)]
pub struct AccountsProps {
    pub origin: Option<Account>,
    pub destination: Option<Account>,
    /// Something is going from one to the other right now.
    #[prop_or_default]
    pub moving: bool,
}

/// Both, with the way between them.
#[component]
pub fn Accounts(props: &AccountsProps) -> Html {
    html! {
        <div class="accounts" data-state={if props.moving { "moving" } else { "still" }}>
            <Chip side={Side::Origin} account={props.origin.clone()} />
            <span class="accounts__way" aria-hidden="true"></span>
            <Chip side={Side::Destination} account={props.destination.clone()} />
        </div>
    }
}
