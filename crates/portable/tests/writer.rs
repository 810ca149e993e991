//! Every rule for a file that all importers take.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{account, element, read};
use portable::{Fragment, Note, PepNode, Reason, Writer, write_all};
use xml::{Element, Rules, parse};

fn roster(item: &str) -> Fragment {
    Fragment::RosterItem(element(&item.replacen("<item", "<item xmlns='jabber:iq:roster'", 1)))
}

fn write(fragments: impl IntoIterator<Item = Fragment>) -> (String, Vec<Note>) {
    write_all(&account(), fragments)
}

/// The user of the written file, and for which reasons there are notes.
#[track_caller]
fn user(fragments: impl IntoIterator<Item = Fragment>) -> (Element, Vec<Reason>) {
    let (text, notes) = write(fragments);
    let root = parse(&text, &Rules::file()).unwrap();
    let user = root.first_child().and_then(Element::first_child).unwrap().clone();
    (user, notes.into_iter().map(|note| note.reason).collect())
}

#[track_caller]
fn check_roster(items: &[&str], expected: &[&str], reasons: &[Reason]) {
    let (user, noted) = user(items.iter().map(|item| roster(item)));
    let found: Vec<String> = user
        .child("query", "jabber:iq:roster")
        .map(|query| query.children().map(Element::to_xml).collect())
        .unwrap_or_default();
    let expected: Vec<String> =
        expected.iter().map(|item| item.replacen("<item", "<item xmlns='jabber:iq:roster'", 1)).collect();
    assert_eq!(found, expected);
    assert_eq!(noted, reasons);
}

#[test]
fn an_empty_account_is_still_a_whole_file() {
    let (text, notes) = write([]);
    assert_eq!(
        text,
        "<?xml version='1.0' encoding='UTF-8'?>\n<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'>\
         <user name='anna'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'></pubsub>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub'></pubsub></user></host></server-data>\n"
    );
    assert_eq!(notes, []);
}

#[test]
fn containers_come_in_order_and_once() {
    let result = "<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>\
                  <delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client'/></forwarded></result>";
    let list = |name: &str| {
        Fragment::PrivacyList(element(&format!(
            "<query xmlns='jabber:iq:privacy'><list name='{name}'/></query>"
        )))
    };
    let fragments = [
        Fragment::Foreign(element("<mine xmlns='o'/>")),
        Fragment::ArchiveResult(element(result)),
        Fragment::ArchivePreferences(element("<prefs xmlns='urn:xmpp:mam:2' default='always'/>")),
        Fragment::Blocked(element("<item xmlns='urn:xmpp:blocking' jid='spam.test'/>")),
        Fragment::PepNode(PepNode::new("n")),
        list("one"),
        Fragment::Private(element("<a xmlns='p'/>")),
        Fragment::Vcard(element("<vCard xmlns='vcard-temp'/>")),
        list("two"),
        Fragment::SubscriptionRequest(element(
            "<presence xmlns='jabber:client' type='subscribe' from='eve@x.test'/>",
        )),
        roster("<item jid='bea@x.test' subscription='both'/>"),
        Fragment::Private(element("<b xmlns='p'/>")),
        roster("<item jid='cid@x.test' subscription='to'/>"),
        Fragment::OfflineMessage(element("<message xmlns='jabber:client' from='bea@x.test'/>")),
    ];
    let (user, _) = user(fragments);
    let names: Vec<String> =
        user.children().map(|c| format!("{} {} {}", c.name(), c.ns(), c.children().count())).collect();
    assert_eq!(
        names,
        [
            "offline-messages urn:xmpp:pie:0 1",
            "query jabber:iq:roster 2",
            "presence jabber:client 0",
            "vCard vcard-temp 0",
            "query jabber:iq:private 2",
            "query jabber:iq:privacy 1",
            "query jabber:iq:privacy 1",
            "pubsub http://jabber.org/protocol/pubsub#owner 1",
            "pubsub http://jabber.org/protocol/pubsub 1",
            "archive urn:xmpp:pie:0#mam 1",
            "blocklist urn:xmpp:blocking 1",
            "prefs urn:xmpp:mam:2 0",
            "mine o 0",
        ]
    );
}

