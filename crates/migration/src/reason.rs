//! Why something was changed on its way, or left out by rule.

/// The rule behind a change or an omission. Each has a text in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The new account is a contact of the old one: nobody is their own contact.
    ThisIsYou,
    /// Two entries mean the same address; their groups were united here.
    United,
    /// Means the same as another entry, which carries it.
    SameAs(String),
    /// The address had a resource; contacts are people, not their devices.
    ResourceDropped,
    /// Named the old account itself, and names the new one now.
    OwnAddress,
    /// Not an address any server accepts.
    InvalidAddress,
    /// The person chose to keep what the destination has.
    KeptTheirs,
    /// The person did not choose this kind of data.
    NotChosen,
    /// The destination's value and this one were brought together.
    Merged,
    /// The destination does not support this kind of data.
    Unsupported,
    /// This version does not move this kind of data yet.
    NotYet,
    /// The destination derives this from something else and does not keep it.
    NotKeptByServer,
    /// Entering group chats on start was put off, as the person chose.
    AutojoinLater,
    /// A web address among the bookmarks, for which the current format has no place.
    WebBookmark,
    /// Kept as a field of the newer profile format (vCard4).
    AsVcard4,
    /// The old account names a picture that it does not hold.
    PictureIncomplete,
    /// Carried as one picture instead of the vCard's.
    PictureFromVcard,
    /// The newer profile says something else, and there is room for one.
    OlderValue,
    /// The newer profile says the same.
    HeldByOther,
    /// The person chose not to bring it along.
    Declined,
    /// No client can put it into another account; it is in the file.
    OnlyInFile,
    /// Keys that belong to a device and to the old address.
    DeviceKeys,
    /// What held for a moment only.
    PassingState,
    /// The statement of an earlier move.
    EarlierMove,
    /// Somebody else's subscription, which only they can make.
    TheirSubscription,
    /// The server does not have this access model; the next stricter one was taken.
    StricterAccess,
    /// More items than the server keeps in a node; the newest came along.
    MoreThanServerKeeps,
    /// The server forgets that a part of it is in no namespace; everything else is as it was.
    NamespaceForgotten,
    /// There is nothing in it, or nothing that it could apply to.
    NothingThere,
    /// Another privacy list is in force at the destination, where blocked addresses may be.
    OtherDefault,
    /// The origin handed it out twice; it is carried once.
    Repeated,
    /// Not quite as the format asks; put right, its message untouched.
    Repaired,
    /// Holds no message, or no time: the format has no place for it.
    NotAMessage,
    /// Came from somebody who cannot speak for the archive, or unasked.
    Stray,
    /// Whoever asked must ask the new address: no client can put the request there.
    MustAskAgain,
    /// The server shows these only by handing them out, so they are left to other clients.
    StaysOnServer,
    /// The file is encrypted for the chat, and the link in the history has its key.
    EncryptedLink,
    /// Stored with somebody else, who is not asked.
    Elsewhere,
    /// More than are looked after at once.
    TooMany,
    /// Portals, for which this file is made, do not take it.
    NotForPortals,
    /// The file would be larger than portals take.
    NoRoomForPortals,
}

impl Reason {
    /// The stable name in reports and locale files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ThisIsYou => "this-is-you",
            Self::United => "united",
            Self::SameAs(_) => "same-as",
            Self::ResourceDropped => "resource-dropped",
            Self::OwnAddress => "own-address",
            Self::InvalidAddress => "invalid-address",
            Self::KeptTheirs => "kept-theirs",
            Self::NotChosen => "not-chosen",
            Self::Merged => "merged",
            Self::Unsupported => "unsupported",
            Self::NotYet => "not-yet",
            Self::NotKeptByServer => "not-kept-by-server",
            Self::AutojoinLater => "autojoin-later",
            Self::WebBookmark => "web-bookmark",
            Self::AsVcard4 => "as-vcard4",
            Self::PictureIncomplete => "picture-incomplete",
            Self::PictureFromVcard => "picture-from-vcard",
            Self::OlderValue => "older-value",
            Self::HeldByOther => "held-by-other",
            Self::Declined => "declined",
            Self::OnlyInFile => "only-in-file",
            Self::DeviceKeys => "device-keys",
            Self::PassingState => "passing-state",
            Self::EarlierMove => "earlier-move",
            Self::TheirSubscription => "their-subscription",
            Self::StricterAccess => "stricter-access",
            Self::MoreThanServerKeeps => "more-than-server-keeps",
            Self::NamespaceForgotten => "namespace-forgotten",
            Self::NothingThere => "nothing-there",
            Self::OtherDefault => "other-default",
            Self::Repeated => "repeated",
            Self::Repaired => "repaired",
            Self::NotAMessage => "not-a-message",
            Self::Stray => "stray",
            Self::MustAskAgain => "must-ask-again",
            Self::StaysOnServer => "stays-on-server",
            Self::EncryptedLink => "encrypted-link",
            Self::Elsewhere => "elsewhere",
            Self::TooMany => "too-many",
            Self::NotForPortals => "not-for-portals",
            Self::NoRoomForPortals => "no-room-for-portals",
        }
    }
}

/// Every code a reason can have, for the locale files.
pub const CODES: &[&str] = &[
    "this-is-you",
    "united",
    "same-as",
    "resource-dropped",
    "own-address",
    "invalid-address",
    "kept-theirs",
    "not-chosen",
    "merged",
    "unsupported",
    "not-yet",
    "not-kept-by-server",
    "autojoin-later",
    "web-bookmark",
    "as-vcard4",
    "picture-incomplete",
    "picture-from-vcard",
    "older-value",
    "held-by-other",
    "declined",
    "only-in-file",
    "device-keys",
    "passing-state",
    "earlier-move",
    "their-subscription",
    "stricter-access",
    "more-than-server-keeps",
    "namespace-forgotten",
    "nothing-there",
    "other-default",
    "repeated",
    "repaired",
    "not-a-message",
    "stray",
    "must-ask-again",
    "stays-on-server",
    "encrypted-link",
    "elsewhere",
    "too-many",
    "not-for-portals",
    "no-room-for-portals",
];
