//! The kinds of data that a screen says something particular about. Everything
//! else is the same for all of them.

use migration::KindId;

pub(crate) const HISTORY: KindId = KindId("message_archive");
pub(crate) const UPLOADS: KindId = KindId("uploaded_files");
pub(crate) const PROFILE: KindId = KindId("profile");
pub(crate) const PICTURE: KindId = KindId("avatar");
pub(crate) const ROOMS: KindId = KindId("bookmarks");
pub(crate) const REQUESTS: KindId = KindId("subscription_requests");
pub(crate) const PRIVATE: KindId = KindId("private_storage");
pub(crate) const NODES: KindId = KindId("pep_nodes");
pub(crate) const CONTACTS: KindId = KindId("roster");
/// Not a kind: the list of those who can be written to.
pub(crate) const RECIPIENTS: KindId = KindId("recipients");
