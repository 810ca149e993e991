//! What goes into the file from an account in memory, and nowhere else: the
//! archive, what waits, who asked, and uploaded files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod archive;
mod breaks;
mod common;
mod hostile;
mod requests;
mod uploads;
mod waiting;
