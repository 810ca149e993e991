//! The header of an age file: for whom it is, and a MAC over that.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hmac::Mac;

use crate::keys::{FileKey, SIXTEEN, WRAPPED};
use crate::{Damage, OpenError, Passphrase};

const MAGIC: &[u8] = b"age-encryption.org/";
const VERSION: &[u8] = b"age-encryption.org/v1";
/// No header that anybody writes is longer, in bytes.
const LONGEST: usize = 64 << 10;
/// Characters in a line of a stanza's body; a shorter one ends it.
const COLUMNS: usize = 64;

/// A header for a passphrase.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    salt: [u8; SIXTEEN],
    log_n: u8,
    wrapped: [u8; WRAPPED],
    /// How long the text is over which the MAC goes, up to `---`.
    signed: usize,
    mac: Vec<u8>,
    /// In bytes.
    pub(crate) len: usize,
}

struct Stanza<'a> {
    arguments: Vec<&'a [u8]>,
    body: Vec<u8>,
}

impl Header {
    /// The header `bytes` begin with; nothing while it is not complete.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>, OpenError> {
        let begun = bytes.len().min(VERSION.len() + 1);
        if !bytes.starts_with(MAGIC) && !MAGIC.starts_with(bytes) {
            return Err(OpenError::NotSealed);
        }
        if bytes[..begun] != [VERSION, b"\n"].concat()[..begun] {
            let is_other = !bytes.starts_with(VERSION) || bytes.get(VERSION.len()) != Some(&b'\r');
            return Err(if is_other { OpenError::OtherVersion } else { Damage::Header.into() });
        }
        let mut lines = Lines { bytes: &bytes[..bytes.len().min(LONGEST)], at: 0 };
        let parsed = Self::read(&mut lines)?;
        if parsed.is_none() && bytes.len() > LONGEST {
            return Err(Damage::Header.into());
        }
        Ok(parsed)
    }

    fn read(lines: &mut Lines<'_>) -> Result<Option<Self>, OpenError> {
        let mut stanzas = Vec::new();
        if lines.next().is_none() {
            return Ok(None);
        }
        let (signed, mac) = loop {
            let begun = lines.at;
            let Some(line) = lines.next() else { return Ok(None) };
            if let Some(mac) = line.strip_prefix(b"--- ") {
                break (begun + 3, decode(mac).filter(|mac| mac.len() == 32).ok_or(Damage::Header)?);
            }
            let Some(stanza) = Stanza::read(line, lines)? else { return Ok(None) };
            stanzas.push(stanza);
        };
        let is_scrypt = |stanza: &Stanza<'_>| stanza.arguments[0] == b"scrypt";
        match &stanzas[..] {
            [stanza] if is_scrypt(stanza) => {
                let (salt, log_n) = stanza.scrypt()?;
                let wrapped = stanza.body[..].try_into().map_err(|_| Damage::Header)?;
                Ok(Some(Self { salt, log_n, wrapped, signed, mac, len: lines.at }))
            }
            // One that a passphrase opens is for nobody else.
            [] => Err(Damage::Header.into()),
            several if several.iter().any(is_scrypt) => Err(Damage::Header.into()),
            _ => Err(OpenError::ForKeys),
        }
    }

    /// The file key, if the passphrase is right and the header is as it was written.
    pub(crate) fn open(&self, text: &[u8], passphrase: &Passphrase) -> Result<FileKey, OpenError> {
        let key = FileKey::unwrap(passphrase, &self.salt, self.log_n, &self.wrapped)?;
        let text = text.get(..self.signed).ok_or(Damage::Header)?;
        key.mac(text)?.verify_slice(&self.mac).map_err(|_| Damage::Mac)?;
        Ok(key)
    }

    /// What deriving the key costs.
    pub(crate) fn log_n(&self) -> u8 {
        self.log_n
    }
}

/// The header of a file that this passphrase opens.
pub(crate) fn write(
    key: &FileKey,
    passphrase: &Passphrase,
    salt: [u8; SIXTEEN],
    log_n: u8,
) -> Result<Vec<u8>, OpenError> {
    // 32 bytes are 43 characters: one line, and shorter than others.
    let body = BASE64.encode(key.wrap(passphrase, &salt, log_n)?);
    let salt = BASE64.encode(salt);
    let mut text = format!("age-encryption.org/v1\n-> scrypt {salt} {log_n}\n{body}\n---").into_bytes();
    let mac = BASE64.encode(key.mac(&text)?.finalize().into_bytes());
    text.extend(format!(" {mac}\n").into_bytes());
    Ok(text)
}

impl<'a> Stanza<'a> {
    fn read(line: &'a [u8], lines: &mut Lines<'a>) -> Result<Option<Self>, OpenError> {
        let arguments: Vec<&[u8]> =
            line.strip_prefix(b"-> ").ok_or(Damage::Header)?.split(|byte| *byte == b' ').collect();
        if !arguments.iter().all(|argument| is_argument(argument)) {
            return Err(Damage::Header.into());
        }
        let mut body = Vec::new();
        loop {
            let Some(line) = lines.next() else { return Ok(None) };
            if line.len() > COLUMNS {
                return Err(Damage::Header.into());
            }
            body.extend(decode(line).ok_or(Damage::Header)?);
            if line.len() < COLUMNS {
                return Ok(Some(Self { arguments, body }));
            }
        }
    }

    /// The salt and the cost of a stanza for a passphrase.
    fn scrypt(&self) -> Result<([u8; SIXTEEN], u8), OpenError> {
        let [_, salt, log_n] = self.arguments[..] else { return Err(Damage::Header.into()) };
        let salt = decode(salt).and_then(|salt| salt.try_into().ok()).ok_or(Damage::Header)?;
        let is_number = log_n.iter().all(u8::is_ascii_digit) && log_n[0] != b'0';
        let log_n = std::str::from_utf8(log_n).ok().filter(|_| is_number);
        let log_n = log_n.and_then(|log_n| log_n.parse().ok()).filter(|log_n| *log_n < 64);
        Ok((salt, log_n.ok_or(Damage::Header)?))
    }
}

fn is_argument(argument: &[u8]) -> bool {
    !argument.is_empty() && argument.iter().all(u8::is_ascii_graphic)
}

/// Without padding, and in no other spelling than the one that writing gives.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    BASE64.decode(text).ok()
}

/// What ends in a line feed; what does not is not complete yet.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let line = &rest[..rest.iter().position(|byte| *byte == b'\n')?];
        self.at += line.len() + 1;
        Some(line)
    }
}
