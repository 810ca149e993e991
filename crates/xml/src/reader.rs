//! The push reader: bytes in, events out.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::chars::{is_blank, is_char, is_name};
use crate::element::Element;
use crate::error::{Malformed, XmlError, shown};
use crate::escape;
use crate::input::Input;
use crate::names::Names;
use crate::rules::Rules;
use crate::scan::TokenKind;
use crate::scope::Scope;
use crate::tag;

/// One step through a document.
///
/// Between two tags there is at most one `Text`, however its bytes were cut
/// and whatever comments or CDATA sections stood in it. White space outside
/// the root is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The start of an element; its content follows.
    Start(Element),
    /// The end of the innermost open element; one follows every `Start`.
    End,
    Text(String),
}

/// Reads one document, given in chunks of any size.
///
/// Feed, then call [`Reader::next`] until it has nothing more, then feed again,
/// and [`Reader::finish`] at the end. It holds what was fed and not yet read,
/// one unfinished token and the names of the open elements. After an error it
/// only repeats the error.
#[derive(Debug)]
pub struct Reader {
    rules: Rules,
    input: Input,
    document: Document,
    failed: Option<XmlError>,
}

impl Reader {
    pub fn new(rules: Rules) -> Self {
        Self { rules, input: Input::default(), document: Document::default(), failed: None }
    }

    /// Adds bytes to be read. An error [`Reader::next`] has found is repeated.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), XmlError> {
        self.check()?;
        self.input.feed(bytes);
        Ok(())
    }

    /// The next event; none until more is fed, or at the end.
    #[expect(clippy::should_implement_trait, reason = "an iterator would end where more can be fed")]
    pub fn next(&mut self) -> Result<Option<Event>, XmlError> {
        self.check()?;
        loop {
            if let Some(event) = self.document.events.pop_front() {
                return Ok(Some(event));
            }
            let step = match self.input.token(&self.rules) {
                Ok(None) => return Ok(None),
                Ok(Some((kind, token))) => self.document.take(kind, token, &self.rules),
                Err(problem) => Err(problem),
            };
            step.map_err(|problem| self.fail(problem))?;
        }
    }

    /// Tells that nothing more comes: an error unless one whole document was
    /// read. Events not taken before are lost.
    pub fn finish(&mut self) -> Result<(), XmlError> {
        while self.next()?.is_some() {}
        let outside = self.document.open.is_empty();
        let problem = match () {
            () if outside && self.input.is_blank() && self.document.root_seen => return Ok(()),
            () if outside && self.input.is_blank() => Malformed::NoElement,
            () if outside && !self.input.is_markup() => Malformed::TextOutsideRoot,
            () => Malformed::Truncated,
        };
        Err(self.fail(problem))
    }

    /// Begins anew, with another document under the same rules.
    pub(crate) fn reset(&mut self) {
        self.input.reset();
        self.document.reset();
        self.failed = None;
    }

    /// Bytes of the input read so far, up to the end of the last token.
    pub fn position(&self) -> u64 {
        self.input.position()
    }

    /// Bytes of the input before the tag whose [`Event::Start`] was told last.
    pub fn tag_at(&self) -> u64 {
        self.input.token_at()
    }

    /// The namespaces that are bound where the reader stands, by prefix; that of the default one is empty.
    pub fn bindings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.document.scope.bindings()
    }

    fn check(&self) -> Result<(), XmlError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn fail(&mut self, problem: Malformed) -> XmlError {
        let error = XmlError { at: self.input.token_at(), problem };
        self.failed = Some(error.clone());
        error
    }
}

/// Where in the document the reader stands.
#[derive(Debug, Default)]
struct Document {
    scope: Scope,
    names: Names,
    /// The names of the open elements, as written.
    open: Vec<Arc<str>>,
    /// Text since the last tag.
    text: String,
    events: VecDeque<Event>,
    /// Whether anything was read, after which there can be no XML declaration.
    started: bool,
    root_seen: bool,
}

impl Document {
    /// Only the names stay, and the room that was taken.
    fn reset(&mut self) {
        self.scope.clear();
        self.open.clear();
        self.text.clear();
        self.events.clear();
        (self.started, self.root_seen) = (false, false);
    }

