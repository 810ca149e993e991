//! Files of every form: what is in each, what is proven of it, and that a name is never more than a name.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use async_trait::async_trait;
use futures_util::FutureExt;
use migration::file::{self, ArchiveRange, Form, Order, OutputError, Recorded, Words};
use migration::{Holdings, KindReport, Outcome, Reason, kinds};
use portable::zip::{Directory, TAIL};
use portable::{Administrator, Event, Fragment, Importer, Limits, PepNode, Reader, Variant};
use proptest::prelude::*;
use xml::{Element, Rules, ns};

fn contact(jid: &str, name: &str, groups: &[&str]) -> Fragment {
    let groups = groups.iter().map(|group| Element::new("group", ns::ROSTER).with_text(*group));
    let item = Element::new("item", ns::ROSTER).with_attr("jid", jid).with_attr("name", name);
    Fragment::RosterItem(item.with_attr("subscription", "both").with_children(groups))
}

fn fragment(text: &str) -> Fragment {
    let file = format!(
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>{text}</user></host></server-data>"
    );
    portable::read_all(file.as_bytes()).unwrap().users.remove(0).fragments.remove(0)
}

fn account() -> Vec<Fragment> {
    vec![
        contact("bea@x.test", "Bea", &["Friends", "Work"]),
        contact("cy@x.test", "", &[]),
        fragment("<vCard xmlns='vcard-temp'><FN>Anna</FN><TEL><NUMBER>+49 1</NUMBER></TEL><JABBERID>anna@old.test</JABBERID></vCard>"),
        fragment("<query xmlns='jabber:iq:private'><storage xmlns='storage:rosternotes'><note>secret</note></storage></query>"),
        Fragment::Blocked(Element::new("item", ns::BLOCKING).with_attr("jid", "spam@x.test")),
        fragment(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'><item id='room@c.test'>\
             <conference xmlns='urn:xmpp:bookmarks:1' name='Room'><password>secret</password></conference></item></items></pubsub>",
        ),
        Fragment::PepNode(PepNode {
            items: vec![Element::parse(
                "<item xmlns='http://jabber.org/protocol/pubsub' id='current'><devices xmlns='urn:xmpp:omemo:2'/></item>",
            ).unwrap()],
            ..PepNode::new("urn:xmpp:omemo:2:devices")
        }),
    ]
}

fn order(form: Form, fragments: Vec<Fragment>) -> Order {
    Order {
        form,
        account: "anna@old.test".parse().unwrap(),
        holdings: Rc::new(Holdings::from_fragments(fragments)),
        chosen: kinds::ALL.iter().map(|kind| kind.id()).filter(|id| id.0 != "uploaded_files").collect(),
        range: ArchiveRange::default(),
        linked: None,
    }
}

fn written(form: Form, fragments: Vec<Fragment>) -> (String, Vec<KindReport>) {
    let mut out = Vec::new();
    let order = order(form, fragments);
    let reports = file::write(&order, None, &mut out, &|_| {}).now_or_never().unwrap().unwrap();
    (String::from_utf8(out).unwrap(), reports)
}

fn of<'a>(reports: &'a [KindReport], kind: &str) -> &'a KindReport {
    reports.iter().find(|report| report.id.0 == kind).unwrap()
}

fn words() -> Rc<Words> {
    let word = |text: &str| format!("{text} & <more>");
    Rc::new(Words {
        language: "en".to_owned(),
        without_group: word("none"),
        contacts: word("contacts"),
        others: word("others"),
        fields: file::FIELDS.iter().map(|field| (*field, (*field).to_owned())).collect(),
        kinds: kinds::ALL.iter().map(|kind| (kind.id(), kind.id().to_string())).collect(),
        ..Words::default()
    })
}

