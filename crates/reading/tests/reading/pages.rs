//! What a page shows of a message and of what was done to it later.

use reading::{Author, Content, From, Reaction};

use crate::{History, OWN, body, chat, result};

fn text(words: &str) -> Content {
    Content::Text(words.to_owned())
}

#[test]
fn who_wrote_what_and_when() {
    let room = |from: &str, words: &str| {
        format!(
            "<message xmlns='jabber:client' type='groupchat' from='{from}' to='{OWN}'><body>{words}</body></message>"
        )
    };
    let history = History::of(
        &[
            result("1", 0, &chat("a", false, &body("Hi Anna"))),
            result("2", 1, &chat("b", true, &body("Hi Bea"))),
            result("3", 2, &room("talk@rooms.test/Bea", "hello all")),
            result("4", 3, &room("talk@rooms.test", "welcome")),
            result(
                "5",
                4,
                &format!("<message xmlns='jabber:client' to='cem@c.test' id='c'>{}</message>", body("mine")),
            ),
            result(
                "6",
                5,
                &format!("<message xmlns='jabber:client' from='{OWN}' to='{OWN}'>{}</message>", body("note")),
            ),
        ]
        .concat(),
    );
    let addresses: Vec<(&str, bool, u32)> = history
        .index
        .conversations()
        .iter()
        .map(|it| (it.address.as_str(), it.is_room, it.messages))
        .collect();
    assert_eq!(
        addresses,
        [("bea@b.test", false, 2), ("talk@rooms.test", true, 2), ("cem@c.test", false, 1), (OWN, false, 1)]
    );
    let shown = |conversation| {
        let messages = history.all(conversation).into_iter();
        messages.map(|it| (it.author, it.content, it.time.unwrap())).collect::<Vec<_>>()
    };
    let start = 1_577_836_800;
    assert_eq!(
        shown(0),
        [(Author::Other, text("Hi Anna"), start), (Author::Own, text("Hi Bea"), start + 60)]
    );
    assert_eq!(
        shown(1),
        [
            (Author::Nick("Bea".to_owned()), text("hello all"), start + 120),
            (Author::Room, text("welcome"), start + 180)
        ]
    );
    assert_eq!(shown(2), [(Author::Own, text("mine"), start + 240)]);
    assert_eq!(shown(3), [(Author::Own, text("note"), start + 300)]);
}

#[test]
fn corrections_replies_reactions_and_retractions_belong_to_their_messages() {
    let correct = |target: &str, words: &str| {
        format!("<body>{words}</body><replace xmlns='urn:xmpp:message-correct:0' id='{target}'/>")
    };
    let react = |target: &str, with: &str| {
        let given: String = with.split_whitespace().map(|it| format!("<reaction>{it}</reaction>")).collect();
        format!("<reactions xmlns='urn:xmpp:reactions:0' id='{target}'>{given}</reactions>")
    };
    let reply = "<body>&gt; Hello\nyes</body><reply xmlns='urn:xmpp:reply:0' id='a'/>\
        <fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='8'/></fallback>";
    let history = History::of(
        &[
            result("1", 0, &chat("a", false, &body("Helo"))),
            result("2", 1, &chat("b", false, &correct("a", "Helllo"))),
            result("3", 2, &chat("c", false, &correct("a", "Hello"))),
            result("4", 3, &chat("d", true, reply)),
            result("5", 4, &chat("e", true, &react("a", "👍 ❤"))),
            result("6", 5, &chat("f", false, &react("a", "👍"))),
            result("7", 6, &chat("g", true, &react("a", "❤"))),
            result("8", 7, &chat("h", true, &body("secret"))),
            result(
                "9",
                8,
                &chat("i", true, "<retract xmlns='urn:xmpp:message-retract:1' id='h'/><body>gone</body>"),
            ),
            // Of somebody else's message only they may change anything.
            result("10", 9, &chat("j", true, &correct("a", "Good bye"))),
            result("11", 10, &chat("k", false, &react("nowhere", "🎉"))),
        ]
        .concat(),
    );
    let messages = history.all(0);
    let shown: Vec<(&str, &Content)> = messages.iter().map(|it| (it.id.as_str(), &it.content)).collect();
    assert_eq!(
        shown,
        [
            ("1", &text("Hello")),
            ("4", &text("yes")),
            ("8", &Content::Retracted),
            ("10", &text("Good bye")),
            ("11", &Content::Reactions(vec!["🎉".to_owned()])),
        ]
    );
    assert_eq!(messages[0].earlier, ["Helo", "Helllo"]);
    let reaction =
        |reaction: &str, by: &[Author]| Reaction { reaction: reaction.to_owned(), by: by.to_vec() };
    assert_eq!(messages[0].reactions, [reaction("❤", &[Author::Own]), reaction("👍", &[Author::Other])]);
    let quote = messages[1].quote.as_ref().unwrap();
    assert_eq!((quote.id.as_str(), quote.text.as_str(), &quote.author), ("1", "Helo", &Author::Other));
    assert!(messages[2].is_retracted && messages[3].is_correction);
    assert!(history.find("secret").is_empty(), "what was taken back is not found");
    assert_eq!(history.find("helo").len(), 1);
    assert_eq!(history.find("helllo")[0].spot, messages[0].spot);
}

