//! `viewer`: what a file holds, to be read. Nothing is signed in, and nothing is written.

pub(crate) mod profile;
mod searching;
pub(crate) mod view;
mod window;

use std::rc::Rc;

use reading::{Conversation, Found, From, Page, Spot};

use crate::msg::FileUser;
use crate::{Effect, Flow, Stage, Trouble, Wizard};
use searching::Searching;
use view::Lists;
use window::Window;

/// More rows of a long list are shown in steps of this.
const ROWS: usize = 200;

/// What a file holds, as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedFile {
    pub name: String,
    pub size: u64,
    pub users: Vec<FileUser>,
    /// Of each of the users.
    pub histories: Vec<History>,
    /// How many things were repaired or passed over.
    pub notes: usize,
    /// How many passwords and keys stood in it, none of which is here.
    pub passwords: usize,
    /// Why not all of it could be read.
    pub damage: Option<Trouble>,
}

/// The messages of one user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub conversations: Rc<[Conversation]>,
    /// Searching takes its time, as the file has to be read.
    pub is_long: bool,
    /// How many entries of the archive are no messages.
    pub silent: u64,
}

/// What is shown of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    Conversations,
    Contacts,
    Rooms,
    Profile,
}

/// What somebody does who reads a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Browse {
    Section(Section),
    /// Opens a conversation at its end.
    Open(u32),
    /// Shows the message found there.
    Jump(u32, Spot),
    /// More of the messages before or after those in sight.
    Earlier,
    Later,
    /// The first and the last of them.
    First,
    Last,
    /// The messages from this time on, seconds since 1970.
    Time(i64),
    /// What is typed into the line to search.
    Typed(String),
    Search,
    /// Goes on with a search that has found many.
    MoreFound,
    /// Ends the search, what it found stays.
    StopSearch,
    /// Back to the conversations.
    EndSearch,
    /// More rows of the list.
    MoreRows,
    /// On to where the file can be saved in another form, or put into an account.
    Convert,
}

/// What the page has to do. `user` is the number of the user whose file it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewOrder {
    Turn { user: usize, conversation: u32, from: From, serial: u32 },
    Search { user: usize, typed: String, serial: u32 },
    MoreFound { user: usize, serial: u32 },
    StopSearch,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Viewed {
    Page {
        serial: u32,
        page: Rc<Page>,
    },
    Found {
        serial: u32,
        found: Vec<Found>,
        /// How many there are, where that is known already.
        count: Option<usize>,
        /// Stretches of the history looked at, of how many, where it has to be read.
        reached: Option<(u32, u32)>,
        state: SearchState,
    },
}

/// How a search stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchState {
    #[default]
    Underway,
    /// Many were found, and more are looked for only if wanted.
    Resting,
    Done,
}

/// What is to be in sight once the messages are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// What is in sight now.
    Keep,
    /// The last message.
    End,
    /// The first one.
    Start,
    /// The message of this name.
    To(String),
}

/// The file that is read.
#[derive(Debug, Default)]
pub(crate) struct Viewer {
    histories: Vec<History>,
    damage: Option<Trouble>,
    user: usize,
    is_long: bool,
    silent: u64,
    lists: Rc<Lists>,
    section: Section,
    rows: usize,
    window: Option<Window>,
    typed: String,
    search: Option<Searching>,
    /// Counts orders, so that what comes too late changes nothing.
    serial: u32,
}

impl Wizard {
    /// The files were read.
    #[inline(never)]
    pub(crate) fn file_opened(&mut self, file: OpenedFile) -> Vec<Effect> {
        let OpenedFile { name, size, users, histories, notes, passwords, damage } = file;
        let said = damage.clone();
        self.viewer = Some(Box::new(Viewer { histories, damage, rows: ROWS, ..Viewer::default() }));
        self.file_read(name, size, users, [notes, passwords], said)
    }

    /// Shows what the chosen user has.
    pub(crate) fn enter_viewer(&mut self) -> Vec<Effect> {
        let (Some(user), Some(viewer)) = (self.file.chosen(), &mut self.viewer) else { return Vec::new() };
        let History { conversations, is_long, silent } =
            viewer.histories.get(user).cloned().unwrap_or_default();
        let lists = Lists::of(&self.choose, &conversations);
        let has_none = lists.conversations.is_empty();
        **viewer = Viewer {
            histories: std::mem::take(&mut viewer.histories),
            damage: viewer.damage.take(),
            user,
            is_long,
            silent,
            lists: Rc::new(lists),
            section: if has_none { Section::Contacts } else { Section::Conversations },
            rows: ROWS,
            serial: viewer.serial + 1,
            ..Viewer::default()
        };
        self.go(Stage::Viewer)
    }

