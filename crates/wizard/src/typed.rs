//! What a person types, pastes or lets the keyboard complete where an address is wanted, and the
//! address that is meant. A mistake with one obvious reading is put right; any other is explained.

use jid::{BareJid, JidError, percent_decoded, to_unicode};

/// Why what was typed is the address of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Nothing is there.
    Empty,
    /// Only the provider.
    NoName,
    /// Only the name.
    NoProvider,
    TwoAts,
    /// A space where there can be none.
    Space,
    /// The address of a web page.
    Link,
    /// An address of another network, such as `@anna:example.org`.
    OtherNetwork,
    Other(JidError),
}

impl Slip {
    /// The stable name: `data-cause`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoName => "no-name",
            Self::NoProvider => "no-provider",
            Self::TwoAts => "two-ats",
            Self::Space => "space",
            Self::Link => "link",
            Self::OtherNetwork => "other-network",
            Self::Other(_) => "no-address",
        }
    }

    /// For the technical details.
    pub(crate) fn details(self) -> String {
        match self {
            Self::Empty => "nothing before and after an @".to_owned(),
            Self::NoName => "no part before the @".to_owned(),
            Self::NoProvider => "no part after the @".to_owned(),
            Self::TwoAts => "U+0040 occurs more than once".to_owned(),
            Self::Space => "white space inside".to_owned(),
            Self::Link => "an http or https URL".to_owned(),
            Self::OtherNetwork => "an address of Matrix".to_owned(),
            Self::Other(error) => error.to_string(),
        }
    }
}

/// An address as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Understood {
    pub(crate) jid: BareJid,
    /// It is not what stands there, only what is meant.
    pub(crate) put_right: bool,
}

/// The account a person means.
pub(crate) fn understand(typed: &str) -> Result<Understood, Slip> {
    let jid = read(typed)?;
    let put_right = typed.trim().parse::<BareJid>().as_ref() != Ok(&jid);
    Ok(Understood { jid, put_right })
}

fn read(typed: &str) -> Result<BareJid, Slip> {
    let text = visible(typed);
    let text = without_display_name(&text);
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Err(Slip::Link);
    }
    let text = without_scheme(text, &lower);
    let text = text.trim_matches(|c: char| c.is_whitespace() || "<>\"“”„«»(),;".contains(c));
    match text.matches('@').count() {
        0 if text.is_empty() => return Err(Slip::Empty),
        0 if text.contains(char::is_whitespace) => return Err(Slip::Space),
        0 if text.contains('.') => return Err(Slip::NoName),
        0 => return Err(Slip::NoProvider),
        1 => {}
        _ => {
            // A resource may hold one (RFC 7622 §3.4).
            let bare = bare(text);
            return if bare.matches('@').count() == 1 { parts(bare) } else { Err(Slip::TwoAts) };
        }
    }
    if text.starts_with('@') && text.contains(':') {
        return Err(Slip::OtherNetwork);
    }
    parts(bare(text))
}

/// Up to the resource, or to what a URI says besides (RFC 5122 §2.2).
fn bare(text: &str) -> &str {
    let Some((local, rest)) = text.split_once('@') else { return text };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    &text[..local.len() + 1 + end]
}

fn parts(text: &str) -> Result<BareJid, Slip> {
    let (local, domain) = text.split_once('@').ok_or(Slip::NoProvider)?;
    let (local, domain) = (local.trim(), domain.trim());
    if local.is_empty() {
        return Err(Slip::NoName);
    }
    if domain.is_empty() {
        return Err(Slip::NoProvider);
    }
    // Beside the dot on every keyboard, and the dots of keyboards for Chinese and Japanese.
    let domain = domain.replace([',', '。', '．', '｡'], ".");
    let domain = domain.trim_matches('.');
    if local.contains(char::is_whitespace) || domain.contains(char::is_whitespace) {
        return Err(Slip::Space);
    }
    BareJid::new(Some(&escaped(local)), &to_unicode(domain)).map_err(Slip::Other)
}

/// As servers keep what no address can hold (XEP-0106 §4.2): people see `d'artagnan`.
fn escaped(local: &str) -> String {
    let escape = |c| match c {
        '"' => r"\22",
        '&' => r"\26",
        '\'' | '’' => r"\27",
        '/' => r"\2f",
        ':' => r"\3a",
        '<' => r"\3c",
        '>' => r"\3e",
        _ => "",
    };
    let mut out = String::with_capacity(local.len());
    for c in local.chars() {
        match escape(c) {
            "" => out.push(c),
            escape => out.push_str(escape),
        }
    }
    out
}

