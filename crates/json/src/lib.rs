//! JSON (RFC 8259) as a tree, read strictly and written for people.
//!
//! The page reads two small documents and writes one. Deriving that for types
//! would bring four times the code.

mod read;
mod write;

pub use read::{Error, parse};

/// Any JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    /// As it is written: nothing is rounded.
    Number(String),
    String(String),
    Array(Vec<Value>),
    /// In the order of the text. Of a name that stands twice, the last counts.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The member `name` of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().rev().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// What stands in an array; nothing in any other value.
    pub fn elements(&self) -> &[Self] {
        match self {
            Self::Array(elements) => elements,
            _ => &[],
        }
    }

    /// What stands in an object; nothing in any other value.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// An object of these members.
    pub fn object(members: Vec<(&str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number.to_string())
    }
}
