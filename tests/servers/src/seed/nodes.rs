//! Nodes of the account's publish-subscribe service (XEP-0163): a blog, keys, moods, and what no
//! program of ours has heard of.

use super::{all, friends};
use crate::client::Client;
use crate::client::write::{affiliate, create_node, publish};
use crate::xml::escape;
use crate::{Error, Network, Side};

/// The one with as many items as one likes.
pub const MANY: &str = "urn:example:many";
/// For its member and publisher only.
pub const PARTY: &str = "urn:example:party?a=1&b=<2>";

type Items = &'static [(&'static str, &'static str)];
type Fields = &'static [(&'static str, &'static str)];

const OPEN: Fields = &[("access_model", "open"), ("persist_items", "true")];
const CONTACTS: Fields = &[("access_model", "presence"), ("persist_items", "true")];
const KEPT: Fields = &[("access_model", "presence"), ("persist_items", "true"), ("max_items", "max")];
const OPEN_KEPT: Fields = &[("access_model", "open"), ("persist_items", "true"), ("max_items", "max")];
const PRIVATE_KEPT: Fields =
    &[("access_model", "whitelist"), ("persist_items", "true"), ("max_items", "max")];
const BLOG: Fields = &[
    ("access_model", "open"),
    ("persist_items", "true"),
    ("max_items", "50"),
    ("title", "Anna's blog & <notes>"),
];

