//! Node configurations as submitted data forms (XEP-0060 §8.2, XEP-0004).

use xml::{Element, ns};

use crate::note::{Notes, Part, Reason};

/// The most items every server can be told to keep in one node.
const MAX_ITEMS: u64 = 256;

const FORM_TYPE: &str = "FORM_TYPE";

/// The form as `submit`, FORM_TYPE first. Labels, options and instructions go: they are the server's, not data.
pub(super) fn submitted(form: &Element, node: &str, notes: &mut Notes) -> Element {
    let mut fields: Vec<Element> =
        form.children().filter(|child| child.is("field", ns::DATA_FORM)).map(bare_field).collect();
    let form_type = fields.iter().position(|field| field.attr("var") == Some(FORM_TYPE));
    let form_type = form_type.map_or_else(config_type, |at| fields.remove(at));
    fields.retain(|field| field.attr("var") != Some(FORM_TYPE));
    for field in &mut fields {
        check_field(field, node, notes);
    }
    empty_form().with_child(form_type).with_children(fields)
}

/// What is written for a node of which no configuration is known: XEP-0163's
/// defaults, and whitelist where room passwords may lie (XEP-0402 §3).
pub(super) fn minimal(node: &str) -> Element {
    let private = matches!(node, ns::BOOKMARKS | ns::BOOKMARKS_LEGACY);
    let access_model = if private { "whitelist" } else { "presence" };
    empty_form()
        .with_child(config_type())
        .with_child(field("pubsub#persist_items", "1"))
        .with_child(field("pubsub#access_model", access_model))
}

fn empty_form() -> Element {
    Element::new("x", ns::DATA_FORM).with_attr("type", "submit")
}

fn config_type() -> Element {
    field(FORM_TYPE, ns::PUBSUB_NODE_CONFIG).with_attr("type", "hidden")
}

fn field(var: &str, value: &str) -> Element {
    let value = Element::new("value", ns::DATA_FORM).with_text(value);
    Element::new("field", ns::DATA_FORM).with_attr("var", var).with_child(value)
}

fn bare_field(field: &Element) -> Element {
    let mut field = field.clone();
    field.remove_attr("label");
    field.retain_children(|child| child.is("value", ns::DATA_FORM));
    field
}

fn check_field(field: &mut Element, node: &str, notes: &mut Notes) {
    let value = field.child_text("value", ns::DATA_FORM).unwrap_or_default();
    match field.attr("var") {
        Some("pubsub#max_items") if value.parse::<u64>().is_ok_and(|n| n > MAX_ITEMS) => {
            notes.changed(Part::Pep, node, Reason::MaxItems(value));
            field.clear();
            field.push(Element::new("value", ns::DATA_FORM).with_text("max"));
        }
        Some("pubsub#access_model") if matches!(value.as_str(), "authorize" | "roster") => {
            notes.kept(Part::Pep, node, Reason::AccessModel(value));
        }
        _ => {}
    }
}
