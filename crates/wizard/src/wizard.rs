//! The state machine: which stage, what is known, what happens next.

use ordered::Map;
use std::rc::Rc;

use jid::BareJid;
use migration::{Autojoin, Holdings, KindId, Mapping, Report, Verdict, report::End as ReportEnd};

use crate::stages::choose::Choose;
use crate::stages::farewell::Farewell;
use crate::stages::file::File;
use crate::stages::migrating::Run;
use crate::stages::new_account::NewAccount;
use crate::stages::report::Finished;
use crate::stages::review::Review;
use crate::stages::saving::Save;
use crate::stages::sign_in::SignIn;
use crate::stages::uploads::Look;
use crate::{Busy, Effect, Listing, Msg, Side};

/// What the person set out to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Account to account.
    Move,
    /// Account to file.
    Backup,
    /// File to account.
    Restore,
    /// Back after a move, to see who has come along.
    Follow,
}

/// Where on the path the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Welcome,
    Origin,
    Choose,
    Destination,
    Review,
    Migrating,
    Report,
    Farewell,
}

impl Stage {
    /// The name in `data-stage` and in text ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Origin => "origin",
            Self::Choose => "choose",
            Self::Destination => "destination",
            Self::Review => "review",
            Self::Migrating => "migrating",
            Self::Report => "report",
            Self::Farewell => "farewell",
        }
    }
}

/// All that is known, and the only thing that decides what comes next.
#[derive(Debug)]
pub struct Wizard {
    pub(crate) stage: Stage,
    pub(crate) flow: Flow,
    pub(crate) sides: Map<Side, SignIn>,
    /// An account that is being made to be the new one.
    pub(crate) new_account: Option<Box<NewAccount>>,
    pub(crate) file: File,
    pub(crate) choose: Choose,
    pub(crate) review: Review,
    pub(crate) run: Run,
    pub(crate) finished: Option<Finished>,
    pub(crate) farewell: Option<Box<Farewell>>,
    pub(crate) lists: Map<(Stage, KindId), Listing>,
    /// The day it is, `YYYY-MM-DD`.
    pub(crate) today: String,
    /// The browser lets a page write to a place on the disk.
    pub(crate) has_picker: bool,
}

impl Default for Wizard {
    fn default() -> Self {
        Self::new(None, None)
    }
}