#[test]
fn essentials_say_what_is_not_in_them() {
    let (text, reports) = written(Form::Document(Variant::Essentials), account());
    for kind in ["roster", "profile", "bookmarks"] {
        let tally = of(&reports, kind).tally();
        assert!(tally.read > 0 && tally.verified == tally.read, "{kind}: {tally:?}");
    }
    let outcome = |kind: &str| of(&reports, kind).entries[0].outcome.clone();
    assert_eq!(outcome("private_storage"), Outcome::LeftOut(Reason::NotForPortals));
    assert_eq!(outcome("blocklist"), Outcome::LeftOut(Reason::NotForPortals));
    assert_eq!(outcome("pep_nodes"), Outcome::LeftOut(Reason::DeviceKeys));
    assert!(!text.contains("rosternotes") && !text.contains("omemo"), "{text}");
}

#[test]
fn what_portals_have_no_room_for_is_named() {
    let mut fragments = account();
    let payload = Element::new("p", "urn:example").with_text("x".repeat(1_200_000));
    let item = Element::new("item", ns::PUBSUB).with_attr("id", "1").with_child(payload);
    fragments.push(Fragment::PepNode(PepNode { items: vec![item], ..PepNode::new("urn:example:large") }));
    let (text, reports) = written(Form::Document(Variant::Essentials), fragments);
    assert!(text.len() < 1_000_000);
    let left = of(&reports, "pep_nodes")
        .entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::LeftOut(Reason::NoRoomForPortals));
    assert_eq!(left.count(), 1, "{:?}", of(&reports, "pep_nodes"));
}

#[test]
fn all_that_an_administrator_gets_is_proven() {
    for importer in [Importer::Prosody, Importer::Ejabberd] {
        let account_there = "neu@new.test".parse().unwrap();
        let administrator = Administrator { account: account_there, importer, credentials: Vec::new() };
        let form = Form::Document(Variant::Administrator(administrator));
        let (text, reports) = written(form, account());
        assert!(text.contains("<host jid='new.test'><user name='neu'>"), "{text}");
        assert!(!text.contains("anna@old.test"), "{text}");
        assert_eq!(text.contains("<blocklist"), importer == Importer::Prosody);
        for report in &reports {
            let tally = report.tally();
            assert_eq!((tally.failed, tally.verified), (0, tally.read), "{report:?}");
        }
        assert_eq!(of(&reports, "blocklist").tally().read, 1);
    }
}

#[test]
fn a_page_shows_everybody_and_nothing_secret() {
    let (text, reports) = written(Form::Page(words()), account());
    for kind in ["roster", "bookmarks"] {
        let tally = of(&reports, kind).tally();
        assert_eq!((tally.copied, tally.verified), (tally.read, tally.read), "{kind}");
    }
    assert!(!text.contains("secret"), "{text}");
    for part in [
        "<h3><bdi>Friends</bdi></h3>",
        "<h3><bdi>none &amp; &lt;more&gt;</bdi></h3>",
        "<a href='xmpp:bea@x.test'><bdi>Bea</bdi></a>",
        "<a href='xmpp:cy@x.test'><bdi>cy@x.test</bdi></a>",
        "<a href='xmpp:room@c.test?join'><bdi>Room</bdi></a>",
        "<dt>tel</dt><dd><bdi>+49 1</bdi></dd>",
        "<dt>blocklist</dt><dd><bdi>1</bdi></dd>",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert_eq!(text.matches("xmpp:bea@x.test").count(), 2, "once in each group");
}

#[test]
fn a_table_names_every_contact_once() {
    let (text, reports) = written(Form::Table(words()), account());
    assert_eq!(of(&reports, "roster").tally().verified, 2);
    assert_eq!(text.lines().nth(1), Some("\"Bea\",\"bea@x.test\",\"Friends; Work\""));
    assert_eq!(text.lines().count(), 3);
}

/// A file that is read a few bytes at a time.
struct Slow<'a>(Reader, std::slice::Chunks<'a, u8>, bool);

#[async_trait(?Send)]
impl Recorded for Slow<'_> {
    async fn next(&mut self) -> Result<Option<Event>, OutputError> {
        loop {
            match (self.0.next().unwrap(), self.2) {
                (Some(event), _) => return Ok(Some(event)),
                (None, true) => return Ok(None),
                (None, false) => match self.1.next() {
                    Some(bytes) => self.0.feed(bytes).unwrap(),
                    None => {
                        self.0.finish().unwrap();
                        self.2 = true;
                    }
                },
            }
        }
    }
}

