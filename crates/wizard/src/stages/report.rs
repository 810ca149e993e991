//! `report`: what became of every item.

use ordered::{Map, Set};
use std::rc::Rc;

use migration::report::Tally;
use migration::{
    Entry, Holding, KindId, KindReport, Outcome, Problem, Reason, Report, Unlisted, Verdict, kinds, preview,
};

use crate::stages::choose::{MOST_SHOWN, SaveView};
use crate::stages::review::reason_text;
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
    pub can_retry: bool,
    pub save: SaveView,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    pub id: KindId,
    pub tally: Tally,
    pub complete: bool,
    pub problem: Option<Explanation>,
    /// Exceptions first: what failed, was changed or left out, with the reason.
    pub exceptions: Vec<Exception>,
    pub hidden: usize,
}

/// One item that did not simply arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub label: String,
    pub failed: bool,
    pub what: Text,
    pub details: Option<String>,
}

impl Wizard {
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
            Some(before) => updated(&before.report.kinds, reports),
            None => reports,
        };
        for report in &mut kinds {
            self.name_unread(report);
        }
        let started = before.map_or(started, |before| before.report.started.clone());
        self.run.retrying = false;
        let report = Rc::new(Report { origin, destination, started, finished, kinds });
        self.finished = Some(Finished { report, saved: false });
        self.go(Stage::Report)
    }

    /// Adds what never reached the run: what was not chosen, and what no kind of this version takes.
    fn with_the_rest(&self, reports: Vec<KindReport>) -> Vec<KindReport> {
        let mut by_id: Map<KindId, KindReport> =
            reports.into_iter().map(|report| (report.id, report)).collect();
        let all_chosen = self.choose.chosen();
        for (id, holding) in &self.choose.holdings {
            let chosen = all_chosen.contains(id);
            by_id.entry(*id).or_insert_with(|| {
                // A chosen kind the run says nothing of was not moved, whatever the reason.
                let outcome = match chosen {
                    true => Outcome::Failed(Problem::Cancelled),
                    false => Outcome::LeftOut(Reason::NotChosen),
                };
                let entry = |item: migration::Item| Entry::new(item.key, item.label, outcome.clone());
                let entries = preview(*id, holding).into_iter().map(entry).collect();
                KindReport { unlisted: unlisted(holding), ..KindReport::new(*id, entries) }
            });
        }
        let order = kinds::ALL.into_iter().map(|kind| kind.id());
        let mut all: Vec<KindReport> = order.filter_map(|id| by_id.remove(&id)).collect();
        all.extend(self.unclaimed());
        all
    }

    /// Adds what could not be read at the origin, which no run can make good.
    fn name_unread(&self, report: &mut KindReport) {
        let Some(holding) = self.choose.holdings.get(&report.id) else { return };
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
        for id in self.choose.unclaimed.iter().filter_map(kinds::unclaimed) {
            let entries = by_id.entry(id).or_default();
            let key = format!("{id}#{}", entries.len() + 1);
            entries.push(Entry::new(&key, &key, Outcome::LeftOut(Reason::NotYet)));
        }
        by_id.into_iter().map(|(id, entries)| KindReport::new(id, entries)).collect()
    }

    /// Tries again what failed: with a plan made afresh, of these items only.
    pub(crate) fn retry_failed(&mut self) -> Vec<Effect> {
        if self.flow == Flow::Backup || self.finished.is_none() {
            return Vec::new();
        }
        let effects = self.enter_review();
        self.run.retrying = true;
        effects
    }

    /// The items a retry is about; everything when it is none.
    pub(crate) fn to_retry(&self) -> Option<Set<(KindId, String)>> {
        let finished = self.finished.as_ref().filter(|_| self.run.retrying)?;
        let failures = finished.report.failures();
        Some(failures.map(|(id, entry)| (id, entry.key.clone())).collect())
    }

    pub(crate) fn save_report(&mut self) -> Vec<Effect> {
        let address = self.origin_jid().map_or_else(|| "account".to_owned(), |jid| jid.to_string());
        let Some(finished) = &mut self.finished else { return Vec::new() };
        finished.saved = true;
        let day = finished.report.finished.split('T').next().unwrap_or_default();
        let name = format!("{}-report-{day}.json", file_safe(&address));
        vec![Effect::DownloadReport { name, json: finished.report.to_json() }]
    }

    pub(crate) fn report_view(&self) -> Option<ReportView> {
        let report = &self.finished.as_ref()?.report;
        let rows: Vec<ReportRow> = report.kinds.iter().map(row).collect();
        let failed = rows.iter().map(|row| row.tally.failed).sum();
        Some(ReportView {
            verdict: report.verdict(),
            flow: self.flow,
            arrived: rows.iter().map(|row| row.tally.verified).sum(),
            failed,
            can_retry: self.flow != Flow::Backup && report.verdict() != Verdict::Complete,
            rows,
            save: self.save_view(),
        })
    }
}

fn updated(before: &[KindReport], later: Vec<KindReport>) -> Vec<KindReport> {
    let mut later: Map<KindId, KindReport> = later.into_iter().map(|kind| (kind.id, kind)).collect();
    let update = |kind: &KindReport| match later.remove(&kind.id) {
        Some(newer) => kind.clone().updated(newer),
        None => kind.clone(),
    };
    let mut all: Vec<KindReport> = before.iter().map(update).collect();
    all.extend(later.into_values());
    all
}

/// What of a kind that was not chosen is counted only.
fn unlisted(holding: &Holding) -> Vec<Unlisted> {
    match holding.unlisted {
        0 => Vec::new(),
        count => vec![Unlisted { count, outcome: Outcome::LeftOut(Reason::NotChosen), verified: false }],
    }
}

fn row(report: &KindReport) -> ReportRow {
    let mut exceptions: Vec<Exception> = report.entries.iter().filter_map(exception).collect();
    ordered::sort_by_key(&mut exceptions, |exception| !exception.failed);
    let hidden = exceptions.len().saturating_sub(MOST_SHOWN);
    exceptions.truncate(MOST_SHOWN);
    ReportRow {
        id: report.id,
        tally: report.tally(),
        complete: report.is_complete(),
        problem: report.problem.clone().map(|problem| Trouble::Kind(problem).explain()),
        exceptions,
        hidden,
    }
}

fn exception(entry: &Entry) -> Option<Exception> {
    let (failed, what, details) = match &entry.outcome {
        Outcome::Copied | Outcome::AlreadyThere => return None,
        Outcome::Changed(reason) | Outcome::LeftOut(reason) => (false, reason_text(reason), None),
        Outcome::Failed(problem) => {
            let explanation = Trouble::Kind(problem.clone()).explain();
            (true, explanation.what, Some(explanation.details))
        }
    };
    Some(Exception { label: entry.label.clone(), failed, what, details })
}

/// A name every file system takes: ASCII letters, digits and a few signs.
pub fn file_safe(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "@.-_".contains(c) { c } else { '_' }).collect()
}
