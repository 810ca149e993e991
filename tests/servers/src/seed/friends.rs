//! Contacts with accounts of their own, brought into every subscription state (RFC 6121 §3) by the
//! presences that lead there.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::client::{self, Client, RosterItem, write};
use crate::{Error, Network, Side};

const PASSWORD: &str = "friends";
const ASKS: &str =
    "<status>It's me: Eve &lt;3</status><nick xmlns='http://jabber.org/protocol/nick'>Eve &amp; co</nick>";
const WAIT: Duration = Duration::from_secs(30);

/// What is to be between us and a friend: state, whether on our own server, name and group.
const FRIENDS: [(&str, bool, &str, &str); 7] = [
    ("both", true, "Berta Ähnlich & Co", "Friends"),
    ("both", false, "Boris <b>old</b>", "Family & <Kin>"),
    ("to", true, "Tomás \"T\"", "Friends"),
    ("to", false, "Tove 東", "Work \"R&D\""),
    ("from", true, "Fränzi", "Friends"),
    ("from", false, "Феодор", ""),
    ("pending", false, "Dora, still thinking", "Friends"),
];

struct Friend {
    state: &'static str,
    client: Client,
}

/// Returns who asked us and got no answer.
pub(super) async fn befriend(
    network: &Network,
    side: Side,
    user: &str,
    us: &Client,
) -> Result<BTreeSet<String>, Error> {
    let mut friends = Vec::new();
    for (state, near, shown, group) in FRIENDS {
        let home = if near { side } else { side.other() };
        let client = join(network, home, &name(user, side, state)).await?;
        let groups = Some(group.to_owned()).filter(|group| !group.is_empty()).into_iter().collect();
        let item =
            RosterItem { jid: client.bare_jid().into(), name: shown.into(), groups, ..RosterItem::default() };
        us.send(write::roster_set(&item)).await?;
        friends.push(Friend { state, client });
    }
    let asking = join(network, side.other(), &name(user, side, "asks")).await?;
    // Subscription presence reaches a resource that has asked for the roster and is available.
    us.roster().await?;
    us.send_raw("<presence xmlns='jabber:client'/>");

    for friend in &friends {
        meet(us, friend).await?;
    }
    subscribe(&asking, us, "subscribe", ASKS);
    us.receive(|xml| is(xml, "subscribe", asking.bare_jid()), WAIT).await?;
    for friend in &friends {
        settle(us, friend).await?;
    }
    us.send_raw("<presence xmlns='jabber:client' type='unavailable'/>");
    Ok(BTreeSet::from([asking.bare_jid().to_owned()]))
}

/// The user name of a friend: the same person may have an account on each side, and friends of each.
pub(super) fn name(user: &str, side: Side, state: &str) -> String {
    format!("{user}-{}-{state}", if side == Side::Old { "old" } else { "new" })
}

/// Signs a friend in, with a new account if there is none yet, and makes them available.
pub(super) async fn join(network: &Network, side: Side, name: &str) -> Result<Client, Error> {
    let server = network.server(side);
    let client = match Client::connect(server, name, PASSWORD).await {
        Err(client::Error::SignIn(_)) => {
            server.register(name, PASSWORD).await?;
            Client::connect(server, name, PASSWORD).await?
        }
        other => other?,
    };
    client.roster().await?;
    client.send_raw("<presence xmlns='jabber:client'/>");
    Ok(client)
}

async fn meet(us: &Client, friend: &Friend) -> Result<(), Error> {
    let (they, state) = (&friend.client, friend.state);
    if state != "from" {
        subscribe(us, they, "subscribe", "");
        they.receive(|xml| is(xml, "subscribe", us.bare_jid()), WAIT).await?;
        if state != "pending" {
            subscribe(they, us, "subscribed", "");
        }
    }
    if matches!(state, "from" | "both") {
        subscribe(they, us, "subscribe", "");
        us.receive(|xml| is(xml, "subscribe", they.bare_jid()), WAIT).await?;
        subscribe(us, they, "subscribed", "");
    }
    Ok(())
}

/// Waits until our roster shows the state.
async fn settle(us: &Client, friend: &Friend) -> Result<(), Error> {
    let (subscription, ask) = match friend.state {
        "pending" => ("none", "subscribe"),
        state => (state, ""),
    };
    let jid = friend.client.bare_jid();
    let deadline = tokio::time::Instant::now() + WAIT;
    while tokio::time::Instant::now() < deadline {
        let reached =
            |item: &RosterItem| item.jid == jid && item.subscription == subscription && item.ask == ask;
        if us.roster().await?.iter().any(reached) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(Error::Missed(format!("the subscription {} with {jid}", friend.state)))
}

fn subscribe(from: &Client, to: &Client, kind: &str, payload: &str) {
    from.send_raw(format!(
        "<presence xmlns='jabber:client' type='{kind}' to='{}'>{payload}</presence>",
        to.bare_jid()
    ));
}

fn is(xml: &str, kind: &str, from: &str) -> bool {
    let Ok(document) = roxmltree::Document::parse(xml) else { return false };
    let root = document.root_element();
    root.tag_name().name() == "presence"
        && root.attribute("type") == Some(kind)
        && root.attribute("from").is_some_and(|sender| sender.split('/').next() == Some(from))
}
