//! `report`: what became of every item.

use std::rc::Rc;

use migration::report::{End, Tally};
use migration::{
    Entry, KindId, KindReport, Outcome, Problem, Reading, Reason, Report, Unlisted, Verdict, kinds,
};
use ordered::{Map, Set};

use super::copies::CopiesView;
use super::review::reason_text;
use super::saving::SaveView;
use super::sealing::SealView;
use crate::known::{HISTORY, ROOMS};
use crate::listing::Listing;
use crate::{Effect, Explanation, Flow, Stage, Text, Trouble, Wizard};

/// A finished run.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) report: Rc<Report>,
    /// The person has it as a file.
    pub(crate) saved: bool,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportView {
    pub verdict: Verdict,
    pub flow: Flow,
    /// How many items arrived, and how many failed.
    pub arrived: usize,
    pub failed: usize,
    pub rows: Vec<ReportRow>,
    /// How many group chats there are; their history stays where it is.
    pub rooms: usize,
    /// From where to where, and when it was done (RFC 3339, UTC).
    pub origin: String,
    pub destination: String,
    pub finished: String,
    pub can_retry: bool,
    /// Contacts can be told.
    pub can_continue: bool,
    pub save: SaveView,
    pub copies: CopiesView,
    pub seal: SealView,
    pub can_save_to_disk: bool,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    pub id: KindId,
    pub tally: Tally,
    pub complete: bool,
    pub problem: Option<Explanation>,
    /// Why the kind as a whole stays where it is.
    pub reason: Option<Text>,
    /// What is to be said of the kind besides its counts.
    pub remark: Option<Text>,
    /// What failed, then what was changed or left out, with the reason: as much
    /// as is shown of it, and how many there are.
    pub exceptions: Vec<Exception>,
    pub all_exceptions: usize,
    pub listing: Listing,
}

