//! The message archive: pages, and what others would like to slip into them.

use std::rc::Rc;

use futures_util::StreamExt;
use futures_util::future::join;
use session::{ArchivePage, ArchiveQuery, RequestError, Session};
use testkit::{After, MemoryServer, Socket, World};
use xml::{Element, ns};

use crate::common::{URL, hostile, juliet, ms, online, roster, s, stage};

fn after(id: Option<&str>, max: u32) -> ArchiveQuery {
    ArchiveQuery { after: id.map(str::to_owned), max, ..ArchiveQuery::default() }
}

fn ids(page: &ArchivePage) -> Vec<&str> {
    page.results.iter().filter_map(|result| result.attr("id")).collect()
}

fn chat(server: &MemoryServer, count: usize) {
    server.account("juliet", |account| account.chat("romeo@montague.example", 0, count));
}

/// Every id, page by page.
async fn drain(session: &Session, max: u32) -> Result<Vec<String>, RequestError> {
    let mut all = Vec::new();
    let mut last = None;
    loop {
        let page = session.archive_page(&after(last.as_deref(), max)).await?;
        all.extend(ids(&page).into_iter().map(str::to_owned));
        if page.complete {
            return Ok(all);
        }
        last = page.last;
    }
}

#[test]
fn pages_bring_every_result_once_and_in_order() {
    let (world, server) = stage();
    chat(&server, 120);
    world.run(async {
        let session = online(&world).await;
        let first = session.archive_page(&after(None, 50)).await.unwrap();
        assert_eq!((first.count, first.complete, first.stray), (Some(120), false, 0));
        assert_eq!((first.first.as_deref(), first.last.as_deref()), (Some("a0"), Some("a49")));
        let result = &first.results[1];
        let forwarded = result.child("forwarded", ns::FORWARD).unwrap();
        assert_eq!(forwarded.child("delay", ns::DELAY).unwrap().attr("stamp"), Some("2024-01-01T00:01:00Z"));
        let sent = server.account("juliet", |account| account.archive[1].message.clone());
        assert_eq!(forwarded.child("message", ns::CLIENT), Some(&sent));
        let all = drain(&session, 33).await.unwrap();
        assert_eq!(all, (0..120).map(|n| format!("a{n}")).collect::<Vec<_>>());
    });
}

#[test]
fn a_query_says_which_part() {
    let (world, server) = stage();
    chat(&server, 10);
    server.account("juliet", |account| account.chat("nurse@capulet.example", 86_400, 10));
    world.run(async {
        let session = online(&world).await;
        let page = async |query| session.archive_page(&ArchiveQuery { max: 50, ..query }).await.unwrap();
        let some = |text: &str| Some(text.to_owned());
        let with =
            page(ArchiveQuery { with: some("nurse@capulet.example"), ..ArchiveQuery::default() }).await;
        assert_eq!(with.first.as_deref(), Some("a10"));
        assert_eq!((with.count, with.complete), (Some(10), true));
        let (start, end) = (some("2024-01-01T00:08:00Z"), some("2024-01-02T00:01:00Z"));
        let between = page(ArchiveQuery { start, end, ..ArchiveQuery::default() }).await;
        assert_eq!(ids(&between), ["a8", "a9", "a10", "a11"]);
        let last = ArchiveQuery { before: some(""), max: 3, ..ArchiveQuery::default() };
        let last = session.archive_page(&last).await.unwrap();
        assert_eq!((ids(&last), last.complete), (vec!["a17", "a18", "a19"], false));
    });
}

