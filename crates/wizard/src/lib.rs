//! The path a person walks: which stage comes when, what each screen says, and
//! what the page has to do next. Pure: [`Wizard::update`] takes what happened
//! and gives back effects; [`Wizard::screen`] says what to show.

mod effect;
mod explain;
mod explain_farewell;
mod explain_new_account;
mod explain_sign_in;
mod known;
mod later;
mod listing;
mod msg;
mod screen;
mod side;
mod stages;
mod text;
mod typed;
mod wizard;

pub use effect::{Busy, Effect, Onto, Variant};
pub use explain::{CODES, Explanation, Trouble};
pub use explain_new_account::Refusal;
pub use listing::Listing;
pub use msg::{FileUser, Msg};
pub use screen::{Asked, Body, Chip, Path, Screen, Step, StepState};
pub use side::Side;
pub use stages::administrator::{Administering, AdministratorView, Program, import_commands};
pub use stages::archive::{RangeChange, RangeView, Since, With};
pub use stages::both_sides::{BothSidesView, SideRow};
pub use stages::choose::{ChooseView, KindRow, RowState};
pub use stages::copies::{CopiesView, Left};
pub use stages::farewell::deletion::{DeletionView, Outcome};
pub use stages::farewell::messages::{MessageView, RecipientRow};
pub use stages::farewell::people::{ContactRow, PeopleView, Sort};
pub use stages::farewell::rooms::{RoomRow, RoomsView};
pub use stages::farewell::statement::StatementView;
pub use stages::farewell::view::{FarewellView, NoteView, NotifyView, TellingView};
pub use stages::farewell::wish::{Said, Wish};
pub use stages::file::{FileView, UserChoice};
pub use stages::migrating::{RunRow, RunState, RunView};
pub use stages::new_account::providers::{Filter, Kept, Provider, Providers, ProvidersView, ShownProviders};
pub use stages::new_account::suggestion::suggested_password;
pub use stages::new_account::view::{AskedField, Invited, NewAccountView};
pub use stages::new_account::{Joining, JoiningEffect, Place, Way, is_yes, takes_many};
pub use stages::private::PrivateView;
pub use stages::report::{Exception, ReportRow, ReportView, file_safe};
pub use stages::review::{ChoiceView, PlanItemView, PlanRow, ReviewView};
pub use stages::saving::{Contents, SaveProgress, SaveView};
pub use stages::sealing::SealView;
pub use stages::sign_in::{LetterView, SignInView, Submitted};
pub use stages::uploads::LookView;
pub use stages::viewer::view::{
    ContactLine, ConversationRow, Lists, OpenView, RoomLine, SearchView, ViewerView,
};
pub use stages::viewer::{Browse, History, OpenedFile, Scroll, SearchState, Section, ViewOrder, Viewed};
pub use text::{Arg, Text};
pub use typed::Slip;
pub use wizard::{Flow, Stage, Wizard};
