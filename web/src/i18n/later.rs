//! Texts that the page opens without: they come with the second half of the program.

use ordered::Map;
use std::cell::Cell;

use super::Language;

thread_local! {
    static IS_THERE: Cell<bool> = const { Cell::new(cfg!(not(target_arch = "wasm32"))) };
}

/// Says whether the second half has come. Where a program is in one piece, it is there from the start.
pub fn set_there(is_there: bool) {
    IS_THERE.set(is_there);
}

pub(super) fn is_there() -> bool {
    IS_THERE.get()
}

/// All of them, by id.
// Where the page is cut off: only the second half reads what comes with it.
#[inline(never)]
pub(super) fn texts(language: &Language) -> Map<&'static str, &'static str> {
    language.later_entries().collect()
}
