//! What comes after the copy: saying at the old account where it has moved to (XEP-0283), asking
//! contacts to follow, opening group chats to the new address, and closing the old account at last.
//!
//! The old account is written to only here, and only as the person asked.

mod abroad;
mod blocked;
mod book;
mod contact;
mod deletion;
mod event;
mod farewell;
mod ledger;
mod look;
mod messages;
mod note;
mod pace;
mod room;
mod rooms;
mod roster;
mod statement;
mod telling;
mod words;

pub use contact::{Contact, State, Subscription, Why};
pub use event::{Deletion, Event, Order, Part, Words};
pub use farewell::{Ends, Farewell, World};
pub use pace::{Pace, Rate};
pub use room::{Rights, Room, RoomState};
pub use statement::{Audience, Statement};
