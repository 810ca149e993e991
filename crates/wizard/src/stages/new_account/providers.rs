//! The list of providers, which comes with the page: nobody is asked before one is picked.

use std::cmp::Reverse;
use std::rc::Rc;

use jid::BareJid;
use ordered::Set;

use super::NewAccount;

/// A provider, and what matters to somebody who moves there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub domain: String,
    /// Accounts can be made right here (XEP-0077); else on its page only.
    pub in_app: bool,
    /// It asks for what a program cannot know (XEP-0158).
    pub puzzle: bool,
    /// It wants to know an e-mail address.
    pub email: bool,
    /// Where accounts are made on the web.
    pub page: Option<String>,
    /// For how long messages are kept.
    pub history: Kept,
    /// For how long uploaded files are kept.
    pub files: Kept,
    /// ISO 3166 codes of where its machines are, in lower case.
    pub countries: Vec<String>,
    /// The year it began.
    pub since: Option<u16>,
    pub software: Option<String>,
    /// Whether it costs nothing, where that is known.
    pub free: Option<bool>,
}

/// For how long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    Unknown,
    Days(u32),
    /// As long as the account.
    Always,
}

/// All of them, and how old the list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Providers {
    /// `YYYY-MM-DD`; none where the operator of the page wrote it.
    pub date: Option<String>,
    /// In the order in which they are shown.
    pub all: Vec<Provider>,
}

/// Which of them are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub only_in_app: bool,
    pub only_without_puzzle: bool,
    pub only_free: bool,
    /// Messages are kept for at least so many days.
    pub history: u32,
    pub country: Option<String>,
}

/// What the page shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvidersView {
    pub is_open: bool,
    /// None while it is fetched.
    pub list: Option<Result<ShownProviders, String>>,
    pub filter: Filter,
}

/// Those that are left.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownProviders {
    pub date: Option<String>,
    pub shown: Vec<Provider>,
    pub total: usize,
    /// Every country there is in the list.
    pub countries: Vec<String>,
}

impl Providers {
    /// Those that make accounts right here come first; among them, those that keep messages longest.
    pub fn new(date: Option<String>, mut all: Vec<Provider>) -> Self {
        all.retain(|provider| BareJid::new(None, &provider.domain).is_ok());
        ordered::sort_by_key(&mut all, |provider| {
            (!provider.in_app, provider.email, Reverse(provider.history), provider.domain.clone())
        });
        Self { date, all }
    }

    fn shown(&self, filter: &Filter) -> ShownProviders {
        let countries: Set<&String> = self.all.iter().flat_map(|provider| &provider.countries).collect();
        ShownProviders {
            date: self.date.clone(),
            shown: self.all.iter().filter(|provider| filter.admits(provider)).cloned().collect(),
            total: self.all.len(),
            countries: countries.iter().map(|country| (*country).clone()).collect(),
        }
    }
}

impl Filter {
    fn admits(&self, provider: &Provider) -> bool {
        (provider.in_app || !self.only_in_app)
            && !(provider.puzzle && self.only_without_puzzle)
            && (provider.free == Some(true) || !self.only_free)
            && (self.history == 0 || provider.history >= Kept::Days(self.history))
            && self.country.as_ref().is_none_or(|country| provider.countries.contains(country))
    }
}

impl NewAccount {
    pub(super) fn providers_view(&self) -> ProvidersView {
        let shown = |providers: &Result<Rc<Providers>, String>| match providers {
            Ok(providers) => Ok(providers.shown(&self.list.filter)),
            Err(error) => Err(error.clone()),
        };
        ProvidersView {
            is_open: self.list.is_open,
            list: self.list.providers.as_ref().map(shown),
            filter: self.list.filter.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(domain: &str, in_app: bool, puzzle: bool, history: Kept, country: &str) -> Provider {
        Provider {
            domain: domain.to_owned(),
            in_app,
            puzzle,
            email: false,
            page: None,
            history,
            files: Kept::Unknown,
            countries: vec![country.to_owned()],
            since: None,
            software: None,
            free: Some(true),
        }
    }

    #[track_caller]
    fn check(filter: &Filter, expected: &[&str]) {
        let providers = Providers::new(
            None,
            vec![
                provider("web.example", false, false, Kept::Always, "de"),
                provider("short.example", true, false, Kept::Days(7), "de"),
                provider("long.example", true, true, Kept::Days(90), "fr"),
                provider("not a domain", true, true, Kept::Days(90), "fr"),
                provider("silent.example", true, false, Kept::Unknown, "fr"),
            ],
        );
        let shown = providers.shown(filter);
        let domains: Vec<_> = shown.shown.iter().map(|provider| provider.domain.as_str()).collect();
        assert_eq!((domains.as_slice(), shown.total), (expected, 4));
        assert_eq!(shown.countries, ["de", "fr"]);
    }

    #[test]
    fn sorted_and_filtered() {
        let all = Filter::default;
        check(&all(), &["long.example", "short.example", "silent.example", "web.example"]);
        check(&Filter { only_in_app: true, ..all() }, &["long.example", "short.example", "silent.example"]);
        check(
            &Filter { only_without_puzzle: true, ..all() },
            &["short.example", "silent.example", "web.example"],
        );
        check(&Filter { history: 30, ..all() }, &["long.example", "web.example"]);
        check(&Filter { country: Some("de".to_owned()), ..all() }, &["short.example", "web.example"]);
    }
}
