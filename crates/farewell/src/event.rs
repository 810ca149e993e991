//! What a person can ask for, and what comes of it.

use std::time::Duration;

use jid::BareJid;
use migration::Problem;
use ordered::Set;

use crate::{Audience, Contact, Room, Statement};

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Read how things stand: statement, contacts, saved ledger, rooms. Nobody notices.
    Look,
    Publish(Audience),
    Withdraw,
    /// Become available, ask one contact after the other at the pace their servers take, answer those
    /// who ask back. Goes on listening when everybody was asked.
    Tell(Words),
    /// No further contact is asked for now; answers are still taken.
    Pause,
    Resume,
    /// No longer available: nothing is sent or answered any more.
    Stop,
    /// Ask this contact once more: `unsubscribe`, then `subscribe`.
    Nudge(BareJid),
    /// Let this contact, who asks, see the new account.
    Approve(BareJid),
    /// Who was written with lately, for [`Event::Suggested`].
    Suggest,
    /// A message from the old account to each of these.
    Write {
        to: Set<BareJid>,
        text: String,
    },
    /// Say in the old account's status message, or in its profile, that it has moved.
    Note {
        text: String,
        in_status: bool,
        in_profile: bool,
    },
    /// Give the new address what the old one has in these rooms. `as_owner`: those of them where it may
    /// become owner. `may_join`: the old account may enter where nothing else helps.
    OpenRooms {
        rooms: Set<BareJid>,
        as_owner: Set<BareJid>,
        may_join: bool,
    },
    /// Let apps enter group chats on start, at the new account, as they did at the old one: where the
    /// copy had put that off. About [`Part::Rooms`].
    RestoreAutojoin,
    /// Remove the ledger saved at the new account.
    Forget,
    /// Delete the old account (XEP-0077 §3.2).
    Delete,
}

/// What contacts are told, in the person's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The request's `<status/>`: a sentence that names the old address.
    pub status: String,
    /// The request's `<nick/>` (XEP-0172); empty for none.
    pub nick: String,
}

/// Something that has come about.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Statement(Statement),
    /// Everybody, as first seen.
    Contacts(Vec<Contact>),
    /// This contact's row is now this.
    Contact(Contact),
    /// Somebody who was no contact asks to see the new account: never answered by us.
    Stranger(BareJid),
    /// How long until the next request may go out, and how many still wait for their turn.
    Pace {
        next: Option<Duration>,
        waiting: usize,
    },
    /// Everybody was asked; the page listens on.
    AllAsked,
    /// Who was written with lately, at the old account.
    Suggested(Set<BareJid>),
    /// The message to this contact is out: the server has answered what was sent after it. Or why not.
    Written(BareJid, Result<(), Problem>),
    Noted,
    Rooms(Vec<Room>),
    Room(Room),
    /// The ledger is saved at the new account, or it was removed.
    LedgerSaved(bool),
    Deleted(Deletion),
    /// An order could not be carried out.
    Failed(Part, Problem),
    /// An order is done with, well or not.
    Done(Part),
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Look,
    Statement,
    Contacts,
    Ledger,
    Messages,
    Note,
    Rooms,
    Deletion,
}

/// How deleting the old account went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// The server said so, or the stream ended and signing in was refused after it.
    Deleted,
    /// The server refused; the account is as it was.
    Refused(Problem),
    /// The connection ended, and nothing says whether the account is still there.
    Unknown,
}
