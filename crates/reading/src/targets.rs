//! Finds a message by an id, as long as it is not too long ago.
//!
//! A table of a fixed size: in a long history the oldest are forgotten. What refers to one of those stands
//! for itself.

use crate::relation::Spot;

/// Room for half a million ids, 16 MB.
const MOST: usize = 1 << 19;
const FIRST: usize = 1 << 10;
/// So many places are tried.
const TRIES: usize = 48;

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Zero where there is none.
    hash: u64,
    target: Target,
}

/// What an id leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    /// Where it is shown.
    pub(crate) spot: Spot,
    pub(crate) author: u32,
    /// Seconds since 1970 as far as they fit; zero where it is not known.
    time: u32,
}

impl Target {
    pub(crate) fn time(self) -> Option<i64> {
        (self.time > 0).then_some(i64::from(self.time))
    }
}

#[derive(Debug, Default)]
pub(crate) struct Targets {
    entries: Vec<Entry>,
    used: usize,
}

impl Targets {
    /// Whoever is called the same later is another.
    pub(crate) fn insert(&mut self, hash: u64, author: u32, time: Option<i64>, spot: Spot) {
        if self.used * 2 >= self.entries.len() && self.entries.len() < MOST {
            self.grow();
        }
        let time = time.and_then(|time| u32::try_from(time).ok()).unwrap_or(0);
        self.put(Entry { hash: hash.max(1), target: Target { spot, author, time } });
    }

    /// The message of that id.
    pub(crate) fn find(&self, hash: u64) -> Option<Target> {
        let hash = hash.max(1);
        let entry = self.places(hash).filter_map(|place| self.entries.get(place));
        entry.take_while(|entry| entry.hash != 0).find_map(|it| (it.hash == hash).then_some(it.target))
    }

    fn put(&mut self, entry: Entry) {
        let Some(oldest) = self.places(entry.hash).next() else { return };
        let mut chosen = oldest;
        for place in self.places(entry.hash) {
            let Some(there) = self.entries.get(place) else { return };
            if there.hash == 0 {
                self.used += 1;
                chosen = place;
                break;
            }
            if there.hash == entry.hash {
                chosen = place;
                break;
            }
            if self.entries.get(chosen).is_some_and(|oldest| there.target.spot < oldest.target.spot) {
                chosen = place;
            }
        }
        if let Some(place) = self.entries.get_mut(chosen) {
            *place = entry;
        }
    }

    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.entries.len().wrapping_sub(1);
        // The lower bits of the hash; the table has 2^n places.
        let first = hash as usize;
        (0..TRIES).map(move |n| first.wrapping_add(n) & mask)
    }

    fn grow(&mut self) {
        let size = (self.entries.len() * 2).clamp(FIRST, MOST);
        let before = std::mem::replace(&mut self.entries, vec![Entry::default(); size]);
        self.used = 0;
        for entry in before.into_iter().filter(|entry| entry.hash != 0) {
            self.put(entry);
        }
    }
}

/// FNV-1a, 64 bits, over parts that cannot run into one another, and stirred, as the lower bits are used.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let stirred = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    stirred ^ (stirred >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found() {
        let mut targets = Targets::default();
        let spot = |n: u32| Spot { block: n, nth: 7 };
        assert_eq!(targets.find(5), None);
        let name = |n: u32| hash(&["x@y.test", &n.to_string()]);
        for n in 0..200_000 {
            targets.insert(name(n), n, Some(i64::from(n)), spot(n));
        }
        let is_lost =
            |n: &u32| targets.find(name(*n)) != Some(Target { spot: spot(*n), author: *n, time: *n });
        let lost = (0..200_000).filter(is_lost).count();
        assert_eq!(lost, 0);
        assert_eq!(targets.find(name(200_000)), None);
    }

    #[test]
    fn it_forgets_and_does_not_grow() {
        let mut targets = Targets::default();
        let name = |n: u32| hash(&["x@y.test", &n.to_string()]);
        for n in 0..1_000_000 {
            targets.insert(name(n), 0, None, Spot { block: n, nth: 0 });
        }
        assert_eq!(targets.entries.len(), MOST);
        let recent = (900_000..1_000_000).filter(|n| targets.find(name(*n)).is_some()).count();
        assert!(recent > 99_000, "{recent}");
    }
}
