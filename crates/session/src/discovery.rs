//! Finding where a domain takes connections from browsers (XEP-0156 §3).

use std::pin::pin;
use std::time::Duration;

use futures_util::{FutureExt, select_biased};
use serde::Deserialize;
use xml::{Element, Rules, ns};

use crate::{Endpoint, Environment};

/// How long both lookups together may take.
const PATIENCE: Duration = Duration::from_secs(12);
const RELATIONS: [&str; 2] = ["urn:xmpp:alt-connections:websocket", "urn:xmpp:alt-connections:xbosh"];

/// What was looked up in vain, and how each look-up ended: for the technical details.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{domain} does not say where browsers can connect")]
pub struct NoEndpoint {
    pub domain: String,
    pub tried: Vec<(String, String)>,
}

/// Asks `host-meta` and `host-meta.json` at once; the first that names an
/// encrypted address wins. WebSockets come before BOSH, which is slower.
pub async fn discover(environment: &dyn Environment, domain: &str) -> Result<Vec<Endpoint>, NoEndpoint> {
    let xml_url = format!("https://{domain}/.well-known/host-meta");
    let json_url = format!("https://{domain}/.well-known/host-meta.json");
    let mut by_xml = pin!(look_up(environment, &xml_url, from_xml).fuse());
    let mut by_json = pin!(look_up(environment, &json_url, from_json).fuse());
    let mut patience = environment.sleep(PATIENCE).fuse();
    let mut tried = [xml_url.clone(), json_url.clone()].map(|url| (url, "no answer in time".to_owned()));
    for _ in 0..tried.len() {
        let (which, result) = select_biased! {
            result = by_xml => (0, result),
            result = by_json => (1, result),
            () = patience => break,
        };
        match result {
            Ok(endpoints) => return Ok(endpoints),
            Err(reason) => tried[which].1 = reason,
        }
    }
    Err(NoEndpoint { domain: domain.to_owned(), tried: tried.into() })
}

async fn look_up(
    environment: &dyn Environment,
    url: &str,
    links: fn(&str) -> Result<Vec<String>, String>,
) -> Result<Vec<Endpoint>, String> {
    let text = environment.fetch(url).await.map_err(|error| error.to_string())?;
    let links = links(&text)?;
    let mut endpoints: Vec<_> = links.iter().filter_map(|link| Endpoint::discovered(link).ok()).collect();
    endpoints.sort_by_key(Endpoint::transport);
    match (endpoints.is_empty(), links.is_empty()) {
        (false, _) => Ok(endpoints),
        (true, true) => Err("answers, but names no address for browsers".to_owned()),
        (true, false) => Err("names only unencrypted addresses".to_owned()),
    }
}

fn from_xml(text: &str) -> Result<Vec<String>, String> {
    let root = xml::parse(text.trim(), &Rules::file()).map_err(|error| error.to_string())?;
    let is_ours = |link: &&Element| {
        link.is("Link", ns::XRD) && link.attr("rel").is_some_and(|relation| RELATIONS.contains(&relation))
    };
    Ok(root.children().filter(is_ours).filter_map(|link| link.attr("href").map(str::to_owned)).collect())
}

fn from_json(text: &str) -> Result<Vec<String>, String> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(default)]
        links: Vec<Link>,
    }
    #[derive(Deserialize)]
    struct Link {
        rel: Option<String>,
        href: Option<String>,
    }
    let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let is_ours = |link: &Link| link.rel.as_deref().is_some_and(|relation| RELATIONS.contains(&relation));
    Ok(document.links.into_iter().filter(is_ours).filter_map(|link| link.href).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_forms() {
        let xml = "<?xml version='1.0'?>\n<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>\
            <Link rel='urn:xmpp:alt-connections:xbosh' href='https://a.example/bosh'/>\
            <Link rel='urn:xmpp:alt-connections:websocket' href='wss://a.example/ws'/></XRD>";
        let both = ["https://a.example/bosh", "wss://a.example/ws"].map(str::to_owned);
        assert_eq!(from_xml(xml), Ok(both.to_vec()));
        let json = r#"{"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://a.example/ws"},
            {"rel":"other"}],"subject":1}"#;
        assert_eq!(from_json(json), Ok(vec!["wss://a.example/ws".to_owned()]));
        assert!(from_json("<html>").is_err());
        assert!(from_xml("<html><br></html>").is_err());
    }
}
