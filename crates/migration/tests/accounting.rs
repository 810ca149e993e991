//! Whatever is read comes out of the conversion, stands in the plan once, and is in the file or named.

use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::FutureExt;
use jid::BareJid;
use migration::file::{self, ArchiveRange, Form, Order};
use migration::{
    Autojoin, Choices, Fate, Features, Holdings, KindId, KindReport, Mapping, Outcome, Plan, kinds,
};
use portable::{Fragment, PepNode};
use proptest::prelude::*;
use xml::{Element, ns};

/// Addresses that meet each other after preparation, and some that are none.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[abAB]{1,2}@[xX]\\.example(/[rR])?",
        2 => "(straße|STRASSE|ｓtrasse)@x\\.example",
        1 => "(x\\.example|a%b@gateway\\.example|anna@old\\.example|anna@new\\.example)",
        1 => "(|@|a@|@x|a b@x|a@\\.x|/r)",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-c]{1,2}", "[ <&'\"é🚀]{1,3}"]
}

fn roster_item() -> impl Strategy<Value = Fragment> {
    let groups = prop::collection::vec(text(), 0..4);
    (prop::option::of(address()), prop::option::of(text()), groups).prop_map(|(jid, name, groups)| {
        let group = |name: String| Element::new("group", ns::ROSTER).with_text(name);
        let item = Element::new("item", ns::ROSTER).with_attr_opt("jid", jid).with_attr_opt("name", name);
        Fragment::RosterItem(item.with_children(groups.into_iter().map(group)))
    })
}

fn blocked() -> impl Strategy<Value = Fragment> {
    address().prop_map(|jid| Fragment::Blocked(Element::new("item", ns::BLOCKING).with_attr("jid", jid)))
}

fn private() -> impl Strategy<Value = Fragment> {
    ("[ab]", "(urn:a|urn:b)", text())
        .prop_map(|(name, ns, text)| Fragment::Private(Element::new(name, ns).with_text(text)))
}

fn conference(ns: &'static str) -> impl Strategy<Value = Element> {
    let autojoin = prop::option::of("(true|false|0|1|maybe)");
    (prop::option::of(text()), autojoin, text(), text()).prop_map(move |(name, autojoin, nick, password)| {
        Element::new("conference", ns)
            .with_attr_opt("name", name)
            .with_attr_opt("autojoin", autojoin)
            .with_child(Element::new("nick", ns).with_text(nick))
            .with_child(Element::new("password", ns).with_text(password))
    })
}

fn bookmarks() -> impl Strategy<Value = Fragment> {
    let current = (address(), prop::option::of(conference(ns::BOOKMARKS))).prop_map(|(room, conference)| {
        Element::new("item", ns::PUBSUB).with_attr("id", room).with_children(conference)
    });
    let node = prop::collection::vec(current, 0..4)
        .prop_map(|items| Fragment::PepNode(PepNode { items, ..PepNode::new(ns::BOOKMARKS) }));
    let page = text().prop_map(|url| Element::new("url", ns::BOOKMARKS_LEGACY).with_attr("url", url));
    let room =
        (address(), conference(ns::BOOKMARKS_LEGACY)).prop_map(|(jid, room)| room.with_attr("jid", jid));
    let storage = prop::collection::vec(prop_oneof![room, page], 0..4)
        .prop_map(|entries| Element::new("storage", ns::BOOKMARKS_LEGACY).with_children(entries));
    prop_oneof![node, storage.prop_map(Fragment::Private)]
}

fn vcard() -> impl Strategy<Value = Fragment> {
    let name = "(FN|TITLE|NOTE|DESC|TEL|URL|JABBERID|MAILER|X-A)";
    let field = (name, "[ab ]{0,2}").prop_map(|(name, text)| {
        let value = Element::new(&*name, ns::VCARD_TEMP);
        match &*name {
            "TEL" => value.with_child(Element::new("NUMBER", ns::VCARD_TEMP).with_text(text)),
            _ => value.with_text(text),
        }
    });
    prop::collection::vec(field, 0..8)
        .prop_map(|fields| Fragment::Vcard(Element::new("vCard", ns::VCARD_TEMP).with_children(fields)))
}

