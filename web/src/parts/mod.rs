//! The pieces every screen is composed of: functions of their properties, in
//! the words of the person's language.

// Properties are drawn, never printed.
#![allow(missing_debug_implementations)]

mod accounts;
mod actions;
mod button;
mod check;
mod choice_card;
mod choices;
mod disclosure;
mod field;
mod folded_step;
mod heading;
mod icon;
mod language_switch;
mod mark;
mod notice;
mod password_field;
mod path;
mod problem;
mod progress_bar;
mod row;
mod status;

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::Locale;

pub use accounts::{Account, Accounts, Chip};
pub use actions::Actions;
pub use button::{Button, Emphasis};
pub use check::Check;
pub use choice_card::ChoiceCard;
pub use choices::{Choice, Choices};
pub use disclosure::Disclosure;
pub use field::Field;
pub use folded_step::FoldedStep;
pub use heading::Heading;
pub use icon::{Icon, Shape};
pub use language_switch::LanguageSwitch;
pub use mark::{Journey, Mark};
pub use notice::{Notice, Tone};
pub use password_field::{PasswordField, read_password};
pub use path::{Path, Step};
pub use problem::Problem;
pub use progress_bar::ProgressBar;
pub use row::{Row, Rows};
pub use status::Status;

/// The language the root provides; English where there is no root, as in tests of one part.
#[hook]
pub fn use_locale() -> Rc<Locale> {
    use_context::<Rc<Locale>>().unwrap_or_default()
}
