//! Carrying out a plan: write what differs, read back, say of each item what became of it.

use ordered::{Map, Set};
use std::cell::RefCell;

use futures_util::future::{FutureExt, LocalBoxFuture, Shared, join, join_all};
use portable::Fragment;
use xml::Element;

use crate::holdings::Holding;
use crate::kind::{Choice, Fate, Item, Kind, KindId, Log, Write};
use crate::plan::{Action, Choices, KindPlan, Plan, PlanItem, actions, carried};
use crate::report::{Entry, KindReport, Outcome, Unlisted};
use crate::{Account, Problem, Reason, kinds};

/// What happens while a plan is carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// `total` items are to be settled.
    Started { kind: KindId, total: usize },
    /// `done` of the items are written or given up.
    Settled { kind: KindId, done: usize },
    /// The connection was lost; the run goes on by itself when it is back.
    Paused { kind: KindId },
    /// Read back; or why not.
    Finished(KindReport),
}

/// How often a lost connection is waited for without a single item settled in between.
const MOST_VAIN_ROUNDS: u32 = 20;

/// What has to be done before anything else is written.
type Gate<'a> = Shared<LocalBoxFuture<'a, ()>>;

/// Carries out the plan, in the order of [`kinds`]. One kind's failure never stops another.
pub async fn run(plan: &Plan, to: &Account, heard: &dyn Fn(Progress)) -> Vec<KindReport> {
    let reports = RefCell::new(Map::new());
    let phase = async |ids: &[KindId], gate: Option<&Gate<'_>>| {
        let plans = ids.iter().filter_map(|id| plan.kind(*id));
        join_all(plans.map(async |plan| {
            let report = run_kind(plan, to, heard, gate).await;
            heard(Progress::Finished(report.clone()));
            reports.borrow_mut().insert(plan.id, report);
        }))
        .await;
    };
    let first: Gate<'_> = phase(kinds::FIRST, None).boxed_local().shared();
    let lane = async |phases: &[&[KindId]]| {
        for ids in phases {
            phase(ids, Some(&first)).await;
        }
    };
    // What is there already is looked at meanwhile.
    join(first.clone(), join_all(kinds::LANES.map(lane))).await;
    phase(kinds::NEVER_WRITTEN, None).await;
    let mut reports = reports.take();
    plan.kinds.iter().filter_map(|kind| reports.remove(&kind.id)).collect()
}

async fn run_kind(
    plan: &KindPlan,
    to: &Account,
    heard: &dyn Fn(Progress),
    gate: Option<&Gate<'_>>,
) -> KindReport {
    heard(Progress::Started { kind: plan.id, total: plan.items.len() });
    let Some(kind) = kinds::by_id(plan.id) else {
        return failed_whole(plan, &Problem::Cancelled);
    };
    if let Some(problem) = &plan.problem {
        return failed_whole(plan, problem);
    }
    let ledger = Ledger::new(plan, heard);
    let items: Vec<Item> = plan.items.iter().map(|planned| planned.item.clone()).collect();
    let carried = carried(&items);
    let mut vain = 0;
    loop {
        let before = ledger.settled();
        match round(kind, plan, [&items, &carried], to, &ledger, gate).await {
            Ok(found) => return ledger.report(kind, plan, &carried, &found, to).await,
            Err(Problem::ConnectionLost) if vain < MOST_VAIN_ROUNDS => {
                heard(Progress::Paused { kind: plan.id });
                vain = if ledger.settled() > before { 0 } else { vain + 1 };
                if let Err(error) = to.session().online().await {
                    return ledger.unfinished(plan, &error.into());
                }
            }
            Err(problem) => return ledger.unfinished(plan, &problem),
        }
    }
}

