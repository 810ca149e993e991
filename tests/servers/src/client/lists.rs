//! Privacy lists (XEP-0016).

use std::collections::BTreeMap;

use super::read::{attribute, parse};
use super::{Client, Error};
use crate::xml::{escape, serialize};

const PRIVACY: &str = "jabber:iq:privacy";

/// The lists of an account, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivacyLists {
    /// What applies where no session chose another.
    pub default: Option<String>,
    /// Each whole `<list/>`.
    pub lists: BTreeMap<String, String>,
}

impl Client {
    /// `None` where the server has none of it.
    pub async fn privacy_lists(&self) -> Result<Option<PrivacyLists>, Error> {
        let xml = match self.iq("get", None, &format!("<query xmlns='{PRIVACY}'/>")).await {
            Err(Error::Stanza { condition, .. })
                if matches!(condition.as_str(), "service-unavailable" | "feature-not-implemented") =>
            {
                return Ok(None);
            }
            other => other?,
        };
        let mut found = PrivacyLists::default();
        let document = parse(&xml)?;
        for node in document.descendants() {
            match node.tag_name().name() {
                "default" => found.default = node.attribute("name").map(str::to_owned),
                "list" => {
                    let name = attribute(node, "name");
                    let list = self.privacy_list(&name).await?;
                    found.lists.insert(name, list);
                }
                _ => {}
            }
        }
        Ok(Some(found))
    }

    async fn privacy_list(&self, name: &str) -> Result<String, Error> {
        let payload = format!("<query xmlns='{PRIVACY}'><list name='{}'/></query>", escape(name));
        let xml = self.iq("get", None, &payload).await?;
        let document = parse(&xml)?;
        let query = document.root_element().first_element_child();
        Ok(query.and_then(|query| query.first_element_child()).map(serialize).unwrap_or_default())
    }
}
