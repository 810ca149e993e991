//! The reader: where in the file it stands. What the pieces mean is in [`piece`].

pub(crate) mod pep;
mod piece;

use std::collections::VecDeque;

use xml::{Element, TreeBuilder, ns};

use crate::credentials;
use crate::error::ReadError;
use crate::fragment::Fragment;
use crate::limits::Limits;
use crate::note::{Note, Notes, Part, Reason};
use pep::Nodes;
use piece::Container;

/// What was found, in the order of the file; the nodes of a user come at its end.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "most events are fragments")]
pub enum Event {
    User { host: String, name: String },
    Fragment(Fragment),
    EndUser,
    Note(Note),
}

/// Reads a XEP-0227 file in chunks of any size.
///
/// Feed, then call [`Reader::next`] until it has nothing more, then feed again,
/// and [`Reader::finish`] at the end. After an error it only repeats the error.
#[derive(Debug)]
pub struct Reader {
    xml: xml::Reader,
    limits: Limits,
    level: Level,
    host: String,
    /// Open elements of what is being passed over.
    skipping: usize,
    building: Option<Building>,
    nodes: Nodes,
    events: VecDeque<Event>,
    failed: Option<ReadError>,
}

/// The innermost element that is understood and still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Outside,
    Root,
    Host,
    User,
    Inside(Container),
}

#[derive(Debug)]
struct Building {
    tree: TreeBuilder,
    name: String,
    began: u64,
}

impl Reader {
    pub fn new(limits: Limits) -> Self {
        Self {
            xml: xml::Reader::new(limits.rules()),
            limits,
            level: Level::Outside,
            host: String::new(),
            skipping: 0,
            building: None,
            nodes: Nodes::default(),
            events: VecDeque::new(),
            failed: None,
        }
    }

