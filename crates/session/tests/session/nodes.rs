//! Nodes in pages, who may do what with them, and messages that wait.

use std::rc::Rc;

use futures_util::{FutureExt, StreamExt};
use jid::Jid;
use session::{RequestError, form};
use testkit::{Node, Socket, World};
use xml::{Element, ns};

use crate::common::{URL, juliet, online, stage};

fn payload(n: usize) -> Element {
    Element::new("entry", "urn:x").with_text(n.to_string())
}

#[test]
fn a_node_in_pages_is_read_to_its_end() {
    let (world, server) = stage();
    server.account("juliet", |account| {
        let mut node = Node::with(&[("pubsub#max_items", "max")]);
        node.items = (0..250).map(|n| (format!("i{n}"), payload(n))).collect();
        account.nodes.insert("urn:x".to_owned(), node);
    });
    world.run(async {
        let session = online(&world).await;
        for (size, requests) in [(None, 1), (Some(250), 1), (Some(100), 3), (Some(50), 5)] {
            server.forget();
            server.tune(|knobs| knobs.items_page = size);
            let items = session.pubsub_items("urn:x").await.unwrap();
            let ids: Vec<_> = items.iter().filter_map(|item| item.attr("id")).collect();
            assert_eq!(ids, (0..250).map(|n| format!("i{n}")).collect::<Vec<_>>(), "pages of {size:?}");
            assert_eq!(server.gets(), requests, "pages of {size:?}");
        }
    });
}

#[test]
fn pages_of_items_that_do_not_get_on_end() {
    // The same page for ever; and two that send us from one to the other.
    for marks in [1, 2] {
        let world = World::new();
        let asked = Rc::new(std::cell::Cell::new(0));
        let count = Rc::clone(&asked);
        world.listen(URL, move |mut socket: Socket| {
            let count = Rc::clone(&count);
            async move {
                testkit::sign_in(&mut socket, &[juliet()]).await;
                while let Some(iq) = socket.element().await {
                    count.set(count.get() + 1);
                    socket.send(format!(
                        "<iq xmlns='jabber:client' type='result' id='{}'>\
                         <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:x'><item id='a'/></items>\
                         <set xmlns='http://jabber.org/protocol/rsm'><last>{}</last></set></pubsub></iq>",
                        iq.attr("id").unwrap(),
                        count.get() % marks,
                    ));
                }
            }
        });
        world.run(async {
            let session = online(&world).await;
            let stuck = session.pubsub_items("urn:x").await;
            assert_eq!(stuck.err(), Some(RequestError::EndlessPages));
        });
        assert_eq!(asked.get(), marks + 1);
    }
}

#[test]
fn a_node_is_made_configured_and_shared() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let groups = form::field("pubsub#roster_groups_allowed", ["Friends", "R&D"]);
        let config = form::node_config([("pubsub#access_model", "roster"), ("pubsub#max_items", "5")]);
        session.pubsub_create("urn:x", config.with_child(groups)).await.unwrap();
        let found = session.pubsub_configuration("urn:x").await.unwrap();
        assert_eq!(form::values(&found, "pubsub#roster_groups_allowed"), ["Friends", "R&D"]);
        assert_eq!(form::value(&found, "pubsub#access_model").as_deref(), Some("roster"));
        assert_eq!(form::values(&found, "pubsub#unknown"), [""; 0]);
        session.pubsub_configure("urn:x", form::node_config([("pubsub#max_items", "2")])).await.unwrap();
        for n in 0..3 {
            let item =
                Element::new("item", ns::PUBSUB).with_attr("id", format!("i{n}")).with_child(payload(n));
            session.pubsub_publish("urn:x", item, None).await.unwrap();
        }
        let items = session.pubsub_items("urn:x").await.unwrap();
        assert_eq!(items.iter().filter_map(|item| item.attr("id")).collect::<Vec<_>>(), ["i1", "i2"]);

        let romeo = ("romeo@montague.example".to_owned(), "member".to_owned());
        session.pubsub_set_affiliations("urn:x", std::slice::from_ref(&romeo)).await.unwrap();
        let affiliations = session.pubsub_affiliations("urn:x").await.unwrap();
        let affiliation =
            |entry: &Element| Some((entry.attr("jid")?.to_owned(), entry.attr("affiliation")?.to_owned()));
        let juliet = ("juliet@capulet.example".to_owned(), "owner".to_owned());
        assert_eq!(affiliations.iter().filter_map(affiliation).collect::<Vec<_>>(), [juliet, romeo]);

        server.account("juliet", |account| {
            let node = account.nodes.get_mut("urn:x").unwrap();
            node.subscriptions.insert("romeo@montague.example".to_owned(), "subscribed".to_owned());
        });
        assert_eq!(session.pubsub_subscriptions("urn:x").await.unwrap().len(), 1);
        server.tune(|knobs| knobs.tells_subscriptions = false);
        assert!(session.pubsub_subscriptions("urn:x").await.unwrap_err().is_unsupported());
        assert!(session.pubsub_affiliations("urn:y").await.unwrap_err().is_absent());
    });
}

#[test]
fn messages_that_wait_are_seen_and_stay() {
    let (world, server) = stage();
    let message = |n: usize| {
        let body = Element::new("body", ns::CLIENT).with_text(format!("Message {n}"));
        let from = format!("romeo{n}@montague.example/orchard");
        Element::new("message", ns::CLIENT).with_attr("from", from).with_child(body)
    };
    server.account("juliet", |account| (0..3).for_each(|n| account.leave_message(message(n))));
    world.run(async {
        let session = online(&world).await;
        let own = Jid::from(session.account());
        let info = session.disco_info_of(&own, ns::OFFLINE).await.unwrap();
        assert_eq!(form::value(&info.forms[0], "number_of_messages").as_deref(), Some("3"));
        let nodes = session.offline_headers().await.unwrap();
        assert_eq!(nodes.len(), 3);
        let mut inbox = session.inbox();
        // Anybody may send what looks like one, but nobody else knows its name.
        server.push(
            "<message xmlns='jabber:client' from='x@y.example'>\
             <offline xmlns='http://jabber.org/protocol/offline'><item node='guess'/></offline></message>",
        );
        let messages = session.offline_view(&nodes).await.unwrap();
        let bodies: Vec<_> = messages.iter().filter_map(|m| m.child_text("body", ns::CLIENT)).collect();
        assert_eq!(bodies, ["Message 0", "Message 1", "Message 2"]);
        assert_eq!(messages[1].attr("from"), Some("romeo1@montague.example/orchard"));
        assert_eq!(inbox.next().now_or_never().flatten().unwrap().attr("from"), Some("x@y.example"));
        assert!(inbox.next().now_or_never().is_none());

        // Who has asked about them is not handed them; who has not, takes them away.
        session.send(Element::new("presence", ns::CLIENT)).await.unwrap();
        session.ping().await.unwrap();
        assert_eq!(server.account("juliet", |account| account.offline.len()), 3);
        let other = online(&world).await;
        let heard = other.inbox();
        other.send(Element::new("presence", ns::CLIENT)).await.unwrap();
        other.ping().await.unwrap();
        let heard = heard.take(4).collect::<Vec<_>>().await;
        assert_eq!(heard.iter().filter(|stanza| stanza.name() == "message").count(), 3);
        assert_eq!(server.account("juliet", |account| account.offline.len()), 0);
    });
    assert_eq!(server.sets(), 0);
}
