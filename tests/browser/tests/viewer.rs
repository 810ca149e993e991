//! A saved copy is read without an account: everything in it, by touch and by keyboard, and nothing in it does
//! anything.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use browser::{ORIGIN, Scene, Size, Tab};
use serde_json::Value;
use servers::Kind;

/// What the page's own origin is called.
const OWN: &str = "localhost";
const LONG: usize = 3_000;
/// Pages drawn at most, and messages of a page.
const DRAWN: usize = 4 * 60;

#[tokio::test]
async fn a_saved_copy_is_read() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let tab = scene.visit().await;
    exported_by_a_server(&tab).await;
    let file = tab.chromium.folder().join("long.xml");
    std::fs::write(&file, history()).unwrap();
    open(&tab, &file).await;
    tab.look("viewer-conversations").await;
    everything_a_message_can_be(&tab).await;
    a_long_conversation(&tab).await;
    searching(&tab).await;
    by_keyboard(&tab).await;
    the_other_lists(&tab).await;
    in_another_form(&tab).await;
    damaged(&tab, &file).await;

    let spoken_to = tab.hosts_spoken_to().await;
    assert_eq!(spoken_to, BTreeSet::from([OWN.to_owned()]), "nobody but the page's own origin");
    assert_eq!(tab.run("return window.__harmed ?? null", vec![]).await, Value::Null);
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// What Prosody's own export looks like.
async fn exported_by_a_server(tab: &Tab) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/portable/tests/fixtures");
    let file = fixtures.join("prosody-13.0.1-http_xep227-small.xml").canonicalize().unwrap();
    open(tab, &file).await;
    let conversations = tab.rows("conversation").await;
    assert!(!conversations.is_empty());
    tab.press("conversation").await;
    tab.wait("messages", async || tab.row("message").await).await;
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
}

async fn open(tab: &Tab, file: &Path) {
    tab.press("start-open").await;
    tab.wait_stage(ORIGIN).await;
    tab.pick(&[file]).await;
    tab.press("file-continue").await;
    tab.wait_stage("viewer").await;
}

async fn everything_a_message_can_be(tab: &Tab) {
    open_conversation(tab, "eve@evil.test").await;
    tab.look("viewer-specials").await;
    tab.resize(Size::Phone).await;
    let shown = tab.text("viewer-conversation").await;
    assert!(shown.contains("<img src=x onerror"), "text stays text: {shown}");
    assert!(shown.contains("corrected text"), "{shown}");
    assert!(!shown.contains("taken back text") && !shown.contains("as it was before"), "{shown}");
    // What waited on the server, the archive has once; and once it has not.
    assert_eq!((shown.matches("styled").count(), shown.matches("waited alone").count()), (1, 1), "{shown}");
    assert_eq!(tab.rows("message").await.last().unwrap().1.attribute("data-id"), "w2");
    let script = "return [...document.querySelectorAll('main a')].map(a => [a.getAttribute('href'), a.rel])";
    let links: Vec<(String, String)> = serde_json::from_value(tab.run(script, vec![]).await).unwrap();
    assert!(links.iter().any(|(href, _)| href == "https://up.test/cat.png"));
    for (href, rel) in &links {
        assert!(href.starts_with("https:") || href.starts_with("xmpp:"), "{href}");
        assert_eq!(rel, "noreferrer", "{href}");
    }
    let loaded = "return document.querySelectorAll('main img, main video, main iframe, main [style]').length";
    assert_eq!(tab.run(loaded, vec![]).await, 0);
    back(tab).await;
}

/// To its beginning by scrolling: a bounded part of it is drawn, in order, without a gap.
async fn a_long_conversation(tab: &Tab) {
    open_conversation(tab, "bob@long.test").await;
    let newest = format!("long{}", LONG - 1);
    assert_eq!(tab.rows("message").await.last().unwrap().1.attribute("data-id"), newest);
    let top = "const list = document.querySelector('.messages'); list.scrollTop = 0; return list.scrollTop";
    let mut steps = 0;
    while first(tab).await != "long0" {
        tab.run(top, vec![]).await;
        let drawn = tab.rows("message").await;
        assert!(drawn.len() <= DRAWN, "{} messages are drawn", drawn.len());
        let numbers: Vec<usize> =
            drawn.iter().map(|(_, row)| row.attribute("data-id")[4..].parse().unwrap()).collect();
        assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
        steps += 1;
        assert!(steps < 5_000);
    }
    // What is in sight stays where it is while more is drawn above it.
    tab.press("viewer-last").await;
    tab.wait_until("the end", async || {
        tab.rows("message").await.last().is_some_and(|(_, row)| row.attribute("data-id") == newest)
    })
    .await;
    let held = "const list = document.querySelector('.messages');
        const done = arguments[arguments.length - 1];
        list.scrollTop = 200;
        const seen = [...list.querySelectorAll('.message')].find(
            m => m.getBoundingClientRect().bottom > list.getBoundingClientRect().top);
        const top = seen.getBoundingClientRect().top, before = list.querySelector('.message').id;
        const look = () => list.querySelector('.message').id === before ? requestAnimationFrame(look)
            : requestAnimationFrame(() => done([seen.isConnected, seen.getBoundingClientRect().top - top]));
        look();";
    let held = tab.run_until_done(held).await;
    let moved = held[1].as_f64().unwrap();
    assert!(held[0] == true && moved.abs() < 3.0, "{held:?}");
    tab.look("viewer-long").await;
    tab.resize(Size::Phone).await;
    assert_eq!(tab.too_wide("a conversation").await, None);
    back(tab).await;
}

