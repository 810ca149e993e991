//! What the page's own URL says: `?from=…&to=…&lang=…`. It prefills and starts nothing.

use web_sys::UrlSearchParams;

/// The parameters the page knows; all others are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The old account's address, or its domain.
    pub from: Option<String>,
    /// The new account's address, or its domain.
    pub to: Option<String>,
    /// A BCP 47 tag.
    pub lang: Option<String>,
}

impl Query {
    pub fn read() -> Self {
        let search = gloo::utils::window().location().search().unwrap_or_default();
        match UrlSearchParams::new_with_str(&search) {
            Ok(parameters) => Self::from_pairs(|name| parameters.get(name)),
            Err(_) => Self::default(),
        }
    }

    fn from_pairs(value: impl Fn(&str) -> Option<String>) -> Self {
        let address = |name| value(name).filter(|text| is_address(text));
        Self { from: address("from"), to: address("to"), lang: value("lang").filter(|tag| is_tag(tag)) }
    }
}

fn is_address(text: &str) -> bool {
    text.parse::<jid::BareJid>().is_ok()
}

fn is_tag(text: &str) -> bool {
    (2..=35).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_domains_and_tags_only() {
        let read = |name: &'static str, text: &'static str| {
            Query::from_pairs(move |asked| (asked == name).then(|| text.to_owned()))
        };
        assert_eq!(read("from", "anna@old.example").from.as_deref(), Some("anna@old.example"));
        assert_eq!(read("to", "new.example").to.as_deref(), Some("new.example"));
        assert_eq!(read("lang", "de-AT").lang.as_deref(), Some("de-AT"));
        for (name, text) in
            [("from", "a b"), ("from", ""), ("to", "x@"), ("lang", "de\"><"), ("password", "hunter2")]
        {
            assert_eq!(read(name, text), Query::default(), "{name}={text}");
        }
    }
}
