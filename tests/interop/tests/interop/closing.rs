//! The last things at the old account: messages, what its profile says, rooms entered on start, and its end.

use std::time::Duration;

use farewell::{Deletion, Event, Order, Part};
use interop::Parting;
use jid::BareJid;
use migration::Problem;
use servers::client::write::{block, create_node};
use servers::{Client, End, Generation, Kind, Network, Options, Side};

use crate::common::{
    OLD, PASSWORD, USER, empty_accounts, fill, locally, options, page, set_bookmark, set_contact, set_vcard,
    witness,
};

const WAIT: Duration = Duration::from_secs(30);
const TEXT: &str = "I have moved: xmpp:anna@new.test?roster";

fn jids<const N: usize>(all: [&str; N]) -> ordered::Set<BareJid> {
    all.into_iter().map(|jid| jid.parse().unwrap()).collect()
}

#[tokio::test]
async fn messages_go_to_whom_they_should_and_no_further() {
    for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
        let network = empty_accounts(options(old, new)).await;
        for user in ["ben", "cara"] {
            network.server(Side::New).register(user, PASSWORD).await.unwrap();
        }
        let owner = witness(&network, Side::Old).await;
        let contacts =
            ["ben@new.test", "cara@new.test", "nobody@new.test"].map(|jid| set_contact(jid, "", &[]));
        fill(&owner, contacts).await;
        fill(&owner, [block(&["cara@new.test".to_owned()])]).await;
        let ben = Client::connect(network.server(Side::New), "ben", PASSWORD).await.unwrap();
        ben.send_raw("<presence xmlns='jabber:client'/>");
        owner.send_raw(
            "<message xmlns='jabber:client' type='chat' to='ben@new.test'><body>hi</body></message>",
        );
        ben.receive(|xml| xml.contains(">hi<"), WAIT).await.unwrap();
        locally(async {
            let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
            let parting = Parting::new(&from, &to);
            let events = parting.perform(Order::Suggest).await;
            assert_eq!(events, [Event::Suggested(jids(["ben@new.test"])), Event::Done(Part::Messages)]);
            let to = jids(["ben@new.test", "cara@new.test", "nobody@new.test", "stranger@new.test"]);
            let events = parting.perform(Order::Write { to, text: TEXT.to_owned() }).await;
            let last = |jid: &str| {
                let mut outcomes = events.iter().filter_map(|event| match event {
                    Event::Written(to, outcome) if to.to_string() == jid => Some(outcome),
                    _ => None,
                });
                outcomes.next_back().unwrap_or_else(|| panic!("{jid}: {events:?}"))
            };
            assert_eq!(last("ben@new.test"), &Ok(()));
            assert!(matches!(last("nobody@new.test"), Err(Problem::Refused(_))), "{events:?}");
            for nothing in ["cara@new.test", "stranger@new.test"] {
                assert_eq!(last(nothing), &Err(Problem::Cancelled));
            }
            let sent = from.sent.announcements();
            assert_eq!(sent.len(), 2, "{sent:?}");
        })
        .await;
        let message = ben.receive(|xml| xml.contains("I have moved"), WAIT).await.unwrap();
        assert!(message.contains(OLD) && !message.contains("receipts"), "{message}");
    }
}

#[tokio::test]
async fn a_note_changes_one_field_and_leaves_the_picture() {
    for generation in Generation::ALL {
        for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
            let network = empty_accounts(Options::of(generation, old, new)).await;
            let owner = witness(&network, Side::Old).await;
            let photo = "<PHOTO><TYPE>image/png</TYPE><BINVAL>iVBORw0KGgo=</BINVAL></PHOTO>";
            fill(&owner, [set_vcard(&format!("<FN>Anna</FN><DESC>likes tea</DESC>{photo}"))]).await;
            let before = owner.pep_items("urn:xmpp:avatar:data").await.unwrap();
            locally(async {
                let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
                let order = Order::Note {
                    text: "moved to anna@new.test".to_owned(),
                    in_status: true,
                    in_profile: true,
                };
                let parting = Parting::new(&from, &to);
                assert_eq!(parting.perform(order.clone()).await, [Event::Noted, Event::Done(Part::Note)]);
                let [status] = &from.sent.announcements()[..] else { panic!("one presence") };
                assert!(
                    status.contains("<priority>-1</priority>") && status.contains("moved to"),
                    "{status}"
                );
                from.sent.take();
                parting.perform(order).await;
                assert_eq!(from.sent.writes(), Vec::<String>::new(), "it says so already");
            })
            .await;
            let vcard = owner.vcard().await.unwrap();
            for said in ["Anna", "moved to anna@new.test", "likes tea", "iVBORw0KGgo="] {
                assert!(vcard.contains(said), "{old:?}: {said} in {vcard}");
            }
            assert_eq!(owner.pep_items("urn:xmpp:avatar:data").await.unwrap(), before);
        }
    }
}

