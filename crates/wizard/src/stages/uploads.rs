//! Uploaded files: only the messages that link to them tell which there are, so that has to be asked for.

use std::rc::Rc;
use std::time::Duration;

use migration::file::{Linked, Step};
use migration::{Problem, Reason, Survey};

use super::choose::Choose;
use super::pace::{Rate, in_words};
use super::saving::Save;
use crate::known::UPLOADS;
use crate::{Effect, Flow, Text, Wizard};

/// How far looking for them is.
#[derive(Debug, Default)]
pub(crate) enum Look {
    #[default]
    Never,
    Underway(Underway),
    Done(Rc<Linked>),
    Failed(Problem),
}

#[derive(Debug, Default)]
pub(crate) struct Underway {
    step: Option<Step>,
    /// How fast messages come.
    rate: Option<Rate>,
}

/// What the row shows of it.
#[derive(Clone, Debug, PartialEq)]
pub enum LookView {
    /// It can be begun.
    Offered,
    Underway {
        done: u64,
        total: Option<u64>,
        label: Text,
        reached: Option<Text>,
        time_left: Option<Text>,
    },
    Done {
        files: Rc<Linked>,
        /// What is worth knowing of them.
        remarks: Vec<Text>,
    },
}

impl Choose {
    /// What was found in the part of the history that is chosen.
    pub(crate) fn linked(&self) -> Option<Rc<Linked>> {
        match &self.look {
            Look::Done(linked) => Some(Rc::clone(linked)),
            _ => None,
        }
    }

    pub(crate) fn is_looking_for_files(&self) -> bool {
        matches!(self.look, Look::Underway(_))
    }
}

impl Wizard {
    /// Looks through the messages for files, unless that is done or goes on.
    pub(crate) fn look_for_files(&mut self) -> Vec<Effect> {
        let choose = &mut self.choose;
        let is_open = matches!(choose.look, Look::Never | Look::Failed(_));
        // Two that read the archive would be in each other's way.
        if !is_open
            || !choose.has_files()
            || self.flow == Flow::Restore
            || choose.saves().any(Save::is_running)
        {
            return Vec::new();
        }
        let Ok(range) = choose.range.resolve() else { return Vec::new() };
        choose.forget_files();
        choose.look = Look::Underway(Underway::default());
        vec![Effect::LookForFiles(range)]
    }

    /// Gives it up, and forgets what was found: it is not what is wanted now.
    pub(crate) fn end_look(&mut self) -> Vec<Effect> {
        let was_underway = self.choose.is_looking_for_files();
        self.choose.look = Look::Never;
        self.choose.forget_files();
        if was_underway { vec![Effect::EndLook] } else { Vec::new() }
    }

    pub(crate) fn looking(&mut self, step: Step, elapsed: Duration) -> Vec<Effect> {
        if let Look::Underway(underway) = &mut self.choose.look {
            if let Step::Archive { done, .. } = step {
                underway.rate.get_or_insert(Rate::begin(elapsed, done)).reach(elapsed, done);
            }
            underway.step = Some(step);
        }
        Vec::new()
    }

    #[inline(never)]
    pub(crate) fn looked(&mut self, linked: Rc<Linked>) -> Vec<Effect> {
        let choose = &mut self.choose;
        if !choose.is_looking_for_files() {
            return Vec::new();
        }
        if let (Some(problem), true) = (&linked.problem, linked.files.is_empty()) {
            choose.look = Look::Failed(problem.clone());
            return Vec::new();
        }
        let count = linked.files.len() as u64;
        let bytes = Some(linked.bytes());
        choose.look = Look::Done(linked);
        choose
            .know(UPLOADS, Ok(Survey { count: Some(count), bytes, round_trips: count, ..Survey::default() }));
        Vec::new()
    }

    pub(crate) fn look_view(&self) -> Option<LookView> {
        let choose = &self.choose;
        if self.flow == Flow::Restore || !choose.has_files() {
            return None;
        }
        Some(match &choose.look {
            Look::Never | Look::Failed(_) => LookView::Offered,
            Look::Underway(underway) => underway.view(),
            Look::Done(linked) => {
                LookView::Done { files: Rc::clone(linked), remarks: remarks(linked).collect() }
            }
        })
    }
}

impl Underway {
    fn view(&self) -> LookView {
        let step = self.step.unwrap_or(Step::Archive { done: 0, total: None, is_estimate: false });
        let (label, done, total) = match step {
            Step::Sizes { done, total } => ("look-step-sizes", done as u64, Some(total as u64)),
            Step::Archive { done, total, .. } => ("look-step-archive", done, total),
            Step::Uploads { .. } | Step::Proving { .. } | Step::Sealing { .. } => {
                ("look-step-archive", 0, None)
            }
        };
        let left = total.map(|total| total.saturating_sub(done)).filter(|_| label == "look-step-archive");
        let time_left = left.and_then(|left| self.rate.as_ref()?.time_for(left)).map(in_words);
        LookView::Underway { done, total, label: Text::new(label), reached: step_reached(step), time_left }
    }
}

/// How far a step is in words.
pub(crate) fn step_reached(step: Step) -> Option<Text> {
    let of = |done: usize, total: usize| Text::new("reached").with("done", done).with("total", total);
    match step {
        Step::Archive { done, total, is_estimate } => {
            let reached = match (total, is_estimate) {
                (None, _) => Text::new("reached-messages"),
                (Some(total), false) => Text::new("reached-messages-of").with("total", total),
                (Some(total), true) => Text::new("reached-messages-about").with("total", total),
            };
            Some(reached.with("done", done))
        }
        Step::Sizes { done, total } | Step::Uploads { done, total } => Some(of(done, total)),
        Step::Proving { done, total } | Step::Sealing { done, total } => {
            Some(Text::new("reached").bytes("done", done).bytes("total", total))
        }
    }
}

fn remarks(linked: &Linked) -> impl Iterator<Item = Text> {
    let counts = [
        ("uploads-unknown-size", linked.of_unknown_size()),
        ("uploads-doubtful", linked.doubtful()),
        ("uploads-encrypted", linked.left_out(&Reason::EncryptedLink)),
        ("uploads-elsewhere", linked.left_out(&Reason::Elsewhere)),
        ("uploads-too-many", linked.left_out(&Reason::TooMany)),
    ];
    let of_some = counts.into_iter().filter(|(_, count)| *count > 0);
    of_some
        .map(|(id, count)| Text::new(id).with("count", count))
        .chain(linked.problem.is_some().then(|| Text::new("uploads-overlooked")))
}
