//! `migrating`: writing, with counts, pauses and connections that come back.

use ordered::{Map, Set};
use std::rc::Rc;

use std::time::Duration;

use migration::{KindId, KindReport, Plan, Progress};

use super::pace::{Rate, in_words};
use super::review::reason_text;
use crate::{Effect, Side, Stage, Text, Wizard};

/// A run under way.
#[derive(Debug, Default)]
pub(crate) struct Run {
    rows: Map<KindId, RunRow>,
    order: Vec<KindId>,
    /// How many items are to be written, of each kind.
    to_write: Map<KindId, usize>,
    /// How fast that goes; begun anew after every pause.
    rate: Option<Rate>,
    held: bool,
    cancelling: bool,
    pub(crate) retrying: bool,
    /// What the origin did not give before and is asked for once more.
    pub(crate) read_again: Set<KindId>,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    pub id: KindId,
    pub state: RunState,
    pub done: usize,
    pub total: usize,
    /// Why the kind as a whole stays where it is.
    pub reason: Option<Text>,
}

/// `data-state` of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Waiting,
    Running,
    Paused,
    Done,
    Partial,
    Failed,
    Skipped,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct RunView {
    pub rows: Vec<RunRow>,
    pub done: usize,
    pub total: usize,
    pub held: bool,
    pub cancelling: bool,
    /// The connection is lost and comes back by itself.
    pub waiting: bool,
    /// Only the password brings the connection back.
    pub asks_password: bool,
    pub slow: bool,
    /// How long it still takes, once that can be told.
    pub time_left: Option<Text>,
}

impl RunState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

impl Run {
    /// How many items are still to be written.
    fn left(&self) -> usize {
        let left = |(id, all): (&KindId, &usize)| match self.rows.get(id) {
            Some(row) if row.done < row.total => all.saturating_sub(row.done),
            _ => 0,
        };
        self.to_write.iter().map(left).sum()
    }
}

impl Wizard {
    /// Starts writing.
    #[inline(never)]
    pub(crate) fn run_plan(&mut self, plan: Rc<Plan>) -> Vec<Effect> {
        let row = |kind: &migration::KindPlan| RunRow {
            id: kind.id,
            state: if kind.items.is_empty() { RunState::Skipped } else { RunState::Waiting },
            done: 0,
            total: kind.items.len(),
            reason: kind.reason.as_ref().map(reason_text),
        };
        let (retrying, read_again) = (self.run.retrying, std::mem::take(&mut self.run.read_again));
        self.run = Run {
            rows: plan.kinds.iter().map(|kind| (kind.id, row(kind))).collect(),
            order: plan.kinds.iter().map(|kind| kind.id).collect(),
            to_write: plan.kinds.iter().map(|kind| (kind.id, kind.counts().writes())).collect(),
            retrying,
            read_again,
            ..Run::default()
        };
        let mut effects = self.go(Stage::Migrating);
        effects.push(Effect::Run(plan));
        effects
    }

    pub(crate) fn progress(&mut self, progress: Progress, elapsed: Duration) -> Vec<Effect> {
        let is_settled = matches!(progress, Progress::Settled { .. });
        let rows = &mut self.run.rows;
        match progress {
            Progress::Started { kind, total } => change(rows, kind, |row| {
                row.state = if total == 0 { RunState::Skipped } else { RunState::Running };
                row.total = total;
            }),
            Progress::Settled { kind, done } => change(rows, kind, |row| {
                row.state = RunState::Running;
                row.done = done.min(row.total);
            }),
            Progress::Paused { kind } => change(rows, kind, |row| row.state = RunState::Paused),
            Progress::Finished(report) => change(rows, report.id, |row| {
                row.done = row.total;
                row.state = ended(&report);
            }),
        }
        if is_settled {
            let left = self.run.left();
            let all: usize = self.run.to_write.values().sum();
            let done = all.saturating_sub(left) as u64;
            self.run.rate.get_or_insert(Rate::begin(elapsed, done)).reach(elapsed, done);
        }
        Vec::new()
    }

    pub(crate) fn pause(&mut self, held: bool) -> Vec<Effect> {
        self.run.held = held;
        self.run.rate = None;
        vec![Effect::Hold(held)]
    }

    pub(crate) fn cancel(&mut self) -> Vec<Effect> {
        if self.run.cancelling || self.stage != Stage::Migrating {
            return Vec::new();
        }
        self.run.cancelling = true;
        self.run.held = false;
        vec![Effect::CancelRun]
    }

    #[inline(never)]
    pub(crate) fn run_view(&self) -> RunView {
        let row = |id: &KindId| self.run.rows.get(id).cloned();
        let is_still = self.is_still();
        let destination = self.side(Side::Destination);
        let rows: Vec<RunRow> = self.run.order.iter().filter_map(row).map(|row| self.shown(row)).collect();
        RunView {
            done: rows.iter().map(|row| row.done).sum(),
            total: rows.iter().map(|row| row.total).sum(),
            rows,
            held: self.run.held,
            cancelling: self.run.cancelling,
            waiting: destination.waiting,
            asks_password: destination.stopped.is_some(),
            slow: destination.slow,
            time_left: self
                .run
                .rate
                .filter(|_| !is_still)
                .and_then(|rate| rate.time_for(self.run.left() as u64).map(in_words)),
        }
    }

    fn is_still(&self) -> bool {
        self.run.held || self.side(Side::Destination).waiting
    }

    /// While nothing moves, nothing says it runs.
    fn shown(&self, mut row: RunRow) -> RunRow {
        if self.is_still() && row.state == RunState::Running {
            row.state = RunState::Paused;
        }
        row
    }
}

fn change(rows: &mut Map<KindId, RunRow>, id: KindId, apply: impl FnOnce(&mut RunRow)) {
    if let Some(row) = rows.get_mut(&id) {
        apply(row);
    }
}

fn ended(report: &KindReport) -> RunState {
    let tally = report.tally();
    match (report.is_complete(), tally.verified) {
        _ if tally.read == 0 && report.problem.is_none() => RunState::Skipped,
        (true, _) => RunState::Done,
        (false, 0) => RunState::Failed,
        (false, _) => RunState::Partial,
    }
}
