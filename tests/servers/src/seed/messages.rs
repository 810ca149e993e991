//! What people and their programs say to each other: the difficult messages first, then ordinary ones
//! without end.

use crate::xml::escape;

/// One message of a conversation.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) ours: bool,
    /// Which partner.
    pub(super) with: usize,
    pub(super) content: String,
}

/// Name, type, content of what was uploaded; links in [`SPECIAL`] are in this order.
pub(super) const FILES: [(&str, &str, &str); 3] = [
    ("holiday.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"),
    ("Notes & Ünïcödé.txt", "text/plain", "first line\nsecond line, with 🌙\n"),
    ("list.csv", "text/csv", "name,amount\nmilk,2\n"),
];

/// `m0`, `m1`, … with `OWN` the account and `LINK0` … its uploads.
pub(super) fn all(own: &str, links: &[String], partners: usize) -> impl Iterator<Item = Line> {
    let fill = move |content: &str| {
        let links = links.iter().enumerate();
        let content = content.replace("OWN", &escape(own)).replace("LONG", &"lorem ipsum ü ".repeat(1500));
        links.fold(content, |content, (at, link)| content.replace(&format!("LINK{at}"), &escape(link)))
    };
    let special = SPECIAL.iter().map(move |(ours, content)| (*ours, fill(content)));
    let plain = (0..).map(plain);
    special.chain(plain).enumerate().map(move |(at, (ours, content))| Line {
        id: format!("m{at}"),
        ours,
        with: at / 8 % partners,
        content,
    })
}

fn plain(number: usize) -> (bool, String) {
    const WORDS: [&str; 16] = [
        "tomorrow",
        "the train",
        "später",
        "кофе",
        "\"quoted\"",
        "a < b",
        "x & y",
        "寿司",
        "maybe",
        "o'clock",
        "the garden",
        "😀",
        "مرحبا",
        "don't know",
        "at home",
        "we'll see",
    ];
    let word = |step: usize| WORDS[(number * 7 + number / 5 + step * 3) % WORDS.len()];
    let length = 3 + number % 19;
    let text: Vec<&str> = (0..length).map(word).collect();
    let state =
        if number.is_multiple_of(2) { "<active xmlns='http://jabber.org/protocol/chatstates'/>" } else { "" };
    ((number / 4).is_multiple_of(2), format!("<body>{number}: {}</body>{state}", escape(&text.join(" "))))
}

