//! Texts made alike, where most of a text needs no tables.

/// Makes texts alike that people take for the same: small letters, one spelling of each character.
pub type Fold = fn(&str) -> String;

/// Where more than one byte in so many is not ASCII, a text is made alike at once.
const MOSTLY: usize = 8;

/// Makes a text alike by `whole`, to which nothing is given but what is not ASCII, each time with the character
/// before: with that alone it can be one character (UAX #15).
pub fn fold_parts(text: &str, whole: &mut dyn FnMut(&str) -> String) -> String {
    let others = text.bytes().filter(|byte| !byte.is_ascii()).count();
    if others > text.len() / MOSTLY {
        return whole(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, other) = rest.split_at(at.saturating_sub(1));
        push_lower(&mut folded, plain);
        // What comes first may be the character before.
        let first = other.bytes().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let len = other.bytes().skip(first).position(|byte| byte.is_ascii());
        let (part, behind) = other.split_at(len.map_or(other.len(), |len| first + len));
        folded.push_str(&whole(part));
        rest = behind;
    }
    push_lower(&mut folded, rest);
    folded
}

fn push_lower(folded: &mut String, ascii: &str) {
    let from = folded.len();
    folded.push_str(ascii);
    if let Some(pushed) = folded.get_mut(from..) {
        pushed.make_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, parts: &[&str]) {
        let mut given = Vec::new();
        let folded = fold_parts(text, &mut |part| {
            given.push(part.to_owned());
            part.to_lowercase()
        });
        assert_eq!(folded, text.to_lowercase());
        assert_eq!(given, parts);
    }

    #[test]
    fn only_what_needs_it_is_given_away() {
        check("", &[]);
        check("Nothing BUT Ascii", &[]);
        check("Some GRÜSSE and some more", &["RÜ"]);
        check("a long enough text, and ÄRGER", &[" Ä"]);
        check("É first in a long enough text", &["É"]);
        check("combining E\u{301} in a long enough text", &["E\u{301}"]);
        check("last in a long enough text: fußÜ", &["ußÜ"]);
        check("Привет всем", &["Привет всем"]);
    }
}
