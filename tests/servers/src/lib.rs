//! Real servers on loopback: Prosody and ejabberd as Debian packages them, each on an address of its
//! own with temporary state, able to reach each other, filled with realistic accounts and fronted by
//! TLS that can be cut, stalled and delayed.
//!
//! Development only. The client in here shares no code with the crates under test, so that what it
//! reads back is evidence.

pub mod client;
pub mod contacts;
pub mod demo;
pub mod front;
pub mod page;
pub mod seed;
pub mod xml;

mod archive;
mod certificate;
mod dns;
mod ejabberd;
mod error;
mod http;
mod installation;
mod network;
mod newcomers;
mod options;
mod place;
mod process;
mod prosody;
mod residents;
mod server;
mod silence;
mod tools;
mod typed;

pub use client::Client;
pub use error::Error;
pub use front::Front;
pub use network::Network;
pub use options::{
    Absence, End, Generation, Hash, Kind, Limits, Lost, Newcomers, Options, PresenceCounter, SharedGroup,
    Side,
};
pub use page::Page;
pub use residents::Resident;
pub use server::Server;