async fn first(tab: &Tab) -> String {
    let script = "return document.querySelector('.message')?.dataset.id ?? ''";
    tab.run(script, vec![]).await.as_str().unwrap().to_owned()
}

async fn searching(tab: &Tab) {
    tab.fill("viewer-search", "ÄRGER 17").await;
    tab.wait_until("what was found", async || tab.rows("viewer-hit").await.len() >= 100).await;
    tab.look("viewer-found").await;
    tab.resize(Size::Phone).await;
    tab.fill("viewer-search", "number 1234 ärger").await;
    tab.wait_until("the one", async || tab.rows("viewer-hit").await.len() == 1).await;
    tab.press("viewer-hit").await;
    let in_sight = "const m = document.querySelector('[data-marked]'); if (m === null) return false;
        const list = document.querySelector('.messages').getBoundingClientRect(), place = m.getBoundingClientRect();
        return m.dataset.id === 'long1234' && document.activeElement === m
            && place.top >= list.top && place.bottom <= list.bottom";
    tab.wait_until("the message", async || tab.run(in_sight, vec![]).await == true).await;
    back(tab).await;
    tab.press("viewer-search-end").await;
    tab.wait("the conversations", async || tab.row("conversation").await).await;
}

async fn by_keyboard(tab: &Tab) {
    tab.tab_to("viewer-search").await;
    tab.type_text("needle").await;
    tab.key("Enter").await;
    tab.wait("what was found", async || tab.row("viewer-hit").await).await;
    tab.tab_to("viewer-hit").await;
    tab.key("Enter").await;
    tab.wait_until("the message", async || tab.focused().await == "message").await;
    tab.tab_to("back").await;
    tab.key("Enter").await;
    tab.tab_to("viewer-search-end").await;
    tab.key("Enter").await;
    tab.tab_to("conversation").await;
    tab.key("Enter").await;
    tab.wait("the conversation", async || tab.row("viewer-conversation").await).await;
    back(tab).await;
}

async fn the_other_lists(tab: &Tab) {
    for (section, row) in [("viewer-contacts", "viewer-contact"), ("viewer-rooms", "viewer-room")] {
        tab.press(section).await;
        tab.wait(row, async || tab.row(row).await).await;
        tab.look(section).await;
    }
    tab.press("viewer-profile").await;
    tab.look("viewer-profile").await;
    let pictures =
        "return [...document.querySelectorAll('main img')].map(i => [i.src.slice(0, 14), i.naturalWidth])";
    let pictures = tab.run(pictures, vec![]).await;
    assert_eq!(pictures, serde_json::json!([["data:image/png", 1]]));
    tab.resize(Size::SmallPhone).await;
    assert_eq!(tab.too_wide("the profile").await, None);
    tab.resize(Size::Phone).await;
}

async fn in_another_form(tab: &Tab) {
    tab.press("viewer-convert").await;
    tab.wait_stage("choose").await;
    tab.wait("the ways to save it", async || tab.row("save-contacts").await).await;
}

/// Half of a file is better than none, and it is said.
async fn damaged(tab: &Tab, file: &Path) {
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    let bytes = std::fs::read(file).unwrap();
    let half: PathBuf = tab.chromium.folder().join("half.xml");
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    open(tab, &half).await;
    tab.wait("what is wrong", async || tab.row("viewer-damaged").await).await;
    tab.look("viewer-damaged").await;
    tab.press("conversation").await;
    tab.wait("messages", async || tab.row("message").await).await;
}

async fn open_conversation(tab: &Tab, address: &str) {
    let pressed =
        "const row = document.querySelector(`[data-testid='conversation'][data-jid='${arguments[0]}']`);
        row?.click(); return row !== null";
    tab.wait_until(address, async || tab.run(pressed, vec![address.into()]).await == true).await;
    tab.wait("its messages", async || {
        let open = tab.row("viewer-conversation").await?;
        tab.row("message").await.filter(|_| open.attribute("data-jid") == address)
    })
    .await;
}

async fn back(tab: &Tab) {
    tab.press("back").await;
    tab.wait_until("the lists", async || tab.row("viewer-conversation").await.is_none()).await;
}

