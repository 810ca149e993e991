//! What a URI cannot hold as it is (RFC 3986 §2.1, RFC 5122 §2.2).

/// With `%40` and its like decoded; nothing where a `%` stands for no byte, or the bytes are no text.
pub fn percent_decoded(text: &str) -> Option<String> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let [high, low, behind @ ..] = after else { return None };
        bytes.push(digit(high)? * 16 + digit(low)?);
        rest = behind;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(percent_decoded(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn bytes_are_decoded_and_nothing_else() {
        check("", Some(""));
        check("anna%40x.test", Some("anna@x.test"));
        check("b%C3%bccher", Some("bücher"));
        check("100%25", Some("100%"));
        check("a+b ü", Some("a+b ü"));
        for text in ["%", "50%", "%4", "%zz", "%+1", "%C3", "%ü0"] {
            check(text, None);
        }
    }
}
