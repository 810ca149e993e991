//! What to show: everything a view needs, worked out.

use std::rc::Rc;

use jid::BareJid;

use crate::{
    ChooseView, Explanation, FarewellView, FileView, Flow, NewAccountView, ReportView, ReviewView, RunView,
    Side, SignInView, Stage, Text, Wizard,
};

/// The whole page at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    pub stage: Stage,
    pub flow: Flow,
    pub path: Path,
    pub from: Option<Chip>,
    pub to: Option<Chip>,
    pub can_go_back: bool,
    pub can_start_over: bool,
    /// Only the password brings back a connection this stage needs.
    pub asks_password: Option<Asked>,
    pub body: Body,
}

/// One end whose password is needed once more, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub side: Side,
    pub problem: Explanation,
}

/// What stands in the middle.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Welcome,
    SignIn(SignInView),
    NewAccount(Box<NewAccountView>),
    File(FileView),
    Choose(Box<ChooseView>),
    Review(ReviewView),
    Migrating(RunView),
    Report(Box<ReportView>),
    Farewell(Box<FarewellView>),
}

/// The short path on top: *Sign in - Look - Save - Move*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub name: Text,
    pub state: StepState,
    /// Where a finished step can be opened again.
    pub stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    Ahead,
}

/// One of the two ends, once known.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub side: Side,
    pub address: String,
    /// The end is a file.
    pub is_file: bool,
    /// A `data:` URL.
    pub picture: Option<Rc<str>>,
    pub waiting: bool,
}

impl Wizard {
    /// What to show now.
    pub fn screen(&self) -> Screen {
        Screen {
            stage: self.stage,
            flow: self.flow,
            path: self.path(),
            from: self.origin_chip(),
            to: self.destination_chip(),
            can_go_back: !matches!(self.stage, Stage::Welcome | Stage::Migrating),
            can_start_over: !matches!(self.stage, Stage::Welcome | Stage::Migrating),
            asks_password: self.asks_password(),
            body: self.body(),
        }
    }

    fn asks_password(&self) -> Option<Asked> {
        let (origin, destination) = match self.stage {
            Stage::Choose | Stage::Report => (self.flow != Flow::Restore, false),
            Stage::Review => (self.flow != Flow::Restore, true),
            Stage::Farewell => (self.flow != Flow::Restore && !self.is_old_gone(), true),
            Stage::Migrating => (false, true),
            Stage::Welcome | Stage::Origin | Stage::Destination => (false, false),
        };
        let asked = |is_needed: bool, side| is_needed.then(|| self.asked(side)).flatten();
        asked(destination, Side::Destination).or_else(|| asked(origin, Side::Origin))
    }

    fn body(&self) -> Body {
        match self.stage {
            Stage::Welcome => Body::Welcome,
            Stage::Origin if self.flow == Flow::Restore => Body::File(self.file_view()),
            Stage::Origin => Body::SignIn(self.sign_in_view(Side::Origin)),
            Stage::Destination if self.new_account.is_some() => self.body_later(),
            Stage::Destination => Body::SignIn(self.sign_in_view(Side::Destination)),
            Stage::Choose | Stage::Review | Stage::Migrating | Stage::Report | Stage::Farewell => {
                self.body_later()
            }
        }
    }

    fn path(&self) -> Path {
        let stages: &[(&'static str, Stage)] = match self.flow {
            _ if self.stage == Stage::Welcome => &[],
            Flow::Move => &[
                ("path-sign-in", Stage::Origin),
                ("path-look", Stage::Choose),
                ("path-arrive", Stage::Destination),
                ("path-review", Stage::Review),
                ("path-move", Stage::Report),
                ("path-tell", Stage::Farewell),
            ],
            Flow::Backup => {
                &[("path-sign-in", Stage::Origin), ("path-save", Stage::Choose), ("path-done", Stage::Report)]
            }
            Flow::Restore => &[
                ("path-file", Stage::Origin),
                ("path-look", Stage::Choose),
                ("path-arrive", Stage::Destination),
                ("path-review", Stage::Review),
                ("path-move", Stage::Report),
                ("path-tell", Stage::Farewell),
            ],
            Flow::Follow => &[
                ("path-sign-in", Stage::Origin),
                ("path-arrive", Stage::Destination),
                ("path-tell", Stage::Farewell),
            ],
        };
        let here = if self.stage == Stage::Migrating { Stage::Report } else { self.stage };
        let state = |stage: Stage| match stage.cmp(&here) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        let step = |(name, stage): &(&'static str, Stage)| Step {
            name: Text::new(*name),
            state: state(*stage),
            stage: *stage,
        };
        Path { steps: stages.iter().map(step).collect() }
    }

    fn origin_chip(&self) -> Option<Chip> {
        let is_file = self.flow == Flow::Restore;
        let jid = self.origin_jid().filter(|_| self.stage > Stage::Origin || !is_file)?;
        let picture = self.choose.picture.clone();
        let waiting = self.side(Side::Origin).waiting;
        Some(Chip { side: Side::Origin, address: jid.to_string(), is_file, picture, waiting })
    }

    fn destination_chip(&self) -> Option<Chip> {
        let jid: &BareJid = self.side(Side::Destination).jid()?;
        let waiting = self.side(Side::Destination).waiting;
        let address = jid.to_string();
        Some(Chip { side: Side::Destination, address, is_file: false, picture: None, waiting })
    }
}
