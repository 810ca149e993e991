//! Telling contacts, against servers in memory and people who do as they please.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod coming_back;
mod common;
mod hostile;
mod loss;
mod paces;
mod states;
