//! What becomes of a node, by its name.

use xml::ns;

use crate::Reason;

/// What becomes of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// It comes along.
    Copy,
    /// Nobody here knows what it is; it comes along unless the person says no.
    Offer,
    /// It stays unless the person says otherwise.
    Ask,
    /// It is kept in the file and never written, by this rule.
    LeaveOut(Reason),
    /// Its items are another kind's; who may see them is ours.
    AccessOnly,
    /// All of it is another kind's.
    Elsewhere,
}

/// Nodes whose items other kinds carry.
const ACCESS_ONLY: [&str; 4] = [ns::VCARD4_NODE, ns::AVATAR_DATA, ns::AVATAR_METADATA, ns::NICK];
/// OMEMO (XEP-0384), old and new: keys of devices, one ratchet each.
const DEVICE_KEYS: [&str; 2] = ["eu.siacs.conversations.axolotl.", "urn:xmpp:omemo:"];
/// OpenPGP (XEP-0373): identity keys, which name an address.
const IDENTITY_KEYS: &str = "urn:xmpp:openpgp:0:";
/// User Mood, Activity, Tune and Location (XEP-0107, XEP-0108, XEP-0118, XEP-0080).
const PASSING: [&str; 4] = [
    "http://jabber.org/protocol/mood",
    "http://jabber.org/protocol/activity",
    "http://jabber.org/protocol/tune",
    "http://jabber.org/protocol/geoloc",
];
/// The statement that an earlier account moved here or away (XEP-0283).
const MOVED: &str = "urn:xmpp:moved:1";
/// Begins the names of nodes that are good anywhere: blogs and their comments
/// (XEP-0277, XEP-0472), followed nodes (XEP-0330), what was read (XEP-0490), what
/// notifies (XEP-0492), stickers (XEP-0449), settings of an app.
const KNOWN: [&str; 6] = [
    "urn:xmpp:microblog:",
    "urn:xmpp:pubsub:subscription",
    "urn:xmpp:mds:displayed:",
    "urn:xmpp:notification-settings:",
    "urn:xmpp:stickers:",
    "movim:configuration",
];

pub(super) fn policy(name: &str) -> Policy {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| name.starts_with(beginning));
    match name {
        ns::BOOKMARKS | ns::BOOKMARKS_LEGACY => Policy::Elsewhere,
        MOVED => Policy::LeaveOut(Reason::EarlierMove),
        _ if ACCESS_ONLY.contains(&name) => Policy::AccessOnly,
        _ if PASSING.contains(&name) => Policy::LeaveOut(Reason::PassingState),
        _ if begins(&DEVICE_KEYS) => Policy::LeaveOut(Reason::DeviceKeys),
        _ if name.starts_with(IDENTITY_KEYS) => Policy::Ask,
        _ if begins(&KNOWN) => Policy::Copy,
        _ => Policy::Offer,
    }
}
