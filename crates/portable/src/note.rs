//! What reading or writing left out or changed.

use std::fmt;

/// One thing that was not carried as it was. `item` says which: an address, a
/// node, an id or the name of an element, never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub part: Part,
    pub item: String,
    pub action: Action,
    pub reason: Reason,
}

/// The container a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The file itself: what stands outside a user, or the attributes of one.
    Document,
    Credentials,
    OfflineMessages,
    Roster,
    SubscriptionRequests,
    Vcard,
    Private,
    Privacy,
    Blocklist,
    Pep,
    ArchivePreferences,
    Archive,
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    LeftOut,
    Changed,
    /// Carried as it is, although not everyone will take it.
    Kept,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("passwords and keys of the old server are never carried")]
    Credentials,
    #[error("it points to another file, which is not here")]
    Include,
    #[error("its file is damaged: {0}")]
    Damaged(String),
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the file would be larger than {0} bytes")]
    TooMuch(u64),
    #[error("a portal does not take it")]
    NotEssential,
    #[error("encryption keys belong to one device and one address")]
    DeviceKeys,
    #[error("there are more than {0}")]
    TooMany(usize),
    #[error("it does not belong there")]
    Unexpected,
    #[error("text stands where only elements belong")]
    StrayText,
    #[error("it has no `{0}`")]
    Missing(&'static str),
    #[error("an id was made up for it")]
    IdInvented,
    #[error("the id was there before")]
    IdRepeated,
    #[error("it is there already")]
    Repeated,
    #[error("two entries with one address were united")]
    United,
    #[error("`{0}` is no valid address")]
    BadAddress(String),
    #[error("the address was `{0}`")]
    AddressPrepared(String),
    #[error("it is the account itself")]
    Oneself,
    #[error("`{0}` is no subscription state")]
    BadSubscription(String),
    #[error("`{0}` is no pending request")]
    BadAsk(String),
    #[error("an empty group")]
    EmptyGroup,
    #[error("the group `{0}` twice")]
    RepeatedGroup(String),
    #[error("`{0}` holds no valid base64")]
    BadBase64(String),
    #[error("the blocklist holds the same")]
    IsBlocklist,
    #[error("no configuration is known; a minimal one was written")]
    NoConfiguration,
    #[error("`max_items` was {0}, more than every server takes")]
    MaxItems(String),
    #[error("the access model `{0}` is not understood everywhere")]
    AccessModel(String),
    #[error("subscription options are not understood everywhere")]
    SubscriptionOptions,
    #[error("it holds nothing")]
    NoPayload,
    #[error("it holds more than one payload; the first was kept")]
    SeveralPayloads,
    #[error("it holds no message")]
    NoMessage,
    #[error("`{0}` is no time")]
    BadTime(String),
    #[error("it is older than the message before it")]
    OutOfOrder,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = match self.action {
            Action::LeftOut => "left out",
            Action::Changed => "changed",
            Action::Kept => "kept",
        };
        write!(f, "{}: {action}: {}", self.item, self.reason)
    }
}

/// The notes of one reader or writer, taken down in order.
#[derive(Debug, Default)]
pub(crate) struct Notes(pub(crate) Vec<Note>);

impl Notes {
    pub(crate) fn left_out(&mut self, part: Part, item: impl Into<String>, reason: Reason) {
        self.add(part, item, Action::LeftOut, reason);
    }

    pub(crate) fn changed(&mut self, part: Part, item: impl Into<String>, reason: Reason) {
        self.add(part, item, Action::Changed, reason);
    }

    pub(crate) fn kept(&mut self, part: Part, item: impl Into<String>, reason: Reason) {
        self.add(part, item, Action::Kept, reason);
    }

    fn add(&mut self, part: Part, item: impl Into<String>, action: Action, reason: Reason) {
        self.0.push(Note { part, item: item.into(), action, reason });
    }
}
