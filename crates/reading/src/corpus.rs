//! What can be looked for in a history that is not too long, alike as [`crate::Fold`] makes it.

use crate::relation::Spot;

/// Of a longer text than this the rest is not kept here, and the whole history is read when it is searched.
const MOST_BYTES: usize = 32 << 20;
/// Bytes of one piece of memory, so that growing never copies.
const CHUNK: usize = 256 << 10;

#[derive(Debug, Default)]
pub(crate) struct Corpus {
    chunks: Vec<String>,
    entries: Vec<Entry>,
    bytes: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    chunk: u32,
    from: u32,
    len: u32,
    conversation: u32,
    /// Where what holds the words is shown.
    shown: Spot,
    /// Where they stand.
    spot: Spot,
}

/// A message that holds all words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) conversation: u32,
    pub(crate) shown: Spot,
    pub(crate) spot: Spot,
}

impl Corpus {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Keeps a text; false where there is no more room.
    pub(crate) fn add(&mut self, text: &str, conversation: u32, shown: Spot, spot: Spot) -> bool {
        self.bytes += text.len();
        if self.bytes > MOST_BYTES {
            return false;
        }
        let has_room = self.chunks.last().is_some_and(|chunk| chunk.capacity() - chunk.len() >= text.len());
        if !has_room {
            self.chunks.push(String::with_capacity(CHUNK.max(text.len())));
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let chunk = number(self.chunks.len() - 1);
        if let Some(last) = self.chunks.last_mut() {
            let (from, len) = (number(last.len()), number(text.len()));
            last.push_str(text);
            self.entries.push(Entry { chunk, from, len, conversation, shown, spot });
        }
        true
    }

    /// What holds all `words`, among the entries at these places.
    pub(crate) fn matches(
        &self,
        words: &[String],
        places: std::ops::Range<usize>,
    ) -> impl Iterator<Item = Match> {
        let entries = self.entries.get(places).unwrap_or_default().iter();
        entries.filter(|entry| holds(self.text(entry), words)).map(|entry| Match {
            conversation: entry.conversation,
            shown: entry.shown,
            spot: entry.spot,
        })
    }

    fn text(&self, entry: &Entry) -> &str {
        let (from, len) = (entry.from as usize, entry.len as usize);
        self.chunks
            .get(entry.chunk as usize)
            .and_then(|chunk| chunk.get(from..from + len))
            .unwrap_or_default()
    }
}

pub(crate) fn holds(text: &str, words: &[String]) -> bool {
    words.iter().all(|word| text.contains(word.as_str()))
}
