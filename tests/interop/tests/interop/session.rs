//! What a session reads and hears of real servers beyond requests and answers.

use std::collections::BTreeMap;

use futures_util::{FutureExt, Stream, StreamExt};
use servers::client::Request;
use servers::client::write::{create_node, publish};
use servers::{Client, Kind, Network, Side};
use session::{ArchiveQuery, Session};
use xml::{Element, ns};

use crate::common::{PASSWORD, empty_accounts, fill, locally, options, page, witness};

const SIDES: [Side; 2] = [Side::Old, Side::New];

#[tokio::test]
async fn archives_are_read_page_by_page() {
    let network = network().await;
    locally(async {
        for side in SIDES {
            let anna = witness(&network, side).await;
            let ben = network.server(side).jid("ben");
            for n in 0..300 {
                anna.send_raw(message(&ben, n));
            }
            until_seen(&anna).await;
            let account = page(&network, side).await;
            let session = account.session();
            for max in [7, 50, 250, 1000] {
                assert_eq!(
                    drain(session, max).await,
                    (0..300).collect::<Vec<_>>(),
                    "{side:?}, pages of {max}"
                );
            }
            let nobody =
                ArchiveQuery { with: Some("nobody@x.example".to_owned()), max: 5, ..ArchiveQuery::default() };
            let nobody = session.archive_page(&nobody).await.unwrap();
            assert!(nobody.results.is_empty() && nobody.complete);
            let last = ArchiveQuery { before: Some(String::new()), max: 2, ..ArchiveQuery::default() };
            let last = session.archive_page(&last).await.unwrap();
            assert_eq!(last.results.iter().map(number).collect::<Vec<_>>(), [298, 299]);
            // After an id it does not know one of them says so, the other starts again.
            let unknown =
                ArchiveQuery { after: Some("unknown".to_owned()), max: 5, ..ArchiveQuery::default() };
            match (network.server(side).kind, session.archive_page(&unknown).await) {
                (Kind::Prosody, answer) => assert!(answer.unwrap_err().is_absent()),
                (Kind::Ejabberd, answer) => assert_eq!(number(&answer.unwrap().results[0]), 0),
            }
            let prefs = session.archive_preferences().await.unwrap();
            assert_eq!(prefs.attr("default"), Some("always"));
            let jid = Element::new("jid", ns::MAM).with_text("cara@x.example");
            let prefs = Element::new("prefs", ns::MAM)
                .with_attr("default", "roster")
                .with_child(Element::new("always", ns::MAM))
                .with_child(Element::new("never", ns::MAM).with_child(jid));
            session.set_archive_preferences(prefs).await.unwrap();
            let prefs = session.archive_preferences().await.unwrap();
            assert_eq!(prefs.attr("default"), Some("roster"));
            assert_eq!(prefs.child("never", ns::MAM).unwrap().children().count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn nodes_come_in_order_and_say_who_may_do_what() {
    let network = network().await;
    locally(async {
        for side in SIDES {
            let anna = witness(&network, side).await;
            anna.send(create_node("urn:x:many", &[("max_items", "256")])).await.unwrap();
            let ids: Vec<String> = (0..250).map(|n| format!("i{:03}", n * 7 % 250)).collect();
            fill(&anna, ids.iter().map(|id| publish("urn:x:many", id, "<entry xmlns='urn:x'>text</entry>")))
                .await;
            let account = page(&network, side).await;
            let session = account.session();
            let items = session.pubsub_items("urn:x:many").await.unwrap();
            assert_eq!(items.iter().filter_map(|item| item.attr("id")).collect::<Vec<_>>(), ids, "{side:?}");
            let own = jid::Jid::from(session.account());
            assert_eq!(session.disco_items_of(&own, "urn:x:many").await.unwrap().len(), 250);

            let (ben, cara) = (network.server(side).jid("ben"), "cara@x.example".to_owned());
            let wanted = [(ben, "member".to_owned()), (cara, "publisher".to_owned())];
            session.pubsub_set_affiliations("urn:x:many", &wanted).await.unwrap();
            let found = session.pubsub_affiliations("urn:x:many").await.unwrap();
            let found =
                found.iter().map(|entry| (entry.attr("jid").unwrap(), entry.attr("affiliation").unwrap()));
            let owner = session.account().to_string();
            let wanted = wanted.iter().map(|(jid, affiliation)| (jid.as_str(), affiliation.as_str()));
            let wanted: BTreeMap<_, _> = wanted.chain([(owner.as_str(), "owner")]).collect();
            assert_eq!(found.collect::<BTreeMap<_, _>>(), wanted, "{side:?}");
            match (network.server(side).kind, session.pubsub_subscriptions("urn:x:many").await) {
                (Kind::Prosody, answer) => assert_eq!(answer, Ok(Vec::new())),
                (Kind::Ejabberd, answer) => assert!(answer.unwrap_err().is_unsupported()),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_seen_and_still_there_for_others() {
    let network = network().await;
    locally(async {
        for side in SIDES {
            let server = network.server(side);
            let ben = Client::connect(server, "ben", PASSWORD).await.unwrap();
            (0..3).for_each(|n| ben.send_raw(message(&server.jid("anna"), n)));
            ask(&ben, &server.jid("anna")).await;
            let account = page(&network, side).await;
            let session = account.session();
            let mut inbox = session.inbox();
            match (server.kind, session.offline_headers().await) {
                (Kind::Prosody, headers) => {
                    assert!(headers.unwrap_err().is_absent());
                    // Without taking the messages along, it hands out the requests.
                    session.send(available(-1)).await.unwrap();
                    session.ping().await.unwrap();
                    assert_eq!(requests(&mut inbox), [server.jid("ben")]);
                }
                (Kind::Ejabberd, headers) => {
                    let headers = headers.unwrap();
                    for _ in 0..2 {
                        let seen = session.offline_view(&headers).await.unwrap();
                        assert_eq!(seen.iter().filter_map(body).collect::<Vec<_>>(), [0, 1, 2]);
                    }
                    assert_eq!(requests(&mut inbox), [""; 0], "a viewed message is no news");
                    // Requests come with the first presence, if its priority is not negative.
                    for (priority, expected) in [(-1, 0), (0, 0)] {
                        session.send(available(priority)).await.unwrap();
                        session.ping().await.unwrap();
                        assert_eq!(requests(&mut inbox).len(), expected);
                    }
                    session.send(available(0).with_attr("type", "unavailable")).await.unwrap();
                    session.send(available(0)).await.unwrap();
                    session.ping().await.unwrap();
                    assert_eq!(requests(&mut inbox), [server.jid("ben")]);
                }
            }
            session.sign_out();
            let other = witness(&network, side).await;
            other.send_raw("<presence xmlns='jabber:client'/>");
            until_seen(&other).await;
            let bodies = other
                .received()
                .iter()
                .filter_map(|stanza| body(&Element::parse(stanza).unwrap()))
                .collect::<Vec<_>>();
            assert_eq!(bodies, [0, 1, 2], "{side:?}");
        }
    })
    .await;
}

async fn network() -> Network {
    let network = empty_accounts(options(Kind::Prosody, Kind::Ejabberd)).await;
    for side in SIDES {
        network.server(side).register("ben", PASSWORD).await.unwrap();
    }
    network
}

/// Every message of the archive by its number, read with pages of `max`.
async fn drain(session: &Session, max: u32) -> Vec<usize> {
    let mut all = Vec::new();
    let mut query = ArchiveQuery { max, ..ArchiveQuery::default() };
    loop {
        let page = session.archive_page(&query).await.unwrap();
        assert_eq!((page.stray, page.count), (0, Some(300)));
        all.extend(page.results.iter().map(number));
        if page.complete {
            return all;
        }
        query.after = page.last;
    }
}

fn message(to: &str, n: usize) -> String {
    format!("<message xmlns='jabber:client' type='chat' to='{to}'><body>{n}</body></message>")
}

fn body(message: &Element) -> Option<usize> {
    message.child_text("body", ns::CLIENT)?.parse().ok()
}

fn number(result: &Element) -> usize {
    let forwarded = result.child("forwarded", ns::FORWARD).unwrap();
    body(forwarded.child("message", ns::CLIENT).unwrap()).unwrap()
}

fn available(priority: i8) -> Element {
    let priority = Element::new("priority", ns::CLIENT).with_text(priority.to_string());
    Element::new("presence", ns::CLIENT).with_child(priority)
}

/// Who asks for our presence, of what has arrived so far; nothing but that and our own presence may have.
fn requests(inbox: &mut (impl Stream<Item = Element> + Unpin)) -> Vec<String> {
    let mut from = Vec::new();
    while let Some(Some(stanza)) = inbox.next().now_or_never() {
        assert_eq!(stanza.name(), "presence", "{stanza:?}");
        if stanza.attr("type") == Some("subscribe") {
            from.push(stanza.attr("from").unwrap().to_owned());
        }
    }
    from
}

/// Asks for `jid`'s presence.
async fn ask(client: &Client, jid: &str) {
    client.send_raw(format!("<presence xmlns='jabber:client' type='subscribe' to='{jid}'/>"));
    until_seen(client).await;
}

/// Waits until the server has acted on everything that the client sent.
async fn until_seen(client: &Client) {
    client.send(Request::get("<ping xmlns='urn:xmpp:ping'/>")).await.unwrap();
}
