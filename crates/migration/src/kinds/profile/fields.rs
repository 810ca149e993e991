//! The fields of a profile: which there are, what makes two of them the same.

use ordered::Map;

use jid::BareJid;
use portable::Fragment;
use xml::{Element, Node, ns};

use super::super::common::node_items;
use crate::kind::Mapping;

/// Fields of which a person has any number, so that what one says tells it from
/// the others (XEP-0054 §3.1; RFC 6350 §6).
const REPEATING_IN_VCARD_TEMP: [&str; 4] = ["TEL", "EMAIL", "ADR", "LABEL"];
const REPEATING_IN_VCARD4: [&str; 9] =
    ["tel", "email", "adr", "url", "key", "impp", "lang", "member", "related"];

/// One field and what makes it the same thing at both ends.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Begins with [`prefix`] of the profile it stands in.
    pub(super) key: String,
    pub(super) element: Element,
    /// Whether several may stand side by side, so that content decides.
    pub(super) repeats: bool,
}

impl Field {
    /// The field's name and the beginning of what it says.
    pub(super) fn label(&self) -> String {
        let text: String = text(&self.element).chars().take(60).collect();
        format!("{} {text}", self.element.name()).trim_end().to_owned()
    }
}

/// The fields of the vcard-temp, the vCard4 or the nickname among `fragments`,
/// by the namespace of their elements. Empty ones and the picture are none.
pub(super) fn fields(fragments: &[Fragment], ns: &str) -> Vec<Field> {
    let children: Vec<Element> = match ns {
        ns::NICK => {
            node_items(fragments, ns::NICK).last().into_iter().flat_map(Element::children).cloned().collect()
        }
        _ => vcard(fragments, ns).into_iter().flat_map(Element::children).cloned().collect(),
    };
    let mut seen: Map<String, usize> = Map::new();
    let field = |element: Element| {
        let repeats = repeats(ns, element.name());
        let count = seen.entry(element.name().to_owned()).or_default();
        *count += 1;
        let key = if repeats { key_by_content(ns, &element) } else { key_by_name(ns, &element, *count) };
        Field { key, element, repeats }
    };
    children.into_iter().filter(|child| child.name() != "PHOTO" && !is_blank(child)).map(field).collect()
}

/// Whether fields of this name are told apart by what they say.
pub(super) fn repeats(profile: &str, name: &str) -> bool {
    match profile {
        ns::VCARD_TEMP => REPEATING_IN_VCARD_TEMP.contains(&name),
        _ => REPEATING_IN_VCARD4.contains(&name),
    }
}

/// How the keys of one profile's fields begin.
pub(super) fn prefix(profile: &str) -> String {
    format!("{{{profile}}} ")
}

pub(super) fn key_by_name(profile: &str, element: &Element, occurrence: usize) -> String {
    let name = element.name();
    match occurrence {
        1 => format!("{}{name}", prefix(profile)),
        n => format!("{}{name} {n}", prefix(profile)),
    }
}

pub(super) fn key_by_content(profile: &str, element: &Element) -> String {
    format!("{}{} {}", prefix(profile), element.name(), normal(element).canonical())
}

/// The vCard among the fragments whose elements are in `ns`.
pub(super) fn vcard<'a>(fragments: &'a [Fragment], ns: &str) -> Option<&'a Element> {
    match ns {
        ns::VCARD_TEMP => fragments.iter().find_map(|fragment| match fragment {
            Fragment::Vcard(vcard) => Some(vcard),
            _ => None,
        }),
        _ => {
            let last = node_items(fragments, ns::VCARD4_NODE).last()?;
            last.child("vcard", ns::VCARD4)
        }
    }
}

pub(super) fn empty_vcard(ns: &str) -> Element {
    Element::new(if ns == ns::VCARD_TEMP { "vCard" } else { "vcard" }, ns)
}

