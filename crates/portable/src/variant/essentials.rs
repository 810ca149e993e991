//! What a portal takes, and nothing that would make it refuse the rest.

use xml::{Element, ns};

use crate::fragment::{Fragment, PepNode};
use crate::note::{Notes, Part, Reason};

/// Roster, vCard and nodes; access models that not every server knows become narrower.
pub(super) fn of(fragments: Vec<Fragment>, notes: &mut Notes) -> Vec<Fragment> {
    let essential = |fragment: Fragment| match fragment {
        Fragment::RosterItem(_) | Fragment::Vcard(_) => Some(fragment),
        Fragment::PepNode(node) if is_omemo(&node.name) => {
            notes.left_out(Part::Pep, node.name, Reason::DeviceKeys);
            None
        }
        Fragment::PepNode(node) => Some(Fragment::PepNode(with_known_access(node, notes))),
        Fragment::Private(ref element) => left_out(Part::Private, element.name(), notes),
        Fragment::PrivacyList(ref query) => {
            let name = query.first_child().and_then(|list| list.attr("name"));
            left_out(Part::Privacy, name.unwrap_or("query"), notes)
        }
        Fragment::Blocked(ref item) => left_out(Part::Blocklist, item.attr("jid").unwrap_or("item"), notes),
        Fragment::OfflineMessage(ref message) => {
            left_out(Part::OfflineMessages, message.attr("from").unwrap_or("message"), notes)
        }
        Fragment::SubscriptionRequest(ref presence) => {
            left_out(Part::SubscriptionRequests, presence.attr("from").unwrap_or("presence"), notes)
        }
        Fragment::ArchivePreferences(_) => left_out(Part::ArchivePreferences, "prefs", notes),
        Fragment::ArchiveResult(ref result) => {
            left_out(Part::Archive, result.attr("id").unwrap_or("result"), notes)
        }
        Fragment::Foreign(ref element) => left_out(Part::Foreign, element.name(), notes),
    };
    fragments.into_iter().filter_map(essential).collect()
}

fn left_out(part: Part, item: &str, notes: &mut Notes) -> Option<Fragment> {
    notes.left_out(part, item, Reason::NotEssential);
    None
}

/// Keys of devices (XEP-0384, and the namespace it had in Conversations): they mean nothing elsewhere.
fn is_omemo(node: &str) -> bool {
    node.starts_with("eu.siacs.conversations.axolotl.") || node.starts_with("urn:xmpp:omemo:")
}

/// `roster` and `authorize` become `whitelist`: who could not read a node before cannot now.
fn with_known_access(mut node: PepNode, notes: &mut Notes) -> PepNode {
    let Some(form) = &mut node.configure else { return node };
    for field in form.children_mut().filter(|field| field.attr("var") == Some("pubsub#access_model")) {
        let value = field.child_text("value", ns::DATA_FORM).unwrap_or_default();
        if matches!(value.as_str(), "roster" | "authorize") {
            field.clear();
            field.push(Element::new("value", ns::DATA_FORM).with_text("whitelist"));
            notes.changed(Part::Pep, node.name.clone(), Reason::AccessModel(value));
        }
    }
    form.retain_children(|field| field.attr("var") != Some("pubsub#roster_groups_allowed"));
    node
}
