//! What is done about a request that says it comes from somebody who has moved (XEP-0283 §4.3, §4.4).

use std::sync::Arc;

use roxmltree::{Document, Node};

use super::say;
use crate::client::Client;
use crate::xml::escape;

const MOVED: &str = "urn:xmpp:moved:1";

/// Accepts `request` of `sender` if the address they say they left could see us and names them as its
/// new one. Everything else is left as it is.
pub(super) async fn follow(client: Arc<Client>, sender: String, request: String) {
    let Some(old) = claimed(&request) else { return };
    let Ok(roster) = client.roster().await else { return };
    let Some(known) = roster.into_iter().find(|item| item.jid == old) else { return };
    if !matches!(known.subscription.as_str(), "from" | "both") {
        return;
    }
    if stated(&client, &old).await.as_deref() != Some(sender.as_str()) {
        return;
    }
    say(&client, "subscribed", &sender, "");
    say(&client, "unsubscribed", &old, "");
    if known.subscription == "both" {
        say(&client, "subscribe", &sender, "");
    }
}

/// The address that the request says was left.
fn claimed(request: &str) -> Option<String> {
    let document = Document::parse(request).ok()?;
    let moved = document.root_element().children().find(|node| node.has_tag_name((MOVED, "moved")))?;
    text(moved, "old-jid")
}

/// Where the account at `old` says it has moved to.
async fn stated(client: &Client, old: &str) -> Option<String> {
    let payload = format!(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{}'><item id='current'/></items></pubsub>",
        escape(MOVED)
    );
    let answer = client.iq("get", Some(old), &payload).await.ok()?;
    let document = Document::parse(&answer).ok()?;
    let moved = document.descendants().find(|node| node.has_tag_name((MOVED, "moved")))?;
    text(moved, "new-jid")
}

fn text(moved: Node<'_, '_>, name: &str) -> Option<String> {
    let child = moved.children().find(|node| node.has_tag_name((MOVED, name)))?;
    child.text().map(|text| text.trim().to_owned())
}