impl Wizard {
    /// A wizard at its beginning, with addresses or domains to fill in.
    pub fn new(origin: Option<String>, destination: Option<String>) -> Self {
        let side = |typed: Option<String>| SignIn::prefilled(typed.unwrap_or_default());
        Self {
            stage: Stage::Welcome,
            flow: Flow::Move,
            sides: Map::from([(Side::Origin, side(origin)), (Side::Destination, side(destination))]),
            new_account: None,
            file: File::default(),
            choose: Choose::default(),
            review: Review::default(),
            run: Run::default(),
            finished: None,
            farewell: None,
            lists: Map::new(),
            today: String::new(),
            has_picker: false,
        }
    }

    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Takes in what happened and says what to do next.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let before = self.busy();
        let mut effects = self.take(msg);
        let after = self.busy();
        if before != after {
            effects.push(Effect::Busy(after));
        }
        effects
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Start(flow) => self.start(flow),
            Msg::Back => self.back(),
            Msg::Reopen(stage) => self.reopen(stage),
            Msg::StartOver => self.start_over(),
            Msg::Retry => self.retry(),
            Msg::Dismiss => self.dismiss(),
            Msg::Typed(side, text) => self.typed(side, text),
            Msg::Entered(side) => self.entered(side),
            Msg::Prefill(side, text) if self.side(side).typed.is_empty() => self.typed(side, text),
            Msg::Prefill(..) => Vec::new(),
            Msg::Connect(side, submitted) => self.connect(side, submitted),
            Msg::SignInFailed(side, trouble) => self.sign_in_failed(side, trouble),
            Msg::Browser { today, has_picker } => self.meet(today, has_picker),
            Msg::FilesPicked(count) => self.files_picked(count),
            Msg::FileFailed(trouble) => self.file_failed(trouble),
            msg => self.take_later(msg),
        }
    }

    /// What leaving the page would lose.
    fn busy(&self) -> Busy {
        // A report that everything arrived says what the account itself shows.
        let is_needed =
            |finished: &Finished| !finished.saved && finished.report.verdict() != Verdict::Complete;
        let unsaved = match self.stage {
            Stage::Migrating => return Busy::Running,
            Stage::Farewell if self.farewell_busy() == Busy::Running => return Busy::Running,
            _ if self.choose.saves().any(Save::is_running) => return Busy::Running,
            _ if self.choose.saves().any(Save::is_pending) => true,
            Stage::Choose if self.flow == Flow::Backup => self.choose.is_unsaved(),
            Stage::Report => self.finished.as_ref().is_some_and(is_needed),
            _ => false,
        };
        if unsaved { Busy::Unsaved } else { Busy::Idle }
    }

    /// What the browser says for itself.
    fn meet(&mut self, today: String, has_picker: bool) -> Vec<Effect> {
        self.choose.range.today.clone_from(&today);
        self.today = today;
        self.has_picker = has_picker;
        Vec::new()
    }

    fn start(&mut self, flow: Flow) -> Vec<Effect> {
        let mut effects = Vec::new();
        if flow != self.flow {
            // What was read, planned and reported belongs to the other way.
            effects = self.forget_origin();
            // A file and an account are not the same origin.
            if flow == Flow::Restore || self.flow == Flow::Restore {
                effects.extend(self.leave_origin());
            }
            self.review = Review::default();
            self.finished = None;
            self.farewell = None;
        }
        self.flow = flow;
        effects.extend(self.go(Stage::Origin));
        effects
    }

    /// Forgets what the origin holds.
    pub(crate) fn forget_origin(&mut self) -> Vec<Effect> {
        let was_begun = self.choose.saves().any(Save::is_begun);
        let was_looking = matches!(self.choose.look, Look::Underway(_));
        self.choose = Choose::default();
        self.choose.range.today.clone_from(&self.today);
        self.lists.clear();
        let ends = [was_looking.then_some(Effect::EndLook), was_begun.then_some(Effect::CancelWrite)];
        ends.into_iter().flatten().collect()
    }

    /// Enters a stage.
    pub(crate) fn go(&mut self, stage: Stage) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.stage == Stage::Farewell && stage != Stage::Farewell {
            effects = self.leave_farewell();
        }
        self.stage = stage;
        self.new_account = None;
        effects.push(Effect::Focus);
        effects
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Welcome | Stage::Migrating => Vec::new(),
            Stage::Origin => self.go(Stage::Welcome),
            Stage::Choose => self.go(Stage::Origin),
            Stage::Destination if self.new_account.is_some() => self.leave_new_account(),
            Stage::Destination if self.flow == Flow::Follow => self.go(Stage::Origin),
            Stage::Destination => self.go(Stage::Choose),
            Stage::Review => self.go(Stage::Destination),
            Stage::Report if self.flow == Flow::Backup => self.go(Stage::Choose),
            Stage::Report => self.enter_review(),
            Stage::Farewell if self.flow == Flow::Follow => self.go(Stage::Destination),
            Stage::Farewell => self.go(Stage::Report),
        }
    }

    /// Goes back to a finished step. After writing began, the plan is made anew
    /// from what the destination holds then; the report so far stays.
    fn reopen(&mut self, stage: Stage) -> Vec<Effect> {
        let is_finished = stage < self.stage && stage != Stage::Welcome && stage != Stage::Migrating;
        match stage {
            _ if self.stage == Stage::Migrating || !is_finished => Vec::new(),
            Stage::Review => self.enter_review(),
            _ => self.go(stage),
        }
    }

    fn start_over(&mut self) -> Vec<Effect> {
        if self.stage == Stage::Migrating {
            return Vec::new();
        }
        let (today, has_picker) = (std::mem::take(&mut self.today), self.has_picker);
        *self = Self::default();
        self.meet(today, has_picker);
        vec![Effect::ForgetAll, Effect::Focus]
    }

    fn retry(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Origin if self.flow == Flow::Restore => {
                self.file.trouble = None;
                vec![Effect::ReadFile]
            }
            Stage::Choose => self.read_again(),
            Stage::Review => self.enter_review(),
            Stage::Report => self.retry_failed(),
            Stage::Farewell => self.look_again(),
            _ => self.dismiss(),
        }
    }

    fn dismiss(&mut self) -> Vec<Effect> {
        for side in self.sides.values_mut() {
            side.trouble = None;
        }
        self.file.trouble = None;
        self.choose.saves_mut().for_each(Save::dismiss);
        Vec::new()
    }

    pub(crate) fn side(&self, side: Side) -> &SignIn {
        &self.sides[&side]
    }

    pub(crate) fn side_mut(&mut self, side: Side) -> &mut SignIn {
        self.sides.entry(side).or_default()
    }

    /// What the origin holds, as far as it is known.
    pub(crate) fn origin_holdings(&self) -> Rc<Holdings> {
        Rc::clone(&self.choose.holdings)
    }

    /// The account the data belongs to, live or in a file.
    pub(crate) fn origin_jid(&self) -> Option<BareJid> {
        match self.flow {
            Flow::Restore => self.file.jid(),
            Flow::Move | Flow::Backup | Flow::Follow => self.side(Side::Origin).jid().cloned(),
        }
    }

    /// From whom to whom, once the destination is signed in.
    pub(crate) fn mapping(&self) -> Option<Mapping> {
        let (destination, features) = self.side(Side::Destination).account()?;
        Some(Mapping {
            origin: self.origin_jid(),
            destination: destination.clone(),
            features: features.as_ref().clone(),
            autojoin: self.review.autojoin,
        })
    }

    /// The two ends as a report names them.
    pub(crate) fn ends(&self) -> (ReportEnd, ReportEnd) {
        let jid = |side| ReportEnd::Jid(self.side(side).jid().map(ToString::to_string).unwrap_or_default());
        let origin = match self.flow {
            Flow::Restore => ReportEnd::File(self.file.name.clone()),
            Flow::Move | Flow::Backup | Flow::Follow => jid(Side::Origin),
        };
        let destination = match self.flow {
            Flow::Backup => ReportEnd::File(self.choose.save.file_name().unwrap_or_default().to_owned()),
            Flow::Move | Flow::Restore | Flow::Follow => jid(Side::Destination),
        };
        (origin, destination)
    }

    /// The report as it stands.
    pub fn report(&self) -> Option<&Rc<Report>> {
        self.finished.as_ref().map(|finished| &finished.report)
    }

    pub(crate) fn keep_autojoin(&mut self, autojoin: Autojoin) {
        self.review.autojoin = autojoin;
    }
}
