//! The ledger: every contact of the old account, and how far they have followed. Pure: it is told what
//! servers and contacts say and what was sent, and says what each contact's state is and what to send
//! next.
//!
//! Nothing here is believed because it was sent. A request counts as delivered when the own server has
//! it open, has answered what was sent after it and brought no error, and the contact's server has
//! answered a question that was sent after it on the same way. The roster's `ask` alone proves nothing:
//! a server may show it for a request that it threw away.

mod entry;
mod saved;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jid::BareJid;
use ordered::{Map, Set};
use session::StanzaError;

pub(crate) use entry::{Answer, Entry, Request, Step, Turn, Urgency};
pub(crate) use saved::Saved;

use crate::blocked::Blocked;
use crate::roster::Item;
use crate::{Contact, State, Subscription, Why};

/// How the own server can be told who may subscribe before they ask (RFC 6121 §3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PreApproval {
    No,
    /// By `subscribed`, after the last roster set.
    ByPresence,
    /// By a roster set with `approved='true'`, as ejabberd wants it; every later set must say so too.
    ByRoster,
}

/// What the ledger begins with.
#[derive(Debug)]
pub(crate) struct Beginning<'a> {
    /// The old and the new address.
    pub(crate) own: [BareJid; 2],
    /// The old account's contacts, as they are now or as they were read.
    pub(crate) old: Vec<Item>,
    pub(crate) new: Vec<Item>,
    pub(crate) blocked: &'a Blocked,
    pub(crate) saved: Option<&'a Saved>,
    pub(crate) approval: PreApproval,
    /// The own server keeps contacts that ask to itself as long as nobody has answered them.
    pub(crate) hides: bool,
}

/// Every contact of the old account.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    entries: Map<BareJid, Entry>,
    approval: PreApproval,
    hides: bool,
    /// Whose entries were touched since they were last told.
    changed: Set<BareJid>,
    /// The number of the last request.
    number: u64,
}

/// What an incoming request is to be answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A contact: it is noted.
    Known,
    Stranger,
}

impl Ledger {
    pub(crate) fn new(beginning: Beginning<'_>) -> Self {
        let Beginning { own, old, new, blocked, saved, approval, hides } = beginning;
        let gateways: Set<&str> =
            old.iter().filter(|item| item.jid.local().is_none()).map(|item| item.jid.domain()).collect();
        let bar = |jid: &BareJid| match jid {
            jid if own.contains(jid) => Some(Why::ThisIsYou),
            jid if blocked.holds(jid) => Some(Why::Blocked),
            jid if is_behind_gateway(jid, &gateways) => Some(Why::Gateway),
            _ => None,
        };
        let here: Map<BareJid, Item> = new.into_iter().map(|item| (item.jid.clone(), item)).collect();
        let entries = old.iter().map(|item| {
            let contact = Contact {
                jid: item.jid.clone(),
                name: item.name.clone(),
                groups: item.groups.clone(),
                was: item.subscription,
                state: State::Waiting,
                since: None,
                asked: None,
                is_asking: false,
            };
            let entry = Entry {
                barred: bar(&item.jid),
                here: here.get(&item.jid).cloned(),
                there: item.subscription,
                request: Request::None,
                approved: false,
                owed: false,
                let_in: false,
                answer: Answer::None,
                refused: false,
                has_asked: false,
                rename: None,
                attempts: 0,
                rest_until: Duration::ZERO,
                first: false,
                busy: false,
                contact,
            };
            (item.jid.clone(), entry)
        });
        let mut entries: Map<BareJid, Entry> = entries.collect();
        for entry in entries.values_mut() {
            let saved = saved.and_then(|saved| saved.of(entry.jid()));
            entry.recall(saved);
            if let Some(name) = entry.here.as_ref().map(|here| &here.name).filter(|name| !name.is_empty()) {
                entry.contact.name.clone_from(name);
            }
            entry.contact.state = entry.state(approval);
        }
        Self { entries, approval, hides, changed: Set::new(), number: 0 }
    }

    /// Everybody, in the order of their addresses.
    pub(crate) fn contacts(&self) -> Vec<Contact> {
        self.entries.values().map(|entry| entry.contact.clone()).collect()
    }

    /// What to keep at the new account.
    pub(crate) fn to_save(&self) -> Saved {
        Saved::of_entries(self.entries.values())
    }

    /// Whose row has changed since this was last asked, as it is now.
    pub(crate) fn take_changed(&mut self, clock: u64) -> Vec<Contact> {
        let mut rows = Vec::new();
        for jid in std::mem::take(&mut self.changed) {
            let Some(entry) = self.entries.get_mut(&jid) else { continue };
            let state = entry.state(self.approval);
            if state != entry.contact.state {
                entry.contact.state = state;
                entry.contact.since = Some(clock);
            }
            rows.push(entry.contact.clone());
        }
        rows
    }

    /// These are told of once more.
    pub(crate) fn change_again(&mut self, jids: Set<BareJid>) {
        self.changed.extend(jids);
    }

    // What is to be sent.

