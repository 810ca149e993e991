//! Files that were not made by a friend, and those in unusual spellings.

use reading::{Content, From};

use crate::{History, OWN, body, chat, file, result};

#[test]
fn prefixes_and_several_archives_are_read_again_as_they_were() {
    let inside = |id: &str, words: &str| {
        format!(
            "<m:result id='{id}'><f:forwarded><d:delay stamp='2020-01-01T00:00:00Z'/><c:message id='{id}' type='chat' \
             from='bea@b.test' to='{OWN}'><c:body>{words}</c:body><r:replace id='1'/></c:message></f:forwarded></m:result>"
        )
    };
    let archive = |inside: &str| format!("<archive xmlns='urn:xmpp:pie:0#mam'>{inside}</archive>");
    let text = format!(
        "<p:server-data xmlns:p='urn:xmpp:pie:0' xmlns:m='urn:xmpp:mam:2' xmlns:f='urn:xmpp:forward:0' \
         xmlns:d='urn:xmpp:delay' xmlns:c='jabber:client' xmlns:r=\"urn:x-of-nobody:'&lt;\" xmlns='urn:x:other'><p:host jid='old.test'><p:user name='anna'>\
         {}<!-- between -->{}{}</p:user></p:host></p:server-data>",
        archive(&inside("1", "one")),
        archive(&format!("{}\n<!-- <m:result/> -->{}", inside("2", "two"), inside("3", "three"))),
        archive(&inside("4", "four")),
    );
    let history = History::read(text.into_bytes(), 7);
    let shown: Vec<Content> = history.all(0).into_iter().map(|it| it.content).collect();
    assert_eq!(shown, ["one", "two", "three", "four"].map(|text| Content::Text(text.to_owned())));
}

#[test]
fn many_senders_take_no_more_room_than_some() {
    let results: String = (0..12_000)
        .map(|n| {
            let message = format!(
                "<message xmlns='jabber:client' type='chat' from='spam{n}@x.test' to='{OWN}'><body>buy {n}</body></message>"
            );
            result(&n.to_string(), n, &message)
        })
        .collect();
    let history = History::of(&results);
    assert_eq!(history.index.conversations().len(), 10_001);
    let rest = history.conversation("");
    assert_eq!(history.all(rest).len(), 2_000);
    assert_eq!(history.find("buy 11999").len(), 1);
}

#[test]
fn circles_and_chains_end() {
    let correct = |target: &str| {
        body("x")
            + &format!(
                "<replace xmlns='urn:xmpp:message-correct:0' id='{target}'/><reply xmlns='urn:xmpp:reply:0' id='{target}'/>"
            )
    };
    let mut results = result("a", 0, &chat("a", false, &correct("a")));
    results += &result("b", 1, &chat("b", false, &correct("c")));
    results += &result("c", 2, &chat("c", false, &correct("b")));
    for n in 0..500 {
        results += &result(&format!("n{n}"), 3, &chat("same", false, &correct("same")));
    }
    let history = History::of(&results);
    let messages = history.all(0);
    assert_eq!(messages.len() + messages.iter().map(|it| it.earlier.len()).sum::<usize>(), 503);
}

#[test]
fn deep_and_odd_messages_do_no_harm() {
    let deep = format!("{}{}", "<a>".repeat(120), "</a>".repeat(120));
    let range = "<body>äöü</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>\
        <body start='2' end='18446744073709551615'/></fallback>";
    let history = History::of(
        &[
            result("1", 0, &chat("a", false, &deep)),
            result("2", 0, &chat("b", false, range)),
            result("3", 0, "<message xmlns='jabber:client'><body>from nobody</body></message>"),
            result("4", 0, "<iq xmlns='jabber:client'/>"),
            result("5", 0, &chat("c", false, &body("&lt;img src=x onerror=alert(1)&gt;"))),
        ]
        .concat(),
    );
    assert_eq!(history.index.results(), 5);
    let texts: Vec<Content> = history.all(0).into_iter().map(|it| it.content).collect();
    assert_eq!(texts, ["äö", "<img src=x onerror=alert(1)>"].map(|text| Content::Text(text.to_owned())));
}

#[test]
fn nothing_is_a_history_too() {
    let history = History::read(file("").into_bytes(), 1);
    assert_eq!(history.index.conversations().len(), 0);
    assert_eq!(history.page(0, From::End).messages, []);
    assert!(history.find("x").is_empty());
}
