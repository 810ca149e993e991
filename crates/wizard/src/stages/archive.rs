//! Which part of the message history goes into the file.

use jid::BareJid;
use migration::file::ArchiveRange;

use crate::{Effect, Slip, Trouble, Wizard};

/// How far back the history goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    #[default]
    Ever,
    /// A year before today.
    Year,
    /// A day the person gives.
    Day,
}

/// Whose messages are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum With {
    #[default]
    Everybody,
    Only,
    Without,
}

/// One change to the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeChange {
    Since(Since),
    /// `YYYY-MM-DD`, as date fields give it; empty while it is incomplete.
    Day(String),
    With(With),
    Address(String),
}

/// The range as the person chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RangeView {
    pub since: Since,
    pub day: String,
    pub with: With,
    pub address: String,
    /// No later day can be given.
    pub today: String,
}

impl RangeView {
    /// What to ask the archive for.
    pub(crate) fn resolve(&self) -> Result<ArchiveRange, Trouble> {
        let day = match self.since {
            Since::Ever => None,
            Since::Year => a_year_before(&self.today),
            Since::Day => Some(self.day.clone()).filter(|day| !day.is_empty()),
        };
        let address: Option<BareJid> = match self.with {
            With::Everybody => None,
            With::Only | With::Without => {
                let typed = self.address.trim();
                Some(typed.parse().map_err(|error| Trouble::BadAddress(Slip::Other(error)))?)
            }
        };
        let (only, without) = match self.with {
            With::Without => (None, address),
            _ => (address, None),
        };
        Ok(ArchiveRange { since: day.map(|day| format!("{day}T00:00:00Z")), only, without })
    }

    pub(crate) fn is_everything(&self) -> bool {
        self.since == Since::Ever && self.with == With::Everybody
    }
}

/// The same day a year earlier; the 28th of February for the 29th.
fn a_year_before(day: &str) -> Option<String> {
    let (year, rest) = day.split_once('-')?;
    let year: u32 = year.parse().ok()?;
    let rest = if rest == "02-29" { "02-28" } else { rest };
    Some(format!("{:04}-{rest}", year.checked_sub(1)?))
}

impl Wizard {
    pub(crate) fn change_range(&mut self, change: RangeChange) -> Vec<Effect> {
        let range = &mut self.choose.range;
        match change {
            RangeChange::Since(since) => {
                range.since = since;
                if since == Since::Day && range.day.is_empty() {
                    range.day = a_year_before(&range.today).unwrap_or_default();
                }
            }
            // A day that is being typed is none yet; the one before stands.
            RangeChange::Day(day) if day.is_empty() => {}
            RangeChange::Day(day) => range.day = day,
            RangeChange::With(with) => range.with = with,
            RangeChange::Address(address) => range.address = address,
        }
        self.choose.outdate();
        // Another part has other files in it.
        self.end_look()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_day_a_year_before() {
        for (day, expected) in
            [("2026-11-20", Some("2025-11-20")), ("2024-02-29", Some("2023-02-28")), ("", None)]
        {
            assert_eq!(a_year_before(day).as_deref(), expected);
        }
    }

    #[test]
    fn asks_for_what_was_chosen() {
        let range = RangeView {
            since: Since::Year,
            with: With::Without,
            address: " Loud@rooms.example ".to_owned(),
            today: "2026-11-20".to_owned(),
            ..RangeView::default()
        };
        let asked = range.resolve().expect("an address");
        assert_eq!(asked.since.as_deref(), Some("2025-11-20T00:00:00Z"));
        assert_eq!(asked.without.map(|jid| jid.to_string()).as_deref(), Some("loud@rooms.example"));
        assert_eq!(asked.only, None);
        let none = RangeView { address: String::new(), ..range };
        assert_eq!(none.resolve().map_err(|trouble| trouble.code()), Err("bad-address"));
    }
}
