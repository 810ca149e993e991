//! What the stage shows.

use std::rc::Rc;

use ordered::Map;
use reading::{Conversation, Found, Page};
use xml::{Element, ns};

use super::{SearchState, Section, profile};
use crate::known::{CONTACTS, ROOMS};
use crate::stages::choose::Choose;
use crate::{Explanation, Trouble, Wizard};

/// What is made once of what a user has, and only looked at then.
#[derive(Debug, Default, PartialEq)]
pub struct Lists {
    /// Those with the newest messages first.
    pub conversations: Vec<ConversationRow>,
    pub contacts: Vec<ContactLine>,
    pub rooms: Vec<RoomLine>,
    /// Name of the field, and what it says.
    pub profile: Vec<(&'static str, String)>,
    /// The row of each conversation, by its number.
    places: Map<u32, usize>,
}

/// With whom somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationRow {
    pub number: u32,
    pub address: String,
    /// From the contacts and the group chats; else the address.
    pub name: String,
    pub is_room: bool,
    /// The name the person goes by there.
    pub nick: Option<String>,
    pub messages: u32,
    pub last: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactLine {
    pub address: String,
    pub name: String,
    pub groups: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomLine {
    pub address: String,
    pub name: String,
    pub nick: Option<String>,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewerView {
    pub address: String,
    pub full_name: Option<String>,
    /// A `data:` URL.
    pub picture: Option<Rc<str>>,
    pub file: String,
    /// Why not all of it could be read.
    pub damage: Option<Explanation>,
    pub section: Section,
    pub lists: Rc<Lists>,
    /// So many rows of a list are drawn.
    pub rows: usize,
    pub typed: String,
    /// Searching has to be asked for, as it takes its time.
    pub is_long: bool,
    /// How many entries of the archive are no messages.
    pub silent: u64,
    pub search: Option<SearchView>,
    pub open: Option<OpenView>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SearchView {
    pub typed: String,
    pub found: Vec<Found>,
    pub count: Option<usize>,
    /// Of a long history: stretches looked at, of how many.
    pub reached: Option<(u32, u32)>,
    pub state: SearchState,
}

/// A conversation that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenView {
    pub row: ConversationRow,
    pub pages: Vec<Rc<Page>>,
    /// Nothing of it is there yet.
    pub is_turning: bool,
    pub has_earlier: bool,
    pub has_later: bool,
    /// The message that was looked for.
    pub marked: Option<String>,
}

impl Lists {
    pub(crate) fn of(choose: &Choose, conversations: &[Conversation]) -> Self {
        let contacts = contacts(choose);
        let rooms = rooms(choose);
        let mut names: Map<&str, (&str, Option<&String>)> = Map::new();
        for contact in &contacts {
            names.insert(&contact.address, (&contact.name, None));
        }
        for room in &rooms {
            names.insert(&room.address, (&room.name, room.nick.as_ref()));
        }
        let row = |(conversation, number): (&Conversation, u32)| {
            let known = names.get(conversation.address.as_str());
            let name = known.map(|(name, _)| *name).filter(|name| !name.is_empty());
            ConversationRow {
                number,
                address: conversation.address.clone(),
                name: name.unwrap_or(&conversation.address).to_owned(),
                is_room: conversation.is_room,
                nick: known.and_then(|(_, nick)| nick.cloned()),
                messages: conversation.messages,
                last: conversation.last,
            }
        };
        let mut rows: Vec<ConversationRow> = conversations.iter().zip(0..).map(row).collect();
        // What has nothing to show is no conversation.
        rows.retain(|row| row.messages > 0);
        ordered::sort_by_key(&mut rows, |row| std::cmp::Reverse(row.last));
        let places = rows.iter().enumerate().map(|(place, row)| (row.number, place)).collect();
        let profile = profile::lines(&choose.holdings);
        Self { conversations: rows, contacts, rooms, profile, places }
    }

    pub fn conversation(&self, number: u32) -> Option<&ConversationRow> {
        self.conversations.get(*self.places.get(&number)?)
    }
}

fn contacts(choose: &Choose) -> Vec<ContactLine> {
    let items = choose.items(CONTACTS);
    let line = |item: &migration::Item| {
        let groups = item.payload.children().filter(|child| child.is("group", ns::ROSTER)).map(Element::text);
        ContactLine {
            address: item.payload.attr("jid").unwrap_or(&item.key).to_owned(),
            name: item.payload.attr("name").unwrap_or_default().trim().to_owned(),
            groups: groups.filter(|group| !group.is_empty()).collect(),
        }
    };
    let mut lines: Vec<ContactLine> = items.iter().map(line).collect();
    ordered::sort_by_key(&mut lines, |line| {
        let name = if line.name.is_empty() { &line.address } else { &line.name };
        name.to_lowercase()
    });
    lines
}

fn rooms(choose: &Choose) -> Vec<RoomLine> {
    let items = choose.items(ROOMS);
    let line = |item: &migration::Item| {
        let conference = item.payload.child("conference", ns::BOOKMARKS)?;
        Some(RoomLine {
            address: item.payload.attr("id")?.to_owned(),
            name: conference.attr("name").unwrap_or_default().trim().to_owned(),
            nick: conference.child_text("nick", ns::BOOKMARKS).filter(|nick| !nick.is_empty()),
        })
    };
    items.iter().filter_map(line).collect()
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn viewer_view(&self) -> Option<ViewerView> {
        let viewer = self.viewer.as_ref()?;
        let open = viewer.window.as_ref().and_then(|window| {
            Some(OpenView {
                row: viewer.lists.conversation(window.conversation)?.clone(),
                pages: window.pages.clone(),
                is_turning: window.pages.is_empty(),
                has_earlier: window.has_earlier(),
                has_later: window.has_later(),
                marked: window.marked.clone(),
            })
        });
        let search = viewer.search.as_ref().map(|search| SearchView {
            typed: search.typed.clone(),
            found: search.found.clone(),
            count: search.count,
            reached: search.reached,
            state: search.state,
        });
        Some(ViewerView {
            address: self.origin_jid().map(|jid| jid.to_string()).unwrap_or_default(),
            full_name: self.choose.full_name.clone(),
            picture: self.choose.picture.clone(),
            file: self.file.name.clone(),
            damage: viewer.damage.as_ref().map(Trouble::explain),
            section: viewer.section,
            lists: Rc::clone(&viewer.lists),
            rows: viewer.rows,
            typed: viewer.typed.clone(),
            is_long: viewer.is_long,
            silent: viewer.silent,
            search,
            open,
        })
    }
}
