//! The core against real servers, without a browser: [`session::Environment`]
//! on tokio, and what every test needs to move an account.

#![allow(clippy::unwrap_used)] // What is missing here ends the test.

mod environment;
mod moving;

pub use environment::Native;
pub use moving::{Move, mapping, sign_in};
