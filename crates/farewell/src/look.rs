//! Reads what the ledger begins with, at both ends, unnoticed by anybody.

use futures_util::future::try_join3;
use migration::{Account, Problem, kinds};
use portable::Fragment;
use session::RequestError;
use xml::{Element, ns};

use crate::Ends;
use crate::blocked::Blocked;
use crate::ledger::{Beginning, Ledger, PreApproval, Saved};
use crate::roster::Item;

/// Reads the ledger, and what was kept of it the last time.
pub(crate) async fn read(ends: &Ends) -> Result<(Ledger, Saved), Problem> {
    let old = async {
        match &ends.origin {
            Some(origin) => roster(origin).await.map_err(Problem::from),
            None => Ok(held(ends)),
        }
    };
    let new = async { roster(&ends.destination).await.map_err(Problem::from) };
    let (mut old, new, blocked) = try_join3(old, new, Blocked::read(ends)).await?;
    if ends.origin.is_some() {
        // Who has followed is less to the old account than when it was read for the copy.
        for item in held(ends) {
            if let Some(known) = old.iter_mut().find(|known| known.jid == item.jid) {
                known.subscription = known.subscription.united(item.subscription);
            }
        }
    }
    let saved = saved(ends).await?;
    let own = [ends.old.clone(), ends.destination.jid()];
    let approval = pre_approval(&ends.destination);
    let hides = is_ejabberd(&ends.destination);
    let beginning = Beginning { own, old, new, blocked: &blocked, saved: Some(&saved), approval, hides };
    Ok((Ledger::new(beginning), saved))
}

/// The roster as it is. From then on its changes are told on this connection (RFC 6121 §2.2).
pub(crate) async fn roster(account: &Account) -> Result<Vec<Item>, RequestError> {
    let query = account.get(Element::new("query", ns::ROSTER)).await?;
    Ok(query.as_ref().map(Item::of_query).unwrap_or_default())
}

/// What the server's software calls itself is enough to know its ways by.
pub(crate) fn is_ejabberd(account: &Account) -> bool {
    is_software(account.features().server.software.as_deref(), "ejabberd")
}

/// Whether that is what the server calls itself.
pub(crate) fn is_software(found: Option<&str>, name: &str) -> bool {
    found.and_then(|found| found.get(..name.len())).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

/// How the server remembers who may subscribe.
pub(crate) fn pre_approval(account: &Account) -> PreApproval {
    let features = account.session().features();
    match features.iter().any(|feature| feature.ns() == ns::PRE_APPROVAL) {
        false => PreApproval::No,
        true if is_ejabberd(account) => PreApproval::ByRoster,
        true => PreApproval::ByPresence,
    }
}

/// The old account's contacts as they were read.
fn held(ends: &Ends) -> Vec<Item> {
    let fragments = kinds::by_name("roster").map_or(&[][..], |kind| ends.holdings.fragments(kind.id()));
    let items = fragments.iter().filter_map(|fragment| match fragment {
        Fragment::RosterItem(item) => Item::read(item),
        _ => None,
    });
    items.collect()
}

/// What was kept of it, if the server keeps such things.
async fn saved(ends: &Ends) -> Result<Saved, Problem> {
    let query = Element::new("query", ns::PRIVATE).with_child(Saved::empty());
    match ends.destination.get(query).await {
        Ok(answer) => {
            let kept = answer.as_ref().and_then(|query| query.child("ledger", ns::LEDGER));
            Ok(kept.map(|ledger| Saved::read(ledger, &ends.old)).unwrap_or_default())
        }
        Err(error @ (RequestError::ConnectionLost | RequestError::Cancelled)) => Err(error.into()),
        // Then it is put together from both rosters.
        Err(_) => Ok(Saved::default()),
    }
}