/// A node of any sort, with whatever a file may say of it.
fn node() -> impl Strategy<Value = Fragment> {
    let name = "(urn:xmpp:microblog:0|urn:xmpp:omemo:2:devices|urn:xmpp:openpgp:0:public-keys|urn:x:1|urn:x:2\
        |http://jabber\\.org/protocol/tune|urn:xmpp:moved:1)";
    let field = ("(access_model|max_items|persist_items|title|x)", "(|open|roster|0|1|300|max)");
    let field = field.prop_map(|(name, value)| session::form::field(&format!("pubsub#{name}"), [&*value]));
    let form = prop::option::of(prop::collection::vec(field, 0..4));
    let item = ("[a-c]", text()).prop_map(|(id, text)| {
        let payload = Element::new("x", "urn:x").with_text(text);
        Element::new("item", ns::PUBSUB).with_attr("id", id).with_child(payload)
    });
    let owned = |kind: &'static str| {
        prop::collection::btree_map("[a-c]@x\\.example", "(member|none|subscribed)", 0..3).prop_map(
            move |entries| {
                let entry = |(jid, value): (String, String)| {
                    Element::new(kind, ns::PUBSUB_OWNER).with_attr("jid", jid).with_attr(kind, value)
                };
                Element::new(format!("{kind}s"), ns::PUBSUB_OWNER)
                    .with_children(entries.into_iter().map(entry))
            },
        )
    };
    let lists = (prop::option::of(owned("affiliation")), prop::option::of(owned("subscription")));
    let parts = (name, form, prop::collection::vec(item, 0..4), lists);
    parts.prop_map(|(name, form, items, (affiliations, subscriptions))| {
        let form = form.map(|fields| session::form::node_config([]).with_children(fields));
        Fragment::PepNode(PepNode { name, configure: form, affiliations, subscriptions, items })
    })
}

/// A privacy list, or the mark of one.
fn privacy() -> impl Strategy<Value = Fragment> {
    let name = "(work|play|Blocked contacts)";
    let item = (0..9_u32, prop::option::of(address()), "(allow|deny)").prop_map(|(order, jid, action)| {
        Element::new("item", ns::PRIVACY)
            .with_attr_opt("type", jid.as_ref().map(|_| "jid"))
            .with_attr_opt("value", jid)
            .with_attr("action", action)
            .with_attr("order", order.to_string())
    });
    let list = prop::collection::vec(item, 0..4).prop_map(|items| ("list".to_owned(), items));
    let mark = "(default|active)".prop_map(|kind| (kind, Vec::new()));
    (name, prop_oneof![2 => list, 1 => mark]).prop_map(|(name, (kind, items))| {
        let child = Element::new(kind, ns::PRIVACY).with_attr("name", name).with_children(items);
        Fragment::PrivacyList(Element::new("query", ns::PRIVACY).with_child(child))
    })
}

fn preferences() -> impl Strategy<Value = Fragment> {
    let list = |name: &'static str| {
        prop::collection::vec(address(), 0..3).prop_map(move |addresses| {
            let jid = |address: String| Element::new("jid", ns::MAM).with_text(address);
            Element::new(name, ns::MAM).with_children(addresses.into_iter().map(jid))
        })
    };
    ("(always|never|roster)", list("always"), list("never")).prop_map(|(default, always, never)| {
        let prefs = Element::new("prefs", ns::MAM).with_attr("default", default);
        Fragment::ArchivePreferences(prefs.with_child(always).with_child(never))
    })
}

