//! vcard-temp (XEP-0054) with pictures that decode.

use xml::{Element, ns};

use crate::note::{Notes, Part, Reason};

/// The vCard without pictures that hold no base64: one makes ejabberd drop the roster too.
pub(super) fn checked(mut vcard: Element, notes: &mut Notes) -> Element {
    vcard.retain_children(|field| {
        let binary = matches!(field.name(), "PHOTO" | "LOGO" | "SOUND");
        let value = field.child_text("BINVAL", ns::VCARD_TEMP);
        let good = !binary || value.is_none_or(|value| is_base64(&value));
        if !good {
            notes.left_out(Part::Vcard, field.name(), Reason::BadBase64(field.name().into()));
        }
        good
    });
    vcard
}

/// RFC 4648 §4, with white space anywhere.
fn is_base64(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let padding = digits.iter().rev().take_while(|b| **b == b'=').count();
    let (data, _) = digits.split_at(digits.len() - padding);
    digits.len().is_multiple_of(4)
        && padding <= 2
        && data.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::is_base64;

    #[test]
    fn base64_is_recognised() {
        for good in ["", "QQ==", "QUI=", "QUJD", "QUJD\n\tQUJD", "+/+/"] {
            assert!(is_base64(good), "{good}");
        }
        for bad in ["Q", "QQ", "QQ=", "Q===", "====", "QQ==QQ==", "QU-_", "QUJ!", "é==="] {
            assert!(!is_base64(bad), "{bad}");
        }
    }
}
