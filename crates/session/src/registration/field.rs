//! One field of a form, as far as a person can be asked for it (XEP-0004 §3.3). What a server sends is cut to
//! what a screen can hold: it is text to be read, and there is no end to what a hostile one may send.

use xml::{Element, ns};

/// The longest text shown, in characters.
const MOST_TEXT: usize = 500;
/// The most possibilities offered.
const MOST_CHOICES: usize = 100;
/// The longest value kept, in characters: a hidden one must come back unchanged.
const MOST_VALUE: usize = 10_000;
/// The most values kept.
const MOST_VALUES: usize = 100;
/// The largest picture shown, in characters of base64.
const MOST_PICTURE: usize = 400_000;
/// The kinds of pictures shown: none of them can hold a script or name something else.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// A question of the server's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its `var`: unique in the form.
    pub name: String,
    pub label: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    pub kind: FieldKind,
    pub is_required: bool,
    /// What the server suggests.
    pub values: Vec<String>,
    /// A picture to look at, as a `data:` URL (XEP-0221).
    pub picture: Option<String>,
}

/// How it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line, also where it is an address.
    Line,
    /// One line nobody should look at.
    Secret,
    /// Several lines, each a value of its own.
    Lines,
    /// Yes or no.
    Switch,
    One(Vec<Choice>),
    Many(Vec<Choice>),
    /// To be read only.
    Note,
}

/// One possibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// What a form holds of a field.
pub(super) enum Found {
    Shown(Field),
    /// Goes back as it came.
    Hidden(String, Vec<String>),
}

impl Field {
    /// A line without any word on what it is but its name (XEP-0077 §4).
    pub(super) fn line(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: None,
            description: None,
            kind: FieldKind::Line,
            is_required: true,
            values: shown(value).into_iter().collect(),
            picture: None,
        }
    }

    /// A field of a data form; none where it could not be answered. `around` holds the pictures.
    pub(super) fn found(field: &Element, around: &Element) -> Option<Found> {
        let kind = field.attr("type").unwrap_or("text-single");
        let name = field.attr("var").filter(|name| name.chars().count() <= MOST_TEXT);
        let values: Vec<String> = values(field).collect();
        let name = match (kind, name) {
            ("hidden", name) => return Some(Found::Hidden(name?.to_owned(), values)),
            // XEP-0004 §3.3: only this one may have no name.
            ("fixed", name) => name.unwrap_or_default(),
            (_, name) => name.filter(|name| !name.is_empty())?,
        };
        let kind = match kind {
            "boolean" => FieldKind::Switch,
            "fixed" => FieldKind::Note,
            "jid-multi" | "text-multi" => FieldKind::Lines,
            "list-multi" => FieldKind::Many(choices(field)),
            "list-single" => FieldKind::One(choices(field)),
            "text-private" => FieldKind::Secret,
            // `text-single`, `jid-single`, and what XEP-0004 §3.3 has taken for it.
            _ => FieldKind::Line,
        };
        Some(Found::Shown(Self {
            name: name.to_owned(),
            label: field.attr("label").and_then(shown),
            description: field.child_text("desc", ns::DATA_FORM).as_deref().and_then(shown),
            is_required: field.child("required", ns::DATA_FORM).is_some(),
            picture: picture(field, around),
            kind,
            values,
        }))
    }
}

/// What a person is shown: without the ends of lines and characters that turn text around.
pub(super) fn shown(text: &str) -> Option<String> {
    let is_tame =
        |c: &char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").chars().filter(is_tame).take(MOST_TEXT).collect();
    (!text.is_empty()).then_some(text)
}

fn values(field: &Element) -> impl Iterator<Item = String> {
    let values = field.children().filter(|child| child.is("value", ns::DATA_FORM)).take(MOST_VALUES);
    values.map(|value| value.text().chars().take(MOST_VALUE).collect())
}

fn choices(field: &Element) -> Vec<Choice> {
    let options = field.children().filter(|child| child.is("option", ns::DATA_FORM)).take(MOST_CHOICES);
    let choice = |option: &Element| {
        let value: String = option.child_text("value", ns::DATA_FORM)?.chars().take(MOST_VALUE).collect();
        let label = option.attr("label").and_then(shown).or_else(|| shown(&value)).unwrap_or_default();
        Some(Choice { value, label })
    };
    options.filter_map(choice).collect()
}

/// The picture of a field, where it came along in the same stanza (XEP-0231 §2). None is loaded from elsewhere.
fn picture(field: &Element, around: &Element) -> Option<String> {
    let media = field.child("media", ns::MEDIA)?;
    let uris = media.children().filter(|child| child.is("uri", ns::MEDIA)).take(MOST_VALUES);
    uris.filter_map(|uri| {
        let text = uri.text();
        let cid = text.trim().strip_prefix("cid:")?;
        let data =
            around.children().find(|data| data.is("data", ns::BOB) && data.attr("cid") == Some(cid))?;
        let said = data.attr("type").or_else(|| uri.attr("type"))?;
        let kind = PICTURES.into_iter().find(|kind| *kind == said)?;
        let content = data.text();
        if content.len() > MOST_PICTURE {
            return None;
        }
        let content: String = content.split_whitespace().collect();
        let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        (!content.is_empty() && content.bytes().all(is_base64))
            .then(|| format!("data:{kind};base64,{content}"))
    })
    .next()
}