/// One pass over the planned `items`: read, wait at the gate, write what still differs of those that are `carried`, read back.
/// What was found last is given back.
async fn round(
    kind: &dyn Kind,
    plan: &KindPlan,
    [items, carried]: [&[Item]; 2],
    to: &Account,
    ledger: &Ledger<'_>,
    gate: Option<&Gate<'_>>,
) -> Result<Holding, Problem> {
    let opened = async || {
        if let Some(gate) = gate {
            gate.clone().await;
        }
    };
    if kinds::holds_blocks(plan.id) {
        opened().await;
    }
    let stream = to.session().jid();
    let found = read(kind, carried, to).await?;
    let writes = ledger.writes(kind, plan, items, &found.fragments, to).await;
    if writes.is_empty() {
        return Ok(found);
    }
    to.rest().await;
    opened().await;
    // What was read before a loss is read again.
    if to.session().jid() != stream {
        return Err(Problem::ConnectionLost);
    }
    ledger.attempt(&writes);
    kind.write(&writes, &found.fragments, to, ledger).await?;
    if ledger.take_lost() {
        return Err(Problem::ConnectionLost);
    }
    read(kind, carried, to).await
}

async fn read(kind: &dyn Kind, carried: &[Item], at: &Account) -> Result<Holding, Problem> {
    let holding = Holding::find(kind, carried, at).await;
    at.rest().await;
    match &holding.problem {
        Some(problem) => Err(problem.clone()),
        None => Ok(holding),
    }
}

/// What is known of each item while a kind is written.
struct Ledger<'a> {
    kind: KindId,
    heard: &'a dyn Fn(Progress),
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// What each item should be at the destination, once both sides' values were brought together.
    resolved: Map<String, Element>,
    attempted: Set<String>,
    written: Set<String>,
    /// Items for which the destination's value stands, being what both sides bring together.
    kept: Set<String>,
    failed: Map<String, Problem>,
    /// Items the server took in another form.
    adapted: Map<String, Reason>,
    /// Items the server has no place for.
    left_out: Map<String, Reason>,
    /// Items whose connection was lost under them in this round.
    lost: bool,
}

impl<'a> Ledger<'a> {
    fn new(plan: &KindPlan, heard: &'a dyn Fn(Progress)) -> Self {
        Self { kind: plan.id, heard, state: RefCell::default() }
    }

    fn settled(&self) -> usize {
        let state = self.state.borrow();
        state.settled()
    }

    fn take_lost(&self) -> bool {
        std::mem::take(&mut self.state.borrow_mut().lost)
    }

    fn attempt(&self, writes: &[Write]) {
        self.state.borrow_mut().attempted.extend(writes.iter().map(|write| write.key.clone()));
    }

    /// What is still to be written, given what stands at the destination now.
    async fn writes(
        &self,
        kind: &dyn Kind,
        plan: &KindPlan,
        items: &[Item],
        found: &[Fragment],
        to: &Account,
    ) -> Vec<Write> {
        let mut turns = to.turns();
        let now = actions(kind, items, found, &decided(plan));
        let mut wanted: Vec<(&Item, Write)> = Vec::new();
        for (planned, now) in plan.items.iter().zip(now) {
            turns.give().await;
            wanted.extend(self.write(kind, planned, now).map(|write| (&planned.item, write)));
        }
        turns.give().await;
        let differing = differing(kind, &wanted, found);
        let mut state = self.state.borrow_mut();
        let (mut resolved, mut writes) = (Vec::new(), Vec::new());
        for (_, write) in wanted {
            let stands = write.found.is_some() && !differing.contains(&write.key);
            if stands && !state.attempted.contains(&write.key) {
                state.kept.insert(write.key);
                continue;
            }
            resolved.push((write.key.clone(), write.payload.clone()));
            if !stands {
                writes.push(write);
            }
        }
        state.resolved.extend(resolved);
        writes
    }

