//! Reading. [`reader`] takes bytes, [`place`] knows the structure of the file,
//! [`piece`] and [`pep`] what stands in a user.

mod includes;
pub(crate) mod pep;
mod piece;
mod place;
mod reader;

use xml::ns;

pub use includes::{Files, Need};
pub use reader::{Event, Reader};

/// Both namespaces the format has had.
fn is_pie(ns: &str) -> bool {
    matches!(ns, ns::PIE | ns::PIE_OLD)
}
