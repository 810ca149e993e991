//! What stands inside `<user>`, as fragments.

use ordered::Set;

use xml::{Element, ns};

use super::is_pie;
use crate::fragment::Fragment;
use crate::note::{Notes, Part, Reason};
use crate::{credentials, id};

/// An element of `<user>` that holds several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Roster,
    /// QXmpp wraps the vCard.
    Vcard,
    Private,
    Privacy,
    Blocklist,
    OfflineMessages,
    Pubsub,
    Archive,
}

impl Container {
    pub(super) fn of(element: &Element) -> Option<Self> {
        Some(match (element.name(), element.ns()) {
            ("query", ns::ROSTER) | ("roster", ns::QXMPP_EXPORT) => Self::Roster,
            ("vcard", ns::QXMPP_EXPORT) => Self::Vcard,
            ("query", ns::PRIVATE) => Self::Private,
            ("query", ns::PRIVACY) => Self::Privacy,
            ("blocklist", ns::BLOCKING) => Self::Blocklist,
            ("offline-messages", ns) if is_pie(ns) => Self::OfflineMessages,
            // Some writers put items under the owner's element.
            ("pubsub", ns::PUBSUB | ns::PUBSUB_OWNER) => Self::Pubsub,
            ("archive", ns) if ns == ns::PIE_MAM || is_pie(ns) || is_mam(ns) => Self::Archive,
            _ => return None,
        })
    }

    pub(super) fn part(self) -> Part {
        match self {
            Self::Roster => Part::Roster,
            Self::Vcard => Part::Vcard,
            Self::Private => Part::Private,
            Self::Privacy => Part::Privacy,
            Self::Blocklist => Part::Blocklist,
            Self::OfflineMessages => Part::OfflineMessages,
            Self::Pubsub => Part::Pep,
            Self::Archive => Part::Archive,
        }
    }

    /// Whether `child` is one of the things this container holds.
    pub(super) fn takes(self, child: &Element) -> bool {
        let (name, ns) = (child.name(), child.ns());
        match self {
            Self::Roster => child.is("item", ns::ROSTER),
            Self::Vcard => child.is("vCard", ns::VCARD_TEMP),
            Self::Private => true,
            Self::Privacy => matches!(name, "list" | "default" | "active") && ns == ns::PRIVACY,
            Self::Blocklist => child.is("item", ns::BLOCKING),
            Self::OfflineMessages => name == "message" && (ns == ns::CLIENT || is_pie(ns)),
            Self::Pubsub => {
                matches!(name, "configure" | "affiliations" | "subscriptions" | "items")
                    && matches!(ns, ns::PUBSUB | ns::PUBSUB_OWNER)
            }
            Self::Archive => name == "result" && is_mam(ns),
        }
    }

    /// The fragment of one thing this container holds; `is_old` if the file has the old namespace.
    pub(super) fn fragment(self, child: Element, is_old: bool, notes: &mut Notes) -> Fragment {
        match self {
            Self::Roster if is_old => Fragment::RosterItem(old_roster_item(child, notes)),
            Self::Roster => Fragment::RosterItem(child),
            Self::Vcard => Fragment::Vcard(child),
            Self::Private => Fragment::Private(child),
            Self::Privacy => Fragment::PrivacyList(Element::new("query", ns::PRIVACY).with_child(child)),
            Self::Blocklist => Fragment::Blocked(child),
            Self::OfflineMessages => Fragment::OfflineMessage(to_client(child)),
            Self::Archive => Fragment::ArchiveResult(archive_result(child, notes)),
            // Nodes are gathered instead, see `Nodes`.
            Self::Pubsub => Fragment::Foreign(child),
        }
    }
}

/// The fragment of an element of `<user>` that is one thing itself.
pub(super) fn single(element: Element, notes: &mut Notes) -> Fragment {
    let ns = element.ns();
    match element.name() {
        "vCard" if ns == ns::VCARD_TEMP => Fragment::Vcard(element),
        "presence" if (ns == ns::CLIENT || is_pie(ns)) && element.attr("type") == Some("subscribe") => {
            Fragment::SubscriptionRequest(to_client(element))
        }
        "prefs" if is_mam(ns) => Fragment::ArchivePreferences(to_mam(element)),
        _ => {
            let mut element = element;
            credentials::strip(&mut element, notes);
            Fragment::Foreign(element)
        }
    }
}

fn is_mam(ns: &str) -> bool {
    matches!(ns, "urn:xmpp:mam:0" | "urn:xmpp:mam:1" | ns::MAM)
}

/// Stanzas some servers leave in the namespace of the file.
fn to_client(stanza: Element) -> Element {
    if is_pie(stanza.ns()) { stanza.map_ns(&|ns| is_pie(ns).then_some(ns::CLIENT)) } else { stanza }
}

fn to_mam(element: Element) -> Element {
    element.map_ns(&|ns| is_mam(ns).then_some(ns::MAM))
}

/// Openfire, which writes the old namespace, means `both` where it says nothing.
fn old_roster_item(mut item: Element, notes: &mut Notes) -> Element {
    if item.attr("subscription").is_none() {
        item.set_attr("subscription", "both");
        let jid = item.attr("jid").unwrap_or_default().to_owned();
        notes.changed(Part::Roster, jid, Reason::Missing("subscription"));
    }
    item
}

/// Only the wrapper is brought up to date; what a message holds stays as it is.
fn archive_result(result: Element, notes: &mut Notes) -> Element {
    let mut result = result.with_ns(ns::MAM);
    if result.attr("id").is_none_or(str::is_empty) {
        let id = id::invent(&result, &Set::new());
        notes.changed(Part::Archive, id.clone(), Reason::IdInvented);
        result.set_attr("id", id);
    }
    let lacks = match result.child("forwarded", ns::FORWARD) {
        Some(forwarded) if forwarded.children().any(|child| child.name() == "message") => {
            forwarded.child("delay", ns::DELAY).is_none().then_some(Reason::Missing("delay"))
        }
        _ => Some(Reason::NoMessage),
    };
    if let Some(lacks) = lacks {
        notes.kept(Part::Archive, result.attr("id").unwrap_or_default(), lacks);
    }
    result
}