/// What a field says, whatever its format: to tell whether two profiles say the
/// same. Numbers and links lose their punctuation, names the order of their parts.
pub(super) fn meaning(element: &Element) -> Vec<String> {
    let mut plain = element.clone();
    plain.retain_children(|child| child.name() != "parameters");
    // Conversions change the case of ASCII at most, and the tables for more would weigh 10 kB.
    let said = text(&plain).to_ascii_lowercase();
    let said = ["tel:", "xmpp:", "mailto:", "geo:"]
        .iter()
        .find_map(|scheme| said.strip_prefix(scheme))
        .unwrap_or(&said);
    let is_significant = |c: &char| !c.is_ascii_punctuation() && !c.is_whitespace();
    let significant = |part: &str| part.chars().filter(is_significant).collect::<String>();
    let has_parts = matches!(element.name(), "N" | "n" | "ADR" | "adr" | "ORG" | "org" | "GEO" | "geo");
    if !has_parts {
        return vec![significant(said)];
    }
    let separators = |c: char| c.is_whitespace() || c == ',';
    ordered::sorted(said.split(separators).map(significant).filter(|part| !part.is_empty()))
}

/// Whether a field holds nothing but empty parts.
pub(super) fn is_blank(field: &Element) -> bool {
    says_nothing(&normal(field))
}

pub(super) fn same(a: &Element, b: &Element) -> bool {
    normal(a).canonical() == normal(b).canonical()
}

/// All text in a field, parts separated by spaces.
pub(super) fn text(element: &Element) -> String {
    let mut parts = Vec::new();
    collect(element, &mut parts);
    parts.join(" ")
}

/// The field with the new address, where it named the old account itself.
pub(super) fn own_address(element: &Element, mapping: &Mapping) -> Option<Element> {
    let origin = mapping.origin.as_ref()?;
    let is_own = |text: &str| text.parse::<BareJid>().is_ok_and(|jid| jid == *origin);
    let new = mapping.destination.to_string();
    match element.name() {
        "JABBERID" if is_own(element.text().trim()) => {
            Some(Element::new(element.name(), element.ns()).with_text(new))
        }
        "impp" => {
            let uri = element.child_text("uri", ns::VCARD4)?;
            is_own(uri.trim().strip_prefix("xmpp:")?).then(|| {
                let mut rewritten = element.clone();
                rewritten.retain_children(|child| child.name() != "uri");
                rewritten.with_child(Element::new("uri", ns::VCARD4).with_text(format!("xmpp:{new}")))
            })
        }
        _ => None,
    }
}

/// The field without parts that say nothing, for comparing.
fn normal(element: &Element) -> Element {
    if !is_ours(element) {
        return element.clone();
    }
    let mut plain = Element::new(element.name(), element.ns());
    for attribute in element.attributes() {
        plain.set_attr_ns(&attribute.ns, &attribute.name, &*attribute.value);
    }
    let mut nodes: Vec<Node> = element.nodes().to_vec();
    if element.ns() == ns::VCARD_TEMP {
        // Its parts are told apart by name; ejabberd gives them in an order of its own.
        ordered::sort_by_key(&mut nodes, |node| match node {
            Node::Text(_) => String::new(),
            Node::Element(child) => child.canonical(),
        });
    }
    for node in &nodes {
        match node {
            Node::Text(text) => plain.push_text(text.trim()),
            Node::Element(child) => {
                let child = normal(child);
                if !(is_value(child.name()) && says_nothing(&child)) {
                    plain.push(child);
                }
            }
        }
    }
    plain
}

/// Whether an element of either vCard holds nothing at all.
fn says_nothing(element: &Element) -> bool {
    is_ours(element) && element.is_empty() && element.attributes().is_empty()
}

fn is_ours(element: &Element) -> bool {
    matches!(element.ns(), ns::VCARD_TEMP | ns::VCARD4 | ns::NICK)
}

/// Parts of fields that are there to hold a value, and say nothing without one.
/// Others, such as `<HOME/>`, say something by being there (XEP-0054 §3.1).
fn is_value(name: &str) -> bool {
    const NAMES: &str = "FAMILY GIVEN MIDDLE PREFIX SUFFIX POBOX EXTADD STREET LOCALITY REGION PCODE CTRY \
        NUMBER USERID ORGNAME ORGUNIT LAT LON KEYWORD LINE TYPE BINVAL EXTVAL CRED PHONETIC \
        parameters type text uri date timestamp unknown surname given additional prefix suffix \
        pobox ext street locality region code country";
    NAMES.split(' ').any(|value| value == name)
}

fn collect(element: &Element, parts: &mut Vec<String>) {
    for node in element.nodes() {
        match node {
            Node::Text(text) if !text.trim().is_empty() => parts.push(text.trim().to_owned()),
            Node::Text(_) => {}
            Node::Element(child) => collect(child, parts),
        }
    }
}
