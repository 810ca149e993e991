//! Messages that wait: looked at, and left waiting.

use migration::{Outcome, Reason, kinds};
use portable::Fragment;
use xml::Element;

use crate::common::{Stage, stage};

fn leave(stage: &Stage, count: usize) {
    stage.server.account("juliet", |juliet| {
        for n in 0..count {
            let xml = format!(
                "<message xmlns='jabber:client' from='romeo@montague.example/orchard' type='chat'>\
                 <body>Waiting {n}</body></message>"
            );
            juliet.leave_message(Element::parse(&xml).unwrap());
        }
    });
}

#[test]
fn they_come_into_the_file_and_stay() {
    let stage = stage();
    leave(&stage, 120);
    let before = stage.server.account("juliet", |juliet| juliet.offline.clone());
    let saved = stage.save(&["offline_messages"]);
    let report = saved.report("offline_messages");
    assert!(report.is_complete() && report.entries.len() == 120, "{report:#?}");
    assert!(report.entries.iter().all(|entry| entry.outcome == Outcome::Copied && entry.verified));
    let written: Vec<String> = saved.document().users[0]
        .fragments
        .iter()
        .map(|fragment| match fragment {
            Fragment::OfflineMessage(message) => {
                let mut message = message.clone();
                assert!(message.remove_attr("to").unwrap().starts_with("juliet@capulet.example/"));
                message.canonical()
            }
            _ => panic!("{fragment:?}"),
        })
        .collect();
    let waiting: Vec<String> = before.iter().map(|waiting| waiting.message.canonical()).collect();
    assert_eq!(written, waiting);
    assert_eq!(stage.server.account("juliet", |juliet| juliet.offline.clone()), before);
    assert_eq!(stage.server.stanzas(), []);
}

#[test]
fn they_are_counted_first() {
    let stage = stage();
    leave(&stage, 7);
    let survey = stage.world.run(async {
        let account = stage.open().await;
        kinds::by_name("offline_messages").unwrap().survey(&account).await.unwrap()
    });
    assert_eq!(survey.count, Some(7));
}

#[test]
fn where_looking_would_take_them_they_are_left_alone() {
    let stage = stage();
    leave(&stage, 3);
    stage.forget_feature(xml::ns::OFFLINE);
    let saved = stage.save(&["offline_messages"]);
    let report = saved.report("offline_messages");
    assert_eq!((report.tally().read, &report.reason), (0, &Some(Reason::StaysOnServer)));
    assert_eq!(stage.server.account("juliet", |juliet| juliet.offline.len()), 3);
}
