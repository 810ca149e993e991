//! Every kind from an account in memory to another: what arrives, what is
//! written, and what the report says of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod awkward;
mod choices;
mod common;
mod complete;
mod lists;
mod loss;
mod nodes;
mod properties;
mod refusals;
