//! What went over the network, as the browser's own log has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde_json::Value;

use crate::Tab;
use crate::chromium::Traffic;

/// A WebSocket frame the page sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub host: String,
    pub text: String,
}

#[derive(Debug, Default)]
pub(crate) struct Noted(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    hosts: BTreeSet<String>,
    sockets: BTreeMap<String, String>,
    sent: Vec<Frame>,
}

impl Tab {
    /// Every host a request or a socket went to.
    pub async fn hosts_spoken_to(&self) -> BTreeSet<String> {
        self.note().await;
        self.noted.0.lock().unwrap().hosts.clone()
    }

    /// Every frame sent so far.
    pub async fn frames_sent(&self) -> Vec<Frame> {
        self.note().await;
        self.noted.0.lock().unwrap().sent.clone()
    }

    async fn note(&self) {
        if self.traffic == Traffic::Unseen {
            return;
        }
        let entries = self.chromium.driver.get_log("performance").await.unwrap();
        let mut log = self.noted.0.lock().unwrap();
        for entry in entries {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            log.take(&event["message"]);
        }
    }
}

impl Log {
    fn take(&mut self, event: &Value) {
        let parameters = &event["params"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => self.hosts.extend(host(&text(&parameters["request"]["url"]))),
            "Network.webSocketCreated" => {
                let found = host(&text(&parameters["url"]));
                self.hosts.extend(found.clone());
                self.sockets.insert(text(&parameters["requestId"]), found.unwrap_or_default());
            }
            "Network.webSocketFrameSent" => {
                let host = self.sockets.get(parameters["requestId"].as_str().unwrap_or_default());
                let host = host.cloned().unwrap_or_default();
                self.sent.push(Frame { host, text: text(&parameters["response"]["payloadData"]) });
            }
            _ => {}
        }
    }
}

/// None for what stays in the browser, such as `blob:`.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme, "http" | "https" | "ws" | "wss") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    Some(authority.rsplit_once(':').map_or(authority, |(host, _)| host).to_owned())
}
