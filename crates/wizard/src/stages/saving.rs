//! Saving a copy: reading what is missing, writing, handing it to the browser.

use std::rc::Rc;
use std::time::Duration;

use migration::file::{Order, Step};
use migration::report::{End, Report};
use migration::{KindReport, Verdict};
use sealing::Strength;

use super::pace::{Rate, in_words};
use super::report::Finished;
use super::uploads::step_reached;
use crate::known::UPLOADS;
use crate::{Effect, Explanation, Flow, Onto, Side, Stage, Text, Trouble, Variant, Wizard, file_safe};

/// Where saving the file stands.
#[derive(Debug, Default)]
pub(crate) enum Save {
    #[default]
    Idle,
    /// The browser asks for a place on the disk; what was before comes back if none is picked.
    Picking(Variant, Box<Save>),
    /// Pressed while something is still to be read.
    Waiting(Variant, Onto),
    Writing(Writing),
    /// Written, and offered to the browser.
    Offered(Written),
    /// The browser did not take it by itself; a second press saves it.
    Ready(Written),
    Saved(Written),
    Failed(Trouble),
}

#[derive(Debug)]
pub(crate) struct Writing {
    onto: Onto,
    step: Option<Step>,
    /// How fast messages come.
    rate: Option<Rate>,
    /// Something else was chosen meanwhile.
    outdated: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Written {
    name: String,
    size: u64,
    onto: Onto,
    report: Rc<Report>,
    /// Something else was chosen before it was saved.
    outdated: bool,
    /// Another file was written after it.
    is_gone: bool,
}

impl Written {
    /// It is what is chosen, was written for this, and can be handed over once more.
    pub(crate) fn is_kept(&self, onto: Onto) -> bool {
        self.onto == onto && !self.outdated && !self.is_gone
    }
}

/// Where saving stands, for the button and below it.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveView {
    Idle,
    Busy(SaveProgress),
    Ready { name: String, size: u64 },
    Saved { name: String, size: u64, of: Contents },
    Failed(Explanation),
}

/// What a file holds of what was to be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Read back and found to hold everything.
    Everything,
    Part,
    /// Something else was chosen while it was written.
    Other,
}

/// How far a copy is.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveProgress {
    /// What is being done.
    pub label: Text,
    pub done: u64,
    pub total: Option<u64>,
    /// How far that is in words, where there is something to count.
    pub reached: Option<Text>,
    /// How long it still takes, once that can be told.
    pub time_left: Option<Text>,
    /// The connection is lost and comes back by itself.
    pub waiting: bool,
    pub slow: bool,
}

impl Save {
    /// What was written does not hold what is chosen now.
    pub(crate) fn outdate(&mut self) {
        match self {
            Self::Ready(_) | Self::Saved(_) | Self::Failed(_) => *self = Self::Idle,
            Self::Writing(writing) => writing.outdated = true,
            Self::Offered(written) => written.outdated = true,
            Self::Picking(_, before) => before.outdate(),
            Self::Idle | Self::Waiting(..) => {}
        }
    }

    /// What was written is kept no longer.
    fn give_up(&mut self) {
        match self {
            Self::Ready(_) => *self = Self::Idle,
            Self::Saved(written) => written.is_gone = true,
            _ => {}
        }
    }

