//! The account's own publish-subscribe service (XEP-0060, XEP-0163).

use xml::{Element, ns};

use crate::form;
use crate::{RequestError, Session};

impl Session {
    /// All items of a node, as `<item/>` elements in the order the server gives them.
    pub async fn pubsub_items(&self, node: &str) -> Result<Vec<Element>, RequestError> {
        let items = Element::new("items", ns::PUBSUB).with_attr("node", node);
        let answer = self.get(None, pubsub(items)).await?;
        let Some(items) =
            answer.and_then(|pubsub| pubsub.into_children().find(|c| c.is("items", ns::PUBSUB)))
        else {
            return Ok(Vec::new());
        };
        Ok(items.into_children().filter(|item| item.is("item", ns::PUBSUB)).collect())
    }

    /// Publishes one item; with options where `options` is given (XEP-0060 §7.1.5).
    pub async fn pubsub_publish(
        &self,
        node: &str,
        item: Element,
        options: Option<Element>,
    ) -> Result<(), RequestError> {
        let publish = Element::new("publish", ns::PUBSUB).with_attr("node", node).with_child(item);
        let mut request = pubsub(publish);
        if let Some(form) = options {
            request.push(Element::new("publish-options", ns::PUBSUB).with_child(form));
        }
        self.set(None, request).await.map(drop)
    }

    /// The configuration form of an own node (XEP-0060 §8.2).
    pub async fn pubsub_configuration(&self, node: &str) -> Result<Element, RequestError> {
        let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", node);
        let answer = self.get(None, Element::new("pubsub", ns::PUBSUB_OWNER).with_child(configure)).await?;
        answer
            .as_ref()
            .and_then(|pubsub| pubsub.child("configure", ns::PUBSUB_OWNER))
            .and_then(|configure| configure.child("x", ns::DATA_FORM))
            .cloned()
            .ok_or_else(|| RequestError::Malformed("no configuration form".to_owned()))
    }

    /// Changes the named fields of an own node's configuration.
    pub async fn pubsub_configure(&self, node: &str, fields: &[(&str, &str)]) -> Result<(), RequestError> {
        let form = form::submit(ns::PUBSUB_NODE_CONFIG, fields.iter().copied());
        let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", node).with_child(form);
        self.set(None, Element::new("pubsub", ns::PUBSUB_OWNER).with_child(configure)).await.map(drop)
    }

    /// Creates a node with a configuration of its own (XEP-0060 §8.1.3).
    pub async fn pubsub_create(&self, node: &str, fields: &[(&str, &str)]) -> Result<(), RequestError> {
        let create = Element::new("create", ns::PUBSUB).with_attr("node", node);
        let form = form::submit(ns::PUBSUB_NODE_CONFIG, fields.iter().copied());
        let request = pubsub(create).with_child(Element::new("configure", ns::PUBSUB).with_child(form));
        self.set(None, request).await.map(drop)
    }
}

fn pubsub(child: Element) -> Element {
    Element::new("pubsub", ns::PUBSUB).with_child(child)
}
