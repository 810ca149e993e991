//! One language with its way of writing numbers, sizes and dates.

use ordered::Map;
use std::cell::OnceCell;
use std::fmt;

use wizard::{Arg, Text};

use super::formats::Formats;
use super::times::Times;
use super::{Language, later};

/// What stands in for a variable of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Count(u64),
    /// A size in bytes.
    Bytes(u64),
    /// A moment, in seconds since 1970-01-01T00:00:00Z.
    Date(i64),
}

/// Writes the page's texts in one language.
pub struct Locale {
    language: &'static Language,
    texts: Map<&'static str, &'static str>,
    /// What is said once a person has set out.
    later: OnceCell<Map<&'static str, &'static str>>,
    formats: Formats,
    times: OnceCell<Times>,
}

impl Locale {
    pub fn new(language: &'static Language) -> Self {
        Self {
            language,
            texts: language.entries().collect(),
            later: OnceCell::new(),
            formats: Formats::new(language.tag),
            times: OnceCell::new(),
        }
    }

    pub fn language(&self) -> &'static Language {
        self.language
    }

    pub fn knows(&self, id: &str) -> bool {
        self.source(id).is_some()
    }

    fn source(&self, id: &str) -> Option<&'static str> {
        let known = self.texts.get(id);
        if known.is_some() || !later::is_there() {
            return known.copied();
        }
        self.later.get_or_init(|| later::texts(self.language)).get(id).copied()
    }

    /// The text `id` with its variables filled in. An unknown id is shown as
    /// itself; the tests see to it that there is none.
    pub fn text(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let Some(source) = self.source(id) else {
            return id.to_owned();
        };
        let mut out = String::with_capacity(source.len() + 16);
        let mut reader = Reader { rest: source, locale: self, values };
        reader.pattern(&mut out);
        out
    }

    /// A text the wizard names, the texts inside it first.
    pub fn say(&self, text: &Text) -> String {
        let nested: Vec<String> = text.args.iter().map(|(_, arg)| self.nested(arg)).collect();
        let args = text.args.iter().zip(&nested);
        let values: Vec<_> = args.map(|((name, arg), nested)| (*name, value(arg, nested))).collect();
        self.text(&text.id, &values)
    }

    /// A text without variables.
    pub fn plain(&self, id: &str) -> String {
        self.text(id, &[])
    }

    /// A count as the language writes it: `12,400`, `12.400`.
    pub fn count(&self, count: u64) -> String {
        self.formats.count(count)
    }

    /// A size in bytes as people read it: `38 MB`.
    pub fn bytes(&self, bytes: u64) -> String {
        self.formats.bytes(bytes)
    }

    /// A day; `seconds` count since 1970-01-01T00:00:00Z.
    pub fn date(&self, seconds: i64) -> String {
        self.formats.date(seconds)
    }

    /// A day with its name, as it is here at that moment: `Friday, 3 July 2026`.
    pub fn day(&self, seconds: i64) -> String {
        self.times.get_or_init(|| Times::new(self.language.tag)).day(seconds)
    }

    /// The time of day here: `14:03`.
    pub fn time(&self, seconds: i64) -> String {
        self.times.get_or_init(|| Times::new(self.language.tag)).time(seconds)
    }

    fn nested(&self, arg: &Arg) -> String {
        match arg {
            Arg::Nested(text) => self.say(text),
            Arg::Text(_) | Arg::Count(_) | Arg::Bytes(_) => String::new(),
        }
    }

    fn write(&self, value: Value<'_>, out: &mut String) {
        match value {
            // Addresses and names keep their own direction inside a right-to-left
            // sentence (FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE).
            Value::Text(text) if self.language.direction() == "rtl" => {
                out.push('\u{2068}');
                out.push_str(text);
                out.push('\u{2069}');
            }
            Value::Text(text) => out.push_str(text),
            Value::Count(count) => out.push_str(&self.count(count)),
            Value::Bytes(bytes) => out.push_str(&self.bytes(bytes)),
            Value::Date(seconds) => out.push_str(&self.date(seconds)),
        }
    }

    fn fits(&self, key: &str, value: Option<Value<'_>>) -> bool {
        match value {
            _ if key.is_empty() => true,
            Some(Value::Text(text)) => key == text,
            Some(Value::Count(count)) => match key.parse::<u64>() {
                Ok(exact) => exact == count,
                Err(_) => key == self.formats.plural(count),
            },
            Some(Value::Bytes(_) | Value::Date(_)) | None => false,
        }
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Locale").field(&self.language.tag).finish()
    }
}

/// Two locales of one language write the same.
impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::new(super::choose([]))
    }
}

fn value<'a>(arg: &'a Arg, nested: &'a str) -> Value<'a> {
    match arg {
        Arg::Text(text) => Value::Text(text),
        Arg::Count(count) => Value::Count(*count),
        Arg::Bytes(bytes) => Value::Bytes(*bytes),
        Arg::Nested(_) => Value::Text(nested),
    }
}

