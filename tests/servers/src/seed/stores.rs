//! Bookmarks (XEP-0402), private XML (XEP-0049) and blocked addresses (XEP-0191).

use super::{Seeded, all};
use crate::Error;
use crate::client::write::{block, create_node, private_set, publish};
use crate::client::{Client, Item};
use crate::xml::{canonical, escape};

const BOOKMARKS: &str = "urn:xmpp:bookmarks:1";

/// XEP-0402 §4: nobody else reads them, and all are kept.
const BOOKMARKS_CONFIGURATION: [(&str, &str); 4] = [
    ("access_model", "whitelist"),
    ("persist_items", "true"),
    ("max_items", "max"),
    ("send_last_published_item", "never"),
];

pub(super) async fn write(client: &Client, seeded: &mut Seeded) -> Result<(), Error> {
    let mut bookmarks: Vec<Item> = ROOMS
        .iter()
        .map(|(room, attributes, content)| Item {
            id: (*room).to_owned(),
            payload: canonical(&format!(
                "<conference xmlns='{BOOKMARKS}' {attributes}>{content}</conference>"
            )),
        })
        .collect();
    bookmarks.sort_by(|a, b| a.id.cmp(&b.id));
    client.send(create_node(BOOKMARKS, &BOOKMARKS_CONFIGURATION)).await?;
    all(client, bookmarks.iter().map(|item| publish(BOOKMARKS, &item.id, &item.payload))).await?;
    seeded.bookmarks = bookmarks;

    let jid = escape(client.bare_jid());
    seeded.private = PRIVATE.iter().map(|element| canonical(&element.replace("OWN", &jid))).collect();
    all(client, seeded.private.iter().map(|element| private_set(element))).await?;

    seeded.blocked = BLOCKED.map(str::to_owned).into();
    client.send(block(&BLOCKED.map(str::to_owned))).await?;
    Ok(())
}

/// Address, attributes, content.
const ROOMS: [(&str, &str, &str); 6] = [
    (
        "bench@conference.friends.test",
        "name='The &lt;Bench&gt; &amp; co' autojoin='true'",
        "<nick>Älice</nick><password>s3cr&amp;t &lt;word&gt;</password>\
         <extensions><state xmlns='http://myclient.example/bookmark/state' minimized='true'/>\
         <e:note xmlns:e='urn:example:notes' e:lang='x&amp;y'>mixed <e:b>bold</e:b> text 🌙</e:note></extensions>",
    ),
    ("lobby@conference.friends.test", "name='Lobby ☕' autojoin='false'", "<nick>Älice</nick>"),
    ("dash\\20board@conference.friends.test", "autojoin='1'", ""),
    ("silent@conference.friends.test", "", ""),
    (
        "名前@conference.friends.test",
        "name='名前'",
        "<extensions><notify xmlns='xmpp:movim.eu/notifications:0'><quoted/></notify></extensions>",
    ),
    (
        "irc%#chan@gateway.test",
        "name='#chan &quot;on&quot; IRC' autojoin='0'",
        "<nick>ann_</nick><extensions><pinned xmlns='urn:xmpp:bookmarks-pinning:0'/></extensions>",
    ),
];

const PRIVATE: [&str; 9] = [
    "<roster xmlns='roster:delimiter'>::</roster>",
    "<storage xmlns='storage:rosternotes'><note jid='zoë@friends.test' cdate='2020-01-01T00:00:00Z' \
     mdate='2021-01-01T00:00:00Z'>met at “FOSDEM” &amp; co\nsecond line</note>\
     <note jid='d\\27artagnan@friends.test'>one for &lt;all&gt;</note></storage>",
    "<storage xmlns='storage:metacontacts'><meta jid='zoë@friends.test' tag='t1' order='1'/>\
     <meta jid='q\\26a@friends.test' tag='t1' order='2'/></storage>",
    "<exodus xmlns='exodus:prefs'><defaultnick>Hamlet &amp; co</defaultnick>mixed <b>te<i>x</i>t</b>\
     <data xmlns='urn:example:foreign' xmlns:f='urn:example:more' f:attr='v&amp;&lt;' xml:lang='pl'>\
     <f:child f:x='1' y='2'>zażółć 😀</f:child></data></exodus>",
    "<storage xmlns='storage:imprefs'><AutoAway>true</AutoAway><owner>OWN</owner></storage>",
    "<storage xmlns='storage:pubsubs'><pubsub host='pubsub.friends.test' node='news &amp; more'/></storage>",
    "<gajim xmlns='gajim:prefs'><p k='&quot;'>it's &gt; 1</p></gajim>",
    "<recent xmlns='vacuum:recent-contacts'><item type='contact' reference='zoë@friends.test'>\
     <property name='name'>Zoë</property></item></recent>",
    "<scratchpad xmlns='scratchpad:notes'><note title='To &lt;do&gt;'>milk, “bread” &amp; <b>tea</b></note></scratchpad>",
];

const BLOCKED: [&str; 5] = [
    "spam@nuisance.test",
    "nuisance.test",
    "d\\27oh@friends.test",
    "rude@conference.friends.test/Nick Name",
    "troll%net@gateway.test",
];
