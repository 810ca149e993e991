//! Tells contacts, one after the other, and takes their answers, over lost connections, until told to
//! stop.
//!
//! Only the new account becomes available, with priority -1 and without capabilities: requests reach
//! such a client, and messages wait for the person's other ones. Before that it has asked for the
//! roster, or no request would reach it. The old account is not seen at all: that it was given up by a
//! contact shows in its roster, whose changes are told to whoever has asked for it.

mod ears;
mod errand;
mod hearing;
mod servers;

use std::future::Future;
use std::time::Duration;

use futures_channel::mpsc;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use futures_util::{FutureExt, select_biased};
use jid::{BareJid, Jid};
use ordered::Set;
use session::{RequestError, Session, Status};
use xml::{Element, ns};

use crate::book::Book;
use crate::ledger::{PreApproval, Step, Turn, Urgency};
use crate::pace::{Manner, Meter, Pace, When};
use crate::{Ends, Event, Part, Words, World, abroad, look, words};
use ears::Ears;
use errand::{Broken, Done, Sending};
use servers::Servers;

/// Before the id of every request, so that an error tells which one it is about.
const ID: &str = "farewell-";
/// The id of what else is sent to contacts: errors about that change nothing.
const OTHER: &str = "farewell";
/// How long saving may hold up that we are gone.
const LAST_SAVE: Duration = Duration::from_secs(5);

/// What the person wants meanwhile.
#[derive(Debug)]
pub(crate) enum Wish {
    Pause,
    Resume,
    Stop,
    Nudge(BareJid),
    Approve(BareJid),
}

/// What ends the telling, or a connection of it.
enum End {
    Stopped,
    Lost,
}

pub(crate) struct Telling<'a> {
    ends: &'a Ends,
    world: &'a dyn World,
    book: &'a Book,
    words: Words,
    /// The old address says itself where it has moved to.
    moved: bool,
    meter: Meter,
    servers: Servers,
    is_paused: bool,
    /// The connection on which all this happens.
    connection: Jid,
    presence: Presence,
    is_saving: bool,
    strangers: Set<BareJid>,
    /// What was last said about the pace, in whole seconds.
    said: Option<(Option<u64>, usize)>,
    all_asked: bool,
}

/// Whether we are seen on this connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    None,
    Coming,
    Available,
}

impl<'a> Telling<'a> {
    pub(crate) fn new(
        ends: &'a Ends,
        world: &'a dyn World,
        book: &'a Book,
        words: Words,
        pace: Pace,
    ) -> Self {
        let own = &ends.destination;
        let software = own.features().server.software.as_deref();
        let manner = match software {
            software if look::is_software(software, "Prosody") => Manner::Quick,
            // Where the page itself has to answer, it must hear everybody who asks.
            software if look::is_software(software, "ejabberd") || software.is_none() => {
                let remembers = look::pre_approval(own) != PreApproval::No;
                if remembers { Manner::Trying } else { Manner::Careful }
            }
            _ => Manner::Trying,
        };
        Self {
            ends,
            world,
            book,
            words,
            moved: false,
            meter: Meter::new(pace, manner),
            servers: Servers::default(),
            is_paused: false,
            connection: own.session().jid(),
            presence: Presence::None,
            is_saving: false,
            strangers: Set::new(),
            said: None,
            all_asked: false,
        }
    }

    /// Goes on until told to stop, or the new account is signed out.
    pub(crate) async fn run(&mut self, wishes: mpsc::UnboundedReceiver<Wish>) {
        let mut ears = Ears::open(self.ends, wishes);
        let Some(moved) = self.unless_stopped(&mut ears, names_us(self.ends)).await else { return };
        self.moved = moved;
        self.book.with(|ledger| ledger.reconnected());
        loop {
            match self.connect(&mut ears).await {
                Ok(()) => {}
                Err(End::Lost) => continue,
                Err(End::Stopped) => break,
            }
            match self.converse(&mut ears).await {
                End::Lost => self.disconnected(),
                End::Stopped => break,
            }
        }
        self.say_goodbye().await;
    }

