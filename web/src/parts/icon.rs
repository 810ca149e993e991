//! Small drawings beside words. They never stand alone, so screen readers skip them.

use yew::prelude::*;

use super::el;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    Archive,
    Blocked,
    Careful,
    Contacts,
    Done,
    File,
    GroupChats,
    Move,
    Note,
    Onward,
    #[default]
    Other,
    Picture,
    Profile,
    Restore,
    Save,
}

impl Shape {
    pub fn html(self) -> Html {
        el("svg")
            .class("icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .attr("focusable", "false")
            .child(el("path").attr("d", self.strokes()))
            .into()
    }

    /// Strokes on a field of 24 by 24.
    fn strokes(self) -> &'static str {
        match self {
            Self::Archive => "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
            Self::Blocked => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
            Self::Careful => "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1",
            Self::Contacts => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c0-3.5 2.9-5.5 6.5-5.5s6.5 2 6.5 5.5\
                 M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.4c2.4.7 4 2.5 4 5.1"
            }
            Self::Done => "m4.5 12.5 5 5 10-11",
            Self::File => "M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5V8.5h5",
            Self::GroupChats => {
                "M4 4.5h11a1.5 1.5 0 0 1 1.5 1.5v5.5A1.5 1.5 0 0 1 15 13H8.5l-4 3V13 6A1.5 1.5 0 0 1 4 4.5z\
                 M19 8.5h.5A1.5 1.5 0 0 1 21 10v10l-3.5-3h-6"
            }
            Self::Move => "M3.5 12h16M13.5 5.5 20 12l-6.5 6.5",
            Self::Note => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.8v.1",
            Self::Onward => "m9 5 7 7-7 7",
            Self::Other => "M4 4.5h6.5V11H4zM13.5 4.5H20V11h-6.5zM4 14h6.5v6.5H4zM13.5 14H20v6.5h-6.5z",
            Self::Picture => "M4 4.5h16v15H4zM4 16l4.5-4.5 4 4 3-3L20 17M15 8.8v.1",
            Self::Profile => {
                "M3.5 5h17v14h-17zM8.5 12.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.8 16c.3-1.5 5-1.5 5.4 0M14 9.5h3.5M14 13.5h3.5"
            }
            Self::Restore => "M12 15.5v-11M7.5 9 12 4.5 16.5 9M4.5 15v4.5h15V15",
            Self::Save => "M12 4.5v11M7.5 11l4.5 4.5 4.5-4.5M4.5 15v4.5h15V15",
        }
    }
}
