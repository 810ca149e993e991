//! vcard-temp fields as vCard4 properties (XEP-0292 §3, RFC 6351).

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
        "TEL" => Some(typed("tel", field).with_child(value("text", &part("NUMBER")))),
        "EMAIL" => Some(typed("email", field).with_child(value("text", &part("USERID")))),
        "ADR" => Some(address(field)),
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

/// A property with the uses its flags name (RFC 6350 §5.6).
fn typed(name: &str, field: &Element) -> Element {
    let uses = field.children().filter_map(|flag| match flag.name() {
        "HOME" => Some("home"),
        "WORK" => Some("work"),
        "VOICE" => Some("voice"),
        "FAX" => Some("fax"),
        "PAGER" => Some("pager"),
        "CELL" => Some("cell"),
        "VIDEO" => Some("video"),
        "MSG" => Some("text"),
        _ => None,
    });
    let uses: Vec<Element> = uses.map(|text| value("text", text)).collect();
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
