//! Contacts follow: real servers, and people of every sort.

mod absent;
mod counted;
mod crowd;
mod from_file;
mod left_out;
mod nudge;
mod returns;
mod scene;
mod strangers;
