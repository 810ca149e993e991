//! Requests under way: which answer belongs to which, and how long to wait.

use ordered::Map;
use std::time::Duration;

use jid::{BareJid, Jid};
use xml::{Element, ns};

use crate::{RequestError, StanzaError};

/// How long a request waits after the last sign that the server is getting on.
/// Servers stall for minutes before they refuse.
const PATIENCE: Duration = Duration::from_secs(180);

/// The slowest server worth waiting for, in bytes per second.
const SLOWEST: u64 = 1000;

/// An `<iq/>` to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub kind: RequestKind,
    /// None means the own account.
    pub to: Option<Jid>,
    pub payload: Element,
}

/// The type of an `<iq/>` that asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestKind {
    Get,
    Set,
}

/// Names a request on its stream; later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

/// The stanza is larger than the server takes. It was not sent, because a server
/// closes the stream over it (RFC 6120 §4.9.3.14). Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stanza has {size} bytes, the server takes {limit}")]
pub struct TooLarge {
    pub size: usize,
    pub limit: usize,
}

/// The time `bytes` may take to get through at the slowest.
pub(crate) fn transfer_time(bytes: usize) -> Duration {
    Duration::from_secs(bytes as u64 / SLOWEST)
}

impl Request {
    /// The stanza, under the id it has on the wire.
    pub(crate) fn into_stanza(self, id: &str) -> Element {
        let kind = match self.kind {
            RequestKind::Get => "get",
            RequestKind::Set => "set",
        };
        Element::new("iq", ns::CLIENT)
            .with_attr("type", kind)
            .with_attr("id", id)
            .with_attr_opt("to", self.to.map(|to| to.to_string()))
            .with_child(self.payload)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Requests {
    /// In the order in which they were sent.
    pending: Map<RequestId, Pending>,
    /// From the id on the wire to ours.
    on_wire: Map<String, RequestId>,
    next: u64,
    bytes: usize,
    /// When something last arrived that was not the mere answer to a ping.
    progress: Duration,
}

#[derive(Debug)]
struct Pending {
    on_wire: String,
    to: Option<Jid>,
    size: usize,
    sent: Duration,
    /// When it is over whatever else arrives, or other traffic could hold it up for ever.
    at_last: Duration,
}

impl Requests {
    /// An id for a request, whether it is sent or not.
    pub(crate) fn next_id(&mut self) -> RequestId {
        self.next += 1;
        RequestId(self.next)
    }

    /// Notes a request as sent.
    pub(crate) fn sent(
        &mut self,
        id: RequestId,
        on_wire: String,
        to: Option<Jid>,
        size: usize,
        now: Duration,
    ) {
        self.bytes += size;
        let at_last = now.saturating_add(PATIENCE * 2).saturating_add(transfer_time(self.bytes));
        self.on_wire.insert(on_wire.clone(), id);
        self.pending.insert(id, Pending { on_wire, to, size, sent: now, at_last });
    }

    /// Something arrived.
    pub(crate) fn progressed(&mut self, now: Duration) {
        self.progress = now;
    }

    /// The stream goes on after a loss, during which nobody could answer: all time starts anew.
    pub(crate) fn resumed(&mut self, now: Duration) {
        self.progress = now;
        let at_last = now.saturating_add(PATIENCE * 2).saturating_add(transfer_time(self.bytes));
        for pending in self.pending.values_mut() {
            pending.at_last = pending.at_last.max(at_last);
        }
    }

    /// Part of a request's answer arrived: its time starts anew.
    pub(crate) fn extend(&mut self, id: RequestId, now: Duration) {
        if let Some(pending) = self.pending.get_mut(&id) {
            pending.at_last = pending.at_last.max(now.saturating_add(PATIENCE * 2));
        }
    }

    /// The request which `iq`, of type result or error, answers. Both id and sender
    /// must fit (RFC 6120 §8.1.2.1): anyone may send us an `<iq/>` with any id.
    pub(crate) fn answered(&mut self, iq: &Element, own: &Jid) -> Option<RequestId> {
        let id = *self.on_wire.get(iq.attr("id")?)?;
        let to = self.pending.get(&id)?.to.as_ref();
        if !may_answer(iq.attr("from"), to, own) {
            return None;
        }
        self.remove(id);
        Some(id)
    }

    /// Takes out a request whose time is up.
    pub(crate) fn expired(&mut self, now: Duration) -> Option<RequestId> {
        let (&id, _) = self.pending.iter().find(|(_, pending)| self.deadline(pending) <= now)?;
        self.remove(id);
        Some(id)
    }

    /// Takes out the first request in the order of sending.
    pub(crate) fn pop_first(&mut self) -> Option<RequestId> {
        let (&id, _) = self.pending.first_key_value()?;
        self.remove(id);
        Some(id)
    }

    /// When the next request will be out of time.
    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.pending.values().map(|pending| self.deadline(pending)).min()
    }

    pub(crate) fn len(&self) -> usize {
        self.pending.len()
    }

    /// The size of all unanswered requests.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn deadline(&self, pending: &Pending) -> Duration {
        pending.sent.max(self.progress).saturating_add(PATIENCE).min(pending.at_last)
    }

