//! One contact's line in the ledger: what is known, what it amounts to, and what to send next.

use std::time::Duration;

use jid::BareJid;
use session::{ErrorKind, StanzaError};
use xml::Element;

use super::PreApproval;
use crate::pace::Cost;
use crate::roster::Item;
use crate::{Contact, State, Subscription, Why};

/// How often a server may turn a request away before it is taken at its word.
const MOST_ATTEMPTS: u8 = 3;
/// How long a server that is busy is left alone.
const REST: Duration = Duration::from_secs(600);

/// What is known of a contact.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) contact: Contact,
    /// Why nothing is ever sent, besides what the subscription says.
    pub(super) barred: Option<Why>,
    /// At the new account; none where it is not among its contacts.
    pub(super) here: Option<Item>,
    /// What they were at the old account when it was last heard of.
    pub(super) there: Subscription,
    pub(super) request: Request,
    /// The server knows that they may subscribe.
    pub(super) approved: bool,
    /// They asked, and get their answer as soon as it may go out.
    pub(super) owed: bool,
    /// They were let in although their request was not seen.
    pub(super) let_in: bool,
    /// How the answer that is on its way to them fares.
    pub(super) answer: Answer,
    /// They said no since the last request.
    pub(super) refused: bool,
    /// They have asked to see the new account, so their name for themselves may come in.
    pub(super) has_asked: bool,
    /// The name to write again, where theirs has taken its place.
    pub(super) rename: Option<String>,
    pub(super) attempts: u8,
    /// Not tried again before.
    pub(super) rest_until: Duration,
    /// The person wants it asked before others.
    pub(super) first: bool,
    /// A turn is under way.
    pub(super) busy: bool,
}

/// An answer to their request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answer {
    #[default]
    None,
    Sent,
    /// The own server let it through to nobody.
    TurnedAway,
}

/// What became of the request to see the contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// There is nothing to ask for, or it was granted.
    None,
    /// To be sent.
    Due,
    /// Sent on this connection, under this number; who has shown that they got it.
    Sent {
        number: u64,
        own: bool,
        theirs: bool,
    },
    /// Sent, and nobody can say any more whether it arrived. `repair`: to be withdrawn and sent again.
    Unknown {
        repair: bool,
    },
    /// Their server has it.
    Delivered,
    Declined,
    Unreachable(StanzaError),
}

/// What to send to one contact in one go, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) jid: BareJid,
    /// A roster set that comes first, and is answered first.
    pub(crate) set: Option<Element>,
    pub(crate) steps: Vec<Step>,
    pub(crate) cost: Cost,
    pub(crate) urgency: Urgency,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Unsubscribe,
    /// Lets them see the new account, now or as soon as they ask.
    Subscribed,
    Subscribe,
}

/// What goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    Answer,
    Repair,
    Nudge,
    Ask,
    Tidy,
}

impl Entry {
    pub(crate) fn jid(&self) -> &BareJid {
        &self.contact.jid
    }

    /// What all that is known amounts to.
    pub(super) fn state(&self, approval: PreApproval) -> State {
        if let Some(why) = self.barred {
            return State::NotAsked(why);
        }
        let was = self.contact.was;
        let Some(here) = &self.here else { return State::NotAsked(Why::NotCopied) };
        match here.subscription {
            Subscription::Both => return State::Mutual,
            Subscription::To | Subscription::From => return State::Approved,
            Subscription::None if was == Subscription::None => return State::NotAsked(Why::NoSubscription),
            Subscription::None => {}
        }
        match &self.request {
            Request::None if self.approved => State::PreApproved,
            Request::None if was.is_from() && approval == PreApproval::No => {
                State::NotAsked(Why::OnlyTheySaw)
            }
            Request::None | Request::Due => State::Waiting,
            Request::Sent { .. } | Request::Unknown { .. } => State::Unknown,
            Request::Delivered => State::Asked,
            Request::Declined => State::Declined,
            Request::Unreachable(error) => State::Unreachable(error.clone()),
        }
    }

    /// Whether anything may be sent of our own accord.
    pub(super) fn is_open(&self) -> bool {
        self.barred.is_none() && self.here.is_some() && self.contact.was != Subscription::None
    }

    /// Whether the request has yet to go out.
    pub(super) fn is_due(&self) -> bool {
        let wanted = matches!(self.request, Request::Due | Request::Unknown { repair: true });
        wanted && self.is_open()
    }

