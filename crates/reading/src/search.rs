//! Looking for words: in what is kept of them, or in the history itself where it is too long for that.
//!
//! The newest come first. All words must stand in a message, in any order.

use ordered::Set;

use crate::corpus::{Match, holds};
use crate::index::Index;
use crate::relation::{Kind, Spot};
use crate::stanza::{Author, Stanza};

/// So many entries are looked at before the browser gets its turn.
const STEP: usize = 2_000;
/// Characters before and after what was found.
const BEFORE: usize = 40;
const AFTER: usize = 120;

/// A message that holds all words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub conversation: u32,
    /// What the archive calls it.
    pub id: String,
    /// Where it is shown.
    pub spot: Spot,
    pub author: Author,
    pub time: Option<i64>,
    /// What stands around the first of the words: before it, itself, behind it.
    pub excerpt: [String; 3],
}

/// A search under way.
#[derive(Debug)]
pub struct Search {
    words: Vec<String>,
    only: Option<u32>,
    /// Of the entries of what is kept, so many are not looked at yet.
    left: usize,
    matches: Vec<Match>,
    /// The stretches still to be read, the last first; of a long history all before this one.
    blocks: Vec<u32>,
    before: u32,
    is_long: bool,
    /// What was found, or is known to be shown no more.
    seen: Set<Spot>,
}

impl Search {
    /// Looks for what was typed, in one conversation or in all; none if that is nothing.
    pub fn new(index: &Index, typed: &str, only: Option<u32>) -> Option<Self> {
        let words: Vec<String> = (index.fold)(typed).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return None;
        }
        Some(Self {
            words,
            only,
            left: index.corpus.as_ref().map_or(0, |corpus| corpus.len()),
            matches: Vec::new(),
            blocks: Vec::new(),
            before: index.blocks(),
            is_long: index.is_long(),
            seen: Set::new(),
        })
    }

    /// Looks at some of what is kept; false once that is done.
    pub fn step(&mut self, index: &Index) -> bool {
        let Some(corpus) = index.corpus.as_ref().filter(|_| self.left > 0) else { return false };
        let from = self.left.saturating_sub(STEP);
        let found: Vec<Match> = corpus.matches(&self.words, from..self.left).collect();
        self.left = from;
        for found in found.into_iter().rev() {
            let is_wanted = self.only.is_none_or(|only| only == found.conversation);
            if is_wanted && !is_retracted(index, found.shown) && self.seen.insert(found.shown) {
                self.matches.push(found);
            }
        }
        if self.left == 0 {
            self.seen.clear();
            let blocks = ordered::sorted(self.matches.iter().map(|found| found.spot.block));
            self.blocks = blocks;
            self.blocks.dedup();
        }
        self.left > 0
    }

    /// How many there are, where that is known before they are read.
    pub fn count(&self) -> Option<usize> {
        (!self.is_long).then_some(self.matches.len())
    }

    /// The next stretch to be read; none where all were.
    pub fn next_block(&mut self) -> Option<u32> {
        if !self.is_long {
            return self.blocks.pop();
        }
        self.before = self.before.checked_sub(1)?;
        Some(self.before)
    }

    /// How much of the history was read: stretches, of how many.
    pub fn reached(&self, index: &Index) -> (u32, u32) {
        (index.blocks() - self.before, index.blocks())
    }

    /// What the bytes of a stretch hold of it.
    pub fn feed(&mut self, index: &Index, block: u32, bytes: &[u8]) -> Vec<Found> {
        if self.is_long && !may_hold(bytes, &self.words, index) {
            return Vec::new();
        }
        let stanzas = index.read(block, bytes).unwrap_or_default();
        let mut found = Vec::new();
        for (nth, stanza) in stanzas.iter().enumerate().rev() {
            let (Some(stanza), Ok(nth)) = (stanza, u16::try_from(nth)) else { continue };
            found.extend(self.look_at(index, stanza, Spot { block, nth }));
        }
        found
    }

    fn look_at(&mut self, index: &Index, stanza: &Stanza, spot: Spot) -> Option<Found> {
        let relation = index.relations.of(spot);
        let is_readable = match relation.map(|relation| relation.kind) {
            Some(Kind::Correction) | None => stanza.content.is_some(),
            Some(Kind::Retraction | Kind::Reactions) => false,
        };
        let conversation = index.number_of(stanza);
        if !is_readable || self.only.is_some_and(|only| only != conversation) {
            return None;
        }
        let words = stanza.words();
        if words.is_empty() || !holds(&(index.fold)(&words), &self.words) {
            return None;
        }
        let shown = relation.map_or(spot, |relation| relation.target);
        if is_retracted(index, shown) || !self.seen.insert(shown) {
            return None;
        }
        let excerpt = excerpt(&words, self.words.first()?, index);
        let (id, author) = (stanza.id.clone(), stanza.author.clone());
        Some(Found { conversation, id, spot: shown, author, time: stanza.time, excerpt })
    }
}

fn is_retracted(index: &Index, spot: Spot) -> bool {
    index.relations.to(spot).any(|relation| relation.kind == Kind::Retraction)
}

/// Whether it is worth the work to read a stretch: whatever can be told without.
fn may_hold(bytes: &[u8], words: &[String], index: &Index) -> bool {
    let text = String::from_utf8_lossy(bytes);
    // Characters can be written as numbers.
    if text.contains("&#") {
        return true;
    }
    let folded = (index.fold)(&text);
    let is_plain = |word: &&String| !word.contains(['&', '<', '>', '"', '\'']);
    words.iter().filter(is_plain).all(|word| folded.contains(word.as_str()))
}

/// What stands around the first place of `word`.
fn excerpt(text: &str, word: &str, index: &Index) -> [String; 3] {
    // Some characters change their length when they are made alike; then the place is only about right.
    let folded = (index.fold)(text);
    let at = folded.find(word).unwrap_or(0);
    let boundary =
        |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let is_exact = folded.len() == text.len();
    let (at, end) =
        if is_exact { (boundary(at), boundary(at + word.len())) } else { (boundary(at), boundary(at)) };
    let (before, rest) = text.split_at(at);
    let (found, behind) = rest.split_at(end - at);
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let mut start: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        start.insert(0, '…');
    }
    let mut tail: String = behind.chars().take(AFTER).collect();
    if tail.len() < behind.len() {
        tail.push('…');
    }
    [start, found.to_owned(), tail]
}
