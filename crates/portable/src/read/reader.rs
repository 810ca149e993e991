//! The reader: bytes of a file, and of those it includes, in any chunking.

use std::collections::VecDeque;
use std::ops::Range;

use xml::{Element, TreeBuilder};

use super::place::{Place, Start};
use crate::error::ReadError;
use crate::format::Format;
use crate::fragment::Fragment;
use crate::limits::Limits;
use crate::note::{Note, Notes, Part, Reason};

/// Includes inside includes; exports of servers have three.
const MAX_INCLUDES: usize = 8;

/// What was found, in the order of the file; the nodes of a user come at its end.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "most events are fragments")]
pub enum Event {
    /// An account begins, or a room of a service `host` (XEP-0519).
    User {
        host: String,
        name: String,
        is_room: bool,
    },
    Fragment(Fragment),
    EndUser,
    Note(Note),
    /// Another file belongs here (`<xi:include/>`). Give it by
    /// [`Reader::begin_include`], or go on, and it is noted as left out.
    /// Nothing is ever fetched.
    Include {
        href: String,
    },
}

/// Reads a XEP-0227 file in chunks of any size.
///
/// Feed, then call [`Reader::next`] until it has nothing more, then feed again,
/// and [`Reader::finish`] at the end. An error comes after everything that was
/// whole before the place it names, gathered nodes and the end of the user
/// included: who keeps what came has saved what can be. Then it is only repeated.
#[derive(Debug)]
pub struct Reader {
    limits: Limits,
    /// The first bytes, until they tell the format.
    head: Option<Vec<u8>>,
    /// The file, and the includes open in it.
    inputs: Vec<Input>,
    place: Place,
    building: Option<Building>,
    events: VecDeque<Event>,
    /// The include told last, while it may be given.
    asked: Option<String>,
    root: Option<String>,
    /// Where what was put together last stands in the innermost file.
    piece: Range<u64>,
    /// Containers ended so far.
    left: u64,
    failed: Option<ReadError>,
}

#[derive(Debug)]
struct Input {
    xml: xml::Reader,
    /// Open elements of what is being passed over.
    skipping: usize,
    /// The depth of the place where it stands.
    depth: usize,
    href: String,
    damaged: bool,
}

#[derive(Debug)]
struct Building {
    tree: TreeBuilder,
    name: String,
    at: u64,
    began: u64,
}

impl Reader {
    pub fn new(limits: Limits) -> Self {
        let xml = xml::Reader::new(limits.rules());
        Self {
            place: Place::new(limits.max_users),
            head: Some(Vec::new()),
            inputs: vec![Input { xml, skipping: 0, depth: 0, href: String::new(), damaged: false }],
            building: None,
            events: VecDeque::new(),
            asked: None,
            root: None,
            piece: 0..0,
            left: 0,
            failed: None,
            limits,
        }
    }

