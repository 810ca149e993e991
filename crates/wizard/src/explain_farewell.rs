//! What went wrong while people were told, by what it is about.

use farewell::Part;
use migration::Problem;

use crate::{Explanation, Text};

/// What happened is said by the part; what one can do, by the problem.
pub(crate) fn explain(part: Part, problem: &Problem) -> Explanation {
    let what = match part {
        Part::Look => Text::new("farewell-failed-look"),
        Part::Statement => Text::new("farewell-failed-statement"),
        Part::Contacts => Text::new("farewell-failed-contacts"),
        Part::Ledger => Text::new("farewell-failed-ledger"),
        Part::Messages => Text::new("farewell-failed-messages"),
        Part::Note => Text::new("farewell-failed-note"),
        Part::Rooms => Text::new("farewell-failed-rooms"),
        Part::Deletion => Text::new("farewell-failed-deletion"),
    };
    with(what, problem)
}

/// The statement is there, and the new account cannot read it.
pub(crate) fn unreadable(problem: &Problem) -> Explanation {
    let advice = Text::new("farewell-unreadable-advice");
    Explanation { advice, ..with(Text::new("farewell-unreadable-what"), problem) }
}

/// A single message or group chat: the row says what it is about.
pub(crate) fn of_one(problem: &Problem) -> Explanation {
    with(Text::new(format!("problem-{}-what", problem.code())), problem)
}

fn with(what: Text, problem: &Problem) -> Explanation {
    let code = problem.code();
    let advice = Text::new(format!("problem-{code}-advice"));
    Explanation { code, cause: None, what, advice, details: problem.to_string() }
}
