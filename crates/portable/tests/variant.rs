//! The variants of a file.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{EJABBERD, PROSODY_12, PROSODY_13, account, element, read, summary};
use portable::{
    Action, Administrator, Event, Fragment, Importer, Note, PepNode, Reason, Scram, Variant, write_all,
};
use xml::Element;

/// The file of a variant, and the notes.
fn written(variant: &Variant, fragments: Vec<Fragment>) -> (String, Vec<Note>) {
    let mut out = String::new();
    let archive = variant.writer(&account(), fragments).begin(&mut out).unwrap();
    let notes = archive.finish(&mut out).unwrap();
    (out, notes)
}

fn lines(file: &str) -> Vec<String> {
    read(file).0.into_iter().map(|fragment| summary(&Event::Fragment(fragment))).collect()
}

fn node(name: &str, items: impl IntoIterator<Item = usize>) -> Fragment {
    let item = |(id, size): (usize, usize)| {
        let payload = Element::new("p", "u").with_text("x".repeat(size));
        Element::new("item", "http://jabber.org/protocol/pubsub")
            .with_attr("id", id.to_string())
            .with_child(payload)
    };
    Fragment::PepNode(PepNode {
        configure: Some(element("<x xmlns='jabber:x:data'/>")),
        items: items.into_iter().enumerate().map(item).collect(),
        ..PepNode::new(name)
    })
}

fn contact(jid: &str) -> Fragment {
    Fragment::RosterItem(
        Element::new("item", "jabber:iq:roster").with_attr("jid", jid).with_attr("subscription", "both"),
    )
}

fn vcard(photo: usize) -> Fragment {
    let photo = "QUJD".repeat(photo / 4);
    Fragment::Vcard(element(&format!(
        "<vCard xmlns='vcard-temp'><FN>A</FN><PHOTO><BINVAL>{photo}</BINVAL></PHOTO></vCard>"
    )))
}

#[test]
fn the_complete_file_is_everything() {
    let (fragments, _) = read(PROSODY_13);
    let (file, notes) = written(&Variant::Complete, fragments.clone());
    assert_eq!((file, notes), write_all(&account(), fragments));
}

#[test]
fn essentials_are_roster_vcard_and_nodes() {
    let (mut fragments, _) = read(PROSODY_13);
    let omemo = fragments.iter().filter(|fragment| {
        matches!(fragment, Fragment::PepNode(node) if node.name.contains("axolotl") || node.name.contains("omemo"))
    });
    let omemo = omemo.count();
    assert!(omemo > 1);
    fragments.extend([vcard(100), node("urn:xmpp:omemo:2:devices", [10])]);
    let total = fragments.len();
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert!(
        lines(&file)
            .iter()
            .all(|line| ["roster ", "vcard ", "node "].iter().any(|kind| line.starts_with(kind)))
    );
    assert!(!file.contains("omemo") && !file.contains("axolotl") && !file.contains("<archive"));
    let left = notes.iter().filter(|note| note.action == Action::LeftOut).count();
    assert_eq!(lines(&file).len() + left, total, "what is not there is named");
    let keys = notes.iter().filter(|note| note.reason == Reason::DeviceKeys).count();
    assert_eq!(keys, omemo + 1);
}

/// What `mod_http_xep227` and the storage below it stumble over.
#[test]
fn essentials_keep_the_rules_of_portals() {
    for fixture in [PROSODY_12, PROSODY_13, EJABBERD] {
        let (mut fragments, _) = read(fixture);
        fragments.push(node("urn:example:two", [10, 20]));
        check_rules(&written(&Variant::Essentials, fragments).0);
    }
    // It answers a file without them with an error of its own.
    check_rules(&written(&Variant::Essentials, Vec::new()).0);
}

