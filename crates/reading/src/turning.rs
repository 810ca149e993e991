//! Turning to a page: which stretches of the file it takes, and what they say.

use std::ops::Range;

use ordered::{Map, Set};

use crate::index::Index;
use crate::page::{Message, Page, Quote};
use crate::relation::Spot;
use crate::stanza::Stanza;

/// So many messages are a page.
pub const PAGE: u32 = 60;

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The last ones.
    End,
    /// From this one on, counted from the first.
    Message(u32),
    /// Those before this one.
    Before(u32),
    /// The one that holds this.
    Spot(Spot),
    /// The first of this time or later, seconds since 1970.
    Time(i64),
}

/// Reads a page: ask [`Turning::next`] for a stretch, read it, [`Turning::feed`] it, until there is none.
#[derive(Debug)]
pub struct Turning {
    conversation: u32,
    from: From,
    /// The stretches read so far.
    read: Map<u32, Vec<Option<Stanza>>>,
    lost: Set<u32>,
}

impl Turning {
    pub fn new(conversation: u32, from: From) -> Self {
        Self { conversation, from, read: Map::new(), lost: Set::new() }
    }

    /// The next stretch that is needed; [`Index::extent`] says where it stands.
    pub fn next(&self, index: &Index) -> Option<u32> {
        self.page(index).err()
    }

    /// The bytes of a stretch; none where they cannot be read.
    pub fn feed(&mut self, index: &Index, block: u32, bytes: Option<&[u8]>) {
        let stanzas = bytes.and_then(|bytes| index.read(block, bytes));
        if stanzas.is_none() {
            self.lost.insert(block);
        }
        self.read.insert(block, stanzas.unwrap_or_default());
    }

    /// The page; or the stretch it still needs.
    pub fn page(&self, index: &Index) -> Result<Page, u32> {
        let total = index.conversations().get(self.conversation as usize).map_or(0, |it| it.messages);
        let range = self.range(index, total)?;
        let mut page = Page { conversation: self.conversation, first: range.start, total, ..Page::default() };
        let mut before = 0;
        for (block, messages) in index.shares(self.conversation) {
            let (begin, end) = (before, before + u32::from(messages));
            before = end;
            if end <= range.start || begin >= range.end {
                continue;
            }
            self.block(block)?;
            if self.lost.contains(&block) {
                page.unreadable += end.min(range.end) - begin.max(range.start);
                continue;
            }
            for (spot, number) in self.shown(index, block).zip(begin..) {
                if range.contains(&number) {
                    page.messages.extend(self.message(index, spot)?);
                }
            }
        }
        Ok(page)
    }

    fn range(&self, index: &Index, total: u32) -> Result<Range<u32>, u32> {
        let first = match self.from {
            From::Before(end) => return Ok(end.saturating_sub(PAGE).min(total)..end.min(total)),
            From::End => total.saturating_sub(PAGE),
            From::Message(first) => first,
            From::Spot(spot) => self.number(index, spot)?.saturating_sub(PAGE / 2),
            From::Time(time) => self.number_at(index, time)?,
        };
        let first = first.min(total.saturating_sub(1));
        Ok(first..first.saturating_add(PAGE).min(total))
    }

    /// How many messages of the conversation there are before `spot`.
    fn number(&self, index: &Index, spot: Spot) -> Result<u32, u32> {
        let shares = index.shares(self.conversation).take_while(|(block, _)| *block < spot.block);
        let before: u32 = shares.map(|(_, messages)| u32::from(messages)).sum();
        self.block(spot.block)?;
        let within = self.shown(index, spot.block).take_while(|shown| *shown < spot).count();
        Ok(before + u32::try_from(within).unwrap_or(0))
    }

    /// Halves what is left to look at until one stretch is: their times go up as they do in an archive.
    fn number_at(&self, index: &Index, time: i64) -> Result<u32, u32> {
        let shares: Vec<(u32, u16)> = index.shares(self.conversation).collect();
        let (mut low, mut high) = (0, shares.len());
        while low < high {
            let middle = low.midpoint(high);
            let Some((block, _)) = shares.get(middle) else { break };
            self.block(*block)?;
            let last = self.shown(index, *block).filter_map(|spot| self.stanza(spot)?.time).last();
            if last.is_some_and(|last| last < time) { low = middle + 1 } else { high = middle }
        }
        let before: u32 = shares.iter().take(low).map(|(_, messages)| u32::from(*messages)).sum();
        let Some((block, _)) = shares.get(low) else { return Ok(before.saturating_sub(PAGE)) };
        self.block(*block)?;
        let is_before =
            |spot: &Spot| self.stanza(*spot).and_then(|stanza| stanza.time).is_some_and(|at| at < time);
        let within = self.shown(index, *block).take_while(is_before).count();
        Ok(before + u32::try_from(within).unwrap_or(0))
    }

    fn block(&self, block: u32) -> Result<&[Option<Stanza>], u32> {
        self.read.get(&block).map(Vec::as_slice).ok_or(block)
    }

    /// What is shown by itself of a stretch that was read.
    fn shown<'a>(&'a self, index: &'a Index, block: u32) -> impl Iterator<Item = Spot> + 'a {
        let stanzas = self.read.get(&block).map(Vec::as_slice).unwrap_or_default();
        stanzas.iter().zip(0..).filter_map(move |(stanza, nth)| {
            let stanza = stanza.as_ref().filter(|stanza| stanza.content.is_some())?;
            let spot = Spot { block, nth };
            let is_own = index.number_of(stanza) == self.conversation && index.relations.of(spot).is_none();
            is_own.then_some(spot)
        })
    }

    fn stanza(&self, spot: Spot) -> Option<&Stanza> {
        self.read.get(&spot.block)?.get(usize::from(spot.nth))?.as_ref()
    }

    fn message(&self, index: &Index, spot: Spot) -> Result<Option<Message>, u32> {
        let Some(stanza) = self.stanza(spot) else { return Ok(None) };
        let Some(mut message) = Message::of(stanza, spot) else { return Ok(None) };
        for relation in index.relations.to(spot) {
            self.block(relation.spot.block)?;
        }
        if let Some(id) = &stanza.replies_to
            && let Some(answered) = index.answered(&stanza.conversation, id)
        {
            self.block(answered.block)?;
            message.quote = self.stanza(answered).map(|stanza| Quote::of(stanza, answered));
        }
        let later = index.relations.to(spot);
        message.apply(later.filter_map(|it| Some((it.kind, self.stanza(it.spot)?))));
        Ok(Some(message))
    }
}
