//! The answer to a form, but for the password: that joins on the wire only.

use xml::{Element, ns};

use super::field::{Field, FieldKind};
use super::form::{Form, Style};
use super::{PASSWORD, USERNAME};
use crate::form::field;

/// A form as a person filled it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub username: String,
    /// By the names of the fields.
    pub answers: Vec<(String, Vec<String>)>,
    pub form: Form,
}

impl Submission {
    /// What has to be answered and is not.
    pub fn missing(&self) -> Option<&Field> {
        let is_missing = |field: &&Field| {
            let is_answered = self.values(field).iter().any(|value| !value.is_empty());
            field.is_required && field.kind != FieldKind::Note && !is_answered
        };
        self.form.fields.iter().find(is_missing)
    }

    /// The query to send, with `mark` where the password belongs.
    pub(crate) fn to_query(&self, mark: &str) -> Element {
        let query = Element::new("query", ns::REGISTER);
        match &self.form.style {
            Style::Elements { key } => {
                let line = |name: &str, text: &str| Element::new(name, ns::REGISTER).with_text(text);
                let own = [line(USERNAME, &self.username), line(PASSWORD, mark)];
                let answered = |field: &Field| Some(line(&field.name, self.values(field).first()?));
                query
                    .with_children(own)
                    .with_children(self.form.fields.iter().filter_map(answered))
                    .with_children(key.as_deref().map(|key| line("key", key)))
            }
            Style::Data { hidden } => {
                let x = Element::new("x", ns::DATA_FORM).with_attr("type", "submit");
                let hidden =
                    hidden.iter().map(|(name, values)| field(name, values.iter().map(String::as_str)));
                let own = [field(USERNAME, [self.username.as_str()]), field(PASSWORD, [mark])];
                let is_asked = |asked: &&Field| asked.kind != FieldKind::Note;
                let answered = self.form.fields.iter().filter(is_asked).filter_map(|asked| {
                    let values = self.values(asked);
                    let is_said = values.iter().any(|value| !value.is_empty());
                    is_said.then(|| field(&asked.name, values.iter().map(String::as_str)))
                });
                query.with_child(x.with_children(hidden).with_children(own).with_children(answered))
            }
            Style::PageOnly => query,
        }
    }

    /// What was answered, else what the server suggested.
    fn values<'a>(&'a self, field: &'a Field) -> &'a [String] {
        let answer = self.answers.iter().find(|(name, _)| *name == field.name);
        answer.map_or(&field.values, |(_, values)| values)
    }
}
