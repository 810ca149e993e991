//! What the reader makes of files that exist in the wild.

mod common;

use common::{element, events, file, read};
use portable::{Action, Event, Fragment, Limits, Note, Part, ReadError, Reader, Reason, read_all};
use xml::Malformed;

fn note(part: Part, item: &str, action: Action, reason: Reason) -> Note {
    Note { part, item: item.into(), action, reason }
}

#[test]
fn spellings_of_the_same_file() {
    let plain =
        read(&file("<query xmlns='jabber:iq:roster'><item jid='bea@x.test' subscription='to'/></query>"));
    for text in [
        "\u{feff}<?xml version='1.0'?><!-- c --><p:server-data xmlns:p='urn:xmpp:pie:0'>\n <p:host jid='old.test'>\n\
         <p:user name='anna'><r:query xmlns:r='jabber:iq:roster' ver='3'>\n<r:item jid='bea@x.test' subscription='to'/><!-- c -->\n\
         </r:query></p:user></p:host></p:server-data>\n<?pi?>",
        "<server-data xmlns='http://www.xmpp.org/extensions/xep-0227.html#ns'><host jid='old.test'>\
         <user name='anna'><query xmlns='jabber:iq:roster' version='1'><item jid='bea@x.test' subscription='to'></item></query>\
         </user></host></server-data>",
    ] {
        assert_eq!(read(text), plain);
    }
    let cdata = read(&file("<vCard xmlns='vcard-temp'><FN><![CDATA[A & <B>]]></FN></vCard>"));
    assert_eq!(cdata, read(&file("<vCard xmlns='vcard-temp'><FN>A &amp; &lt;B&gt;</FN></vCard>")));
}

#[test]
fn several_hosts_and_users() {
    let text = "<server-data xmlns='urn:xmpp:pie:0'><host jid='a.test'><user name='x'/><user name='y'>\
                <vCard xmlns='vcard-temp'/></user></host><host jid='b.test'><user name='x'/></host></server-data>";
    let (found, end) = events(text.as_bytes(), &[], Limits::default());
    let user = |host: &str, name: &str| Event::User { host: host.into(), name: name.into(), is_room: false };
    let vcard = Event::Fragment(Fragment::Vcard(element("<vCard xmlns='vcard-temp'/>")));
    assert_eq!(end, Ok(()));
    assert_eq!(
        found,
        [
            user("a.test", "x"),
            Event::EndUser,
            user("a.test", "y"),
            vcard,
            Event::EndUser,
            user("b.test", "x"),
            Event::EndUser
        ]
    );
}

#[test]
fn credentials_are_never_carried() {
    let text = file(
        "<scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'><salt>hush</salt></scram-credentials>\
         <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-256'/><password>hush</password>\
         <client-settings xmlns='x'><a/><b><password>hush</password></b></client-settings>",
    )
    .replace("name='anna'", "name='anna' password='hush'");
    let (fragments, notes) = read(&text);
    assert_eq!(
        fragments,
        [Fragment::Foreign(element("<client-settings xmlns='x'><a/><b/></client-settings>"))]
    );
    assert_eq!(notes.len(), 5);
    assert!(notes.iter().all(|n| n.part == Part::Credentials && n.reason == Reason::Credentials));
    assert!(!format!("{fragments:?}{notes:?}").contains("hush"));
}

#[test]
fn includes_and_strangers_are_told() {
    let text = "<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'>\
                <xi:include href='b.xml'/><odd xmlns='o'><host jid='no'/></odd><host jid='old.test'>\
                <user name='anna'>stray<query xmlns='jabber:iq:roster'><xi:include href='r.xml'/><odd/></query>\
                <mine xmlns='o'/></user></host></server-data>";
    let (fragments, notes) = read(text);
    assert_eq!(fragments, [Fragment::Foreign(element("<mine xmlns='o'/>"))]);
    let left = |part, item, reason| note(part, item, Action::LeftOut, reason);
    assert_eq!(
        notes,
        [
            left(Part::Document, "b.xml", Reason::Include),
            left(Part::Document, "odd", Reason::Unexpected),
            left(Part::Foreign, "text", Reason::StrayText),
            left(Part::Roster, "r.xml", Reason::Include),
            left(Part::Roster, "odd", Reason::Unexpected),
        ]
    );
}

