//! The pieces every screen is composed of. Each is a value that draws itself:
//! plain functions, because a component of its own would weigh some kilobytes.

// They are drawn, never printed.
#![allow(missing_debug_implementations)]

mod accounts;
mod button;
mod check;
mod choice_card;
mod choices;
mod disclosure;
mod element;
mod field;
mod icon;
mod language_switch;
mod mark;
mod notice;
mod password_field;
mod path;
mod problem;
mod progress_bar;
mod row;
mod select;

use yew::prelude::*;

pub use accounts::{Account, Accounts};
pub use button::{Button, Emphasis};
pub use check::Check;
pub use choice_card::ChoiceCard;
pub use choices::{Choice, Choices};
pub use disclosure::Disclosure;
pub use element::{El, el, group, words};
pub use field::Field;
pub use icon::Shape;
pub use language_switch::language_switch;
pub use mark::{journey, mark};
pub use notice::{Notice, Tone};
pub use password_field::PasswordField;
pub use path::{Path, Step};
pub use problem::Problem;
pub use progress_bar::ProgressBar;
pub use row::{Opener, Row, rows};
pub use select::Select;

/// The place of a screen's buttons: at its end, and on phones within reach of
/// the thumb. The way back comes first, the primary button last.
pub fn actions(buttons: Html) -> Html {
    el("div").class("actions").child(buttons).into()
}
