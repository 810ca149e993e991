//! One bookmarked group chat, and whether the new address may enter it (XEP-0045).

use jid::BareJid;
use migration::Problem;

/// A room as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub jid: BareJid,
    /// The bookmark's name, or the room's own; empty where there is none.
    pub name: String,
    /// The old account's affiliation, as far as the room tells.
    pub rights: Rights,
    /// The new address' affiliation, as far as the room tells.
    pub given: Rights,
    /// Only members may enter: without help the new address stays outside. Into others everybody may,
    /// so nothing needs to be done about them.
    pub is_members_only: bool,
    /// Every member may bring others in.
    pub members_may_invite: bool,
    pub state: RoomState,
    /// Why it could not be done or looked at.
    pub problem: Option<Problem>,
}

/// What the old account may do in a room (XEP-0045 §5.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rights {
    /// The room tells only those who are in it.
    #[default]
    Unknown,
    /// Comes and goes like everybody.
    None,
    Member,
    Admin,
    Owner,
}

/// What was done about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoomState {
    #[default]
    NotAsked,
    /// The new address has the old one's affiliation, or the next one below where only that could be
    /// given: see [`Room::given`]. Read back.
    Granted,
    /// The room itself invited the new address (mediated, XEP-0045 §7.8.2).
    Invited,
    /// Only the room's own people can let the new address in: the person asks them.
    RequestNeeded,
    Unreachable,
}

impl RoomState {
    /// The stable name in `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Granted => "granted",
            Self::Invited => "invited",
            Self::RequestNeeded => "request-needed",
            Self::Unreachable => "unreachable",
        }
    }
}
