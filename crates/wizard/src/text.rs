//! Texts as data: an id in the locale files and what to put into it.

use std::borrow::Cow;

/// A text to be said in the person's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub id: Cow<'static, str>,
    pub args: Vec<(&'static str, Arg)>,
}

/// What stands in a text's place for `name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Count(u64),
    /// A size in bytes, said in the unit that fits.
    Bytes(u64),
    Nested(Box<Text>),
}

impl Text {
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn bytes(mut self, name: &'static str, bytes: u64) -> Self {
        self.args.push((name, Arg::Bytes(bytes)));
        self
    }
}

impl From<&'static str> for Text {
    fn from(id: &'static str) -> Self {
        Self::new(id)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Nested(Box::new(text))
    }
}
