//! `roster`: contacts with their names and groups (RFC 6121 §2).
//!
//! Equality: prepared bare address; the same name, or none to give; every group.
//! A name or groups that only the destination has are no difference, because a
//! move adds and never takes away. The state of each subscription is in the
//! file; at the destination only the contact itself can grant it again, so it is
//! neither written nor compared.

use ordered::{Map, Set};

use async_trait::async_trait;
use jid::Jid;
use portable::Fragment;
use xml::{Element, ns};

use super::common::write_many;
use crate::kind::{Choice, Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("roster");

#[derive(Debug)]
pub(crate) struct Roster;

#[async_trait(?Send)]
impl Kind for Roster {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        matches!(fragment, Fragment::RosterItem(_))
    }

    fn support(&self, _: &Features) -> Support {
        Support::Full
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        // Always without `ver`: a server that answers "nothing new" would give an empty roster.
        let roster = from.get(Element::new("query", ns::ROSTER)).await?;
        let items = roster.into_iter().flat_map(Element::into_children);
        for item in items.filter(|item| item.is("item", ns::ROSTER)) {
            out.fragment(Fragment::RosterItem(item));
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(fragments.len());
        let mut places: Map<String, usize> = Map::new();
        for source in fragments.iter().filter_map(roster_item) {
            let item = convert(source, mapping);
            let carried = !matches!(item.fate, Fate::LeftOut(_));
            match places.get(&item.key) {
                Some(first) if carried => {
                    let first: &mut Item = &mut items[*first];
                    unite(&mut first.payload, source);
                    if name(&first.payload).is_empty() && !name(source).is_empty() {
                        first.payload.set_attr("name", name(source));
                        first.label = item.label.clone();
                    }
                    first.fate = Fate::Changed(Reason::United);
                }
                _ => drop(places.insert(item.key.clone(), items.len())),
            }
            items.push(item);
        }
        items
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = by_address(found);
        let differ =
            |item: &&Item| found.get(item.key.as_str()).is_none_or(|found| !holds(found, &item.payload));
        let difference = |item: &Item| match found.get(item.key.as_str()) {
            None => Difference::missing(&item.key),
            Some(found) => Difference {
                key: item.key.clone(),
                found: Some((*found).clone()),
                choices: &[Choice::Unite, Choice::Take, Choice::Keep],
            },
        };
        wanted.iter().filter(differ).map(difference).collect()
    }

    fn says(&self, payload: &Element) -> String {
        let groups = groups(payload).into_iter().collect::<Vec<_>>().join(", ");
        match (name(payload), groups.as_str()) {
            ("", groups) => groups.to_owned(),
            (name, "") => name.to_owned(),
            (name, groups) => format!("{name} · {groups}"),
        }
    }

    /// Groups are united either way; `Take` takes our name, `Unite` keeps theirs where they have one.
    fn resolve(&self, wanted: &Item, found: &Element, choice: Choice) -> Element {
        let mut united = wanted.payload.clone();
        unite(&mut united, found);
        let theirs = name(found);
        if !theirs.is_empty() && (choice == Choice::Unite || name(&united).is_empty()) {
            united.set_attr("name", theirs);
        }
        united
    }

    async fn write(
        &self,
        writes: &[Write],
        _: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        // One item per iq (RFC 6121 §2.1.5).
        write_many(writes, to, log, |item| Element::new("query", ns::ROSTER).with_child(item)).await
    }
}

fn roster_item(fragment: &Fragment) -> Option<&Element> {
    match fragment {
        Fragment::RosterItem(item) => Some(item),
        _ => None,
    }
}

fn convert(source: &Element, mapping: &Mapping) -> Item {
    let address = source.attr("jid").unwrap_or_default();
    let Ok(jid) = address.parse::<Jid>() else {
        let fate = Fate::LeftOut(Reason::InvalidAddress);
        return Item::new(address, label(source, address), source.clone(), fate);
    };
    let bare = jid.bare();
    let fate = if *bare == mapping.destination {
        Fate::LeftOut(Reason::ThisIsYou)
    } else if jid.resource().is_some() {
        Fate::Changed(Reason::ResourceDropped)
    } else {
        Fate::Carried
    };
    let key = bare.to_string();
    let mut payload = Element::new("item", ns::ROSTER)
        .with_attr("jid", &*key)
        .with_attr_opt("name", Some(name(source)).filter(|name| !name.is_empty()));
    add_groups(&mut payload, source);
    Item::new(&*key, label(source, &key), payload, fate)
}

fn label(source: &Element, address: &str) -> String {
    match name(source) {
        "" => address.to_owned(),
        name => format!("{} ({address})", name.chars().take(60).collect::<String>()),
    }
}

fn name(item: &Element) -> &str {
    item.attr("name").unwrap_or_default()
}

fn is_group(child: &Element) -> bool {
    child.is("group", ns::ROSTER)
}

/// The groups of an item: empty names are none, and none stands twice.
fn groups(item: &Element) -> Set<String> {
    let groups = item.children().filter(|child| is_group(child));
    groups.map(Element::text).filter(|group| !group.is_empty()).collect()
}

/// Adds the groups of `source` to an item that has none yet.
fn add_groups(item: &mut Element, source: &Element) {
    /// So few are compared with one another more quickly than they are sorted.
    const FEW: usize = 8;
    if source.children().count() > FEW {
        return unite(item, source);
    }
    for group in source.children().filter(|child| is_group(child)).map(Element::text) {
        let stands = item.children().any(|child| child.text() == group);
        if !group.is_empty() && !stands {
            item.push(Element::new("group", ns::ROSTER).with_text(group));
        }
    }
}

/// Adds to `item` the groups of `other` that it does not have.
fn unite(item: &mut Element, other: &Element) {
    // As it is with most of thousands.
    if other.children().next().is_none() {
        return;
    }
    let known = groups(item);
    for group in groups(other).difference(&known) {
        item.push(Element::new("group", ns::ROSTER).with_text(group));
    }
}

/// Whether `found` says all that `wanted` does.
fn holds(found: &Element, wanted: &Element) -> bool {
    let named = name(wanted).is_empty() || name(wanted) == name(found);
    named && groups(wanted).is_subset(&groups(found))
}

fn by_address(found: &[Fragment]) -> Map<String, &Element> {
    let prepared = |item: &&Element| item.attr("jid")?.parse::<Jid>().ok().map(|jid| jid.to_string());
    found.iter().filter_map(roster_item).filter_map(|item| Some((prepared(&item)?, item))).collect()
}