#[test]
fn nodes_are_put_together_from_anywhere() {
    let (fragments, notes) = read(&file(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='a'><item id='1'><p xmlns='u'/></item></items></pubsub>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><items node='b'><item><p xmlns='u'/></item></items>\
         <configure node='a'><x xmlns='jabber:x:data' type='result'/></configure><configure node='c'/></pubsub>\
         <vCard xmlns='vcard-temp'/>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='a'><item id='2'><p xmlns='u'/></item></items>\
         <items><item/></items></pubsub>",
    ));
    let [Fragment::Vcard(_), Fragment::PepNode(a), Fragment::PepNode(b), Fragment::PepNode(c)] =
        &fragments[..]
    else {
        panic!("{fragments:?}");
    };
    assert_eq!((a.name.as_str(), b.name.as_str(), c.name.as_str()), ("a", "b", "c"));
    assert_eq!(a.items.iter().map(|i| i.attr("id").unwrap()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(a.configure, Some(element("<x xmlns='jabber:x:data' type='result'/>")));
    assert_eq!(
        (b.items[0].ns(), b.items[0].attr("id").unwrap().len()),
        ("http://jabber.org/protocol/pubsub", 17)
    );
    assert_eq!((&c.configure, c.items.len()), (&None, 0));
    assert_eq!(
        notes.iter().map(|n| &n.reason).collect::<Vec<_>>(),
        [&Reason::Missing("node"), &Reason::IdInvented]
    );
}

#[test]
fn older_and_incomplete_archives() {
    let (fragments, notes) = read(&file(
        "<archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:1' id='1'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client'/></forwarded></result>\
         <result xmlns='urn:xmpp:mam:2' id='2'/><result xmlns='urn:xmpp:mam:0'><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client'/></forwarded></result></archive><prefs xmlns='urn:xmpp:mam:1' default='always'>\
         <always/></prefs>",
    ));
    let results = fragments
        .iter()
        .filter(|f| matches!(f, Fragment::ArchiveResult(r) if r.is("result", "urn:xmpp:mam:2")));
    assert_eq!(results.count(), 3);
    let prefs = element("<prefs xmlns='urn:xmpp:mam:2' default='always'><always/></prefs>");
    assert_eq!(fragments.last(), Some(&Fragment::ArchivePreferences(prefs)));
    let reasons: Vec<_> = notes.iter().map(|n| &n.reason).collect();
    assert_eq!(reasons, [&Reason::NoMessage, &Reason::IdInvented, &Reason::Missing("delay")]);
}

#[test]
fn what_is_no_such_file_is_named() {
    for (text, name, ns) in [
        ("<account-data xmlns='o' jid='a@b'/>", "account-data", "o"),
        ("<server-data/>", "server-data", ""),
        ("<user xmlns='urn:xmpp:pie:0'/>", "user", "urn:xmpp:pie:0"),
    ] {
        let error = read_all(text.as_bytes()).unwrap_err();
        assert_eq!(error, ReadError::NotXep0227 { name: name.into(), ns: ns.into() });
    }
    for bytes in [&b"{\"json\":1}"[..], b"<!DOCTYPE html><html></html>", b"\xff\xfe<\0"] {
        let error = read_all(bytes).unwrap_err();
        assert!(matches!(error, ReadError::NotXml(_) | ReadError::Xml(_)), "{error}");
    }
    assert!(
        matches!(read_all(b"<!DOCTYPE a><a/>"), Err(ReadError::NotXml(e)) if e.problem == Malformed::Doctype)
    );
    assert!(matches!(read_all(b""), Err(ReadError::Xml(e)) if e.problem == Malformed::NoElement));
}

#[test]
fn an_archive_of_any_size_streams_through() {
    let mut reader = Reader::new(Limits { max_fragment: 4000, max_pep: 4000, ..Limits::default() });
    let text = file("<archive xmlns='urn:xmpp:pie:0#mam'>*</archive>");
    let (head, tail) = text.split_once('*').unwrap();
    reader.feed(head.as_bytes()).unwrap();
    let mut results = 0;
    for n in 0..20_000 {
        reader.feed(format!("<result xmlns='urn:xmpp:mam:2' id='{n}'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client'/></forwarded></result>").as_bytes()).unwrap();
        while let Some(event) = reader.next().unwrap() {
            results += usize::from(matches!(event, Event::Fragment(Fragment::ArchiveResult(_))));
        }
        assert!(results >= n, "a result is told as soon as it is there");
    }
    reader.feed(tail.as_bytes()).unwrap();
    assert_eq!((results, reader.finish()), (20_000, Ok(())));
}
