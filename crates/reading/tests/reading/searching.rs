//! What is looked for.

use crate::{History, body, chat, result};

fn history(count: u32) -> History {
    let results: String = (0..count)
        .map(|n| {
            let words = body(&format!("Message number {n} of &lt;these&gt; Ärger &amp; Frage"));
            result(&n.to_string(), n, &chat(&format!("m{n}"), n % 3 == 0, &words))
        })
        .collect();
    History::of(&results)
}

#[test]
fn all_words_in_any_case_and_order() {
    let history = history(500);
    for (typed, expected) in [
        ("message", 500),
        ("NUMBER message 499", 1),
        ("ärger 17", 15),
        ("<these> & 250", 1),
        ("nothing", 0),
        ("", 0),
        ("  ", 0),
    ] {
        assert_eq!(history.find(typed).len(), expected, "{typed}");
    }
    let found = &history.find("ÄRGER number 321")[0];
    assert_eq!(found.excerpt[1], "Ärger");
    assert_eq!(found.excerpt[0], "Message number 321 of <these> ");
    let newest = history.find("message");
    assert!(newest.is_sorted_by(|a, b| a.time >= b.time), "the newest come first");
}

#[test]
fn what_is_too_long_to_be_kept_is_read_again() {
    let mut history = history(300);
    let kept: Vec<_> =
        ["ärger 17", "<these> & 250", "message", "number 5"].map(|typed| history.find(typed)).into();
    history.index.keep_no_words();
    let read: Vec<_> =
        ["ärger 17", "<these> & 250", "message", "number 5"].map(|typed| history.find(typed)).into();
    assert_eq!(kept, read);
    assert!(history.index.is_long());
}

#[test]
fn characters_written_as_numbers_are_found() {
    let mut history = History::of(&result("1", 0, &chat("a", false, &body("Gr&#252;&#xDF;e"))));
    assert_eq!(history.find("grüße").len(), 1);
    history.index.keep_no_words();
    assert_eq!(history.find("grüße").len(), 1);
}
