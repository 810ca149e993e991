//! One node, and what may be done to it (XEP-0060).

use std::collections::BTreeMap;

use xml::{Element, ns};

use super::Knobs;
use super::refusal::{BAD_REQUEST, Refusal};

const NOT_ACCEPTABLE: Refusal = Refusal::cancel("not-acceptable");

/// A PEP node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// The values of each field; [`Node::value`] gives the only one.
    pub configuration: BTreeMap<String, Vec<String>>,
    /// By bare address, without the owner.
    pub affiliations: BTreeMap<String, String>,
    /// By address.
    pub subscriptions: BTreeMap<String, String>,
    /// Id and payload, the oldest first.
    pub items: Vec<(String, Element)>,
}

impl Node {
    /// A node whose configuration is the default with these fields changed.
    pub fn with(fields: &[(&str, &str)]) -> Self {
        let mut node = Self { configuration: default_configuration(), ..Self::default() };
        for (field, value) in fields {
            node.configuration.insert((*field).to_owned(), vec![(*value).to_owned()]);
        }
        node
    }

    /// The first value of a field, empty where there is none.
    pub fn value(&self, field: &str) -> &str {
        self.configuration.get(field).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The form in which the owner sees the configuration.
    pub(crate) fn form(&self, knobs: &Knobs) -> Element {
        let fields = self.configuration.iter().map(|(var, values)| {
            let field = session::form::field(var, values.iter().map(String::as_str));
            let options = match var.as_str() {
                "pubsub#access_model" => &knobs.access_models[..],
                _ => &[],
            };
            let range = knobs.most_items.filter(|_| var == "pubsub#max_items").map(range);
            let options = options.iter().map(|option| {
                let value = Element::new("value", ns::DATA_FORM).with_text(option.as_str());
                Element::new("option", ns::DATA_FORM).with_child(value)
            });
            field.with_attr("type", kind(var)).with_children(range).with_children(options)
        });
        let form_type = session::form::field("FORM_TYPE", [ns::PUBSUB_NODE_CONFIG]);
        Element::new("x", ns::DATA_FORM)
            .with_attr("type", "form")
            .with_child(form_type.with_attr("type", "hidden"))
            .with_children(fields)
    }

    /// Changes the fields in `form`, or none of them.
    pub(crate) fn configure(&mut self, form: &Element, knobs: &Knobs) -> Result<(), Refusal> {
        let fields = fields(form)?;
        for (var, values) in &fields {
            let value = values.first().map_or("", String::as_str);
            match var.as_str() {
                "pubsub#access_model" if !knobs.access_models.iter().any(|known| known == value) => {
                    return Err(NOT_ACCEPTABLE);
                }
                "pubsub#max_items" if value != "max" => {
                    let most: u32 = value.parse().map_err(|_| BAD_REQUEST)?;
                    if knobs.most_items.is_some_and(|limit| most > limit) {
                        return Err(BAD_REQUEST);
                    }
                }
                var if !var.starts_with("pubsub#") => return Err(BAD_REQUEST),
                _ => {}
            }
        }
        self.configuration.extend(fields);
        self.trim(knobs);
        Ok(())
    }

    /// Whether the node is already what the options of a publish ask for (XEP-0060 §7.1.5).
    pub(crate) fn meets(&self, options: &Fields) -> bool {
        let plain = |value: &String| match value.as_str() {
            "true" => "1".to_owned(),
            "false" => "0".to_owned(),
            value => value.to_owned(),
        };
        options.iter().all(|(var, values)| {
            let found = self.configuration.get(var);
            found.is_some_and(|found| found.iter().map(plain).eq(values.iter().map(plain)))
        })
    }

    pub(crate) fn publish(&mut self, id: String, payload: Element, knobs: &Knobs) {
        self.items.retain(|(found, _)| *found != id);
        self.items.push((id, payload));
        self.trim(knobs);
    }

    /// Forgets what is more than the node may hold, the oldest first.
    fn trim(&mut self, knobs: &Knobs) {
        let most = self.value("pubsub#max_items").parse().ok();
        let most = most.or_else(|| Some(knobs.most_items? as usize)).unwrap_or(usize::MAX);
        let surplus = self.items.len().saturating_sub(most);
        self.items.drain(..surplus);
    }
}

/// How Prosody says how many items a node may be made to hold (XEP-0122).
fn range(most: u32) -> Element {
    let range =
        Element::new("range", ns::DATA_VALIDATE).with_attr("min", "1").with_attr("max", most.to_string());
    Element::new("validate", ns::DATA_VALIDATE).with_child(range)
}

pub(crate) type Fields = Vec<(String, Vec<String>)>;

/// The fields of the form inside `parent`, without its type.
pub(crate) fn fields(parent: &Element) -> Result<Fields, Refusal> {
    let form = parent.child("x", ns::DATA_FORM).ok_or(BAD_REQUEST)?;
    let fields = form.children().filter_map(|field| field.attr("var")).filter(|var| *var != "FORM_TYPE");
    Ok(fields.map(|var| (var.to_owned(), session::form::values(form, var))).collect())
}

/// What a node is like that nobody configured.
fn default_configuration() -> BTreeMap<String, Vec<String>> {
    [
        ("pubsub#access_model", &["presence"][..]),
        ("pubsub#max_items", &["1"]),
        ("pubsub#notify_retract", &["1"]),
        ("pubsub#persist_items", &["1"]),
        ("pubsub#publish_model", &["publishers"]),
        ("pubsub#roster_groups_allowed", &[]),
        ("pubsub#send_last_published_item", &["on_sub_and_presence"]),
        ("pubsub#title", &[""]),
    ]
    .map(|(field, values)| (field.to_owned(), values.iter().map(|value| (*value).to_owned()).collect()))
    .into()
}

fn kind(var: &str) -> &'static str {
    match var {
        "pubsub#access_model" | "pubsub#publish_model" | "pubsub#send_last_published_item" => "list-single",
        "pubsub#roster_groups_allowed" => "list-multi",
        "pubsub#notify_retract" | "pubsub#persist_items" => "boolean",
        _ => "text-single",
    }
}