/// What an account may hold: one vCard, one private element of a name, one item of an id.
fn fragments() -> impl Strategy<Value = Vec<Fragment>> {
    let any = prop_oneof![3 => roster_item(), 1 => blocked(), 1 => private(), 2 => bookmarks(), 3 => node(), 1 => privacy()];
    let single = (prop::option::of(vcard()), prop::option::of(preferences()));
    (prop::collection::vec(any, 0..16), single).prop_map(|(mut fragments, (vcard, preferences))| {
        let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
        let (mut nodes, mut lists) = (BTreeSet::new(), BTreeSet::new());
        fragments.retain_mut(|fragment| match fragment {
            Fragment::Private(element) => names.insert((element.name().to_owned(), element.ns().to_owned())),
            Fragment::PepNode(node) => {
                let name = node.name.clone();
                node.items.retain(|item| ids.insert((name.clone(), item.attr("id").map(str::to_owned))));
                // Bookmarks may come in several pieces; another node is one.
                name == ns::BOOKMARKS || nodes.insert(name)
            }
            Fragment::PrivacyList(query) => query
                .children()
                .all(|child| lists.insert((child.name().to_owned(), child.attr("name").map(str::to_owned)))),
            _ => true,
        });
        fragments.extend(vcard.into_iter().chain(preferences));
        fragments
    })
}

/// How many things a person would count in a fragment of this kind.
fn things(id: KindId, fragment: &Fragment) -> usize {
    match (id.0, fragment) {
        ("roster", Fragment::RosterItem(_)) | ("blocklist", Fragment::Blocked(_)) => 1,
        ("private_storage", Fragment::Private(element)) => {
            usize::from(element.ns() != ns::BOOKMARKS_LEGACY && !element.is_empty())
        }
        ("bookmarks", Fragment::PepNode(node)) if node.name == ns::BOOKMARKS => node.items.len(),
        ("bookmarks", Fragment::Private(element)) if element.ns() == ns::BOOKMARKS_LEGACY => {
            element.children().count()
        }
        ("blocklist", Fragment::PrivacyList(query)) => blocks(query).map_or(0, |items| items.count()),
        ("privacy_lists", Fragment::PrivacyList(_))
        | ("archive_preferences", Fragment::ArchivePreferences(_)) => 1,
        ("pep_nodes", Fragment::PepNode(node)) if node.name != ns::BOOKMARKS => {
            let subscriptions = node.subscriptions.iter().flat_map(Element::children).count();
            1 + node.items.len() + subscriptions
        }
        ("profile", Fragment::Vcard(vcard)) => {
            let says = |field: &&Element| {
                let text: String = field.text() + &field.children().map(Element::text).collect::<String>();
                !text.trim().is_empty()
            };
            vcard.children().filter(says).count()
        }
        _ => 0,
    }
}

/// The items of a list that is a blocklist.
fn blocks(query: &Element) -> Option<impl Iterator<Item = &Element>> {
    let list =
        query.child("list", ns::PRIVACY).filter(|list| list.attr("name") == Some("Blocked contacts"))?;
    let blocks = |item: &Element| item.attr("type").is_some() && item.attr("action") == Some("deny");
    list.children().all(blocks).then(|| list.children())
}

fn account(address: &str) -> BareJid {
    address.parse().unwrap_or_else(|_| unreachable!("{address}"))
}

/// Two servers that do differently with a profile, and one that is not known.
fn mapping(software: &str, autojoin: Autojoin) -> Mapping {
    let mut features = Features::default();
    features.server.software = Some(software.to_owned());
    features.server.features = [ns::BLOCKING, ns::AVATAR_CONVERSION].into_iter().map(str::to_owned).collect();
    let (origin, destination) = (Some(account("anna@old.example")), account("anna@new.example"));
    Mapping { origin, destination, features, autojoin }
}

fn every_kind() -> impl Iterator<Item = KindId> {
    kinds::ALL.into_iter().map(|kind| kind.id())
}

