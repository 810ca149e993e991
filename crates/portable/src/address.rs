//! Addresses that are the same however often they are prepared.

use jid::{Jid, JidError};

/// Reads an address. One that would be another when prepared again is refused:
/// stringprep is not idempotent for every text, and a file is read more than once.
pub(crate) fn parse(text: &str) -> Result<Jid, JidError> {
    let jid: Jid = text.parse()?;
    if jid.to_string().parse::<Jid>()? == jid { Ok(jid) } else { Err(JidError::Forbidden) }
}