#[test]
fn the_text_is_plain() {
    let vcard = "<vCard xmlns='vcard-temp'><FN>&lt;!-- &amp; ]]&gt; \u{fffd}</FN></vCard>";
    let (text, _) =
        write([Fragment::Vcard(element(vcard)), Fragment::Foreign(element("<p:a xmlns:p='u' p:b='1'/>"))]);
    let body = text.strip_prefix("<?xml version='1.0' encoding='UTF-8'?>\n").unwrap();
    for forbidden in ["<!", "<?", "\u{feff}", "CDATA[", "<p:"] {
        assert!(!body.contains(forbidden), "{forbidden}");
    }
    assert!(parse(body, &Rules::stream()).is_ok());
}

#[test]
fn roster_addresses_are_bare_and_prepared() {
    check_roster(
        &[
            "<item jid='BEA@X.test/phone' subscription='both'/>",
            "<item jid='anna@old.test/me' subscription='to'/>",
            "<item jid='a b@x.test'/>",
            "<item jid='gate.test' subscription='none'/>",
            "<item name='nobody'/>",
        ],
        &["<item jid='bea@x.test' subscription='both'/>", "<item jid='gate.test' subscription='none'/>"],
        &[
            Reason::AddressPrepared("BEA@X.test/phone".into()),
            Reason::Oneself,
            Reason::BadAddress("a b@x.test".into()),
            Reason::Missing("jid"),
        ],
    );
}

#[test]
fn roster_states_and_groups_are_valid() {
    check_roster(
        &[
            "<item jid='a@x'/>",
            "<item jid='b@x' subscription='friend' ask='unsubscribe'/>",
            "<item jid='c@x' subscription='remove'/>",
            "<item jid='d@x' subscription='none' ask='subscribe' approved='true' name='D'/>",
            "<item jid='e@x' subscription='to'><group/><group>G</group><group> G</group><group>G</group></item>",
        ],
        &[
            "<item jid='a@x' subscription='none'/>",
            "<item jid='b@x' subscription='none'/>",
            "<item jid='d@x' subscription='none' ask='subscribe' approved='true' name='D'/>",
            "<item jid='e@x' subscription='to'><group>G</group><group> G</group></item>",
        ],
        &[
            Reason::BadSubscription("friend".into()),
            Reason::BadAsk("unsubscribe".into()),
            Reason::BadSubscription("remove".into()),
            Reason::EmptyGroup,
            Reason::RepeatedGroup("G".into()),
        ],
    );
}

#[test]
fn items_with_one_address_are_united() {
    check_roster(
        &[
            "<item jid='a@x' subscription='to' name=''><group>G</group></item>",
            "<item jid='A@x' subscription='from' name='A' ask='subscribe'><group>G</group><group>H</group></item>",
        ],
        &["<item jid='a@x' subscription='both' name='A'><group>G</group><group>H</group></item>"],
        &[Reason::AddressPrepared("A@x".into()), Reason::United],
    );
}

fn node(items: &[&str], configure: Option<&str>) -> PepNode {
    PepNode {
        items: items
            .iter()
            .map(|i| element(&i.replacen("<item", "<item xmlns='http://jabber.org/protocol/pubsub'", 1)))
            .collect(),
        configure: configure.map(element),
        ..PepNode::new("n")
    }
}

fn pubsubs(nodes: Vec<PepNode>) -> (String, String, Vec<Reason>) {
    let (user, reasons) = user(nodes.into_iter().map(Fragment::PepNode));
    let pubsub = |ns: &str| {
        let inside = user.child("pubsub", ns).unwrap().to_xml();
        inside.replace(&format!(" xmlns='{ns}'"), "")
    };
    (pubsub("http://jabber.org/protocol/pubsub#owner"), pubsub("http://jabber.org/protocol/pubsub"), reasons)
}

