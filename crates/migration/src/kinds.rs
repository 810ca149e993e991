//! Every kind of data there is: the one place that knows them all.

mod archive_preferences;
mod avatar;
mod blocklist;
mod bookmarks;
mod common;
mod message_archive;
mod offline_messages;
mod pep_nodes;
mod privacy_lists;
mod private_storage;
mod profile;
mod roster;
mod subscription_requests;
mod uploaded_files;

use jid::BareJid;
use portable::Fragment;
use xml::Element;

use crate::kind::{Autojoin, Item, Kind, KindId, Mapping};
use crate::{Features, Holding, Holdings, plan};

/// All kinds, in the order in which a person meets them.
pub const ALL: [&dyn Kind; 13] = [
    &roster::Roster,
    &subscription_requests::SubscriptionRequests,
    &blocklist::Blocklist,
    &privacy_lists::PrivacyLists,
    &profile::Profile,
    &avatar::Avatar,
    &bookmarks::Bookmarks,
    &private_storage::PrivateStorage,
    &pep_nodes::PepNodes,
    &archive_preferences::ArchivePreferences,
    &message_archive::MessageArchive,
    &offline_messages::OfflineMessages,
    &uploaded_files::UploadedFiles,
];

/// Blocks are written before anything that could reach a blocked address. The others wait for that with their writing.
pub const FIRST: &[KindId] = &[blocklist::ID];

/// The order of writing after that: lanes beside each other, each phase by phase, the kinds of one phase side by
/// side. The picture comes after the profile, whose writing can disturb it (XEP-0398). Who may see a node is set
/// once the kind that makes the node is done. The contacts are many, and nothing waits for them.
pub const LANES: [&[&[KindId]]; 2] = [
    &[&[roster::ID]],
    &[
        &[privacy_lists::ID, profile::ID, bookmarks::ID, private_storage::ID, archive_preferences::ID],
        &[avatar::ID],
        &[pep_nodes::ID],
    ],
];

/// They go into the file, and from there nowhere.
pub const NEVER_WRITTEN: &[KindId] =
    &[subscription_requests::ID, message_archive::ID, offline_messages::ID, uploaded_files::ID];

pub(crate) use blocklist::ID as BLOCKLIST;
pub(crate) use bookmarks::ID as BOOKMARKS;
pub use bookmarks::restore_autojoin;
pub(crate) use message_archive::{
    ID as MESSAGE_ARCHIVE, archived_message, is_there as has_archive, stamp_of, time_of,
};
pub(crate) use pep_nodes::ID as PEP_NODES;
pub(crate) use profile::ID as PROFILE;
pub(crate) use roster::ID as ROSTER;
pub(crate) use uploaded_files::ID as UPLOADED_FILES;

/// The kind with this id.
pub fn by_id(id: KindId) -> Option<&'static dyn Kind> {
    ALL.into_iter().find(|kind| kind.id() == id)
}

/// The kind with this name, as in reports and on the page.
pub fn by_name(name: &str) -> Option<&'static dyn Kind> {
    ALL.into_iter().find(|kind| kind.id().0 == name)
}

/// The name of the kind this fragment will belong to once this version moves
/// it, where no kind claims it yet.
pub fn unclaimed(fragment: &Fragment) -> Option<KindId> {
    if ALL.into_iter().any(|kind| kind.claims(fragment)) {
        return None;
    }
    Some(KindId(match fragment {
        Fragment::Foreign(_) => "foreign",
        // Unclaimed only where there is nothing in it.
        Fragment::RosterItem(_)
        | Fragment::Vcard(_)
        | Fragment::Private(_)
        | Fragment::PrivacyList(_)
        | Fragment::Blocked(_)
        | Fragment::PepNode(_)
        | Fragment::OfflineMessage(_)
        | Fragment::SubscriptionRequest(_)
        | Fragment::ArchivePreferences(_)
        | Fragment::ArchiveResult(_) => return None,
    }))
}

/// A picture to show: the media type is one that browsers draw, the text sound base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub media_type: String,
    pub base64: String,
}

/// What a value of this kind says, for choosing between two; empty where it
/// cannot be said in a line.
pub fn says(id: KindId, payload: &Element) -> String {
    by_id(id).map(|kind| kind.says(payload)).unwrap_or_default()
}

/// The items of one kind, before it is known where they go.
pub fn preview(id: KindId, holding: &Holding) -> Vec<Item> {
    // RFC 6761 §6.4: a domain that nobody can have.
    let nobody = BareJid::new(None, "destination.invalid");
    nobody.map(|nobody| preview_for(&nobody, id, holding)).unwrap_or_default()
}

/// The items of one kind as they would come to `destination`, whatever its server.
pub(crate) fn preview_for(destination: &BareJid, id: KindId, holding: &Holding) -> Vec<Item> {
    let mapping = Mapping {
        origin: None,
        destination: destination.clone(),
        features: Features::default(),
        autojoin: Autojoin::AsItWas,
    };
    by_id(id).map(|kind| plan::wanted(kind, &holding.fragments, &mapping)).unwrap_or_default()
}

/// Whether blocked addresses may stand in this kind, too (XEP-0191 §5): it is looked at once they are written.
pub(crate) fn holds_blocks(id: KindId) -> bool {
    id == privacy_lists::ID
}

/// The name the person goes by.
pub fn full_name(holdings: &Holdings) -> Option<String> {
    profile::full_name(holdings.fragments(profile::ID))
}

/// The profile picture.
pub fn picture(holdings: &Holdings) -> Option<Picture> {
    avatar::picture(holdings.fragments(avatar::ID))
}

/// Whether apps would enter rooms by themselves because of this kind.
pub fn enters_rooms(id: KindId, holdings: &Holdings) -> bool {
    id == bookmarks::ID && bookmarks::enters_rooms(holdings.fragments(id))
}
