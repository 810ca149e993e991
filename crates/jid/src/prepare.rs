//! The stringprep profiles of XMPP (RFC 3454): nodeprep and resourceprep
//! (RFC 6122 A, B), nameprep (RFC 3491), SASLprep (RFC 4013).
//!
//! Code points unassigned in Unicode 3.2, emoji among them, pass: the servers
//! let them pass too, and a name they accept must not be lost here. The order
//! of right-to-left text (RFC 3454 §6) is not judged, as the tables for it weigh
//! as much as all the others: an address out of order is the server's to refuse,
//! and a password out of order signs in or is a wrong one.

use std::sync::OnceLock;

use stringprep::tables;

/// Unicode normalisation form KC.
pub type Nfkc = fn(&str) -> String;

static NFKC: OnceLock<Nfkc> = OnceLock::new();

/// Names the platform's own normalisation, for where its tables (some 60 kB)
/// would weigh more than all addresses together. The first call counts.
pub fn use_nfkc(nfkc: Nfkc) {
    // A second platform would be a slip without consequence: all normalise alike.
    let _ = NFKC.set(nfkc);
}

/// What a profile does differently from the others.
struct Profile {
    maps_case: bool,
    maps_spaces: bool,
    refuses: fn(char) -> bool,
}

/// A character that the profile forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a character that is not allowed here")]
pub struct Prohibited;

/// The part before `@` (RFC 6122 A).
pub fn nodeprep(text: &str) -> Result<String, Prohibited> {
    let refuses = |c| {
        tables::ascii_space_character(c)
            || tables::ascii_control_character(c)
            || matches!(c, '"' | '&' | '\'' | '/' | ':' | '<' | '>' | '@')
    };
    Profile { maps_case: true, maps_spaces: false, refuses }.prepare(text)
}

/// A domain name (RFC 3491).
pub fn nameprep(text: &str) -> Result<String, Prohibited> {
    Profile { maps_case: true, maps_spaces: false, refuses: |_| false }.prepare(text)
}

/// The part after `/` (RFC 6122 B).
pub fn resourceprep(text: &str) -> Result<String, Prohibited> {
    Profile { maps_case: false, maps_spaces: false, refuses: tables::ascii_control_character }.prepare(text)
}

/// User names and passwords (RFC 4013).
pub fn saslprep(text: &str) -> Result<String, Prohibited> {
    Profile { maps_case: false, maps_spaces: true, refuses: tables::ascii_control_character }.prepare(text)
}

impl Profile {
    fn prepare(&self, text: &str) -> Result<String, Prohibited> {
        let prepared = if text.is_ascii() { self.map_ascii(text) } else { normalize(&self.map(text))? };
        if prepared.contains(self.refuses) || prepared.contains(is_prohibited) {
            return Err(Prohibited);
        }
        Ok(prepared)
    }

    /// ASCII has nothing to normalise.
    fn map_ascii(&self, text: &str) -> String {
        if self.maps_case { text.to_ascii_lowercase() } else { text.to_owned() }
    }

    fn map(&self, text: &str) -> String {
        let mut mapped = String::with_capacity(text.len());
        for c in text.chars().filter(|c| !tables::commonly_mapped_to_nothing(*c)) {
            if self.maps_spaces && tables::non_ascii_space_character(c) {
                mapped.push(' ');
            } else if self.maps_case {
                mapped.extend(tables::case_fold_for_nfkc(c));
            } else {
                mapped.push(c);
            }
        }
        mapped
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn normalize(text: &str) -> Result<String, Prohibited> {
    use unicode_normalization::UnicodeNormalization;
    Ok(NFKC.get().map_or_else(|| text.nfkc().collect(), |nfkc| nfkc(text)))
}

/// Without the platform's help nothing beyond ASCII can be judged.
#[cfg(target_arch = "wasm32")]
fn normalize(text: &str) -> Result<String, Prohibited> {
    NFKC.get().map(|nfkc| nfkc(text)).ok_or(Prohibited)
}

/// RFC 3454 C.1.2 to C.9, which every profile forbids.
fn is_prohibited(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    tables::non_ascii_space_character(c)
        || tables::non_ascii_control_character(c)
        || tables::private_use(c)
        || tables::non_character_code_point(c)
        || tables::inappropriate_for_plain_text(c)
        || tables::inappropriate_for_canonical_representation(c)
        || tables::change_display_properties_or_deprecated(c)
        || tables::tagging_character(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the library's own profiles accept a text, ours say the same.
    #[test]
    fn agrees_with_the_library() {
        let texts = [
            "Anna",
            "straße",
            "ＡＮＮＡ",
            "zoë",
            "Bücher",
            "名前",
            "İstanbul",
            "ﬁsh",
            "a\u{ad}b",
            "مرحبا",
            "שלום",
            "Ⅸ",
            "ª",
            "d\\27artagnan",
            "x y",
            "I\u{307}",
            "Ω",
            "é",
            "e\u{301}",
        ];
        for text in texts {
            let pairs = [
                (nodeprep(text), stringprep::nodeprep(text)),
                (nameprep(text), stringprep::nameprep(text)),
                (resourceprep(text), stringprep::resourceprep(text)),
                (saslprep(text), stringprep::saslprep(text)),
            ];
            for (ours, theirs) in pairs {
                assert_eq!(ours.ok(), theirs.ok().map(|text| text.into_owned()), "{text}");
            }
        }
    }

    #[test]
    fn follows_the_examples_of_rfc_4013() {
        assert_eq!(saslprep("I\u{ad}X"), Ok("IX".to_owned()));
        assert_eq!(saslprep("USER"), Ok("USER".to_owned()));
        assert_eq!(saslprep("\u{aa}"), Ok("a".to_owned()));
        assert_eq!(saslprep("\u{2168}"), Ok("IX".to_owned()));
        assert_eq!(saslprep("\u{7}"), Err(Prohibited));
        // The last example, right-to-left text that ends in a digit, is not judged here.
        assert_eq!(saslprep("\u{627}1"), Ok("\u{627}1".to_owned()));
    }

    #[test]
    fn lets_newer_characters_pass() {
        assert_eq!(saslprep("pass🌙word"), Ok("pass🌙word".to_owned()));
        assert_eq!(resourceprep("Nick 🎉"), Ok("Nick 🎉".to_owned()));
    }
}