    pub(crate) fn back_in_viewer(&mut self) -> Vec<Effect> {
        match &mut self.viewer {
            Some(viewer) if viewer.window.is_some() => {
                viewer.window = None;
                vec![Effect::Focus]
            }
            Some(viewer) if viewer.search.is_some() => viewer.end_search(),
            _ => self.go(Stage::Origin),
        }
    }

    #[inline(never)]
    pub(crate) fn browse(&mut self, act: Browse) -> Vec<Effect> {
        match &mut self.viewer {
            Some(_) if self.stage == Stage::Viewer && act == Browse::Convert => {
                self.flow = Flow::Restore;
                self.go(Stage::Choose)
            }
            Some(viewer) if self.stage == Stage::Viewer => viewer.browse(act),
            _ => Vec::new(),
        }
    }

    #[inline(never)]
    pub(crate) fn viewed(&mut self, viewed: Viewed) -> Vec<Effect> {
        let Some(viewer) = &mut self.viewer else { return Vec::new() };
        match viewed {
            Viewed::Page { serial, page } => match &mut viewer.window {
                Some(window) => window.take(serial, page).into_iter().map(Effect::Scroll).collect(),
                None => Vec::new(),
            },
            Viewed::Found { serial, found, count, reached, state } => {
                if let Some(search) = &mut viewer.search {
                    search.take(serial, found, count, reached, state);
                }
                Vec::new()
            }
        }
    }
}

impl Viewer {
    fn browse(&mut self, act: Browse) -> Vec<Effect> {
        match act {
            Browse::Section(section) => {
                self.section = section;
                self.rows = ROWS;
                self.window = None;
                self.end_search()
            }
            Browse::MoreRows => {
                self.rows += ROWS;
                Vec::new()
            }
            Browse::Open(conversation) => self.turn(conversation, From::End, Scroll::End),
            Browse::Jump(conversation, spot) => {
                self.turn(conversation, From::Spot(spot), Scroll::To(spot.name()))
            }
            Browse::First => self.turn_within(From::Message(0), Scroll::Start),
            Browse::Last => self.turn_within(From::End, Scroll::End),
            Browse::Time(time) => self.turn_within(From::Time(time), Scroll::Start),
            Browse::Earlier | Browse::Later => self.turn_on(&act),
            Browse::Typed(typed) => {
                self.typed = typed;
                // What is found at once need not be asked for.
                if self.is_long && !self.typed.trim().is_empty() { Vec::new() } else { self.search() }
            }
            Browse::Search => self.search(),
            Browse::MoreFound => self.find_more(),
            Browse::StopSearch => self.stop_search(),
            Browse::EndSearch => self.end_search(),
            // That leads away from here.
            Browse::Convert => Vec::new(),
        }
    }

    fn turn_within(&mut self, from: From, scroll: Scroll) -> Vec<Effect> {
        let Some(conversation) = self.window.as_ref().map(|window| window.conversation) else {
            return Vec::new();
        };
        self.turn(conversation, from, scroll)
    }

    /// Begins anew with this page.
    fn turn(&mut self, conversation: u32, from: From, scroll: Scroll) -> Vec<Effect> {
        self.serial += 1;
        let before = self.window.take().filter(|window| window.conversation == conversation);
        self.window = Some(Window::begin(conversation, self.serial, scroll, before));
        vec![self.order(conversation, from)]
    }

    fn turn_on(&mut self, act: &Browse) -> Vec<Effect> {
        let serial = self.serial + 1;
        let Some(window) = &mut self.window else { return Vec::new() };
        let from = if *act == Browse::Earlier { window.earlier(serial) } else { window.later(serial) };
        let Some(from) = from else { return Vec::new() };
        let conversation = window.conversation;
        self.serial = serial;
        vec![self.order(conversation, from)]
    }

    fn order(&self, conversation: u32, from: From) -> Effect {
        Effect::View(ViewOrder::Turn { user: self.user, conversation, from, serial: self.serial })
    }
}
