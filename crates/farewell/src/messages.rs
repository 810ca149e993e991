//! Messages from the old account to people the person picked, and who these might be.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::stream::{Stream, StreamExt};
use jid::{BareJid, Jid};
use migration::{Account, Holding, Problem, kinds};
use ordered::{Map, Set};
use session::{ArchiveQuery, StanzaError};
use xml::{Element, ns};

use crate::blocked::Blocked;
use crate::{Ends, Event, World, abroad, look};

/// How far back "lately" reaches, in seconds.
const LATELY: u64 = 90 * 24 * 3600;
/// How many pages of the archive are looked at, the newest first.
const PAGES: usize = 12;
const PAGE: u32 = 100;
/// The least time between two messages.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to listen on for messages that come back.
const GRACE: Duration = Duration::from_secs(20);

/// Says with which contacts there were messages in the last months, as far as the newest pages of the
/// old account's archive tell.
pub(crate) async fn suggest(ends: &Ends, world: &dyn World) -> Result<(), Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    let contacts = contacts(origin, &Blocked::read(ends).await?).await?;
    let start = Some(timestamp(world.clock().saturating_sub(LATELY)));
    let mut found = Set::new();
    let mut before = Some(String::new());
    for _ in 0..PAGES {
        let query =
            ArchiveQuery { before: before.take(), start: start.clone(), max: PAGE, ..Default::default() };
        let page = match origin.session().archive_page(&query).await {
            Ok(page) => page,
            // Who keeps no archive suggests nobody.
            Err(error) if error.is_unsupported() || error.is_absent() => break,
            Err(error) => return Err(error.into()),
        };
        let with = page.results.iter().filter_map(|result| counterpart(result, &ends.old));
        found.extend(with.filter(|jid| contacts.contains(jid)));
        if page.complete || page.first.is_none() || page.results.is_empty() || found.len() == contacts.len() {
            break;
        }
        before = page.first;
    }
    world.heard(Event::Suggested(found));
    Ok(())
}

/// Sends `text` to each of these contacts, one at a time. A message counts as sent when the server has
/// answered what came after it; it fails where it comes back. Who is blocked, no contact, or a room
/// gets nothing.
pub(crate) async fn write(
    ends: &Ends,
    to: &Set<BareJid>,
    text: &str,
    world: &dyn World,
) -> Result<(), Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    let session = origin.session();
    let contacts = contacts(origin, &Blocked::read(ends).await?).await?;
    let mut inbox = session.inbox();
    let mut sent: Map<String, BareJid> = Map::new();
    for jid in to {
        if !contacts.contains(jid) {
            world.heard(Event::Written(jid.clone(), Err(Problem::Cancelled)));
            continue;
        }
        if !sent.is_empty() {
            let pause = session.round_trip().map_or(PAUSE, |taken| PAUSE.max(taken * 2));
            session.environment().sleep(pause).await;
        }
        session.online().await?;
        let id = abroad::token(session);
        sent.insert(id.clone(), jid.clone());
        let mut written = send(origin, jid, &id, text).await;
        for (failed, problem) in returned(&mut inbox, &mut sent) {
            match failed == *jid {
                true => written = Err(problem),
                false => world.heard(Event::Written(failed, Err(problem))),
            }
        }
        if written.is_err() {
            sent.remove(&id);
        }
        world.heard(Event::Written(jid.clone(), written));
    }
    let late = abroad::within(session, GRACE, async {
        while !sent.is_empty() {
            let Some(stanza) = inbox.next().await else { break };
            if let Some((jid, problem)) = failure(&stanza, &mut sent) {
                world.heard(Event::Written(jid, Err(problem)));
            }
        }
    });
    late.await.unwrap_or_default();
    Ok(())
}

async fn send(origin: &Account, jid: &BareJid, id: &str, text: &str) -> Result<(), Problem> {
    let message = Element::new("message", ns::CLIENT)
        .with_attr("type", "chat")
        .with_attr("id", id)
        .with_attr("to", jid.to_string())
        .with_child(Element::new("body", ns::CLIENT).with_text(text));
    origin.session().send(message).await?;
    Ok(origin.session().ping().await?)
}

/// What of that which was sent has come back so far.
fn returned(
    inbox: &mut (impl Stream<Item = Element> + Unpin),
    sent: &mut Map<String, BareJid>,
) -> Vec<(BareJid, Problem)> {
    let mut all = Vec::new();
    while let Some(Some(stanza)) = inbox.next().now_or_never() {
        all.extend(failure(&stanza, sent));
    }
    all
}

fn failure(stanza: &Element, sent: &mut Map<String, BareJid>) -> Option<(BareJid, Problem)> {
    if stanza.name() != "message" || stanza.attr("type") != Some("error") {
        return None;
    }
    let from: Jid = stanza.attr("from")?.parse().ok()?;
    let id = stanza.attr("id")?;
    // Servers answer for those they could not reach, in the name of these.
    let jid = sent.get(id).filter(|jid| *jid == from.bare())?.clone();
    sent.remove(id);
    let error = StanzaError::of(stanza);
    Some((
        jid,
        error.map_or_else(|| Problem::Malformed("an error without <error/>".to_owned()), Problem::Refused),
    ))
}

/// The other side of an archived message between two people.
fn counterpart(result: &Element, own: &BareJid) -> Option<BareJid> {
    let message = result.child("forwarded", ns::FORWARD)?.child("message", ns::CLIENT)?;
    let is_talk = !matches!(message.attr("type"), Some("groupchat" | "error" | "headline"));
    message.child("body", ns::CLIENT).filter(|_| is_talk)?;
    let address = |name| message.attr(name)?.parse::<Jid>().ok().map(Jid::into_bare);
    match address("from") {
        Some(from) if from != *own => Some(from),
        _ => address("to"),
    }
}

/// Who may be written to: everybody in the roster with an account of their own, but not who is blocked
/// and no room.
async fn contacts(origin: &Account, blocked: &Blocked) -> Result<Set<BareJid>, Problem> {
    let mut contacts: Set<BareJid> = look::roster(origin).await?.into_iter().map(|item| item.jid).collect();
    contacts.retain(|jid| jid.local().is_some() && *jid != origin.jid() && !blocked.holds(jid));
    if let Some(kind) = kinds::by_name("bookmarks") {
        let bookmarks = Holding::read(kind, origin).await;
        for room in kinds::preview(kind.id(), &bookmarks) {
            if let Ok(room) = room.key.parse::<Jid>() {
                contacts.remove(room.bare());
            }
        }
    }
    Ok(contacts)
}

/// Seconds since 1970 as XEP-0082 writes them.
fn timestamp(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn writes_times() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(timestamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp(1_796_000_000), "2026-11-30T00:53:20Z");
    }
}
