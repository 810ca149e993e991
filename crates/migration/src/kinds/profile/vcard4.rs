//! vcard-temp fields as vCard4 properties (XEP-0292 §3, RFC 6351).
//!
//! Where RFC 6350 leaves a choice, the form is the one from which Prosody's
//! `mod_vcard_legacy` makes a vcard-temp again, so that older apps still see it:
//! telephone numbers as `uri`, birthdays as `date`, home or work as the first type.

use xml::{Element, ns};

/// The property that says the same, where vCard4 has one.
pub(super) fn from_vcard_temp(field: &Element) -> Option<Element> {
    let text = field.text();
    let part = |name: &str| field.child_text(name, ns::VCARD_TEMP).unwrap_or_default();
    match field.name() {
        "FN" => Some(of_text("fn", &text)),
        "N" => Some(parts(
            "n",
            field,
            &[
                ("FAMILY", "surname"),
                ("GIVEN", "given"),
                ("MIDDLE", "additional"),
                ("PREFIX", "prefix"),
                ("SUFFIX", "suffix"),
            ],
        )),
        "NICKNAME" => Some(of_text("nickname", &text)),
        "BDAY" => Some(of("bday", "date", &text)),
        "TITLE" => Some(of_text("title", &text)),
        "ROLE" => Some(of_text("role", &text)),
        "DESC" | "NOTE" => Some(of_text("note", &text)),
        "TZ" => Some(of_text("tz", &text)),
        "REV" => Some(of("rev", "timestamp", &text)),
        "UID" => Some(of_text("uid", &text)),
        "URL" => Some(of("url", "uri", &text)),
        "JABBERID" => Some(of("impp", "uri", &format!("xmpp:{text}"))),
        "GEO" => Some(of("geo", "uri", &format!("geo:{},{}", part("LAT"), part("LON")))),
        "KEY" => Some(of_text("key", &part("CRED"))),
        "ORG" => Some(organisation(field)),
        "CATEGORIES" => Some(all_texts("categories", field, "KEYWORD")),
        "TEL" => Some(typed("tel", field).with_child(value("uri", &telephone(&part("NUMBER"))))),
        "EMAIL" => Some(typed("email", field).with_child(value("text", &part("USERID")))),
        "ADR" => Some(address(field)),
        "LOGO" if !part("BINVAL").is_empty() => {
            let data: String = part("BINVAL").split_whitespace().collect();
            Some(of("logo", "uri", &format!("data:{};base64,{data}", part("TYPE"))))
        }
        // RFC 6350 §6.10 and RFC 6351 §5: extensions keep their name, and their type is not known.
        name if name.starts_with("X-") && field.first_child().is_none() => {
            Some(of(&name.to_ascii_lowercase(), "unknown", &text))
        }
        _ => None,
    }
}

fn organisation(field: &Element) -> Element {
    let name = field.child_text("ORGNAME", ns::VCARD_TEMP);
    let units = field.children().filter(|child| child.name() == "ORGUNIT").map(Element::text);
    property("org").with_children(name.into_iter().chain(units).map(|text| value("text", &text)))
}

fn address(field: &Element) -> Element {
    let mut address = typed("adr", field);
    let parts = [
        ("POBOX", "pobox"),
        ("EXTADD", "ext"),
        ("STREET", "street"),
        ("LOCALITY", "locality"),
        ("REGION", "region"),
        ("PCODE", "code"),
        ("CTRY", "country"),
    ];
    push_parts(&mut address, field, &parts);
    address
}

/// The number as it was typed: spaces are kept, as servers keep them that make
/// vCard4 of what older apps set.
fn telephone(number: &str) -> String {
    match number.trim() {
        uri if uri.starts_with("tel:") => uri.to_owned(),
        number => format!("tel:{number}"),
    }
}

/// A property with the uses its flags name (RFC 6350 §5.6, §6.4.1).
fn typed(name: &str, field: &Element) -> Element {
    const USES: [(&str, &str); 8] = [
        ("HOME", "home"),
        ("WORK", "work"),
        ("VOICE", "voice"),
        ("FAX", "fax"),
        ("PAGER", "pager"),
        ("CELL", "cell"),
        ("VIDEO", "video"),
        ("MSG", "text"),
    ];
    let has = |flag: &str| field.child(flag, ns::VCARD_TEMP).is_some();
    let uses = USES.into_iter().filter(|(flag, _)| has(flag));
    let uses: Vec<Element> = uses.map(|(_, text)| value("text", text)).collect();
    if uses.is_empty() {
        return property(name);
    }
    property(name).with_child(property("parameters").with_child(property("type").with_children(uses)))
}

fn parts(name: &str, field: &Element, names: &[(&str, &str)]) -> Element {
    let mut property = property(name);
    push_parts(&mut property, field, names);
    property
}

fn push_parts(property: &mut Element, field: &Element, names: &[(&str, &str)]) {
    for (old, new) in names {
        if let Some(text) = field.child_text(old, ns::VCARD_TEMP).filter(|text| !text.is_empty()) {
            property.push(value(new, &text));
        }
    }
}

fn all_texts(name: &str, field: &Element, part: &str) -> Element {
    let texts =
        field.children().filter(|child| child.name() == part).map(|child| value("text", &child.text()));
    property(name).with_children(texts)
}

fn of_text(name: &str, text: &str) -> Element {
    of(name, "text", text)
}

fn of(name: &str, kind: &str, text: &str) -> Element {
    property(name).with_child(value(kind, text))
}

fn property(name: &str) -> Element {
    Element::new(name, ns::VCARD4)
}

fn value(name: &str, text: &str) -> Element {
    property(name).with_text(text.trim())
}
