//! Values into text: one member a line, indented by two spaces.

use std::fmt::{self, Write};

use crate::Value;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out, 0);
        f.write_str(&out)
    }
}

impl Value {
    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(number),
            Self::String(text) => string(text, out),
            Self::Array(elements) => {
                list("[]", elements, out, depth, |element, out| element.write(out, depth + 1));
            }
            Self::Object(members) => list("{}", members, out, depth, |(name, value), out| {
                string(name, out);
                out.push_str(": ");
                value.write(out, depth + 1);
            }),
        }
    }
}

fn list<T>(brackets: &str, parts: &[T], out: &mut String, depth: usize, one: impl Fn(&T, &mut String)) {
    let (open, close) = brackets.split_at(1);
    out.push_str(open);
    for (place, part) in parts.iter().enumerate() {
        out.push_str(if place > 0 { ",\n" } else { "\n" });
        indent(out, depth + 1);
        one(part, out);
    }
    if !parts.is_empty() {
        out.push('\n');
        indent(out, depth);
    }
    out.push_str(close);
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\u{0}'..'\u{20}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
