//! A world for tests: virtual time, scripted peers, and XMPP accounts in memory.
//!
//! Nothing here sleeps or guesses: time passes only when no task can run, so a
//! test of hours takes milliseconds and always takes the same course.
//! Everything panics, with a reason, where a test asks for what cannot be.

mod clock;
mod executor;
mod manager;
mod pipe;
mod scram;
mod server;
mod sign_in;
mod socket;
mod world;

pub use manager::{Manager, Terms};
pub use server::{Abroad, Account, After, Archived, End, Knobs, MemoryServer, Node};
pub use server::{People, Privacy, Received, RosterItem, SignIn, Waiting};
pub use sign_in::{Identity, SignedIn, sign_in};
pub use socket::{Peer, Socket};
pub use world::{Answer, World};
