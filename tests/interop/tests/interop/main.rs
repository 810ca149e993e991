//! Whole moves between real servers, read back by a client that shares no code with us.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod administrator;
mod awkward;
mod bosh;
mod closing;
mod common;
mod farewell;
mod files;
mod generations;
mod history;
mod importers;
mod losses;
mod moves;
mod newcomers;
mod nodes;
mod occupied;
mod pace;
mod profiles;
mod rooms;
mod session;
mod shared_groups;
mod sizes;
mod statement;
mod ways_in;