#[track_caller]
fn check_rules(file: &str) {
    assert!(file.starts_with("<?xml version='1.0' encoding='UTF-8'?>\n<server-data xmlns='urn:xmpp:pie:0'>"));
    for absent in ["<!", "<?xml-", "scram"] {
        assert_eq!(file.matches(absent).count(), 0, "{absent}");
    }
    let document = xml::parse(file, &xml::Rules::file()).unwrap();
    let [host] = children(&document)[..] else { panic!("one host") };
    let [user] = children(host)[..] else { panic!("one user") };
    assert_eq!(user.attr("password"), None);
    let parts: Vec<(&str, &str)> = user.children().map(|part| (part.name(), part.ns())).collect();
    const OWNER: &str = "http://jabber.org/protocol/pubsub#owner";
    const PUBSUB: &str = "http://jabber.org/protocol/pubsub";
    for known in
        [("query", "jabber:iq:roster"), ("vCard", "vcard-temp"), ("pubsub", OWNER), ("pubsub", PUBSUB)]
    {
        assert!(parts.iter().filter(|part| **part == known).count() <= 1, "{parts:?}");
    }
    let [.., (_, OWNER), (_, PUBSUB)] = parts[..] else { panic!("both are there, even empty: {parts:?}") };
    let owner = user.child("pubsub", OWNER).unwrap();
    let mut configured = Vec::new();
    for part in owner.children() {
        let name = part.attr("node").unwrap().to_owned();
        match part.name() {
            "configure" => configured.push(name),
            _ => assert!(configured.contains(&name), "{name} is configured before its affiliations"),
        }
    }
    let nodes: Vec<&str> =
        user.child("pubsub", PUBSUB).unwrap().children().filter_map(|it| it.attr("node")).collect();
    assert_eq!(nodes, configured, "one configuration and one list of items for each node");
    for item in user.child("pubsub", PUBSUB).unwrap().children().flat_map(Element::children) {
        assert!(item.attr("id").is_some() && children(item).len() == 1, "{item:?}");
    }
    for model in ["authorize", "roster"] {
        assert!(!file.contains(&format!("<value>{model}</value>")), "{model}");
    }
}

fn children(element: &Element) -> Vec<&Element> {
    element.children().collect()
}

#[test]
fn access_models_a_portal_refuses_become_narrower() {
    for (model, expected) in
        [("authorize", "whitelist"), ("roster", "whitelist"), ("open", "open"), ("presence", "presence")]
    {
        let form = element(&format!(
            "<x xmlns='jabber:x:data'><field var='pubsub#access_model'><value>{model}</value></field>\
             <field var='pubsub#roster_groups_allowed'><value>G</value></field></x>"
        ));
        let node = PepNode { configure: Some(form), ..PepNode::new("n") };
        let (file, notes) = written(&Variant::Essentials, vec![Fragment::PepNode(node)]);
        assert!(
            file.contains(&format!("<field var='pubsub#access_model'><value>{expected}</value></field></x>")),
            "{file}"
        );
        assert_eq!(notes.len(), usize::from(model != expected));
    }
}

/// Names of what was left out for the size, in that order.
fn left_out(notes: &[Note]) -> Vec<&str> {
    let too_much = |note: &&Note| matches!(note.reason, Reason::TooMuch(_));
    notes.iter().filter(too_much).map(|note| note.item.as_str()).collect()
}

#[test]
fn a_small_file_stays_whole() {
    let fragments = vec![contact("bea@x.test"), vcard(600_000), node("urn:other", [300_000])];
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert!(file.len() > 900_000);
    assert_eq!(notes, []);
}

#[test]
fn large_items_of_other_nodes_go_until_a_million_bytes_are_left() {
    let fragments = vec![
        contact("bea@x.test"),
        vcard(400_000),
        node("urn:xmpp:bookmarks:1", [200_000]),
        node("urn:one", [100_000, 700_000, 50]),
        node("urn:two", [300_000, 100_001]),
    ];
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert_eq!(left_out(&notes), ["urn:one: 1", "urn:two: 0"]);
    assert!((700_000..1_000_000).contains(&file.len()), "{}", file.len());
    assert!(lines(&file).iter().any(|line| line.starts_with("node urn:one ") && line.contains("id='2'")));
}

#[test]
fn what_cannot_be_small_stays_whole_up_to_five_million() {
    let fragments = vec![contact("bea@x.test"), vcard(1_400_000), node("urn:one", [600_000])];
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert_eq!(left_out(&notes), Vec::<&str>::new());
    assert!(file.len() > 2_000_000);
}

#[test]
fn no_file_is_larger_than_a_portal_takes() {
    let long = |n: usize| match contact(&format!("c{n:04}@x.test")) {
        Fragment::RosterItem(item) => Fragment::RosterItem(item.with_attr("name", "x".repeat(5000))),
        other => other,
    };
    let mut fragments: Vec<Fragment> = (0..900).map(long).collect();
    fragments.extend([
        vcard(4_000_000),
        node("urn:xmpp:avatar:data", [1_000_000]),
        node("urn:xmpp:avatar:metadata", [100]),
        node("urn:xmpp:bookmarks:1", [10, 20]),
        node("urn:one", [600_000]),
    ]);
    let (file, notes) = written(&Variant::Essentials, fragments.clone());
    assert!((4_500_000..=5_000_000).contains(&file.len()), "{}", file.len());
    let left = left_out(&notes);
    assert_eq!(left[..3], ["urn:one: 0", "PHOTO", "urn:xmpp:avatar:data"]);
    assert_eq!(left.len(), 3);
    fragments.extend((900..1100).map(long));
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert!(file.len() <= 5_000_000, "{}", file.len());
    let left = left_out(&notes);
    let order = [
        "urn:one: 0",
        "PHOTO",
        "urn:xmpp:avatar:data",
        "urn:xmpp:avatar:metadata",
        "urn:xmpp:bookmarks:1: 1",
        "urn:xmpp:bookmarks:1: 0",
        "vCard",
        "c1099@x.test",
        "c1098@x.test",
    ];
    assert_eq!(left[..9], order);
}

