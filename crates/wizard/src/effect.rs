//! What the page has to do next.

use std::rc::Rc;

use jid::BareJid;
use migration::{Holdings, KindId, Plan};
use session::{Endpoint, Password};

use crate::Side;

/// One thing to do; the answer comes back as a message.
#[derive(Clone, Debug)]
pub enum Effect {
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
    SignOut(Side),
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
    /// Write these kinds as one file, read it back, then hand it to the browser.
    WriteFile {
        variant: Variant,
        jid: BareJid,
        holdings: Rc<Holdings>,
        kinds: Vec<KindId>,
    },
    /// Hand the file that is ready to the browser, once more.
    Download,
    DownloadReport {
        name: String,
        json: String,
    },
    /// What there is to lose changed: keep the screen on, ask before the page is left.
    Busy(Busy),
    /// Forget every account, file and temporary thing.
    ForgetAll,
    /// A stage was entered: the focus goes to its heading.
    Focus,
}

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Everything, XEP-0227.
    Complete,
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
