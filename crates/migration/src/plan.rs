//! What would change at the destination, before anything is written. Pure.

use std::borrow::Cow;

use ordered::{Map, Set};

use portable::Fragment;
use xml::Element;

use crate::holdings::Holdings;
use crate::kind::{Choice, Fate, Item, Kind, KindId, Mapping, Support};
use crate::{Problem, Reason, kinds};

/// What the person decided in review, by kind and item.
pub type Choices = Map<(KindId, String), Choice>;

/// The plan for every chosen kind, in the order of [`kinds::ALL`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub kinds: Vec<KindPlan>,
}

/// The plan for one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct KindPlan {
    pub id: KindId,
    pub items: Vec<PlanItem>,
    /// How many items there are besides, none of which is written, and by what rule.
    pub unlisted: Option<(u64, Reason)>,
    /// The rule by which the kind as a whole stays where it is.
    pub reason: Option<Reason>,
    /// Why the destination could not be read: then nothing of this kind is written.
    pub problem: Option<Problem>,
}

/// What would happen to one item.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanItem {
    pub item: Item,
    pub action: Action,
}

/// What would be done with one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The destination has none. Where there are `choices`, [`Choice::Keep`] leaves it so.
    Add { choices: &'static [Choice], choice: Choice },
    /// Already there as it should be.
    Same,
    /// Both sides have a value; `found` is the destination's.
    Change { found: Element, choices: &'static [Choice], choice: Choice },
    /// Not written, by this rule.
    LeftOut(Reason),
}

/// How many items there are of each action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub add: usize,
    pub same: usize,
    pub change: usize,
    pub left_out: usize,
}

impl Counts {
    /// How many items may be written.
    pub fn writes(self) -> usize {
        self.add + self.change
    }
}

impl Plan {
    /// Compares what the origin holds of the `chosen` kinds with what the destination holds.
    pub fn new(
        origin: &Holdings,
        destination: &Holdings,
        chosen: &Set<KindId>,
        mapping: &Mapping,
        choices: &Choices,
    ) -> Self {
        let chosen = kinds::ALL.into_iter().filter(|kind| chosen.contains(&kind.id()));
        let plan = |kind| KindPlan::new(kind, origin, destination, mapping, choices);
        Self { kinds: chosen.map(plan).collect() }
    }

    /// The part of the plan that concerns these items: to try again what failed.
    #[must_use]
    pub fn only(mut self, items: &Set<(KindId, String)>) -> Self {
        for kind in &mut self.kinds {
            let id = kind.id;
            kind.items.retain(|planned| items.contains(&(id, planned.item.key.clone())));
            kind.unlisted = None;
        }
        self.kinds.retain(|kind| !kind.items.is_empty());
        self
    }

    /// Changes what was decided of one item. `false` where more depends on it
    /// than the item itself: then its kind has to be planned anew.
    #[must_use]
    pub fn decide(&mut self, id: KindId, key: &str, wish: Choice) -> bool {
        let Some(plan) = self.kinds.iter_mut().find(|plan| plan.id == id) else { return true };
        if plan.items.iter().any(|planned| planned.item.part_of == key) {
            return false;
        }
        for planned in plan.items.iter_mut().filter(|planned| planned.item.key == key) {
            match &mut planned.action {
                Action::Add { choices, choice } | Action::Change { choices, choice, .. }
                    if choices.contains(&wish) =>
                {
                    *choice = wish;
                }
                _ => {}
            }
        }
        true
    }

    /// The plan for one kind, if it was chosen.
    pub fn kind(&self, id: KindId) -> Option<&KindPlan> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

impl KindPlan {
    fn new(
        kind: &'static dyn Kind,
        origin: &Holdings,
        destination: &Holdings,
        mapping: &Mapping,
        choices: &Choices,
    ) -> Self {
        let id = kind.id();
        let mut wanted = wanted(kind, origin.fragments(id), mapping);
        if let Support::ReadOnly(reason) | Support::None(reason) = kind.support(&mapping.features) {
            for item in wanted.iter_mut().filter(|item| !matches!(item.fate, Fate::LeftOut(_))) {
                item.fate = Fate::LeftOut(reason.clone());
            }
        }
        let holding = origin.get(id);
        let unlisted = holding.map_or(0, |holding| holding.unlisted);
        let actions = actions(kind, &wanted, destination.fragments(id), choices);
        let planned = wanted.into_iter().zip(actions).map(|(item, action)| PlanItem { item, action });
        Self {
            id,
            items: planned.collect(),
            unlisted: (unlisted > 0).then_some((unlisted, Reason::OnlyInFile)),
            reason: holding.and_then(|holding| holding.stays(id)),
            problem: destination.get(id).and_then(|holding| holding.problem.clone()),
        }
    }

