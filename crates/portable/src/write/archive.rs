//! The archive (XEP-0227 §4.9), written result by result, and the end of the file.

use ordered::Set;
use std::collections::VecDeque;
use std::fmt;

use jid::BareJid;
use xml::{Element, ns};

use crate::note::{Note, Notes, Part, Reason};
use crate::{id, stamp};

/// How many ids back a repetition is noticed: more than the largest page of an
/// archive, since it is pages that overlap. Remembering all would grow with the archive.
const REMEMBERED: usize = 1024;

/// Takes the results of the archive in order of time, then what follows it.
#[derive(Debug)]
pub struct ArchiveWriter {
    account: BareJid,
    tail: Vec<Element>,
    notes: Notes,
    begun: bool,
    recent: VecDeque<u64>,
    known: Set<u64>,
    last_time: String,
}

impl ArchiveWriter {
    pub(super) fn new(account: BareJid, tail: Vec<Element>, notes: Notes) -> Self {
        Self {
            account,
            tail,
            notes,
            begun: false,
            recent: VecDeque::new(),
            known: Set::new(),
            last_time: String::new(),
        }
    }

    /// Writes one `<result xmlns='urn:xmpp:mam:2'/>` and gives it as it was
    /// written; or notes why it cannot be, and gives it back.
    pub fn result(
        &mut self,
        result: Element,
        out: &mut impl fmt::Write,
    ) -> Result<Result<Element, Element>, fmt::Error> {
        let result = match self.checked(result) {
            Ok(result) => result,
            Err(left_out) => return Ok(Err(left_out)),
        };
        if !self.begun {
            Element::new("archive", ns::PIE_MAM).write_start_to(out, ns::PIE)?;
            self.begun = true;
        }
        result.write_to(out, ns::PIE_MAM)?;
        Ok(Ok(result))
    }

    /// The notes taken since they were last taken out, so that they need not grow with the archive.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes.0)
    }

    /// Ends the archive and the file; gives all notes that were not taken out, those of the writer too.
    pub fn finish(self, out: &mut impl fmt::Write) -> Result<Vec<Note>, fmt::Error> {
        if self.begun {
            out.write_str("</archive>")?;
        }
        for element in &self.tail {
            element.write_to(out, ns::PIE)?;
        }
        out.write_str("</user></host></server-data>\n")?;
        Ok(self.notes.0)
    }

    /// The account whose file this is.
    pub fn account(&self) -> &BareJid {
        &self.account
    }

    /// `result` > `forwarded` > `delay`, `message`, and nothing else.
    fn checked(&mut self, result: Element) -> Result<Element, Element> {
        let had_id = result.attr("id").filter(|id| !id.is_empty());
        let id = had_id.map_or_else(|| id::invent(&result, &Set::new()), str::to_owned);
        if had_id.is_none() {
            self.notes.changed(Part::Archive, id.clone(), Reason::IdInvented);
        }
        let forwarded = result.child("forwarded", ns::FORWARD);
        let message = forwarded.and_then(|f| f.children().find(|child| child.name() == "message"));
        let (Some(forwarded), Some(message)) = (forwarded, message) else {
            self.notes.left_out(Part::Archive, id, Reason::NoMessage);
            return Err(result);
        };
        // A server that kept no time may have left the one of delayed delivery.
        let delay = forwarded.child("delay", ns::DELAY).or_else(|| message.child("delay", ns::DELAY));
        let Some(delay) = delay else {
            self.notes.left_out(Part::Archive, id, Reason::Missing("delay"));
            return Err(result);
        };
        let time = delay.attr("stamp").unwrap_or_default();
        let Some(utc) = stamp::to_utc(time) else {
            self.notes.left_out(Part::Archive, id, Reason::BadTime(time.to_owned()));
            return Err(result);
        };
        if !self.remember(&id) {
            self.notes.left_out(Part::Archive, id, Reason::IdRepeated);
            return Err(result);
        }
        if result.children().count() > 1 || forwarded.children().count() > 2 {
            self.notes.changed(Part::Archive, id.clone(), Reason::Unexpected);
        }
        self.check_order(&id, &utc);
        let mut delay = delay.clone();
        delay.set_attr("stamp", utc);
        let forwarded = result.into_children().find(|child| child.is("forwarded", ns::FORWARD));
        let mut inside = forwarded.into_iter().flat_map(Element::into_children);
        let message = inside.find(|child| child.name() == "message").map(to_client);
        let forwarded = Element::new("forwarded", ns::FORWARD).with_child(delay).with_children(message);
        Ok(Element::new("result", ns::MAM).with_attr("id", id).with_child(forwarded))
    }

    /// False if the id was among the last ones.
    fn remember(&mut self, id: &str) -> bool {
        let hash = id::hash(id.as_bytes());
        if !self.known.insert(hash) {
            return false;
        }
        self.recent.push_back(hash);
        if self.recent.len() > REMEMBERED
            && let Some(oldest) = self.recent.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }

    fn check_order(&mut self, id: &str, utc: &str) {
        // Whole seconds, which compare as text; fractions differ in length.
        let seconds = utc.get(..19).unwrap_or(utc);
        if seconds < self.last_time.as_str() {
            self.notes.kept(Part::Archive, id, Reason::OutOfOrder);
        } else {
            seconds.clone_into(&mut self.last_time);
        }
    }
}

/// Some files have the message in another namespace than its own.
fn to_client(message: Element) -> Element {
    let outer = message.ns().to_owned();
    if outer == ns::CLIENT { message } else { message.map_ns(&|ns| (ns == outer).then_some(ns::CLIENT)) }
}
