//! A bookmarked room as the old account remembers it (XEP-0402), and what it takes to enter.

use std::fmt;
use std::rc::Rc;

use jid::{BareJid, Jid};
use migration::{Fate, Holding, Item, KindId, Problem, kinds};
use ordered::Map;
use xml::ns;

use crate::{Ends, Rights, Room, RoomState};

/// The kind of data they are to a copy.
const BOOKMARKS: &str = "bookmarks";

/// A room to ask about.
#[derive(Clone)]
pub(super) struct Bookmark {
    pub(super) jid: BareJid,
    name: String,
    /// The name the person goes by there.
    pub(super) nick: Option<String>,
    pub(super) password: Option<String>,
}

/// The old account's bookmarks as they stand there now; where it is out of reach, as they were read.
pub(super) async fn holding(ends: &Ends) -> Result<Rc<Holding>, Problem> {
    let Some(kind) = kinds::by_name(BOOKMARKS) else { return Ok(Rc::default()) };
    let holding = match &ends.origin {
        Some(origin) => Rc::new(Holding::read(kind, origin).await),
        None => ends.holdings.get(kind.id()).cloned().unwrap_or_default(),
    };
    match &holding.problem {
        Some(problem) => Err(problem.clone()),
        None => Ok(holding),
    }
}

/// The rooms among them, each once.
pub(super) async fn bookmarks(ends: &Ends) -> Result<Vec<Bookmark>, Problem> {
    let rooms = kinds::preview(KindId(BOOKMARKS), &*holding(ends).await?);
    let mut all: Map<BareJid, Bookmark> = Map::new();
    for bookmark in rooms.iter().filter_map(Bookmark::read) {
        all.entry(bookmark.jid.clone()).or_insert(bookmark);
    }
    Ok(all.into_iter().map(|(_, bookmark)| bookmark).collect())
}

impl Bookmark {
    fn read(item: &Item) -> Option<Self> {
        let conference =
            item.payload.child("conference", ns::BOOKMARKS).filter(|_| item.fate == Fate::Carried)?;
        let text = |name| conference.child_text(name, ns::BOOKMARKS).filter(|text| !text.is_empty());
        Some(Self {
            jid: item.payload.attr("id")?.parse::<Jid>().ok()?.into_bare(),
            name: conference.attr("name").unwrap_or_default().trim().to_owned(),
            nick: text("nick"),
            password: text("password"),
        })
    }

    /// The room before it was asked.
    pub(super) fn room(&self) -> Room {
        Room {
            jid: self.jid.clone(),
            name: self.name.clone(),
            rights: Rights::Unknown,
            given: Rights::Unknown,
            is_members_only: false,
            members_may_invite: false,
            state: RoomState::NotAsked,
            problem: None,
        }
    }

    /// The room where nobody answered for it.
    pub(super) fn unreachable(&self, problem: &Problem) -> Room {
        Room { state: RoomState::Unreachable, problem: Some(problem.clone()), ..self.room() }
    }
}

impl fmt::Debug for Bookmark {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bookmark").field("jid", &self.jid).finish_non_exhaustive()
    }
}