#[test]
fn a_lost_connection_asks_for_the_page_again_and_keeps_nothing_of_the_first() {
    let world = World::new();
    let queryids = Rc::new(std::cell::RefCell::new(Vec::new()));
    let asked = Rc::clone(&queryids);
    world.listen(URL, move |mut socket: Socket| {
        let asked = Rc::clone(&asked);
        async move {
            testkit::sign_in(&mut socket, &[juliet()]).await;
            while let Some(iq) = socket.element().await {
                let queryid = query(&iq);
                asked.borrow_mut().push(queryid.clone());
                socket.send(result("", &queryid, "one"));
                if asked.borrow().len() == 1 {
                    return;
                }
                // Late news of the lost query.
                socket.send(result("", &asked.borrow()[0], "old"));
                socket.send(result("", &queryid, "two"));
                socket.send(fin(&iq, "two"));
            }
        }
    });
    world.run(async {
        let session = online(&world).await;
        let page = session.archive_page(&after(None, 10)).await.unwrap();
        assert_eq!((ids(&page), page.stray), (vec!["one", "two"], 1));
    });
    let queryids = queryids.borrow();
    assert_eq!(queryids.len(), 2);
    assert_ne!(queryids[0], queryids[1]);
}

#[test]
fn a_page_is_no_write() {
    let (world, server) = stage();
    chat(&server, 3);
    world.run(async {
        let session = online(&world).await;
        session.cancel_writes();
        assert_eq!(session.archive_page(&after(None, 10)).await.unwrap().results.len(), 3);
        session.allow_writes();
        session.hold_writes(true);
        assert_eq!(session.archive_page(&after(None, 10)).await.unwrap().results.len(), 3);
    });
}

#[test]
fn results_that_others_send_are_dropped_counted_and_heard_by_nobody() {
    let world = World::new();
    hostile(&world, |socket, iq| {
        let queryid = query(iq);
        for from in [
            "romeo@montague.example",
            "juliet@capulet.example/phone",
            "juliet@capulet.example/",
            "capulet.example",
            "juliet@montague.example",
            "not an address @",
        ] {
            socket.send(result(&format!("from='{from}'"), &queryid, "spoofed"));
        }
        socket.send(result("", "guess", "unknown"));
        socket.send("<message xmlns='jabber:client'><result xmlns='urn:xmpp:mam:2' id='without'/></message>");
        let genuine = result("from='juliet@capulet.example'", &queryid, "nested");
        socket.send(format!("<message xmlns='jabber:client'><x xmlns='x'>{genuine}</x></message>"));
        socket.send(result("", &queryid, "one"));
        socket.send(result("from='JULIET@capulet.example'", &queryid, "two"));
        socket.send(fin(iq, "two"));
        socket.send(result("", &queryid, "late"));
        socket.send("<message xmlns='jabber:client' from='romeo@montague.example'><body>hi</body></message>");
    });
    world.run(async {
        let session = online(&world).await;
        let mut inbox = session.inbox();
        let page = session.archive_page(&after(None, 10)).await.unwrap();
        assert_eq!((ids(&page), page.stray), (vec!["one", "two"], 10));
        let message = inbox.next().await.unwrap();
        assert!(message.child("body", ns::CLIENT).is_some(), "{message:?}");
        // What was counted once is not counted again.
        assert_eq!(session.archive_page(&after(None, 10)).await.unwrap().stray, 10);
    });
}

#[test]
fn pages_under_way_at_once_do_not_mix() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(50));
    chat(&server, 100);
    world.run(async {
        let session = online(&world).await;
        let (first, second) = (after(None, 30), after(Some("a29"), 30));
        let (one, two) = join(session.archive_page(&first), session.archive_page(&second)).await;
        assert_eq!(ids(&one.unwrap()), (0..30).map(|n| format!("a{n}")).collect::<Vec<_>>());
        assert_eq!(ids(&two.unwrap()), (30..60).map(|n| format!("a{n}")).collect::<Vec<_>>());
        assert_eq!(world.time(), ms(50));
    });
}

#[test]
fn results_without_end_end_the_page_and_not_the_session() {
    let world = World::new();
    hostile(&world, |socket, iq| {
        let queryid = if iq.child("query", ns::MAM).is_some() { query(iq) } else { String::new() };
        for n in 0..10_000 {
            socket.send(result("", &queryid, &n.to_string()));
        }
        if queryid.is_empty() {
            socket.send(format!("<iq xmlns='jabber:client' type='result' id='{}'/>", iq.attr("id").unwrap()));
        }
    });
    world.run(async {
        let session = online(&world).await;
        let endless = session.archive_page(&after(None, 50)).await;
        assert!(matches!(endless, Err(RequestError::Malformed(_))), "{endless:?}");
        assert!(world.time() < s(1));
        session.get(None, roster()).await.unwrap();
    });
}