    /// What to send next, if anything. `asking`: requests may go out.
    pub(super) fn turn(&self, approval: PreApproval, asking: bool, now: Duration) -> Option<Turn> {
        if self.busy {
            return None;
        }
        if self.owed || self.has_asked_unseen(approval) {
            return Some(self.make(None, vec![Step::Subscribed], Urgency::Answer, approval));
        }
        let here = self.here.as_ref().filter(|_| self.is_open())?;
        let approves = self.wants_approval() && !self.approved;
        let named = Item { name: self.rename.clone().unwrap_or_else(|| here.name.clone()), ..here.clone() };
        let set = (approves && approval == PreApproval::ByRoster).then(|| named.to_set(true));
        let approve = (approves && approval == PreApproval::ByPresence).then_some(Step::Subscribed);
        if asking && self.is_due() && self.rest_until <= now {
            let withdraw = here.ask.then_some(Step::Unsubscribe);
            let steps = withdraw.into_iter().chain(approve).chain([Step::Subscribe]).collect();
            let urgency = match self.request {
                _ if self.first => Urgency::Nudge,
                Request::Unknown { .. } => Urgency::Repair,
                _ => Urgency::Ask,
            };
            return Some(self.make(set, steps, urgency, approval));
        }
        if asking && (set.is_some() || approve.is_some()) && !self.is_due() {
            return Some(self.make(set, approve.into_iter().collect(), Urgency::Tidy, approval));
        }
        self.rename.as_ref().filter(|name| **name != here.name)?;
        // A set takes a stored approval away: it is given again.
        let wants = self.wants_approval();
        let set = named.to_set(wants && approval == PreApproval::ByRoster);
        let again = (wants && approval == PreApproval::ByPresence).then_some(Step::Subscribed);
        Some(self.make(Some(set), again.into_iter().collect(), Urgency::Tidy, approval))
    }

    /// Whether they have surely asked, though nothing is to be seen of it: they let us in, took back that
    /// the old account sees them, and saw it themselves, so they ask (XEP-0283 §4.4). ejabberd before 26
    /// keeps requests that came while nobody was there from clients of a negative priority.
    fn has_asked_unseen(&self, approval: PreApproval) -> bool {
        let is_one_sided = self.here.as_ref().is_some_and(|here| here.subscription == Subscription::To);
        let has_moved_over = self.contact.was == Subscription::Both && !self.there.is_to();
        approval == PreApproval::No && is_one_sided && has_moved_over && self.is_open() && !self.let_in
    }

    /// Whether they saw the old account, and do not see the new one yet.
    fn wants_approval(&self) -> bool {
        self.contact.was.is_from() && self.here.as_ref().is_some_and(|here| !here.subscription.is_from())
    }

    fn make(&self, set: Option<Element>, steps: Vec<Step>, urgency: Urgency, approval: PreApproval) -> Turn {
        let asks = steps.contains(&Step::Subscribe);
        // Whoever may see us will ask in turn, and is let in by the server or by us.
        let comes_back = usize::from(asks && self.wants_approval());
        // A withdrawal is answered by ejabberd.
        let withdraws = usize::from(steps.contains(&Step::Unsubscribe));
        // What the server remembers goes no further.
        let kept = usize::from(urgency != Urgency::Answer && steps.contains(&Step::Subscribed));
        let cost = Cost {
            sent: steps.len(),
            reaching: steps.len() - kept,
            back: usize::from(asks) + comes_back + withdraws,
            by_hand: if approval == PreApproval::No { comes_back } else { 0 },
            answers: comes_back,
            is_answer: urgency == Urgency::Answer,
        };
        Turn { jid: self.jid().clone(), set, steps, cost, urgency }
    }

    /// A turn begins; what it sends first is a request of this number.
    pub(super) fn begin(&mut self, turn: &Turn, number: u64, clock: u64) {
        self.busy = true;
        self.answer = if turn.urgency == Urgency::Answer { Answer::Sent } else { Answer::None };
        if turn.steps.contains(&Step::Subscribe) {
            self.request = Request::Sent { number, own: false, theirs: false };
            self.refused = false;
            self.first = false;
            self.contact.asked = Some(clock);
        }
    }

