//! Group chats: whether the new address may enter, and what can be done about it.

use farewell::{Order, Part, Rights, Room, RoomState};
use jid::BareJid;
use ordered::Set;

use super::Farewell;
use crate::explain_farewell::of_one;
use crate::{Effect, Explanation, Text, Wizard};

/// How far opening them is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Not since something else was chosen.
    #[default]
    NotTried,
    UnderWay,
    /// Apps are told to enter them by themselves again.
    Restoring,
    Tried,
}

/// What the section shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomsView {
    pub wanted: bool,
    pub may_join: bool,
    /// Where nothing else helps, the old account would have to enter.
    pub asks_to_join: bool,
    pub autojoin: bool,
    pub is_running: bool,
    pub rows: Vec<RoomRow>,
    /// In some only the group chat's own people can help: they have to be written to.
    pub needs_request: bool,
}

/// One group chat.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomRow {
    pub jid: BareJid,
    pub name: String,
    /// `data-state`.
    pub state: &'static str,
    pub words: Text,
    pub problem: Option<Explanation>,
    /// Whether the new address becomes owner, where that is for the person to say.
    pub as_owner: Option<bool>,
}

impl Farewell {
    /// Group chats in which something can be done for the new address.
    pub(super) fn rooms_to_open(&self) -> Set<BareJid> {
        let owned = |room: &Room| self.wants.owners.contains(&room.jid) && room.given != Rights::Owner;
        let wanted = self.rooms.values().filter(|room| is_closed(room) || is_run(room) || owned(room));
        wanted.map(|room| room.jid.clone()).collect()
    }

    /// How many do not let the new address in as it is.
    pub(super) fn closed_rooms(&self) -> usize {
        self.rooms.values().filter(|room| is_closed(room)).count()
    }

    pub(super) fn want_owner(&mut self, jid: BareJid, wanted: bool) {
        match wanted {
            true => drop(self.wants.owners.insert(jid)),
            false => drop(self.wants.owners.remove(&jid)),
        }
        self.try_again();
    }

    pub(super) fn let_join(&mut self, may_join: bool) {
        self.wants.may_join = may_join;
        self.try_again();
    }

    fn try_again(&mut self) {
        if self.opening == Opening::Tried {
            self.opening = Opening::NotTried;
        }
    }

    pub(super) fn rooms_view(&self) -> RoomsView {
        let is = |state: RoomState| self.rooms.values().any(|room| room.state == state);
        // Only inside some say who helps to run them.
        let is_unclear = |room: &Room| is_closed(room) && room.rights < Rights::Admin;
        RoomsView {
            wanted: self.wants.rooms,
            may_join: self.wants.may_join,
            asks_to_join: self.rooms.values().any(is_unclear),
            autojoin: self.wants.autojoin,
            is_running: self.is_running(Part::Rooms),
            rows: self.rooms.values().map(|room| self.room_row(room)).collect(),
            needs_request: is(RoomState::RequestNeeded),
        }
    }

    fn room_row(&self, room: &Room) -> RoomRow {
        let can_own = room.rights == Rights::Owner && room.given != Rights::Owner;
        let local = || room.jid.local().unwrap_or(room.jid.domain()).to_owned();
        RoomRow {
            jid: room.jid.clone(),
            name: if room.name.is_empty() { local() } else { room.name.clone() },
            state: room.state.name(),
            words: words(room),
            problem: room.problem.as_ref().map(of_one),
            as_owner: can_own.then(|| self.wants.owners.contains(&room.jid)),
        }
    }
}

impl Wizard {
    pub(super) fn open_rooms(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        farewell.opening = Opening::UnderWay;
        let order = Order::OpenRooms {
            rooms: farewell.rooms_to_open(),
            as_owner: farewell.wants.owners.clone(),
            may_join: farewell.wants.may_join,
        };
        self.order_farewell(Part::Rooms, order)
    }

    /// Only then can apps enter them by themselves.
    pub(super) fn rooms_done(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        if farewell.opening == Opening::UnderWay && farewell.wants.autojoin {
            farewell.opening = Opening::Restoring;
            return self.order_farewell(Part::Rooms, Order::RestoreAutojoin);
        }
        farewell.opening = Opening::Tried;
        Vec::new()
    }
}

/// The new address stays outside.
fn is_closed(room: &Room) -> bool {
    room.is_members_only && !matches!(room.state, RoomState::Granted | RoomState::Invited)
}

/// The old account helps to run it, and the new one does not yet.
fn is_run(room: &Room) -> bool {
    room.rights >= Rights::Admin && room.state != RoomState::Granted
}

fn words(room: &Room) -> Text {
    Text::new(match (room.state, room.rights) {
        (RoomState::Granted, _) => "room-granted",
        (RoomState::Invited, _) => "room-invited",
        (RoomState::RequestNeeded, _) => "room-request-needed",
        (RoomState::Unreachable, _) => "room-unreachable",
        (RoomState::NotAsked, Rights::Owner) => "room-owner",
        (RoomState::NotAsked, Rights::Admin) => "room-admin",
        (RoomState::NotAsked, _) if !room.is_members_only => "room-open",
        (RoomState::NotAsked, Rights::Member) if room.members_may_invite => "room-may-invite",
        (RoomState::NotAsked, _) => "room-members-only",
    })
}