/// Reads the encoding of `web/build/encode.rs`.
struct Reader<'a> {
    rest: &'a str,
    locale: &'a Locale,
    values: &'a [(&'a str, Value<'a>)],
}

impl<'a> Reader<'a> {
    /// Everything up to the end of this pattern: of the text, or of a variant.
    fn pattern(&mut self, out: &mut String) {
        while !self.rest.is_empty() && !self.rest.starts_with(['\u{4}', '\u{6}']) {
            out.push_str(self.until(['\u{1}', '\u{3}', '\u{4}', '\u{6}']));
            if self.eat('\u{1}') {
                self.variable(out);
            } else if self.eat('\u{3}') {
                self.choice(out);
            }
        }
    }

    fn variable(&mut self, out: &mut String) {
        let name = self.until(['\u{2}']);
        self.eat('\u{2}');
        match self.value(name) {
            Some(value) => self.locale.write(value, out),
            None => out.push('…'),
        }
    }

    fn choice(&mut self, out: &mut String) {
        let name = self.until(['\u{4}']);
        let value = self.value(name);
        let mut chosen = false;
        while self.eat('\u{4}') {
            let key = self.until(['\u{5}']);
            self.eat('\u{5}');
            if !chosen && self.locale.fits(key, value) {
                chosen = true;
                self.pattern(out);
            } else {
                self.pattern(&mut String::new());
            }
        }
        self.eat('\u{6}');
    }

    fn value(&self, name: &str) -> Option<Value<'a>> {
        self.values.iter().find_map(|(known, value)| (*known == name).then_some(*value))
    }

    fn until<const N: usize>(&mut self, ends: [char; N]) -> &'a str {
        let (before, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        before
    }

    fn eat(&mut self, mark: char) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LANGUAGES;
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::new(LANGUAGES.iter().find(|language| language.tag == tag).expect("a language"))
    }

    #[track_caller]
    fn check(source: &'static str, values: &[(&str, Value<'_>)], expected: &str) {
        let mut locale = locale("en");
        locale.texts.insert("under-test", source);
        assert_eq!(locale.text("under-test", values), expected);
    }

    #[test]
    fn fills_in_variables() {
        check("plain", &[], "plain");
        check(
            "from \u{1}a\u{2} to \u{1}b\u{2}",
            &[("a", Value::Text("x")), ("b", Value::Text("y"))],
            "from x to y",
        );
        check("\u{1}n\u{2}", &[("n", Value::Count(1_234_567))], "1,234,567");
        check("\u{1}gone\u{2}", &[], "…");
    }

    #[test]
    fn chooses_by_number_category_and_text() {
        let source =
            "\u{3}n\u{4}0\u{5}none\u{4}one\u{5}one \u{1}x\u{2}\u{4}\u{5}\u{1}n\u{2} of \u{1}x\u{2}\u{6}.";
        let check =
            |n, expected| check(source, &[("n", Value::Count(n)), ("x", Value::Text("them"))], expected);
        check(0, "none.");
        check(1, "one them.");
        check(2, "2 of them.");
    }

    #[test]
    fn chooses_inside_a_choice() {
        let source =
            "\u{3}side\u{4}origin\u{5}old \u{3}n\u{4}one\u{5}thing\u{4}\u{5}things\u{6}\u{4}\u{5}new\u{6}!";
        check(source, &[("side", Value::Text("origin")), ("n", Value::Count(1))], "old thing!");
        check(source, &[("side", Value::Text("origin")), ("n", Value::Count(3))], "old things!");
        check(source, &[("side", Value::Text("destination")), ("n", Value::Count(3))], "new!");
        check(source, &[], "new!");
    }

    #[test]
    fn says_what_the_wizard_names() {
        let inner = Text::new("signed-in-as").with("address", "x");
        let outer = Text::new("signed-in-as").with("address", inner);
        assert_eq!(locale("en").say(&outer), "You are signed in as You are signed in as x..");
    }

    #[test]
    fn writes_sizes_and_numbers_the_language_s_way() {
        assert_eq!(locale("en").bytes(38_400_000), "38 MB");
        assert_eq!(locale("en").bytes(1_500_000), "1.5 MB");
        assert_eq!(locale("de").bytes(1_500_000), "1,5 MB");
        assert_eq!(locale("en").bytes(999), "999 bytes");
        assert_eq!(locale("de").count(12_400), "12.400");
    }

    #[test]
    fn shows_an_unknown_text_as_its_id() {
        assert_eq!(locale("en").plain("no-such-text"), "no-such-text");
        assert!(!locale("en").knows("no-such-text"));
        assert!(locale("en").knows("language-name"));
    }
}
