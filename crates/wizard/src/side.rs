//! The two ends of a move.

/// Which end something concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Origin,
    Destination,
}

impl Side {
    /// The name in hooks and text ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Destination => "destination",
        }
    }
}
