//! What a server advertised before authentication, in the form it hashes (XEP-0474 §5.1).
//!
//! Somebody between who takes the stronger mechanisms out of the list cannot make the hash
//! fit: it is under both proofs of SCRAM.

use xml::{Element, ns};

/// Between the names of a list. XML cannot hold it, so no name does.
const NEXT: char = '\u{1e}';
/// Between the two lists.
const BINDINGS: char = '\u{1f}';

/// The advertised mechanisms and, where the server names them (XEP-0440), types of channel binding.
pub(crate) fn advertised(features: &Element) -> String {
    let mechanisms = features.child("mechanisms", ns::SASL).into_iter().flat_map(Element::children);
    let mechanisms = mechanisms.filter(|child| child.is("mechanism", ns::SASL));
    let mut text = joined(mechanisms.map(|child| child.text().trim().to_owned()).collect());
    if let Some(bindings) = features.child("sasl-channel-binding", ns::SASL_CHANNEL_BINDING) {
        let bindings = bindings.children().filter(|it| it.is("channel-binding", ns::SASL_CHANNEL_BINDING));
        text.push(BINDINGS);
        text.push_str(&joined(bindings.filter_map(|it| it.attr("type").map(str::to_owned)).collect()));
    }
    text
}

/// Sorted by their bytes ("i;octet", RFC 4790 §9.3).
fn joined(mut names: Vec<String>) -> String {
    names.sort_unstable();
    names.join(NEXT.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(features: &str, expected: &str) {
        let features = format!("<features xmlns='{}'>{features}</features>", ns::STREAM);
        let features = Element::parse(&features).expect("well-formed");
        assert_eq!(advertised(&features), expected);
    }

    #[test]
    fn mechanisms_come_first_and_all_is_sorted() {
        check(
            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1-PLUS</mechanism>\
             <mechanism>SCRAM-SHA-1</mechanism></mechanisms>\
             <sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-server-end-point'/>\
             <channel-binding type='tls-exporter'/></sasl-channel-binding>",
            "SCRAM-SHA-1\u{1e}SCRAM-SHA-1-PLUS\u{1f}tls-exporter\u{1e}tls-server-end-point",
        );
    }

    #[test]
    fn no_word_of_bindings_is_none_in_the_text() {
        check(
            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism>\
             <mechanism>PLAIN</mechanism></mechanisms>",
            "PLAIN\u{1e}SCRAM-SHA-1",
        );
    }
}
