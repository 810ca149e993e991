//! What the page asks of the browser, one file for each thing.

mod burst;
mod clock;
mod config;
mod country;
mod fetch;
mod file_input;
mod fold;
mod leave_guard;
mod lock;
mod nfkc;
mod output;
mod page;
mod providers;
mod query;
mod reflect;
mod rest;
mod scanner;
mod scrolling;
mod sealer;
mod socket;
mod turn;
mod visibility;
mod wake_lock;

pub use clock::Clock;
pub use config::{Config, ConfigError, End, load as load_config};
pub use country::name_of_country;
pub use fetch::{
    answers, download as download_file, fetch_own, fetch_text, post as post_text, size as size_of_file,
};
pub use file_input::{ReadError, Room, read_slice, slices};
pub use fold::fold;
pub use leave_guard::LeaveGuard;
pub use nfkc::nfkc;
pub use output::{Failure, MOST_IN_PARTS, Output, Picker, SMALL, can_pick, room, save, sweep};
pub use page::{
    copy, copy_field, day_begins, empty_passwords, empty_shown, go_to_heading, input, is_online, print,
    show_in_field, today,
};
pub use providers::load as load_providers;
pub use query::Query;
pub use reflect::{call, property};
pub use rest::load_rest;
pub use scanner::{can_scan, scan};
pub use scrolling::{Anchor, show};
pub use sealer::{Sealer, SealerError};
pub use socket::open as open_socket;
pub use turn::{Turns, before_frame, before_long, yield_now};
pub use wake_lock::WakeLock;
