//! Every way to a real server: said in either form, said nowhere, or typed by hand; and how strongly the
//! account is signed in with then.

use std::rc::Rc;

use interop::Outside;
use jid::BareJid;
use servers::Kind::{self, Ejabberd, Prosody};
use servers::front::HostMeta;
use servers::{End, Generation, Hash, Network, Options, Side};
use session::{
    Credentials, Endpoint, Login, Mechanism, Password, Presence, Session, discover, guess, presence,
};

use crate::common::{PASSWORD, USER, locally};

/// Where each listens for browsers by default, and the path there.
fn usual(kind: Kind) -> (u16, &'static str) {
    match kind {
        Prosody => (5281, "/xmpp-websocket"),
        Ejabberd => (5443, "/ws"),
    }
}

#[tokio::test]
async fn the_oldest_are_reached_every_way() {
    every_way(Generation::Oldest).await;
}

#[tokio::test]
async fn the_current_ones_are_reached_every_way() {
    every_way(Generation::Current).await;
}

async fn every_way(generation: Generation) {
    let network = Network::start(Options::of(generation, Prosody, Ejabberd)).await.unwrap();
    for side in [Side::Old, Side::New] {
        network.server(side).register(USER, PASSWORD).await.unwrap();
    }
    locally(async {
        for side in [Side::Old, Side::New] {
            for forms in [HostMeta::Both, HostMeta::Xml, HostMeta::Json] {
                network.front(side).host_meta(forms);
                announced(&network, side).await;
            }
            network.front(side).host_meta(HostMeta::None);
            guessed(&network, side).await;
            by_hand(&network, side).await;
        }
    })
    .await;
}

fn login(account: &BareJid, endpoints: Vec<Endpoint>) -> Login {
    let credentials = Some(Credentials::Password(Password::new(PASSWORD.to_owned())));
    Login { jid: account.clone(), credentials, endpoints, allow_plain: false, floor: None }
}

fn account(network: &Network, side: Side) -> BareJid {
    network.server(side).jid(USER).parse().unwrap()
}

async fn announced(network: &Network, side: Side) {
    let (outside, account) = (Outside::of(network), account(network, side));
    let endpoints = discover(outside.as_ref(), account.domain()).await.unwrap();
    let session = Session::sign_in(outside, login(&account, endpoints)).await.unwrap();
    assert_eq!(session.account(), account);
    session.sign_out();
}

async fn guessed(network: &Network, side: Side) {
    let (outside, account) = (Outside::of(network), account(network, side));
    let domain = account.domain();
    let (port, path) = usual(network.server(side).kind);
    network.front(side).only_port(Some(port));
    let nothing = discover(outside.as_ref(), domain).await.unwrap_err();
    assert_eq!(nothing.tried.len(), 2);
    assert_eq!(presence(outside.as_ref(), domain).await, Presence::Closed);
    let found = guess(outside.as_ref(), domain).await.unwrap();
    assert_eq!(found.endpoint().url(), format!("wss://{domain}:{port}{path}"));
    let session = found.sign_in(outside, login(&account, Vec::new())).await.unwrap();
    assert_eq!(session.account(), account);
    session.sign_out();
    network.front(side).only_port(None);
}

async fn by_hand(network: &Network, side: Side) {
    let (outside, account) = (Outside::of(network), account(network, side));
    let (port, path) = usual(network.server(side).kind);
    let endpoint = Endpoint::trusted(&format!("wss://{}:{port}{path}", account.domain())).unwrap();
    let session = Session::sign_in(outside, login(&account, vec![endpoint])).await.unwrap();
    assert_eq!(session.account(), account);
    session.sign_out();
}

/// The strongest mechanism these servers offer for how they keep passwords is the one that is used.
/// Where ejabberd sends a hash of what it offers (XEP-0474), it fits, or nobody would be signed in.
#[tokio::test]
async fn the_strongest_that_is_offered_is_used() {
    let cases = [
        (Generation::Oldest, Prosody, Hash::Sha1, Mechanism::ScramSha1),
        (Generation::Oldest, Ejabberd, Hash::Sha256, Mechanism::ScramSha256),
        (Generation::Oldest, Ejabberd, Hash::Sha512, Mechanism::ScramSha512),
        (Generation::Current, Prosody, Hash::Sha256, Mechanism::ScramSha256),
        (Generation::Current, Ejabberd, Hash::Sha256, Mechanism::ScramSha256),
        (Generation::Current, Ejabberd, Hash::Sha512, Mechanism::ScramSha512),
    ];
    for pair in cases.chunks(2) {
        let [(generation, old, old_hash, first), (_, new, new_hash, second)] = pair else { unreachable!() };
        let options = Options {
            old: End { hash: *old_hash, ..End::new(*old, "old.test") },
            new: End { hash: *new_hash, ..End::new(*new, "new.test") },
            ..Options::of(*generation, *old, *new)
        };
        let network = Network::start(options).await.unwrap();
        locally(async {
            for (side, expected) in [(Side::Old, first), (Side::New, second)] {
                network.server(side).register(USER, PASSWORD).await.unwrap();
                let account = account(&network, side);
                let outside = Outside::of(&network);
                let endpoints = discover(outside.as_ref(), account.domain()).await.unwrap();
                let session =
                    Session::sign_in(Rc::clone(&outside) as _, login(&account, endpoints)).await.unwrap();
                assert_eq!(session.mechanism(), *expected, "{generation:?} {side:?}");
                session.sign_out();
            }
        })
        .await;
    }
}
