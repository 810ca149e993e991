//! The file as a whole, what stands in it once, and stored stanzas (rules for all importers).

use portable::{Fragment, PepNode, Reason};
use xml::{Element, Rules, parse};

use crate::common::element;
use crate::{roster, user, write};

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
fn a_privacy_list_comes_before_what_names_it() {
    let query = |inside: &str| {
        Fragment::PrivacyList(element(&format!("<query xmlns='jabber:iq:privacy'>{inside}</query>")))
    };
    let (user, _) =
        user([query("<default name='b'/>"), query("<list name='a'/>"), query("<list name='b'/>")]);
    let queries = user.children().filter(|child| child.ns() == "jabber:iq:privacy");
    let names: Vec<&str> = queries.filter_map(Element::first_child).map(Element::name).collect();
    assert_eq!(names, ["list", "list", "default"]);
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
