//! Nodes of personal eventing: one configuration, one list of items.

use portable::{Fragment, PepNode, Reason};
use xml::Element;

use crate::common::{element, read};
use crate::{user, write};

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
