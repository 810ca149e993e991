//! The archive in the file: all of it, once, in order, and proven.

use migration::file::{ArchiveRange, Step};
use migration::{Holdings, Outcome, Problem, Reason, kinds};
use portable::Fragment;

use crate::common::{Flipped, chatted, ids, save, stage};

const ALL: ArchiveRange = ArchiveRange { since: None, only: None, without: None };

#[test]
fn every_message_is_there_once_and_in_order() {
    let stage = chatted(430);
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.ids(), ids(0..430));
    let report = saved.report("message_archive");
    assert!(report.is_complete() && report.entries.is_empty(), "{report:#?}");
    assert_eq!((saved.tally("message_archive").copied, saved.tally("message_archive").verified), (430, 430));
    // Verbatim, but for what belongs to the answer.
    let kept = stage.server.account("juliet", |juliet| juliet.archive[123].clone());
    let fragments = saved.document().users.remove(0).fragments;
    let Fragment::ArchiveResult(result) = &fragments[123] else { panic!() };
    let forwarded = result.first_child().unwrap();
    assert_eq!(forwarded.children().nth(1).unwrap().canonical(), kept.message.canonical());
    assert_eq!(forwarded.first_child().unwrap().attr("stamp"), Some(kept.stamp.as_str()));
    assert_eq!(result.attr("queryid"), None);
    assert_eq!(stage.server.stanzas(), []);
}

#[test]
fn the_next_page_is_under_way_before_the_last_is_written() {
    let stage = chatted(200);
    stage.tune(|knobs| knobs.latency = std::time::Duration::from_secs(1));
    stage.save(&["message_archive"]);
    let pages = stage.server.received().iter().filter(|received| received.payload.name() == "query").count();
    // Two to survey, one to find the end, four pages.
    assert!(pages >= 7, "{pages}");
}

#[test]
fn progress_is_counted_or_guessed() {
    let totals = |counts: bool| {
        let stage = chatted(400);
        stage.tune(|knobs| knobs.archive_counts = counts);
        let saved = stage.save(&["message_archive"]);
        let archive = |step: &Step| match step {
            Step::Archive { done, total, is_estimate } => Some((*done, *total, *is_estimate)),
            _ => None,
        };
        saved.steps.iter().filter_map(archive).collect::<Vec<_>>()
    };
    assert!(totals(true).iter().all(|(_, total, guessed)| *total == Some(400) && !guessed));
    let guessed = totals(false);
    assert_eq!(guessed.len(), 8);
    assert!(guessed.iter().all(|(_, _, guessed)| *guessed));
    for (done, total, _) in guessed {
        // One message a minute: the time tells the number.
        assert!(total.is_some_and(|total| (395..=410).contains(&total)), "{total:?} at {done}");
    }
}

#[test]
fn the_survey_asks_for_next_to_nothing() {
    for (count, counts, expected) in [
        (300, true, (300, false)),
        (300, false, (300, true)),
        (80, false, (80, false)),
        (1, false, (1, false)),
        (0, false, (0, false)),
    ] {
        let stage = chatted(count);
        stage.tune(|knobs| knobs.archive_counts = counts);
        let survey = stage.world.run(async {
            let account = stage.open().await;
            kinds::by_name("message_archive").unwrap().survey(&account).await.unwrap()
        });
        assert_eq!((survey.count, survey.is_estimate), (Some(expected.0), expected.1));
        let sent: usize = stage.server.received().iter().filter(|r| r.is_set).map(|r| r.size).sum();
        assert!(sent < 2_000, "{sent}");
    }
}

#[test]
fn pages_grow_while_they_are_small() {
    let stage = chatted(1_000);
    stage.tune(|knobs| knobs.archive_page = 250);
    assert_eq!(stage.save(&["message_archive"]).ids(), ids(0..1_000));
    let most = |received: &testkit::Received| {
        received.payload.child("set", xml::ns::RSM)?.child_text("max", xml::ns::RSM)
    };
    let sizes: Vec<String> = stage.server.received().iter().filter_map(most).collect();
    // Where the archive ends is asked again once it was counted.
    assert_eq!(sizes[sizes.len() - 8..], ["1", "50", "1", "100", "200", "250", "250", "250"]);
}

#[test]
fn a_part_of_it() {
    let stage = chatted(100);
    stage.server.account("juliet", |juliet| juliet.chat("nurse@capulet.example", 90 * 60, 20));
    let since = ArchiveRange { since: Some("2024-01-01T01:30:00Z".to_owned()), ..ALL };
    let saved = stage.save_part(&["message_archive"], since.clone());
    assert_eq!(saved.ids(), ids(90..120));
    let only = ArchiveRange { only: Some("nurse@capulet.example".parse().unwrap()), ..since };
    assert_eq!(stage.save_part(&["message_archive"], only).ids(), ids(100..120));
    let without = ArchiveRange { without: Some("nurse@capulet.example".parse().unwrap()), ..ALL };
    let saved = stage.save_part(&["message_archive"], without);
    assert_eq!(saved.ids(), ids(0..100));
    assert_eq!(saved.count("message_archive", &Outcome::LeftOut(Reason::NotChosen)), 20);
    assert!(saved.report("message_archive").is_complete());
}

#[test]
fn what_is_not_in_the_file_as_it_was_is_not_proven() {
    for at in ["Message 77 &amp; so on", "<delay xmlns='urn:xmpp:delay' stamp='2024-01-01T00:0", " id='a9"] {
        let stage = chatted(100);
        let saved = stage.world.run(async {
            let account = stage.open().await;
            let out = Flipped { bytes: Vec::new(), at };
            save(&account, &["message_archive"], ALL, out).await.unwrap()
        });
        let tally = saved.tally("message_archive");
        assert_eq!((tally.read, tally.failed, tally.verified), (100, 100, 0), "{at}");
        assert_eq!(saved.count("message_archive", &Outcome::Failed(Problem::NotKept)), 100);
    }
}

#[test]
fn an_archive_can_be_empty_or_missing() {
    let saved = stage().save(&["message_archive"]);
    assert!(saved.report("message_archive").is_complete());
    assert_eq!(saved.tally("message_archive").read, 0);
    let stage = chatted(10);
    stage.forget_feature("urn:xmpp:mam:2");
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.tally("message_archive").read, 0);
    assert!(stage.server.received().iter().all(|received| received.payload.ns() != "urn:xmpp:mam:2"));
}

#[test]
fn in_a_move_it_is_counted() {
    let stage = chatted(70);
    let archive = kinds::by_name("message_archive").unwrap().id();
    let held = stage.world.run(async {
        let account = stage.open().await;
        Holdings::read(&[archive], &account, &|_, _| {}).await.get(archive).unwrap().unlisted
    });
    assert_eq!(held, 70);
    // From a file, too, however much there is.
    let saved = stage.save(&["message_archive"]);
    let mut holdings = Holdings::of_file();
    for fragment in saved.document().users.remove(0).fragments {
        holdings.take(fragment);
    }
    assert_eq!((holdings.get(archive).unwrap().unlisted, holdings.fragments(archive).len()), (70, 0));
}
