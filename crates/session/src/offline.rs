//! Messages that wait on the server (XEP-0013): looked at, never fetched or removed.

use jid::Jid;
use stream::RequestKind;
use xml::{Element, ns};

use crate::gathering::Gathering;
use crate::{RequestError, Session};

impl Session {
    /// The node of each waiting message, in the order the server gives them.
    ///
    /// After that servers do not hand the messages out, and so delete them, when
    /// this connection becomes available (XEP-0013 §2.1).
    pub async fn offline_headers(&self) -> Result<Vec<String>, RequestError> {
        let own = Jid::from(self.account());
        let items = self.disco_items_of(&own, ns::OFFLINE).await?;
        Ok(items.into_iter().filter_map(|item| item.node).collect())
    }

    /// The messages of these nodes as they came, each with the `<offline/>` that
    /// names its node (XEP-0013 §2.4). They stay where they are.
    pub async fn offline_view(&self, nodes: &[String]) -> Result<Vec<Element>, RequestError> {
        let items = nodes.iter().map(|node| {
            Element::new("item", ns::OFFLINE).with_attr("action", "view").with_attr("node", node.as_str())
        });
        let request = Element::new("offline", ns::OFFLINE).with_children(items);
        let answer = self.gather(RequestKind::Get, request, Gathering::offline(nodes)).await?;
        Ok(answer.gathered)
    }
}
