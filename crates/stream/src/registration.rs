//! The one request that has to carry a password: in-band registration (XEP-0077 §3.1).

use std::time::Duration;

use zeroize::Zeroizing;

use crate::scram::prepared_password;
use crate::{Failure, Password, Request, RequestId, Stream, TooLarge};

/// Why a request was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error(transparent)]
    BadPassword(Failure),
}

impl Stream {
    /// Sends a request with the password in the place of `mark`, a text of [`Stream::token`] in its payload.
    /// So the payload is made without the password, and no copy of it stays behind. It is sent as SASL will
    /// prepare it (RFC 4013): not every server does that itself.
    ///
    /// # Errors
    ///
    /// Nothing was sent: the password may not be one, or the server would not take that much.
    pub fn request_with_password(
        &mut self,
        request: Request,
        mark: &str,
        password: &Password,
        now: Duration,
    ) -> Result<RequestId, NotSent> {
        let prepared = prepared_password(password.as_str()).map_err(NotSent::BadPassword)?;
        let mut escaped = Zeroizing::new(String::with_capacity(prepared.len() * 5));
        // Writing to a String does not fail.
        let _ = xml::write_text(&mut *escaped, &prepared);
        let fill = |frame: String| {
            // With room for all of it from the start: what grows leaves copies behind.
            let mut filled = String::with_capacity(frame.len() + escaped.len());
            let (before, after) = frame.split_once(mark).unwrap_or((&frame, ""));
            filled.push_str(before);
            filled.push_str(&escaped);
            filled.push_str(after);
            filled
        };
        Ok(self.request_filled(request, fill, now)?)
    }
}
