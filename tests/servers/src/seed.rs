//! A realistic account: what people and their programs really leave behind, with Unicode and XML's
//! special characters wherever text may stand.

mod contacts;
mod conversations;
mod friends;
mod history;
mod messages;
mod nodes;
mod picture;
mod profile;
mod rules;
mod stores;

use std::collections::{BTreeMap, BTreeSet};

use crate::client::write;
use crate::client::{Client, Item, Node, Preferences, PrivacyLists, RosterItem};
use crate::{Error, Network, Side};

pub use nodes::{MANY, PARTY};
pub use picture::Picture;

/// How much to put in.
#[derive(Debug, Clone)]
pub struct Size {
    /// Roster items in all, friends and [`Size::also`] not counted.
    pub contacts: usize,
    /// Eight more with accounts of their own on both servers, in every subscription state, and one who
    /// asks and gets no answer.
    pub friends: bool,
    /// Roster items as they stand here, besides.
    pub also: Vec<RosterItem>,
    /// vcard-temp, vCard4 and nickname.
    pub profile: bool,
    /// The edge of a square picture in pixels: 164 makes 80 kB.
    pub picture: Option<u32>,
    /// Bookmarks, private XML and blocked addresses.
    pub stores: bool,
    /// Nodes of every sort, one of them ([`MANY`]) with so many items.
    pub nodes: Option<usize>,
    /// Messages sent and received, in the archive of both ends. Up to 200 are really sent; beyond,
    /// they are repeated in the archive itself, where 100,000 take seconds.
    pub messages: usize,
    /// Archive preferences, and privacy lists where the server has them.
    pub rules: bool,
    /// Messages received while away, waiting and archived. ejabberd keeps 100.
    pub offline: usize,
}

impl Size {
    /// What a client reads at once: contacts (so many, and friends), profile and stores.
    pub fn full(contacts: usize) -> Self {
        let stores = true;
        Self { contacts, friends: true, profile: true, picture: Some(164), stores, ..Self::empty() }
    }

    /// Everything there is, with so many contacts.
    pub fn fullest(contacts: usize) -> Self {
        Self { nodes: Some(60), messages: 120, rules: true, offline: 5, ..Self::full(contacts) }
    }

    /// Nothing but what is added by hand.
    pub fn empty() -> Self {
        Self {
            contacts: 0,
            friends: false,
            also: Vec::new(),
            profile: false,
            picture: None,
            stores: false,
            nodes: None,
            messages: 0,
            rules: false,
            offline: 0,
        }
    }
}

/// What stands in the account afterwards. Payloads are in the form of [`crate::xml::canonical`].
#[derive(Debug, Clone, Default)]
pub struct Seeded {
    pub jid: String,
    /// In the order of [`Client::roster`].
    pub roster: Vec<RosterItem>,
    /// Who asked for a subscription and waits.
    pub requests: BTreeSet<String>,
    /// As the server gives it back: Prosody makes it from vCard4.
    pub vcard: String,
    /// As it was put in, before anything the server made of it.
    pub vcard_put: String,
    pub vcard4: String,
    pub nick: String,
    pub picture: Option<Picture>,
    /// In the order of their addresses.
    pub bookmarks: Vec<Item>,
    pub private: Vec<String>,
    pub blocked: BTreeSet<String>,
    /// Every node the server lists, whoever made it.
    pub nodes: BTreeMap<String, Node>,
    pub archive_preferences: Option<Preferences>,
    /// As the server gives them back, ejabberd's form of the blocklist among them.
    pub privacy_lists: Option<PrivacyLists>,
    /// In the archive, those that wait included.
    pub messages: usize,
    pub offline: usize,
}

/// Makes the account `user` on one side and fills it. Servers with limits run without them meanwhile,
/// which restarts them.
pub async fn fill(
    network: &Network,
    side: Side,
    user: &str,
    password: &str,
    size: &Size,
) -> Result<Seeded, Error> {
    let were_lifted = network.are_lifted().await;
    network.lift_limits().await?;
    let seeded = fill_unlimited(network, side, user, password, size).await;
    if !were_lifted {
        network.restore_limits().await?;
    }
    seeded
}

async fn fill_unlimited(
    network: &Network,
    side: Side,
    user: &str,
    password: &str,
    size: &Size,
) -> Result<Seeded, Error> {
    let server = network.server(side);
    server.register(user, password).await?;
    let client = Client::connect(server, user, password).await?;
    let mut seeded = Seeded { jid: client.bare_jid().to_owned(), ..Seeded::default() };

    let mut items = contacts::roster(size.contacts);
    items.extend(size.also.iter().cloned());
    all(&client, items.iter().map(write::roster_set)).await?;
    if size.friends {
        seeded.requests = friends::befriend(network, side, user, &client).await?;
    }
    if size.profile {
        profile::write(&client, &mut seeded).await?;
    }
    if let Some(edge) = size.picture {
        let picture = Picture::new(edge);
        all(&client, picture.publish()).await?;
        seeded.picture = Some(picture);
    }
    if size.stores {
        stores::write(&client, &mut seeded).await?;
    }
    if let Some(many) = size.nodes {
        nodes::write(network, side, user, &client, many).await?;
    }
    if size.messages > 0 {
        conversations::hold(network, side, user, &client, size.messages).await?;
    }
    if size.offline > 0 {
        conversations::leave(network, side, user, size.offline).await?;
    }
    if size.rules {
        rules::write(&client, server.kind, &mut seeded).await?;
    }
    seeded.offline = server.offline_messages(user).await?;
    seeded.messages = server.archived(user).await?;
    seeded.nodes = client.pep().await?;
    seeded.roster = client.roster().await?;
    seeded.vcard = client.vcard().await?;
    missing(&items, &seeded.roster)?;
    Ok(seeded)
}

/// All requests pipelined; the first refusal is the result.
async fn all(
    client: &Client,
    requests: impl IntoIterator<Item = crate::client::Request>,
) -> Result<(), Error> {
    for answer in client.send_many(requests).await {
        answer?;
    }
    Ok(())
}

/// What was put in must be there, name and groups as given: else the seed is wrong for this server.
fn missing(wanted: &[RosterItem], found: &[RosterItem]) -> Result<(), Error> {
    for item in wanted {
        let same = |other: &&RosterItem| {
            (&other.jid, &other.name, &other.groups) == (&item.jid, &item.name, &item.groups)
        };
        if !found.iter().any(|other| same(&other)) {
            return Err(Error::Missed(format!("the roster item {item:?}")));
        }
    }
    Ok(())
}
