//! References and line ends, in both directions.

use std::borrow::Cow;
use std::fmt;

use crate::chars::is_char;
use crate::error::{Malformed, shown};

/// Writes character data. What XML cannot hold becomes U+FFFD.
pub fn write_text(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    write_escaped(out, text, |c| match c {
        '<' => Some("&lt;"),
        // Only `]]>` needs it; always is simpler and as right.
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        // A literal CR would be read back as a line feed (XML 1.0 §2.11).
        '\r' => Some("&#13;"),
        c if !is_char(c) => Some("\u{fffd}"),
        _ => None,
    })
}

/// Writes the value of an attribute quoted by `'` or `"`, without the quotes.
pub fn write_attribute(out: &mut impl fmt::Write, value: &str) -> fmt::Result {
    write_escaped(out, value, |c| match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '"' => Some("&quot;"),
        '\'' => Some("&apos;"),
        // Literally they would be read back as spaces (XML 1.0 §3.3.3).
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        c if !is_char(c) => Some("\u{fffd}"),
        _ => None,
    })
}

fn write_escaped(
    out: &mut impl fmt::Write,
    text: &str,
    replacement: impl Fn(char) -> Option<&'static str>,
) -> fmt::Result {
    let (mut start, mut at) = (0, 0);
    while let Some(harmless) = text.as_bytes()[at..].iter().position(|byte| !is_harmless(*byte)) {
        at += harmless;
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        if let Some(escape) = replacement(c) {
            out.write_str(&text[start..at])?;
            out.write_str(escape)?;
            start = end;
        }
        at = end;
    }
    out.write_str(&text[start..])
}

/// Whether it is a character that means nothing but itself, in text and in values. Nearly all do: they are
/// passed over without a closer look.
fn is_harmless(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'')
}

/// Reads raw character data: checks characters, normalises line ends (§2.11), resolves references.
pub(crate) fn read_text(raw: &str, out: &mut String) -> Result<(), Malformed> {
    if raw.contains(']') && raw.contains("]]>") {
        return Err(Malformed::CdataEndInText);
    }
    out.reserve(raw.len());
    read_escaped(raw, out, |c| c)
}

/// Reads a raw attribute value, whose literal white space is normalised to spaces (§3.3.3).
pub(crate) fn read_attribute(raw: &str) -> Result<Cow<'_, str>, Malformed> {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'&') {
        return Ok(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    read_escaped(raw, &mut out, |c| if matches!(c, '\t' | '\n') { ' ' } else { c })?;
    Ok(Cow::Owned(out))
}

/// Reads the inside of a CDATA section, where nothing is a reference.
pub(crate) fn read_cdata(raw: &str, out: &mut String) -> Result<(), Malformed> {
    read_literal(raw, out, |c| c)
}

fn read_escaped(raw: &str, out: &mut String, map: impl Fn(char) -> char + Copy) -> Result<(), Malformed> {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        read_literal(&rest[..at], out, map)?;
        let after = &rest[at + 1..];
        let end = after.find(';').ok_or(Malformed::Ampersand)?;
        out.push(reference(&after[..end])?);
        rest = &after[end + 1..];
    }
    read_literal(rest, out, map)
}

fn read_literal(raw: &str, out: &mut String, map: impl Fn(char) -> char) -> Result<(), Malformed> {
    let mut rest = raw;
    loop {
        let harmless = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or(rest.len());
        out.push_str(&rest[..harmless]);
        let mut chars = rest[harmless..].chars();
        let Some(c) = chars.next() else { return Ok(()) };
        rest = chars.as_str();
        if !is_char(c) {
            return Err(Malformed::Character(c.into()));
        }
        if c != '\r' {
            out.push(map(c));
        } else if !rest.starts_with('\n') {
            out.push(map('\n'));
        }
    }
}

/// What stands between `&` and `;`.
fn reference(name: &str) -> Result<char, Malformed> {
    match name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => character(number),
            None if crate::is_name(name) => Err(Malformed::Entity(shown(name))),
            None => Err(Malformed::Ampersand),
        },
    }
}

fn character(number: &str) -> Result<char, Malformed> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    // `from_str_radix` alone would take a sign.
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(Malformed::CharacterReference);
    }
    let code = u32::from_str_radix(digits, radix).map_err(|_| Malformed::CharacterReference)?;
    let c = char::from_u32(code).ok_or(Malformed::Character(code))?;
    if is_char(c) { Ok(c) } else { Err(Malformed::Character(code)) }
}