/// The file with all of this in it, and what is proven of it.
fn written(fragments: Vec<Fragment>) -> (String, Vec<KindReport>) {
    let order = Order {
        form: Form::default(),
        account: account("anna@old.example"),
        holdings: Rc::new(Holdings::from_fragments(fragments)),
        // With uploaded files it would be an archive around the document.
        chosen: every_kind().filter(|kind| kind.0 != "uploaded_files").collect(),
        range: ArchiveRange::default(),
        linked: None,
    };
    let mut out = Vec::new();
    let reports = file::write(&order, None, &mut out, &|_| {}).now_or_never();
    let Some(Ok(reports)) = reports else { unreachable!("memory makes nobody wait") };
    (String::from_utf8(out).unwrap_or_default(), reports)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_plan_has_everything_once(
        old in fragments(),
        new in fragments(),
        software in "(Prosody|ejabberd|Openfire)",
        later in any::<bool>(),
    ) {
        let mapping = mapping(&software, if later { Autojoin::NotYet } else { Autojoin::AsItWas });
        let expected = |id| -> usize { old.iter().map(|fragment| things(id, fragment)).sum() };
        let origin = Holdings::from_fragments(old.clone());
        let destination = Holdings::from_fragments(new);
        let plan = Plan::new(&origin, &destination, &every_kind().collect(), &mapping, &Choices::new());
        prop_assert_eq!(plan.kinds.len(), kinds::ALL.len());
        for kind in &plan.kinds {
            prop_assert_eq!(kind.items.len(), expected(kind.id), "{}", kind.id);
            let keys: BTreeSet<&str> = kind.items.iter().map(|planned| planned.item.key.as_str()).collect();
            prop_assert_eq!(keys.len(), kind.items.len(), "{}", kind.id);
            let counts = kind.counts();
            prop_assert_eq!(counts.add + counts.same + counts.change + counts.left_out, kind.items.len());
        }
    }

    #[test]
    fn no_group_of_a_contact_is_lost(items in prop::collection::vec(roster_item(), 0..12)) {
        let Some(roster) = kinds::by_name("roster") else { unreachable!() };
        let converted = roster.convert(&items, &mapping("Prosody", Autojoin::AsItWas));
        for (fragment, item) in items.iter().zip(&converted) {
            let Fragment::RosterItem(source) = fragment else { unreachable!() };
            if matches!(item.fate, Fate::LeftOut(_)) {
                continue;
            }
            let carrier = converted.iter().find(|other| other.key == item.key);
            let groups: BTreeSet<String> = carrier.into_iter().flat_map(|c| c.payload.children()).map(Element::text).collect();
            let mut own = source.children().map(Element::text).filter(|group| !group.is_empty());
            prop_assert!(own.all(|group| groups.contains(&group)), "{source:?} in {converted:?}");
            if item.fate == Fate::Carried {
                prop_assert_eq!(item.payload.attr("name").unwrap_or_default(), source.attr("name").unwrap_or_default());
            }
        }
    }

    #[test]
    fn the_file_has_everything_or_says_why(fragments in fragments()) {
        let (text, reports) = written(fragments.clone());
        for report in &reports {
            let expected: usize = fragments.iter().map(|fragment| things(report.id, fragment)).sum();
            prop_assert_eq!(report.entries.len(), expected, "{}", report.id);
            let keys: BTreeSet<&str> = report.entries.iter().map(|entry| entry.key.as_str()).collect();
            prop_assert_eq!(keys.len(), expected, "{}", report.id);
            for entry in &report.entries {
                prop_assert!(!matches!(entry.outcome, Outcome::Failed(_)), "{entry:?} in {text}");
            }
        }
        // What was written and read again is written the same.
        let Ok(document) = portable::read_all(text.as_bytes()) else { unreachable!() };
        let again = document.users.into_iter().next().map(|user| user.fragments).unwrap_or_default();
        prop_assert_eq!(written(again).0, text);
    }
}
