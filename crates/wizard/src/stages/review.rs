//! `review`: what would change at the destination. Nothing has been written yet.

use std::rc::Rc;

use migration::{
    Action, Autojoin, Choice, Choices, Counts, Fate, Holding, Holdings, KindId, KindPlan, Plan, PlanItem,
    Reading, kinds,
};
use ordered::{Map, Set};

use crate::listing::Listing;
use crate::stages::both_sides::BothSidesView;
use crate::{Effect, Explanation, Side, Stage, Text, Trouble, Wizard};

/// What is known of the destination, and what the person decided.
#[derive(Debug, Default)]
pub(crate) struct Review {
    found: Map<KindId, Rc<Holding>>,
    /// What is not known yet, at either end.
    reading: Set<KindId>,
    choices: Choices,
    pub(crate) autojoin: Autojoin,
    /// What is planned so far, kind by kind: each as soon as both ends of it are known.
    plan: Rc<Plan>,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewView {
    pub rows: Vec<PlanRow>,
    /// Still looking: kinds done, kinds in all.
    pub progress: Option<(usize, usize)>,
    pub totals: Counts,
    pub can_start: bool,
    /// What can move at all.
    pub sides: BothSidesView,
    /// Offered where bookmarks would enter rooms on start.
    pub autojoin: Option<Autojoin>,
    /// The new provider's way for browsers is a slow one.
    pub roundabout: bool,
    /// Either server is slow, and what was wanted of it is not there yet.
    pub slow: Option<Side>,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRow {
    pub id: KindId,
    /// None while either end is still being read.
    pub counts: Option<Counts>,
    /// What asks for a decision, as much as is shown of it, and how many there are.
    pub asking: Vec<PlanItemView>,
    pub all_asking: usize,
    /// The same of what asks for none. Nothing of it is shown until it is opened.
    pub settled: Vec<PlanItemView>,
    pub all_settled: usize,
    pub listing: Listing,
    /// Why the kind as a whole stays where it is.
    pub reason: Option<Text>,
    pub problem: Option<Explanation>,
}

/// One item, and what would happen to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanItemView {
    pub key: String,
    pub label: String,
    /// What would happen, and why where there is a reason.
    pub what: Text,
    pub choice: Option<ChoiceView>,
}

/// A decision between what both sides have.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceView {
    pub choices: &'static [Choice],
    pub chosen: Choice,
    /// The destination has nothing there: the choice is whether to bring it along.
    pub is_new: bool,
    /// What either side says; empty where it cannot be said in a line.
    pub ours: String,
    pub theirs: String,
}

impl Wizard {
    /// Looks at the destination afresh and makes the plan anew.
    // Where the page is cut off: see `later.rs`.
    #[inline(never)]
    pub(crate) fn enter_review(&mut self) -> Vec<Effect> {
        self.run.retrying = false;
        self.review_afresh()
    }

    pub(crate) fn review_afresh(&mut self) -> Vec<Effect> {
        let mut effects = self.go(Stage::Review);
        effects.extend(self.read_chosen());
        let chosen = self.choose.chosen();
        let (unread, read): (Vec<KindId>, Vec<KindId>) =
            chosen.into_iter().partition(|id| self.choose.is_awaited(*id));
        let wanted: Vec<KindId> = read.into_iter().filter(|id| self.needs_a_look(*id)).collect();
        let review = &mut self.review;
        review.found.clear();
        review.reading = unread.into_iter().chain(wanted.iter().copied()).collect();
        effects.extend(self.find(wanted));
        self.plan_anew();
        effects
    }

    /// Whether it matters what the destination has of this kind. What nobody can
    /// write is not looked for, and nothing is compared with nothing.
    fn needs_a_look(&self, id: KindId) -> bool {
        let reading = kinds::by_id(id).map(|kind| kind.reading());
        matches!(reading, Some(Reading::AtOnce | Reading::WhenNeeded)) && !self.choose.items(id).is_empty()
    }

