//! What is known of a history after it was read once: little, however long it is.

use ordered::Map;
use xml::Element;

use crate::Fold;
use crate::block::{self, Block, Extent};
use crate::corpus::Corpus;
use crate::relation::{Kind, Relation, Relations, Spot};
use crate::stanza::{Author, Refers, Stanza};
use crate::targets::{Targets, hash};
use crate::waiting::Waiting;

/// Of so many messages the words are kept; of a longer history none are.
pub const MOST_INDEXED: usize = 100_000;
/// What is exchanged with more addresses than this is put together, without a name.
const MOST_CONVERSATIONS: usize = 10_000;

/// With whom somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Empty for all those that are too many to stand apart.
    pub address: String,
    pub is_room: bool,
    /// How many messages are shown.
    pub messages: u32,
    /// The times of the first and the last that has one, seconds since 1970.
    pub first: Option<i64>,
    pub last: Option<i64>,
}

/// Where a fragment stands, as [`portable::Reader`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub extent: Extent,
    /// [`portable::Reader::left`].
    pub left: u64,
}

/// How many messages of a conversation a stretch holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) conversation: u32,
    pub(crate) messages: u16,
}

/// The history of one account.
#[derive(Debug)]
pub struct Index {
    pub(crate) own: String,
    pub(crate) fold: Fold,
    conversations: Vec<Conversation>,
    by_address: Map<String, u32>,
    blocks: Vec<Block>,
    shares: Vec<Share>,
    contexts: Vec<String>,
    /// Where the next is put together.
    next_context: String,
    pub(crate) relations: Relations,
    pub(crate) targets: Targets,
    pub(crate) waiting: Vec<Waiting>,
    pub(crate) waiting_bytes: usize,
    pub(crate) corpus: Option<Corpus>,
    results: u64,
    silent: u64,
}

impl Index {
    /// An empty one, of the account `own`.
    pub fn new(own: &str, fold: Fold) -> Self {
        Self {
            own: own.to_lowercase(),
            fold,
            conversations: Vec::new(),
            by_address: Map::new(),
            blocks: Vec::new(),
            shares: Vec::new(),
            contexts: Vec::new(),
            next_context: String::new(),
            relations: Relations::default(),
            targets: Targets::default(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            corpus: Some(Corpus::default()),
            results: 0,
            silent: 0,
        }
    }

    /// Takes the next `<result/>` of the archive, and what is bound around it.
    pub fn take<'a>(
        &mut self,
        result: &Element,
        place: &Place,
        bindings: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let context = self.context(bindings);
        self.put(Stanza::read(result, &self.own), place, context, false);
    }

    pub(crate) fn put(&mut self, stanza: Option<Stanza>, place: &Place, context: usize, waits: bool) {
        let spot = self.place(place, context, waits);
        self.results += 1;
        let Some(stanza) = stanza.filter(|stanza| stanza.content.is_some()) else {
            self.silent += 1;
            return;
        };
        let conversation = self.conversation(&stanza);
        let shown = match self.relate(&stanza, spot) {
            Some(target) => target,
            None => {
                self.count(conversation, stanza.time);
                spot
            }
        };
        let author = author(&stanza.author);
        for key in &stanza.keys {
            self.targets.insert(hash(&[&stanza.conversation, key]), author, stanza.time, shown);
        }
        self.keep(&stanza, conversation, shown, spot);
    }

    /// To be called once everything was taken.
    pub fn close(&mut self) {
        self.end_waiting();
        self.relations.close();
    }

    pub fn conversations(&self) -> &[Conversation] {
        &self.conversations
    }

    /// Entries of the archive, and what waits besides, of which [`Index::silent`] are nothing a person wrote.
    pub fn results(&self) -> u64 {
        self.results
    }

    pub fn silent(&self) -> u64 {
        self.silent
    }

    /// Of the others, those that are shown with the message they belong to.
    pub fn attached(&self) -> u64 {
        self.relations.len() as u64
    }

    /// Keeps no words, as if the history were long.
    pub fn keep_no_words(&mut self) {
        self.corpus = None;
    }

    /// Whether a search has to read the whole history.
    pub fn is_long(&self) -> bool {
        self.corpus.is_none()
    }

    /// Where a stretch stands.
    pub fn extent(&self, block: u32) -> Option<Extent> {
        let block = self.block(block)?;
        Some(Extent { file: block.file as usize, bytes: block.at..block.end })
    }

    pub(crate) fn blocks(&self) -> u32 {
        number(self.blocks.len())
    }

    fn block(&self, block: u32) -> Option<&Block> {
        self.blocks.get(block as usize)
    }

    /// Reads a stretch again; none if its bytes are not what they were.
    pub(crate) fn read(&self, block: u32, bytes: &[u8]) -> Option<Vec<Option<Stanza>>> {
        let block = self.block(block)?;
        let context = self.contexts.get(block.context as usize)?;
        let stanzas = block::read(bytes, context, block.waits, &self.own);
        (stanzas.len() == usize::from(block.results)).then_some(stanzas)
    }

