//! The account's own publish-subscribe service (XEP-0060, XEP-0163).

use jid::Jid;
use ordered::Set;
use xml::{Element, ns};

use crate::rsm::{Page, Wanted};
use crate::{RequestError, Session};

/// More pages than any node has.
const MOST_PAGES: usize = 10_000;

impl Session {
    /// All items of a node, as `<item/>` elements in the order the server gives
    /// them, page by page where it gives them so (XEP-0060 §6.5.4).
    ///
    /// # Errors
    ///
    /// [`RequestError::EndlessPages`] where the pages do not get on.
    pub async fn pubsub_items(&self, node: &str) -> Result<Vec<Element>, RequestError> {
        let mut all = Vec::new();
        let mut seen = Set::new();
        let mut after = None;
        loop {
            let items = Element::new("items", ns::PUBSUB).with_attr("node", node);
            let next = after.as_deref().map(|after| Wanted { after: Some(after), ..Wanted::default() });
            let request = pubsub(items).with_children(next.map(|next| next.to_element()));
            let Some(answer) = self.get(None, request).await? else { return Ok(all) };
            let page = Page::of(&answer);
            let before = all.len();
            let items = answer.into_children().filter(|child| child.is("items", ns::PUBSUB)).take(1);
            all.extend(items.flat_map(Element::into_children).filter(|item| item.is("item", ns::PUBSUB)));
            let Some(Page { last: Some(last), count, .. }) = page else { return Ok(all) };
            if all.len() == before || count.is_some_and(|count| count <= all.len() as u64) {
                return Ok(all);
            }
            // What lies behind a mark is opaque, but it cannot be the same page twice.
            if !seen.insert(last.clone()) || seen.len() > MOST_PAGES {
                return Err(RequestError::EndlessPages);
            }
            after = Some(last);
        }
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

    /// What the item `id` of a node holds, if it is there: of the own account, or of another that
    /// lets us read it (XEP-0060 §6.5).
    pub async fn pubsub_item(
        &self,
        of: Option<&Jid>,
        node: &str,
        id: &str,
    ) -> Result<Option<Element>, RequestError> {
        let item = Element::new("item", ns::PUBSUB).with_attr("id", id);
        let items = Element::new("items", ns::PUBSUB).with_attr("node", node).with_child(item);
        let Some(answer) = self.get(of, pubsub(items)).await? else { return Ok(None) };
        let items = answer.into_children().filter(|child| child.is("items", ns::PUBSUB));
        // A server may give others, too.
        let mut found = items
            .flat_map(Element::into_children)
            .filter(|item| item.is("item", ns::PUBSUB) && item.attr("id") == Some(id));
        Ok(found.next().and_then(|item| item.into_children().next()))
    }

    /// Takes an item out of an own node (XEP-0060 §7.2).
    pub async fn pubsub_retract(&self, node: &str, id: &str) -> Result<(), RequestError> {
        let item = Element::new("item", ns::PUBSUB).with_attr("id", id);
        let retract = Element::new("retract", ns::PUBSUB)
            .with_attr("node", node)
            .with_attr("notify", "true")
            .with_child(item);
        self.set(None, pubsub(retract)).await.map(drop)
    }

    /// Removes an own node with all that is in it (XEP-0060 §8.4).
    pub async fn pubsub_delete(&self, node: &str) -> Result<(), RequestError> {
        let delete = Element::new("delete", ns::PUBSUB_OWNER).with_attr("node", node);
        self.set(None, owner(delete)).await.map(drop)
    }

    /// The configuration form of an own node (XEP-0060 §8.2).
    pub async fn pubsub_configuration(&self, node: &str) -> Result<Element, RequestError> {
        let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", node);
        let answer = self.get(None, owner(configure)).await?;
        answer
            .as_ref()
            .and_then(|pubsub| pubsub.child("configure", ns::PUBSUB_OWNER))
            .and_then(|configure| configure.child("x", ns::DATA_FORM))
            .cloned()
            .ok_or_else(|| RequestError::Malformed("no configuration form".to_owned()))
    }

    /// Changes the fields of `form` in an own node's configuration: see [`crate::form::node_config`].
    pub async fn pubsub_configure(&self, node: &str, form: Element) -> Result<(), RequestError> {
        let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", node).with_child(form);
        self.set(None, owner(configure)).await.map(drop)
    }

    /// Creates a node with a configuration of its own (XEP-0060 §8.1.3): see [`crate::form::node_config`].
    pub async fn pubsub_create(&self, node: &str, form: Element) -> Result<(), RequestError> {
        let create = Element::new("create", ns::PUBSUB).with_attr("node", node);
        let request = pubsub(create).with_child(Element::new("configure", ns::PUBSUB).with_child(form));
        self.set(None, request).await.map(drop)
    }

    /// Who may do what with an own node, as `<affiliation/>` elements (XEP-0060 §8.9.1).
    pub async fn pubsub_affiliations(&self, node: &str) -> Result<Vec<Element>, RequestError> {
        self.owned(node, "affiliations", "affiliation").await
    }

    /// Says of each address what it may do with an own node (XEP-0060 §8.9.2); others stay as they are.
    pub async fn pubsub_set_affiliations(
        &self,
        node: &str,
        affiliations: &[(String, String)],
    ) -> Result<(), RequestError> {
        let affiliations = affiliations.iter().map(|(jid, affiliation)| {
            Element::new("affiliation", ns::PUBSUB_OWNER)
                .with_attr("jid", jid.as_str())
                .with_attr("affiliation", affiliation.as_str())
        });
        let list = Element::new("affiliations", ns::PUBSUB_OWNER).with_attr("node", node);
        self.set(None, owner(list.with_children(affiliations))).await.map(drop)
    }

    /// Who is subscribed to an own node, as `<subscription/>` elements (XEP-0060 §8.8.1).
    /// Not every server tells.
    pub async fn pubsub_subscriptions(&self, node: &str) -> Result<Vec<Element>, RequestError> {
        self.owned(node, "subscriptions", "subscription").await
    }

    /// The entries of a list that only the owner sees.
    async fn owned(&self, node: &str, list: &str, entry: &str) -> Result<Vec<Element>, RequestError> {
        let request = owner(Element::new(list, ns::PUBSUB_OWNER).with_attr("node", node));
        let answer = self.get(None, request).await?;
        let found = answer.into_iter().flat_map(Element::into_children);
        let found = found.filter(|found| found.is(list, ns::PUBSUB_OWNER)).flat_map(Element::into_children);
        Ok(found.filter(|found| found.is(entry, ns::PUBSUB_OWNER)).collect())
    }
}

fn pubsub(child: Element) -> Element {
    Element::new("pubsub", ns::PUBSUB).with_child(child)
}

fn owner(child: Element) -> Element {
    Element::new("pubsub", ns::PUBSUB_OWNER).with_child(child)
}
