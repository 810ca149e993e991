//! What the page has to do next.

use std::rc::Rc;

use jid::BareJid;
use migration::file::{ArchiveRange, Order};
use migration::{Holdings, KindId, Plan};
use session::{Endpoint, Password};

use crate::{JoiningEffect, Side};

/// One thing to do; the answer comes back as a message.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Find out where this domain is to be connected to, if that is quickly done: it is about to be needed.
    LookUp {
        domain: String,
    },
    SignIn {
        side: Side,
        jid: BareJid,
        password: Password,
        /// Given by hand; else it is looked up.
        endpoint: Option<Endpoint>,
        allow_plain: bool,
    },
    /// The password once more for a session that stopped.
    ResumeSession {
        side: Side,
        password: Password,
    },
    /// Something for an account that does not exist yet; what comes of it is [`crate::Msg::Joining`].
    Joining(Box<JoiningEffect>),
    SignOut(Side),
    /// Ask at the origin how much there is of these kinds, without reading them.
    Survey(Vec<KindId>),
    /// What to ask for in the origin's private storage besides what apps are known
    /// to keep there, by element name and namespace. Comes before [`Effect::Read`].
    Probe(Vec<(String, String)>),
    /// Read these kinds at the origin.
    Read(Vec<KindId>),
    /// Read at the destination what these kinds of the origin's have to be compared with.
    Find {
        kinds: Vec<KindId>,
        origin: Rc<Holdings>,
    },
    /// Read the picked files.
    ReadFile,
    Run(Rc<Plan>),
    Hold(bool),
    CancelRun,
    /// Let the person pick a place on the disk, in the very task of the press; the
    /// answer is [`crate::Msg::PlacePicked`].
    PickPlace {
        name: String,
    },
    /// Write a file and read it back, saying how far that is; then [`crate::Msg::FileReady`].
    WriteFile {
        variant: Variant,
        /// Whose archive it is among the users of the picked files, where the origin is a file.
        user: Option<usize>,
        /// What lets the person sign in where the file is imported; only if they asked for that.
        password: Option<Password>,
        order: Rc<Order>,
        name: String,
        onto: Onto,
        /// How many bytes it may become, as far as that is known.
        expected: Option<u64>,
    },
    /// Look for uploaded files in this part of the origin's archive, saying how far that is; then
    /// [`crate::Msg::Looked`].
    LookForFiles(ArchiveRange),
    /// Give that up; no more is to be heard of it.
    EndLook,
    /// Give up the file that is being written; no more is to be heard of it.
    CancelWrite,
    /// Hand the file that is ready to the browser, once more.
    Download,
    DownloadReport {
        name: String,
        json: String,
    },
    /// People are about to be told that the account has moved.
    BeginFarewell {
        old: BareJid,
        /// What the old account held, as far as it was read.
        holdings: Rc<Holdings>,
    },
    /// Something of the farewell; what comes of it is [`crate::Msg::Farewell`].
    Farewell(Box<farewell::Order>),
    /// Print the page as it is drawn after this.
    Print,
    /// What there is to lose changed: keep the screen on, ask before the page is left.
    Busy(Busy),
    /// Forget every account, file and temporary thing.
    ForgetAll,
    /// A stage was entered: the focus goes to its heading.
    Focus,
}

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// Everything, XEP-0227.
    Complete,
    /// What portals such as Snikket's take, XEP-0227.
    Essentials,
    /// For the import by an administrator, under the new address, XEP-0227.
    Administrator,
    /// A page of contacts and profile to read and print; its words are filled in by whoever writes it.
    Page,
    /// The contacts as a table; likewise.
    Table,
}

/// Where a file is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onto {
    /// A place of the browser's, to be downloaded from when it is ready.
    Download,
    /// The place on the disk the person picked; nothing is left to do when it is ready.
    Disk,
}

/// What would be lost if the page were left now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    #[default]
    Idle,
    /// A copy is being made, or a report was not saved.
    Unsaved,
    /// Something is being written at the new account: the screen stays on, too.
    Running,
}
