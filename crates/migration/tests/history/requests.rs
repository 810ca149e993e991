//! People who ask to see juliet's presence.

use std::time::Duration;

use migration::{Autojoin, Choices, Holdings, Mapping, Outcome, Plan, Reason, kinds};
use portable::Fragment;
use testkit::MemoryServer;
use xml::{Element, ns};

use crate::common::{Stage, stage};

const PARIS: &str = "<presence xmlns='jabber:client' type='subscribe' from='paris@verona.example'>\
    <nick xmlns='http://jabber.org/protocol/nick'>Paris</nick><status>Remember me?</status></presence>";

fn asked(stage: &Stage, from_priority: i8) {
    stage.server.account("juliet", |juliet| {
        juliet.subscription_requests.push(Element::parse(PARIS).unwrap());
        let waits = "<message xmlns='jabber:client' from='romeo@montague.example'><body>w</body></message>";
        juliet.leave_message(Element::parse(waits).unwrap());
    });
    stage.tune(|knobs| knobs.requests_from_priority = from_priority);
}

/// What was said to everybody, in order.
fn shown(stage: &Stage) -> Vec<String> {
    shown_by(&stage.server)
}

fn shown_by(server: &MemoryServer) -> Vec<String> {
    let stanzas = server.stanzas();
    let shown = |presence: &Element| match presence.attr("type") {
        Some(kind) => kind.to_owned(),
        None => presence.child_text("priority", ns::CLIENT).unwrap(),
    };
    stanzas.iter().map(shown).collect()
}

#[test]
fn they_are_read_as_quietly_as_the_server_allows() {
    for (from_priority, expected) in
        [(-1, &["-1", "unavailable"][..]), (0, &["-1", "unavailable", "0", "unavailable"])]
    {
        let stage = stage();
        asked(&stage, from_priority);
        let saved = stage.save(&["subscription_requests"]);
        let report = saved.report("subscription_requests");
        assert!(report.is_complete(), "{report:#?}");
        assert_eq!(report.entries.len(), 1);
        assert_eq!(report.entries[0].label, "Paris (paris@verona.example)");
        assert_eq!(report.entries[0].outcome, Outcome::Copied);
        let fragments = saved.document().users.remove(0).fragments;
        let [Fragment::SubscriptionRequest(presence)] = fragments.as_slice() else { panic!("{fragments:?}") };
        assert_eq!(presence.child_text("status", ns::CLIENT).as_deref(), Some("Remember me?"));
        assert_eq!(shown(&stage), expected);
        // The message still waits.
        assert_eq!(stage.server.account("juliet", |juliet| juliet.offline.len()), 1);
    }
}

#[test]
fn where_messages_would_be_lost_nobody_shows_up() {
    let stage = stage();
    asked(&stage, 0);
    stage.forget_feature(ns::OFFLINE);
    let saved = stage.save(&["subscription_requests"]);
    assert_eq!(saved.tally("subscription_requests").read, 0);
    assert_eq!(shown(&stage), ["-1", "unavailable"]);
    assert_eq!(stage.server.account("juliet", |juliet| juliet.offline.len()), 1);
}

#[test]
fn what_comes_meanwhile_is_kept() {
    let stage = stage();
    asked(&stage, -1);
    stage.tune(|knobs| knobs.latency = Duration::from_secs(1));
    let (server, world) = (stage.server.clone(), stage.world.clone());
    stage.world.task(async move {
        while server.stanzas().is_empty() {
            world.pass(Duration::from_millis(50)).await;
        }
        server.push(
            "<message xmlns='jabber:client' from='nurse@capulet.example/x'><body>hush</body></message>",
        );
    });
    let saved = stage.save(&["subscription_requests"]);
    let report = saved.report("subscription_requests");
    assert!(report.is_complete() && report.entries.len() == 2, "{report:#?}");
    assert!(report.entries.iter().any(|entry| entry.label == "nurse@capulet.example/x hush"));
    let fragments = saved.document().users.remove(0).fragments;
    assert!(fragments.iter().any(
        |fragment| matches!(fragment, Fragment::OfflineMessage(m) if m.child_text("body", ns::CLIENT).as_deref() == Some("hush"))
    ));
}

#[test]
fn a_lost_connection_is_no_answer() {
    let stage = stage();
    asked(&stage, -1);
    let (server, world) = (stage.server.clone(), stage.world.clone());
    stage.world.task(async move {
        while server.stanzas().is_empty() {
            world.pass(Duration::from_millis(50)).await;
        }
        let tybalt = Element::parse(&PARIS.replace("paris@", "tybalt@")).unwrap();
        server.account("juliet", |juliet| juliet.subscription_requests.extend([tybalt]));
        server.cut();
    });
    let saved = stage.save(&["subscription_requests"]);
    let report = saved.report("subscription_requests");
    assert!(report.is_complete() && report.entries.len() == 2, "{report:#?}");
    assert!(shown(&stage).len() >= 3);
}

#[test]
fn a_connection_lost_while_shown_costs_no_waiting_message() {
    let stage = stage();
    asked(&stage, 0);
    let (server, world) = (stage.server.clone(), stage.world.clone());
    stage.world.task(async move {
        while shown_by(&server).last().is_none_or(|shown| shown != "0") {
            world.pass(Duration::from_millis(50)).await;
        }
        server.cut();
    });
    let saved = stage.save(&["subscription_requests"]);
    let report = saved.report("subscription_requests");
    assert!(report.is_complete() && report.entries.len() == 1, "{report:#?}");
    assert!(shown(&stage).iter().filter(|shown| *shown == "0").count() >= 2, "{:?}", shown(&stage));
    assert_eq!(stage.server.account("juliet", |juliet| juliet.offline.len()), 1);
}

#[test]
fn nobody_can_bring_them_along() {
    let stage = stage();
    asked(&stage, -1);
    let requests = kinds::by_name("subscription_requests").unwrap().id();
    stage.world.run(async {
        let account = stage.open().await;
        let origin = Holdings::read(&[requests], &account, &|_, _| {}).await;
        stage.server.forget();
        let found = Holdings::find(&[requests], &origin, &account, &|_, _| {}).await;
        let mapping = Mapping {
            origin: None,
            destination: "juliet@montague.example".parse().unwrap(),
            features: account.features().clone(),
            autojoin: Autojoin::AsItWas,
        };
        let plan = Plan::new(&origin, &found, &[requests].into_iter().collect(), &mapping, &Choices::new());
        let reports = migration::run(&plan, &account, &|_| {}).await;
        assert_eq!(reports[0].entries[0].outcome, Outcome::LeftOut(Reason::MustAskAgain));
        // Nobody was shown at the destination.
        assert_eq!(stage.server.stanzas(), []);
    });
}
