//! What ejabberd's `mod_pres_counter` counts, and when it begins anew: the page's pace rests on it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use servers::{Client, Generation, Kind, Network, Options, Side};

const MOST: u32 = 5;
const SECONDS: u32 = 10;
/// Three of these fit into the counter's time, and five would never be exceeded.
const NOW_AND_THEN: Duration = Duration::from_secs(4);
const SILENCE: Duration = Duration::from_secs(12);

#[tokio::test]
async fn oldest() {
    check(Generation::Oldest).await;
}

#[tokio::test]
async fn current() {
    check(Generation::Current).await;
}

async fn check(generation: Generation) {
    let options = Options::of(generation, Kind::Ejabberd, Kind::Ejabberd);
    let [old, new] = [options.old.clone(), options.new.clone()].map(|end| end.counting(MOST, SECONDS));
    let network = Network::start(Options { old, new, ..options }).await.unwrap();
    tokio::join!(it_is_no_sliding_window(&network), neighbours_count_twice(&network));
    tokio::time::sleep(SILENCE).await;
    everybody_elsewhere_counts_together(&network).await;
}

/// The sixth is dropped however slowly they come: only a silence since the last that was let through
/// begins the count anew. The sender is told, and the roster shows all of them as open.
async fn it_is_no_sliding_window(network: &Network) {
    let sender = arrive(network, Side::Old, "slow").await;
    let receivers = several(network, Side::New, "far", 7).await;
    for (number, receiver) in receivers[..6].iter().enumerate() {
        say(&sender, "subscribe", receiver);
        if number < 5 {
            tokio::time::sleep(NOW_AND_THEN).await;
        }
    }
    assert_eq!(came(&sender, "error").await, 1);
    tokio::time::sleep(SILENCE).await;
    say(&sender, "subscribe", &receivers[6]);
    // The other server has answered what came behind it.
    sender.disco_info("new.test").await.unwrap();
    let mut shown = Vec::new();
    for receiver in &receivers {
        shown.push(came(receiver, "subscribe").await);
    }
    assert_eq!(shown, [1, 1, 1, 1, 1, 0, 1]);
    let open = sender.roster().await.unwrap();
    assert!(open.iter().all(|item| item.ask == "subscribe") && open.len() == 7, "{open:?}");
}

/// What goes to somebody on the same server is counted on the sender's connection as coming in, too:
/// of the answers nothing reaches the client, while the roster is right.
async fn neighbours_count_twice(network: &Network) {
    let sender = arrive(network, Side::Old, "near").await;
    let receivers = several(network, Side::Old, "neighbour", 5).await;
    receivers.iter().for_each(|receiver| say(&sender, "subscribe", receiver));
    for receiver in &receivers {
        assert_eq!(came(receiver, "subscribe").await, 1);
        say(receiver, "subscribed", &sender);
        receiver.disco_info(receiver.bare_jid()).await.unwrap();
    }
    assert_eq!(came(&sender, "subscribed").await, 0);
    let seen = sender.roster().await.unwrap();
    assert!(seen.iter().all(|item| item.subscription == "to"), "{seen:?}");
}

/// Another server's people share one count, and are told nothing.
async fn everybody_elsewhere_counts_together(network: &Network) {
    let senders = several(network, Side::Old, "sender", 2).await;
    let receivers = several(network, Side::New, "shared", 8).await;
    for (sender, receivers) in senders.iter().zip(receivers.chunks(4)) {
        receivers.iter().for_each(|receiver| say(sender, "subscribe", receiver));
        // The other server has answered what came behind them.
        sender.disco_info("new.test").await.unwrap();
    }
    let mut shown = 0;
    for receiver in &receivers {
        shown += came(receiver, "subscribe").await;
    }
    assert_eq!(shown, MOST as usize);
    for sender in &senders {
        assert_eq!(came(sender, "error").await, 0);
    }
}

async fn several(network: &Network, side: Side, name: &str, count: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for number in 0..count {
        clients.push(arrive(network, side, &format!("{name}{number}")).await);
    }
    clients
}

async fn arrive(network: &Network, side: Side, user: &str) -> Client {
    let server = network.server(side);
    server.register(user, "pw").await.unwrap();
    let client = Client::connect(server, user, "pw").await.unwrap();
    client.roster().await.unwrap();
    client.send_raw("<presence xmlns='jabber:client'/>");
    client
}

fn say(from: &Client, kind: &str, to: &Client) {
    from.send_raw(format!("<presence xmlns='jabber:client' type='{kind}' to='{}'/>", to.bare_jid()));
}

/// How many of these have come, once what was under way has.
async fn came(client: &Client, kind: &str) -> usize {
    let domain = client.bare_jid().split('@').next_back().unwrap_or_default().to_owned();
    let other = if domain == "old.test" { "new.test" } else { "old.test" };
    for domain in [other, &domain] {
        client.disco_info(domain).await.unwrap();
    }
    let of_kind = format!("type='{kind}'");
    client.take(|xml| xml.starts_with("<presence") && xml.contains(&of_kind)).len()
}