/// One item that did not simply arrive, or many of them alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub label: String,
    /// How many, where they are counted only.
    pub count: Option<u64>,
    pub failed: bool,
    pub what: Text,
    pub details: Option<String>,
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn run_ended(
        &mut self,
        reports: Vec<KindReport>,
        started: String,
        finished: String,
    ) -> Vec<Effect> {
        let (origin, destination) = self.ends();
        let reports = if self.run.retrying { reports } else { self.with_the_rest(reports) };
        let before = self.finished.take();
        let mut kinds = match &before {
            Some(before) => updated(&before.report.kinds, reports, &self.run.read_again),
            None => reports,
        };
        for report in &mut kinds {
            self.name_unread(report);
        }
        let started = before.map_or(started, |before| before.report.started.clone());
        self.run.retrying = false;
        self.run.read_again = Set::new();
        let report = Rc::new(Report { origin, destination, started, finished, kinds });
        self.finished = Some(Finished { report, saved: false });
        self.take_over_copy();
        self.go(Stage::Report)
    }

    /// What goes only into a file is where the copy that was saved says.
    pub(crate) fn take_over_copy(&mut self) {
        let (Flow::Move, Some(copy), Some(finished)) =
            (self.flow, self.choose.save.copy(), &mut self.finished)
        else {
            return;
        };
        let kinds = &mut Rc::make_mut(&mut finished.report).kinds;
        for copied in copy.kinds.iter().filter(|copied| is_into_file(copied.id)) {
            if let Some(known) = kinds.iter_mut().find(|known| known.id == copied.id) {
                *known = only_in_file(copied.clone());
                finished.saved = false;
            }
        }
    }

    /// Adds what never reached the run: what was not chosen, and what no kind of this version takes.
    fn with_the_rest(&self, reports: Vec<KindReport>) -> Vec<KindReport> {
        let mut by_id: Map<KindId, KindReport> =
            reports.into_iter().map(|report| (report.id, report)).collect();
        let all_chosen = self.choose.chosen();
        for (id, holding) in &self.choose.holdings.kinds {
            let chosen = all_chosen.contains(id);
            by_id.entry(*id).or_insert_with(|| {
                // A chosen kind the run says nothing of was not moved, whatever the reason.
                let outcome = match chosen {
                    true => Outcome::Failed(Problem::Cancelled),
                    false => Outcome::LeftOut(Reason::NotChosen),
                };
                let entry = |item: &migration::Item| Entry::new(&item.key, &item.label, outcome.clone());
                let entries = self.choose.items(*id).iter().map(entry).collect();
                let reason = holding.stays(*id).filter(|_| chosen);
                KindReport { unlisted: not_chosen(holding.unlisted), reason, ..KindReport::new(*id, entries) }
            });
        }
        // What was counted and never read was not chosen.
        for (id, count) in self.choose.counted_only() {
            let report = || KindReport { unlisted: not_chosen(count), ..KindReport::new(id, Vec::new()) };
            by_id.entry(id).or_insert_with(report);
        }
        let order = kinds::ALL.into_iter().map(|kind| kind.id());
        let mut all: Vec<KindReport> = order.filter_map(|id| by_id.remove(&id)).collect();
        all.extend(self.unclaimed());
        all
    }

    /// Adds what could not be read at the origin.
    fn name_unread(&self, report: &mut KindReport) {
        let Some(holding) = self.choose.holdings.get(report.id) else { return };
        if !self.choose.chosen().contains(&report.id) {
            return;
        }
        report.problem = report.problem.take().or_else(|| holding.problem.clone());
        for unread in &holding.unread {
            if !report.entries.iter().any(|entry| entry.key == unread.key) {
                let outcome = Outcome::Failed(unread.problem.clone());
                report.entries.push(Entry::new(&unread.key, &unread.key, outcome));
            }
        }
    }

    fn unclaimed(&self) -> Vec<KindReport> {
        let mut by_id: Map<KindId, Vec<Entry>> = Map::new();
        for id in self.choose.holdings.unclaimed.iter().filter_map(kinds::unclaimed) {
            let entries = by_id.entry(id).or_default();
            let key = format!("{id}#{}", entries.len() + 1);
            entries.push(Entry::new(&key, &key, Outcome::LeftOut(Reason::NotYet)));
        }
        by_id.into_iter().map(|(id, entries)| KindReport::new(id, entries)).collect()
    }

    /// Tries again what failed: with a plan made afresh, of these items and of what
    /// the origin did not give. A file is written as a whole.
    pub(crate) fn retry_failed(&mut self) -> Vec<Effect> {
        match self.flow {
            _ if self.finished.is_none() => Vec::new(),
            // Nothing is copied on that way.
            Flow::Follow | Flow::Open => Vec::new(),
            Flow::Backup => self.save_again(),
            Flow::Move | Flow::Restore => {
                self.run.retrying = true;
                self.run.read_again = self.choose.short();
                let mut effects = self.read_again();
                effects.extend(self.review_afresh());
                effects
            }
        }
    }

    /// The items a retry is about; everything when it is none.
    pub(crate) fn to_retry(&self) -> Option<Set<(KindId, String)>> {
        let finished = self.finished.as_ref().filter(|_| self.run.retrying)?;
        let failures = finished.report.failures();
        Some(failures.map(|(id, entry)| (id, entry.key.clone())).collect())
    }

    /// Only now is anybody told.
    pub(crate) fn report_continue(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Report || self.flow == Flow::Backup {
            return Vec::new();
        }
        self.enter_farewell()
    }

    pub(crate) fn save_report(&mut self) -> Vec<Effect> {
        let address = self.origin_jid().map_or_else(|| "account".to_owned(), |jid| jid.to_string());
        let followers = self.followers();
        let Some(finished) = &mut self.finished else { return Vec::new() };
        finished.saved = true;
        let day = finished.report.finished.split('T').next().unwrap_or_default();
        let name = format!("{}-report-{day}.json", file_safe(&address));
        vec![Effect::DownloadReport { name, json: finished.report.to_json(&followers) }]
    }

    #[inline(never)]
    pub(crate) fn report_view(&self) -> Option<ReportView> {
        let report = &self.finished.as_ref()?.report;
        let rows: Vec<ReportRow> = report.kinds.iter().map(|kind| self.report_row(kind)).collect();
        let failed = rows.iter().map(|row| row.tally.failed).sum();
        let verdict = report.verdict();
        Some(ReportView {
            verdict,
            flow: self.flow,
            arrived: rows.iter().map(|row| row.tally.verified).sum(),
            failed,
            can_retry: verdict != Verdict::Complete,
            can_continue: self.flow != Flow::Backup && self.left_behind().is_some(),
            rows,
            rooms: self.choose.items(ROOMS).len(),
            origin: name(&report.origin),
            destination: name(&report.destination),
            finished: report.finished.clone(),
            save: self.save_view(),
            copies: self.copies_view(),
            seal: self.choose.seal,
            can_save_to_disk: self.has_picker && self.flow != Flow::Restore,
        })
    }

    fn report_row(&self, report: &KindReport) -> ReportRow {
        let tally = report.tally();
        // What failed is in sight at once.
        let unless_touched = if tally.failed > 0 { Listing::OPEN } else { Listing::CLOSED };
        let listing = self.listing(Stage::Report, report.id).unwrap_or(unless_touched);
        let failed = |wanted: bool| {
            let entries = report.entries.iter().filter(move |it| is_exception(&it.outcome, wanted));
            let many = report.unlisted.iter().filter(move |it| is_exception(&it.outcome, wanted));
            many.map(of_many).chain(entries.map(of_one))
        };
        let all = failed(true).chain(failed(false));
        let is_exceptional = |outcome: &Outcome| !matches!(outcome, Outcome::Copied | Outcome::AlreadyThere);
        let all_exceptions = report.entries.iter().filter(|it| is_exceptional(&it.outcome)).count()
            + report.unlisted.iter().filter(|it| is_exceptional(&it.outcome)).count();
        let saved_history = report.id == HISTORY && self.flow == Flow::Backup && tally.copied > 0;
        ReportRow {
            id: report.id,
            complete: report.is_complete(),
            problem: report.problem.clone().map(|problem| Trouble::Kind(problem).explain()),
            reason: report.reason.as_ref().map(reason_text),
            remark: saved_history.then(|| Text::new("result-history").with("count", tally.copied)),
            exceptions: all.take(listing.drawn(all_exceptions)).collect(),
            all_exceptions,
            listing,
            tally,
        }
    }
}

