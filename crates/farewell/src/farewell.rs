//! The farewell as a whole: carries out orders, and says what comes of them.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::future::join3;
use jid::BareJid;
use migration::{Account, Holdings, Problem};

use crate::book::Book;
use crate::note::Saying;
use crate::pace::Pace;
use crate::telling::{Telling, Wish};
use crate::{Event, Order, Part, Statement, Words, deletion, look, messages, note, rooms, statement};

/// From whom, to whom.
#[derive(Clone, Debug)]
pub struct Ends {
    /// The old address; its account may be out of reach.
    pub old: BareJid,
    /// The old account, where it can still be signed in to.
    pub origin: Option<Account>,
    pub destination: Account,
    /// What the old account held, where it was read already or only a file is left.
    pub holdings: Rc<Holdings>,
}

/// What the farewell needs besides the two accounts.
pub trait World {
    /// Seconds since 1970.
    fn clock(&self) -> u64;
    /// Hears what comes about.
    fn heard(&self, event: Event);
}

/// Telling contacts and rooms that the account has moved. Clones share it; when the last one is gone,
/// it no longer listens.
#[derive(Clone)]
pub struct Farewell {
    inner: Rc<Inner>,
}

struct Inner {
    ends: Ends,
    world: Rc<dyn World>,
    pace: Pace,
    book: Book,
    saying: Saying,
    /// To whoever tells contacts at the moment.
    wishes: RefCell<Option<mpsc::UnboundedSender<Wish>>>,
}

impl Farewell {
    pub fn new(ends: Ends, world: Rc<dyn World>) -> Self {
        Self::at_pace(ends, world, Pace::default())
    }

    /// With other figures than those that servers are known for.
    pub fn at_pace(ends: Ends, world: Rc<dyn World>, pace: Pace) -> Self {
        let (book, wishes) = (Book::default(), RefCell::default());
        Self { inner: Rc::new(Inner { ends, world, pace, book, saying: Saying::default(), wishes }) }
    }

    /// Carries out an order; what comes of it is heard by the [`World`]. [`Order::Tell`] goes on until
    /// [`Order::Stop`]; meanwhile other orders may be given.
    pub async fn perform(&self, order: Order) {
        let inner = &*self.inner;
        match order {
            Order::Look => inner.look().await,
            Order::Publish(audience) => {
                let published = || inner.world.heard(Event::Statement(Statement::Published));
                inner.state(statement::publish(&inner.ends, audience, published).await);
                inner.done(Part::Statement, Ok(()));
            }
            Order::Withdraw => {
                inner.state(statement::withdraw(&inner.ends).await);
                inner.done(Part::Statement, Ok(()));
            }
            Order::Tell(words) => inner.tell(words).await,
            Order::Pause => inner.wish(Wish::Pause),
            Order::Resume => inner.wish(Wish::Resume),
            Order::Stop => inner.wish(Wish::Stop),
            Order::Nudge(jid) => inner.nudge(jid),
            Order::Approve(jid) => inner.approve(jid),
            Order::OpenRooms { rooms, as_owner, may_join } => {
                let opened = rooms::open(&inner.ends, &rooms, &as_owner, may_join, &*inner.world).await;
                inner.done(Part::Rooms, opened);
            }
            Order::Suggest => {
                inner.done(Part::Messages, messages::suggest(&inner.ends, &*inner.world).await);
            }
            Order::Write { to, text } => {
                inner.done(Part::Messages, messages::write(&inner.ends, &to, &text, &*inner.world).await);
            }
            Order::Note { text, in_status, in_profile } => {
                let places = (in_status, in_profile);
                let noted = note::note(&inner.ends, &text, places, &inner.saying, &*inner.world).await;
                inner.done(Part::Note, noted);
            }
            Order::RestoreAutojoin => inner.done(Part::Rooms, rooms::restore_autojoin(&inner.ends).await),
            Order::Forget => inner.forget().await,
            Order::Delete => {
                inner.done(Part::Deletion, deletion::delete(&inner.ends, &*inner.world).await);
            }
        }
    }
}

impl Inner {
    /// Looks at everything, side by side.
    async fn look(&self) {
        let statement = async { self.state(statement::look(&self.ends).await) };
        let rooms = async {
            if let Err(problem) = rooms::look(&self.ends, &*self.world).await {
                self.world.heard(Event::Failed(Part::Rooms, problem));
            }
        };
        join3(statement, self.look_at_contacts(), rooms).await;
        self.done(Part::Look, Ok(()));
    }

    /// Says how the statement stands.
    fn state(&self, statement: Result<Statement, Problem>) {
        self.world.heard(match statement {
            Ok(statement) => Event::Statement(statement),
            Err(problem) => Event::Failed(Part::Statement, problem),
        });
    }

    /// An order is done with.
    fn done(&self, part: Part, outcome: Result<(), Problem>) {
        if let Err(problem) = outcome {
            self.world.heard(Event::Failed(part, problem));
        }
        self.world.heard(Event::Done(part));
    }

    async fn look_at_contacts(&self) {
        // Whoever tells knows better than what could be read now.
        if !self.is_telling() && !self.read_contacts().await {
            return;
        }
        if let Some(contacts) = self.book.with(|ledger| ledger.contacts()) {
            self.world.heard(Event::Contacts(contacts));
        }
    }

    async fn read_contacts(&self) -> bool {
        match look::read(&self.ends).await {
            Ok((ledger, saved)) => {
                if !saved.is_empty() {
                    self.world.heard(Event::LedgerSaved(true));
                }
                self.book.open(ledger, saved);
                true
            }
            Err(problem) => {
                self.world.heard(Event::Failed(Part::Contacts, problem));
                false
            }
        }
    }

    async fn tell(&self, words: Words) {
        if self.is_telling() {
            return self.wish(Wish::Resume);
        }
        let (sender, wishes) = mpsc::unbounded();
        *self.wishes.borrow_mut() = Some(sender);
        let is_open = self.book.is_open() || self.read_contacts().await;
        if let Some(contacts) = self.book.with(|ledger| ledger.contacts()) {
            self.world.heard(Event::Contacts(contacts));
        }
        if is_open {
            Telling::new(&self.ends, &*self.world, &self.book, words, self.pace).run(wishes).await;
        }
        *self.wishes.borrow_mut() = None;
        self.done(Part::Contacts, Ok(()));
    }

    fn nudge(&self, jid: BareJid) {
        if self.is_telling() {
            return self.wish(Wish::Nudge(jid));
        }
        // It goes first once contacts are told.
        self.book.with(|ledger| ledger.nudge(&jid));
        self.book.tell(&*self.world);
    }

    fn approve(&self, jid: BareJid) {
        if self.is_telling() {
            return self.wish(Wish::Approve(jid));
        }
        self.book.with(|ledger| ledger.approve(&jid));
        self.book.tell(&*self.world);
    }

    async fn forget(&self) {
        let forgotten = self.book.forget(&self.ends).await;
        if forgotten.is_ok() {
            self.world.heard(Event::LedgerSaved(false));
        }
        self.done(Part::Ledger, forgotten.map_err(Problem::from));
    }

    fn is_telling(&self) -> bool {
        self.wishes.borrow().as_ref().is_some_and(|wishes| !wishes.is_closed())
    }

    fn wish(&self, wish: Wish) {
        if let Some(wishes) = &*self.wishes.borrow() {
            // Whoever told may just have ended; then there is nothing to wish for.
            drop(wishes.unbounded_send(wish));
        }
    }
}

impl fmt::Debug for Farewell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Farewell").finish_non_exhaustive()
    }
}