    /// Adds bytes to be read. An error [`Reader::next`] has found is repeated.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.check()?;
        self.xml.feed(bytes).map_err(|error| self.fail_xml(error))
    }

    /// The next event; none until more is fed, or at the end.
    #[expect(clippy::should_implement_trait, reason = "an iterator would end where more can be fed")]
    pub fn next(&mut self) -> Result<Option<Event>, ReadError> {
        self.check()?;
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            let Some(event) = self.xml.next().map_err(|error| self.fail_xml(error))? else {
                return Ok(None);
            };
            let mut notes = Notes::default();
            let found = self.take(event, &mut notes);
            self.events.extend(notes.0.into_iter().map(Event::Note));
            match found {
                Ok(found) => self.events.extend(found),
                Err(error) => self.failed = Some(error),
            }
            if self.events.is_empty() {
                self.check()?;
            }
        }
    }

    /// Tells that nothing more comes: an error unless one whole document was
    /// read. Events not taken before are lost.
    pub fn finish(&mut self) -> Result<(), ReadError> {
        while self.next()?.is_some() {}
        self.xml.finish().map_err(|error| self.fail_xml(error))
    }

    /// Bytes of the file read so far.
    pub fn position(&self) -> u64 {
        self.xml.position()
    }

    /// An error comes after the events that were found before it.
    fn check(&self) -> Result<(), ReadError> {
        match &self.failed {
            Some(failed) if self.events.is_empty() => Err(failed.clone()),
            _ => Ok(()),
        }
    }

    fn fail_xml(&mut self, error: xml::XmlError) -> ReadError {
        let error = ReadError::from_xml(error, self.level != Level::Outside);
        self.failed = Some(error.clone());
        error
    }

    fn take(&mut self, event: xml::Event, notes: &mut Notes) -> Result<Vec<Event>, ReadError> {
        if let Some(building) = &mut self.building {
            let Some(element) = building.tree.take(event) else {
                self.check_size()?;
                return Ok(Vec::new());
            };
            self.check_size()?;
            let size = self.building.take().map_or(0, |building| self.xml.position() - building.began);
            return self.take_piece(element, size, notes);
        }
        match event {
            xml::Event::Start(_) if self.skipping > 0 => self.skipping += 1,
            xml::Event::End if self.skipping > 0 => self.skipping -= 1,
            xml::Event::Text(_) if self.skipping > 0 => {}
            xml::Event::Text(text) => {
                if !text.trim_ascii().is_empty() {
                    notes.left_out(self.part(), "text", Reason::StrayText);
                }
            }
            xml::Event::Start(element) => return self.start(element, notes),
            xml::Event::End => return Ok(self.end(notes)),
        }
        Ok(Vec::new())
    }

    fn check_size(&self) -> Result<(), ReadError> {
        let limit = match self.level {
            Level::Inside(Container::Pubsub) => self.limits.max_pep,
            _ => self.limits.max_fragment,
        };
        match &self.building {
            Some(building) if self.xml.position() - building.began > limit => {
                Err(ReadError::TooLarge { what: building.name.clone(), limit })
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, element: Element, notes: &mut Notes) -> Result<Vec<Event>, ReadError> {
        let (name, pie) = (element.name(), is_pie(element.ns()));
        if self.level == Level::Outside {
            if !(name == "server-data" && pie) {
                return Err(ReadError::NotXep0227 { name: name.to_owned(), ns: element.ns().to_owned() });
            }
            self.level = Level::Root;
            return Ok(Vec::new());
        }
        if element.is("include", ns::XINCLUDE) {
            self.skip(&element, Reason::Include, notes);
            return Ok(Vec::new());
        }
        match self.level {
            Level::Root if name == "host" && pie => {
                self.host = required(&element, "jid", notes);
                self.level = Level::Host;
            }
            Level::Host if name == "user" && pie => {
                self.level = Level::User;
                return Ok(vec![self.user(&element, notes)]);
            }
            Level::User if credentials::is_credentials(name, element.ns()) => {
                notes.left_out(Part::Credentials, name, Reason::Credentials);
                self.skipping = 1;
            }
            Level::User => match Container::of(&element) {
                Some(container) => self.level = Level::Inside(container),
                None => self.build(element),
            },
            Level::Inside(container) if container.takes(&element) => self.build(element),
            _ => self.skip(&element, Reason::Unexpected, notes),
        }
        Ok(Vec::new())
    }

    fn user(&self, element: &Element, notes: &mut Notes) -> Event {
        let name = required(element, "name", notes);
        for attribute in element.attributes() {
            match (attribute.ns.as_str(), attribute.name.as_str()) {
                ("", "name") => {}
                ("", "password") => notes.left_out(Part::Credentials, "password", Reason::Credentials),
                (_, other) => notes.left_out(Part::Document, other, Reason::Unexpected),
            }
        }
        Event::User { host: self.host.clone(), name }
    }

    fn build(&mut self, start: Element) {
        let name = start.name().to_owned();
        self.building = Some(Building { tree: TreeBuilder::new(start), name, began: self.xml.position() });
    }

    fn skip(&mut self, element: &Element, reason: Reason, notes: &mut Notes) {
        let item = match (&reason, element.attr("href")) {
            (Reason::Include, Some(href)) => href,
            _ => element.name(),
        };
        notes.left_out(self.part(), item, reason);
        self.skipping = 1;
    }

    fn take_piece(
        &mut self,
        element: Element,
        size: u64,
        notes: &mut Notes,
    ) -> Result<Vec<Event>, ReadError> {
        let fragment = match self.level {
            Level::Inside(Container::Pubsub) => {
                self.nodes.take(element, size, self.limits.max_pep, notes)?;
                None
            }
            Level::Inside(container) => Some(container.fragment(element, notes)),
            _ => Some(piece::single(element, notes)),
        };
        Ok(fragment.map(Event::Fragment).into_iter().collect())
    }

    fn end(&mut self, notes: &mut Notes) -> Vec<Event> {
        self.level = match self.level {
            Level::Inside(_) => Level::User,
            Level::User => {
                self.level = Level::Host;
                let nodes = self.nodes.drain(notes).into_iter().map(Fragment::PepNode);
                return nodes.map(Event::Fragment).chain([Event::EndUser]).collect();
            }
            Level::Host => Level::Root,
            Level::Root | Level::Outside => return Vec::new(),
        };
        Vec::new()
    }

    fn part(&self) -> Part {
        match self.level {
            Level::Inside(container) => container.part(),
            Level::User => Part::Foreign,
            _ => Part::Document,
        }
    }
}

/// Both namespaces the format has had.
fn is_pie(ns: &str) -> bool {
    matches!(ns, ns::PIE | ns::PIE_OLD)
}

fn required(element: &Element, attribute: &'static str, notes: &mut Notes) -> String {
    element.attr(attribute).map(str::to_owned).unwrap_or_else(|| {
        notes.changed(Part::Document, element.name(), Reason::Missing(attribute));
        String::new()
    })
}
