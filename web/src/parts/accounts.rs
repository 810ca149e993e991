//! The two accounts, told apart by place, word, colour and shape.

use wizard::Side;
use yew::prelude::*;

use super::{El, Shape, el};
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
        el("div")
            .class("accounts")
            .attr("data-state", if self.moving { "moving" } else { "still" })
            .child(chip(Side::Origin, self.origin.as_ref(), locale))
            .child(el("span").class("accounts__way").attr("aria-hidden", "true"))
            .child(chip(Side::Destination, self.destination.as_ref(), locale))
            .into()
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
    let known = match account {
        Some(account) => address(account),
        None => el("span").class("chip__unknown").words(locale.plain("side-unknown")).into(),
    };
    let words =
        el("span").class("chip__words").child(el("span").class("chip__side").words(label)).child(known);
    el("div")
        .class("chip")
        .attr("data-side", side.name())
        .attr("data-state", state)
        .attr_opt("data-testid", signed_in.map(|_| format!("{}-account", side.name())))
        .attr_opt("data-jid", signed_in.map(|account| account.address.clone()))
        .child(el("span").class("chip__picture").child_opt(account.map(picture)))
        .child(words)
        .into()
}

fn picture(account: &Account) -> Html {
    match account {
        Account { picture: Some(url), .. } => {
            el("img").class("chip__image").attr("src", url.clone()).attr("alt", "").into()
        }
        Account { is_file: true, .. } => Shape::File.html(),
        Account { address, .. } => {
            // The styles make it a capital: the browser knows how.
            let initial: String = address.chars().take(1).collect();
            el("span").attr("aria-hidden", "true").words(initial).into()
        }
    }
}

/// Never cut off, as its end tells two accounts apart; broken at `@` and dots if need be.
fn address(account: &Account) -> Html {
    let (local, domain) = match account.address.split_once('@') {
        Some((local, domain)) => (local, Some(domain)),
        None => (account.address.as_str(), None),
    };
    let mut whole = el("bdi").class("chip__address").child(parts(el("b").class("chip__local"), local));
    if let Some(domain) = domain {
        whole = parts(whole.words("@").child(el("wbr")), domain);
    }
    whole.into()
}

fn parts(whole: El, words: &str) -> El {
    let part = |whole: El, part: &str| whole.words(part.to_owned()).child(el("wbr"));
    words.split_inclusive('.').fold(whole, part)
}
