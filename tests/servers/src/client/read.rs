//! What an account holds, as plain values. Payloads come in the one form of [`crate::xml::canonical`].

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::{Client, Error};
use crate::xml::{escape, serialize};

/// RFC 6121 §2.1.2.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RosterItem {
    pub jid: String,
    pub name: String,
    pub subscription: String,
    /// `subscribe` while a request is pending, else empty.
    pub ask: String,
    pub groups: BTreeSet<String>,
}

/// One item of a node, XEP-0060.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    pub payload: String,
}

/// XEP-0030 §3.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// `category/type/name`.
    pub identities: Vec<String>,
    pub features: BTreeSet<String>,
}

impl Client {
    /// In the order of the addresses.
    pub async fn roster(&self) -> Result<Vec<RosterItem>, Error> {
        let xml = self.iq("get", None, "<query xmlns='jabber:iq:roster'/>").await?;
        let mut items = collect(&xml, "item", |item| RosterItem {
            jid: attribute(item, "jid"),
            name: attribute(item, "name"),
            subscription: attribute(item, "subscription"),
            ask: attribute(item, "ask"),
            groups: item.children().filter(|node| node.is_element()).map(text).collect(),
        })?;
        items.sort();
        Ok(items)
    }

    /// The `<vCard/>` of XEP-0054, empty if there is none.
    pub async fn vcard(&self) -> Result<String, Error> {
        let xml = self.iq("get", None, "<vCard xmlns='vcard-temp'/>").await;
        first_or_nothing(xml, "vCard")
    }

    /// XEP-0402.
    pub async fn bookmarks(&self) -> Result<Vec<Item>, Error> {
        let mut items = self.pep_items("urn:xmpp:bookmarks:1").await?;
        items.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(items)
    }

    /// The element stored under this name (XEP-0049), which is empty where nothing is stored.
    pub async fn private(&self, element: &str, namespace: &str) -> Result<String, Error> {
        let payload =
            format!("<query xmlns='jabber:iq:private'><{element} xmlns='{}'/></query>", escape(namespace));
        let xml = self.iq("get", None, &payload).await?;
        let document = parse(&xml)?;
        let query = document.root_element().first_element_child();
        Ok(query.and_then(|query| query.first_element_child()).map(serialize).unwrap_or_default())
    }

    /// XEP-0191.
    pub async fn blocklist(&self) -> Result<BTreeSet<String>, Error> {
        let xml = self.iq("get", None, "<blocklist xmlns='urn:xmpp:blocking'/>").await?;
        Ok(collect(&xml, "item", |item| attribute(item, "jid"))?.into_iter().collect())
    }

    pub async fn disco_info(&self, jid: &str) -> Result<Info, Error> {
        let payload = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
        let xml = self.iq("get", Some(jid), payload).await?;
        let identities = collect(&xml, "identity", |node| {
            format!("{}/{}/{}", attribute(node, "category"), attribute(node, "type"), attribute(node, "name"))
        })?;
        let features = collect(&xml, "feature", |node| attribute(node, "var"))?;
        Ok(Info { identities, features: features.into_iter().collect() })
    }

    /// Addresses and nodes.
    pub async fn disco_items(&self, jid: &str) -> Result<Vec<(String, String)>, Error> {
        let payload = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
        let xml = self.iq("get", Some(jid), payload).await?;
        collect(&xml, "item", |item| (attribute(item, "jid"), attribute(item, "node")))
    }
}

pub(super) fn parse(xml: &str) -> Result<Document<'_>, Error> {
    Document::parse(xml).map_err(|error| Error::NotUnderstood(format!("{error}: {xml}")))
}

pub(super) fn collect<T>(xml: &str, name: &str, read: impl Fn(Node<'_, '_>) -> T) -> Result<Vec<T>, Error> {
    let document = parse(xml)?;
    // The payload's own children or grandchildren, never deeper: items hold what people put there.
    let payload = document.root_element().children().flat_map(|node| node.children());
    let level: Vec<_> = payload.filter(|node| node.is_element()).collect();
    let direct = level.iter().filter(|node| node.tag_name().name() == name).copied();
    let below = level.iter().flat_map(|node| node.children()).filter(|node| node.tag_name().name() == name);
    let deeper = level
        .iter()
        .filter(|node| node.tag_name().name() == "configure")
        .flat_map(|node| node.children())
        .flat_map(|form| form.children())
        .filter(|node| node.tag_name().name() == name);
    Ok(direct.chain(below).chain(deeper).map(read).collect())
}

fn first_or_nothing(answer: Result<String, Error>, name: &str) -> Result<String, Error> {
    match answer {
        Ok(xml) => {
            let document = parse(&xml)?;
            let found = document.root_element().children().find(|node| node.tag_name().name() == name);
            Ok(found.map(serialize).unwrap_or_default())
        }
        Err(Error::Stanza { condition, .. }) if condition == "item-not-found" => Ok(String::new()),
        Err(error) => Err(error),
    }
}

pub(super) fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_default().to_owned()
}

/// All of the text below a node, in order.
pub(super) fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|child| child.is_text()).filter_map(|child| child.text()).collect()
}