    /// What is to be written of one item, if anything.
    fn write(&self, kind: &dyn Kind, planned: &PlanItem, now: Action) -> Option<Write> {
        let mut state = self.state.borrow_mut();
        let key = &planned.item.key;
        if state.failed.contains_key(key) || state.written.contains(key) || state.left_out.contains_key(key) {
            return None;
        }
        let (found, choice) = match (now, &planned.action) {
            (Action::LeftOut(_) | Action::Same, _) | (_, Action::LeftOut(_)) => return None,
            (_, Action::Change { choice: Choice::Keep, .. } | Action::Add { choice: Choice::Keep, .. }) => {
                return None;
            }
            (Action::Add { .. }, _) => (None, Choice::Take),
            // What was begun in an earlier round of this run is ours to finish.
            (Action::Change { found, .. }, Action::Change { found: seen, choice, .. })
                if found.canonical() == seen.canonical() || state.attempted.contains(key) =>
            {
                (Some(found), *choice)
            }
            (Action::Change { found, choices, .. }, _) if state.attempted.contains(key) => {
                (Some(found), choices.iter().copied().find(|c| *c != Choice::Keep).unwrap_or(Choice::Take))
            }
            (Action::Change { .. }, _) => {
                state.failed.insert(key.clone(), Problem::Conflict);
                return None;
            }
        };
        let payload = match &found {
            Some(found) => kind.resolve(&planned.item, found, choice),
            None => planned.item.payload.clone(),
        };
        Some(Write { key: key.clone(), payload, found })
    }

    /// Every item with its outcome, judged by what was read last.
    async fn report(
        &self,
        kind: &dyn Kind,
        plan: &KindPlan,
        carried: &[Item],
        found: &Holding,
        to: &Account,
    ) -> KindReport {
        let mut turns = to.turns();
        let mut wanted = Vec::with_capacity(carried.len());
        for item in carried {
            turns.give().await;
            wanted.push(resolved(item, &self.state.borrow().resolved));
        }
        turns.give().await;
        let missing: Set<String> =
            kind.differences(&wanted, &found.fragments).into_iter().map(|d| d.key).collect();
        let entry = |item: &Item, action: &Action| {
            let state = self.state.borrow();
            let arrived = !missing.contains(&item.key);
            let outcome = match (&item.fate, action) {
                (Fate::LeftOut(reason), _) | (_, Action::LeftOut(reason)) => Outcome::LeftOut(reason.clone()),
                (_, Action::Add { choice: Choice::Keep, .. }) => Outcome::LeftOut(Reason::Declined),
                (_, Action::Change { choice: Choice::Keep, .. }) if !state.attempted.contains(&item.key) => {
                    Outcome::LeftOut(Reason::KeptTheirs)
                }
                _ if state.kept.contains(&item.key) => Outcome::LeftOut(Reason::KeptTheirs),
                _ if state.left_out.contains_key(&item.key) => {
                    Outcome::LeftOut(state.left_out[&item.key].clone())
                }
                _ if !arrived => {
                    Outcome::Failed(state.failed.get(&item.key).cloned().unwrap_or(Problem::NotKept))
                }
                _ if !state.attempted.contains(&item.key) => Outcome::AlreadyThere,
                _ if state.adapted.contains_key(&item.key) => {
                    Outcome::Changed(state.adapted[&item.key].clone())
                }
                (Fate::Changed(reason), _) => Outcome::Changed(reason.clone()),
                _ if let Some(reason) = kind.altered(item, &found.fragments) => Outcome::Changed(reason),
                (_, Action::Change { choice: Choice::Unite, .. }) => Outcome::Changed(Reason::Merged),
                _ => Outcome::Copied,
            };
            let verified =
                arrived && matches!(outcome, Outcome::Copied | Outcome::AlreadyThere | Outcome::Changed(_));
            Entry { verified, ..Entry::new(&item.key, &item.label, outcome) }
        };
        let mut entries = Vec::with_capacity(plan.items.len());
        for planned in &plan.items {
            turns.give().await;
            entries.push(entry(&planned.item, &planned.action));
        }
        report(plan, entries)
    }

