//! Stanza and stream errors (RFC 6120 §8.3 and §4.9).

use std::fmt;

use xml::{Element, ns};

/// The longest text taken over from a server's error, in characters.
const MAX_TEXT: usize = 1000;

/// The `<error/>` of a stanza.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StanzaError {
    pub kind: ErrorKind,
    /// The defined condition, such as `item-not-found`.
    pub condition: String,
    /// Namespace and name of the application-specific condition, such as
    /// `precondition-not-met` in `http://jabber.org/protocol/pubsub#errors`.
    pub application: Option<(String, String)>,
    pub text: Option<String>,
}

/// What the error says one can do (RFC 6120 §8.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    Auth,
    Cancel,
    Continue,
    Modify,
    Wait,
}

impl StanzaError {
    /// Reads the error of a stanza of type `error`; none if it has no `<error/>`.
    pub fn of(stanza: &Element) -> Option<Self> {
        // The stanza may echo the whole request before its error.
        let error = stanza.child("error", ns::CLIENT)?;
        let kind = match error.attr("type") {
            Some("auth") => ErrorKind::Auth,
            Some("continue") => ErrorKind::Continue,
            Some("modify") => ErrorKind::Modify,
            Some("wait") => ErrorKind::Wait,
            _ => ErrorKind::Cancel,
        };
        let application = error
            .children()
            .find(|child| child.ns() != ns::STANZA_ERROR && child.ns() != ns::CLIENT)
            .map(|child| (child.ns().to_owned(), child.name().to_owned()));
        let (condition, text) = condition_and_text(error, ns::STANZA_ERROR);
        Some(Self { kind, condition, application, text })
    }
}

/// The defined condition of an error whose conditions are in `ns`, and its text; without one, what the
/// condition itself holds, such as the new address in `<gone/>` (RFC 6120 §8.3.3.5).
pub(crate) fn condition_and_text(error: &Element, ns: &str) -> (String, Option<String>) {
    let defined = error.children().find(|child| child.ns() == ns && child.name() != "text");
    let condition = defined.map_or("undefined-condition", Element::name);
    let short = |text: String| text.trim().chars().take(MAX_TEXT).collect::<String>();
    let said = |text: &String| !text.is_empty();
    let text = error.child_text("text", ns).map(short).filter(said);
    let held = || defined.map(|condition| short(condition.text())).filter(said);
    (condition.chars().take(MAX_TEXT).collect(), text.or_else(held))
}

impl std::error::Error for StanzaError {}

impl fmt::Display for StanzaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.condition, self.kind)?;
        if let Some((_, name)) = &self.application {
            write!(f, ", {name}")?;
        }
        match &self.text {
            Some(text) => write!(f, ": {text}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auth => "auth",
            Self::Cancel => "cancel",
            Self::Continue => "continue",
            Self::Modify => "modify",
            Self::Wait => "wait",
        })
    }
}
