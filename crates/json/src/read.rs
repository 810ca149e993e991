//! Text into values.

use crate::Value;

/// Nothing this page reads is nested deeper.
const MOST_DEPTH: usize = 64;

/// Where the text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON at byte {at}")]
pub struct Error {
    /// From 0.
    pub at: usize,
}

/// Reads one value that is the whole text.
pub fn parse(text: &str) -> Result<Value, Error> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let value = reader.value(0)?;
    reader.space();
    if reader.at == text.len() { Ok(value) } else { Err(reader.error()) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        match self.peek() {
            Some(b'{') if depth < MOST_DEPTH => self.object(depth),
            Some(b'[') if depth < MOST_DEPTH => self.array(depth),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Error> {
        let mut members = Vec::new();
        self.list(b'}', |reader| {
            let name = reader.string()?;
            reader.space();
            reader.expect(b':')?;
            reader.space();
            members.push((name, reader.value(depth + 1)?));
            Ok(())
        })?;
        Ok(Value::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<Value, Error> {
        let mut elements = Vec::new();
        self.list(b']', |reader| {
            elements.push(reader.value(depth + 1)?);
            Ok(())
        })?;
        Ok(Value::Array(elements))
    }

    /// From an opening bracket to `end`, with commas between.
    fn list(&mut self, end: u8, mut one: impl FnMut(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        self.at += 1;
        self.space();
        if self.eat(end) {
            return Ok(());
        }
        loop {
            one(self)?;
            self.space();
            if self.eat(end) {
                return Ok(());
            }
            self.expect(b',')?;
            self.space();
        }
    }

    fn word(&mut self) -> Result<Value, Error> {
        let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
        for (word, value) in words {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error())
    }

    fn number(&mut self) -> Result<Value, Error> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(Value::Number(self.text[start..self.at].to_owned()))
    }

    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.error()) }
    }

    fn string(&mut self) -> Result<String, Error> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c| c < ' ' || matches!(c, '"' | '\\')).unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            if self.eat(b'"') {
                return Ok(text);
            }
            self.expect(b'\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Error> {
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.error()),
        };
        self.at += 1;
        Ok(c)
    }

    /// `uXXXX`, or two of them for what UTF-16 writes with two.
    fn code_point(&mut self) -> Result<char, Error> {
        let mut units = vec![self.unit()?];
        if (0xd800..0xdc00).contains(&units[0]) {
            self.expect(b'\\')?;
            units.push(self.unit()?);
        }
        let decoded = char::decode_utf16(units).next();
        decoded.and_then(Result::ok).ok_or_else(|| self.error())
    }

    fn unit(&mut self) -> Result<u16, Error> {
        self.expect(b'u')?;
        let digits = self.text.get(self.at..self.at + 4).filter(|four| !four.starts_with('+'));
        let unit = digits.and_then(|four| u16::from_str_radix(four, 16).ok());
        let unit = unit.ok_or_else(|| self.error())?;
        self.at += 4;
        Ok(unit)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.eat(byte) { Ok(()) } else { Err(self.error()) }
    }

    fn error(&self) -> Error {
        Error { at: self.at }
    }
}
