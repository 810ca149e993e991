//! `farewell`: people are told where the account has moved to, and the page shows who has come along.

pub(crate) mod ago;
pub(crate) mod deletion;
mod hear;
pub(crate) mod messages;
pub(crate) mod people;
pub(crate) mod rooms;
pub(crate) mod statement;
mod steps;
pub(crate) mod view;
pub(crate) mod wish;

use std::time::Duration;

use farewell::{Audience, Contact, Order, Part, Room, State, Statement};
use jid::BareJid;
use migration::{KindId, Problem};
use ordered::{Map, Set};

use self::deletion::Leaving;
use self::messages::Messages;
use self::people::Sort;
use self::rooms::Opening;
use self::wish::Said;
use super::pace::Rate;
use crate::{Busy, Effect, Flow, Side, Stage, Wizard};

/// What the person is recognised by; a request shows it.
const FACE: [KindId; 2] = [KindId("profile"), KindId("avatar")];

/// What is known of who follows, and what the person wants told.
#[derive(Debug)]
pub(crate) struct Farewell {
    /// Seconds since 1970, as last told.
    now: u64,
    has_looked: bool,
    wants: Wants,
    /// What goes out in the person's language, once they have pressed.
    said: Said,
    statement: Statement,
    /// Whom the statement was published for from here.
    published: Option<Audience>,
    telling: Telling,
    contacts: Map<BareJid, Contact>,
    strangers: Set<BareJid>,
    /// Asked for once more, and nothing came of it yet.
    nudged: Set<BareJid>,
    sort: Sort,
    waiting: usize,
    next: Option<Duration>,
    rate: Option<Rate>,
    messages: Messages,
    rooms: Map<BareJid, Room>,
    opening: Opening,
    has_noted: bool,
    is_saved: bool,
    leaving: Leaving,
    /// What was ordered and is not done.
    running: Set<Part>,
    problems: Map<Part, Problem>,
}

/// What is ticked.
#[derive(Debug)]
struct Wants {
    statement: bool,
    audience: Audience,
    /// The person chose the audience, and nothing that is found changes it.
    is_audience_chosen: bool,
    notify: bool,
    message: bool,
    rooms: bool,
    /// Group chats in which the new address becomes owner.
    owners: Set<BareJid>,
    may_join: bool,
    /// Apps enter group chats by themselves again, as with the old account.
    autojoin: bool,
    in_status: bool,
    in_profile: bool,
}

/// How far telling people is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Telling {
    #[default]
    NotBegun,
    /// First the statement is published and read from outside.
    Proving,
    /// That did not go well: whether to go on is the person's to say.
    Doubting,
    Asking,
    Held,
    /// Everybody was asked; what remains is to listen.
    Listening,
}

impl Default for Farewell {
    fn default() -> Self {
        Self {
            now: 0,
            has_looked: false,
            wants: Wants::default(),
            said: Said::default(),
            statement: Statement::default(),
            published: None,
            telling: Telling::default(),
            contacts: Map::new(),
            strangers: Set::new(),
            nudged: Set::new(),
            sort: Sort::default(),
            waiting: 0,
            next: None,
            rate: None,
            messages: Messages::default(),
            rooms: Map::new(),
            opening: Opening::default(),
            has_noted: false,
            is_saved: false,
            leaving: Leaving::default(),
            running: Set::new(),
            problems: Map::new(),
        }
    }
}

impl Default for Wants {
    fn default() -> Self {
        Self {
            statement: true,
            audience: Audience::default(),
            is_audience_chosen: false,
            notify: true,
            message: false,
            rooms: true,
            owners: Set::new(),
            may_join: false,
            autojoin: true,
            in_status: false,
            in_profile: false,
        }
    }
}

impl Farewell {
    /// What leaving the page would break off.
    fn busy(&self) -> Busy {
        let is_telling = matches!(self.telling, Telling::Proving | Telling::Asking);
        let is_working = self.running.iter().any(|part| *part != Part::Look && *part != Part::Contacts);
        if is_telling || is_working { Busy::Running } else { Busy::Idle }
    }

    /// Requests go out, or answers to them are taken.
    fn is_telling(&self) -> bool {
        matches!(self.telling, Telling::Asking | Telling::Held | Telling::Listening)
    }

    fn is_running(&self, part: Part) -> bool {
        self.running.contains(&part)
    }

    /// How many have not had their turn.
    fn unasked(&self) -> usize {
        self.contacts.values().filter(|contact| contact.state == State::Waiting).count()
    }
}

impl Wizard {
    /// Enters the stage, and looks how things stand.
    // Where the page is cut off: see `later.rs`.
    #[inline(never)]
    pub(crate) fn enter_farewell(&mut self) -> Vec<Effect> {
        let Some(old) = self.left_behind() else { return Vec::new() };
        let mut effects = self.go(Stage::Farewell);
        effects.push(Effect::BeginFarewell { old, holdings: self.origin_holdings() });
        self.farewell_mut().has_looked = false;
        effects.extend(self.order_farewell(Part::Look, Order::Look));
        // Whoever comes back has read nothing yet.
        if self.flow == Flow::Follow {
            effects.extend(self.read_missing(&FACE));
        }
        effects
    }

    /// The address that people are to follow from. A copy put back into its own account leaves none behind.
    #[inline(never)]
    pub(crate) fn left_behind(&self) -> Option<BareJid> {
        let new = self.side(Side::Destination).jid()?;
        self.origin_jid().filter(|old| old != new)
    }

    /// The stage is left: nobody is asked any more, and the account is no longer seen.
    #[inline(never)]
    pub(crate) fn leave_farewell(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        farewell.telling = Telling::NotBegun;
        farewell.running.clear();
        farewell.nudged.clear();
        farewell.rate = None;
        farewell.leaving = Leaving::default();
        vec![Effect::Farewell(Box::new(Order::Stop))]
    }

    #[inline(never)]
    pub(crate) fn farewell_busy(&self) -> Busy {
        self.farewell.as_ref().map_or(Busy::Idle, |farewell| farewell.busy())
    }

    /// Looks again, after something went wrong.
    pub(crate) fn look_again(&mut self) -> Vec<Effect> {
        self.farewell_mut().problems.clear();
        self.order_farewell(Part::Look, Order::Look)
    }

    fn farewell_mut(&mut self) -> &mut Farewell {
        self.farewell.get_or_insert_default()
    }

    fn order_farewell(&mut self, part: Part, order: Order) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        farewell.running.insert(part);
        farewell.problems.remove(&part);
        vec![Effect::Farewell(Box::new(order))]
    }
}