    /// Every turn that could be taken now. `asking`: further contacts may be asked.
    pub(crate) fn turns(&self, asking: bool, now: Duration) -> impl Iterator<Item = Turn> {
        self.entries.values().filter_map(move |entry| entry.turn(self.approval, asking, now))
    }

    /// How many still wait to be asked.
    pub(crate) fn waiting(&self) -> usize {
        self.entries.values().filter(|entry| entry.is_due()).count()
    }

    /// Whether any request is on its way.
    pub(crate) fn is_under_way(&self) -> bool {
        let mut entries = self.entries.values();
        entries.any(|entry| {
            entry.busy || matches!(entry.request, Request::Sent { own: true, theirs: false, .. })
        })
    }

    /// When somebody who rests may be tried again.
    pub(crate) fn rests_until(&self, now: Duration) -> Option<Duration> {
        let due = self.entries.values().filter(|entry| entry.is_due() && entry.rest_until > now);
        due.map(|entry| entry.rest_until).min()
    }

    /// Whether anything is open that the server would send again by itself, without what we had to say.
    pub(crate) fn is_to_repair(&self, now: Duration) -> bool {
        let mut entries = self.entries.values().filter(|entry| entry.rest_until <= now);
        entries.any(|entry| entry.is_due() && entry.here.as_ref().is_some_and(|here| here.ask))
    }

    // What was sent, and what came of it.

    /// A turn begins; its request has the number that comes back.
    pub(crate) fn begin(&mut self, turn: &Turn, clock: u64) -> u64 {
        self.number += 1;
        let number = self.number;
        self.change(&turn.jid, |entry| entry.begin(turn, number, clock));
        number
    }

    /// The own server has everything of a turn. `is_local`: it is the contact's, too.
    pub(crate) fn arrived(&mut self, turn: &Turn, is_local: bool) {
        self.change(&turn.jid, |entry| entry.arrived(turn, is_local));
    }

    /// A turn could not be sent to its end: how much of it arrived, nobody knows.
    pub(crate) fn stalled(&mut self, turn: &Turn) {
        self.change(&turn.jid, |entry| {
            entry.busy = false;
            if matches!(entry.request, Request::Sent { .. }) {
                entry.request = Request::Unknown { repair: false };
            }
        });
    }

    /// Their request was withdrawn, and not made again.
    pub(crate) fn withdrawn(&mut self, jid: &BareJid) {
        self.change(jid, |entry| (entry.busy, entry.request) = (false, Request::Due));
    }

    /// The roster set of a turn was refused: then they are let in when they ask.
    pub(crate) fn not_set(&mut self, jid: &BareJid) {
        self.change(jid, |entry| entry.rename = None);
    }

    /// Their server has answered what was sent to it after these were asked.
    pub(crate) fn proven(&mut self, jids: &[BareJid]) {
        jids.iter().for_each(|jid| self.change(jid, Entry::arrived_abroad));
    }

    /// Their server did not answer: whether it has the requests, nobody knows.
    pub(crate) fn not_proven(&mut self, jids: &[BareJid]) {
        for jid in jids {
            self.change(jid, |entry| {
                if matches!(entry.request, Request::Sent { .. }) {
                    entry.request = Request::Unknown { repair: false };
                }
            });
        }
    }

    /// A server cannot be reached: nobody there is asked.
    pub(crate) fn unreachable(&mut self, domain: &str, error: &StanzaError) {
        self.change_at(domain, |entry| {
            if entry.is_due() {
                entry.request = Request::Unreachable(error.clone());
            }
        });
    }

    /// A server can be reached after all, or is to be tried again: whoever could not be asked is
    /// asked, and who may not have got it gets it again.
    pub(crate) fn retry(&mut self, domain: &str) {
        self.change_at(domain, |entry| match &entry.request {
            Request::Unreachable(error) if error.condition != "gone" => entry.request = Request::Due,
            Request::Unknown { .. } => entry.request = Request::Unknown { repair: true },
            _ => {}
        });
    }

    /// A server turned out to lead into another network.
    pub(crate) fn is_gateway(&mut self, domain: &str) {
        self.change_at(domain, |entry| entry.barred = entry.barred.or(Some(Why::Gateway)));
    }

    /// A new connection: what was on its way on the last one may be lost. It is said once more before
    /// we are seen, because some servers then send open requests again by themselves, as plain ones.
    pub(crate) fn reconnected(&mut self) {
        let jids: Vec<BareJid> = self.entries.keys().cloned().collect();
        for jid in jids {
            self.change(&jid, |entry| {
                entry.busy = false;
                if matches!(entry.request, Request::Sent { .. } | Request::Unknown { .. }) {
                    entry.request = Request::Unknown { repair: true };
                }
            });
        }
    }

    // What servers say.

    /// The whole roster of the new account.
    pub(crate) fn roster_here(&mut self, items: Vec<Item>) {
        let mut missing: Set<BareJid> = self.entries.keys().cloned().collect();
        for item in items {
            missing.remove(&item.jid);
            self.now_here(item);
        }
        let hides = self.hides;
        for jid in missing {
            self.change(&jid, |entry| {
                let hidden = entry.here.as_ref().is_some_and(|here| here.subscription == Subscription::None);
                if entry.here.is_some() && !(hides && hidden) {
                    entry.gone_here();
                }
            });
        }
    }