#[test]
fn every_node_has_one_configure_and_one_items() {
    let first = PepNode {
        affiliations: Some(element(
            "<affiliations xmlns='http://jabber.org/protocol/pubsub#owner' node='n'/>",
        )),
        ..node(&["<item id='1'><p xmlns='u'/></item>"], None)
    };
    let second = node(&["<item id='2'><p xmlns='u'/></item>"], Some("<x xmlns='jabber:x:data'/>"));
    let (owner, pubsub, reasons) =
        pubsubs(vec![first, PepNode::new("m"), second, PepNode::new("urn:xmpp:bookmarks:1")]);
    let form = |rest: &str| {
        format!(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>\
             <value>http://jabber.org/protocol/pubsub#node_config</value></field>{rest}</x>"
        )
    };
    let minimal = |access: &str| {
        form(&format!(
            "<field var='pubsub#persist_items'><value>1</value></field>\
             <field var='pubsub#access_model'><value>{access}</value></field>"
        ))
    };
    assert_eq!(
        owner,
        format!(
            "<pubsub><configure node='n'>{}</configure><affiliations node='n'/><configure node='m'>{}</configure>\
             <configure node='urn:xmpp:bookmarks:1'>{}</configure></pubsub>",
            form(""),
            minimal("presence"),
            minimal("whitelist")
        )
    );
    assert_eq!(
        pubsub,
        "<pubsub><items node='n'><item id='1'><p xmlns='u'/></item><item id='2'><p xmlns='u'/></item></items>\
         <items node='m'/><items node='urn:xmpp:bookmarks:1'/></pubsub>"
    );
    assert_eq!(reasons, [Reason::NoConfiguration, Reason::NoConfiguration]);
}

#[test]
fn a_second_configuration_is_told() {
    let form =
        |kept: &str| format!("<x xmlns='jabber:x:data'><field var='f'><value>{kept}</value></field></x>");
    let (owner, _, reasons) =
        pubsubs(vec![node(&[], Some(&form("1"))), node(&[], Some(&form("1"))), node(&[], Some(&form("2")))]);
    assert!(owner.contains("<value>1</value>") && !owner.contains("<value>2</value>"));
    assert_eq!(reasons, [Reason::Repeated]);
}

#[test]
fn configurations_are_submitted_forms() {
    let form = "<x xmlns='jabber:x:data' type='form'><title>T</title><field var='pubsub#max_items' type='text-single' label='L'>\
                <desc/><value>1000</value></field><field var='pubsub#access_model' type='list-single'><option><value>open</value>\
                </option><value>authorize</value></field><field var='FORM_TYPE' type='hidden'><value>T</value></field></x>";
    let (owner, _, reasons) = pubsubs(vec![node(&[], Some(form))]);
    assert_eq!(
        owner,
        "<pubsub><configure node='n'><x xmlns='jabber:x:data' type='submit'>\
         <field var='FORM_TYPE' type='hidden'><value>T</value></field>\
         <field var='pubsub#max_items' type='text-single'><value>max</value></field>\
         <field var='pubsub#access_model' type='list-single'><value>authorize</value></field></x></configure></pubsub>"
    );
    assert_eq!(reasons, [Reason::MaxItems("1000".into()), Reason::AccessModel("authorize".into())]);
    for kept in ["256", "max", "1"] {
        let form = format!(
            "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#max_items'><value>{kept}</value></field></x>"
        );
        let (owner, _, reasons) = pubsubs(vec![node(&[], Some(&form))]);
        assert!(owner.contains(&format!("<value>{kept}</value>")));
        assert_eq!(reasons, []);
    }
}

#[test]
fn every_item_has_an_id_and_one_payload() {
    let items = [
        "<item id='1'><p xmlns='u'/><q xmlns='u'/></item>",
        "<item id='2'/>",
        "<item id='3'> text <p xmlns='u'/></item>",
        "<item id='4'>\n<p xmlns='u'> x </p>\n</item>",
        "<item><p xmlns='u'/></item>",
        "<item id=''><p xmlns='u'/></item>",
        "<item id='1'><p xmlns='v'/></item>",
    ];
    let (_, pubsub, reasons) = pubsubs(vec![node(&items, Some("<x xmlns='jabber:x:data'/>"))]);
    let ids: Vec<&str> = pubsub.split("id='").skip(1).map(|rest| rest.split('\'').next().unwrap()).collect();
    assert_eq!((ids.len(), ids[0], ids[1], ids[4]), (5, "3", "4", "1"));
    assert_ne!(ids[2], ids[3]);
    assert!(pubsub.contains("<item id='4'>\n<p xmlns='u'> x </p>\n</item>"), "{pubsub}");
    assert!(pubsub.contains("<item id='1'><p xmlns='v'/></item>"), "the later replaces the earlier");
    assert_eq!(
        reasons,
        [
            Reason::SeveralPayloads,
            Reason::NoPayload,
            Reason::StrayText,
            Reason::IdInvented,
            Reason::IdInvented,
            Reason::IdRepeated
        ]
    );
    let again = pubsubs(vec![node(&items, Some("<x xmlns='jabber:x:data'/>"))]);
    assert_eq!(again.1, pubsub, "invented ids are always the same");
}