    fn take(&mut self, kind: TokenKind, token: &str, rules: &Rules) -> Result<(), Malformed> {
        let inside = &token[kind.opening().len()..token.len() - kind.closing().len()];
        match kind {
            TokenKind::Text => self.take_text(inside, rules)?,
            TokenKind::Cdata => self.take_cdata(inside, rules)?,
            TokenKind::Comment => check_comment(inside, rules)?,
            TokenKind::Instruction => self.check_instruction(inside, rules)?,
            TokenKind::Tag => self.take_tag(inside, rules)?,
        }
        self.started = true;
        Ok(())
    }

    fn take_text(&mut self, raw: &str, rules: &Rules) -> Result<(), Malformed> {
        if self.open.is_empty() {
            return if is_blank(raw) { Ok(()) } else { Err(Malformed::TextOutsideRoot) };
        }
        escape::read_text(raw, &mut self.text)?;
        self.check_text(rules)
    }

    fn take_cdata(&mut self, raw: &str, rules: &Rules) -> Result<(), Malformed> {
        if self.open.is_empty() {
            return Err(Malformed::CdataOutsideRoot);
        }
        escape::read_cdata(raw, &mut self.text)?;
        self.check_text(rules)
    }

    /// CDATA sections and comments could otherwise add up to any length.
    fn check_text(&self, rules: &Rules) -> Result<(), Malformed> {
        if self.text.len() > rules.max_token {
            Err(Malformed::TokenTooLarge(rules.max_token))
        } else {
            Ok(())
        }
    }

    fn take_tag(&mut self, inside: &str, rules: &Rules) -> Result<(), Malformed> {
        if let Some(end) = inside.strip_prefix('/') {
            return self.take_end(tag::read_end(end)?);
        }
        if self.open.is_empty() && self.root_seen && !rules.many_roots {
            return Err(Malformed::SecondRoot);
        }
        if self.open.len() == rules.max_depth {
            return Err(Malformed::TooDeep(rules.max_depth));
        }
        let (inside, is_empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        self.scope.enter();
        let element = tag::read_start(inside, &mut self.scope, &mut self.names, rules.max_attributes)?;
        self.root_seen = true;
        self.end_text();
        self.events.push_back(Event::Start(element));
        if is_empty {
            self.scope.leave();
            self.events.push_back(Event::End);
        } else {
            self.open.push(self.names.get(tag::qualified_name(inside)));
        }
        Ok(())
    }

    fn take_end(&mut self, got: &str) -> Result<(), Malformed> {
        match self.open.pop() {
            Some(expected) if *expected == *got => {}
            Some(expected) => {
                return Err(Malformed::WrongEnd { expected: shown(&expected), got: shown(got) });
            }
            None => return Err(Malformed::UnexpectedEnd(shown(got))),
        }
        self.scope.leave();
        self.end_text();
        self.events.push_back(Event::End);
        Ok(())
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.events.push_back(Event::Text(std::mem::take(&mut self.text)));
        }
    }

    /// XML 1.0 §2.6: a target is a name, and no other than the declaration is called `xml`.
    fn check_instruction(&self, inside: &str, rules: &Rules) -> Result<(), Malformed> {
        let target = tag::qualified_name(inside);
        if !rules.document {
            return Err(Malformed::Instruction);
        }
        if target == "xml" && !self.started {
            return tag::check_declaration(inside);
        }
        if target.eq_ignore_ascii_case("xml") {
            return Err(Malformed::Declaration);
        }
        if !is_name(target) {
            return Err(Malformed::Name(shown(target)));
        }
        check_chars(inside)
    }
}

/// XML 1.0 §2.5.
fn check_comment(inside: &str, rules: &Rules) -> Result<(), Malformed> {
    if !rules.document {
        return Err(Malformed::Comment);
    }
    if inside.contains("--") || inside.ends_with('-') {
        return Err(Malformed::Markup);
    }
    check_chars(inside)
}

fn check_chars(text: &str) -> Result<(), Malformed> {
    match text.chars().find(|c| !is_char(*c)) {
        Some(c) => Err(Malformed::Character(c.into())),
        None => Ok(()),
    }
}
