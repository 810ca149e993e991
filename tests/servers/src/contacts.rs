//! People who get requests, each with an account and a way of taking them.

mod moved;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use roxmltree::Document;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::xml::escape;
use crate::{Error, Server};

/// How somebody takes a request to see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Says yes.
    Approves,
    /// Says yes and asks back, as most programs offer.
    AsksBack,
    Ignores,
    /// Says no (RFC 6121 §3.2.2).
    Declines,
    /// Does what a server that knows XEP-0283 does (§4.4): accepts who has verifiably moved, asks back
    /// whom it saw, lets go of the old address; takes all others as [`Manner::Ignores`].
    Verifies,
}

/// Somebody who is there. They are gone when dropped.
#[derive(Debug)]
pub struct Person {
    client: Arc<Client>,
    heard: Arc<Heard>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Heard {
    presences: Mutex<Vec<String>>,
    more: Notify,
}

impl Person {
    /// Signs in, asks for the roster and becomes available, as every program does.
    pub async fn arrive(server: &Server, user: &str, password: &str, manner: Manner) -> Result<Self, Error> {
        let client = Arc::new(Client::connect(server, user, password).await?);
        client.roster().await?;
        client.send_raw("<presence xmlns='jabber:client'/>");
        let heard = Arc::<Heard>::default();
        let task = tokio::spawn(listen(client.clone(), heard.clone(), manner));
        Ok(Self { client, heard, task })
    }

    /// Every request that was shown to them so far, whole, those still on their way from their server too.
    pub async fn requests(&self) -> Result<Vec<String>, Error> {
        // Handled in order, so what came to the server before comes before the answer.
        self.client.disco_info(self.client.bare_jid()).await?;
        // A task of its own takes it from there.
        while self.client.holds(is_about_subscriptions) {
            tokio::task::yield_now().await;
        }
        Ok(self.presences("subscribe"))
    }

    /// Everything about subscriptions of this type they got so far, whole.
    pub fn presences(&self, kind: &str) -> Vec<String> {
        let heard = self.heard.presences.lock().unwrap_or_else(PoisonError::into_inner);
        heard
            .iter()
            .filter(|xml| kind_and_sender(xml).is_some_and(|(found, _)| found == kind))
            .cloned()
            .collect()
    }

    /// Everything about subscriptions they got so far, whole.
    pub fn everything(&self) -> Vec<String> {
        self.heard.presences.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until they got one of this type from this address.
    pub async fn until(&self, kind: &str, from: &str, wait: Duration) -> Result<String, Error> {
        let wanted = Some((kind.to_owned(), from.to_owned()));
        let waiting = async {
            loop {
                let more = self.heard.more.notified();
                let got = self.presences(kind);
                if let Some(xml) = got.into_iter().find(|xml| kind_and_sender(xml) == wanted) {
                    return xml;
                }
                more.await;
            }
        };
        let missed = |_| Error::Missed(format!("a presence {kind} of {from} for {}", self.client.bare_jid()));
        tokio::time::timeout(wait, waiting).await.map_err(missed)
    }

    /// Sends a presence about subscriptions.
    pub fn say(&self, kind: &str, to: &str) {
        say(&self.client, kind, to, "");
    }

    /// Sends one with something in it.
    pub fn say_with(&self, kind: &str, to: &str, payload: &str) {
        say(&self.client, kind, to, payload);
    }

    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Looks in after a time away, and says which requests waited. Nothing is answered.
pub async fn look_in(server: &Server, user: &str, password: &str) -> Result<Vec<String>, Error> {
    let client = Client::connect(server, user, password).await?;
    client.roster().await?;
    client.send_raw("<presence xmlns='jabber:client'/>");
    // Handled in order, so what waited comes before the answer.
    client.disco_info(client.bare_jid()).await?;
    Ok(client.take(|xml| kind_and_sender(xml).is_some_and(|(kind, _)| kind == "subscribe")))
}

async fn listen(client: Arc<Client>, heard: Arc<Heard>, manner: Manner) {
    const PATIENCE: Duration = Duration::from_secs(3600);
    while let Ok(xml) = client.receive(is_about_subscriptions, PATIENCE).await {
        let Some((kind, sender)) = kind_and_sender(&xml) else { continue };
        heard.presences.lock().unwrap_or_else(PoisonError::into_inner).push(xml.clone());
        heard.more.notify_waiters();
        if kind != "subscribe" {
            continue;
        }
        match manner {
            Manner::Ignores => {}
            Manner::Declines => say(&client, "unsubscribed", &sender, ""),
            Manner::Approves => say(&client, "subscribed", &sender, ""),
            Manner::AsksBack => {
                say(&client, "subscribed", &sender, "");
                say(&client, "subscribe", &sender, "");
            }
            // Beside everything else: the old server may take its time.
            Manner::Verifies => drop(tokio::spawn(moved::follow(client.clone(), sender, xml))),
        }
    }
}

fn say(client: &Client, kind: &str, to: &str, payload: &str) {
    let to = escape(to);
    client.send_raw(format!("<presence xmlns='jabber:client' type='{kind}' to='{to}'>{payload}</presence>"));
}

fn is_about_subscriptions(xml: &str) -> bool {
    kind_and_sender(xml).is_some()
}

/// Type and bare sender of a presence about subscriptions (RFC 6121 §3).
fn kind_and_sender(xml: &str) -> Option<(String, String)> {
    let document = Document::parse(xml).ok()?;
    let root = document.root_element();
    let kind = root.attribute("type")?;
    let is_one = root.tag_name().name() == "presence"
        && matches!(kind, "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed");
    let sender = root.attribute("from")?.split('/').next()?;
    is_one.then(|| (kind.to_owned(), sender.to_owned()))
}
