//! What the tests have in common: networks, and one account on each side.

use std::future::Future;

use interop::{SignedIn, sign_in};
use servers::client::write::{publish, roster_set};
use servers::client::{Request, RosterItem};
use servers::{Client, Generation, Kind, Network, Options, Side};
use session::Transport;
use tokio::task::LocalSet;

pub const USER: &str = "anna";
pub const PASSWORD: &str = "pässword, =with= 'specials'";
pub const OLD: &str = "anna@old.test";
pub const NEW: &str = "anna@new.test";

/// The oldest of these two, without limits.
pub fn options(old: Kind, new: Kind) -> Options {
    Options::of(Generation::Oldest, old, new)
}

/// Runs a test whose sessions live on this thread.
pub async fn locally<T>(test: impl Future<Output = T>) -> T {
    LocalSet::new().run_until(test).await
}

/// A network with an empty account on each side.
pub async fn empty_accounts(options: Options) -> Network {
    let network = Network::start(options).await.unwrap();
    for side in [Side::Old, Side::New] {
        network.server(side).register(USER, PASSWORD).await.unwrap();
    }
    network
}

/// The account of one side as the page holds it.
pub async fn page(network: &Network, side: Side) -> SignedIn {
    page_over(Transport::WebSocket, network, side).await
}

pub async fn page_over(transport: Transport, network: &Network, side: Side) -> SignedIn {
    let server = network.server(side);
    match transport {
        Transport::WebSocket => sign_in(server, USER, PASSWORD).await,
        Transport::Bosh => SignedIn::over_bosh(server, USER, PASSWORD).await,
    }
}

/// The account of one side as somebody else's client holds it.
pub async fn witness(network: &Network, side: Side) -> Client {
    Client::connect(network.server(side), USER, PASSWORD).await.unwrap()
}

/// Sends all of them, and all must succeed.
pub async fn fill(client: &Client, requests: impl IntoIterator<Item = Request>) {
    for answer in client.send_many(requests).await {
        answer.unwrap();
    }
}

pub fn contact(jid: &str, name: &str, groups: &[&str]) -> RosterItem {
    RosterItem {
        jid: jid.to_owned(),
        name: name.to_owned(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        ..RosterItem::default()
    }
}

pub fn set_contact(jid: &str, name: &str, groups: &[&str]) -> Request {
    roster_set(&contact(jid, name, groups))
}

pub fn set_vcard(fields: &str) -> Request {
    Request::set(format!("<vCard xmlns='vcard-temp'>{fields}</vCard>"))
}

pub fn set_vcard4(properties: &str) -> Request {
    let vcard = format!("<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>{properties}</vcard>");
    publish("urn:xmpp:vcard4", "current", &vcard)
}

pub fn set_bookmark(room: &str, content: &str) -> Request {
    publish("urn:xmpp:bookmarks:1", room, content)
}

/// One contact of a roster, by its address.
pub async fn contact_of(client: &Client, jid: &str) -> Option<RosterItem> {
    client.roster().await.unwrap().into_iter().find(|item| item.jid == jid)
}
