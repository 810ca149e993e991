//! The configuration of a node (XEP-0060 §16.4) in one form for comparing.

use ordered::Map;
use session::form;
use xml::{Element, ns};

const PREFIX: &str = "pubsub#";
/// What servers fill in themselves, what is about them, and what only collections have.
const THE_SERVERS: [&str; 17] = [
    "body_xslt",
    "children",
    "children_association_policy",
    "children_association_whitelist",
    "children_max",
    "collection",
    "contact",
    "creation_date",
    "creator",
    "dataform_xslt",
    "itemreply",
    "language",
    "max_payload_size",
    "node_type",
    "num_subscribers",
    "owner",
    "tempsub",
];
/// What makes two nodes different: who may see and do what, and what is kept.
/// How subscribers are notified comes along with a new node and is no difference.
/// Besides these: the access model, the groups that go with it, and `max_items`.
const COMPARED: [&str; 7] =
    ["description", "item_expire", "persist_items", "publish_model", "purge_offline", "title", "type"];
/// Access models, the most open first (XEP-0060 §4.5).
const MODELS: [&str; 5] = ["open", "presence", "roster", "authorize", WHITELIST];
pub(super) const WHITELIST: &str = "whitelist";
/// A node that keeps so many keeps all: the most that every server can be told.
const ALL_ITEMS: usize = 256;

/// The fields of a configuration, by name without `pubsub#`, without empty ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings(Map<String, Vec<String>>);

impl Settings {
    pub(super) fn of(form: Option<&Element>) -> Self {
        let mut settings = Self::default();
        let Some(form) = form else { return settings };
        for name in names(form).filter(|name| !THE_SERVERS.contains(name)) {
            let values = form::values(form, &format!("{PREFIX}{name}"));
            let values: Vec<String> =
                values.into_iter().filter(|v| !v.is_empty()).map(|v| plain(name, v)).collect();
            if !values.is_empty() {
                settings.0.insert(name.to_owned(), values);
            }
        }
        if settings.access() != Some("roster") {
            settings.0.remove("roster_groups_allowed");
        }
        settings
    }

    /// The access model and nothing else.
    pub(super) fn access_only(mut self) -> Self {
        self.0.retain(|name, _| matches!(name.as_str(), "access_model" | "roster_groups_allowed"));
        self
    }

    #[must_use]
    pub(super) fn with(self, name: &str, value: &str) -> Self {
        self.with_values(name, &[value.to_owned()])
    }