#[tokio::test]
async fn rooms_are_entered_on_start_again() {
    for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
        let network = empty_accounts(options(old, new)).await;
        let bookmark = |autojoin: &str| {
            format!(
                "<conference xmlns='urn:xmpp:bookmarks:1' name='Hall'{autojoin}><nick>A</nick><password>s3</password>\
                 <extensions><mine xmlns='urn:x'/></extensions></conference>"
            )
        };
        let private = [("access_model", "whitelist"), ("max_items", "50")];
        for (side, autojoin) in [(Side::Old, " autojoin='true'"), (Side::New, " autojoin='false'")] {
            let owner = witness(&network, side).await;
            let rooms = [
                set_bookmark("hall@conference.old.test", &bookmark(autojoin)),
                set_bookmark("quiet@conference.old.test", &bookmark("")),
            ];
            fill(&owner, [create_node("urn:xmpp:bookmarks:1", &private)]).await;
            fill(&owner, rooms).await;
        }
        locally(async {
            let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
            let parting = Parting::new(&from, &to);
            assert_eq!(parting.perform(Order::RestoreAutojoin).await, [Event::Done(Part::Rooms)]);
            assert_eq!(from.sent.writes(), Vec::<String>::new());
            to.sent.take();
            parting.perform(Order::RestoreAutojoin).await;
            assert_eq!(to.sent.writes(), Vec::<String>::new());
        })
        .await;
        let (old, new) = (witness(&network, Side::Old).await, witness(&network, Side::New).await);
        assert_eq!(new.bookmarks().await.unwrap()[0], old.bookmarks().await.unwrap()[0]);
        assert!(!new.bookmarks().await.unwrap()[1].payload.contains("autojoin"));
        assert_eq!(
            new.pep_config("urn:xmpp:bookmarks:1").await.unwrap()["pubsub#access_model"],
            ["whitelist"]
        );
    }
}

#[tokio::test]
async fn an_account_is_deleted_and_nothing_else_is_taken_for_that() {
    for generation in Generation::ALL {
        for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
            let network = empty_accounts(Options::of(generation, old, new)).await;
            assert_eq!(delete(&network).await, Deletion::Deleted, "{generation:?} {old:?}");
            let again = Client::connect(network.server(Side::Old), USER, PASSWORD).await;
            assert!(
                matches!(again, Err(servers::client::Error::SignIn(_))),
                "{generation:?} {old:?}: {again:?}"
            );
            drop(witness(&network, Side::New).await);
        }
    }
}

#[tokio::test]
async fn a_server_that_keeps_accounts_is_believed() {
    for generation in Generation::ALL {
        for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
            let options = Options::of(generation, old, new);
            let old = End { keeps_accounts: true, ..options.old.clone() };
            let network = empty_accounts(Options { old, ..options }).await;
            let deletion = delete(&network).await;
            assert!(matches!(deletion, Deletion::Refused(Problem::Refused(_))), "{deletion:?}");
            drop(witness(&network, Side::Old).await);
        }
    }
}

async fn delete(network: &Network) -> Deletion {
    locally(async {
        let (from, to) = (page(network, Side::Old).await, page(network, Side::New).await);
        let events = Parting::new(&from, &to).perform(Order::Delete).await;
        let [Event::Deleted(deletion), Event::Done(Part::Deletion)] = &events[..] else {
            panic!("{events:?}")
        };
        deletion.clone()
    })
    .await
}
