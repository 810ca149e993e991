//! Stanza errors (RFC 6120 §8.3).

use xml::{Element, ns};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    kind: &'static str,
    condition: &'static str,
    /// In the namespace of publish-subscribe errors.
    application: Option<&'static str>,
}

pub(crate) const SERVICE_UNAVAILABLE: Refusal = Refusal::cancel("service-unavailable");
pub(crate) const ITEM_NOT_FOUND: Refusal = Refusal::cancel("item-not-found");
pub(crate) const BAD_REQUEST: Refusal =
    Refusal { kind: "modify", condition: "bad-request", application: None };

impl Refusal {
    pub(crate) const fn cancel(condition: &'static str) -> Self {
        Self { kind: "cancel", condition, application: None }
    }

    pub(crate) const fn pubsub(condition: &'static str, application: &'static str) -> Self {
        Self { kind: "cancel", condition, application: Some(application) }
    }

    pub(crate) fn to_element(self) -> Element {
        let application = self.application.map(|name| Element::new(name, ns::PUBSUB_ERRORS));
        Element::new("error", ns::CLIENT)
            .with_attr("type", self.kind)
            .with_child(Element::new(self.condition, ns::STANZA_ERROR))
            .with_children(application)
    }
}