#[test]
fn a_page_of_a_slow_server_lasts_as_long_as_results_come() {
    let world = World::new();
    let clock = world.clone();
    world.listen(URL, move |mut socket: Socket| {
        let clock = clock.clone();
        async move {
            testkit::sign_in(&mut socket, &[juliet()]).await;
            let Some(iq) = socket.element().await else { return };
            for n in 0..30 {
                clock.pass(s(40)).await;
                socket.send(result("", &query(&iq), &n.to_string()));
            }
            socket.send(fin(&iq, "29"));
            socket.ignore().await;
        }
    });
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.archive_page(&after(None, 30)).await.unwrap().results.len(), 30);
        assert_eq!(world.time(), s(30 * 40));
        // What counts for its pace is the first sign of an answer.
        assert_eq!(session.round_trip(), Some(s(40)));
    });
}

#[test]
fn pages_that_do_not_get_on_end() {
    let (world, server) = stage();
    chat(&server, 120);
    world.run(async {
        let session = online(&world).await;
        server.tune(|knobs| knobs.archive_after = After::RepeatsLast);
        let stuck = drain(&session, 50).await;
        assert_eq!(stuck.err(), Some(RequestError::EndlessPages));
        server.tune(|knobs| knobs.archive_after = After::Ignored);
        let again = drain(&session, 50).await;
        assert_eq!(again.err(), Some(RequestError::EndlessPages));
    });
}

#[test]
fn an_answer_that_is_no_page_is_an_error() {
    let world = World::new();
    hostile(&world, |socket, iq| {
        socket.send(format!("<iq xmlns='jabber:client' type='result' id='{}'/>", iq.attr("id").unwrap()));
    });
    world.run(async {
        let session = online(&world).await;
        for answer in
            [session.archive_page(&after(None, 5)).await.err(), session.archive_preferences().await.err()]
        {
            assert!(matches!(answer, Some(RequestError::Malformed(_))), "{answer:?}");
        }
    });
}

#[test]
fn preferences_are_read_and_replaced() {
    let (world, _server) = stage();
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.archive_preferences().await.unwrap().attr("default"), Some("always"));
        let jid = Element::new("jid", ns::MAM).with_text("romeo@montague.example");
        let prefs = Element::new("prefs", ns::MAM)
            .with_attr("default", "roster")
            .with_child(Element::new("always", ns::MAM).with_child(jid))
            .with_child(Element::new("never", ns::MAM));
        session.set_archive_preferences(prefs.clone()).await.unwrap();
        assert_eq!(session.archive_preferences().await.unwrap(), prefs);
        session.hold_writes(true);
        let held = futures_util::future::select(
            Box::pin(session.set_archive_preferences(prefs)),
            Box::pin(world.pass(s(60))),
        );
        assert!(matches!(held.await, futures_util::future::Either::Right(_)));
    });
}

fn query(iq: &Element) -> String {
    iq.child("query", ns::MAM).and_then(|query| query.attr("queryid")).expect("a queryid").to_owned()
}

fn result(from: &str, queryid: &str, id: &str) -> String {
    format!(
        "<message xmlns='jabber:client' {from}>\
         <result xmlns='urn:xmpp:mam:2' queryid='{queryid}' id='{id}'/></message>"
    )
}

fn fin(iq: &Element, last: &str) -> String {
    format!(
        "<iq xmlns='jabber:client' type='result' id='{}'><fin xmlns='urn:xmpp:mam:2' complete='true'>\
         <set xmlns='http://jabber.org/protocol/rsm'><last>{last}</last></set></fin></iq>",
        iq.attr("id").expect("an id")
    )
}
