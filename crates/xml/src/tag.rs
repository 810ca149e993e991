//! Start tags, end tags and the XML declaration, read through quick-xml's attributes.

use std::borrow::Cow;

use quick_xml::events::attributes::{Attribute as Attr, Attributes};

use crate::chars::{is_blank, is_name, is_space};
use crate::element::{Attribute, Element};
use crate::error::{Malformed, shown};
use crate::escape::read_attribute;
use crate::names::Names;
use crate::scope::Scope;

/// The start tag in `inside` (what stands between `<` and `>` or `/>`) as an
/// element without content. Its declarations are added to `scope`, already entered.
pub(crate) fn read_start(
    inside: &str,
    scope: &mut Scope,
    names: &mut Names,
    max_attributes: usize,
) -> Result<Element, Malformed> {
    let (prefix, local) = split_name(qualified_name(inside))?;
    let mut found = Vec::new();
    for attribute in attributes(inside, max_attributes) {
        let (name, raw) = attribute?;
        let (prefix, local) = split_name(name)?;
        let value = read_attribute(raw)?;
        match (prefix, local) {
            ("", "xmlns") => scope.declare("", names.get(&value))?,
            ("xmlns", prefix) => scope.declare(prefix, names.get(&value))?,
            // For now its prefix: what that stands for may be declared behind it.
            _ => found.push(Attribute {
                ns: prefix.to_owned(),
                name: names.get(local),
                value: value.into_owned(),
            }),
        }
    }
    if prefix == "xmlns" {
        return Err(Malformed::UnboundPrefix(shown(prefix)));
    }
    let ns = scope.element(prefix, names)?;
    for at in 0..found.len() {
        let (before, rest) = found.split_at_mut(at);
        let Some(Attribute { ns, name, .. }) = rest.first_mut() else { break };
        if !ns.is_empty() {
            *ns = scope.element(ns, names)?.to_string();
        }
        if before.iter().any(|known| known.name == *name && known.ns == *ns) {
            return Err(Malformed::DuplicateAttribute(shown(name)));
        }
    }
    Ok(Element::read(names.get(local), ns, found))
}

/// The name in an end tag, of which `inside` is what stands between `</` and `>`.
pub(crate) fn read_end(inside: &str) -> Result<&str, Malformed> {
    let name = qualified_name(inside);
    if name.len() < inside.len() && !is_blank(&inside[name.len()..]) {
        return Err(Malformed::Markup);
    }
    Ok(name)
}

/// The name as written that a start tag begins with.
pub(crate) fn qualified_name(inside: &str) -> &str {
    &inside[..name_len(inside)]
}

/// Checks an XML declaration, of which `inside` is what stands between `<?` and `?>` (XML 1.0 §2.8).
pub(crate) fn check_declaration(inside: &str) -> Result<(), Malformed> {
    let found: Result<Vec<_>, _> = attributes(inside, 3).collect();
    let found = found.map_err(|_| Malformed::Declaration)?;
    let mut found = found.into_iter().peekable();
    match found.next() {
        Some(("version", version)) if is_version(version) => {}
        _ => return Err(Malformed::Declaration),
    }
    if let Some((_, encoding)) = found.next_if(|(name, _)| *name == "encoding")
        && !["utf-8", "us-ascii", "ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known))
    {
        return Err(Malformed::Encoding);
    }
    if let Some((_, standalone)) = found.next_if(|(name, _)| *name == "standalone")
        && !matches!(standalone, "yes" | "no")
    {
        return Err(Malformed::Declaration);
    }
    if found.next().is_some() { Err(Malformed::Declaration) } else { Ok(()) }
}

fn is_version(version: &str) -> bool {
    version
        .strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
}

/// Names and raw values. Duplicates are found by the caller, once prefixes are resolved.
fn attributes(inside: &str, max: usize) -> impl Iterator<Item = Result<(&str, &str), Malformed>> {
    let mut raw = Attributes::new(inside, name_len(inside));
    raw.with_checks(false);
    raw.enumerate().map(move |(at, attribute)| match attribute {
        Ok(_) if at == max => Err(Malformed::TooManyAttributes(max)),
        Ok(Attr { key, value: Cow::Borrowed(value) }) => Ok((key.0, value)),
        _ => Err(Malformed::Attribute(shown(qualified_name(inside)))),
    })
}

fn name_len(inside: &str) -> usize {
    inside.bytes().position(is_space).unwrap_or(inside.len())
}

fn split_name(name: &str) -> Result<(&str, &str), Malformed> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let prefixed = name.len() > local.len();
    if is_name(local) && (!prefixed || is_name(prefix)) {
        Ok((prefix, local))
    } else {
        Err(Malformed::Name(shown(name)))
    }
}
