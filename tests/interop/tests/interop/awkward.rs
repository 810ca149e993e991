//! Contacts and addresses that are not like others.

use interop::Move;
use migration::{Outcome, Problem, Reason};
use servers::client::write::{block, roster_set};
use servers::seed::{self, Size};
use servers::{Client, Kind, Network, Side};

use crate::common::{
    NEW, PASSWORD, USER, contact, empty_accounts, fill, locally, options, page, set_bookmark, witness,
};

#[tokio::test]
async fn from_prosody_to_ejabberd() {
    let network = Network::start(options(Kind::Prosody, Kind::Ejabberd)).await.unwrap();
    let size = Size { also: special(), ..Size::empty() };
    seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    // Prosody takes what was not assigned in Unicode 3.2; ejabberd refuses it.
    let rocket = "🚀@b.test".to_owned();
    let old = witness(&network, Side::Old).await;
    let room = "<conference xmlns='urn:xmpp:bookmarks:1' name='no address'/>";
    fill(
        &old,
        [
            roster_set(&contact(&rocket, "Rocket", &[])),
            block(&[rocket.clone(), NEW.to_owned(), "spam@b.test".to_owned()]),
            set_bookmark("not an address", room),
        ],
    )
    .await;
    let run = moved(&network).await;
    for (id, others) in [("roster", special().len()), ("blocklist", 1)] {
        let report = run.report(id);
        assert!(!report.is_complete());
        assert_eq!(report.problem, None);
        let Outcome::Failed(Problem::Refused(error)) = run.outcome(id, &rocket) else {
            panic!("{report:#?}");
        };
        assert_eq!(error.condition, "bad-request");
        let tally = report.tally();
        assert_eq!(
            (tally.failed, tally.left_out, tally.copied),
            (1, 1, others - usize::from(id == "roster"))
        );
        assert_eq!(run.outcome(id, NEW), &Outcome::LeftOut(Reason::ThisIsYou));
    }
    assert_eq!(run.outcome("bookmarks", "not an address"), &Outcome::LeftOut(Reason::InvalidAddress));
    let new = witness(&network, Side::New).await;
    has_special(&new).await;
    assert_eq!(new.blocklist().await.unwrap(), ["spam@b.test".to_owned()].into());
}

#[tokio::test]
async fn from_ejabberd_to_prosody() {
    let network = Network::start(options(Kind::Ejabberd, Kind::Prosody)).await.unwrap();
    let size = Size { also: special(), ..Size::empty() };
    seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    // ejabberd takes full addresses; Prosody refuses them.
    let full = contact("zoë@b.test/phone", "Zoë's phone", &["Phones"]);
    fill(&witness(&network, Side::Old).await, [roster_set(&full)]).await;
    let run = moved(&network).await;
    run.assert_complete();
    let tally = run.report("roster").tally();
    assert_eq!((tally.read, tally.left_out, tally.changed), (special().len() + 1, 1, 1));
    assert_eq!(run.outcome("roster", NEW), &Outcome::LeftOut(Reason::ThisIsYou));
    assert_eq!(run.outcome("roster", "zoë@b.test"), &Outcome::Changed(Reason::ResourceDropped));
    let new = witness(&network, Side::New).await;
    let roster = new.roster().await.unwrap();
    let zoe = roster.iter().find(|item| item.jid == "zoë@b.test").unwrap();
    assert_eq!((zoe.name.as_str(), zoe.groups.len()), ("Zoë's phone", 1));
    has_special(&new).await;
}

#[tokio::test]
async fn two_addresses_that_are_one_from_a_file() {
    const FILE: &str = "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <query xmlns='jabber:iq:roster'>\
         <item jid='Straße@B.test' subscription='both'><group>A</group></item>\
         <item jid='strasse@b.test' name='Street' subscription='none'><group>B</group><group>A</group></item>\
         <item jid='strasse@b.test/x' name='Other'/>\
         <item jid='@nowhere' name='No address'/><item name='None at all'/>\
         <item jid='b@b.test'><group/><group>A</group><group>A</group></item>\
         </query></user></host></server-data>";
    for new in [Kind::Ejabberd, Kind::Prosody] {
        let network = empty_accounts(options(Kind::Prosody, new)).await;
        let run =
            locally(async { Move::from_file(FILE, &page(&network, Side::New).await.account).await }).await;
        run.assert_complete();
        let tally = run.report("roster").tally();
        assert_eq!((tally.read, tally.changed, tally.copied, tally.left_out), (6, 1, 1, 4), "{run:#?}");
        assert_eq!(run.outcome("roster", "@nowhere"), &Outcome::LeftOut(Reason::InvalidAddress));
        let roster = witness(&network, Side::New).await.roster().await.unwrap();
        let found: Vec<_> =
            roster.iter().map(|item| (item.jid.as_str(), item.name.as_str(), item.groups.len())).collect();
        assert_eq!(found, [("b@b.test", "", 1), ("strasse@b.test", "Street", 2)]);
    }
}

/// What both servers keep.
fn special() -> Vec<servers::client::RosterItem> {
    vec![
        contact(NEW, "Me, soon", &["Me"]),
        contact("anna%b@gateway.test", "Over the gateway", &["Gateways"]),
        contact("gateway.test", "The gateway", &["Gateways"]),
        contact("long@b.test", &"Öäü".repeat(500), &["Friends"]),
        contact("anna@old.test.friends.test", "", &[]),
    ]
}

async fn has_special(client: &Client) {
    let roster = client.roster().await.unwrap();
    assert!(roster.iter().all(|item| item.jid != NEW), "{roster:?}");
    for item in special().iter().filter(|item| item.jid != NEW) {
        let found = roster.iter().find(|found| found.jid == item.jid).unwrap();
        assert_eq!(found.name, item.name);
        assert!(item.groups.is_subset(&found.groups));
    }
}

async fn moved(network: &Network) -> Move {
    locally(async {
        let (from, to) = (page(network, Side::Old).await, page(network, Side::New).await);
        Move::everything(&from, &to).await
    })
    .await
}
