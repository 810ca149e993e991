//! The form by which a server asks who wants an account (XEP-0077 §3.1), and the answer to it.

mod field;
mod form;
mod submission;

pub use field::{Choice, Field, FieldKind};
pub use form::{Form, NotAForm};
pub use submission::Submission;

/// The fields every account has.
pub const USERNAME: &str = "username";
pub const PASSWORD: &str = "password";