    /// The own server has everything of a turn.
    pub(super) fn arrived(&mut self, turn: &Turn, is_local: bool) {
        self.busy = false;
        if turn.steps.contains(&Step::Subscribed) || turn.set.is_some() {
            self.approved |= self.wants_approval() && turn.urgency != Urgency::Answer;
        }
        if turn.set.is_some() {
            self.rename = None;
        }
        let is_turned_away = std::mem::take(&mut self.answer) == Answer::TurnedAway;
        if turn.urgency == Urgency::Answer && !is_turned_away {
            self.let_in |= !self.owed;
            self.owed = false;
            self.contact.is_asking = false;
        }
        if let Request::Sent { own, theirs, .. } = &mut self.request {
            *own = true;
            *theirs |= is_local;
        }
        self.settle();
    }

    /// Their server has shown that it got everything sent before.
    pub(super) fn arrived_abroad(&mut self) {
        if let Request::Sent { theirs, .. } = &mut self.request {
            *theirs = true;
        }
        self.settle();
    }

    /// The own server says that they are this now.
    pub(super) fn now_here(&mut self, item: Item) {
        let before = self.here.replace(item);
        let Some(here) = &self.here else { return };
        let had = |has: fn(&Item) -> bool| before.as_ref().is_some_and(has);
        let asked = had(|item| item.ask) && !here.ask;
        let revoked = had(|item| item.subscription.is_to());
        self.approved |= here.approved && self.wants_approval();
        if let Some(before) = before.as_ref().filter(|before| before.name != here.name) {
            // ejabberd takes over the name that comes with a contact's request.
            if self.has_asked || before.subscription != here.subscription {
                self.rename = Some(self.contact.name.clone()).filter(|name| !name.is_empty());
            } else {
                self.contact.name.clone_from(&here.name);
            }
        }
        if here.subscription.is_from() {
            self.owed = false;
            self.contact.is_asking = false;
        }
        if here.subscription.is_to() {
            self.request = Request::None;
            self.first = false;
        } else if self.contact.was.is_to() {
            match self.request {
                Request::None if revoked => self.request = Request::Declined,
                Request::Delivered | Request::Unknown { .. } if asked => self.request = Request::Declined,
                // Of a request that is being withdrawn and sent again this says nothing.
                Request::Sent { own: true, .. } if asked && !self.busy => self.request = Request::Declined,
                Request::None => self.request = Request::Due,
                _ => {}
            }
        }
        self.settle();
    }

    /// They are no contact of the new account any more.
    pub(super) fn gone_here(&mut self) {
        self.here = None;
        self.owed = false;
        self.request = if self.contact.was.is_to() { Request::Due } else { Request::None };
        self.approved = false;
        self.busy = false;
    }

    /// A presence error came: of the request with this number, or of no matter which.
    pub(super) fn failed(&mut self, error: StanzaError, number: Option<u64>, now: Duration) -> bool {
        // Only requests have a number.
        if number.is_none() && self.answer == Answer::Sent && error.condition == "not-acceptable" {
            self.answer = Answer::TurnedAway;
            return true;
        }
        let of_this = match self.request {
            Request::Sent { number: sent, .. } => number.is_none_or(|number| number == sent),
            Request::Delivered | Request::Unknown { .. } => true,
            _ => false,
        };
        if !of_this {
            return false;
        }
        let will_pass = error.kind == ErrorKind::Wait || error.condition == "not-acceptable";
        self.request = match error.condition.as_str() {
            "gone" => Request::Unreachable(error),
            condition if condition.starts_with("remote-server-") => Request::Unreachable(error),
            _ if will_pass && self.attempts < MOST_ATTEMPTS => {
                self.attempts += 1;
                // How long the own server wants silence, the pace knows.
                let rest = if error.condition == "not-acceptable" { Duration::ZERO } else { REST };
                self.rest_until = now.saturating_add(rest);
                Request::Due
            }
            _ if will_pass => Request::Unreachable(error),
            _ => Request::Declined,
        };
        true
    }

    /// Takes a request as delivered once both servers have it and ours still has it open.
    fn settle(&mut self) {
        let Request::Sent { own: true, theirs: true, .. } = self.request else { return };
        match &self.here {
            Some(here) if here.ask => self.request = Request::Delivered,
            _ if self.refused => self.request = Request::Declined,
            _ => {}
        }
    }
}