    fn remove(&mut self, id: RequestId) {
        if let Some(pending) = self.pending.remove(&id) {
            self.on_wire.remove(&pending.on_wire);
            self.bytes -= pending.size;
        }
    }
}

/// What an answer holds.
pub(crate) fn result_of(mut iq: Element) -> Result<Option<Element>, RequestError> {
    if iq.attr("type") == Some("result") {
        iq.remove_attr("id");
        return Ok(iq.into_children().next());
    }
    match StanzaError::of(&iq) {
        Some(error) => Err(RequestError::Stanza(error)),
        None => Err(RequestError::Malformed("an error without <error/>".to_owned())),
    }
}

/// Whether a stanza from `from` may answer a request to `to`.
fn may_answer(from: Option<&str>, to: Option<&Jid>, own: &Jid) -> bool {
    let Some(from) = from else {
        // Without sender it is from our account (RFC 6120 §8.1.2.1), which speaks for
        // itself and for its server, and for nobody else.
        return to.is_none_or(|to| is_account(to, own) || is_server(to, own));
    };
    let Ok(from) = from.parse::<Jid>() else { return false };
    match to {
        // Some servers answer for the account in their own name.
        None => is_account(&from, own) || is_server(&from, own),
        Some(to) if to.resource().is_none() && to.bare() == own.bare() => {
            is_account(&from, own) || is_server(&from, own)
        }
        Some(to) => from == *to,
    }
}

/// Whether `jid` is the account: its bare address or this very resource.
fn is_account(jid: &Jid, own: &Jid) -> bool {
    jid == own || is_bare(jid, own.bare())
}

/// Whether `jid` is the server of the account.
fn is_server(jid: &Jid, own: &Jid) -> bool {
    jid.resource().is_none() && jid.bare().local().is_none() && jid.bare().domain() == own.bare().domain()
}

fn is_bare(jid: &Jid, bare: &BareJid) -> bool {
    jid.resource().is_none() && jid.bare() == bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(to: Option<&str>, from: Option<&str>, expected: bool) {
        let own: Jid = "juliet@capulet.example/balcony".parse().unwrap();
        let to = to.map(|to| to.parse().unwrap());
        assert_eq!(may_answer(from, to.as_ref(), &own), expected, "to {to:?}, from {from:?}");
    }

    #[test]
    fn the_account_answers_for_itself() {
        for to in [None, Some("juliet@capulet.example")] {
            check(to, None, true);
            check(to, Some("juliet@capulet.example"), true);
            check(to, Some("JULIET@Capulet.example"), true);
            check(to, Some("juliet@capulet.example/balcony"), true);
            check(to, Some("capulet.example"), true);
            check(to, Some("juliet@capulet.example/phone"), false);
            check(to, Some("nurse@capulet.example"), false);
            check(to, Some("capulet.example/x"), false);
            check(to, Some("montague.example"), false);
            check(to, Some("not an address"), false);
        }
    }

    #[test]
    fn others_answer_under_the_address_that_was_asked() {
        check(Some("romeo@montague.example"), Some("romeo@montague.example"), true);
        check(Some("romeo@montague.example"), Some("romeo@montague.example/orchard"), false);
        check(Some("romeo@montague.example"), Some("montague.example"), false);
        check(Some("romeo@montague.example"), Some("capulet.example"), false);
        check(Some("romeo@montague.example"), None, false);
        check(Some("capulet.example"), Some("capulet.example"), true);
        check(Some("capulet.example"), None, true);
        check(Some("capulet.example"), Some("juliet@capulet.example"), false);
        check(Some("juliet@capulet.example/balcony"), Some("juliet@capulet.example/balcony"), true);
        check(Some("juliet@capulet.example/phone"), Some("juliet@capulet.example"), false);
        check(Some("juliet@capulet.example/phone"), None, false);
    }
}
