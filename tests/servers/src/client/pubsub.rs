//! The account's own publish-subscribe service (XEP-0163).

use std::collections::{BTreeMap, BTreeSet};

use super::read::{attribute, collect, text};
use super::{Client, Error, Item};
use crate::xml::{escape, serialize};

/// Of a configuration, what a person could tell the difference by.
const FIELDS: [&str; 8] = [
    "pubsub#access_model",
    "pubsub#description",
    "pubsub#max_items",
    "pubsub#persist_items",
    "pubsub#publish_model",
    "pubsub#send_last_published_item",
    "pubsub#title",
    "pubsub#type",
];

/// One node, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// The fields of [`Client::pep_config`] that matter.
    pub configuration: BTreeMap<String, Vec<String>>,
    /// Address to `member`, `publisher`, … The owner's own is left out, because only ejabberd names it.
    pub affiliations: BTreeMap<String, String>,
    /// In the order the server gives them.
    pub items: Vec<Item>,
}

impl Client {
    /// Every node of the account.
    pub async fn pep(&self) -> Result<BTreeMap<String, Node>, Error> {
        let mut nodes = BTreeMap::new();
        for name in self.pep_nodes().await? {
            let mut configuration = self.pep_config(&name).await?;
            configuration.retain(|field, _| FIELDS.contains(&field.as_str()));
            let affiliations = self.pep_affiliations(&name).await?;
            let items = self.pep_items(&name).await?;
            nodes.insert(name, Node { configuration, affiliations, items });
        }
        Ok(nodes)
    }

    /// Node names in the account, XEP-0163 by disco#items.
    pub async fn pep_nodes(&self) -> Result<BTreeSet<String>, Error> {
        let own = self.bare_jid().to_owned();
        let items = self.disco_items(&own).await?;
        // ejabberd lists the account's resources among them, which have no node.
        Ok(items.into_iter().map(|(_, node)| node).filter(|node| !node.is_empty()).collect())
    }

    /// Empty for a node that does not exist.
    pub async fn pep_items(&self, node: &str) -> Result<Vec<Item>, Error> {
        let own = self.bare_jid().to_owned();
        self.pep_items_of(&own, node).await
    }

    pub async fn pep_items_of(&self, jid: &str, node: &str) -> Result<Vec<Item>, Error> {
        let payload = format!(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{}'/></pubsub>",
            escape(node)
        );
        let xml = match self.iq("get", Some(jid), &payload).await {
            Err(Error::Stanza { condition, .. }) if condition == "item-not-found" => return Ok(Vec::new()),
            other => other?,
        };
        collect(&xml, "item", |item| Item {
            id: attribute(item, "id"),
            payload: item.first_element_child().map(serialize).unwrap_or_default(),
        })
    }

    /// A node's configuration, field by field; empty for a node that does not exist.
    pub async fn pep_config(&self, node: &str) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let Some(xml) = self.owned("configure", node).await? else { return Ok(BTreeMap::new()) };
        let fields = collect(&xml, "field", |field| {
            let values = field.children().filter(|node| node.tag_name().name() == "value").map(text);
            (attribute(field, "var"), values.collect())
        })?;
        Ok(fields.into_iter().collect())
    }

    /// XEP-0060 §8.9.1, without the owner; empty for a node that does not exist.
    pub async fn pep_affiliations(&self, node: &str) -> Result<BTreeMap<String, String>, Error> {
        let Some(xml) = self.owned("affiliations", node).await? else { return Ok(BTreeMap::new()) };
        let affiliations =
            collect(&xml, "affiliation", |node| (attribute(node, "jid"), attribute(node, "affiliation")))?;
        Ok(affiliations.into_iter().filter(|(jid, _)| jid != self.bare_jid()).collect())
    }

    /// What a node's owner may ask for; none for a node that does not exist.
    async fn owned(&self, what: &str, node: &str) -> Result<Option<String>, Error> {
        let payload = format!(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><{what} node='{}'/></pubsub>",
            escape(node)
        );
        match self.iq("get", Some(self.bare_jid()), &payload).await {
            Err(Error::Stanza { condition, .. }) if condition == "item-not-found" => Ok(None),
            answer => answer.map(Some),
        }
    }
}
