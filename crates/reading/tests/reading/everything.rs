//! Whatever a history holds: every entry of it is found exactly once.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::{History, OWN, body, chat, file, result};

/// What somebody does in a chat, by number: who, what, and to which message before.
fn message(n: u32, (who, what, back): (u8, u8, u32)) -> String {
    let target = format!("m{}", n.saturating_sub(back));
    let inside = match what {
        0..=5 => body(&format!("needle{n} words")),
        6 => {
            body(&format!("needle{n} new"))
                + &format!("<replace xmlns='urn:xmpp:message-correct:0' id='{target}'/>")
        }
        7 => format!(
            "<reactions xmlns='urn:xmpp:reactions:0' id='{target}'><reaction>x</reaction></reactions>"
        ),
        8 => format!("<retract xmlns='urn:xmpp:message-retract:1' id='{target}'/>"),
        9 => body(&format!("needle{n}")) + &format!("<reply xmlns='urn:xmpp:reply:0' id='{target}'/>"),
        10 => "<encrypted xmlns='urn:xmpp:omemo:2'/>".to_owned(),
        _ => "<received xmlns='urn:xmpp:receipts'/>".to_owned(),
    };
    match who {
        0 | 1 => chat(&format!("m{n}"), who == 0, &inside),
        _ => format!(
            "<message xmlns='jabber:client' type='groupchat' id='m{n}' from='r{who}@rooms.test/n{back}' to='{OWN}'>{inside}</message>"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_entry_is_found_once(
        acts in prop::collection::vec((0u8..5, 0u8..13, 0u32..40), 0..400),
        gap in 0usize..300,
        piece in 1usize..5000,
    ) {
        let gap = " ".repeat(gap);
        let results: String =
            acts.iter().zip(0..).map(|(act, n)| result(&format!("id{n}"), n, &message(n, *act)) + &gap).collect();
        let history = History::read(file(&results).into_bytes(), piece);
        prop_assert_eq!(history.index.results(), acts.len() as u64);
        let mut ids = BTreeSet::new();
        let mut shown = 0;
        for conversation in 0..history.index.conversations().len() {
            for message in history.all(conversation) {
                shown += 1;
                prop_assert!(ids.insert(message.id.clone()), "{} twice", message.id);
                // Jumping to it shows it.
                if shown % 50 == 0 {
                    let page = history.page(conversation, reading::From::Spot(message.spot));
                    prop_assert!(page.messages.iter().any(|it| it.spot == message.spot));
                }
            }
        }
        prop_assert_eq!(shown + history.index.silent() + history.index.attached(), acts.len() as u64);
        // What has words is found by them, unless it was taken back.
        for (n, (_, what, _)) in acts.iter().enumerate().filter(|(n, _)| n % 37 == 0) {
            let found = history.find(&format!("needle{n}"));
            let exact = found.iter().filter(|it| it.excerpt.concat().split_whitespace().any(|word| word == format!("needle{n}"))).count();
            prop_assert!(exact <= 1);
            if !matches!(what, 0..=6 | 9) {
                prop_assert_eq!(exact, 0);
            }
        }
    }
}