    /// The stretches that hold something of a conversation, each with how many messages.
    pub(crate) fn shares(&self, conversation: u32) -> impl Iterator<Item = (u32, u16)> {
        let ends = self.blocks.iter().skip(1).map(|block| block.shares).chain([number(self.shares.len())]);
        let of = |(block, end): (&Block, u32)| block.shares as usize..end as usize;
        let ranges = self.blocks.iter().zip(ends).map(of);
        ranges.zip(0..).filter_map(move |(range, at)| {
            let shares = self.shares.get(range)?;
            let share = shares.iter().find(|share| share.conversation == conversation)?;
            Some((at, share.messages))
        })
    }

    /// The number of a conversation, where what belongs to it is shown.
    pub(crate) fn number_of(&self, stanza: &Stanza) -> u32 {
        let known = self.by_address.get(stanza.conversation.as_str()).or_else(|| self.by_address.get(""));
        known.copied().unwrap_or(u32::MAX)
    }

    /// The message a reply answers, as far as it is known.
    pub(crate) fn answered(&self, conversation: &str, id: &str) -> Option<Spot> {
        self.targets.find(hash(&[conversation, id])).map(|target| target.spot)
    }

    /// The number of what is bound around a message.
    pub(crate) fn context<'a>(&mut self, bindings: impl Iterator<Item = (&'a str, &'a str)>) -> usize {
        self.next_context.clear();
        block::context(&mut self.next_context, bindings);
        match self.contexts.iter().position(|known| *known == self.next_context) {
            Some(known) => known,
            None => {
                self.contexts.push(self.next_context.clone());
                self.contexts.len() - 1
            }
        }
    }

    /// Where the result stands; it begins a stretch where the one before cannot be gone on with.
    fn place(&mut self, place: &Place, context: usize, waits: bool) -> Spot {
        let Place { extent: Extent { file, bytes }, left } = place;
        let goes_on = self.blocks.last().is_some_and(|block| {
            block.file as usize == *file
                && block.left == *left
                && block.waits == waits
                && block.context as usize == context
                && block.end <= bytes.start
                && bytes.end - block.at <= block::LONGEST
                && block.results < block::MOST
        });
        if !goes_on {
            self.blocks.push(Block {
                file: number(*file),
                at: bytes.start,
                end: bytes.start,
                left: *left,
                context: number(context),
                results: 0,
                waits,
                shares: number(self.shares.len()),
            });
        }
        let block = number(self.blocks.len() - 1);
        let mut spot = Spot { block, nth: 0 };
        if let Some(last) = self.blocks.last_mut() {
            spot.nth = last.results;
            last.end = bytes.end;
            last.results += 1;
        }
        spot
    }

    fn conversation(&mut self, stanza: &Stanza) -> u32 {
        let next = number(self.conversations.len());
        let is_full = self.conversations.len() >= MOST_CONVERSATIONS;
        let known = self.by_address.get(stanza.conversation.as_str()).copied();
        let known = known.or_else(|| is_full.then(|| self.by_address.get("").copied()).flatten());
        if let Some(known) = known {
            return known;
        }
        let address = if is_full { String::new() } else { stanza.conversation.clone() };
        self.by_address.insert(address.clone(), next);
        self.conversations.push(Conversation { address, is_room: stanza.is_room, ..Conversation::default() });
        next
    }

    /// The message it is shown with, where it does something to one.
    fn relate(&mut self, stanza: &Stanza, spot: Spot) -> Option<Spot> {
        let (id, kind) = match stanza.refers.as_ref()? {
            Refers::Corrects(id) => (id, Kind::Correction),
            Refers::Retracts(id) => (id, Kind::Retraction),
            Refers::ReactsTo(id) => (id, Kind::Reactions),
        };
        let target = self.targets.find(hash(&[&stanza.conversation, id]))?;
        let is_moderated = kind == Kind::Retraction && stanza.author == Author::Room;
        let may = kind == Kind::Reactions || target.author == author(&stanza.author) || is_moderated;
        let target = target.spot;
        (may && self.relations.add(Relation { spot, target, kind })).then_some(target)
    }

    /// Counts a message that is shown.
    fn count(&mut self, conversation: u32, time: Option<i64>) {
        if let Some(known) = self.conversations.get_mut(conversation as usize) {
            known.messages += 1;
            known.first = known.first.or(time);
            known.last = time.or(known.last);
        }
        let from = self.blocks.last().map_or(0, |block| block.shares as usize);
        let shares = self.shares.get_mut(from..).unwrap_or_default();
        match shares.iter_mut().find(|share| share.conversation == conversation) {
            Some(share) => share.messages += 1,
            None => self.shares.push(Share { conversation, messages: 1 }),
        }
    }

    /// Keeps its words, as long as there is room.
    fn keep(&mut self, stanza: &Stanza, conversation: u32, shown: Spot, spot: Spot) {
        let Some(corpus) = &mut self.corpus else { return };
        let words = stanza.words();
        if words.is_empty() {
            return;
        }
        let has_room = corpus.len() < MOST_INDEXED;
        if !has_room || !corpus.add(&(self.fold)(&words), conversation, shown, spot) {
            self.corpus = None;
        }
    }
}

/// Who wrote something, as far as it matters whether two are the same.
pub(crate) fn author(author: &Author) -> u32 {
    match author {
        Author::Own => 1,
        Author::Other => 2,
        Author::Room => 3,
        Author::Nick(nick) => (hash(&[nick]) as u32).max(4),
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
