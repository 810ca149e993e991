//! Where everybody ends up.

use farewell::{Event, Order, State, Why};
use xml::ns;

use crate::common::{bare, like, s, stage};

#[test]
fn everybody_ends_where_they_should() {
    let stage = stage();
    stage.server("icq.example", like("Spectrum"));
    stage.server(
        "gate.example",
        testkit::Abroad {
            identity: Some(("gateway".to_owned(), "icq".to_owned())),
            ..testkit::Abroad::default()
        },
    );
    for (jid, subscription) in [
        ("yes-both@montague.example", "both"),
        ("fine-both@montague.example", "both"),
        ("no-both@montague.example", "both"),
        ("away-both@montague.example", "both"),
        ("yes-to@montague.example", "to"),
        ("fine-to@montague.example", "to"),
        ("from@montague.example", "from"),
        ("none@montague.example", "none"),
        ("blocked@montague.example", "both"),
        ("juliet@new.example", "both"),
        ("icq.example", "both"),
        ("12345%icq@icq.example", "both"),
        ("98765@gate.example", "both"),
    ] {
        stage.contact(jid, subscription);
    }
    stage.old_contact("left@montague.example", "both");
    stage.old.account("juliet", |account| account.blocked.insert("blocked@montague.example".to_owned()));
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        farewell.perform(Order::Look).await;
        assert!(stage.new.delivered().is_empty() && stage.new.stanzas().is_empty());
        stage.tell(&farewell);
        stage.world.pass(s(60)).await;
        assert_eq!(
            heard.states(),
            [
                "12345%icq@icq.example not-asked",
                "98765@gate.example not-asked",
                "away-both@montague.example asked",
                "blocked@montague.example not-asked",
                "fine-both@montague.example approved",
                "fine-to@montague.example approved",
                "from@montague.example pre-approved",
                "icq.example not-asked",
                "juliet@new.example not-asked",
                "left@montague.example not-asked",
                "no-both@montague.example declined",
                "none@montague.example not-asked",
                "yes-both@montague.example mutual",
                "yes-to@montague.example approved",
            ]
        );
        for (jid, why) in [
            ("12345%icq@icq.example", Why::Gateway),
            ("98765@gate.example", Why::Gateway),
            ("icq.example", Why::Gateway),
            ("blocked@montague.example", Why::Blocked),
            ("juliet@new.example", Why::ThisIsYou),
            ("left@montague.example", Why::NotCopied),
            ("none@montague.example", Why::NoSubscription),
        ] {
            assert_eq!(heard.state(jid), State::NotAsked(why), "{jid}");
        }
        assert!(heard.has(|event| *event == Event::AllAsked));
        let contacts = heard.contacts();
        assert!(contacts.get("yes-to@montague.example").unwrap().is_asking, "the person decides");
        farewell.perform(Order::Approve(bare("yes-to@montague.example"))).await;
        stage.world.pass(s(10)).await;
        assert_eq!(heard.state("yes-to@montague.example"), State::Mutual);
        farewell.perform(Order::Stop).await;
        stage.world.pass(s(10)).await;
        assert!(heard.has(|event| *event == Event::Done(farewell::Part::Contacts)));
    });
    let requests = stage.requests();
    let asked: Vec<&str> = requests.keys().map(String::as_str).collect();
    assert_eq!(
        asked,
        [
            "away-both@montague.example",
            "fine-both@montague.example",
            "fine-to@montague.example",
            "no-both@montague.example",
            "yes-both@montague.example",
            "yes-to@montague.example",
        ]
    );
    for (jid, requests) in &requests {
        let [request] = &requests[..] else { panic!("{jid} got {requests:?}") };
        let moved = request.child("moved", ns::MOVED).unwrap();
        assert_eq!(moved.child_text("old-jid", ns::MOVED).unwrap(), "juliet@old.example");
        assert_eq!(request.child_text("status", ns::CLIENT).unwrap(), "I was juliet@old.example.");
        assert_eq!(request.child_text("nick", ns::NICK).unwrap(), "Juliet");
    }
    // Available once, at a priority that takes no messages, and unavailable at the end.
    let own: Vec<_> = stage.new.stanzas().into_iter().filter(|stanza| stanza.attr("to").is_none()).collect();
    assert_eq!(own.iter().map(|own| own.attr("type")).collect::<Vec<_>>(), [None, Some("unavailable")]);
    assert_eq!(own[0].child_text("priority", ns::CLIENT).unwrap(), "-1");
    assert!(stage.old.stanzas().is_empty(), "the old account is not seen");
}

#[test]
fn who_saw_the_old_account_is_let_in_even_while_the_page_is_closed() {
    let stage = stage();
    stage.contact("from@montague.example", "from");
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, _) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        farewell.perform(Order::Stop).await;
        stage.world.pass(s(5)).await;
        for jid in ["from@montague.example", "away-both@montague.example"] {
            stage.new.arrive("juliet", &crate::common::presence("subscribe", jid));
        }
        stage.world.pass(s(5)).await;
    });
    let seen = |jid: &str| stage.new.account("juliet", |account| account.roster[jid].subscription.clone());
    assert_eq!(seen("from@montague.example"), "from");
    assert_eq!(seen("away-both@montague.example"), "from");
}