/// A file with everything in it: somebody's specials, somebody's malice, and a long conversation.
fn history() -> String {
    const PNG: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    let mut results = String::new();
    let mut add = |id: &str, minute: usize, message: &str| {
        let (day, hour, minute) = (minute / 1_440, minute / 60 % 24, minute % 60);
        let date = format!("20{:02}-{:02}-{:02}", 20 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
        results.push_str(&format!(
            "<result xmlns='urn:xmpp:mam:2' id='{id}'><forwarded xmlns='urn:xmpp:forward:0'>\
             <delay xmlns='urn:xmpp:delay' stamp='{date}T{hour:02}:{minute:02}:00Z'/>{message}</forwarded></result>"
        ));
    };
    for n in 0..LONG {
        let ends = if n % 3 == 0 { "to='bob@long.test'" } else { "from='bob@long.test/phone'" };
        let words = [
            "and some more words",
            "a few",
            "with quite a lot of words, so that this one takes more than one line on a phone",
        ];
        let body = format!("Message number {n} Ärger {}", words[n % 3]);
        add(
            &format!("long{n}"),
            n * 40,
            &format!(
                "<message xmlns='jabber:client' type='chat' id='l{n}' {ends}><body>{body}</body></message>"
            ),
        );
    }
    let specials = [
        (
            "from",
            "<body>&lt;img src=x onerror=window.__harmed=1&gt; &lt;script&gt;window.__harmed=1&lt;/script&gt; needle</body>",
        ),
        (
            "from",
            "<body>javascript:window.__harmed=1 data:text/html,x http://plain.test https://good.test/x?y=z xmpp:eve@evil.test</body>",
        ),
        ("to", "<body>wrong text</body>"),
        ("to", "<body>corrected text</body><replace xmlns='urn:xmpp:message-correct:0' id='e2'/>"),
        (
            "from",
            "<body>&gt; wrong text\nan answer</body><reply xmlns='urn:xmpp:reply:0' id='e2'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='13'/></fallback>",
        ),
        (
            "from",
            "<reactions xmlns='urn:xmpp:reactions:0' id='e2'><reaction>👍</reaction><reaction>&lt;b&gt;</reaction></reactions>",
        ),
        ("to", "<body>taken back text</body>"),
        ("to", "<retract xmlns='urn:xmpp:message-retract:1' id='e6'/>"),
        ("from", "<body>taken back as it was before</body>"),
        (
            "from",
            "<apply-to xmlns='urn:xmpp:fasten:0' id='e8'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>",
        ),
        (
            "from",
            "<body>https://up.test/cat.png</body><x xmlns='jabber:x:oob'><url>https://up.test/cat.png</url></x>",
        ),
        ("from", "<body>x</body><x xmlns='jabber:x:oob'><url>javascript:window.__harmed=1</url></x>"),
        (
            "from",
            "<encrypted xmlns='eu.siacs.conversations.axolotl'/><body>I sent you an OMEMO message</body>",
        ),
        ("from", "<body>\u{202e}right to left \u{5d0}\u{5d1}\u{5d2}</body>"),
        ("from", "<received xmlns='urn:xmpp:receipts' id='e2'/>"),
        (
            "from",
            "<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><img src='https://up.test/spy.png'/></body></html><body>styled</body>",
        ),
    ];
    for (n, (end, inside)) in specials.iter().enumerate() {
        let message = format!(
            "<message xmlns='jabber:client' type='chat' id='e{n}' {end}='eve@evil.test'>{inside}</message>"
        );
        add(&format!("special{n}"), LONG * 40 + n, &message);
    }
    let waiting = format!(
        "<message xmlns='jabber:client' type='chat' id='w1' from='eve@evil.test/x' to='anna@old.test'><body>styled</body>\
         <stanza-id xmlns='urn:xmpp:sid:0' by='anna@old.test' id='special{}'/></message>\
         <message xmlns='jabber:client' type='chat' id='w2' from='eve@evil.test/x' to='anna@old.test'>\
         <body>waited alone</body></message>",
        specials.len() - 1
    );
    for n in 0..3 {
        add(
            &format!("room{n}"),
            n,
            &format!(
                "<message xmlns='jabber:client' type='groupchat' id='r{n}' from='talk@rooms.test/Zoë {n}'><body>in the room {n}</body></message>"
            ),
        );
    }
    format!(
        "<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <offline-messages>{waiting}</offline-messages>\
         <query xmlns='jabber:iq:roster'><item jid='bob@long.test' name='Bob' subscription='both'><group>Friends</group></item>\
         <item jid='eve@evil.test' name='&lt;b&gt;Eve' subscription='both'/></query>\
         <vCard xmlns='vcard-temp'><FN>Anna</FN><EMAIL><HOME/><USERID>anna@mail.test</USERID></EMAIL>\
         <PHOTO><TYPE>image/png</TYPE><BINVAL>{PNG}</BINVAL></PHOTO></vCard>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'><item id='talk@rooms.test'>\
         <conference xmlns='urn:xmpp:bookmarks:1' name='Talk'><nick>Zoë 1</nick></conference></item></items></pubsub>\
         <archive xmlns='urn:xmpp:pie:0#mam'>{results}</archive></user></host></server-data>"
    )
}
