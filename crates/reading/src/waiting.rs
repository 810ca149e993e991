//! Messages that wait on a server (XEP-0160), which a file has besides its archive and often also in it.

use xml::{Element, ns};

use crate::index::{Index, Place, author};
use crate::stanza::Stanza;
use crate::targets::hash;

/// Of more than these none is held back: each is taken where it stands, and as one the archive does not have.
const MOST: usize = 2_000;
const MOST_BYTES: usize = 4 << 20;
/// A server may note the time a little later where it archives than where it lets wait. Seconds.
const NEAR: i64 = 5;

/// One that is shown behind the archive, unless that has it.
#[derive(Debug)]
pub(crate) struct Waiting {
    stanza: Stanza,
    /// The ids that no other message has (XEP-0359).
    unique: Vec<String>,
    /// The one its sender gave it, which may come again.
    id: Option<String>,
    place: Place,
    context: usize,
}

impl Index {
    /// Takes the next `<message/>` that waits, and what is bound around it.
    pub fn wait<'a>(
        &mut self,
        message: &Element,
        place: &Place,
        bindings: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let context = self.context(bindings);
        let stanza = Stanza::waiting(message, &self.own);
        let bytes = (place.extent.bytes.end - place.extent.bytes.start) as usize;
        if self.waiting.len() >= MOST || self.waiting_bytes + bytes > MOST_BYTES {
            self.put(Some(stanza), place, context, true);
            return;
        }
        self.waiting_bytes += bytes;
        let ids = message.children().filter(|child| child.ns() == ns::STANZA_ID);
        self.waiting.push(Waiting {
            unique: ids.filter_map(|child| child.attr("id")).map(str::to_owned).collect(),
            id: message.attr("id").map(str::to_owned),
            place: place.clone(),
            stanza,
            context,
        });
    }

    /// Takes those that were held back, now that the archive is known.
    pub(crate) fn end_waiting(&mut self) {
        for waiting in std::mem::take(&mut self.waiting) {
            if !self.is_archived(&waiting) {
                self.put(Some(waiting.stanza), &waiting.place, waiting.context, true);
            }
        }
    }

    fn is_archived(&self, waiting: &Waiting) -> bool {
        let Waiting { stanza, unique, id, .. } = waiting;
        let by = author(&stanza.author);
        let known = |id: &String| {
            let found = self.targets.find(hash(&[&stanza.conversation, id]));
            found.filter(|target| target.author == by)
        };
        let is_near = |time: Option<i64>| time.zip(stanza.time).is_some_and(|(a, b)| (a - b).abs() <= NEAR);
        unique.iter().any(|id| known(id).is_some())
            || id.as_ref().and_then(known).is_some_and(|target| is_near(target.time()))
    }
}