#[test]
fn without_a_server_that_remembers_the_page_lets_them_in_itself() {
    let stage = stage();
    stage.new.identity("juliet", |identity| identity.pre_approves = false);
    stage.new.tune(|knobs| knobs.pre_approves = false);
    stage.contact("yes-both@montague.example", "both");
    stage.contact("from@montague.example", "from");
    stage.contact("none@montague.example", "none");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(10)).await;
        assert_eq!(heard.state("from@montague.example"), State::NotAsked(Why::OnlyTheySaw));
        for jid in ["from@montague.example", "none@montague.example"] {
            stage.new.arrive("juliet", &crate::common::presence("subscribe", jid));
        }
        stage.world.pass(s(30)).await;
        assert_eq!(heard.state("yes-both@montague.example"), State::Mutual);
        assert_eq!(heard.state("from@montague.example"), State::Approved);
        assert_eq!(heard.state("none@montague.example"), State::NotAsked(Why::NoSubscription));
        assert!(heard.contacts().get("none@montague.example").unwrap().is_asking);
    });
}

#[test]
fn a_dead_server_delays_nobody_and_is_tried_again() {
    let stage = stage();
    stage.server("dead.example", testkit::Abroad { silent: true, ..testkit::Abroad::default() });
    let gone = testkit::Abroad { unreachable: Some("remote-server-not-found"), ..testkit::Abroad::default() };
    stage.server("gone.example", gone);
    for n in 0..20 {
        stage.contact(&format!("a{n}@dead.example"), "both");
        stage.contact(&format!("b{n}@gone.example"), "both");
        stage.contact(&format!("c{n}@montague.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(15)).await;
        assert_eq!(heard.state("c19@montague.example"), State::Asked);
        stage.world.pass(s(30)).await;
        for (jid, condition) in
            [("a7@dead.example", "remote-server-timeout"), ("b7@gone.example", "remote-server-not-found")]
        {
            let State::Unreachable(error) = heard.state(jid) else { panic!("{:?}", heard.state(jid)) };
            assert_eq!(error.condition, condition);
        }
        assert!(heard.has(|event| *event == Event::AllAsked));
        stage.server("gone.example", like("Prosody"));
        stage.world.pass(s(700)).await;
        assert_eq!(heard.state("b7@gone.example"), State::Asked);
    });
    assert!(stage.shown().values().all(|shown| *shown == 1));
}

#[test]
fn many_dead_servers_delay_nobody_either() {
    let stage = stage();
    for n in 0..40 {
        let domain = format!("dead{n}.example");
        stage.server(&domain, testkit::Abroad { silent: true, ..testkit::Abroad::default() });
        stage.contact(&format!("a@{domain}"), "both");
    }
    stage.contact("z@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        let opened = || {
            let asked = stage.new.received();
            asked.iter().filter(|asked| asked.payload.is("query", ns::DISCO_INFO)).count()
        };
        let before = opened();
        stage.world.pass(s(2)).await;
        assert_eq!(opened() - before, 8, "not all at once");
        stage.world.pass(s(16)).await;
        assert_eq!(heard.state("z@montague.example"), State::Asked);
        stage.world.pass(s(60)).await;
        assert!(heard.has(|event| *event == Event::AllAsked));
    });
}

#[test]
fn a_nudge_withdraws_and_asks_again() {
    let stage = stage();
    stage.contact("away-both@montague.example", "both");
    stage.contact("no-to@montague.example", "to");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        let first = heard.contacts().get("away-both@montague.example").unwrap().asked.unwrap();
        for jid in ["away-both@montague.example", "no-to@montague.example"] {
            farewell.perform(Order::Nudge(bare(jid))).await;
        }
        stage.world.pass(s(30)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Asked);
        assert_eq!(heard.state("no-to@montague.example"), State::Declined);
        assert!(heard.contacts().get("away-both@montague.example").unwrap().asked.unwrap() > first);
    });
    let sent: Vec<String> = stage
        .new
        .delivered()
        .iter()
        .map(|(_, presence)| format!("{} {}", presence.attr("to").unwrap(), presence.attr("type").unwrap()))
        .filter(|sent| sent.starts_with("away"))
        .collect();
    assert_eq!(
        sent,
        [
            "away-both@montague.example subscribe",
            "away-both@montague.example unsubscribe",
            "away-both@montague.example subscribe",
        ]
    );
}

#[test]
fn a_name_that_theirs_has_replaced_is_written_again() {
    let stage = stage();
    stage.counts(50, s(1));
    stage.contact("both@montague.example", "both");
    let name = |name: &str| {
        stage.new.account("juliet", |account| {
            account.roster.get_mut("both@montague.example").unwrap().name = Some(name.to_owned());
        });
    };
    name("My Romeo");
    stage.world.run(async {
        let (farewell, _) = stage.open().await;
        stage.new.tune(|knobs| knobs.pre_approves = false);
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        name("xX_romeo_Xx");
        stage.new.arrive("juliet", &crate::common::presence("subscribe", "both@montague.example"));
        stage.world.pass(s(30)).await;
    });
    let named = stage.new.account("juliet", |account| account.roster["both@montague.example"].name.clone());
    assert_eq!(named.as_deref(), Some("My Romeo"));
}
