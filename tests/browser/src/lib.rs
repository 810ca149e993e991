//! The shipped bundle in a real Chromium with real servers: what a person does, what they see, and
//! what must never happen while they do.

#![allow(clippy::unwrap_used)] // What is missing here ends the test.

pub mod account;
pub mod age;
pub mod bundle;
pub mod saved;

mod accessibility;
mod appearance;
mod chromium;
mod downloads;
mod pace;
mod report;
mod scene;
mod secrets;
mod tab;
mod traffic;
mod verbs;
mod watch;
mod weight;

pub use appearance::{Scheme, Size};
pub use chromium::{Chromium, end_with_panics};
pub use pace::LongTask;
pub use report::ReportFile;
pub use saved::Saved;
pub use scene::{PASSWORD, Scene};
pub use tab::{Row, Tab};
pub use traffic::Frame;
pub use verbs::{DESTINATION, KINDS, ORIGIN, ProblemShown};
