//! The drawing beside each kind of data.

use migration::KindId;

use crate::parts::Shape;

pub fn shape(id: KindId) -> Shape {
    match id.0 {
        "roster" | "subscription_requests" => Shape::Contacts,
        "blocklist" | "privacy_lists" => Shape::Blocked,
        "profile" => Shape::Profile,
        "avatar" => Shape::Picture,
        "bookmarks" => Shape::GroupChats,
        "message_archive" | "offline_messages" => Shape::Archive,
        _ => Shape::Other,
    }
}
