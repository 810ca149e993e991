//! Where in the structure of the file the reader stands (XEP-0227 §4).

use xml::{Element, ns};

use super::is_pie;
use super::pep::Nodes;
use super::piece::Container;
use super::reader::Event;
use crate::credentials;
use crate::error::ReadError;
use crate::format::Format;
use crate::fragment::Fragment;
use crate::note::{Notes, Part, Reason};

/// An element that is understood and open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Root,
    Host,
    /// A service with rooms (XEP-0519).
    Component,
    User,
    /// What QXmpp puts its own data into, inside a user.
    Wrapper,
    Inside(Container),
}

/// What to do about the start of an element.
#[derive(Debug)]
pub(super) enum Start {
    Entered,
    /// It is one thing: put it together.
    Build(Element),
    /// Leave it out, and everything in it.
    Skip,
    /// It stands for another file.
    Include(String),
}

#[derive(Debug)]
pub(super) struct Place {
    /// The innermost last.
    open: Vec<Level>,
    host: String,
    users: usize,
    max_users: usize,
    /// Whether the file has the old namespace, under which Openfire leaves out the commonest subscription.
    is_old: bool,
    pub(super) nodes: Nodes,
}

impl Place {
    pub(super) fn new(max_users: usize) -> Self {
        Self {
            open: Vec::new(),
            host: String::new(),
            users: 0,
            max_users,
            is_old: false,
            nodes: Nodes::default(),
        }
    }

    /// How many elements are open, for [`Place::unwind`].
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the nodes of a user are being gathered.
    pub(super) fn is_in_pubsub(&self) -> bool {
        self.open.last() == Some(&Level::Inside(Container::Pubsub))
    }

    /// Goes into an element, or says what else to do with it.
    pub(super) fn start(
        &mut self,
        element: Element,
        notes: &mut Notes,
        found: &mut Vec<Event>,
    ) -> Result<Start, ReadError> {
        let Some(level) = self.open.last().copied() else {
            return self.root(&element, notes, found).map(|()| Start::Entered);
        };
        let (name, pie) = (element.name(), is_pie(element.ns()));
        let inside = match level {
            _ if element.is("include", ns::XINCLUDE) => return Ok(self.include(&element, notes)),
            Level::Root if name == "host" && pie => {
                self.host = required(&element, "jid", notes);
                Level::Host
            }
            Level::Root | Level::Host
                if name == "component" && (pie || element.ns() == ns::PIE_COMPONENT) =>
            {
                self.host = required(&element, "jid", notes);
                Level::Component
            }
            Level::Host | Level::Component
                if name == "user" && (pie || element.ns() == ns::PIE_COMPONENT) =>
            {
                self.users += 1;
                if self.users > self.max_users {
                    if self.users == self.max_users + 1 {
                        notes.left_out(Part::Document, "user", Reason::TooMany(self.max_users));
                    }
                    return Ok(Start::Skip);
                }
                let name = required(&element, "name", notes);
                check_user(&element, notes);
                found.push(Event::User { host: self.host.clone(), name, is_room: level == Level::Component });
                Level::User
            }
            Level::User | Level::Wrapper if credentials::is_credentials(name, element.ns()) => {
                notes.left_out(Part::Credentials, name, Reason::Credentials);
                return Ok(Start::Skip);
            }
            // Within another it says no more.
            Level::User | Level::Wrapper if element.is("account-data", ns::QXMPP_EXPORT) => Level::Wrapper,
            Level::User | Level::Wrapper => match Container::of(&element) {
                Some(container) => Level::Inside(container),
                None => return Ok(Start::Build(element)),
            },
            Level::Inside(container) if container.takes(&element) => return Ok(Start::Build(element)),
            _ => {
                notes.left_out(self.part(), name, Reason::Unexpected);
                return Ok(Start::Skip);
            }
        };
        self.open.push(inside);
        Ok(Start::Entered)
    }

    fn root(&mut self, root: &Element, notes: &mut Notes, found: &mut Vec<Event>) -> Result<(), ReadError> {
        let level = match (root.name(), root.ns()) {
            ("server-data", ns) if is_pie(ns) => {
                self.is_old = ns == ns::PIE_OLD;
                Level::Root
            }
            // One of the files ejabberd splits its export into.
            ("host", ns) if is_pie(ns) => {
                self.host = required(root, "jid", notes);
                Level::Host
            }
            ("account-data", ns::QXMPP_EXPORT) => {
                let jid = required(root, "jid", notes);
                let (name, host) = jid.split_once('@').unwrap_or(("", &jid));
                found.push(Event::User { host: host.to_owned(), name: name.to_owned(), is_room: false });
                Level::User
            }
            ("Openfire", "") => return Err(ReadError::OtherFormat(Format::Openfire)),
            (name, ns) => return Err(ReadError::NotXep0227 { name: name.to_owned(), ns: ns.to_owned() }),
        };
        self.open.push(level);
        Ok(())
    }

    fn include(&self, element: &Element, notes: &mut Notes) -> Start {
        let href = element.attr("href").unwrap_or_default();
        // Anything but a whole XML file is not what these files are split into.
        let is_plain = element.attr("parse").is_none_or(|parse| parse == "xml")
            && element.attr("xpointer").is_none()
            && !href.is_empty();
        if is_plain {
            return Start::Include(href.to_owned());
        }
        notes.left_out(self.part(), href, Reason::Include);
        Start::Skip
    }

    /// The fragment of one thing where the reader stands; none if it was gathered.
    pub(super) fn piece(
        &mut self,
        element: Element,
        size: u64,
        max_pep: u64,
        notes: &mut Notes,
    ) -> Option<Fragment> {
        match self.open.last() {
            Some(Level::Inside(Container::Pubsub)) => {
                self.nodes.take(element, size, max_pep, notes);
                None
            }
            Some(Level::Inside(container)) => Some(container.fragment(element, self.is_old, notes)),
            _ => Some(super::piece::single(element, notes)),
        }
    }

    /// Leaves the innermost element.
    pub(super) fn end(&mut self, notes: &mut Notes, found: &mut Vec<Event>) {
        if self.open.pop() == Some(Level::User) {
            let nodes = self.nodes.drain(notes).into_iter().map(Fragment::PepNode);
            found.extend(nodes.map(Event::Fragment).chain([Event::EndUser]));
        }
    }

    /// Leaves elements that will not be ended any more, until `depth` are open.
    pub(super) fn unwind(&mut self, depth: usize, notes: &mut Notes, found: &mut Vec<Event>) {
        while self.open.len() > depth {
            self.end(notes, found);
        }
    }

    pub(super) fn part(&self) -> Part {
        match self.open.last() {
            Some(Level::Inside(container)) => container.part(),
            Some(Level::User | Level::Wrapper) => Part::Foreign,
            _ => Part::Document,
        }
    }
}

fn check_user(element: &Element, notes: &mut Notes) {
    for attribute in element.attributes() {
        match (attribute.ns.as_str(), &*attribute.name) {
            ("", "name") => {}
            ("", "password") => notes.left_out(Part::Credentials, "password", Reason::Credentials),
            (_, other) => notes.left_out(Part::Document, other, Reason::Unexpected),
        }
    }
}

fn required(element: &Element, attribute: &'static str, notes: &mut Notes) -> String {
    element.attr(attribute).map(str::to_owned).unwrap_or_else(|| {
        notes.changed(Part::Document, element.name(), Reason::Missing(attribute));
        String::new()
    })
}
