//! One file a stage: its state, what happens in it, what it shows.

pub(crate) mod administrator;
pub(crate) mod archive;
pub(crate) mod both_sides;
pub(crate) mod choose;
pub(crate) mod copies;
pub(crate) mod farewell;
pub(crate) mod file;
pub(crate) mod migrating;
pub(crate) mod new_account;
pub(crate) mod pace;
pub(crate) mod private;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod saving;
pub(crate) mod sign_in;
pub(crate) mod uploads;