    /// It is being made or handed over: no other can be begun.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self, Self::Picking(..) | Self::Waiting(..) | Self::Writing(_) | Self::Offered(_))
    }

    pub(crate) fn dismiss(&mut self) {
        if matches!(self, Self::Failed(_)) {
            *self = Self::Idle;
        }
    }

    pub(crate) fn file_name(&self) -> Option<&str> {
        match self {
            Self::Offered(written) | Self::Ready(written) | Self::Saved(written) => Some(&written.name),
            Self::Picking(_, before) => before.file_name(),
            _ => None,
        }
    }

    /// Something is being read or written for it.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self, Self::Waiting(..) | Self::Writing(_))
    }

    /// There is a file that the person does not have.
    pub(crate) fn is_pending(&self) -> bool {
        match self {
            Self::Picking(_, before) => before.is_pending(),
            _ => matches!(self, Self::Offered(_) | Self::Ready(_)),
        }
    }

    /// The person has a file of what is chosen.
    pub(crate) fn is_saved(&self) -> bool {
        match self {
            Self::Picking(_, before) => before.is_saved(),
            _ => matches!(self, Self::Saved(written) if !written.outdated),
        }
    }

    /// There is something to give up: a file being written, a place picked for one, or a passphrase kept.
    pub(crate) fn is_begun(&self) -> bool {
        matches!(self, Self::Writing(_) | Self::Waiting(_, Onto::Disk | Onto::Sealed))
    }

    /// The file the person has.
    pub(crate) fn copy(&self) -> Option<&Report> {
        match self {
            Self::Saved(written) => Some(&written.report),
            _ => None,
        }
    }
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn save(&mut self, variant: Variant) -> Vec<Effect> {
        if self.choose.saves().any(Save::is_under_way) {
            return Vec::new();
        }
        if variant == Variant::Complete {
            self.choose.seal.is_meant = false;
        }
        match self.choose.save_of(variant) {
            Save::Ready(written) | Save::Saved(written) if written.is_kept(Onto::Download) => {
                self.offer(variant, written.clone())
            }
            _ => self.prepare(variant, Onto::Download),
        }
    }

    pub(crate) fn offer(&mut self, variant: Variant, written: Written) -> Vec<Effect> {
        *self.choose.save_mut(variant) = Save::Offered(written);
        vec![Effect::Download]
    }

    /// What was offered is kept no longer: it is written anew.
    pub(crate) fn file_gone(&mut self) -> Vec<Effect> {
        let variant = self.choose.under_way();
        match self.choose.save_of(variant) {
            // The passphrase is kept no longer, either.
            Save::Offered(written) if written.onto == Onto::Sealed => self.save_failed(Trouble::NoPassphrase),
            Save::Offered(_) => self.prepare(variant, Onto::Download),
            _ => Vec::new(),
        }
    }

    /// A browser shows its dialog only in the task of the press, so the place comes before the reading.
    pub(crate) fn save_to_disk(&mut self, variant: Variant) -> Vec<Effect> {
        if self.choose.saves().any(Save::is_under_way) {
            return Vec::new();
        }
        let save = self.choose.save_mut(variant);
        *save = Save::Picking(variant, Box::new(std::mem::take(save)));
        self.choose.seal.is_meant = false;
        vec![Effect::PickPlace { name: self.file_name(variant) }]
    }

    pub(crate) fn place_picked(&mut self, is_picked: bool) -> Vec<Effect> {
        let save = self.choose.save_mut(self.choose.under_way());
        match std::mem::take(save) {
            Save::Picking(variant, _) if is_picked => return self.prepare(variant, Onto::Disk),
            Save::Picking(_, before) => *save = *before,
            other => *save = other,
        }
        Vec::new()
    }

    /// Reads what is missing, then writes.
    pub(crate) fn prepare(&mut self, variant: Variant, onto: Onto) -> Vec<Effect> {
        if let Err(trouble) = self.choose.range.resolve() {
            *self.choose.save_mut(variant) = Save::Failed(trouble);
            return Vec::new();
        }
        let mut effects = self.read_for(variant);
        // Writing the file finds them, too, and does not wait.
        if self.choose.is_looking_for_files() {
            effects.extend(self.end_look());
        }
        // There is room for one file that is written and may be wanted once more.
        self.choose.saves_mut().for_each(Save::give_up);
        *self.choose.save_mut(variant) = Save::Waiting(variant, onto);
        effects.extend(self.write_when_read());
        effects
    }

    /// Reads again what could not be read, and writes the file anew.
    pub(crate) fn save_again(&mut self) -> Vec<Effect> {
        let onto = match std::mem::take(&mut self.choose.save) {
            Save::Saved(written) => written.onto,
            _ => Onto::Download,
        };
        let mut effects = self.go(Stage::Choose);
        effects.extend(self.read_again());
        effects.extend(match onto {
            Onto::Download => self.prepare(Variant::Complete, onto),
            Onto::Disk => self.save_to_disk(Variant::Complete),
            // Its passphrase has to be typed again.
            Onto::Sealed => Vec::new(),
        });
        effects
    }

    pub(crate) fn write_when_read(&mut self) -> Vec<Effect> {
        match *self.choose.save_of(self.choose.under_way()) {
            Save::Waiting(variant, onto) if !self.choose.is_awaiting(variant) => {
                self.write_file(variant, onto)
            }
            _ => Vec::new(),
        }
    }

    fn write_file(&mut self, variant: Variant, onto: Onto) -> Vec<Effect> {
        let password = self.choose.administration.take_password();
        let (Some(account), Ok(range), Some(form)) =
            (self.origin_jid(), self.choose.range.resolve(), self.choose.form(variant))
        else {
            *self.choose.save_mut(variant) = Save::Idle;
            return Vec::new();
        };
        *self.choose.save_mut(variant) =
            Save::Writing(Writing { onto, step: None, rate: None, outdated: false });
        let (holdings, chosen) = (self.origin_holdings(), self.choose.wanted(variant));
        let order = Rc::new(Order { form, account, holdings, chosen, range, linked: self.choose.linked() });
        let expected = self.choose.bytes_expected(variant);
        let user = self.file.chosen().filter(|_| self.flow == Flow::Restore);
        let mut name = self.file_name(variant);
        if onto == Onto::Sealed {
            name.push_str(".age");
        }
        vec![Effect::WriteFile { variant, user, password, order, name, onto, expected }]
    }

    /// The address and the day, and what it is; uploaded files need an archive around them.
    pub(crate) fn file_name(&self, variant: Variant) -> String {
        let address = self.origin_jid().map(|jid| jid.to_string()).unwrap_or_default();
        let ending = match variant {
            Variant::Complete if self.choose.chosen().contains(&UPLOADS) => ".zip",
            Variant::Complete => ".xml",
            Variant::Essentials => "-essentials.xml",
            Variant::Administrator => "-import.xml",
            Variant::Page => "-contacts.html",
            Variant::Table => "-contacts.csv",
        };
        format!("{}-{}{ending}", file_safe(&address), self.today)
    }

    pub(crate) fn cancel_save(&mut self) -> Vec<Effect> {
        let save = self.choose.save_mut(self.choose.under_way());
        if !save.is_running() {
            return Vec::new();
        }
        let was_begun = save.is_begun();
        *save = Save::Idle;
        self.choose.administration.take_password();
        if was_begun { vec![Effect::CancelWrite] } else { Vec::new() }
    }

    pub(crate) fn writing(&mut self, step: Step, elapsed: Duration) -> Vec<Effect> {
        if let Save::Writing(writing) = self.choose.save_mut(self.choose.under_way()) {
            if let Step::Archive { done, .. } = step {
                writing.rate.get_or_insert(Rate::begin(elapsed, done)).reach(elapsed, done);
            }
            writing.step = Some(step);
        }
        Vec::new()
    }

    #[inline(never)]
    pub(crate) fn file_ready(
        &mut self,
        size: u64,
        name: String,
        reports: Vec<KindReport>,
        started: String,
        finished: String,
    ) -> Vec<Effect> {
        let variant = self.choose.under_way();
        let Save::Writing(Writing { onto, outdated, .. }) = *self.choose.save_of(variant) else {
            return Vec::new();
        };
        self.choose.learn(&reports);
        // The field is emptied now.
        self.choose.seal.strength = Strength::Empty;
        let (origin, _) = self.ends();
        let destination = End::File(name.clone());
        let report = Rc::new(Report { origin, destination, started, finished, kinds: reports });
        let written = Written { name, size, onto, report, outdated, is_gone: false };
        match onto {
            Onto::Download | Onto::Sealed => self.offer(variant, written),
            Onto::Disk => self.saved(variant, written),
        }
    }

    pub(crate) fn file_saved(&mut self) -> Vec<Effect> {
        let variant = self.choose.under_way();
        let save = self.choose.save_mut(variant);
        match std::mem::take(save) {
            Save::Offered(written) | Save::Ready(written) => self.saved(variant, written),
            other => {
                *save = other;
                Vec::new()
            }
        }
    }

    fn saved(&mut self, variant: Variant, written: Written) -> Vec<Effect> {
        *self.choose.save_mut(variant) = Save::Saved(written);
        if variant != Variant::Complete {
            return Vec::new();
        }
        self.take_over_copy();
        // A backup is done with its file; the report shows what is in it.
        match (self.flow, self.stage) {
            (Flow::Backup, Stage::Choose) => self.show_saved(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn show_saved(&mut self) -> Vec<Effect> {
        let Save::Saved(written) = &self.choose.save else { return Vec::new() };
        // It holds something else than what is chosen by now.
        if written.outdated {
            return Vec::new();
        }
        self.finished = Some(Finished { report: Rc::clone(&written.report), saved: false });
        self.go(Stage::Report)
    }

    pub(crate) fn save_failed(&mut self, trouble: Trouble) -> Vec<Effect> {
        let save = self.choose.save_mut(self.choose.under_way());
        *save = match (std::mem::take(save), &trouble) {
            (Save::Offered(written), Trouble::SaveRefused(_)) => Save::Ready(written),
            _ => Save::Failed(trouble),
        };
        Vec::new()
    }

    pub(crate) fn save_view(&self) -> SaveView {
        self.view_of(&self.choose.save)
    }

    pub(crate) fn view_of(&self, save: &Save) -> SaveView {
        match save {
            Save::Idle => SaveView::Idle,
            Save::Picking(_, before) => self.view_of(before),
            Save::Waiting(variant, _) => {
                let (done, total) = self.choose.read_of(*variant);
                let (done, total) = (done as u64, total as u64);
                let reached = Text::new("reached").with("done", done).with("total", total);
                self.busy_view(Text::new("status-looking"), done, Some(total), Some(reached), None)
            }
            Save::Writing(writing) => self.writing_view(writing),
            // The download begins in the same moment.
            Save::Offered(_) => self.busy_view(Text::new("status-saving"), 0, None, None, None),
            Save::Ready(Written { name, size, .. }) => SaveView::Ready { name: name.clone(), size: *size },
            Save::Saved(Written { name, size, report, outdated, .. }) => SaveView::Saved {
                name: name.clone(),
                size: *size,
                of: match report.verdict() {
                    _ if *outdated => Contents::Other,
                    Verdict::Complete => Contents::Everything,
                    Verdict::Partial | Verdict::Failed => Contents::Part,
                },
            },
            Save::Failed(trouble) => SaveView::Failed(trouble.explain()),
        }
    }

    fn writing_view(&self, writing: &Writing) -> SaveView {
        let Some(step) = writing.step else {
            return self.busy_view(Text::new("status-saving"), 0, None, None, None);
        };
        let (label, done, total) = match step {
            Step::Archive { done, total, .. } => ("save-step-archive", done, total),
            // Known already by then.
            Step::Sizes { done, total } | Step::Uploads { done, total } => {
                ("save-step-uploads", done as u64, Some(total as u64))
            }
            Step::Proving { done, total } => ("save-step-proving", done, Some(total)),
            Step::Sealing { done, total } => ("save-step-sealing", done, Some(total)),
        };
        let left = total.filter(|_| matches!(step, Step::Archive { .. }));
        let left = left.map(|total| total.saturating_sub(done));
        let time = left.and_then(|left| writing.rate.as_ref()?.time_for(left)).map(in_words);
        self.busy_view(Text::new(label), done, total, step_reached(step), time)
    }

    fn busy_view(
        &self,
        label: Text,
        done: u64,
        total: Option<u64>,
        reached: Option<Text>,
        time_left: Option<Text>,
    ) -> SaveView {
        let origin = self.side(Side::Origin);
        let (waiting, slow) = (origin.waiting, origin.slow);
        SaveView::Busy(SaveProgress { label, done, total, reached, time_left, waiting, slow })
    }
}
