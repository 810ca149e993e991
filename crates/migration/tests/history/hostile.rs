//! Servers that repeat themselves, forget, or send what is no message.

use migration::{Outcome, Problem, Reason};
use testkit::After;
use xml::Element;

use crate::common::{chatted, ids, say, stage};

#[test]
fn pages_without_an_end_end() {
    for (after, read) in [(After::Ignored, 50), (After::RepeatsLast, 50)] {
        let stage = chatted(200);
        stage.tune(|knobs| knobs.archive_after = after);
        let saved = stage.save(&["message_archive"]);
        let report = saved.report("message_archive");
        assert_eq!(report.problem, Some(Problem::EndlessPages), "{after:?}");
        // What came before is in the file, and proven.
        assert_eq!(saved.ids(), ids(0..read));
        assert_eq!(saved.tally("message_archive").verified, read);
        assert!(!report.is_complete());
    }
}

/// The message the next page should follow expires while it is asked for.
fn forgetful(after: After) -> crate::common::Saved {
    let stage = chatted(200);
    let server = stage.server.clone();
    stage.tune(|knobs| {
        knobs.archive_after = after;
        let server = server.clone();
        knobs.refuse = Some(std::rc::Rc::new(move |payload: &Element| {
            if payload.to_xml().contains("<after>a99<") {
                server.account("juliet", |juliet| drop(juliet.archive.remove(99)));
            }
            None
        }));
    });
    stage.save(&["message_archive"])
}

#[test]
fn a_message_that_is_gone_meanwhile_is_no_end() {
    for (after, problem) in [(After::Restarts, Problem::EndlessPages), (After::Empty, Problem::ArchiveGap)] {
        let saved = forgetful(after);
        assert_eq!(saved.ids(), ids(0..100), "{after:?}");
        let report = saved.report("message_archive");
        let named = report.problem.clone().or_else(|| {
            report.unlisted.iter().find_map(|many| match &many.outcome {
                Outcome::Failed(problem) => Some(problem.clone()),
                _ => None,
            })
        });
        assert_eq!(named, Some(problem), "{after:?}");
    }
    let saved = forgetful(After::NotFound);
    assert_eq!(saved.ids(), ids(0..100));
    let problem = saved.report("message_archive").problem.clone();
    assert!(matches!(problem, Some(Problem::Refused(error)) if error.condition == "item-not-found"));
}

#[test]
fn a_new_message_does_not_hide_a_gap() {
    let stage = chatted(200);
    let server = stage.server.clone();
    stage.tune(|knobs| {
        knobs.refuse = Some(std::rc::Rc::new(move |payload: &Element| {
            if payload.to_xml().contains("<after>a99<") {
                server.account("juliet", |juliet| {
                    juliet.chat("romeo@montague.example", 90 * 60 * 60, 1);
                    juliet.archive.remove(150);
                });
            }
            None
        }));
    });
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.tally("message_archive").copied, 200);
    assert_eq!(saved.count("message_archive", &Outcome::Failed(Problem::ArchiveGap)), 1);
}

#[test]
fn an_end_that_comes_too_soon_is_noticed_without_a_count() {
    let stage = chatted(200);
    stage.tune(|knobs| {
        knobs.archive_counts = false;
        knobs.archive_after = After::Empty;
        knobs.refuse = None;
    });
    let server = stage.server.clone();
    stage.tune(|knobs| {
        knobs.refuse = Some(std::rc::Rc::new(move |payload: &Element| {
            if payload.to_xml().contains("<after>a49<") {
                server.account("juliet", |juliet| drop(juliet.archive.remove(49)));
            }
            None
        }));
    });
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.report("message_archive").problem, Some(Problem::ArchiveGap));
    assert_eq!(saved.tally("message_archive").copied, 50);
}

#[test]
fn what_is_no_message_is_named() {
    let stage = stage();
    say(&stage.server, "<body>one</body>");
    say(&stage.server, "<body>two</body>");
    say(&stage.server, "<body>three</body>");
    say(&stage.server, "<body>four</body>");
    stage.server.account("juliet", |juliet| {
        juliet.archive[1].message = Element::new("iq", "jabber:client");
        juliet.archive[2].stamp = "yesterday".to_owned();
        juliet.archive[3].id = "a0".to_owned();
    });
    let saved = stage.save(&["message_archive"]);
    let outcomes: Vec<&Outcome> =
        saved.report("message_archive").entries.iter().map(|entry| &entry.outcome).collect();
    let left_out = |reason| Outcome::LeftOut(reason);
    assert_eq!(
        outcomes,
        [&left_out(Reason::NotAMessage), &left_out(Reason::NotAMessage), &left_out(Reason::Repeated)]
    );
    assert_eq!(saved.ids(), ["a0"]);
    // The one that came twice is missed.
    assert_eq!(saved.count("message_archive", &Outcome::Failed(Problem::ArchiveGap)), 1);
}

#[test]
fn strangers_are_not_believed() {
    let stage = chatted(60);
    stage.tune(|knobs| knobs.latency = std::time::Duration::from_secs(1));
    let (server, world) = (stage.server.clone(), stage.world.clone());
    stage.world.task(async move {
        for _ in 0..20 {
            world.pass(std::time::Duration::from_millis(500)).await;
            server.push(
                "<message xmlns='jabber:client' from='mallory@evil.example'><result xmlns='urn:xmpp:mam:2' \
                 id='x'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' \
                 stamp='2024-01-01T00:00:00Z'/><message xmlns='jabber:client'><body>forged</body></message>\
                 </forwarded></result></message>",
            );
        }
    });
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.ids(), ids(0..60));
    assert!(saved.count("message_archive", &Outcome::LeftOut(Reason::Stray)) > 2);
    assert!(saved.report("message_archive").is_complete());
}

#[test]
fn so_many_exceptions_are_counted_only() {
    let stage = chatted(1_500);
    stage.server.account("juliet", |juliet| {
        juliet.archive.iter_mut().for_each(|kept| kept.stamp = "never".to_owned());
    });
    let saved = stage.save(&["message_archive"]);
    let report = saved.report("message_archive");
    assert_eq!((report.entries.len(), report.tally().left_out), (1_000, 1_500));
    assert_eq!(saved.count("message_archive", &Outcome::LeftOut(Reason::NotAMessage)), 500);
}
