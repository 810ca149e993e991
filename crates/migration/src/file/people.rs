//! Files for people instead of programs: a page to read and print, and a table of the contacts.
//!
//! Both say who there is and nothing secret: no room passwords, no message. What is written is read
//! back: the bytes are those that were written, and every address can be found in them again.

mod entries;
mod page;
mod table;

use ordered::{Map, Set};

use super::output::Target;
use super::{FileError, Order, Output, Step};
use crate::Problem;
use crate::kind::{Fate, KindId};
use crate::kinds::{BOOKMARKS, ROSTER, preview_for};
use crate::report::{Entry, KindReport, Outcome};
pub(super) use page::page;
pub(super) use table::table;

/// What these files say besides what is in the account, in the person's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// BCP 47.
    pub language: String,
    /// The day it is, as it shall be said.
    pub saved_on: String,
    pub title: String,
    pub profile: String,
    pub contacts: String,
    pub without_group: String,
    pub rooms: String,
    pub others: String,
    pub nothing: String,
    /// The heads of the table's columns.
    pub name: String,
    pub address: String,
    pub groups: String,
    /// What the fields of a profile are called, by their names in vCard4 (RFC 6350 §6).
    pub fields: Map<&'static str, String>,
    /// What people call each kind of data.
    pub kinds: Map<KindId, String>,
}

/// The fields of a profile that have names of their own in [`Words::fields`].
pub const FIELDS: &[&str] =
    &["fn", "nickname", "bday", "tel", "email", "url", "adr", "org", "title", "role", "note", "impp"];

/// A file for people, as it is to be written.
pub(super) struct Sheet {
    text: String,
    /// What can be found in it, read back from its text: addresses of contacts, of group chats.
    contacts: Set<String>,
    rooms: Set<String>,
    /// Whether group chats are to be in it.
    has_rooms: bool,
}

/// Writes it, reads it back and finds everybody in it again.
pub(super) async fn write(
    order: &Order,
    sheet: &Sheet,
    out: &mut dyn Output,
    heard: &dyn Fn(Step),
) -> Result<Vec<KindReport>, FileError> {
    let mut target = Target::new(out, false);
    let mut part = target.begin(String::new()).await?;
    target.write(&mut part, sheet.text.as_bytes()).await?;
    let part = target.end(part).await?;
    target.finish().await?;
    let total = part.bytes.end - part.bytes.start;
    let is_whole = target.holds(&part, &|done| heard(Step::Proving { done, total })).await?;
    let mut reports = vec![report(order, ROSTER, |key| is_whole && sheet.contacts.contains(key))];
    if sheet.has_rooms {
        reports.push(report(order, BOOKMARKS, |key| is_whole && sheet.rooms.contains(key)));
    }
    Ok(reports)
}

fn report(order: &Order, id: KindId, is_found: impl Fn(&str) -> bool) -> KindReport {
    let Some(holding) = order.holdings.get(id) else { return KindReport::new(id, Vec::new()) };
    let items = preview_for(&order.account, id, holding);
    let entry = |item: crate::Item| {
        let verified = is_found(&item.key);
        let outcome = match item.fate {
            _ if verified => Outcome::Copied,
            Fate::LeftOut(reason) => Outcome::LeftOut(reason),
            Fate::Carried | Fate::Changed(_) => Outcome::Failed(Problem::NotKept),
        };
        Entry { verified, ..Entry::new(item.key, item.label, outcome) }
    };
    let entries = items.into_iter().map(entry).collect();
    KindReport { reason: holding.stays(id), problem: holding.problem.clone(), ..KindReport::new(id, entries) }
}