/// Node, configuration, and items: id and payload.
const NODES: [(&str, Fields, Items); 12] = [
    (
        "urn:xmpp:microblog:0",
        BLOG,
        &[
            (
                "first",
                "<entry xmlns='http://www.w3.org/2005/Atom'><title type='text'>Hello &amp; &lt;welcome&gt;</title>\
              <id>tag:friends.test,2023:first</id><published>2023-05-01T08:00:00Z</published>\
              <updated>2023-05-01T08:00:00Z</updated><author><name>Anna</name><uri>xmpp:OWN</uri></author></entry>",
            ),
            (
                "second & more",
                "<entry xmlns='http://www.w3.org/2005/Atom'><title type='xhtml'>\
              <div xmlns='http://www.w3.org/1999/xhtml'><p>so <b>bold</b>, “quoted” 🌙</p></div></title>\
              <id>tag:friends.test,2023:second</id><updated>2023-06-01T08:00:00Z</updated></entry>",
            ),
            (
                "名前",
                "<entry xmlns='http://www.w3.org/2005/Atom'><title>三</title><id>tag:friends.test,2024:3</id>\
              <updated>2024-01-01T00:00:00Z</updated><link rel='enclosure' href='https://friends.test/a?b=1&amp;c=2'/></entry>",
            ),
            (
                "fourth",
                "<entry xmlns='http://www.w3.org/2005/Atom'><title/><id>tag:friends.test,2024:4</id>\
              <updated>2024-02-29T12:00:00+02:00</updated></entry>",
            ),
        ],
    ),
    (
        "eu.siacs.conversations.axolotl.devicelist",
        OPEN,
        &[(
            "current",
            "<list xmlns='eu.siacs.conversations.axolotl'><device id='27183'/><device id='31415'/></list>",
        )],
    ),
    (
        "eu.siacs.conversations.axolotl.bundles:27183",
        OPEN,
        &[(
            "current",
            "<bundle xmlns='eu.siacs.conversations.axolotl'>\
           <signedPreKeyPublic signedPreKeyId='1'>BQ==</signedPreKeyPublic><signedPreKeySignature>AA==</signedPreKeySignature>\
           <identityKey>BYg=</identityKey><prekeys><preKeyPublic preKeyId='1'>BX8=</preKeyPublic>\
           <preKeyPublic preKeyId='2'>BXk=</preKeyPublic></prekeys></bundle>",
        )],
    ),
    (
        "urn:xmpp:omemo:2:devices",
        OPEN,
        &[(
            "current",
            "<devices xmlns='urn:xmpp:omemo:2'><device id='4223' label='Gajim &amp; co on &lt;laptop&gt;'/></devices>",
        )],
    ),
    (
        "urn:xmpp:omemo:2:bundles",
        OPEN_KEPT,
        &[
            (
                "4223",
                "<bundle xmlns='urn:xmpp:omemo:2'><spk id='0'>BQ==</spk><spks>AA==</spks><ik>BYg=</ik>\
              <prekeys><pk id='0'>BX8=</pk><pk id='1'>BXk=</pk></prekeys></bundle>",
            ),
            (
                "31415",
                "<bundle xmlns='urn:xmpp:omemo:2'><spk id='3'>BQ==</spk><spks>AA==</spks><ik>BYh=</ik><prekeys/></bundle>",
            ),
        ],
    ),
    (
        "urn:xmpp:openpgp:0:public-keys",
        OPEN,
        &[(
            "current",
            "<public-keys-list xmlns='urn:xmpp:openpgp:0'><pubkey-metadata \
           v4-fingerprint='1357B01865B2503C18453D208CAC2A9678548E35' date='2018-03-01T15:26:12Z'/></public-keys-list>",
        )],
    ),
    (
        "urn:xmpp:openpgp:0:public-keys:1357B01865B2503C18453D208CAC2A9678548E35",
        OPEN,
        &[("2018-03-01T15:26:12Z", "<pubkey xmlns='urn:xmpp:openpgp:0'><data>bm90IGEga2V5</data></pubkey>")],
    ),
    (
        "http://jabber.org/protocol/mood",
        CONTACTS,
        &[(
            "current",
            "<mood xmlns='http://jabber.org/protocol/mood'><happy/><text>Yay &amp; hooray 😀</text></mood>",
        )],
    ),
    (
        "http://jabber.org/protocol/tune",
        CONTACTS,
        &[(
            "current",
            "<tune xmlns='http://jabber.org/protocol/tune'><artist>Sigur Rós</artist>\
           <title>Svefn-g-englar</title><length>606</length></tune>",
        )],
    ),
    (
        "urn:xmpp:mds:displayed:0",
        PRIVATE_KEPT,
        &[
            (
                "zoë@friends.test",
                "<displayed xmlns='urn:xmpp:mds:displayed:0'>\
              <stanza-id xmlns='urn:xmpp:sid:0' by='OWN' id='0f710f2b-52ed-4d52-b928-784dad74a52b'/></displayed>",
            ),
            (
                "bench@conference.friends.test",
                "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id \
              xmlns='urn:xmpp:sid:0' by='bench@conference.friends.test' id='ca21deaf-812c-48f1-8f16-339a674f2864'/></displayed>",
            ),
        ],
    ),
    ("urn:example:empty", PRIVATE_KEPT, &[]),
    (
        PARTY,
        PRIVATE_KEPT,
        &[
            (
                "guests",
                "<p:list xmlns:p='urn:example:party' p:year='2025'>Zoë &amp; <p:b xml:lang='de'>alle</p:b></p:list>",
            ),
            ("no-namespace", "<plain xmlns='' a='&lt;&amp;&quot;'>text</plain>"),
        ],
    ),
];

/// Makes all of them, with so many items in [`MANY`].
pub(super) async fn write(
    network: &Network,
    side: Side,
    user: &str,
    client: &Client,
    many: usize,
) -> Result<(), Error> {
    let own = escape(client.bare_jid());
    for (node, fields, items) in NODES {
        client.send(create_node(node, fields)).await?;
        all(client, items.iter().map(|(id, payload)| publish(node, id, &payload.replace("OWN", &own))))
            .await?;
    }
    let member = network.server(side).jid(&friends::name(user, side, "both"));
    let publisher = network.server(side.other()).jid(&friends::name(user, side, "both"));
    client.send(affiliate(PARTY, &[(&member, "member"), (&publisher, "publisher")])).await?;

    numbered(client, "urn:example:unknown:1", 12).await?;
    numbered(client, MANY, many).await
}

async fn numbered(client: &Client, node: &str, count: usize) -> Result<(), Error> {
    client.send(create_node(node, KEPT)).await?;
    let item = |number: usize| {
        let text = format!("Nº {number} &amp; more");
        publish(
            node,
            &format!("item-{number}"),
            &format!("<thing xmlns='urn:example:thing' n='{number}'>{text}</thing>"),
        )
    };
    all(client, (0..count).map(item)).await
}