/// Whether it is ours, and its content. All of them are kept by servers that follow XEP-0313 §5.1.1 or
/// XEP-0334.
const SPECIAL: [(bool, &str); 29] = [
    (
        true,
        "<body>Hello &amp; &lt;b&gt;welcome&lt;/b&gt; “quoted” 'single' \"double\" 👩‍🚀\nsecond line\n\nfourth</body>",
    ),
    (
        false,
        "<body>&gt; Hello &amp; welcome\nHi!</body><reply xmlns='urn:xmpp:reply:0' to='OWN' id='m0'/>\
         <fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='18'/></fallback>",
    ),
    (true, "<body>Hello and welcome (mended)</body><replace xmlns='urn:xmpp:message-correct:0' id='m0'/>"),
    (
        false,
        "<reactions xmlns='urn:xmpp:reactions:0' id='m0'><reaction>👍</reaction><reaction>🏳️‍🌈</reaction>\
         </reactions><store xmlns='urn:xmpp:hints'/>",
    ),
    (true, "<body>LINK0</body><x xmlns='jabber:x:oob'><url>LINK0</url><desc>us &amp; the sea</desc></x>"),
    (
        false,
        "<body>https://upload.friends.test/a%20b/c.png?x=1&amp;y=2</body>\
         <x xmlns='jabber:x:oob'><url>https://upload.friends.test/a%20b/c.png?x=1&amp;y=2</url></x>",
    ),
    (
        false,
        "<body>aesgcm://upload.friends.test/slot/d.jpg#8c3d050e9386ec173861778f68a86a1c2f6a3b9c4e5d6f708192a3b4\
         c5d6e7f8091a2b3c4d5e6f70819</body>",
    ),
    (
        true,
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='27183'>\
         <key rid='31415' prekey='true'>MwohBS1rZXktdGhhdC1vcGVucy1ub3RoaW5n</key><key rid='12321'>bm8ga2V5</key>\
         <iv>vXp4MjMxMjM0NTY3</iv></header><payload>bm8gc2VjcmV0IGhlcmU=</payload></encrypted>\
         <encryption xmlns='urn:xmpp:eme:0' name='OMEMO' namespace='eu.siacs.conversations.axolotl'/>\
         <body>I sent you an OMEMO encrypted message but your client doesn’t seem to support that.</body>\
         <store xmlns='urn:xmpp:hints'/>",
    ),
    (
        false,
        "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='4223'><keys jid='OWN'><key rid='31415' kex='true'>bm8ga2V5</key>\
         </keys></header><payload>bm8gc2VjcmV0</payload></encrypted>\
         <encryption xmlns='urn:xmpp:eme:0' name='OMEMO' namespace='urn:xmpp:omemo:2'/><store xmlns='urn:xmpp:hints'/>",
    ),
    (true, "<body>done typing</body><paused xmlns='http://jabber.org/protocol/chatstates'/>"),
    (
        false,
        "<body>Good morning</body><body xml:lang='de'>Guten Morgen</body><body xml:lang='ja'>おはよう</body>",
    ),
    (
        true,
        "<body>LINK1</body><file-sharing xmlns='urn:xmpp:sfs:0' disposition='attachment' id='f1'>\
         <file xmlns='urn:xmpp:file:metadata:0'><media-type>text/plain</media-type>\
         <name>Notes &amp; Ünïcödé.txt</name><size>40</size>\
         <hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>W5Rw2UAIZRgt4xGWcSqvTl4oaQ8aCQJ4NvXf0P4yQmY=</hash></file>\
         <sources><url-data xmlns='http://jabber.org/protocol/url-data' target='LINK1'/></sources></file-sharing>",
    ),
    (
        false,
        "<body>the same, the older way</body><reference xmlns='urn:xmpp:reference:0' begin='0' end='8' type='data'>\
         <media-sharing xmlns='urn:xmpp:sims:1'><file xmlns='urn:xmpp:jingle:apps:file-transfer:5'>\
         <media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size></file>\
         <sources><reference xmlns='urn:xmpp:reference:0' type='data' uri='https://download.friends.test/summit.jpg'/>\
         </sources></media-sharing></reference>",
    ),
    (true, "<body>The list is at LINK2 (and see http://example.test/x?a=1&amp;b=2).</body>"),
    (
        false,
        "<body>please confirm</body><request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>\
         <origin-id xmlns='urn:xmpp:sid:0' id='origin-14'/>",
    ),
    (true, "<received xmlns='urn:xmpp:receipts' id='m14'/><store xmlns='urn:xmpp:hints'/>"),
    (true, "<displayed xmlns='urn:xmpp:chat-markers:0' id='m14'/><store xmlns='urn:xmpp:hints'/>"),
    (
        false,
        "<body>so bold</body><html xmlns='http://jabber.org/protocol/xhtml-im'>\
         <body xmlns='http://www.w3.org/1999/xhtml'><p>so <strong style='color:red'>bold</strong><br/></p></body></html>",
    ),
    (
        true,
        "<subject>Subject &amp; thread</subject><thread parent='7edac73ab41e45c4aafa7b2d7b749080'>e0ffe42b28561960</thread>\
         <body>with both</body>",
    ),
    (
        false,
        "<body>This person attempted to retract a previous message</body>\
         <retract xmlns='urn:xmpp:message-retract:1' id='m12'/>\
         <fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/><store xmlns='urn:xmpp:hints'/>",
    ),
    (true, "<body>LONG</body>"),
    (
        false,
        "<body>]]&gt; is not the end, &amp;amp; is not &amp;,\ttab, مرحبا بالعالم, e\u{301} is not é</body>",
    ),
    (true, "<body>   </body>"),
    (
        false,
        "<propose xmlns='urn:xmpp:jingle-message:0' id='ca3cf894-5325-482f-a412-a6e9f832298d'>\
         <description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose><store xmlns='urn:xmpp:hints'/>",
    ),
    (
        false,
        "<body>Come in</body><x xmlns='jabber:x:conference' jid='bench@conference.friends.test' \
         password='s3cr&amp;t' reason='It is &lt;warm&gt; inside'/>",
    ),
    (true, "<body>/me waves &amp; smiles</body><nick xmlns='http://jabber.org/protocol/nick'>Ännchen</nick>"),
    (
        false,
        "<body>?OTR:AAMDJ+MVmSfjFZcAAAAAAQAAAAIAAADA1g5IjD1ZGLDVQEyCgCyn9hb.</body>\
         <encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/>",
    ),
    (
        true,
        "<body>🎉</body><sticker xmlns='urn:xmpp:stickers:0' pack='EpRv28DHHzFrE4zd+xaNpVb4'/>\
         <f:foreign xmlns:f='urn:example:foreign' f:a='1' b='&quot;'>mixed <f:b xml:lang='pl'>zażółć</f:b> text</f:foreign>",
    ),
    (false, "<body>last of the strange ones</body><gone xmlns='http://jabber.org/protocol/chatstates'/>"),
];