    /// How many items there are of each action.
    pub fn counts(&self) -> Counts {
        let unlisted = self.unlisted.as_ref().map_or(0, |(count, _)| *count as usize);
        let mut counts = Counts { left_out: unlisted, ..Counts::default() };
        for item in &self.items {
            *match item.action {
                Action::Add { choice: Choice::Keep, .. } => &mut counts.left_out,
                Action::Add { .. } => &mut counts.add,
                Action::Same => &mut counts.same,
                Action::Change { .. } => &mut counts.change,
                Action::LeftOut(_) => &mut counts.left_out,
            } += 1;
        }
        counts
    }
}

/// The items of a kind, each with a key of its own: what repeats an earlier
/// key is the same thing twice and is left out under a key made unique.
pub(crate) fn wanted(kind: &dyn Kind, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
    let mut items = kind.convert(fragments, mapping);
    for n in repeated(&items) {
        let item = &mut items[n];
        item.fate = Fate::LeftOut(Reason::SameAs(item.key.clone()));
        item.key = format!("{}#{n}", item.key);
    }
    items
}

/// The places of the items whose key an earlier one has.
fn repeated(items: &[Item]) -> Vec<usize> {
    let keys = ordered::sorted(items.iter().enumerate().map(|(n, item)| (item.key.as_str(), n)));
    keys.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).collect()
}

/// What would happen to each of the wanted items.
pub(crate) fn actions(
    kind: &dyn Kind,
    wanted: &[Item],
    found: &[Fragment],
    choices: &Choices,
) -> Vec<Action> {
    let differences = kind.differences(&carried(wanted), found);
    // Each is taken out by leaving its place empty: thousands are not moved up for every one of them.
    let mut differences: Map<String, _> =
        differences.into_iter().map(|d| (d.key, Some((d.found, d.choices)))).collect();
    let action = |item: &Item| {
        if let Fate::LeftOut(reason) = &item.fate {
            return Action::LeftOut(reason.clone());
        }
        let Some((found, offered)) = differences.get_mut(&item.key).and_then(Option::take) else {
            return Action::Same;
        };
        let choice = decided(kind.id(), item, offered, choices);
        match found {
            None => Action::Add { choices: offered, choice },
            Some(found) => Action::Change { found, choices: offered, choice },
        }
    };
    let mut actions: Vec<Action> = wanted.iter().map(action).collect();
    leave_with_the_whole(wanted, &mut actions);
    actions
}

/// The items that are not left out; thousands are not copied where none is.
pub(crate) fn carried(wanted: &[Item]) -> Cow<'_, [Item]> {
    let is_carried = |item: &&Item| !matches!(item.fate, Fate::LeftOut(_));
    if wanted.iter().all(|item| is_carried(&item)) {
        return Cow::Borrowed(wanted);
    }
    wanted.iter().filter(is_carried).cloned().collect()
}

fn decided(id: KindId, item: &Item, offered: &[Choice], choices: &Choices) -> Choice {
    let default = offered.first().copied().unwrap_or(Choice::Take);
    if choices.is_empty() {
        return default;
    }
    let chosen = choices.get(&(id, item.key.clone())).copied();
    chosen.filter(|choice| offered.contains(choice)).unwrap_or(default)
}

/// What belongs to an item that stays away stays away with it.
fn leave_with_the_whole(wanted: &[Item], actions: &mut [Action]) {
    let is_left = |action: &Action| matches!(action, Action::Add { choice: Choice::Keep, .. });
    let left: Set<String> =
        wanted.iter().zip(&*actions).filter(|(_, a)| is_left(a)).map(|(item, _)| item.key.clone()).collect();
    for (item, action) in wanted.iter().zip(actions) {
        if left.contains(&item.part_of) && !item.part_of.is_empty() {
            *action = Action::LeftOut(Reason::Declined);
        }
    }
}