    fn find(&self, kinds: Vec<KindId>) -> Vec<Effect> {
        if kinds.is_empty() {
            return Vec::new();
        }
        vec![Effect::Find { kinds, origin: self.origin_holdings() }]
    }

    /// A kind the review waits for was read at the origin: now it is the destination's turn.
    pub(crate) fn find_arrived(&mut self, kind: KindId) -> Vec<Effect> {
        if self.stage != Stage::Review || !self.review.reading.contains(&kind) {
            return Vec::new();
        }
        if self.needs_a_look(kind) {
            return self.find(vec![kind]);
        }
        self.review.reading.remove(&kind);
        self.plan_kind(kind);
        Vec::new()
    }

    pub(crate) fn read_destination(&mut self, kind: KindId, holding: Rc<Holding>) -> Vec<Effect> {
        self.review.found.insert(kind, holding);
        if self.review.reading.remove(&kind) {
            self.plan_kind(kind);
        }
        Vec::new()
    }

    pub(crate) fn decide(&mut self, kind: KindId, key: String, choice: Choice) -> Vec<Effect> {
        let is_done = Rc::make_mut(&mut self.review.plan).decide(kind, &key, choice);
        self.review.choices.insert((kind, key), choice);
        if !is_done {
            self.plan_kind(kind);
        }
        Vec::new()
    }

    pub(crate) fn autojoin(&mut self, autojoin: Autojoin) -> Vec<Effect> {
        self.keep_autojoin(autojoin);
        for kind in self.choose.chosen() {
            let is_known = !self.review.reading.contains(&kind);
            if is_known && migration::enters_rooms(kind, &self.choose.holdings) {
                self.plan_kind(kind);
            }
        }
        Vec::new()
    }

    pub(crate) fn review_start(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Review || !self.is_planned() {
            return Vec::new();
        }
        self.run_plan(Rc::clone(&self.review.plan))
    }

    fn is_planned(&self) -> bool {
        self.review.reading.is_empty() && self.mapping().is_some()
    }

    /// Plans everything of which both ends are known.
    fn plan_anew(&mut self) {
        self.review.plan = Rc::default();
        for kind in self.choose.chosen() {
            if !self.review.reading.contains(&kind) {
                self.plan_kind(kind);
            }
        }
    }

    /// Plans one kind; what is planned of the others stays.
    fn plan_kind(&mut self, kind: KindId) {
        let Some(mapping) = self.mapping() else { return };
        let found = Holdings { kinds: self.review.found.clone(), unclaimed: Vec::new() };
        let (origin, choices) = (&self.choose.holdings, &self.review.choices);
        let planned = Plan::new(origin, &found, &Set::from([kind]), &mapping, choices);
        let planned = match self.to_retry() {
            // Nobody knows which items were missing before.
            Some(_) if self.run.read_again.contains(&kind) => planned,
            Some(items) => planned.only(&items),
            None => planned,
        };
        let kinds = &mut Rc::make_mut(&mut self.review.plan).kinds;
        kinds.retain(|known| known.id != kind);
        kinds.extend(planned.kinds);
        let place = |known: &KindPlan| kinds::ALL.iter().position(|it| it.id() == known.id);
        ordered::sort_by_key(kinds, place);
    }

    #[inline(never)]
    pub(crate) fn review_view(&self) -> ReviewView {
        let chosen = self.choose.chosen();
        let listing = |id| self.listing(Stage::Review, id).unwrap_or(Listing::CLOSED);
        let is_planned = self.is_planned();
        let row = |id: KindId| match self.review.plan.kind(id) {
            Some(plan) => Some(row(plan, listing(id))),
            // A retry plans nothing of what is settled.
            None => (!is_planned).then(|| unread_row(id)),
        };
        let order = kinds::ALL.into_iter().map(|kind| kind.id()).filter(|id| chosen.contains(id));
        let rows: Vec<PlanRow> = order.filter_map(row).collect();
        let mut totals = Counts::default();
        for counts in rows.iter().filter_map(|row| row.counts) {
            totals.add += counts.add;
            totals.same += counts.same;
            totals.change += counts.change;
            totals.left_out += counts.left_out;
        }
        let done = chosen.len().saturating_sub(self.review.reading.len());
        let slow = |side: &Side| self.side(*side).slow;
        ReviewView {
            rows,
            progress: (!is_planned).then_some((done, chosen.len())),
            totals,
            can_start: is_planned,
            sides: self.both_sides_view(),
            autojoin: self.enters_rooms().then_some(self.review.autojoin),
            roundabout: self.side(Side::Destination).roundabout,
            slow: [Side::Destination, Side::Origin].into_iter().find(slow).filter(|_| !is_planned),
        }
    }

