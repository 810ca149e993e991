//! The two accounts, told apart by place, word, colour and shape.

use wizard::Side;
use yew::prelude::*;

use super::Shape;
use crate::i18n::Locale;

/// What is known of an account or file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The bare address, or words for a file.
    pub address: AttrValue,
    pub is_file: bool,
    /// A `data:` URL of its picture.
    pub picture: Option<AttrValue>,
    /// Its connection is lost for the moment.
    pub waiting: bool,
}

/// Both, with the way between them.
pub struct Accounts {
    pub origin: Option<Account>,
    pub destination: Option<Account>,
    /// Something is going from one to the other right now.
    pub moving: bool,
}

impl Accounts {
    pub fn html(self, locale: &Locale) -> Html {
        html! {
            <div class="accounts" data-state={if self.moving { "moving" } else { "still" }}>
                { chip(Side::Origin, self.origin.as_ref(), locale) }
                <span class="accounts__way" aria-hidden="true"></span>
                { chip(Side::Destination, self.destination.as_ref(), locale) }
            </div>
        }
    }
}

fn chip(side: Side, account: Option<&Account>, locale: &Locale) -> Html {
    let label = match side {
        Side::Origin => locale.plain("side-origin"),
        Side::Destination => locale.plain("side-destination"),
    };
    let state = match account {
        None => "unknown",
        Some(account) if account.waiting => "waiting",
        Some(_) => "known",
    };
    let signed_in = account.filter(|account| !account.is_file);
    html! {
        <div
            class="chip"
            data-side={side.name()}
            data-state={state}
            data-testid={signed_in.map(|_| format!("{}-account", side.name()))}
            data-jid={signed_in.map(|account| account.address.clone())}
        >
            <span class="chip__picture">{ account.map(picture).unwrap_or_default() }</span>
            <span class="chip__words">
                <span class="chip__side">{ label }</span>
                if let Some(account) = account {
                    { address(account) }
                } else {
                    <span class="chip__unknown">{ locale.plain("side-unknown") }</span>
                }
            </span>
        </div>
    }
}

fn picture(account: &Account) -> Html {
    match account {
        Account { picture: Some(url), .. } => html! { <img class="chip__image" src={url} alt="" /> },
        Account { is_file: true, .. } => Shape::File.html(),
        Account { address, .. } => {
            let initial: String = address.chars().flat_map(char::to_uppercase).take(1).collect();
            html! { <span aria-hidden="true">{ initial }</span> }
        }
    }
}

/// Never cut off, as its end tells two accounts apart; broken at `@` and dots if need be.
fn address(account: &Account) -> Html {
    let parts = |text: &str| {
        let part = |part: &str| html! { <>{ part }<wbr /></> };
        text.split_inclusive('.').map(part).collect::<Html>()
    };
    let (local, domain) = match account.address.split_once('@') {
        Some((local, domain)) => (local, Some(domain)),
        None => (account.address.as_str(), None),
    };
    html! {
        <bdi class="chip__address">
            <b class="chip__local">{ parts(local) }</b>
            if let Some(domain) = domain {
                { "@" }<wbr />{ parts(domain) }
            }
        </bdi>
    }
}