fn administrator() -> Administrator {
    Administrator {
        account: "neu@new.test".parse().unwrap(),
        importer: Importer::Prosody,
        credentials: Vec::new(),
    }
}

#[test]
fn an_administrator_gets_the_new_address_everywhere() {
    let fragment = |text: &str| read(&common::file(text)).0.remove(0);
    let fragments = vec![
        fragment(
            "<offline-messages><message xmlns='jabber:client' from='Anna@old.test/a' to='anna@old.test'>\
                  <delay xmlns='urn:xmpp:delay' from='old.test' stamp='2020-01-01T00:00:00Z'/><body>anna@old.test</body></message></offline-messages>",
        ),
        contact("bea@old.test"),
        contact("anna@old.test"),
        fragment("<presence xmlns='jabber:client' type='subscribe' from='eve@x.test' to='anna@old.test'/>"),
        Fragment::Vcard(element("<vCard xmlns='vcard-temp'><JABBERID>anna@old.test</JABBERID></vCard>")),
        Fragment::PepNode(PepNode {
            configure: Some(element("<x xmlns='jabber:x:data'/>")),
            affiliations: Some(element(
                "<affiliations xmlns='http://jabber.org/protocol/pubsub#owner' node='n'><affiliation jid='anna@old.test' \
                 affiliation='owner'/><affiliation jid='bea@old.test' affiliation='member'/></affiliations>",
            )),
            subscriptions: None,
            items: vec![element(
                "<item xmlns='http://jabber.org/protocol/pubsub' id='1' publisher='anna@old.test/a'><p xmlns='u'>anna@old.test</p></item>",
            )],
            ..PepNode::new("n")
        }),
        fragment(
            "<archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>\
                  <delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client' from='anna@old.test/a' \
                  to='bea@old.test'><body>anna@old.test</body><stanza-id xmlns='urn:xmpp:sid:0' by='anna@old.test' id='1'/>\
                  <reply xmlns='urn:xmpp:reply:0' to='anna@old.test'/></message></forwarded></result></archive>",
        ),
    ];
    let (file, notes) = written(&Variant::Administrator(administrator()), fragments);
    assert!(file.contains("<host jid='new.test'><user name='neu'>"), "{file}");
    assert_eq!(
        lines(&file),
        [
            "offline <message xmlns='jabber:client' from='neu@new.test/a' to='neu@new.test'><delay xmlns='urn:xmpp:delay' \
             from='old.test' stamp='2020-01-01T00:00:00Z'/><body>anna@old.test</body></message>",
            "roster <item xmlns='jabber:iq:roster' jid='bea@old.test' subscription='both'/>",
            "request <presence xmlns='jabber:client' type='subscribe' from='eve@x.test' to='neu@new.test'/>",
            "vcard <vCard xmlns='vcard-temp'><JABBERID>neu@new.test</JABBERID></vCard>",
            "archived <result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' \
             stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client' from='neu@new.test/a' to='bea@old.test'>\
             <body>anna@old.test</body><stanza-id xmlns='urn:xmpp:sid:0' by='neu@new.test' id='1'/>\
             <reply xmlns='urn:xmpp:reply:0' to='anna@old.test'/></message></forwarded></result>",
            "node n <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>\
             <value>http://jabber.org/protocol/pubsub#node_config</value></field></x> <affiliations \
             xmlns='http://jabber.org/protocol/pubsub#owner' node='n'><affiliation jid='neu@new.test' affiliation='owner'/>\
             <affiliation jid='bea@old.test' affiliation='member'/></affiliations> <item xmlns='http://jabber.org/protocol/pubsub' \
             id='1' publisher='neu@new.test/a'><p xmlns='u'>anna@old.test</p></item>",
        ]
    );
    assert_eq!(notes.iter().map(|note| &note.reason).collect::<Vec<_>>(), [&Reason::Oneself]);
    let result = element(
        "<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' to='anna@old.test'/></forwarded></result>",
    );
    let streamed =
        |variant: &Variant| variant.result(&account(), result.clone()).map(|result| result.to_xml());
    assert!(streamed(&Variant::Administrator(administrator())).unwrap().contains("to='neu@new.test'"));
    assert_eq!(streamed(&Variant::Complete), Some(result.to_xml()));
    assert_eq!(streamed(&Variant::Essentials), None);
}

