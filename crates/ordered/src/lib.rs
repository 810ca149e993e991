//! Maps and sets in the order of their keys, kept in vectors.
//!
//! Every map of the standard library brings some 5 kB of code for each pair of
//! types, and every sort some 3 kB; with the two dozen pairs this project has,
//! that was a fifth of the page. These bring a tenth of that. Finding is a
//! binary search; inserting moves what stands behind, so they are meant for
//! thousands of entries, not for millions.

mod map;
mod set;
mod sort;

pub use map::{Entry, Map};
pub use set::Set;
pub use sort::{sort_by_key, sorted};
