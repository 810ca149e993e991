//! What the payload of an item says: the request that would bring it about.

use xml::{Element, ns};

use super::settings::Settings;

/// A person's address and what it may do with a node.
pub(super) type Affiliation = (String, String);

/// What a payload is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing<'a> {
    /// The node itself: the form of its configuration, who may do what.
    Node { form: Option<&'a Element>, affiliations: Option<&'a Element> },
    /// One `<item/>` of it.
    Item(&'a Element),
    /// Somebody else's `<subscription/>` to it.
    Subscription(&'a Element),
}

pub(super) fn node(name: &str, settings: &Settings, affiliations: &[Affiliation]) -> Element {
    let entries = affiliations.iter().map(|(jid, affiliation)| {
        Element::new("affiliation", ns::PUBSUB_OWNER)
            .with_attr("jid", jid.as_str())
            .with_attr("affiliation", affiliation.as_str())
    });
    let configure = Element::new("configure", ns::PUBSUB_OWNER).with_attr("node", name);
    let affiliations = Element::new("affiliations", ns::PUBSUB_OWNER).with_attr("node", name);
    Element::new("pubsub", ns::PUBSUB_OWNER)
        .with_child(configure.with_child(settings.to_form()))
        .with_child(affiliations.with_children(entries))
}

/// `access`: the least strict access model the node may have for this, if it matters.
pub(super) fn item(name: &str, item: &Element, access: Option<&str>) -> Element {
    let publish = Element::new("publish", ns::PUBSUB).with_attr("node", name).with_child(item.clone());
    let pubsub = Element::new("pubsub", ns::PUBSUB).with_child(publish);
    match access {
        Some(model) => {
            let form = Settings::default().with("access_model", model).to_form();
            pubsub.with_child(Element::new("publish-options", ns::PUBSUB).with_child(form))
        }
        None => pubsub,
    }
}

pub(super) fn subscription(name: &str, subscription: &Element) -> Element {
    let list = Element::new("subscriptions", ns::PUBSUB_OWNER).with_attr("node", name);
    Element::new("pubsub", ns::PUBSUB_OWNER).with_child(list.with_child(subscription.clone()))
}

/// The name of the node this is about.
pub(super) fn node_of(payload: &Element) -> &str {
    payload.first_child().and_then(|command| command.attr("node")).unwrap_or_default()
}

/// What it is; none where it is no payload of ours.
pub(super) fn of(payload: &Element) -> Option<Thing<'_>> {
    let command = payload.first_child()?;
    match command.name() {
        "publish" => command.first_child().map(Thing::Item),
        "subscriptions" => command.first_child().map(Thing::Subscription),
        _ => {
            let form = command.child("x", ns::DATA_FORM);
            let affiliations = payload.child("affiliations", ns::PUBSUB_OWNER);
            Some(Thing::Node { form, affiliations })
        }
    }
}

/// Under what access the payload may be published.
pub(super) fn access_of(payload: &Element) -> Settings {
    let options = payload.child("publish-options", ns::PUBSUB);
    Settings::of(options.and_then(|options| options.child("x", ns::DATA_FORM)))
}

/// The entries of an `<affiliations/>`.
pub(super) fn affiliations(list: Option<&Element>) -> impl Iterator<Item = (&str, &str)> {
    let entries = list.into_iter().flat_map(Element::children);
    entries.filter_map(|entry| Some((entry.attr("jid")?, entry.attr("affiliation")?)))
}
