//! Data forms (XEP-0004), as far as configurations need them.

use xml::{Element, ns};

/// A submitted form of the type `form_type` with these single-valued fields.
/// Fields with several values are added as children: see [`field`].
pub fn submit<'a>(form_type: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Element {
    Element::new("x", ns::DATA_FORM)
        .with_attr("type", "submit")
        .with_child(field("FORM_TYPE", [form_type]).with_attr("type", "hidden"))
        .with_children(fields.into_iter().map(|(var, value)| field(var, [value])))
}

/// A node's configuration with these fields changed (XEP-0060 §8.2.4).
pub fn node_config<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Element {
    submit(ns::PUBSUB_NODE_CONFIG, fields)
}

/// A field with any number of values.
pub fn field<'a>(var: &str, values: impl IntoIterator<Item = &'a str>) -> Element {
    let values = values.into_iter().map(|value| Element::new("value", ns::DATA_FORM).with_text(value));
    Element::new("field", ns::DATA_FORM).with_attr("var", var).with_children(values)
}

/// The first value of the field `var`.
pub fn value(form: &Element, var: &str) -> Option<String> {
    find(form, var)?.child_text("value", ns::DATA_FORM)
}

/// All values of the field `var`; none where there is no such field.
pub fn values(form: &Element, var: &str) -> Vec<String> {
    let values = find(form, var).into_iter().flat_map(Element::children);
    values.filter(|value| value.is("value", ns::DATA_FORM)).map(Element::text).collect()
}

fn find<'a>(form: &'a Element, var: &str) -> Option<&'a Element> {
    form.children().find(|field| field.is("field", ns::DATA_FORM) && field.attr("var") == Some(var))
}
