//! Service discovery (XEP-0030).

use ordered::Set;

use jid::Jid;
use xml::{Element, ns};

use crate::{RequestError, Session};

/// What an entity said it supports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// `category/type` of each identity.
    pub identities: Set<String>,
    pub features: Set<String>,
    /// The name of the identity `server/im`: the software, as servers use it.
    pub software: Option<String>,
    /// Forms with more about it (XEP-0128).
    pub forms: Vec<Element>,
}

impl Info {
    pub fn has(&self, feature: &str) -> bool {
        self.features.contains(feature)
    }

    fn read(query: &Element) -> Self {
        let forms = query.children().filter(|child| child.is("x", ns::DATA_FORM)).cloned().collect();
        let mut info = Self { forms, ..Self::default() };
        for child in query.children().filter(|child| child.ns() == ns::DISCO_INFO) {
            match (child.name(), child.attr("var"), child.attr("category"), child.attr("type")) {
                ("feature", Some(var), _, _) => drop(info.features.insert(var.to_owned())),
                ("identity", _, Some(category), Some(kind)) => {
                    if (category, kind) == ("server", "im") {
                        info.software = child.attr("name").map(str::to_owned);
                    }
                    info.identities.insert(format!("{category}/{kind}"));
                }
                _ => {}
            }
        }
        info
    }
}

/// One entry of a `disco#items` answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub jid: String,
    pub node: Option<String>,
    pub name: Option<String>,
}

impl Session {
    /// What `to` supports.
    pub async fn disco_info(&self, to: &Jid) -> Result<Info, RequestError> {
        self.info(to, None).await
    }

    /// What the node `node` of `to` supports.
    pub async fn disco_info_of(&self, to: &Jid, node: &str) -> Result<Info, RequestError> {
        self.info(to, Some(node)).await
    }

    /// What there is at `to`; the nodes, where it is a pubsub service.
    pub async fn disco_items(&self, to: &Jid) -> Result<Vec<Item>, RequestError> {
        self.items(to, None).await
    }

    /// What there is at the node `node` of `to`.
    pub async fn disco_items_of(&self, to: &Jid, node: &str) -> Result<Vec<Item>, RequestError> {
        self.items(to, Some(node)).await
    }

    async fn info(&self, to: &Jid, node: Option<&str>) -> Result<Info, RequestError> {
        let query = Element::new("query", ns::DISCO_INFO).with_attr_opt("node", node);
        let answer = self.get(Some(to), query).await?;
        Ok(answer.as_ref().map(Info::read).unwrap_or_default())
    }

    async fn items(&self, to: &Jid, node: Option<&str>) -> Result<Vec<Item>, RequestError> {
        let query = Element::new("query", ns::DISCO_ITEMS).with_attr_opt("node", node);
        let answer = self.get(Some(to), query).await?;
        let items = answer.iter().flat_map(Element::children).filter(|item| item.is("item", ns::DISCO_ITEMS));
        Ok(items
            .map(|item| Item {
                jid: item.attr("jid").unwrap_or_default().to_owned(),
                node: item.attr("node").map(str::to_owned),
                name: item.attr("name").map(str::to_owned),
            })
            .collect())
    }
}
