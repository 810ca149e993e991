//! One contact of the old account, and how far they have followed.

use jid::BareJid;
use session::StanzaError;

/// A contact as the ledger has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub jid: BareJid,
    /// What the person calls them; empty where they have no name.
    pub name: String,
    pub groups: Vec<String>,
    /// What was between the two at the old account.
    pub was: Subscription,
    pub state: State,
    /// Seconds since 1970 at which it came to this state.
    pub since: Option<u64>,
    /// Seconds since 1970 at which the last request went out.
    pub asked: Option<u64>,
    /// They ask to see the new account, and only the person can say whether they may.
    pub is_asking: bool,
}

/// Who sees whom (RFC 6121 §2.1.2.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subscription {
    #[default]
    None,
    /// The person sees the contact.
    To,
    /// The contact sees the person.
    From,
    Both,
}

/// How far a contact has followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Their turn has not come.
    Waiting,
    /// The request is out, and nothing says that a server dropped it.
    Asked,
    /// A request was sent, and whether it was delivered is not known.
    Unknown,
    /// They may see the new account as soon as they ask (RFC 6121 §3.4).
    PreApproved,
    /// One of the two sees the other at the new account.
    Approved,
    /// Both see each other.
    Mutual,
    /// They said no, or their account no longer exists.
    Declined,
    /// Their server cannot be reached, or says that they are gone.
    Unreachable(StanzaError),
    NotAsked(Why),
}

/// Why a contact is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Neither saw the other.
    NoSubscription,
    /// Only they saw the person: the person has nothing to ask for.
    OnlyTheySaw,
    /// The new account itself.
    ThisIsYou,
    /// Blocked at the old or the new account.
    Blocked,
    /// Of another network, reached through a gateway that must first know the new account.
    Gateway,
    /// No contact of the new account: it did not come along.
    NotCopied,
}

impl Subscription {
    /// Whether the person saw the contact.
    pub fn is_to(self) -> bool {
        matches!(self, Self::To | Self::Both)
    }

    /// Whether the contact saw the person.
    pub fn is_from(self) -> bool {
        matches!(self, Self::From | Self::Both)
    }

    /// What either of the two says.
    #[must_use]
    pub fn united(self, other: Self) -> Self {
        match (self.is_to() || other.is_to(), self.is_from() || other.is_from()) {
            (true, true) => Self::Both,
            (true, false) => Self::To,
            (false, true) => Self::From,
            (false, false) => Self::None,
        }
    }

    /// As in a roster item's `subscription`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::To => "to",
            Self::From => "from",
            Self::Both => "both",
        }
    }

    /// As in a roster item's `subscription`; everything else is none.
    pub fn parse(subscription: &str) -> Self {
        match subscription {
            "to" => Self::To,
            "from" => Self::From,
            "both" => Self::Both,
            _ => Self::None,
        }
    }
}

impl State {
    /// The stable name in `data-state`, in reports and in the saved ledger.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Unknown => "unknown",
            Self::PreApproved => "pre-approved",
            Self::Approved => "approved",
            Self::Mutual => "mutual",
            Self::Declined => "declined",
            Self::Unreachable(_) => "unreachable",
            Self::NotAsked(_) => "not-asked",
        }
    }
}
