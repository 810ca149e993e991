//! Data forms (XEP-0004), as far as configurations need them.

use xml::{Element, ns};

/// A submitted form of the type `form_type` with single-valued fields.
pub fn submit<'a>(form_type: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Element {
    Element::new("x", ns::DATA_FORM)
        .with_attr("type", "submit")
        .with_child(field("FORM_TYPE", form_type).with_attr("type", "hidden"))
        .with_children(fields.into_iter().map(|(var, value)| field(var, value)))
}

/// The first value of the field `var`.
pub fn value(form: &Element, var: &str) -> Option<String> {
    let field =
        form.children().find(|field| field.is("field", ns::DATA_FORM) && field.attr("var") == Some(var))?;
    field.child_text("value", ns::DATA_FORM)
}

fn field(var: &str, value: &str) -> Element {
    let value = Element::new("value", ns::DATA_FORM).with_text(value);
    Element::new("field", ns::DATA_FORM).with_attr("var", var).with_child(value)
}