#[track_caller]
fn check_privacy(lists: &[&str], expected: &[&str]) {
    let blocked = ["spam@x.test", "y.test"]
        .map(|jid| Fragment::Blocked(Element::new("item", "urn:xmpp:blocking").with_attr("jid", jid)));
    let list = |inside: &&str| {
        Fragment::PrivacyList(element(&format!("<query xmlns='jabber:iq:privacy'>{inside}</query>")))
    };
    let fragments = blocked.into_iter().chain(lists.iter().map(list)).collect();
    let variant = Variant::Administrator(Administrator { importer: Importer::Ejabberd, ..administrator() });
    let (file, notes) = written(&variant, fragments);
    let expected: Vec<String> = expected
        .iter()
        .map(|inside| format!("privacy <query xmlns='jabber:iq:privacy'>{inside}</query>"))
        .collect();
    assert_eq!(lines(&file), expected);
    assert_eq!(notes, []);
}

#[test]
fn the_blocklist_can_be_a_privacy_list() {
    let spam = "<item type='jid' value='spam@x.test' action='deny' order='1'/>";
    let y = "<item type='jid' value='y.test' action='deny' order='2'/>";
    let default = "<default name='Blocked contacts'/>";
    check_privacy(&[], &[&format!("<list name='Blocked contacts'>{spam}{y}</list>"), default]);
    let as_ejabberd_shows_it = format!("<list name='Blocked contacts'>{spam}{y}</list>");
    check_privacy(&[default, &as_ejabberd_shows_it], &[&as_ejabberd_shows_it, default]);
    check_privacy(
        &[
            "<default name='mine'/>",
            "<list name='mine'><item action='allow' order='1'/></list>",
            "<list name='other'><item action='deny' order='7'/></list>",
        ],
        &[
            "<list name='other'><item action='deny' order='7'/></list>",
            &format!("<list name='mine'>{spam}{y}<item action='allow' order='3'/></list>"),
            "<default name='mine'/>",
        ],
    );
}

#[test]
fn credentials_are_written_only_when_asked_for() {
    let salt = |from: u8| std::array::from_fn(|n| from + n as u8);
    // Against Python's hashlib; the password is prepared: Ⅸ is IX.
    let credentials = Scram::of_password("pässwörd \u{2168}", [salt(0), salt(16)]).unwrap();
    assert!(!format!("{credentials:?}").contains("key"));
    let administrator = Administrator { credentials, ..administrator() };
    let for_ejabberd = Administrator { importer: Importer::Ejabberd, ..administrator.clone() };
    let (file, _) = written(&Variant::Administrator(for_ejabberd), Vec::new());
    assert!(file.contains("<salt>QUFFQ0F3UUZCZ2NJQ1FvTERBME9Edz09</salt>"), "base64 of AAEC…Dw==: {file}");
    let (file, _) = written(&Variant::Administrator(administrator), Vec::new());
    let head = "<user name='neu'><scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'>\
                <iter-count>10000</iter-count><salt>AAECAwQFBgcICQoLDA0ODw==</salt><server-key>Pg4fuVu1ZjMhtuMuieEsLVN9FjI=</server-key>\
                <stored-key>D0t8zJJqv65LwYb7ANHJm+j6IC8=</stored-key></scram-credentials>\
                <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-256'>\
                <iter-count>10000</iter-count><salt>EBESExQVFhcYGRobHB0eHw==</salt>\
                <server-key>wgys3x6wsKlToAxx9JbDYcSUBhC3udptJUwU1+gLhfY=</server-key>\
                <stored-key>982TQNlZ8h/8Li5m/y2wqtlCqaopirNiVVVqEFeATd8=</stored-key></scram-credentials><pubsub";
    assert!(file.contains(head), "{file}");
    assert!(!file.contains("password"));
    for variant in [Variant::Complete, Variant::Essentials, Variant::Administrator(self::administrator())] {
        assert!(!written(&variant, Vec::new()).0.contains("scram"));
    }
    for forbidden in ["", "\u{0}", "a\u{200e}\u{202e}"] {
        assert_eq!(Scram::of_password(forbidden, [salt(0), salt(0)]), None, "{forbidden:?}");
    }
}
