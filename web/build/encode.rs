//! A Fluent pattern as a string in which control characters stand for what is
//! not plain text:
//!
//! | characters                      | meaning                                   |
//! |---------------------------------|-------------------------------------------|
//! | `\x01 name \x02`                | the value of a variable                   |
//! | `\x03 name` variants `\x06`     | a choice by a variable                    |
//! | `\x04 key \x05` pattern         | one variant; the default has an empty key |
//!
//! The default variant is written last, so the reader takes the first that fits.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

pub struct Encoded {
    pub text: String,
    pub variables: BTreeSet<String>,
}

pub fn encode(pattern: &Pattern<&str>) -> Result<Encoded, String> {
    let mut encoded = Encoded { text: String::new(), variables: BTreeSet::new() };
    write(pattern, &mut encoded)?;
    Ok(encoded)
}

fn write(pattern: &Pattern<&str>, out: &mut Encoded) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => plain(value, out)?,
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => {
                plain(value, out)?;
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                let name = variable(inline)?;
                out.text.push_str(&format!("\u{1}{name}\u{2}"));
                out.variables.insert(name.to_owned());
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let name = variable(selector)?;
                out.variables.insert(name.to_owned());
                out.text.push_str(&format!("\u{3}{name}"));
                for chosen in ordered(variants) {
                    out.text.push_str(&format!("\u{4}{}\u{5}", key(chosen)?));
                    write(&chosen.value, out)?;
                }
                out.text.push('\u{6}');
            }
        }
    }
    Ok(())
}

fn plain(value: &str, out: &mut Encoded) -> Result<(), String> {
    if value.contains(|c: char| c < '\u{7}') {
        return Err("a control character in the text".to_owned());
    }
    out.text.push_str(value);
    Ok(())
}

/// The variable an expression names; `NUMBER` says nothing new, as counts are
/// always written the language's way.
fn variable<'a>(expression: &InlineExpression<&'a str>) -> Result<&'a str, String> {
    match expression {
        InlineExpression::VariableReference { id } => Ok(id.name),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            match (arguments.positional.as_slice(), arguments.named.as_slice()) {
                ([inner], []) => variable(inner),
                _ => Err("NUMBER takes one variable here".to_owned()),
            }
        }
        _ => Err("only variables, string literals and choices by a variable are read".to_owned()),
    }
}

fn ordered<'a, 'b>(variants: &'b [Variant<&'a str>]) -> impl Iterator<Item = &'b Variant<&'a str>> {
    variants
        .iter()
        .filter(|variant| !variant.default)
        .chain(variants.iter().filter(|variant| variant.default))
}

fn key<'a>(variant: &Variant<&'a str>) -> Result<&'a str, String> {
    match variant.key {
        _ if variant.default => Ok(""),
        VariantKey::Identifier { name } => Ok(name),
        VariantKey::NumberLiteral { value } if value.bytes().all(|b| b.is_ascii_digit()) => Ok(value),
        VariantKey::NumberLiteral { value } => Err(format!("{value} is no count")),
    }
}
