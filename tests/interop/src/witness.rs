//! What an account holds, as the independent client sees it.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use servers::client::{Client, Item, Preferences, PrivacyLists, RosterItem};

/// Everything of an account that a move could touch.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub roster: Vec<RosterItem>,
    pub vcard: String,
    pub nodes: BTreeMap<String, PepNode>,
    pub private: BTreeMap<(String, String), String>,
    pub blocked: BTreeSet<String>,
    pub archive_preferences: Preferences,
    pub privacy_lists: Option<PrivacyLists>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct PepNode {
    pub configuration: BTreeMap<String, Vec<String>>,
    /// Without the owner.
    pub affiliations: BTreeMap<String, String>,
    pub items: Vec<Item>,
}

impl Snapshot {
    /// Reads everything; of the private storage what is named like one of `private` (whole elements).
    ///
    /// # Panics
    /// When the server refuses any of it.
    pub async fn take(client: &Client, private: &[String]) -> Self {
        let mut nodes = BTreeMap::new();
        for name in client.pep_nodes().await.unwrap() {
            let configuration = client.pep_config(&name).await.unwrap();
            let affiliations = client.pep_affiliations(&name).await.unwrap();
            let items = client.pep_items(&name).await.unwrap();
            nodes.insert(name, PepNode { configuration, affiliations, items });
        }
        let mut stored = BTreeMap::new();
        for element in private {
            let document = Document::parse(element).unwrap();
            let name = document.root_element().tag_name();
            let (name, namespace) = (name.name(), name.namespace().unwrap_or_default());
            let found = client.private(name, namespace).await.unwrap();
            stored.insert((name.to_owned(), namespace.to_owned()), found);
        }
        Self {
            roster: client.roster().await.unwrap(),
            vcard: client.vcard().await.unwrap(),
            nodes,
            private: stored,
            blocked: client.blocklist().await.unwrap(),
            archive_preferences: client.archive_preferences().await.unwrap(),
            privacy_lists: client.privacy_lists().await.unwrap(),
        }
    }
}

/// What a vCard says, field by field, whatever the order of its fields and of their parts: each field is
/// its name and all of its parts, sorted. Parts that are there only to be empty say nothing.
///
/// # Panics
/// When it is not XML.
pub fn said(vcard: &str) -> BTreeSet<String> {
    if vcard.is_empty() {
        return BTreeSet::new();
    }
    let document = Document::parse(vcard).unwrap();
    let fields = document.root_element().children().filter(Node::is_element);
    fields.map(form).filter(|form| !form.ends_with("()")).collect()
}

fn form(node: Node<'_, '_>) -> String {
    // XEP-0054 §3.1: the parts of a name and of an address, which servers give even where they are empty.
    const PARTS: [&str; 12] = [
        "FAMILY", "GIVEN", "MIDDLE", "PREFIX", "SUFFIX", "POBOX", "EXTADD", "STREET", "LOCALITY", "REGION",
        "PCODE", "CTRY",
    ];
    let mut parts: Vec<String> = node
        .children()
        .filter_map(|child| match child.is_element() {
            true if !child.has_children() && PARTS.contains(&child.tag_name().name()) => None,
            true => Some(form(child)),
            false => child.text().map(str::to_owned),
        })
        .collect();
    parts.sort();
    format!("{}({})", node.tag_name().name(), parts.join(" "))
}