    /// Waits for a connection, and reads there what may have changed meanwhile.
    async fn connect(&mut self, ears: &mut Ears) -> Result<(), End> {
        let session = self.session();
        let online = self.unless_stopped(ears, session.online()).await.ok_or(End::Stopped)?;
        self.connection = session.jid();
        // What was said on the last connection is older than what is read now.
        while ears.here_status.next().now_or_never().flatten().is_some() {}
        while let Some(Some(stanza)) = ears.here.next().now_or_never() {
            self.heard_here(&stanza);
        }
        let roster = match online {
            Ok(()) => self.unless_stopped(ears, look::roster(&self.ends.destination)).await,
            Err(error) => Some(Err(error)),
        };
        match roster.ok_or(End::Stopped)? {
            // Elsewhere it was asked for on another connection, where nothing is told of its changes.
            Ok(_) if session.jid() != self.connection => Err(End::Lost),
            Ok(roster) => {
                self.book.with(|ledger| ledger.roster_here(roster));
                self.book.tell(self.world);
                Ok(())
            }
            Err(RequestError::ConnectionLost) if session.status() != Status::SignedOut => Err(End::Lost),
            Err(error) => {
                self.world.heard(Event::Failed(Part::Contacts, error.into()));
                Err(End::Stopped)
            }
        }
    }

    /// What comes of `future`; none where the person wants to stop first.
    async fn unless_stopped<T>(&mut self, ears: &mut Ears, future: impl Future<Output = T>) -> Option<T> {
        let mut future = Box::pin(future);
        loop {
            match select(future, ears.wishes.next()).await {
                Either::Left((done, _)) => return Some(done),
                Either::Right((wish, _)) if self.wish(wish.as_ref()) => return None,
                Either::Right((_, rest)) => future = rest,
            }
        }
    }

    /// One connection's life.
    async fn converse(&mut self, ears: &mut Ears) -> End {
        let ends = self.ends;
        let mut errands: FuturesUnordered<LocalBoxFuture<'a, Done>> = FuturesUnordered::new();
        errands.extend(errand::old_roster(ends));
        loop {
            if self.session().jid() != self.connection {
                return End::Lost;
            }
            let next = self.send_what_is_due(&errands);
            self.keep(&errands);
            let mut alarm = match next {
                Some(duration) => self.session().environment().sleep(duration).fuse(),
                None => futures_util::future::pending().boxed_local().fuse(),
            };
            select_biased! {
                wish = ears.wishes.next() => if self.wish(wish.as_ref()) {
                    return End::Stopped;
                },
                status = ears.here_status.select_next_some() => match status {
                    Status::Online => {}
                    Status::SignedOut => return End::Stopped,
                    Status::Waiting { .. } | Status::Stopped(_) => return End::Lost,
                },
                stanza = ears.here.select_next_some() => self.heard_here(&stanza),
                stanza = ears.there.select_next_some() => self.heard_there(&stanza),
                status = ears.there_status.select_next_some() => if status == Status::Online {
                    errands.extend(errand::old_roster(ends));
                },
                done = errands.select_next_some() => self.done(done),
                () = alarm => {}
            }
            self.book.tell(self.world);
        }
    }

    fn disconnected(&mut self) {
        self.book.with(|ledger| ledger.reconnected());
        self.meter.reconnected(self.now());
        self.servers.reconnected();
        self.presence = Presence::None;
        self.is_saving = false;
        self.book.tell(self.world);
    }

    /// Nobody sees us any longer, and what was learnt last is kept.
    async fn say_goodbye(&mut self) {
        if self.session().status() != Status::Online {
            return;
        }
        // A connection that breaks now takes the presence with it.
        drop(self.session().send(words::unavailable()).await);
        if let Some(saved) = self.book.to_keep() {
            drop(abroad::within(self.session(), LAST_SAVE, self.book.keep(self.ends, saved)).await);
        }
    }

    // What to do now.

    /// Begins everything that may begin; how long until there is more to do.
    fn send_what_is_due(&mut self, errands: &FuturesUnordered<LocalBoxFuture<'a, Done>>) -> Option<Duration> {
        let now = self.now();
        for domain in self.servers.due_again(now) {
            self.book.with(|ledger| ledger.retry(&domain));
        }
        for (domain, jids) in self.servers.begin_proofs() {
            errands.push(errand::prove(self.session(), domain, jids));
        }
        // Some servers send open requests again, without what we had to say, as soon as we are seen.
        let is_to_repair = !look::is_ejabberd(&self.ends.destination)
            && self.book.with(|ledger| ledger.is_to_repair(now)).unwrap_or_default();
        if self.presence == Presence::None && !is_to_repair {
            self.presence = Presence::Coming;
            errands.push(errand::appear(self.session()));
        }
        // What was asked before counts as such even in a pause.
        let asking = !self.is_paused || self.presence == Presence::None;
        let turns = self.book.with(|ledger| ledger.turns(asking, now).collect::<Vec<_>>());
        let mut turns = turns.unwrap_or_default();
        ordered::sort_by_key(&mut turns, |turn| turn.urgency);
        let mut next = None;
        for turn in turns {
            let withdraws = turn.steps.contains(&Step::Unsubscribe);
            if self.presence == Presence::None && !withdraws && turn.urgency != Urgency::Answer {
                continue;
            }
            match self.when(&turn, now, errands) {
                Some(When::At(at)) if at <= now => self.begin(turn, errands),
                Some(When::At(at)) => next = Some(next.map_or(at, |next: Duration| next.min(at))),
                Some(When::AfterArrival) | None => {}
            }
        }
        self.say_pace(next.map(|at| at.saturating_sub(now)), errands.is_empty());
        let rest = self.book.with(|ledger| ledger.rests_until(now)).flatten();
        let due = [next, rest, self.servers.next_due(now)].into_iter().flatten().min();
        due.map(|at| at.saturating_sub(now).max(Duration::from_millis(1)))
    }

