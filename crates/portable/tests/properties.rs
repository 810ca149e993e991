//! Properties over hostile fragments and bytes.

mod common;

use common::{account, events, read};
use portable::{Fragment, Limits, PepNode, write_all};
use proptest::prelude::*;
use xml::Element;

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<![CDATA[]]>&amp;'\"".to_owned()),
        Just("\r\n\t ".to_owned()),
        Just("👩‍🚀\u{202e}".to_owned()),
        any::<char>().prop_filter("a character of XML", |c| xml::is_char(*c)).prop_map(String::from),
        "[a-z@./ ]{1,5}",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn jid() -> impl Strategy<Value = String> {
    prop_oneof!["[a-cA-C]@x\\.test(/r)?", hostile(), Just("anna@old.test".to_owned())]
}

fn payload() -> impl Strategy<Value = Element> {
    (hostile(), hostile(), prop::sample::select(vec!["", "u", "urn:xmpp:pie:0", "jabber:client"])).prop_map(
        |(text, value, ns)| {
            let inner = Element::new("inner", "").with_text(text.clone());
            Element::new("p", ns).with_attr("a", value).with_text(text).with_child(inner)
        },
    )
}

fn node() -> impl Strategy<Value = PepNode> {
    let item = (prop::option::of("[a-c]{0,1}"), prop::collection::vec(payload(), 0..3)).prop_map(
        |(id, payloads)| {
            Element::new("item", "http://jabber.org/protocol/pubsub")
                .with_attr_opt("id", id)
                .with_children(payloads)
        },
    );
    let field = (prop::sample::select(vec!["FORM_TYPE", "pubsub#max_items", "other"]), hostile()).prop_map(
        |(var, value)| {
            let value = Element::new("value", "jabber:x:data").with_text(value);
            Element::new("field", "jabber:x:data").with_attr("var", var).with_child(value)
        },
    );
    let form = prop::collection::vec(field, 0..3).prop_map(|fields| {
        Element::new("x", "jabber:x:data").with_attr("type", "form").with_children(fields)
    });
    let name = prop_oneof![Just("n".to_owned()), hostile()];
    (name, prop::option::of(form), prop::collection::vec(item, 0..4))
        .prop_map(|(name, configure, items)| PepNode { configure, items, ..PepNode::new(name) })
}

fn fragment() -> impl Strategy<Value = Fragment> {
    let state = prop::option::of(prop::sample::select(vec!["none", "to", "from", "both", "remove", "odd"]));
    let roster =
        (jid(), hostile(), state, prop::collection::vec(prop_oneof![Just("g".to_owned()), hostile()], 0..3))
            .prop_map(|(jid, name, state, groups)| {
                let groups =
                    groups.into_iter().map(|g| Element::new("group", "jabber:iq:roster").with_text(g));
                Fragment::RosterItem(
                    Element::new("item", "jabber:iq:roster")
                        .with_attr("jid", jid)
                        .with_attr("name", name)
                        .with_attr_opt("subscription", state)
                        .with_children(groups),
                )
            });
    let result = (prop::option::of("[a-d]"), payload()).prop_map(|(id, payload)| {
        let delay = Element::new("delay", "urn:xmpp:delay").with_attr("stamp", "2020-01-01T00:00:00+01:00");
        let message = Element::new("message", "jabber:client").with_child(payload);
        let forwarded = Element::new("forwarded", "urn:xmpp:forward:0").with_child(delay).with_child(message);
        Fragment::ArchiveResult(
            Element::new("result", "urn:xmpp:mam:2").with_attr_opt("id", id).with_child(forwarded),
        )
    });
    let list = (hostile(), payload()).prop_map(|(name, rule)| {
        let list = Element::new("list", "jabber:iq:privacy").with_attr("name", name).with_child(rule);
        Fragment::PrivacyList(Element::new("query", "jabber:iq:privacy").with_child(list))
    });
    let request = (jid(), payload()).prop_map(|(from, payload)| {
        let presence = Element::new("presence", "jabber:client").with_attr("type", "subscribe");
        Fragment::SubscriptionRequest(presence.with_attr("from", from).with_child(payload))
    });
    prop_oneof![
        roster,
        result,
        list,
        request,
        payload().prop_map(|p| Fragment::ArchivePreferences(
            Element::new("prefs", "urn:xmpp:mam:2").with_child(p)
        )),
        node().prop_map(Fragment::PepNode),
        payload().prop_map(|p| Fragment::Vcard(Element::new("vCard", "vcard-temp").with_child(p))),
        payload().prop_map(Fragment::Private),
        payload()
            .prop_map(|p| Fragment::OfflineMessage(Element::new("message", "jabber:client").with_child(p))),
        jid().prop_map(|jid| Fragment::Blocked(
            Element::new("item", "urn:xmpp:blocking").with_attr("jid", jid)
        )),
        payload().prop_map(|p| Fragment::Foreign(Element::new("mine", "urn:example:mine").with_child(p))),
    ]
}

proptest! {
    #[test]
    fn what_was_written_needs_no_repair(fragments in prop::collection::vec(fragment(), 0..12)) {
        let (text, _) = write_all(&account(), fragments);
        let (again, notes) = read(&text);
        prop_assert_eq!(notes, []);
        let (second, notes) = write_all(&account(), again.clone());
        prop_assert_eq!(notes, []);
        prop_assert_eq!(&second, &text);
        prop_assert_eq!(read(&second).0, again);
    }

    #[test]
    fn nothing_vanishes_without_a_note(fragments in prop::collection::vec(fragment(), 0..12)) {
        let nodes = |f: &[Fragment]| f.iter().filter(|f| matches!(f, Fragment::PepNode(_))).count();
        let names: std::collections::BTreeSet<String> = fragments
            .iter()
            .filter_map(|f| match f {
                Fragment::PepNode(node) => Some(node.name.clone()),
                _ => None,
            })
            .collect();
        let before = fragments.len() - nodes(&fragments) + names.len();
        let (text, notes) = write_all(&account(), fragments);
        let (again, _) = read(&text);
        let gone = notes.iter().filter(|note| {
            note.reason == portable::Reason::United
                || (note.action == portable::Action::LeftOut && note.part != portable::Part::Pep)
        });
        prop_assert_eq!(again.len() + gone.count(), before);
    }

    #[test]
    fn any_chunking_gives_the_same(
        fragments in prop::collection::vec(fragment(), 0..6),
        seeds in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
        max_fragment in 100_u64..2000,
    ) {
        let mut bytes = write_all(&account(), fragments).0.into_bytes();
        if let Some((at, byte)) = damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let limits = Limits { max_fragment, max_pep: 3000, ..Limits::default() };
        let mut cuts: Vec<usize> = seeds.iter().map(|index| index.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let whole = events(&bytes, &[], limits.clone());
        prop_assert_eq!(&whole, &events(&bytes, &cuts, limits.clone()));
        let bytewise: Vec<usize> = (0..bytes.len()).collect();
        prop_assert_eq!(whole, events(&bytes, &bytewise, limits));
    }
}
