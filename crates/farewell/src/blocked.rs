//! Addresses that the person has blocked, at either end: they are told nothing.

use jid::{BareJid, Jid};
use migration::{Account, Holding, Problem, kinds};
use ordered::Set;
use portable::Fragment;
use xml::Element;

use crate::Ends;

/// Blocked addresses (XEP-0191).
#[derive(Clone, Debug, Default)]
pub(crate) struct Blocked(Set<Jid>);

impl Blocked {
    /// Reads both ends' lists; of an old account that is out of reach, what was read of it before.
    pub(crate) async fn read(ends: &Ends) -> Result<Self, Problem> {
        let mut blocked = Self::default();
        let Some(kind) = kinds::by_name("blocklist") else { return Ok(blocked) };
        match &ends.origin {
            Some(origin) => blocked.add(&list(origin).await?.fragments),
            None => blocked.add(ends.holdings.fragments(kind.id())),
        }
        blocked.add(&list(&ends.destination).await?.fragments);
        Ok(blocked)
    }

    /// Whether nothing may go to this address: it is blocked itself, or its whole server is.
    pub(crate) fn holds(&self, jid: &BareJid) -> bool {
        self.0.contains(&Jid::from(jid.clone())) || self.0.contains(&Jid::from(jid.server()))
    }

    /// What the server says was blocked just now, by whichever app (XEP-0191 §3.3).
    pub(crate) fn pushed(block: &Element) -> Self {
        Self(block.children().filter_map(|item| item.attr("jid")?.parse().ok()).collect())
    }

    fn add(&mut self, fragments: &[Fragment]) {
        let addresses = fragments.iter().filter_map(|fragment| match fragment {
            Fragment::Blocked(item) => item.attr("jid")?.parse().ok(),
            _ => None,
        });
        self.0.extend(addresses);
    }
}

async fn list(account: &Account) -> Result<Holding, Problem> {
    let Some(kind) = kinds::by_name("blocklist") else { return Ok(Holding::default()) };
    let holding = Holding::read(kind, account).await;
    match holding.problem {
        Some(problem) => Err(problem),
        None => Ok(holding),
    }
}
