//! A realistic account: what people and their programs really leave behind, with Unicode and XML's
//! special characters wherever text may stand.

mod contacts;
mod friends;
mod picture;
mod profile;
mod stores;

use std::collections::BTreeSet;

use crate::client::write;
use crate::client::{Client, Item, RosterItem};
use crate::{Error, Limits, Network, Side};

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
}

impl Size {
    /// Everything, with so many contacts.
    pub fn full(contacts: usize) -> Self {
        Self { contacts, friends: true, also: Vec::new(), profile: true, picture: Some(164), stores: true }
    }

    /// Nothing but what is added by hand.
    pub fn empty() -> Self {
        Self { contacts: 0, friends: false, also: Vec::new(), profile: false, picture: None, stores: false }
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
}

/// Makes the account `user` on one side and fills it. Servers with limits run without them meanwhile,
/// which restarts both.
pub async fn fill(
    network: &Network,
    side: Side,
    user: &str,
    password: &str,
    size: &Size,
) -> Result<Seeded, Error> {
    let limits = network.limits().await;
    network.lift_limits().await?;
    let seeded = fill_unlimited(network, side, user, password, size).await;
    if limits == Limits::Default {
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
