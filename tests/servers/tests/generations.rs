//! Every generation: the versions that run, and that they reach each other.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use servers::{Client, Generation, Kind, Limits, Network, Options, Side};

const WAIT: Duration = Duration::from_secs(60);

async fn check(generation: Generation, old: Kind, new: Kind, limits: Limits) {
    let network = Network::start(Options { limits, ..Options::of(generation, old, new) }).await.unwrap();
    let mut clients = Vec::new();
    for side in [Side::Old, Side::New] {
        let server = network.server(side);
        server.register("anna", "se cret&<ü>").await.unwrap();
        let client = Client::connect(server, "anna", "se cret&<ü>").await.unwrap();
        // XEP-0092: what answers is what was installed.
        let query = "<query xmlns='jabber:iq:version'/>";
        let answer = client.iq("get", Some(&server.domain), query).await.unwrap();
        let document = roxmltree::Document::parse(&answer).unwrap();
        let version = document.descendants().find(|node| node.has_tag_name(("jabber:iq:version", "version")));
        let version = version.and_then(|node| node.text()).unwrap().split(['-', '+']).next().unwrap();
        let installed = server.version().unwrap();
        assert!(installed.starts_with(version), "{version} answers, {installed} is installed");
        assert!(fits(generation, server.kind, version), "{version} is not of {generation:?}");
        client.send_raw("<presence xmlns='jabber:client'/>");
        clients.push(client);
    }
    for (from, to) in [(0, 1), (1, 0)] {
        let (from, to) = (&clients[from], &clients[to]);
        from.send_raw(format!(
            "<message xmlns='jabber:client' to='{}' type='chat'><body>hello</body></message>",
            to.jid()
        ));
        let message = to.receive(|xml| xml.contains("<body>hello</body>"), WAIT).await.unwrap();
        assert!(message.contains(from.jid()), "{message}");
    }
}

/// Current versions move on; what a generation stands for stays.
fn fits(generation: Generation, kind: Kind, version: &str) -> bool {
    match (generation, kind) {
        (Generation::Oldest, Kind::Prosody) => version.starts_with("0.12."),
        (Generation::Oldest, Kind::Ejabberd) => version.starts_with("23."),
        (Generation::Backports, Kind::Prosody) => version == "13.0.1",
        (Generation::Backports, Kind::Ejabberd) => version.starts_with("24."),
        (Generation::Current, Kind::Prosody) => version.starts_with("13.") && version != "13.0.1",
        (Generation::Current, Kind::Ejabberd) => version[..2].parse::<u32>().unwrap() >= 26,
    }
}

#[tokio::test]
async fn oldest() {
    check(Generation::Oldest, Kind::Prosody, Kind::Ejabberd, Limits::Unlimited).await;
}

#[tokio::test]
async fn backports() {
    check(Generation::Backports, Kind::Prosody, Kind::Ejabberd, Limits::Unlimited).await;
}

#[tokio::test]
async fn current() {
    check(Generation::Current, Kind::Prosody, Kind::Ejabberd, Limits::Unlimited).await;
}

#[tokio::test]
async fn two_of_the_same_kind() {
    check(Generation::Current, Kind::Prosody, Kind::Prosody, Limits::Default).await;
    check(Generation::Current, Kind::Ejabberd, Kind::Ejabberd, Limits::Default).await;
}
