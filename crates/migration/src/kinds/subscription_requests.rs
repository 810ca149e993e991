//! `subscription_requests`: people who ask to see the account's presence and
//! were not answered yet (RFC 6121 §3.1.3).
//!
//! A server hands these out to whoever becomes available, and with priority 0
//! it would hand out waiting messages too, and so delete them. Prosody already
//! gives them to priority -1, for which no messages come; ejabberd only from 0
//! on, but keeps the messages once they were looked at (XEP-0013 §2.1).
//! Equality: the prepared bare address.

use std::pin::pin;
use std::time::Duration;

use ordered::Set;

use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::stream::{Stream, StreamExt};
use jid::{BareJid, Jid};
use portable::Fragment;
use session::RequestError;
use xml::{Element, ns};

use super::common::received_message;
use crate::kind::{Difference, Fate, Item, Kind, KindId, Mapping, Reading, Sink, Support};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("subscription_requests");

/// How long after its answer to a ping a server may still have requests to hand out.
const SETTLING: Duration = Duration::from_millis(500);
/// How often it is begun again after a lost connection.
const MOST_ATTEMPTS: u32 = 5;

#[derive(Debug)]
pub(crate) struct SubscriptionRequests;

#[async_trait(?Send)]
impl Kind for SubscriptionRequests {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        matches!(fragment, Fragment::SubscriptionRequest(_))
    }

    fn support(&self, _: &Features) -> Support {
        Support::ReadOnly(Reason::MustAskAgain)
    }

    fn reading(&self) -> Reading {
        Reading::WhenAsked
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let mut came = appear(from, "-1").await?;
        if !came.iter().any(is_request) && from.features().has(ns::OFFLINE) {
            came.extend(appear(from, "0").await?);
        }
        let mut asking = Set::new();
        for stanza in came {
            if is_request(&stanza) {
                let is_new = sender(&stanza).is_none_or(|jid| asking.insert(jid));
                if is_new {
                    out.fragment(Fragment::SubscriptionRequest(stanza));
                }
            } else if is_for_person(&stanza) {
                out.fragment(Fragment::OfflineMessage(stanza));
            }
        }
        Ok(())
    }

    /// Nothing of the sort can be put at a destination, and nobody is to see us there.
    async fn find(&self, _: &[Item], _: &Account, _: &mut dyn Sink) -> Result<(), Problem> {
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], _: &Mapping) -> Vec<Item> {
        let convert = |fragment: &Fragment| match fragment {
            Fragment::SubscriptionRequest(presence) => Some(request(presence)),
            // It came to us meanwhile, and may have come to nobody else.
            Fragment::OfflineMessage(message) => Some(received_message(message)),
            _ => None,
        };
        fragments.iter().filter_map(convert).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found: Set<String> = self.known(found).collect();
        let missing = wanted.iter().filter(|item| !found.contains(&item.key));
        missing.map(|item| Difference::missing(&item.key)).collect()
    }
}

impl SubscriptionRequests {
    fn known(&self, found: &[Fragment]) -> impl Iterator<Item = String> {
        let key = |fragment: &Fragment| match fragment {
            Fragment::SubscriptionRequest(presence) => Some(request(presence).key),
            Fragment::OfflineMessage(message) => Some(received_message(message).key),
            _ => None,
        };
        found.iter().filter_map(key)
    }
}

/// Becomes available for a moment: everything that came meanwhile. After a lost
/// connection it is begun again, as nobody is available on a new one. Before
/// priority 0 the waiting messages are looked at on that very connection, so
/// that the server keeps them (XEP-0013 §2.1).
async fn appear(from: &Account, priority: &str) -> Result<Vec<Element>, Problem> {
    let session = from.session();
    let mut inbox = pin!(session.inbox());
    let mut came = Vec::new();
    for _ in 0..MOST_ATTEMPTS {
        session.online().await?;
        let connection = session.jid();
        if priority == "0" {
            let looked = session.offline_headers().await;
            match looked {
                Ok(_) if session.jid() == connection => {}
                Ok(_) | Err(RequestError::ConnectionLost) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        let shown = show(from, priority).await;
        // Whatever happened: nobody is to see us any longer.
        let hidden = session.send(presence().with_attr("type", "unavailable")).await;
        let settled = match hidden {
            Ok(()) => session.ping().await,
            Err(error) => Err(error),
        };
        drain(inbox.as_mut(), &mut came);
        match shown.and(settled) {
            Ok(()) if session.jid() == connection => return Ok(came),
            Ok(()) | Err(RequestError::ConnectionLost) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::ConnectionLost)
}

async fn show(from: &Account, priority: &str) -> Result<(), RequestError> {
    let session = from.session();
    let priority = Element::new("priority", ns::CLIENT).with_text(priority);
    session.send(presence().with_child(priority)).await?;
    session.ping().await?;
    session.environment().sleep(SETTLING).await;
    Ok(())
}

fn presence() -> Element {
    Element::new("presence", ns::CLIENT)
}

/// Takes what has arrived, and waits for nothing.
fn drain(mut inbox: std::pin::Pin<&mut impl Stream<Item = Element>>, came: &mut Vec<Element>) {
    while let Some(Some(stanza)) = inbox.next().now_or_never() {
        came.push(stanza);
    }
}

fn is_request(stanza: &Element) -> bool {
    stanza.is("presence", ns::CLIENT) && stanza.attr("type") == Some("subscribe")
}

/// Whether somebody said something; events and errors are made by servers.
fn is_for_person(stanza: &Element) -> bool {
    stanza.is("message", ns::CLIENT)
        && stanza.attr("type") != Some("error")
        && stanza.first_child().is_some()
        && stanza.children().all(|child| child.ns() != ns::PUBSUB_EVENT)
}

fn sender(presence: &Element) -> Option<BareJid> {
    presence.attr("from")?.parse::<Jid>().ok().map(Jid::into_bare)
}

fn request(presence: &Element) -> Item {
    let written = presence.attr("from").unwrap_or_default();
    let Some(jid) = sender(presence) else {
        return Item::new(written, written, presence.clone(), Fate::LeftOut(Reason::InvalidAddress));
    };
    let jid = jid.to_string();
    let label = match presence.child_text("nick", ns::NICK) {
        Some(nick) if !nick.trim().is_empty() => format!("{} ({jid})", nick.trim()),
        _ => jid.clone(),
    };
    Item::new(jid, label, presence.clone(), Fate::LeftOut(Reason::MustAskAgain))
}
