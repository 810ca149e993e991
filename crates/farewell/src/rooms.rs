//! The bookmarked group chats (XEP-0045): what the old account may do there, and letting the new
//! address in.
//!
//! Rooms are asked from the old account without entering them. Of a service that does not answer only
//! the first room is asked.

mod bookmark;
mod nickname;
mod service;
mod visit;

use jid::BareJid;
use migration::{Problem, kinds};
use ordered::Set;
use session::Session;

use self::bookmark::{Bookmark, bookmarks};
use self::service::{Information, affiliations, grant, information, invite};
use self::visit::Visit;
use crate::{Ends, Event, Rights, Room, RoomState, World, abroad};

/// Finds out how things stand in every bookmarked room: all are heard of at once, each again when its
/// service has answered. Nobody in the rooms notices.
pub(crate) async fn look(ends: &Ends, world: &dyn World) -> Result<(), Problem> {
    let bookmarks = bookmarks(ends).await?;
    world.heard(Event::Rooms(bookmarks.iter().map(Bookmark::room).collect()));
    let Some(origin) = &ends.origin else {
        for bookmark in bookmarks {
            // Nobody is left there to ask the room, or to let anybody in.
            world.heard(Event::Room(Room { state: RoomState::RequestNeeded, ..bookmark.room() }));
        }
        return Ok(());
    };
    let asking = Asking { ends, session: origin.session(), may_join: false };
    let look = async |bookmark: Bookmark| {
        let (room, _) = asking.look_at(&bookmark).await.inspect_err(|problem| {
            world.heard(Event::Room(bookmark.unreachable(problem)));
        })?;
        world.heard(Event::Room(room));
        Ok(())
    };
    let skip =
        |bookmark: Bookmark, problem: &Problem| world.heard(Event::Room(bookmark.unreachable(problem)));
    abroad::visit(bookmarks, |bookmark| &bookmark.jid, look, skip).await;
    Ok(())
}

/// Lets the new address into these rooms as far as the old one may: its own affiliation where it is
/// owner or admin (owner only in those of `as_owner`), an invitation where members may invite. The old
/// address keeps what it has. Each room is heard of when it is done.
pub(crate) async fn open(
    ends: &Ends,
    rooms: &Set<BareJid>,
    as_owner: &Set<BareJid>,
    may_join: bool,
    world: &dyn World,
) -> Result<(), Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    let mut bookmarks = bookmarks(ends).await?;
    bookmarks.retain(|bookmark| rooms.contains(&bookmark.jid));
    let asking = Asking { ends, session: origin.session(), may_join };
    let open = async |bookmark: Bookmark| {
        let (room, is_silent) = asking.look_at(&bookmark).await.inspect_err(|problem| {
            world.heard(Event::Room(bookmark.unreachable(problem)));
        })?;
        let room = asking.open(room, &bookmark, is_silent, as_owner.contains(&bookmark.jid)).await;
        world.heard(Event::Room(room));
        Ok(())
    };
    let skip =
        |bookmark: Bookmark, problem: &Problem| world.heard(Event::Room(bookmark.unreachable(problem)));
    abroad::visit(bookmarks, |bookmark| &bookmark.jid, open, skip).await;
    Ok(())
}

/// Lets apps enter on start, at the new account, the rooms that they entered at the old one.
pub(crate) async fn restore_autojoin(ends: &Ends) -> Result<(), Problem> {
    let holding = bookmark::holding(ends).await?;
    kinds::restore_autojoin(&holding.fragments, &ends.destination).await.map(drop)
}

/// The old account, asking.
struct Asking<'a> {
    ends: &'a Ends,
    session: &'a Session,
    may_join: bool,
}

