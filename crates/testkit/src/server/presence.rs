//! What becoming available brings, wanted or not (RFC 6121 §4.2).

use xml::{Element, ns};

use super::{Account, Knobs};

impl Account {
    /// What the server sends to a client that says `presence` to everybody.
    /// Messages that waited are handed out, and so are gone, unless the client
    /// has asked about them before (XEP-0013 §2.1).
    pub(crate) fn available(
        &mut self,
        presence: &Element,
        knows_offline: bool,
        knobs: &Knobs,
    ) -> Vec<Element> {
        if presence.attr("type").is_some() || presence.attr("to").is_some() {
            return Vec::new();
        }
        let priority =
            presence.child_text("priority", ns::CLIENT).and_then(|text| text.trim().parse::<i8>().ok());
        let priority = priority.unwrap_or(0);
        let mut brought = Vec::new();
        if priority >= knobs.requests_from_priority {
            brought.extend(self.subscription_requests.iter().cloned());
        }
        if priority >= 0 && !knows_offline {
            brought.extend(self.flush_offline());
        }
        brought
    }
}