/// Without what nobody sees: copied text carries marks of direction and width along.
fn visible(typed: &str) -> String {
    let is_unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let seen = typed.chars().filter(|c| !is_unseen(*c));
    seen.map(|c| if c == '＠' { '@' } else { c }).collect::<String>().trim().to_owned()
}

/// As e-mail writes people: `Anna <anna@example.org>`.
fn without_display_name(text: &str) -> &str {
    let inside = text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
    inside.filter(|inside| inside.contains('@')).unwrap_or(text)
}

/// Without `xmpp:` (RFC 5122), `mailto:` and the like, and with what a URI encodes decoded.
fn without_scheme<'a>(text: &'a str, lower: &str) -> std::borrow::Cow<'a, str> {
    let Some(scheme) = ["xmpp:", "mailto:", "jabber:", "im:"].into_iter().find(|it| lower.starts_with(it))
    else {
        return text.into();
    };
    let rest = text[scheme.len()..].trim_start().trim_start_matches('/');
    percent_decoded(rest).map_or_else(|| rest.into(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is understood as it stands.
    #[track_caller]
    fn plain(typed: &str, expected: &str) {
        let understood = understand(typed).expect("an address");
        assert_eq!((understood.jid.to_string().as_str(), understood.put_right), (expected, false));
    }

    /// What is understood as something else than what stands there.
    #[track_caller]
    fn put_right(typed: &str, expected: &str) {
        let understood = understand(typed).unwrap_or_else(|slip| panic!("{typed}: {slip:?}"));
        assert_eq!((understood.jid.to_string().as_str(), understood.put_right), (expected, true), "{typed}");
    }

    #[track_caller]
    fn slip(typed: &str, expected: Slip) {
        assert_eq!(understand(typed), Err(expected), "{typed}");
    }

    #[test]
    fn addresses_are_what_they_are() {
        plain("anna@example.org", "anna@example.org");
        plain("  Anna@Example.ORG ", "anna@example.org");
        plain("anna@example.org.", "anna@example.org");
        plain("anna@bücher.example", "anna@bücher.example");
        plain(r"d\27artagnan@example.org", r"d\27artagnan@example.org");
        plain("what?@example.org", "what?@example.org");
        plain("anna@localhost", "anna@localhost");
        // Preparing makes the same of this.
        plain("anna@\u{200b}example.org", "anna@example.org");
    }

    #[test]
    fn uris_are_read() {
        for typed in [
            "xmpp:anna@example.org",
            "XMPP:anna@example.org",
            "xmpp://anna@example.org",
            "xmpp:anna@example.org?roster;name=Anna",
            "xmpp:anna@example.org/phone?message",
            "xmpp:anna%40example.org",
            "anna@example.org/phone",
            "anna@example.org/at@home",
            "mailto:anna@example.org?subject=Hi",
            "mailto: anna@example.org",
        ] {
            put_right(typed, "anna@example.org");
        }
        put_right("xmpp:d%5C27artagnan@example.org", r"d\27artagnan@example.org");
        put_right("xmpp:100%@example.org", "100%@example.org");
    }

    #[test]
    fn habits_of_e_mail_are_read() {
        for typed in [
            "Anna <anna@example.org>",
            "\"Anna, at home\" <anna@example.org>;",
            "<anna@example.org>",
            "anna@example,org",
            "anna@example.org,",
            "anna @ example.org",
            "\u{202a}anna@example.org\u{202c}",
            "anna＠example.org",
            "anna@example。org",
        ] {
            put_right(typed, "anna@example.org");
        }
    }

    #[test]
    fn names_are_escaped_and_domains_decoded() {
        put_right("d'artagnan@example.org", r"d\27artagnan@example.org");
        put_right("d’artagnan@example.org", r"d\27artagnan@example.org");
        put_right("tom&jerry@example.org", r"tom\26jerry@example.org");
        put_right("anna@xn--bcher-kva.example", "anna@bücher.example");
    }

    #[test]
    fn what_has_no_one_reading_is_explained() {
        slip("", Slip::Empty);
        slip(" \u{200b} ", Slip::Empty);
        slip("example.org", Slip::NoName);
        slip("xmpp:example.org", Slip::NoName);
        slip("@example.org", Slip::NoName);
        slip("anna", Slip::NoProvider);
        slip("anna@", Slip::NoProvider);
        slip("anna@@example.org", Slip::TwoAts);
        slip("anna@home@example.org", Slip::TwoAts);
        slip("an na@example.org", Slip::Space);
        slip("anna@exa mple.org", Slip::Space);
        slip("anna bell", Slip::Space);
        slip("https://example.org/anna", Slip::Link);
        slip("@anna:example.org", Slip::OtherNetwork);
        slip("anna@a..b", Slip::Other(JidError::Forbidden));
        slip("anna@exa!mple.org", Slip::Other(JidError::Forbidden));
    }
}
