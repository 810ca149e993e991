//! Finds where the next token ends, whatever chunks its bytes come in.

use crate::chars::is_space;
use crate::error::Malformed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Text,
    /// `<…>`, start, end or empty.
    Tag,
    Comment,
    Cdata,
    /// `<?…?>`.
    Instruction,
}

impl TokenKind {
    pub(crate) fn opening(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Tag => "<",
            Self::Comment => "<!--",
            Self::Cdata => "<![CDATA[",
            Self::Instruction => "<?",
        }
    }

    pub(crate) fn closing(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Tag => ">",
            Self::Comment => "-->",
            Self::Cdata => "]]>",
            Self::Instruction => "?>",
        }
    }
}

/// How far the token at the start of the rest of the input has been looked
/// through, so that no byte is looked at twice.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    kind: Option<TokenKind>,
    seen: usize,
    quote: Option<u8>,
    after_quote: bool,
}

impl Scan {
    /// The kind and length of the token at the start of `input`; none while more bytes are needed.
    pub(crate) fn advance(&mut self, input: &[u8]) -> Result<Option<(TokenKind, usize)>, Malformed> {
        let kind = match self.kind {
            Some(kind) => kind,
            None => match classify(input)? {
                Some(kind) => {
                    self.kind = Some(kind);
                    self.seen = kind.opening().len();
                    kind
                }
                None => return Ok(None),
            },
        };
        let end = match kind {
            TokenKind::Text => self.text_end(input),
            TokenKind::Tag => self.tag_end(input)?,
            TokenKind::Comment | TokenKind::Cdata | TokenKind::Instruction => self.terminator(input, kind),
        };
        Ok(end.map(|end| {
            *self = Self::default();
            (kind, end)
        }))
    }

    fn text_end(&mut self, input: &[u8]) -> Option<usize> {
        let found = input[self.seen..].iter().position(|&b| b == b'<');
        let end = found.map(|at| self.seen + at);
        self.seen = input.len();
        end
    }

    /// The end of a tag: the first `>` outside quotes.
    fn tag_end(&mut self, input: &[u8]) -> Result<Option<usize>, Malformed> {
        while let Some(&byte) = input.get(self.seen) {
            self.seen += 1;
            // No tag may hold a `<`, not even in a value (XML 1.0 §2.3 AttValue).
            if byte == b'<' {
                return Err(Malformed::Markup);
            }
            if let Some(quote) = self.quote {
                if byte == quote {
                    self.quote = None;
                    self.after_quote = true;
                } else {
                    let rest = &input[self.seen..];
                    let plain = rest.iter().position(|b| *b == quote || *b == b'<');
                    self.seen += plain.unwrap_or(rest.len());
                }
                continue;
            }
            if self.after_quote && !(is_space(byte) || matches!(byte, b'/' | b'>')) {
                return Err(Malformed::Markup);
            }
            self.after_quote = false;
            match byte {
                b'"' | b'\'' => self.quote = Some(byte),
                b'>' => return Ok(Some(self.seen)),
                _ => {}
            }
        }
        Ok(None)
    }

    fn terminator(&mut self, input: &[u8], kind: TokenKind) -> Option<usize> {
        let terminator = kind.closing().as_bytes();
        // The terminator may have been cut by the end of the last chunk.
        let from = self.seen.saturating_sub(terminator.len() - 1).max(kind.opening().len());
        let found = input[from..].windows(terminator.len()).position(|window| window == terminator);
        self.seen = input.len();
        found.map(|at| from + at + terminator.len())
    }
}

fn classify(input: &[u8]) -> Result<Option<TokenKind>, Malformed> {
    Ok(match input {
        [] | [b'<'] => None,
        [b'<', b'?', ..] => Some(TokenKind::Instruction),
        [b'<', b'!', rest @ ..] => return declaration(rest),
        [b'<', ..] => Some(TokenKind::Tag),
        _ => Some(TokenKind::Text),
    })
}

/// What follows `<!`.
fn declaration(rest: &[u8]) -> Result<Option<TokenKind>, Malformed> {
    for (opening, kind) in [
        (&b"--"[..], Some(TokenKind::Comment)),
        (&b"[CDATA["[..], Some(TokenKind::Cdata)),
        (&b"DOCTYPE"[..], None),
    ] {
        if rest.starts_with(opening) {
            return kind.map(Some).ok_or(Malformed::Doctype);
        }
        if opening.starts_with(rest) {
            return Ok(None);
        }
    }
    Err(Malformed::Markup)
}