    /// One item of the new account's roster has changed. True where they have come to see it without
    /// our doing: then the server has let them in, and told them so.
    pub(crate) fn now_here(&mut self, item: Item) -> bool {
        let jid = item.jid.clone();
        let mut let_in = false;
        self.change(&jid, |entry| match item.removed {
            true => entry.gone_here(),
            false => {
                let seen = |item: &Item| item.subscription.is_from();
                let_in = !entry.here.as_ref().is_some_and(seen) && seen(&item) && !entry.owed;
                entry.now_here(item);
            }
        });
        let_in
    }

    /// One item of the old account's roster has changed. Who takes back that the old account sees
    /// them has dealt with the request that came from the new one.
    pub(crate) fn now_there(&mut self, item: &Item) {
        self.change(&item.jid, |entry| {
            let took_back = entry.there.is_to() && !item.subscription.is_to();
            entry.there = item.subscription;
            if took_back && matches!(entry.request, Request::Sent { .. } | Request::Unknown { .. }) {
                entry.request = Request::Delivered;
            }
        });
    }

    /// These are blocked now.
    pub(crate) fn blocked(&mut self, blocked: &Blocked) {
        for (jid, entry) in self.entries.iter_mut() {
            if blocked.holds(jid) && entry.barred != Some(Why::ThisIsYou) {
                entry.barred = Some(Why::Blocked);
                entry.owed = false;
                entry.contact.is_asking = false;
                self.changed.insert(jid.clone());
            }
        }
    }

    // What contacts say.

    /// Somebody asks to see the new account. Whoever saw the old one may; of others the person decides.
    /// What they say of an old address of theirs counts for nothing here.
    pub(crate) fn asks(&mut self, jid: &BareJid) -> Asker {
        if !self.entries.contains_key(jid) {
            return Asker::Stranger;
        }
        self.change(jid, |entry| {
            if entry.here.as_ref().is_some_and(|here| here.subscription.is_from()) {
                return;
            }
            match entry.barred {
                Some(Why::ThisIsYou | Why::Blocked) => return,
                None if entry.contact.was.is_from() => entry.owed = true,
                _ => entry.contact.is_asking = true,
            }
            entry.has_asked = true;
        });
        Asker::Known
    }

    /// They do not ask any longer.
    pub(crate) fn asks_no_more(&mut self, jid: &BareJid) {
        self.change(jid, |entry| {
            entry.owed = false;
            entry.contact.is_asking = false;
        });
    }

    /// They said no. What the own server makes of it is in its roster.
    pub(crate) fn refuses(&mut self, jid: &BareJid) {
        self.change(jid, |entry| entry.refused = true);
    }

    /// A presence error in their name; true where it is about a request that was believed to be out.
    pub(crate) fn failed(
        &mut self,
        jid: &BareJid,
        error: StanzaError,
        number: Option<u64>,
        now: Duration,
    ) -> bool {
        let mut counts = false;
        self.change(jid, |entry| counts = entry.failed(error, number, now));
        counts
    }

    // What the person says.

    /// Ask once more; false where there is nothing to ask.
    pub(crate) fn nudge(&mut self, jid: &BareJid) -> bool {
        let mut counts = false;
        self.change(jid, |entry| {
            counts = entry.is_open() && entry.request != Request::None && !entry.busy;
            if counts {
                entry.request = Request::Unknown { repair: true };
                (entry.first, entry.attempts, entry.rest_until) = (true, 0, Duration::ZERO);
            }
        });
        counts
    }

    /// Let this contact see the new account; false where they do not ask.
    pub(crate) fn approve(&mut self, jid: &BareJid) -> bool {
        let mut counts = false;
        self.change(jid, |entry| {
            counts = entry.contact.is_asking;
            entry.owed |= counts;
        });
        counts
    }

    fn change(&mut self, jid: &BareJid, change: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.entries.get_mut(jid) else { return };
        let before = (entry.contact.clone(), entry.state(self.approval));
        change(entry);
        if before != (entry.contact.clone(), entry.state(self.approval)) {
            self.changed.insert(jid.clone());
        }
    }

    fn change_at(&mut self, domain: &str, change: impl Fn(&mut Entry)) {
        let there = self.entries.keys().filter(|jid| jid.domain() == domain);
        let there: Vec<BareJid> = there.cloned().collect();
        there.iter().for_each(|jid| self.change(jid, &change));
    }
}

/// Whether the address is a gateway's or leads through one: `somebody%host@gateway`, or the escaped `@`
/// of XEP-0106. Of others the gateway itself tells when it is asked.
fn is_behind_gateway(jid: &BareJid, gateways: &Set<&str>) -> bool {
    match jid.local() {
        None => true,
        Some(local) => gateways.contains(jid.domain()) && (local.contains('%') || local.contains("\\40")),
    }
}
