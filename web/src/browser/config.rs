//! `config.json` beside the page: what an operator may set. The page works without.

use ordered::Map;

use jid::BareJid;
use serde::Deserialize;
use session::Endpoint;

use super::{Clock, fetch_own};

/// An operator's settings, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Connection addresses by prepared domain.
    pub endpoints: Map<String, Endpoint>,
    pub origin: End,
    pub destination: End,
    /// A text shown above everything, by language tag.
    pub notice: Map<String, String>,
}

/// What is set for one of the two accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    pub domain: Option<String>,
}

/// Why the settings cannot be used. They are the operator's, so this is told in full.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("config.json is not what it should be: {0}")]
    Malformed(String),
    #[error("config.json: {0} is no domain")]
    NotADomain(String),
    #[error("config.json: {0} is neither wss: nor https:, nor ws: or http: on this machine")]
    NotAnEndpoint(String),
}

/// Reads `config.json`; where there is none, the defaults.
pub async fn load(clock: &Clock) -> Result<Config, ConfigError> {
    match fetch_own("config.json", clock).await {
        Ok(text) => parse(&text),
        Err(_) => Ok(Config::default()),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    endpoints: std::collections::BTreeMap<String, String>,
    origin: WrittenEnd,
    destination: WrittenEnd,
    notice: std::collections::BTreeMap<String, String>,
    /// Read where it is needed: `providers.rs`.
    providers: serde::de::IgnoredAny,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenEnd {
    domain: Option<String>,
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    let written: Written =
        serde_json::from_str(text).map_err(|error| ConfigError::Malformed(error.to_string()))?;
    let mut endpoints = Map::new();
    for (name, url) in written.endpoints {
        let endpoint = Endpoint::trusted(&url).map_err(|_| ConfigError::NotAnEndpoint(url))?;
        endpoints.insert(domain(&name)?, endpoint);
    }
    Ok(Config {
        endpoints,
        origin: end(&written.origin)?,
        destination: end(&written.destination)?,
        notice: written.notice.into_iter().collect(),
    })
}

fn end(written: &WrittenEnd) -> Result<End, ConfigError> {
    Ok(End { domain: written.domain.as_deref().map(domain).transpose()? })
}

fn domain(name: &str) -> Result<String, ConfigError> {
    match BareJid::new(None, name) {
        Ok(jid) => Ok(jid.domain().to_owned()),
        Err(_) => Err(ConfigError::NotADomain(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_contract_names() {
        let config = parse(
            r#"{"endpoints":{"Old.Example":"wss://chat.old.example/ws","new.localhost":"ws://localhost:5280/ws"},
                "origin":{"domain":"old.example"},"destination":{},"notice":{"en":"Hello"}}"#,
        )
        .unwrap();
        assert_eq!(config.endpoints["old.example"].url(), "wss://chat.old.example/ws");
        assert_eq!(config.endpoints["new.localhost"].url(), "ws://localhost:5280/ws");
        assert_eq!(config.origin.domain.as_deref(), Some("old.example"));
        assert_eq!(config.destination.domain, None);
        assert_eq!(config.notice["en"], "Hello");
        assert_eq!(parse("{}"), Ok(Config::default()));
    }

    #[test]
    fn refuses_what_would_be_unsafe_or_is_a_slip() {
        let endpoint = |url: &str| parse(&format!(r#"{{"endpoints":{{"a.example":"{url}"}}}}"#));
        for url in [
            "ws://chat.example.org/ws",
            "http://a.example/bosh",
            "wss://u@a.example/ws",
            "a.example",
            "wss:///",
        ] {
            assert_eq!(endpoint(url), Err(ConfigError::NotAnEndpoint(url.to_owned())));
        }
        assert!(endpoint("ws://[::1]:5280/ws").is_ok());
        assert!(endpoint("https://chat.example.org/http-bind").is_ok());
        assert_eq!(parse(r#"{"origin":{"domain":"a b"}}"#), Err(ConfigError::NotADomain("a b".to_owned())));
        assert!(matches!(parse(r#"{"endpoint":{}}"#), Err(ConfigError::Malformed(_))));
        assert!(matches!(parse(""), Err(ConfigError::Malformed(_))));
    }
}
