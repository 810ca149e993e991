//! What refers to what: corrections, retractions and reactions, and the messages they belong to.

/// Where a message stands: the `nth` of a stretch of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub(crate) block: u32,
    pub(crate) nth: u16,
}

impl Spot {
    /// The same for no other message of the history; fit to be the `id` of an element.
    pub fn name(self) -> String {
        format!("m{}-{}", self.block, self.nth)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Correction,
    Retraction,
    Reactions,
}

/// A message that is shown with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) spot: Spot,
    pub(crate) target: Spot,
    pub(crate) kind: Kind,
}

/// More are not kept; what refers to something then stands for itself.
const MOST: usize = 400_000;

/// All of them. They are added in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    all: Vec<Relation>,
    /// Places in `all`, in the order of the targets.
    by_target: Vec<u32>,
}

impl Relations {
    /// False where there is no room.
    pub(crate) fn add(&mut self, relation: Relation) -> bool {
        if self.all.len() >= MOST {
            return false;
        }
        self.all.push(relation);
        true
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// To be called once all are there.
    pub(crate) fn close(&mut self) {
        let all = &self.all;
        self.by_target = (0..all.len()).filter_map(|at| u32::try_from(at).ok()).collect();
        // What has the same target keeps the order of the file.
        ordered::sort_by_key(&mut self.by_target, |at| all.get(*at as usize).map(|it| it.target));
        self.all.shrink_to_fit();
    }

    /// What the message at `spot` belongs to.
    pub(crate) fn of(&self, spot: Spot) -> Option<&Relation> {
        let at = self.all.binary_search_by(|relation| relation.spot.cmp(&spot)).ok()?;
        self.all.get(at)
    }

    /// What belongs to the message at `target`, in the order of the file.
    pub(crate) fn to(&self, target: Spot) -> impl Iterator<Item = &Relation> {
        let target_of = |at: &u32| self.all.get(*at as usize).map(|relation| relation.target);
        let first = self.by_target.partition_point(|at| target_of(at) < Some(target));
        let there = self.by_target.iter().skip(first).take_while(move |at| target_of(at) == Some(target));
        there.filter_map(|at| self.all.get(*at as usize))
    }
}