/// As apps said it before XEP-0424 had its present form, and servers noted it in their archives.
#[test]
fn taken_back_the_older_way() {
    let retract = "<retract xmlns='urn:xmpp:message-retract:0'/>";
    let fastened = |id: &str, inside: &str| {
        format!("<apply-to xmlns='urn:xmpp:fasten:0' id='{id}'>{inside}</apply-to><body>taken back</body>")
    };
    let moderated = |inside: &str| {
        format!("<moderated xmlns='urn:xmpp:message-moderate:0' by='r@c.test/mod'>{inside}</moderated>")
    };
    let room = |id: &str, from: &str, inside: &str| {
        format!(
            "<message xmlns='jabber:client' type='groupchat' id='{id}' from='r@c.test{from}'>{inside}</message>"
        )
    };
    let retracted = "<retracted xmlns='urn:xmpp:message-retract:0' stamp='2020-01-01T00:00:00Z'/>";
    let history = History::of(
        &[
            result("1", 0, &chat("a", false, &body("hers"))),
            result("2", 1, &chat("b", true, &fastened("a", retract))),
            result("3", 2, &chat("c", false, &fastened("a", retract))),
            result("4", 3, &chat("d", false, retracted)),
            result("5", 4, &room("e", "/eve", &body("spam"))),
            result("6", 5, &room("f", "", &fastened("5", &moderated(retract)))),
            result("7", 6, &room("g", "/eve", &moderated(retracted))),
        ]
        .concat(),
    );
    let contents = |conversation| {
        let all = history.all(conversation).into_iter();
        all.map(|message| (message.id, message.content)).collect::<Vec<_>>()
    };
    let of = |id: &str, content| (id.to_owned(), content);
    // Nobody takes back what somebody else wrote.
    let expected = [of("1", Content::Retracted), of("2", Content::Retraction), of("4", Content::Retracted)];
    assert_eq!(contents(0), expected);
    assert_eq!(contents(1), [of("5", Content::Retracted), of("7", Content::Retracted)]);
}

#[test]
fn files_encrypted_messages_and_what_is_no_message() {
    let shared = "<body>https://up.test/x/cat.png</body>\
        <x xmlns='jabber:x:oob'><url>https://up.test/x/cat.png</url></x>\
        <file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>cat.png</name><size>120</size></file>\
        <sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://up.test/x/cat.png'/></sources></file-sharing>";
    let omemo = "<encrypted xmlns='eu.siacs.conversations.axolotl'/><body>I sent you an OMEMO message</body>";
    let history = History::of(
        &[
            result("1", 0, &chat("a", false, shared)),
            result("2", 1, &chat("b", false, omemo)),
            result("3", 2, &chat("c", false, "<received xmlns='urn:xmpp:receipts' id='x'/>")),
            result("4", 3, &chat("d", false, "<displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>")),
            result("5", 4, &chat("e", false, "<composing xmlns='http://jabber.org/protocol/chatstates'/>")),
            result("6", 5, &chat("f", false, "<subject>Plans</subject>")),
            "<result xmlns='urn:xmpp:mam:2' id='7'/>".to_owned(),
        ]
        .concat(),
    );
    assert_eq!((history.index.results(), history.index.silent()), (7, 4));
    let messages = history.all(0);
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0].content, text(""));
    let file = &messages[0].files[0];
    assert_eq!(
        (file.url.as_str(), file.name.as_deref(), file.size),
        ("https://up.test/x/cat.png", Some("cat.png"), Some(120))
    );
    assert_eq!(messages[1].content, Content::Encrypted);
    assert_eq!(messages[2].content, Content::Subject("Plans".to_owned()));
    assert!(history.find("OMEMO").is_empty(), "what older apps say instead is nobody's word");
    assert_eq!(history.find("CAT.png").len(), 1);
}

#[test]
fn a_day_is_turned_to() {
    let results: String = (0..1_000)
        .map(|n| {
            result(&n.to_string(), n * 30, &chat(&format!("m{n}"), n % 2 == 0, &body(&format!("word {n}"))))
        })
        .collect();
    let history = History::of(&results);
    let start = 1_577_836_800;
    for (time, first) in
        [(0, "0"), (start + 86_400, "48"), (start + 10 * 86_400 + 5, "481"), (i64::MAX, "940")]
    {
        let page = history.page(0, From::Time(time));
        assert_eq!(page.messages[0].id, first);
    }
    let page = history.page(0, From::End);
    assert_eq!(page.messages.last().unwrap().id, "999");
    assert_eq!(page.messages.len(), reading::PAGE as usize);
}

#[test]
fn a_file_that_changed_meanwhile_is_no_reason_to_fail() {
    let results: String = (0..10).map(|n| result(&n.to_string(), n, &chat("a", false, &body("x")))).collect();
    let history = History::of(&results);
    let mut turning = reading::Turning::new(0, From::End);
    while let Some(block) = turning.next(&history.index) {
        turning.feed(&history.index, block, Some(b"<result/>something else"));
    }
    let page = turning.page(&history.index).unwrap();
    assert_eq!((page.messages.len(), page.unreadable), (0, 10));
}
