//! A form as the server sent it: fields of old (XEP-0077 §3.1.1), a data form (§4), or a page to go to (§5).

use ordered::Set;
use xml::{Element, ns};

use super::field::{Field, Found, shown};
use super::{PASSWORD, USERNAME};

/// The most fields shown. What comes after them is not asked for.
const MOST_FIELDS: usize = 40;
/// The most fields that go back as they came.
const MOST_HIDDEN: usize = 100;
/// The longest address of a page, in characters.
const MOST_URL: usize = 2000;
/// The elements of a query that ask for nothing (XEP-0077 §14).
const NO_FIELDS: [&str; 4] = ["instructions", "registered", "remove", "key"];
/// What a form says of the CAPTCHA (XEP-0158) to those who see no pictures.
const FALLBACK: &str = "captcha-fallback";

/// The answer asks for nothing that an account could be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer is no form for a new account")]
pub struct NotAForm;

/// What the server wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// A sentence or two of the server's own.
    pub instructions: Option<String>,
    /// Its own questions: all but name and password.
    pub fields: Vec<Field>,
    /// A page on the web where accounts are made, or can be as well; `https:` only.
    pub page: Option<String>,
    pub(super) style: Style,
}

/// How the answer is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// One element for each field.
    Elements { key: Option<String> },
    /// A data form, with what goes back as it came.
    Data { hidden: Vec<(String, Vec<String>)> },
    /// No account is made here.
    PageOnly,
}

impl Form {
    /// The form in the answer to a query.
    pub fn of(query: &Element) -> Result<Self, NotAForm> {
        if !query.is("query", ns::REGISTER) {
            return Err(NotAForm);
        }
        let instructions = query.child_text("instructions", ns::REGISTER);
        let linked = query.child("x", ns::OOB).and_then(|oob| oob.child_text("url", ns::OOB));
        let mut form = Self {
            page: linked.as_deref().and_then(page),
            instructions: instructions.as_deref().and_then(shown),
            fields: Vec::new(),
            style: Style::PageOnly,
        };
        match query.child("x", ns::DATA_FORM) {
            Some(data) => form.read_data(data, query),
            None => form.read_elements(query),
        }
        if form.is_page_only() && form.page.is_none() {
            form.page = instructions.as_deref().and_then(page);
        }
        if form.is_page_only() && form.page.is_none() { Err(NotAForm) } else { Ok(form) }
    }

    /// Name and password, and nothing else: what to send where no form was asked for.
    pub fn plain() -> Self {
        let style = Style::Elements { key: None };
        Self { instructions: None, fields: Vec::new(), page: None, style }
    }

    /// Accounts are made on a page on the web only.
    pub fn is_page_only(&self) -> bool {
        self.style == Style::PageOnly
    }

    /// Something has to be answered besides name and password.
    pub fn asks_more(&self) -> bool {
        self.fields.iter().any(|field| field.is_required || field.picture.is_some())
    }

    /// One of the questions is whether a person answers them (XEP-0158).
    pub fn is_puzzle(&self) -> bool {
        let is_challenge = |(name, values): &(String, Vec<String>)| {
            name == "challenge" || (name == "FORM_TYPE" && values.iter().any(|value| value == ns::CAPTCHA))
        };
        let is_marked = matches!(&self.style, Style::Data { hidden } if hidden.iter().any(is_challenge));
        is_marked || self.fields.iter().any(|field| field.picture.is_some())
    }

    fn read_data(&mut self, data: &Element, query: &Element) {
        let instructions = data.child_text("instructions", ns::DATA_FORM);
        if let Some(instructions) = instructions.as_deref().and_then(shown) {
            self.instructions = Some(instructions);
        }
        let mut names = Set::new();
        let mut hidden = Vec::new();
        let (mut has_name, mut has_password) = (false, false);
        for field in data.children().filter(|child| child.is("field", ns::DATA_FORM)) {
            match Field::found(field, query) {
                Some(Found::Hidden(name, values)) if hidden.len() < MOST_HIDDEN => {
                    hidden.push((name, values));
                }
                Some(Found::Shown(field)) if field.name == USERNAME => has_name = true,
                Some(Found::Shown(field)) if field.name == PASSWORD => has_password = true,
                // A second field of the same name could not be told from the first in the answer.
                Some(Found::Shown(field))
                    if self.fields.len() < MOST_FIELDS
                        && (field.name.is_empty() || names.insert(field.name.clone())) =>
                {
                    self.fields.push(field);
                }
                _ => {}
            }
        }
        if self.fields.iter().any(|field| field.picture.is_some()) {
            self.fields.retain(|field| !field.name.starts_with(FALLBACK));
        }
        if has_name && has_password {
            self.style = Style::Data { hidden };
        } else {
            self.fields.clear();
        }
    }

    fn read_elements(&mut self, query: &Element) {
        let has = |name| query.child(name, ns::REGISTER).is_some();
        if !has(USERNAME) || !has(PASSWORD) {
            return;
        }
        let mut names = Set::new();
        for child in query.children().filter(|child| child.ns() == ns::REGISTER) {
            let name = child.name();
            let is_own = name == USERNAME || name == PASSWORD || NO_FIELDS.contains(&name);
            if !is_own && self.fields.len() < MOST_FIELDS && names.insert(name.to_owned()) {
                self.fields.push(Field::line(name, &child.text()));
            }
        }
        self.style = Style::Elements { key: query.child_text("key", ns::REGISTER) };
    }
}

/// The first `https:` address in a text.
fn page(text: &str) -> Option<String> {
    let from = text.find("https://")?;
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\'' | '\\');
    let url = text[from..].split(ends).next()?.trim_end_matches(['.', ',', ')', ';']);
    let authority = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    // What stands before an `@` looks like the host and is none.
    let is_plain = !authority.is_empty() && !authority.contains('@') && url.chars().count() <= MOST_URL;
    is_plain.then(|| url.to_owned())
}