    #[must_use]
    pub(super) fn with_values(mut self, name: &str, values: &[String]) -> Self {
        self.0.insert(name.to_owned(), values.to_vec());
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    pub(super) fn access(&self) -> Option<&str> {
        self.value("access_model")
    }

    /// Whether what is published stays.
    pub(super) fn persists(&self) -> bool {
        self.value("persist_items") != Some("0")
    }

    /// As a form to submit.
    pub(super) fn to_form(&self) -> Element {
        let fields = self
            .0
            .iter()
            .map(|(name, values)| form::field(&format!("{PREFIX}{name}"), values.iter().map(String::as_str)));
        form::node_config([]).with_children(fields)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&String, &Vec<String>)> {
        self.0.iter()
    }

    /// What a server with this form can be told of it: the fields it names, an
    /// access model among those it offers or else a stricter one.
    #[must_use]
    pub(super) fn fitted(&self, form: &Element) -> Self {
        let mut fitted = self.clone();
        fitted.0.retain(|name, _| names(form).any(|known| known == name));
        let Some(model) = fitted.access() else { return fitted };
        let offered = offered(form);
        let takes = |model: &&str| offered.is_empty() || offered.iter().any(|known| known == model);
        let model = at_least_as_strict(model).find(takes).unwrap_or(WHITELIST).to_owned();
        fitted.with("access_model", &model)
    }

    /// The same fields as they stand in `form`.
    #[must_use]
    pub(super) fn as_in(&self, form: &Element) -> Self {
        let mut there = Self::of(Some(form));
        there.0.retain(|name, _| self.0.contains_key(name));
        there
    }

    /// Whether a node with this form is as wanted, as far as its server can be told.
    pub(super) fn is_met_by(&self, form: &Element) -> bool {
        let (wanted, there) = (self.fitted(form), Self::of(Some(form)));
        let has_access = match (wanted.access(), there.access()) {
            (None, _) => true,
            (Some(wanted), Some(found)) if wanted == found => true,
            // Many servers list these two models and do not have them.
            (_, found) => matches!(self.access(), Some("roster" | "authorize")) && self.is_kept_by(found),
        };
        let is_alike = |name: &&str| match wanted.0.get(*name) {
            None => true,
            wanted => wanted == there.0.get(*name),
        };
        let has_groups = there.access() != Some("roster") || is_alike(&"roster_groups_allowed");
        let keeps = |settings: &Self| settings.keeps(form).map(|count| count.min(ALL_ITEMS));
        let keeps_as_many = wanted.keeps(form).is_none() || keeps(&wanted) == keeps(&there);
        has_access && has_groups && keeps_as_many && COMPARED.iter().all(is_alike)
    }

    /// Whether a node with this form shows what is in it to nobody more than wanted.
    pub(super) fn is_strict_in(&self, form: &Element) -> bool {
        self.is_kept_by(Self::of(Some(form)).access())
    }

    fn is_kept_by(&self, model: Option<&str>) -> bool {
        self.access().is_none_or(|wanted| model.map(strictness) >= Some(strictness(wanted)))
    }

    /// How far this goes beyond a node with `form`: first in privacy, then in what is kept.
    pub(super) fn is_safer_than(&self, form: &Element) -> bool {
        let there = Self::of(Some(form));
        let strictness = |settings: &Self| settings.access().map(strictness);
        let (wanted, found) = (strictness(self), strictness(&there));
        let keeps_more = self.keeps(form) > there.keeps(form) || self.persists() && !there.persists();
        wanted.is_some() && (wanted > found || wanted == found && keeps_more)
    }

    /// How many items a node keeps that is told so, on the server that gave `form`.
    pub(super) fn keeps(&self, form: &Element) -> Option<usize> {
        let wanted = self.value("max_items")?;
        Some(wanted.parse().unwrap_or(usize::MAX).min(most_items(form)))
    }
}

/// How many items the node with this form keeps.
pub(super) fn capacity(form: &Element) -> usize {
    let most = form::value(form, &format!("{PREFIX}max_items"));
    most.and_then(|most| most.parse().ok()).unwrap_or(usize::MAX).min(most_items(form))
}

/// The models that show something to no more people than `model` does, the most open first.
pub(super) fn at_least_as_strict(model: &str) -> impl Iterator<Item = &str> {
    std::iter::once(model).chain(MODELS.into_iter().skip(strictness(model) + 1))
}

/// A model that nobody knows is taken for the strictest.
fn strictness(model: &str) -> usize {
    MODELS.iter().position(|known| *known == model).unwrap_or(MODELS.len() - 1)
}

fn names(form: &Element) -> impl Iterator<Item = &str> {
    form.children().filter_map(|field| field.attr("var")?.strip_prefix(PREFIX))
}

fn field<'a>(form: &'a Element, name: &str) -> Option<&'a Element> {
    form.children().find(|field| field.attr("var").and_then(|var| var.strip_prefix(PREFIX)) == Some(name))
}

/// The access models on offer; none where the form does not say.
fn offered(form: &Element) -> Vec<String> {
    let options = field(form, "access_model").into_iter().flat_map(Element::children);
    let options = options.filter(|option| option.is("option", ns::DATA_FORM));
    options.filter_map(|option| option.child_text("value", ns::DATA_FORM)).collect()
}

/// The most items the server lets a node keep, where the form says so (XEP-0122).
fn most_items(form: &Element) -> usize {
    let range = field(form, "max_items")
        .and_then(|field| field.child("validate", ns::DATA_VALIDATE))
        .and_then(|validate| validate.child("range", ns::DATA_VALIDATE));
    range.and_then(|range| range.attr("max")?.parse().ok()).unwrap_or(usize::MAX)
}

/// A value in the one form in which it is written and compared.
fn plain(name: &str, value: String) -> String {
    match (name, value.as_str()) {
        ("title" | "description" | "type", _) => value,
        ("max_items", number) if number.parse::<usize>().is_ok_and(|number| number < ALL_ITEMS) => value,
        ("max_items", _) => "max".to_owned(),
        (_, "true") => "1".to_owned(),
        (_, "false") => "0".to_owned(),
        _ => value,
    }
}