fn is_into_file(id: KindId) -> bool {
    kinds::by_id(id).is_some_and(|kind| kind.reading() == Reading::IntoFile)
}

/// What a file took, as a move sees it: it arrived nowhere else.
fn only_in_file(mut report: KindReport) -> KindReport {
    let outcomes = report.entries.iter_mut().map(|entry| (&mut entry.outcome, &mut entry.verified));
    let many = report.unlisted.iter_mut().map(|many| (&mut many.outcome, &mut many.verified));
    for (outcome, verified) in outcomes.chain(many) {
        if !matches!(outcome, Outcome::Failed(_) | Outcome::LeftOut(_)) {
            *outcome = Outcome::LeftOut(Reason::OnlyInFile);
            *verified = false;
        }
    }
    report
}

fn name(end: &End) -> String {
    match end {
        End::Jid(name) | End::File(name) => name.clone(),
    }
}

fn updated(before: &[KindReport], later: Vec<KindReport>, read_again: &Set<KindId>) -> Vec<KindReport> {
    let mut later: Map<KindId, KindReport> = later.into_iter().map(|kind| (kind.id, kind)).collect();
    let update = |kind: &KindReport| match later.remove(&kind.id) {
        Some(newer) => {
            let mut known = kind.clone();
            if read_again.contains(&kind.id) {
                // What could not be read then was read by now, or is named anew.
                let is_named = |key: &str| newer.entries.iter().any(|entry| entry.key == key);
                known.entries.retain(|it| !is_exception(&it.outcome, true) || is_named(&it.key));
            }
            known.updated(newer)
        }
        None => kind.clone(),
    };
    let mut all: Vec<KindReport> = before.iter().map(update).collect();
    all.extend(later.into_values());
    all
}

/// What of a kind that was not chosen is counted only.
fn not_chosen(count: u64) -> Vec<Unlisted> {
    match count {
        0 => Vec::new(),
        count => vec![Unlisted { count, outcome: Outcome::LeftOut(Reason::NotChosen), verified: false }],
    }
}

/// Whether it did not simply arrive, and failed or not.
fn is_exception(outcome: &Outcome, failed: bool) -> bool {
    match outcome {
        Outcome::Copied | Outcome::AlreadyThere => false,
        Outcome::Changed(_) | Outcome::LeftOut(_) => !failed,
        Outcome::Failed(_) => failed,
    }
}

fn of_one(entry: &Entry) -> Exception {
    exception(entry.label.clone(), None, &entry.outcome)
}

fn of_many(many: &Unlisted) -> Exception {
    exception(String::new(), Some(many.count), &many.outcome)
}

fn exception(label: String, count: Option<u64>, outcome: &Outcome) -> Exception {
    match outcome {
        Outcome::Failed(problem) => {
            let explanation = Trouble::Kind(problem.clone()).explain();
            let details = Some(explanation.details);
            Exception { label, count, failed: true, what: explanation.what, details }
        }
        Outcome::Changed(reason) | Outcome::LeftOut(reason) => {
            Exception { label, count, failed: false, what: reason_text(reason), details: None }
        }
        Outcome::Copied | Outcome::AlreadyThere => {
            Exception { label, count, failed: false, what: Text::new("plan-same"), details: None }
        }
    }
}

/// A name every file system takes: ASCII letters, digits and a few signs.
pub fn file_safe(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "@.-_".contains(c) { c } else { '_' }).collect()
}
