//! A server that refuses something.

use std::rc::Rc;

use migration::{Outcome, Problem};
use testkit::{End, MemoryServer};
use xml::Element;

use crate::common::{add_contact, furnish, of, outcome, stage};

fn is_for(payload: &Element, address: &str) -> bool {
    payload.first_child().is_some_and(|item| item.attr("jid") == Some(address))
}

fn refuse(server: &MemoryServer, fits: impl Fn(&Element) -> bool + 'static) {
    server.tune(|knobs| {
        knobs.refuse = Some(Rc::new(move |payload| fits(payload).then_some("not-acceptable")));
    });
}

#[test]
fn a_refused_contact_is_named_and_the_rest_arrives() {
    let stage = stage();
    furnish(&stage.old);
    refuse(&stage.new, |payload| is_for(payload, "friend7@verona.example"));
    let reports = stage.migrate();
    let Outcome::Failed(Problem::Refused(error)) = outcome(&reports, "roster", "friend7@verona.example")
    else {
        panic!("{reports:#?}")
    };
    assert_eq!(error.condition, "not-acceptable");
    let tally = of(&reports, "roster").tally();
    assert_eq!((tally.failed, tally.copied, tally.verified), (1, 31, 31));
    assert!(reports.iter().filter(|report| report.id.0 != "roster").all(|report| report.is_complete()));
}

#[test]
fn one_kinds_failure_does_not_stop_another() {
    let stage = stage();
    furnish(&stage.old);
    refuse(&stage.new, |payload| payload.is("query", "jabber:iq:private"));
    let reports = stage.migrate();
    assert!(!of(&reports, "private_storage").is_complete());
    for kind in ["roster", "blocklist", "profile", "avatar"] {
        assert!(of(&reports, kind).is_complete(), "{kind}: {:#?}", of(&reports, kind));
    }
}

#[test]
fn what_is_accepted_and_not_kept_counts_as_failed() {
    let stage = stage();
    add_contact(&stage.old, "romeo@verona.example", "Romeo", &[]);
    let reports = stage.world.run(async {
        let moving = stage.read().await;
        // Forgets every contact a moment after it came.
        stage.new.tune(|knobs| knobs.latency = std::time::Duration::from_millis(10));
        let (world, new) = (stage.world.clone(), stage.new.clone());
        stage.world.task(async move {
            for _ in 0..1000 {
                world.pass(std::time::Duration::from_millis(1)).await;
                new.account("juliet", |new| new.roster.clear());
            }
        });
        moving.run(&migration::Choices::new()).await
    });
    assert_eq!(outcome(&reports, "roster", "romeo@verona.example"), &Outcome::Failed(Problem::NotKept));
}

#[test]
fn a_contact_over_which_the_server_closes_fails_alone() {
    let stage = stage();
    furnish(&stage.old);
    stage.new.tune(|knobs| {
        let fits = |payload: &Element| is_for(payload, "friend7@verona.example");
        let end = End::StreamError("policy-violation".to_owned());
        knobs.fatal = Some(Rc::new(move |payload| fits(payload).then(|| end.clone())));
    });
    let reports = stage.migrate();
    let closed = outcome(&reports, "roster", "friend7@verona.example");
    assert!(matches!(closed, Outcome::Failed(Problem::ServerClosed { .. })), "{closed:?}");
    let failed: usize = reports.iter().map(|report| report.tally().failed).sum();
    assert_eq!(failed, 1, "{reports:#?}");
    let sent = stage.new.received();
    let sent = sent.iter().filter(|received| is_for(&received.payload, "friend7@verona.example")).count();
    assert_eq!(sent, 1);
}

#[test]
fn a_node_that_cannot_be_made_private_gets_no_bookmarks() {
    let stage = stage();
    furnish(&stage.old);
    stage.new.account("juliet", |new| {
        new.nodes.insert("urn:xmpp:bookmarks:1".to_owned(), testkit::Node::with(&[]));
    });
    refuse(&stage.new, |payload| {
        payload.children().any(|child| child.name() == "configure" && !child.is_empty())
    });
    let reports = stage.migrate();
    let left = outcome(&reports, "bookmarks", "garden@rooms.example");
    assert_eq!(left, &Outcome::Failed(Problem::NotPrivate));
    stage.new.account("juliet", |new| assert!(new.nodes["urn:xmpp:bookmarks:1"].items.is_empty()));
}