const PROSODY: &str = include_str!("../../portable/tests/fixtures/prosody-0.12.3-http_xep227-small.xml");
const PROSODY_13: &str = include_str!("../../portable/tests/fixtures/prosody-13.0.1-http_xep227-small.xml");
const EJABBERD: &str = include_str!("../../portable/tests/fixtures/ejabberd-23.01-small.xml");

/// The file of user number `user` of `text`, as `form`.
fn converted(text: &str, user: usize, form: Form) -> (String, Vec<KindReport>) {
    let found = portable::read_all(text.as_bytes()).unwrap().users.remove(user);
    let mut order = order(form, found.fragments);
    order.account = jid::BareJid::new(Some(&found.name), &found.host).unwrap();
    let mut recorded = Slow(Reader::new(Limits::default()), text.as_bytes().chunks(100), false);
    let mut out = Vec::new();
    let converting = file::convert(&order, user, &mut recorded, &mut out, &|_| {});
    let reports = converting.now_or_never().unwrap().unwrap();
    (String::from_utf8(out).unwrap(), reports)
}

#[test]
fn a_file_converted_to_itself_is_the_same() {
    for text in [PROSODY, PROSODY_13, EJABBERD] {
        let (once, reports) = converted(text, 0, Form::default());
        for report in &reports {
            assert!(report.is_complete(), "{report:?}");
        }
        let user = portable::read_all(text.as_bytes()).unwrap().users.remove(0);
        let archived = |fragments: &[Fragment]| {
            fragments.iter().filter(|fragment| matches!(fragment, Fragment::ArchiveResult(_))).count()
        };
        let again = portable::read_all(once.as_bytes()).unwrap().users.remove(0);
        assert_eq!(archived(&again.fragments), archived(&user.fragments));
        let (twice, _) = converted(&once, 0, Form::default());
        let canonical = |text: &str| xml::parse(text, &Rules::file()).unwrap().canonical();
        assert_eq!(canonical(&twice), canonical(&once));
    }
}

/// A file with uploaded files beside it, one of them damaged.
struct Packed<'a> {
    document: Slow<'a>,
    uploads: Vec<(&'a str, &'a [u8])>,
    rest: &'a [u8],
}

#[async_trait(?Send)]
impl Recorded for Packed<'_> {
    async fn next(&mut self) -> Result<Option<Event>, OutputError> {
        self.document.next().await
    }

    fn begin_upload(&mut self) -> Option<String> {
        let (name, bytes) = (!self.uploads.is_empty()).then(|| self.uploads.remove(0))?;
        self.rest = bytes;
        Some(name.to_owned())
    }

    async fn upload(&mut self) -> Result<Vec<u8>, OutputError> {
        let (piece, rest) = self.rest.split_at(self.rest.len().min(3));
        self.rest = rest;
        if piece.starts_with(b"!") { Err(OutputError("damaged".to_owned())) } else { Ok(piece.to_vec()) }
    }
}

