//! `config.json` beside the page: what an operator may set. The page works without.

use ordered::Map;

use jid::BareJid;
use json::Value;
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
    #[error("config.json: {0} is neither wss: nor ws: on this machine")]
    NotAnEndpoint(String),
}

/// Reads `config.json`; where there is none, the defaults.
pub async fn load(clock: &Clock) -> Result<Config, ConfigError> {
    match fetch_own("config.json", clock).await {
        Ok(text) => parse(&text),
        Err(_) => Ok(Config::default()),
    }
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    let written = json::parse(text).map_err(|error| ConfigError::Malformed(error.to_string()))?;
    let mut config = Config::default();
    for (name, value) in members(&written)? {
        match name.as_str() {
            "endpoints" => config.endpoints = endpoints(value)?,
            "origin" => config.origin = end(value)?,
            "destination" => config.destination = end(value)?,
            "notice" => config.notice = texts(value)?,
            _ => return Err(unknown(name)),
        }
    }
    Ok(config)
}

fn endpoints(written: &Value) -> Result<Map<String, Endpoint>, ConfigError> {
    let mut endpoints = Map::new();
    for (name, url) in texts(written)? {
        let endpoint = Endpoint::trusted(&url).map_err(|_| ConfigError::NotAnEndpoint(url))?;
        endpoints.insert(domain(&name)?, endpoint);
    }
    Ok(endpoints)
}

fn end(written: &Value) -> Result<End, ConfigError> {
    let mut end = End::default();
    for (name, value) in texts(written)? {
        match name.as_str() {
            "domain" => end.domain = Some(domain(&value)?),
            _ => return Err(unknown(&name)),
        }
    }
    Ok(end)
}

fn texts(written: &Value) -> Result<Map<String, String>, ConfigError> {
    let text = |(name, value): &(String, Value)| match value.as_str() {
        Some(text) => Ok((name.clone(), text.to_owned())),
        None => Err(ConfigError::Malformed(format!("{name} is no text"))),
    };
    members(written)?.iter().map(text).collect()
}

fn members(written: &Value) -> Result<&[(String, Value)], ConfigError> {
    match written {
        Value::Object(members) => Ok(members),
        _ => Err(ConfigError::Malformed("braces are missing".to_owned())),
    }
}

fn unknown(name: &str) -> ConfigError {
    ConfigError::Malformed(format!("{name} is not known"))
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
        assert_eq!(parse(r#"{"origin":{"domain":"a b"}}"#), Err(ConfigError::NotADomain("a b".to_owned())));
        for text in [
            r#"{"endpoint":{}}"#,
            r#"{"origin":{"jid":"a@b"}}"#,
            r#"{"origin":{"domain":1}}"#,
            r#"{"notice":"x"}"#,
            "[]",
            "",
        ] {
            assert!(matches!(parse(text), Err(ConfigError::Malformed(_))), "{text}");
        }
    }
}
