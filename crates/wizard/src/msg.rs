//! What can happen: what a person does, and what comes back from the world.

use std::rc::Rc;
use std::time::Duration;

use jid::BareJid;
use migration::file::{Linked, Step};
use migration::{
    Autojoin, Choice, Features, Holding, Holdings, KindId, KindReport, Problem, Progress, Survey,
};
use sealing::{Passphrase, Strength};
use session::{Password, Status, Transport};

use crate::stages::administrator::Administering;
use crate::stages::archive::RangeChange;
use crate::stages::farewell::wish::Wish;
use crate::stages::new_account::Joining;
use crate::stages::sign_in::Submitted;
use crate::stages::viewer::{Browse, OpenedFile, Viewed};
use crate::{Flow, Side, Stage, Trouble, Variant};

/// Everything that moves the wizard.
#[derive(Clone, Debug)]
pub enum Msg {
    // A person.
    Start(Flow),
    Back,
    /// Opens a finished step again.
    Reopen(Stage),
    StartOver,
    /// The address as typed so far.
    Typed(Side, String),
    /// The address is typed, and the next thing is turned to.
    Entered(Side),
    /// What the operator of the page suggests, where nothing is typed yet.
    Prefill(Side, String),
    Connect(Side, Submitted),
    /// The letter to the provider was copied.
    Copied(Side),
    SignOut(Side),
    /// On, with the account that is signed in already.
    Continue(Side),
    FilesPicked(usize),
    PickUser(usize),
    FileContinue,
    /// The passphrase of the picked file.
    Unlock(Passphrase),
    Select(KindId, bool),
    ChooseContinue,
    Save(Variant),
    /// How the file for an administrator shall be.
    Administer(Administering),
    /// Save it, with keys of this password in it if it is to be signed in with; a form was sent off.
    SaveForAdministrator {
        address: String,
        password: Password,
    },
    /// Save an encrypted copy; without a passphrase only one that is written already.
    Seal(Variant, Passphrase),
    /// Suggest a passphrase for it.
    SuggestPassphrase,
    /// What the passphrase typed so far is worth.
    Strength(Strength),
    /// Write straight to a place on the disk.
    SaveToDisk(Variant),
    /// Give up the file that is being made.
    CancelSave,
    /// Which part of the message history goes into the file.
    Range(RangeChange),
    /// Ask for one more element of the private storage.
    AddPrivate {
        name: String,
        namespace: String,
    },
    RemovePrivate(usize),
    /// The list of this kind on this screen was opened or folded away.
    Open(KindId, bool),
    /// More of it is wanted than these.
    More(KindId, usize),
    /// Look through the messages for uploaded files.
    LookForFiles,
    EndLook,
    Decide(KindId, String, Choice),
    Autojoin(Autojoin),
    ReviewStart,
    Pause,
    Resume,
    Cancel,
    /// The password again, after the connection was lost and the keys no longer fit.
    Password(Side, Submitted),
    Retry,
    SaveReport,
    /// The report on paper: everything unfolded, then printed.
    Print,
    Dismiss,
    /// On from the report to those who are to hear of it.
    ReportContinue,
    Wish(Wish),
    /// Getting a new account.
    Joining(Joining),
    /// What somebody does who reads a file.
    Browse(Browse),

    // The world.
    /// What the browser says for itself.
    Browser {
        /// The day it is, `YYYY-MM-DD`.
        today: String,
        /// It lets a page write to a place on the disk that a person picks.
        has_picker: bool,
    },
    SignedIn(Side, BareJid, Rc<Features>),
    SignInFailed(Side, Trouble),
    Status(Side, Status),
    /// How the account that is signed in is reached.
    Reached(Side, Transport),
    Slow(Side, bool),
    /// How long an answer of the server takes at present.
    Pace(Side, Duration),
    /// How much there is of a kind at the origin.
    Surveyed(KindId, Result<Survey, Problem>),
    /// How far looking for uploaded files is, and how long it has been going on.
    Looking(Step, Duration),
    /// The uploaded files that were found.
    Looked(Rc<Linked>),
    Read(Side, KindId, Rc<Holding>),
    FileRead {
        name: String,
        size: u64,
        users: Vec<FileUser>,
        /// How many things were put right or could not be taken.
        notes: usize,
        /// How many passwords and keys stood in it; none of them is in `users`.
        passwords: usize,
        /// What keeps the rest from being read, where `users` hold only what is whole.
        damage: Option<Trouble>,
    },
    /// The picked file is encrypted, and only its passphrase opens it.
    FileSealed,
    /// It is no longer, and can be read.
    FileUnlocked,
    FileFailed(Trouble),
    /// How many bytes of how many are read of what is being opened.
    Opening(u64, u64),
    /// The files were read as far as they can be.
    FileOpened(Rc<OpenedFile>),
    /// What came of an order of the viewer.
    Viewed(Rc<Viewed>),
    /// How the run goes on, and how long it has been going on.
    Progress(Progress, Duration),
    /// The run is over. Times are RFC 3339 in UTC.
    RunEnded {
        reports: Vec<KindReport>,
        started: String,
        finished: String,
    },
    /// A place on the disk was picked, or none.
    PlacePicked(bool),
    /// How far writing the file is, and how long it has been going on.
    Writing(Step, Duration),
    /// The file was written and read back: how it compares with what was read, kind by kind.
    FileReady {
        size: u64,
        name: String,
        reports: Vec<KindReport>,
        started: String,
        finished: String,
    },
    /// The browser took the download.
    FileSaved,
    /// What was to be downloaded once more is kept no longer.
    FileGone,
    SaveFailed(Trouble),
    /// What came of the farewell, and what time it is: seconds since 1970.
    Farewell(Rc<[farewell::Event]>, u64),
}

impl Msg {
    /// Whether it only says how far something is, or one of the many things there are. Of that, many come in a row,
    /// and nobody waits for one.
    pub fn is_progress(&self) -> bool {
        matches!(
            self,
            Self::Pace(..)
                | Self::Looking(..)
                | Self::Opening(..)
                | Self::Progress(..)
                | Self::Writing(..)
                | Self::Surveyed(..)
                | Self::Read(..)
        )
    }
}

/// One user of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileUser {
    pub host: String,
    pub name: String,
    pub holdings: Rc<Holdings>,
}