    /// When this turn may go; none where its server has to be asked first, or cannot be reached.
    fn when(
        &mut self,
        turn: &Turn,
        now: Duration,
        errands: &FuturesUnordered<LocalBoxFuture<'a, Done>>,
    ) -> Option<When> {
        let domain = self.foreign(turn);
        let asks = turn.steps.contains(&Step::Subscribe);
        if let Some(domain) = domain.filter(|domain| asks && !self.servers.is_up(domain)) {
            if self.servers.may_ask(domain, now) {
                errands.push(errand::probe(self.session(), domain.to_owned()));
            }
            return None;
        }
        Some(self.meter.when(domain, turn.cost, now))
    }

    fn begin(&mut self, turn: Turn, errands: &FuturesUnordered<LocalBoxFuture<'a, Done>>) {
        let clock = self.world.clock();
        let Some(number) = self.book.with(|ledger| ledger.begin(&turn, clock)) else { return };
        self.book.remember();
        let domain = self.foreign(&turn).map(str::to_owned);
        self.meter.begin(domain.as_deref(), turn.cost);
        let id = format!("{ID}{number}");
        let moved_from = self.moved.then_some(&self.ends.old);
        let stanza = |step: &Step| match step {
            Step::Unsubscribe => words::subscription("unsubscribe", &turn.jid).with_attr("id", OTHER),
            Step::Subscribed => words::subscription("subscribed", &turn.jid).with_attr("id", OTHER),
            Step::Subscribe => words::subscribe(&turn.jid, &id, &self.words, moved_from),
        };
        let stanzas = turn.steps.iter().map(stanza).collect();
        errands.push(errand::send(&self.ends.destination, turn, stanzas, domain));
        self.all_asked = false;
    }

    /// Keeps the ledger, one write at a time.
    fn keep(&mut self, errands: &FuturesUnordered<LocalBoxFuture<'a, Done>>) {
        if self.is_saving {
            return;
        }
        if let Some(saved) = self.book.to_keep() {
            self.is_saving = true;
            let (book, ends) = (self.book, self.ends);
            errands.push(async move { Done::Kept(book.keep(ends, saved).await) }.boxed_local());
        }
    }

    fn say_pace(&mut self, next: Option<Duration>, is_idle: bool) {
        let Some((waiting, busy)) = self.book.with(|ledger| (ledger.waiting(), ledger.is_under_way())) else {
            return;
        };
        let next = next.filter(|_| waiting > 0);
        let rounded = (next.map(|next| next.as_secs()), waiting);
        if self.said != Some(rounded) {
            self.said = Some(rounded);
            self.world.heard(Event::Pace { next, waiting });
        }
        let is_over = waiting == 0 && !busy && is_idle && self.presence == Presence::Available;
        if is_over && !self.is_paused && !std::mem::replace(&mut self.all_asked, true) {
            self.world.heard(Event::AllAsked);
        }
    }

    // What came about.

    /// What the person wants; true where that is to stop.
    fn wish(&mut self, wish: Option<&Wish>) -> bool {
        match wish {
            None | Some(Wish::Stop) => return true,
            Some(Wish::Pause) => self.is_paused = true,
            Some(Wish::Resume) => self.is_paused = false,
            Some(Wish::Nudge(jid)) => {
                self.servers.forgive(jid.domain());
                self.book.with(|ledger| ledger.nudge(jid));
            }
            Some(Wish::Approve(jid)) => {
                self.book.with(|ledger| ledger.approve(jid));
            }
        }
        false
    }

