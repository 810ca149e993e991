//! The one interchange type between old and new.

use xml::Element;

/// A container of `<user>` that holds exactly one thing. Payloads are verbatim.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a node is as common here as what is smaller")]
pub enum Fragment {
    /// `<item xmlns='jabber:iq:roster'/>`.
    RosterItem(Element),
    /// `<vCard xmlns='vcard-temp'/>`.
    Vcard(Element),
    /// One child of `<query xmlns='jabber:iq:private'/>`.
    Private(Element),
    /// `<query xmlns='jabber:iq:privacy'/>` with one list, or with the mark
    /// that names the default or the active one.
    PrivacyList(Element),
    /// `<item xmlns='urn:xmpp:blocking' jid='…'/>`.
    Blocked(Element),
    PepNode(PepNode),
    /// `<message xmlns='jabber:client'/>`.
    OfflineMessage(Element),
    /// `<presence xmlns='jabber:client' type='subscribe' from='…'/>`.
    SubscriptionRequest(Element),
    /// `<prefs xmlns='urn:xmpp:mam:2'/>`.
    ArchivePreferences(Element),
    /// `<result xmlns='urn:xmpp:mam:2'/>`.
    ArchiveResult(Element),
    /// Anything else directly inside `<user>`: carried and reported.
    Foreign(Element),
}

/// One node of the account's personal eventing (XEP-0163, XEP-0227 §4.8).
#[derive(Clone, Debug, PartialEq)]
pub struct PepNode {
    pub name: String,
    /// The data form inside `<configure/>`.
    pub configure: Option<Element>,
    /// `<affiliations xmlns='http://jabber.org/protocol/pubsub#owner' node='…'/>`.
    pub affiliations: Option<Element>,
    /// `<subscriptions xmlns='http://jabber.org/protocol/pubsub#owner' node='…'/>`.
    pub subscriptions: Option<Element>,
    /// `<item xmlns='http://jabber.org/protocol/pubsub' id='…'/>`, in the order of the file.
    pub items: Vec<Element>,
}

impl PepNode {
    /// A node of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            configure: None,
            affiliations: None,
            subscriptions: None,
            items: Vec::new(),
        }
    }

    /// Adds what `other` knows about the same node. What is known already
    /// stays; true if that differs from what `other` says.
    pub(crate) fn merge(&mut self, other: Self) -> bool {
        let mut lost = false;
        for (known, new) in [
            (&mut self.configure, other.configure),
            (&mut self.affiliations, other.affiliations),
            (&mut self.subscriptions, other.subscriptions),
        ] {
            if known.is_none() {
                *known = new;
            } else {
                lost |= new.is_some() && *known != new;
            }
        }
        self.items.extend(other.items);
        lost
    }
}