fn result(id: &str, stamp: &str) -> Fragment {
    Fragment::ArchiveResult(element(&format!(
        "<result xmlns='urn:xmpp:mam:2'{id} queryid='q'><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client'><body>b</body></message><delay xmlns='urn:xmpp:delay' stamp='{stamp}'/></forwarded></result>"
    )))
}

#[test]
fn archived_results_have_one_shape() {
    let (user, reasons) = user([
        result(" id='1'", "2020-01-01T02:00:00+02:00"),
        result("", "2020-01-01T00:00:01Z"),
        result(" id='1'", "2020-01-01T00:00:02Z"),
        result(" id='3'", "never"),
        result(" id='4'", "2019-01-01T00:00:00Z"),
        Fragment::ArchiveResult(element("<result xmlns='urn:xmpp:mam:2' id='5'/>")),
        Fragment::ArchiveResult(element(
            "<result xmlns='urn:xmpp:mam:2' id='6'><x xmlns='o'/><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='urn:xmpp:pie:0'>\
             <delay xmlns='urn:xmpp:delay' stamp='20200101T00:00:03'/><body/></message></forwarded></result>",
        )),
    ]);
    let archive = user.child("archive", "urn:xmpp:pie:0#mam").unwrap();
    let ids: Vec<_> = archive.children().map(|r| r.attr("id").unwrap().to_owned()).collect();
    assert_eq!((ids.len(), ids[0].as_str(), ids[2].as_str(), ids[3].as_str()), (4, "1", "4", "6"));
    assert_eq!(
        archive.first_child().unwrap().to_xml(),
        "<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/>\
         <message xmlns='jabber:client'><body>b</body></message></forwarded></result>"
    );
    let last = archive.children().next_back().unwrap().first_child().unwrap().to_xml();
    assert!(last.contains("stamp='2020-01-01T00:00:03Z'/><message xmlns='jabber:client'>"), "{last}");
    assert_eq!(
        reasons,
        [
            Reason::IdInvented,
            Reason::IdRepeated,
            Reason::BadTime("never".into()),
            Reason::OutOfOrder,
            Reason::NoMessage,
            Reason::Unexpected
        ]
    );
}

#[test]
fn the_archive_streams_without_growing() {
    let mut out = String::new();
    let mut archive = Writer::new(&account()).begin(&mut out).unwrap();
    let mut written = 0;
    for n in 0..5000 {
        let Fragment::ArchiveResult(result) = result(&format!(" id='{n}'"), "2020-01-01T00:00:00Z") else {
            panic!()
        };
        archive.result(&result, &mut out).unwrap();
        written += out.len();
        out.clear();
    }
    assert!(written > 5000 * 200);
    assert_eq!(archive.finish(&mut out), Ok(vec![]));
    assert_eq!(out, "</archive></user></host></server-data>\n");
}

#[test]
fn stored_stanzas_have_a_sender() {
    let presence = |attributes: &str| {
        Fragment::SubscriptionRequest(element(&format!("<presence xmlns='jabber:client' {attributes}/>")))
    };
    let (user, reasons) = user([
        Fragment::OfflineMessage(element("<message xmlns='jabber:client' id='m'><body>b</body></message>")),
        presence("type='subscribe' from='Eve@x.test/home'"),
        presence("type='subscribe'"),
        presence("type='subscribed' from='eve@x.test'"),
        presence("type='subscribe' from='@'"),
    ]);
    let message = user.child("offline-messages", "urn:xmpp:pie:0").and_then(Element::first_child).unwrap();
    assert_eq!(message.attr("from"), Some("anna@old.test"));
    let requests: Vec<_> =
        user.children().filter(|c| c.name() == "presence").map(|p| p.attr("from")).collect();
    assert_eq!(requests, [Some("eve@x.test")]);
    assert_eq!(
        reasons,
        [
            Reason::Missing("from"),
            Reason::AddressPrepared("Eve@x.test/home".into()),
            Reason::Missing("from"),
            Reason::Unexpected,
            Reason::BadAddress("@".into())
        ]
    );
}

