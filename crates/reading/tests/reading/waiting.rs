//! Messages that wait, in a file that has an archive besides.

use reading::{Author, From};

use super::{History, OWN, body, chat, result};

/// One that waits; times are seconds since noon of the first day.
fn waiting(id: &str, second: u32, inside: &str) -> String {
    format!(
        "<message xmlns='jabber:client' type='chat' id='{id}' from='bea@b.test/phone' to='{OWN}'>{inside}\
         <delay xmlns='urn:xmpp:delay' from='old.test' stamp='2020-01-01T12:00:{second:02}Z'/></message>"
    )
}

fn file(before: &str, archive: &str, behind: &str) -> Vec<u8> {
    let waits = |messages: &str| match messages {
        "" => String::new(),
        messages => format!("<offline-messages>{messages}</offline-messages>"),
    };
    format!(
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>{}\
         <archive xmlns='urn:xmpp:pie:0#mam'>{archive}</archive>{}</user></host></server-data>",
        waits(before),
        waits(behind)
    )
    .into_bytes()
}

#[track_caller]
fn check(history: &History, expected: &[&str]) {
    let all = history.all(history.conversation("bea@b.test"));
    let ids: Vec<&str> = all.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids, expected);
}

/// Wherever they stand, what waits is newer than the archive, and shown once.
#[test]
fn what_waits_is_shown_behind_the_archive_unless_that_has_it() {
    let sid = "<stanza-id xmlns='urn:xmpp:sid:0' by='anna@old.test' id='r2'/>";
    let origin = "<origin-id xmlns='urn:xmpp:sid:0' id='o3'/>";
    let noon = 720;
    let archive = [
        result("r1", 1, &chat("m1", false, &body("one"))),
        result("r2", noon, &chat("m2", false, &body("two"))),
        result("r3", noon, &chat("m3", false, &format!("{}{origin}", body("three")))),
        result("r4", noon, &chat("m4", false, &body("four"))),
        result("r5", noon, &chat("m5", true, &body("my own"))),
    ]
    .concat();
    let waiting = [
        // The same by the archive's id, by its sender's, by an id and a time.
        waiting("m2", 59, &format!("{}{sid}", body("two"))),
        waiting("other", 59, &format!("{}{origin}", body("three"))),
        waiting("m4", 3, &body("four")),
        // Another by its time, and by who wrote it.
        waiting("m1", 0, &body("one more")),
        waiting("m5", 0, &body("hers")),
        waiting("m6", 20, &body("needle")),
        waiting("m7", 30, "<received xmlns='urn:xmpp:receipts' id='x'/>"),
    ]
    .concat();
    for bytes in [file(&waiting, &archive, ""), file("", &archive, &waiting)] {
        for piece in [7, 1 << 16] {
            let history = History::read(bytes.clone(), piece);
            check(&history, &["r1", "r2", "r3", "r4", "r5", "m1", "m5", "m6"]);
            assert_eq!((history.index.results(), history.index.silent()), (9, 1));
            let found = history.find("needle");
            assert_eq!((found.len(), found[0].id.as_str(), &found[0].author), (1, "m6", &Author::Other));
            let page = history.page(0, From::Spot(found[0].spot));
            assert!(page.messages.iter().any(|message| message.spot == found[0].spot));
        }
    }
}

#[test]
fn what_waits_belongs_to_the_archive_s_messages() {
    let answer = format!("{}<reply xmlns='urn:xmpp:reply:0' id='m1'/>", body("yes"));
    let correction = format!("{}<replace xmlns='urn:xmpp:message-correct:0' id='m1'/>", body("hello"));
    let history = History::read(
        file(
            &[waiting("w1", 1, &correction), waiting("w2", 2, &answer)].concat(),
            &result("r1", 1, &chat("m1", false, &body("helo"))),
            "",
        ),
        1 << 16,
    );
    check(&history, &["r1", "w2"]);
    let all = history.all(0);
    assert_eq!(all[0].earlier, ["helo"]);
    assert!(all[1].quote.is_some());
}

#[test]
fn a_file_with_nothing_else_is_read() {
    let many: String = (0..3_000).map(|n| waiting(&format!("w{n}"), n % 60, &body("waits"))).collect();
    let history = History::read(file("", "", &many), 1 << 16);
    assert_eq!(history.all(0).len(), 3_000);
    assert_eq!(history.find("waits").len(), 3_000);
}