    /// Adds bytes to be read. An error [`Reader::next`] has found is repeated.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.check()?;
        match &mut self.head {
            Some(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= Format::HEAD {
                    self.pass_head();
                }
            }
            None => self.pass(bytes),
        }
        self.check()
    }

    /// The next event; none until more is fed, or at the end.
    #[expect(clippy::should_implement_trait, reason = "an iterator would end where more can be fed")]
    pub fn next(&mut self) -> Result<Option<Event>, ReadError> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            self.check()?;
            if !self.step() {
                return Ok(None);
            }
        }
    }

    /// Tells that nothing more comes: an error unless one whole document was
    /// read. [`Reader::next`] still has the events not taken before.
    pub fn finish(&mut self) -> Result<(), ReadError> {
        while self.inputs.len() > 1 {
            self.end_include();
        }
        self.pass_head();
        while self.failed.is_none() && self.step() {}
        if self.failed.is_none()
            && let Some(Err(error)) = self.inputs.last_mut().map(|input| input.xml.finish())
        {
            self.fail_xml(error);
        }
        self.failed.clone().map_or(Ok(()), Err)
    }

    /// After [`Event::Include`]: what is fed from here to
    /// [`Reader::end_include`] is that file. False where none was asked for, or
    /// they are nested too deeply; then it is noted as left out.
    pub fn begin_include(&mut self) -> bool {
        if self.inputs.len() > MAX_INCLUDES || !self.events.is_empty() {
            return false;
        }
        let Some(href) = self.asked.take() else { return false };
        let xml = xml::Reader::new(self.limits.rules().with_many_roots());
        self.inputs.push(Input { xml, skipping: 0, depth: self.place.depth(), href, damaged: false });
        true
    }

    /// Ends the file begun last. If it was damaged or cut short, that is noted,
    /// what was whole is kept, and reading goes on behind the include.
    pub fn end_include(&mut self) {
        if self.inputs.len() < 2 {
            return;
        }
        while self.step() {}
        let ended = self.inputs.last_mut().map(|input| (input.damaged, input.xml.finish()));
        if let Some((false, Err(error))) = ended {
            self.fail_xml(error);
        }
        self.inputs.pop();
    }

    /// Bytes read so far of the file, or of the include that is open.
    pub fn position(&self) -> u64 {
        self.inputs.last().map_or(0, |input| input.xml.position())
    }

    /// Where the [`Event::Fragment`] told last stands, in bytes of the file or of the include that is
    /// open. Nothing of what is gathered.
    pub fn piece(&self) -> Range<u64> {
        self.piece.clone()
    }

    /// How many containers have ended. Fragments told between two changes of it stand side by side.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// The namespaces that are bound around it, by prefix; that of the default one is empty.
    pub fn bindings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.inputs.last().into_iter().flat_map(|input| input.xml.bindings())
    }

    /// The name of the root element, once it was read.
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// An error comes after the events that were found before it.
    fn check(&self) -> Result<(), ReadError> {
        match &self.failed {
            Some(failed) if self.events.is_empty() => Err(failed.clone()),
            _ => Ok(()),
        }
    }

    fn pass_head(&mut self) {
        let Some(head) = self.head.take() else { return };
        match Format::of(&head) {
            Some(format) => self.failed = Some(ReadError::OtherFormat(format)),
            None => self.pass(&head),
        }
    }

    fn pass(&mut self, bytes: &[u8]) {
        if let Some(input) = self.inputs.last_mut()
            && !input.damaged
            && let Err(error) = input.xml.feed(bytes)
        {
            self.fail_xml(error);
        }
    }

    /// Takes one event of the XML; false if there is none.
    fn step(&mut self) -> bool {
        if let Some(href) = self.asked.take() {
            let mut notes = Notes::default();
            notes.left_out(self.place.part(), href, Reason::Include);
            self.tell(notes, Vec::new());
        }
        let Some(input) = self.inputs.last_mut().filter(|input| !input.damaged) else { return false };
        match input.xml.next() {
            Ok(None) => false,
            Ok(Some(event)) => {
                let (mut notes, mut found) = (Notes::default(), Vec::new());
                let taken = self.take(event, &mut notes, &mut found);
                self.tell(notes, found);
                if let Err(error) = taken {
                    self.fail(error);
                }
                true
            }
            Err(error) => {
                self.fail_xml(error);
                true
            }
        }
    }

    fn tell(&mut self, notes: Notes, found: Vec<Event>) {
        if !notes.0.is_empty() || !found.is_empty() {
            self.events.extend(notes.0.into_iter().map(Event::Note).chain(found));
        }
    }

    fn fail_xml(&mut self, error: xml::XmlError) {
        self.fail(ReadError::from_xml(error, self.root.is_some()));
    }

    /// Ends the innermost file here, with what is whole.
    fn fail(&mut self, error: ReadError) {
        self.building = None;
        self.asked = None;
        let (mut notes, mut found) = (Notes::default(), Vec::new());
        let is_include = self.inputs.len() > 1;
        if let Some(input) = self.inputs.last_mut() {
            input.damaged = true;
            self.place.unwind(input.depth, &mut notes, &mut found);
            if is_include {
                notes.left_out(Part::Document, input.href.clone(), Reason::Damaged(error.to_string()));
            }
        }
        self.tell(notes, found);
        if !is_include {
            self.failed = Some(error);
        }
    }

    fn take(
        &mut self,
        event: xml::Event,
        notes: &mut Notes,
        found: &mut Vec<Event>,
    ) -> Result<(), ReadError> {
        let Some(input) = self.inputs.last_mut() else { return Ok(()) };
        if self.building.is_some() {
            self.build_on(event, notes, found);
            return Ok(());
        }
        match event {
            xml::Event::Start(_) if input.skipping > 0 => input.skipping += 1,
            xml::Event::End if input.skipping > 0 => input.skipping -= 1,
            xml::Event::Text(_) if input.skipping > 0 => {}
            xml::Event::Text(text) => {
                if !text.trim_ascii().is_empty() {
                    notes.left_out(self.place.part(), "text", Reason::StrayText);
                }
            }
            xml::Event::Start(element) => return self.start(element, notes, found),
            xml::Event::End => {
                self.left += 1;
                self.place.end(notes, found);
            }
        }
        Ok(())
    }

    fn start(
        &mut self,
        element: Element,
        notes: &mut Notes,
        found: &mut Vec<Event>,
    ) -> Result<(), ReadError> {
        if self.root.is_none() {
            self.root = Some(element.name().to_owned());
        }
        let Some(input) = self.inputs.last_mut() else { return Ok(()) };
        match self.place.start(element, notes, found)? {
            Start::Entered => {}
            Start::Skip => input.skipping = 1,
            Start::Include(href) => {
                input.skipping = 1;
                self.asked = Some(href.clone());
                found.push(Event::Include { href });
            }
            Start::Build(start) => {
                let name = start.name().to_owned();
                let (at, began) = (input.xml.tag_at(), input.xml.position());
                self.building = Some(Building { tree: TreeBuilder::new(start), name, at, began });
            }
        }
        Ok(())
    }

    /// Adds to what is being put together, unless it grows too large.
    fn build_on(&mut self, event: xml::Event, notes: &mut Notes, found: &mut Vec<Event>) {
        let (Some(building), Some(input)) = (&mut self.building, self.inputs.last_mut()) else { return };
        let whole = building.tree.take(event);
        let size = input.xml.position() - building.began;
        let limit = match self.place.is_in_pubsub() {
            true => self.limits.max_pep,
            false => self.limits.max_fragment,
        };
        if size > limit {
            notes.left_out(self.place.part(), std::mem::take(&mut building.name), Reason::TooLarge(limit));
            input.skipping = if whole.is_some() { 0 } else { building.tree.depth() };
            self.building = None;
        } else if let Some(element) = whole {
            self.piece = building.at..input.xml.position();
            self.building = None;
            let piece = self.place.piece(element, size, self.limits.max_pep, notes);
            found.extend(piece.map(Event::Fragment));
        }
    }
}
