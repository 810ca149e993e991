//! A saved file (XEP-0227), read by roxmltree alone.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use servers::client::{Item, RosterItem};
use servers::seed::Seeded;
use servers::xml::serialize;

use crate::PASSWORD;

const PIE: &str = "urn:xmpp:pie:0";
const PUBSUB: &str = "http://jabber.org/protocol/pubsub";

/// What is in the file of one user, in the forms of [`Seeded`].
#[derive(Clone, Debug, Default)]
pub struct Saved {
    pub jid: String,
    pub roster: Vec<RosterItem>,
    pub vcard: String,
    pub nodes: BTreeMap<String, Vec<Item>>,
    pub private: BTreeSet<String>,
    pub blocked: BTreeSet<String>,
}

impl Saved {
    /// # Panics
    /// When it is not what XEP-0227 §4 asks for, or holds an account's password.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.starts_with("<?xml"), "an XML declaration comes first");
        assert!(!text.contains(PASSWORD), "the account's password is in the file");
        let document = Document::parse(text).unwrap();
        let root = document.root_element();
        assert!(root.has_tag_name((PIE, "server-data")), "{:?}", root.tag_name());
        let host = only_child(root);
        let user = only_child(host);
        assert!(host.has_tag_name((PIE, "host")) && user.has_tag_name((PIE, "user")));
        assert_eq!(user.attribute("password"), None);
        let mut saved = Self {
            jid: format!("{}@{}", user.attribute("name").unwrap(), host.attribute("jid").unwrap()),
            ..Self::default()
        };
        for part in user.children().filter(Node::is_element) {
            assert!(part.tag_name().name() != "password", "a password stands in the file");
            saved.take(part);
        }
        saved.roster.sort();
        saved
    }

    fn take(&mut self, part: Node<'_, '_>) {
        let elements = || part.children().filter(Node::is_element);
        match (part.tag_name().namespace().unwrap_or_default(), part.tag_name().name()) {
            ("jabber:iq:roster", "query") => self.roster.extend(elements().map(roster_item)),
            ("vcard-temp", "vCard") => self.vcard = serialize(part),
            ("jabber:iq:private", "query") => self.private.extend(elements().map(serialize)),
            ("urn:xmpp:blocking", "blocklist") => {
                self.blocked.extend(elements().map(|item| attribute(item, "jid")));
            }
            (PUBSUB, "pubsub") => {
                for node in elements() {
                    let mut items: Vec<Item> = node.children().filter(Node::is_element).map(item).collect();
                    items.sort_by(|a, b| a.id.cmp(&b.id));
                    self.nodes.entry(attribute(node, "node")).or_default().extend(items);
                }
            }
            _ => {}
        }
    }

    /// Everything that was put into the account is in the file, byte for byte where it matters.
    pub fn assert_holds(&self, seeded: &Seeded) {
        assert_eq!(self.jid, seeded.jid);
        assert_eq!(self.roster, seeded.roster);
        assert_eq!(self.vcard, seeded.vcard);
        let current = |node: &str| &self.nodes[node][0].payload;
        assert_eq!(current("urn:xmpp:vcard4"), &seeded.vcard4);
        assert_eq!(current("http://jabber.org/protocol/nick"), &seeded.nick);
        assert_eq!(self.nodes["urn:xmpp:bookmarks:1"], seeded.bookmarks);
        assert_eq!(self.private, seeded.private.iter().cloned().collect());
        assert_eq!(self.blocked, seeded.blocked);
        let picture = seeded.picture.as_ref().unwrap();
        let data = &self.nodes["urn:xmpp:avatar:data"][0];
        assert_eq!(data.id, picture.id);
        assert!(data.payload.contains(&picture.base64()), "the picture, byte for byte");
        assert!(self.nodes["urn:xmpp:avatar:metadata"][0].payload.contains(&picture.id));
    }
}

fn only_child<'a, 'b>(node: Node<'a, 'b>) -> Node<'a, 'b> {
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    assert_eq!(children.len(), 1, "one host, one user, nothing else");
    children[0]
}

fn roster_item(item: Node<'_, '_>) -> RosterItem {
    RosterItem {
        jid: attribute(item, "jid"),
        name: attribute(item, "name"),
        subscription: attribute(item, "subscription"),
        ask: attribute(item, "ask"),
        groups: item.children().filter_map(|group| group.text()).map(str::to_owned).collect(),
    }
}

fn item(item: Node<'_, '_>) -> Item {
    Item { id: attribute(item, "id"), payload: item.first_element_child().map(serialize).unwrap_or_default() }
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_default().to_owned()
}