    /// The report of a kind that could not be finished: nothing in it counts as read back.
    fn unfinished(&self, plan: &KindPlan, problem: &Problem) -> KindReport {
        let state = self.state.borrow();
        let entry = |item: &Item, action: &Action| {
            let outcome = match (&item.fate, action) {
                (Fate::LeftOut(reason), _) | (_, Action::LeftOut(reason)) => Outcome::LeftOut(reason.clone()),
                (_, Action::Add { choice: Choice::Keep, .. }) => Outcome::LeftOut(Reason::Declined),
                _ => Outcome::Failed(state.failed.get(&item.key).unwrap_or(problem).clone()),
            };
            Entry::new(&item.key, &item.label, outcome)
        };
        let entries = plan.items.iter().map(|planned| entry(&planned.item, &planned.action)).collect();
        KindReport { problem: Some(problem.clone()), ..report(plan, entries) }
    }
}

impl Log for Ledger<'_> {
    fn wrote(&self, key: &str, result: Result<(), Problem>) {
        let done = {
            let mut state = self.state.borrow_mut();
            match result {
                Ok(()) => drop(state.written.insert(key.to_owned())),
                Err(Problem::ConnectionLost) => state.lost = true,
                Err(problem) => drop(state.failed.insert(key.to_owned(), problem)),
            }
            state.settled()
        };
        (self.heard)(Progress::Settled { kind: self.kind, done });
    }

    fn adapted(&self, key: &str, payload: Element, reason: Reason) {
        let mut state = self.state.borrow_mut();
        state.resolved.insert(key.to_owned(), payload);
        state.adapted.insert(key.to_owned(), reason);
    }

    fn left_out(&self, key: &str, reason: Reason) {
        self.state.borrow_mut().left_out.insert(key.to_owned(), reason);
    }
}

impl State {
    fn settled(&self) -> usize {
        self.written.len() + self.failed.len() + self.left_out.len()
    }
}

/// Which of the replacements are not at the destination already. All are compared at once, as that means going
/// through everything that was found.
fn differing(kind: &dyn Kind, wanted: &[(&Item, Write)], found: &[Fragment]) -> Set<String> {
    let replacements = wanted.iter().filter(|(_, write)| write.found.is_some());
    let replacement =
        |(item, write): &(&Item, Write)| Item { payload: write.payload.clone(), ..(*item).clone() };
    let replacements: Vec<Item> = replacements.map(replacement).collect();
    if replacements.is_empty() {
        return Set::new();
    }
    kind.differences(&replacements, found).into_iter().map(|difference| difference.key).collect()
}

fn resolved(item: &Item, resolved: &Map<String, Element>) -> Item {
    match resolved.get(&item.key) {
        Some(payload) => Item { payload: payload.clone(), ..item.clone() },
        None => item.clone(),
    }
}

/// What the person decided, as the plan has it.
fn decided(plan: &KindPlan) -> Choices {
    let choice = |planned: &PlanItem| match planned.action {
        Action::Add { choice, .. } | Action::Change { choice, .. } => {
            Some(((plan.id, planned.item.key.clone()), choice))
        }
        Action::Same | Action::LeftOut(_) => None,
    };
    plan.items.iter().filter_map(choice).collect()
}

/// These entries, and what was counted only, which is never written.
fn report(plan: &KindPlan, entries: Vec<Entry>) -> KindReport {
    let many = plan.unlisted.iter().map(|(count, reason)| Unlisted {
        count: *count,
        outcome: Outcome::LeftOut(reason.clone()),
        verified: false,
    });
    KindReport { unlisted: many.collect(), reason: plan.reason.clone(), ..KindReport::new(plan.id, entries) }
}

fn failed_whole(plan: &KindPlan, problem: &Problem) -> KindReport {
    let ledger = Ledger::new(plan, &|_| {});
    ledger.unfinished(plan, problem)
}
