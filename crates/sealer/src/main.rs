//! Encrypting and decrypting files in a worker: a program of its own, so that its memory is freed with it and
//! the page stays responsive. `web/sealing.js` is the worker's script, `web/src/browser/sealer.rs` its page.

mod work;

pub use work::{Work, words};

/// Nothing happens before a message comes.
fn main() {}
