//! Answers that come in several stanzas: messages ahead of the `<iq/>` that ends them.

use ordered::Set;

use jid::{BareJid, Jid};
use xml::{Element, ns};

/// What has arrived of such an answer, and what belongs to it.
pub(crate) struct Gathering {
    belongs: Belongs,
    stanzas: Vec<Element>,
    /// With this many the server has lost its way, and we would lose our memory.
    most: usize,
}

enum Belongs {
    /// The results of a query to the archive, by the `queryid` it has now.
    Results { queryid: String },
    /// Offline messages, by node; those which did not come yet.
    Offline { nodes: Vec<String>, missing: Set<String> },
}

impl Gathering {
    /// The results of an archive's page of `max` (XEP-0313 §4.2).
    pub(crate) fn results(max: u32) -> Self {
        let most = (max as usize).saturating_mul(4).saturating_add(16);
        Self { belongs: Belongs::Results { queryid: String::new() }, stanzas: Vec::new(), most }
    }

    /// The offline messages of these nodes (XEP-0013 §2.4).
    pub(crate) fn offline(nodes: &[String]) -> Self {
        let belongs = Belongs::Offline { nodes: nodes.to_vec(), missing: Set::new() };
        Self { belongs, stanzas: Vec::new(), most: usize::MAX }
    }

    /// The request is about to be sent, perhaps again: what came for an earlier one counts no more.
    pub(crate) fn start(&mut self, payload: &mut Element, token: String) {
        self.stanzas.clear();
        match &mut self.belongs {
            Belongs::Results { queryid } => {
                payload.set_attr("queryid", token.as_str());
                *queryid = token;
            }
            Belongs::Offline { nodes, missing } => *missing = nodes.iter().cloned().collect(),
        }
    }

    /// Takes a message that belongs here, or gives it back.
    pub(crate) fn offer(&mut self, message: Element, own: &BareJid) -> Result<(), Element> {
        match &mut self.belongs {
            Belongs::Results { queryid } => {
                let result = message.child("result", ns::MAM);
                let is_ours = result.is_some_and(|result| result.attr("queryid") == Some(queryid));
                if !is_ours || !is_from_account(&message, own) {
                    return Err(message);
                }
                self.stanzas.extend(message.into_children().find(|child| child.is("result", ns::MAM)));
            }
            Belongs::Offline { missing, .. } => {
                // The sender is who wrote it: only the server knows what it called the message.
                let item = message
                    .child("offline", ns::OFFLINE)
                    .and_then(|offline| offline.child("item", ns::OFFLINE));
                if !item.and_then(|item| item.attr("node")).is_some_and(|node| missing.remove(node)) {
                    return Err(message);
                }
                self.stanzas.push(message);
            }
        }
        Ok(())
    }

    pub(crate) fn is_too_much(&self) -> bool {
        self.stanzas.len() > self.most
    }

    pub(crate) fn into_stanzas(self) -> Vec<Element> {
        self.stanzas
    }
}

/// Whether there is a result of an archive in it, at any depth. Nobody but a
/// page that waits for it has any use for one, and then not from here.
pub(crate) fn holds_result(stanza: &Element) -> bool {
    stanza.children().any(|child| child.is("result", ns::MAM) || holds_result(child))
}

/// Whether the account itself says so (RFC 6120 §8.1.2.1): whoever else sends
/// results of an archive makes them up.
fn is_from_account(message: &Element, own: &BareJid) -> bool {
    message.attr("from").is_none_or(|from| {
        // As good as always as it is prepared already.
        *from == *own.to_string()
            || from.parse::<Jid>().is_ok_and(|from| from.resource().is_none() && from.bare() == own)
    })
}