#[test]
fn the_blocklist_travels_once() {
    let privacy = |inside: &str| {
        Fragment::PrivacyList(element(&format!("<query xmlns='jabber:iq:privacy'>{inside}</query>")))
    };
    let lists = || {
        [
            privacy("<default name='Blocked contacts'/>"),
            privacy("<list name='Blocked contacts'/>"),
            privacy("<list name='work'/>"),
        ]
    };
    let blocked =
        |jid: &str| Fragment::Blocked(Element::new("item", "urn:xmpp:blocking").with_attr("jid", jid));
    let count = |user: &Element| user.children().filter(|c| c.ns() == "jabber:iq:privacy").count();
    let (alone, reasons) = user(lists());
    assert_eq!((count(&alone), reasons), (3, vec![]));
    let (both, reasons) = user(lists().into_iter().chain([
        blocked("SPAM.test"),
        blocked("spam.test"),
        blocked("a@b/c"),
        blocked("a b@c"),
        blocked("a.."),
    ]));
    assert_eq!(count(&both), 1);
    let list = both.child("blocklist", "urn:xmpp:blocking").unwrap();
    assert_eq!(list.children().filter_map(|i| i.attr("jid")).collect::<Vec<_>>(), ["spam.test", "a@b/c"]);
    assert_eq!(
        reasons,
        [
            Reason::AddressPrepared("SPAM.test".into()),
            Reason::Repeated,
            Reason::BadAddress("a b@c".into()),
            Reason::BadAddress("a..".into()),
            Reason::IsBlocklist,
            Reason::IsBlocklist
        ]
    );
}

#[test]
fn what_can_only_be_there_once_is_and_secrets_never_are() {
    let (user, reasons) = user([
        Fragment::Vcard(element(
            "<vCard xmlns='vcard-temp'><PHOTO><BINVAL>!</BINVAL></PHOTO><FN>A</FN></vCard>",
        )),
        Fragment::Vcard(element("<vCard xmlns='vcard-temp'/>")),
        Fragment::Private(element("<a xmlns='p'>1</a>")),
        Fragment::Private(element("<a xmlns='p'>2</a>")),
        Fragment::ArchivePreferences(element("<prefs xmlns='urn:xmpp:mam:2'/>")),
        Fragment::ArchivePreferences(element("<prefs xmlns='urn:xmpp:mam:2' default='never'/>")),
        Fragment::Foreign(element("<password xmlns='urn:xmpp:pie:0'>hush</password>")),
        Fragment::Foreign(element("<s xmlns='o'><password>hush</password></s>")),
    ]);
    assert_eq!(
        user.child("vCard", "vcard-temp").unwrap().to_xml(),
        "<vCard xmlns='vcard-temp'><FN>A</FN></vCard>"
    );
    assert_eq!(user.child("query", "jabber:iq:private").unwrap().children().count(), 1);
    assert!(!user.to_xml().contains("hush"));
    assert_eq!(
        reasons,
        [
            Reason::BadBase64("PHOTO".into()),
            Reason::Repeated,
            Reason::Repeated,
            Reason::Repeated,
            Reason::Credentials,
            Reason::Credentials
        ]
    );
}

#[test]
fn what_is_deep_as_a_stanza_can_be_is_read_again() {
    let deep = format!("{}{}", "<a xmlns='o'>".repeat(127), "</a>".repeat(127));
    let fragment = Fragment::PepNode(PepNode {
        items: vec![
            Element::new("item", "http://jabber.org/protocol/pubsub")
                .with_attr("id", "1")
                .with_child(element(&deep)),
        ],
        ..PepNode::new("n")
    });
    let (text, _) = write([fragment]);
    assert_eq!(read(&text).0.len(), 1);
}
