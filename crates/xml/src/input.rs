//! The bytes fed and not yet read, cut into tokens.

use crate::chars::is_space;
use crate::error::Malformed;
use crate::rules::Rules;
use crate::scan::{Scan, TokenKind};

/// So much room is kept for the next input, in bytes.
const KEPT: usize = 64 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Debug, Default)]
pub(crate) struct Input {
    buffer: Vec<u8>,
    /// How much of `buffer` was read.
    read: usize,
    /// Bytes of the whole input before the last token.
    token_at: u64,
    /// Bytes of the whole input before `buffer[read]`.
    position: u64,
    scan: Scan,
    mark_passed: bool,
}

impl Input {
    /// Another input begins. What a long token needed is given back.
    pub(crate) fn reset(&mut self) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        buffer.shrink_to(KEPT);
        *self = Self { buffer, ..Self::default() };
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.read);
        self.read = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next complete token; none until more is fed.
    pub(crate) fn token(&mut self, rules: &Rules) -> Result<Option<(TokenKind, &str)>, Malformed> {
        if !self.mark_passed && !self.pass_mark(rules) {
            return Ok(None);
        }
        self.token_at = self.position;
        // Only so much is looked at that the same is found wrong in any chunking.
        let left = rules.max_total.saturating_sub(self.position);
        let limit = usize::try_from(left).unwrap_or(usize::MAX).min(rules.max_token);
        let rest = &self.buffer[self.read..];
        let looked_at = &rest[..rest.len().min(limit)];
        let Some((kind, len)) = self.scan.advance(looked_at)? else {
            return if rest.len() <= limit {
                Ok(None)
            } else if limit < rules.max_token {
                Err(Malformed::TooLarge(rules.max_total))
            } else {
                Err(Malformed::TokenTooLarge(rules.max_token))
            };
        };
        let bytes = &self.buffer[self.read..self.read + len];
        self.read += len;
        self.position += len as u64;
        let token = std::str::from_utf8(bytes).map_err(|_| Malformed::NotUtf8)?;
        Ok(Some((kind, token)))
    }

    /// Bytes of the input before the token that was cut last.
    pub(crate) fn token_at(&self) -> u64 {
        self.token_at
    }

    /// Bytes of the input read.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// Whether nothing but white space is left.
    pub(crate) fn is_blank(&self) -> bool {
        self.rest().iter().copied().all(is_space)
    }

    /// Whether what is left begins with markup.
    pub(crate) fn is_markup(&self) -> bool {
        self.rest().starts_with(b"<")
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.read..]
    }

    /// Passes a byte order mark where one is tolerated; false while that cannot be told.
    fn pass_mark(&mut self, rules: &Rules) -> bool {
        if rules.document {
            if self.buffer.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&self.buffer) {
                return false;
            }
            if self.buffer.starts_with(BYTE_ORDER_MARK) {
                self.read = BYTE_ORDER_MARK.len();
                self.position = BYTE_ORDER_MARK.len() as u64;
            }
        }
        self.mark_passed = true;
        true
    }
}