    fn enters_rooms(&self) -> bool {
        self.choose.chosen().into_iter().any(|id| migration::enters_rooms(id, &self.choose.holdings))
    }
}

fn unread_row(id: KindId) -> PlanRow {
    PlanRow {
        id,
        counts: None,
        asking: Vec::new(),
        all_asking: 0,
        settled: Vec::new(),
        all_settled: 0,
        listing: Listing::CLOSED,
        reason: None,
        problem: None,
    }
}

fn row(plan: &KindPlan, listing: Listing) -> PlanRow {
    let (asking, settled): (Vec<&PlanItem>, Vec<&PlanItem>) = plan.items.iter().partition(|it| asks(it));
    let view = |planned: &&PlanItem| item_view(plan.id, planned);
    let problem = plan.problem.clone().map(|problem| Trouble::Kind(problem).explain());
    // What stays behind comes first, what is there already last.
    let rank = |planned: &&&PlanItem| match planned.action {
        Action::LeftOut(_) => 0,
        Action::Same => 2,
        _ => 1,
    };
    let ranked = (0..3).flat_map(|wanted| settled.iter().filter(move |planned| rank(planned) == wanted));
    PlanRow {
        id: plan.id,
        counts: Some(plan.counts()),
        asking: asking.iter().take(listing.most).map(view).collect(),
        all_asking: asking.len(),
        settled: ranked.take(listing.drawn(settled.len())).map(view).collect(),
        all_settled: settled.len(),
        listing,
        reason: plan.reason.as_ref().map(reason_text),
        problem,
    }
}

fn asks(planned: &PlanItem) -> bool {
    match &planned.action {
        Action::Change { .. } => true,
        Action::Add { choices, .. } => !choices.is_empty(),
        Action::LeftOut(_) | Action::Same => false,
    }
}

fn item_view(kind: KindId, planned: &PlanItem) -> PlanItemView {
    let (what, choice) = match &planned.action {
        Action::Add { choices: [], .. } => (Text::new("plan-add"), None),
        Action::Add { choices, choice } => {
            let what = if *choice == Choice::Keep { "plan-stay-behind" } else { "plan-add" };
            let nothing = String::new;
            let view =
                ChoiceView { choices, chosen: *choice, is_new: true, ours: nothing(), theirs: nothing() };
            (Text::new(what), Some(view))
        }
        Action::Same => (Text::new("plan-same"), None),
        Action::LeftOut(reason) => (reason_text(reason), None),
        Action::Change { found, choices, choice } => {
            let ours = migration::says(kind, &planned.item.payload);
            let theirs = migration::says(kind, found);
            (
                Text::new("plan-change"),
                Some(ChoiceView { choices, chosen: *choice, is_new: false, ours, theirs }),
            )
        }
    };
    let what = match (&planned.item.fate, &planned.action) {
        (Fate::Changed(reason), Action::Add { choices: [], .. }) => reason_text(reason),
        _ => what,
    };
    PlanItemView { key: planned.item.key.clone(), label: planned.item.label.clone(), what, choice }
}

/// Why something is changed or left out, for people.
pub(crate) fn reason_text(reason: &migration::Reason) -> Text {
    let text = Text::new(format!("reason-{}", reason.code()));
    match reason {
        migration::Reason::SameAs(other) => text.with("other", other.as_str()),
        _ => text,
    }
}
