//! The core against real servers, without a browser: [`session::Environment`]
//! on tokio, and what every test needs to move an account.

#![allow(clippy::unwrap_used)] // What is missing here ends the test.

mod environment;
mod moving;
mod outside;
mod parting;
mod witness;

pub use environment::{Native, Sent};
pub use moving::{Move, SignedIn, mapping, sign_in};
pub use outside::Outside;
pub use parting::Parting;
pub use witness::{PepNode, Snapshot, said};
