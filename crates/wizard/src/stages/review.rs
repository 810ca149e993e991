//! `review`: what would change at the destination. Nothing has been written yet.

use ordered::Map;
use std::rc::Rc;

use migration::{
    Action, Autojoin, Choice, Choices, Counts, Fate, Holding, Holdings, KindId, KindPlan, Plan, PlanItem,
};

use crate::stages::choose::MOST_SHOWN;
use crate::{Effect, Explanation, Side, Stage, Text, Trouble, Wizard};

/// What is known of the destination, and what the person decided.
#[derive(Debug, Default)]
pub(crate) struct Review {
    found: Map<KindId, Rc<Holding>>,
    reading: Vec<KindId>,
    choices: Choices,
    pub(crate) autojoin: Autojoin,
    plan: Option<Rc<Plan>>,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewView {
    pub rows: Vec<PlanRow>,
    /// Still looking at the destination: kinds done, kinds in all.
    pub progress: Option<(usize, usize)>,
    pub totals: Counts,
    pub can_start: bool,
    /// Offered where bookmarks would enter rooms on start.
    pub autojoin: Option<Autojoin>,
    pub slow: bool,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRow {
    pub id: KindId,
    /// None while the destination is still being read.
    pub counts: Option<Counts>,
    pub items: Vec<PlanItemView>,
    /// How many more items there are than shown.
    pub hidden: usize,
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
    pub(crate) fn enter_review(&mut self) -> Vec<Effect> {
        let kinds: Vec<KindId> = self.choose.chosen().into_iter().collect();
        let review = &mut self.review;
        review.found.clear();
        review.plan = None;
        review.reading.clone_from(&kinds);
        self.run.retrying = false;
        let mut effects = self.go(Stage::Review);
        if kinds.is_empty() {
            self.make_plan();
        } else {
            let origin = Rc::new(self.origin_holdings());
            effects.push(Effect::Find { kinds, origin });
        }
        effects
    }

    pub(crate) fn read_destination(&mut self, kind: KindId, holding: Rc<Holding>) -> Vec<Effect> {
        self.review.reading.retain(|id| *id != kind);
        self.review.found.insert(kind, holding);
        if self.review.reading.is_empty() {
            self.make_plan();
        }
        Vec::new()
    }

    pub(crate) fn decide(&mut self, kind: KindId, key: String, choice: Choice) -> Vec<Effect> {
        self.review.choices.insert((kind, key), choice);
        self.make_plan();
        Vec::new()
    }

    pub(crate) fn autojoin(&mut self, autojoin: Autojoin) -> Vec<Effect> {
        self.keep_autojoin(autojoin);
        self.make_plan();
        Vec::new()
    }

    pub(crate) fn review_start(&mut self) -> Vec<Effect> {
        match self.review.plan.clone() {
            Some(plan) if self.stage == Stage::Review && self.review.reading.is_empty() => {
                self.run_plan(plan)
            }
            _ => Vec::new(),
        }
    }

    fn make_plan(&mut self) {
        if !self.review.reading.is_empty() {
            return;
        }
        let Some(mapping) = self.mapping() else { return };
        let found = Holdings { kinds: self.review.found.clone(), unclaimed: Vec::new() };
        let origin = self.origin_holdings();
        let plan = Plan::new(&origin, &found, &self.choose.chosen(), &mapping, &self.review.choices);
        let plan = match self.to_retry() {
            Some(items) => plan.only(&items),
            None => plan,
        };
        self.review.plan = Some(Rc::new(plan));
    }

    pub(crate) fn review_view(&self) -> ReviewView {
        let chosen = self.choose.chosen();
        let plan = self.review.plan.as_ref();
        let rows: Vec<PlanRow> = match plan {
            Some(plan) => plan.kinds.iter().map(row).collect(),
            None => chosen.iter().map(|id| unread_row(*id)).collect(),
        };
        let mut totals = Counts::default();
        for counts in rows.iter().filter_map(|row| row.counts) {
            totals.add += counts.add;
            totals.same += counts.same;
            totals.change += counts.change;
            totals.left_out += counts.left_out;
        }
        let done = chosen.len() - self.review.reading.len().min(chosen.len());
        ReviewView {
            rows,
            progress: plan.is_none().then_some((done, chosen.len())),
            totals,
            can_start: plan.is_some(),
            autojoin: self.enters_rooms().then_some(self.review.autojoin),
            slow: self.side(Side::Destination).slow,
        }
    }

    fn enters_rooms(&self) -> bool {
        self.choose.chosen().into_iter().any(|id| migration::enters_rooms(id, &self.origin_holdings()))
    }
}

fn unread_row(id: KindId) -> PlanRow {
    PlanRow { id, counts: None, items: Vec::new(), hidden: 0, problem: None }
}

fn row(plan: &KindPlan) -> PlanRow {
    // What asks for a decision comes first, what needs none last.
    let rank = |planned: &&PlanItem| match planned.action {
        Action::Change { .. } => 0,
        Action::Add { choices, .. } if !choices.is_empty() => 0,
        Action::LeftOut(_) => 1,
        Action::Add { .. } => 2,
        Action::Same => 3,
    };
    let mut items: Vec<&PlanItem> = plan.items.iter().collect();
    ordered::sort_by_key(&mut items, rank);
    let problem = plan.problem.clone().map(|problem| Trouble::Kind(problem).explain());
    PlanRow {
        id: plan.id,
        counts: Some(plan.counts()),
        hidden: items.len().saturating_sub(MOST_SHOWN),
        items: items.into_iter().take(MOST_SHOWN).map(|item| item_view(plan.id, item)).collect(),
        problem,
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
