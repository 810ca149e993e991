//! XEP-0156 §4: `/.well-known/host-meta` and `host-meta.json`.

use std::io;

use serde_json::json;
use tokio::io::AsyncWrite;

use crate::Server;
use crate::http::{Head, respond};
use crate::xml::escape;

const WEBSOCKET: &str = "urn:xmpp:alt-connections:websocket";
const BOSH: &str = "urn:xmpp:alt-connections:xbosh";

/// Which forms of discovery a front serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HostMeta {
    #[default]
    Both,
    Xml,
    Json,
    None,
}

pub(super) struct Links {
    links: [(&'static str, String); 2],
}

impl Links {
    pub(super) fn of(server: &Server) -> Self {
        let domain = &server.domain;
        let bosh = server.bosh_url.rsplit('/').next().unwrap_or_default();
        Self {
            links: [
                (WEBSOCKET, format!("wss://{domain}{}", server.ws_path())),
                (BOSH, format!("https://{domain}/{bosh}")),
            ],
        }
    }

    pub(super) async fn answer(
        &self,
        client: &mut (impl AsyncWrite + Unpin),
        head: &Head,
        which: HostMeta,
        only_bosh: bool,
    ) -> io::Result<()> {
        let links = if only_bosh { &self.links[1..] } else { &self.links[..] };
        let cors = ("Access-Control-Allow-Origin", "*");
        let found = match head.path.as_str() {
            "/.well-known/host-meta" if matches!(which, HostMeta::Both | HostMeta::Xml) => {
                Some(("application/xrd+xml", xml(links)))
            }
            "/.well-known/host-meta.json" if matches!(which, HostMeta::Both | HostMeta::Json) => {
                Some(("application/json", json(links)))
            }
            _ => None,
        };
        match found {
            Some((kind, body)) => {
                let headers = [cors, ("Content-Type", kind), ("Cache-Control", "no-store")];
                respond(client, "200 OK", &headers, Some(body.as_bytes()), body.len()).await
            }
            None => respond(client, "404 Not Found", &[cors], Some(b""), 0).await,
        }
    }
}

fn xml(links: &[(&str, String)]) -> String {
    let links: String = links
        .iter()
        .map(|(relation, url)| format!("<Link rel='{relation}' href='{}'/>", escape(url)))
        .collect();
    format!(
        "<?xml version='1.0' encoding='utf-8'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>{links}</XRD>"
    )
}

fn json(links: &[(&str, String)]) -> String {
    let links: Vec<_> = links.iter().map(|(relation, url)| json!({"rel": relation, "href": url})).collect();
    json!({ "links": links }).to_string()
}