    fn done(&mut self, done: Done) {
        let now = self.now();
        match done {
            Done::Appeared(Ok(())) => self.presence = Presence::Available,
            // The connection is lost, which is heard elsewhere.
            Done::Appeared(Err(_)) | Done::OldRoster(None) => {}
            Done::OldRoster(Some(items)) => {
                self.book.with(|ledger| items.iter().for_each(|item| ledger.now_there(item)));
            }
            Done::Probed(domain, Ok(info)) => {
                let has_no_counter = look::is_software(info.software.as_deref(), "Prosody");
                self.meter.know(&domain, has_no_counter);
                if info.identities.iter().any(|identity| identity.starts_with("gateway/")) {
                    self.book.with(|ledger| ledger.is_gateway(&domain));
                }
                self.servers.reached(&domain);
            }
            Done::Probed(domain, Err(error)) => {
                self.book.with(|ledger| ledger.unreachable(&domain, &error));
                self.servers.failed(&domain, now);
            }
            Done::Sent(turn, Sending { refused, sent }) => self.sent(&turn, refused, sent),
            Done::Proved(domain, jids, is_proven) => {
                jids.iter().for_each(|_| self.meter.arrived_abroad(&domain, now));
                self.servers.proved(&domain);
                if is_proven {
                    self.book.with(|ledger| ledger.proven(&jids));
                } else {
                    self.book.with(|ledger| ledger.not_proven(&jids));
                    self.servers.failed(&domain, now);
                }
            }
            Done::Kept(kept) => {
                self.is_saving = false;
                match kept {
                    Ok(true) => self.world.heard(Event::LedgerSaved(true)),
                    Ok(false) | Err(RequestError::ConnectionLost | RequestError::Cancelled) => {}
                    Err(error) => {
                        // A server that does not take it will not take the next one either.
                        self.book.give_up();
                        self.world.heard(Event::Failed(Part::Ledger, error.into()));
                    }
                }
            }
        }
    }

    fn sent(&mut self, turn: &Turn, refused: bool, sent: Result<(), Broken>) {
        let now = self.now();
        let domain = self.foreign(turn);
        if refused {
            self.book.with(|ledger| ledger.not_set(&turn.jid));
        }
        match sent {
            Ok(()) => {
                self.meter.arrived(now);
                self.book.with(|ledger| ledger.arrived(turn, domain.is_none()));
                match domain {
                    Some(domain) if turn.steps.contains(&Step::Subscribe) => {
                        self.servers.sent(domain, turn.jid.clone());
                    }
                    Some(domain) => self.meter.arrived_abroad(domain, now),
                    None => {}
                }
            }
            // What was on its way is looked after when the connection is back.
            Err(Broken::Own(RequestError::ConnectionLost | RequestError::Cancelled)) => {}
            Err(broken) => {
                self.meter.arrived(now);
                if let Some(domain) = domain {
                    self.meter.arrived_abroad(domain, now);
                }
                self.broken(turn, broken);
            }
        }
    }

    fn broken(&mut self, turn: &Turn, broken: Broken) {
        match broken {
            Broken::Theirs(error) => {
                let domain = turn.jid.domain();
                self.book.with(|ledger| {
                    ledger.withdrawn(&turn.jid);
                    ledger.unreachable(domain, &error);
                });
                let now = self.now();
                self.servers.failed(domain, now);
            }
            Broken::Own(error) => {
                self.book.with(|ledger| ledger.stalled(turn));
                self.is_paused = true;
                self.world.heard(Event::Failed(Part::Contacts, error.into()));
            }
        }
    }

    // What is the case.

    /// The other server a turn concerns.
    fn foreign<'t>(&self, turn: &'t Turn) -> Option<&'t str> {
        Some(turn.jid.domain()).filter(|domain| *domain != self.connection.bare().domain())
    }

    fn session(&self) -> &'a Session {
        self.ends.destination.session()
    }

    fn now(&self) -> Duration {
        self.session().environment().now()
    }
}

/// Whether the old address says that it has moved to the new one, so that whoever checks finds it so.
async fn names_us(ends: &Ends) -> bool {
    let new = ends.destination.jid();
    let names_us = |moved: Option<Element>| {
        let text = moved.and_then(|moved| moved.child_text("new-jid", ns::MOVED))?;
        Some(text.trim().parse::<Jid>().ok()?.into_bare() == new)
    };
    let Some(origin) = &ends.origin else { return false };
    let old = Jid::from(ends.old.clone());
    // Where the old account cannot be asked itself, a stranger may still read it.
    for (session, of) in [(origin.session(), None), (ends.destination.session(), Some(&old))] {
        let read = session.pubsub_item(of, ns::MOVED, "current");
        if let Some(Ok(moved)) = abroad::within(session, abroad::PATIENCE, read).await {
            return names_us(moved).unwrap_or_default();
        }
    }
    false
}
