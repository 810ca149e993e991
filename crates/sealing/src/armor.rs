//! An age file as text: base64 (RFC 4648 §4) in lines of 64 characters between two markers (RFC 7468, strict).

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::Damage;

pub(crate) const BEGIN: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const END: &[u8] = b"-----END AGE ENCRYPTED FILE-----";
/// Characters in a line; only the last may have fewer.
const COLUMNS: usize = 64;
/// White space before and after, in bytes, is taken up to here.
const BLANK: usize = 1024;

/// Takes text in any chunking and gives the bytes it stands for.
#[derive(Debug, Default)]
pub struct Armor {
    /// The line that is not complete yet.
    line: Vec<u8>,
    place: Place,
    /// White space before the first marker, and after the last.
    blank: usize,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Before,
    Body,
    /// A line that was not full: the end has to follow.
    LastLine,
    After,
}

/// Whether a file that begins so is text; nothing as long as that cannot be told.
pub(crate) fn is_armored(bytes: &[u8]) -> Option<bool> {
    let text = bytes.trim_ascii_start();
    if bytes.len() - text.len() > BLANK {
        return Some(false);
    }
    let begun = text.len().min(BEGIN.len());
    let is_so_far = text[..begun] == BEGIN[..begun];
    if is_so_far && begun < BEGIN.len() { None } else { Some(is_so_far) }
}

impl Armor {
    /// Adds to `out` what complete lines stand for.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Damage> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            // No line that may stand here is as long; of blanks there may be more.
            if self.line.len() + part.len() > BLANK + BEGIN.len() {
                return Err(Damage::Armor);
            }
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.take_line(out)?;
            }
        }
        Ok(())
    }

    /// Nothing follows.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        if !self.line.is_empty() {
            self.take_line(out)?;
        }
        if self.place == Place::After { Ok(()) } else { Err(Damage::Truncated) }
    }

    fn take_line(&mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        let whole = std::mem::take(&mut self.line);
        let line = whole.strip_suffix(b"\n").unwrap_or(&whole);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match self.place {
            Place::Before if line.trim_ascii_start() == BEGIN => self.place = Place::Body,
            Place::Before | Place::After if line.trim_ascii().is_empty() => {
                self.blank += whole.len();
                if self.blank > BLANK {
                    return Err(Damage::Armor);
                }
            }
            Place::Body | Place::LastLine if line.trim_ascii_end() == END => self.place = Place::After,
            Place::Body if !line.is_empty() && line.len() <= COLUMNS => {
                if line.len() < COLUMNS || line.ends_with(b"=") {
                    self.place = Place::LastLine;
                }
                out.extend(BASE64.decode(line).map_err(|_| Damage::Armor)?);
            }
            _ => return Err(Damage::Armor),
        }
        Ok(())
    }
}
