//! Moving an account: the kinds of data, the plan, the run, the report.
//!
//! XEP-0227 fragments are the only thing that passes between the old and the
//! new end, whether an end is an account or a file.

mod account;
mod digest;
pub mod file;
mod holdings;
mod kind;
pub mod kinds;
mod plan;
mod problem;
mod reason;
pub mod report;
mod run;

pub use account::{Account, Features};
pub use holdings::{Holding, Holdings};
pub use kind::{
    Autojoin, Choice, Difference, Fate, Glance, Item, Kind, KindId, Log, Mapping, Reading, Sink, Support,
    Survey, Unread, Write,
};
pub use kinds::{Picture, enters_rooms, full_name, picture, preview, says};
pub use plan::{Action, Choices, Counts, KindPlan, Plan, PlanItem};
pub use problem::Problem;
pub use reason::{CODES as REASON_CODES, Reason};
pub use report::{Entry, Follower, KindReport, Outcome, Report, Unlisted, Verdict};
pub use run::{Progress, run};