#[test]
fn uploaded_files_come_along() {
    let fragments = portable::read_all(PROSODY.as_bytes()).unwrap().users.remove(0).fragments;
    let mut holdings = Holdings::from_fragments(fragments);
    holdings.count_uploads(3);
    let order = Order {
        form: Form::default(),
        account: "small@old.test".parse().unwrap(),
        holdings: Rc::new(holdings),
        chosen: kinds::ALL.iter().map(|kind| kind.id()).collect(),
        range: ArchiveRange::default(),
        linked: None,
    };
    let mut recorded = Packed {
        document: Slow(Reader::new(Limits::default()), PROSODY.as_bytes().chunks(100), false),
        uploads: vec![
            ("files/7-cat.jpg", b"all of a cat"),
            ("files/8-dog.jpg", b"not!all of a dog"),
            ("files/sub/../x y.txt", b"text"),
        ],
        rest: b"",
    };
    let mut out = Vec::new();
    let steps = RefCell::new(Vec::new());
    let heard = |step| steps.borrow_mut().push(step);
    let converting = file::convert(&order, 0, &mut recorded, &mut out, &heard);
    let reports = converting.now_or_never().unwrap().unwrap();
    assert!(steps.borrow().contains(&file::Step::Uploads { done: 2, total: 3 }));
    let report = of(&reports, "uploaded_files");
    let tally = report.tally();
    assert_eq!((tally.read, tally.copied, tally.verified, tally.failed), (3, 2, 2, 1), "{report:#?}");
    assert!(report.entries.iter().any(|entry| entry.label.starts_with("dog.jpg")));
    assert_eq!(of(&reports, "message_archive").tally().copied, 105);

    let tail = &out[out.len().saturating_sub(TAIL)..];
    let directory = Directory::find(tail, out.len() as u64).unwrap();
    let listed = &out[directory.at as usize..(directory.at + directory.len) as usize];
    let packed: Vec<(String, &[u8])> = directory
        .entries(listed)
        .unwrap()
        .into_iter()
        .map(|entry| {
            let at = entry.data_at(&out[entry.header_at as usize..]).unwrap() as usize;
            (entry.name, &out[at..at + entry.size as usize])
        })
        .collect();
    assert_eq!(
        packed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["account.xml", "files/1-cat.jpg", "files/3-x y.txt"]
    );
    assert_eq!((packed[1].1, packed[2].1), (&b"all of a cat"[..], &b"text"[..]));
}

#[test]
fn the_history_of_another_user_stays_out() {
    let result = |id: &str| {
        format!(
            "<archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='{id}'>\
             <forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/>\
             <message xmlns='jabber:client' from='bea@x.test' to='{id}@old.test'><body>{id}</body></message>\
             </forwarded></result></archive>"
        )
    };
    let text = format!(
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>{}</user><user name='bert'>{}</user></host></server-data>",
        result("anna"),
        result("bert")
    );
    let (file, reports) = converted(&text, 1, Form::default());
    assert!(file.contains("<body>bert</body>") && !file.contains("anna"), "{file}");
    assert_eq!(of(&reports, "message_archive").tally().copied, 1);
    let (file, _) = converted(&text, 1, Form::Document(Variant::Essentials));
    assert!(!file.contains("<body>"), "{file}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a stranger calls themselves.
    #[test]
    fn a_name_is_never_more_than_a_name(
        people in prop::collection::btree_map(
            "[a-z0-9=+-]{1,3}@[a-z]\\.test",
            (hostile(), prop::collection::vec(hostile(), 0..3)),
            0..6,
        ),
    ) {
        let contact = |(jid, (name, groups)): (&String, &(String, Vec<String>))| {
            contact(jid, name, &groups.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let fragments: Vec<Fragment> = people.iter().map(contact).collect();
        for form in [Form::Page(words()), Form::Table(words())] {
            let is_page = matches!(form, Form::Page(_));
            let (text, reports) = written(form, fragments.clone());
            let tally = of(&reports, "roster").tally();
            prop_assert_eq!((tally.copied, tally.verified), (people.len(), people.len()), "{}", text);
            if is_page {
                let page = xml::parse(text.strip_prefix("<!DOCTYPE html>\n").unwrap(), &Rules::file()).unwrap();
                let mut names = BTreeSet::new();
                elements(&page, &mut names);
                prop_assert!(names.iter().all(|name| EXPECTED.contains(&name.as_str())), "{names:?}");
            }
        }
    }
}

const EXPECTED: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "header", "div", "h1", "h2", "h3", "bdi", "span", "p",
    "ul", "li", "a", "small",
];

fn elements(element: &Element, names: &mut BTreeSet<String>) {
    names.insert(element.name().to_owned());
    element.children().for_each(|child| elements(child, names));
}

fn hostile() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "<script>", "</bdi>", "'", "\"", "&amp;", "\u{202e}", "=1+1", "@", "-", "\t", "\n", ",", ";", "]]>",
        "é", "a",
    ];
    prop::collection::vec(prop::sample::select(PARTS), 0..5).prop_map(|parts| parts.concat())
}