impl Asking<'_> {
    /// The room as it tells it from outside, and whether it is silent about owners and admins there.
    async fn look_at(&self, bookmark: &Bookmark) -> Result<(Room, bool), Problem> {
        let Information { name, is_members_only, members_may_invite } =
            information(self.session, &bookmark.jid).await?;
        let mut room = Room { is_members_only, members_may_invite, ..bookmark.room() };
        if room.name.is_empty() {
            room.name = name;
        }
        let lists = affiliations(self.session, &bookmark.jid).await;
        room.rights = lists.rights(&self.ends.old);
        room.given = lists.rights(&self.ends.destination.jid());
        // More than one owner is for the person to decide, room by room.
        if room.given >= Rights::Member && room.given >= room.rights.min(Rights::Admin) {
            room.state = RoomState::Granted;
        }
        Ok((room, lists.is_silent()))
    }

    async fn open(&self, mut room: Room, bookmark: &Bookmark, is_silent: bool, as_owner: bool) -> Room {
        let nickname = nickname::kept(self.session, &room.jid).await;
        let nick =
            nickname.as_deref().or(bookmark.nick.as_deref()).or(self.ends.old.local()).unwrap_or_default();
        let mut visit = None;
        if is_silent && room.is_members_only && self.may_join {
            // It tells an admin from others only inside.
            visit = self.enter(&mut room, bookmark, nick).await;
        }
        match room.rights {
            Rights::Owner if as_owner => self.grant(&mut room, &[Rights::Owner]).await,
            // What mostly only owners may give, an admin tries, too: services differ.
            Rights::Owner | Rights::Admin => self.grant(&mut room, &[Rights::Admin, Rights::Member]).await,
            _ if room.given >= Rights::Member => room.state = RoomState::Granted,
            _ if !room.is_members_only => {}
            _ if room.members_may_invite => {
                let mut invited = invite(self.session, &room.jid, &self.ends.destination.jid()).await;
                if matches!(invited, Err(Problem::Refused(_))) && self.may_join && visit.is_none() {
                    visit = self.enter(&mut room, bookmark, nick).await;
                    if visit.is_some() {
                        invited = invite(self.session, &room.jid, &self.ends.destination.jid()).await;
                    }
                }
                room.state = if invited.is_ok() { RoomState::Invited } else { RoomState::RequestNeeded };
                // That it lets only those invite who are inside is no fault while nobody may go there.
                room.problem = invited.err().filter(|_| self.may_join);
            }
            _ => room.state = RoomState::RequestNeeded,
        }
        if let Some(visit) = visit {
            visit.leave(self.session).await;
        }
        if let (Some(nickname), RoomState::Granted | RoomState::Invited) = (&nickname, room.state) {
            nickname::carry(self.ends, &room, nickname).await;
        }
        room
    }

    /// Enters with this session only, and sees there what the old account is.
    async fn enter(&self, room: &mut Room, bookmark: &Bookmark, nick: &str) -> Option<Visit> {
        match Visit::begin(self.session, &room.jid, nick, bookmark.password.as_deref()).await {
            Ok(visit) => {
                room.rights = room.rights.max(visit.rights);
                Some(visit)
            }
            Err(problem) => {
                room.problem = Some(problem);
                None
            }
        }
    }

    /// Gives the new address the first of these affiliations that the room lets us give, and never less
    /// than it has.
    async fn grant(&self, room: &mut Room, wanted: &[Rights]) {
        let new = self.ends.destination.jid();
        for &rights in wanted {
            if room.given >= rights {
                (room.state, room.problem) = (RoomState::Granted, None);
                return;
            }
            match grant(self.session, &room.jid, &new, rights).await {
                Ok(()) => {
                    room.given = affiliations(self.session, &room.jid).await.rights(&new);
                    let is_there = room.given >= rights;
                    room.problem = (!is_there).then_some(Problem::NotKept);
                    if is_there {
                        room.state = RoomState::Granted;
                    }
                    return;
                }
                Err(problem) => {
                    let is_refused = matches!(problem, Problem::Refused(_));
                    room.problem = Some(problem);
                    if !is_refused {
                        return;
                    }
                }
            }
        }
        room.state = RoomState::RequestNeeded;
    }
}
