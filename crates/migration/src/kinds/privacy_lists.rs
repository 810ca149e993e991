//! `privacy_lists`: what blocking was before the blocklist (XEP-0016).
//!
//! Equality: the items in the order of their `order`, as canonical XML; which
//! list is the default. ejabberd keeps the blocklist as a list of its own, and
//! blocks whatever list is the default: that list is the blocklist's, and no
//! other is made the default where there is one.

use ordered::Map;

use async_trait::async_trait;
use futures_util::future::join_all;
use jid::Jid;
use portable::{BLOCKLIST_AS_LIST, Fragment};
use xml::{Element, ns};

use super::common::present;
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Unread, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("privacy_lists");

#[derive(Debug)]
pub(crate) struct PrivacyLists;

#[async_trait(?Send)]
impl Kind for PrivacyLists {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        marks(fragment).next().is_some()
    }

    fn support(&self, features: &Features) -> Support {
        if features.has(ns::PRIVACY) { Support::Full } else { Support::None(Reason::Unsupported) }
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let Some(names) = present(from.get(query(None)).await)?.flatten() else { return Ok(()) };
        let named = |kind: &'static str| names.children().filter(move |child| child.name() == kind);
        let lists: Vec<&str> = named("list").filter_map(name).collect();
        let answers = join_all(lists.iter().map(|name| read(from, name))).await;
        for (name, answer) in lists.into_iter().zip(answers) {
            match answer {
                Ok(Some(list)) if !is_blocklist(&list) => {
                    out.fragment(Fragment::PrivacyList(query(Some(list))));
                }
                Ok(_) => {}
                Err(problem) => out.unread(Unread { key: name.to_owned(), problem }),
            }
        }
        let default =
            named("default").filter(|mark| name(mark).is_some_and(|name| name != BLOCKLIST_AS_LIST));
        default.cloned().for_each(|mark| out.fragment(Fragment::PrivacyList(query(Some(mark)))));
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let lists = fragments.iter().flat_map(marks).filter(|mark| mark.name() == "list");
        let lists: Map<String, Element> =
            lists.filter_map(|list| Some((name(list)?.to_owned(), rewritten(list, mapping).0))).collect();
        fragments.iter().flat_map(marks).map(|mark| item(mark, &lists, mapping)).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = Found::of(found);
        let difference = |item: &Item| match (item.payload.name(), name(&item.payload)) {
            ("list", Some(name)) => match found.lists.get(name) {
                None => Some(Difference::missing(&item.key)),
                Some(list) if normal(list).canonical() == item.payload.canonical() => None,
                Some(list) => Some(Difference::either(&item.key, (*list).clone())),
            },
            // Which one is the default is never replaced, so there is nothing to choose.
            (kind, name) => (!found.marks.contains(&(kind, name))).then(|| Difference::missing(&item.key)),
        };
        wanted.iter().filter_map(difference).collect()
    }

    /// How many rules it has.
    fn says(&self, payload: &Element) -> String {
        payload.children().count().to_string()
    }

    async fn write(
        &self,
        writes: &[Write],
        found: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        let mut stands: Vec<String> =
            Found::of(found).lists.values().map(|list| normal(list).canonical()).collect();
        let (lists, marks): (Vec<&Write>, Vec<&Write>) =
            writes.iter().partition(|write| write.payload.name() == "list");
        let set = join_all(lists.iter().map(|write| to.set(query(Some(write.payload.clone()))))).await;
        for (write, result) in lists.into_iter().zip(set) {
            if result.is_ok() {
                stands.push(write.payload.canonical());
            }
            log.wrote(&write.key, result.map_err(Problem::from));
        }
        for write in marks {
            let list = write.payload.first_child().map(Element::canonical);
            // Blocked addresses may just have made one.
            if default(to).await?.is_some() || list.is_none_or(|list| !stands.contains(&list)) {
                log.left_out(&write.key, Reason::OtherDefault);
                continue;
            }
            let mark = Element::new("default", ns::PRIVACY).with_attr_opt("name", name(&write.payload));
            log.wrote(&write.key, to.set(query(Some(mark))).await.map_err(Problem::from));
        }
        Ok(())
    }
}

/// The blocked addresses in a list that is the blocklist, as servers keep and export it.
pub(super) fn blocked(fragment: &Fragment) -> impl Iterator<Item = &str> {
    let lists = marks(fragment).filter(|list| is_blocklist(list));
    lists.flat_map(Element::children).filter_map(|item| item.attr("value"))
}

/// What was found, by name.
struct Found<'a> {
    lists: Map<&'a str, &'a Element>,
    marks: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Found<'a> {
    fn of(fragments: &'a [Fragment]) -> Self {
        let (lists, marks): (Vec<&Element>, Vec<&Element>) =
            fragments.iter().flat_map(marks).partition(|mark| mark.name() == "list");
        let lists = lists.into_iter().filter_map(|list| Some((name(list)?, list))).collect();
        Self { lists, marks: marks.into_iter().map(|mark| (mark.name(), name(mark))).collect() }
    }
}

async fn read(from: &Account, name: &str) -> Result<Option<Element>, Problem> {
    let list = Element::new("list", ns::PRIVACY).with_attr("name", name);
    let answer = present(from.get(query(Some(list))).await)?.flatten();
    Ok(answer.into_iter().flat_map(Element::into_children).find(|list| list.is("list", ns::PRIVACY)))
}

/// Which list holds where no other is active (XEP-0016 §2.5).
async fn default(at: &Account) -> Result<Option<String>, Problem> {
    let names = present(at.get(query(None)).await)?.flatten();
    let mut marks = names.iter().flat_map(Element::children).filter(|mark| mark.name() == "default");
    Ok(marks.find_map(name).map(str::to_owned))
}

fn query(child: Option<Element>) -> Element {
    Element::new("query", ns::PRIVACY).with_children(child)
}

/// Lists, and marks of the list that is the default or was active.
fn marks(fragment: &Fragment) -> impl Iterator<Item = &Element> {
    let query = match fragment {
        Fragment::PrivacyList(query) => Some(query),
        _ => None,
    };
    query.into_iter().flat_map(Element::children).filter(|mark| name(mark).is_some())
}

fn name(mark: &Element) -> Option<&str> {
    mark.attr("name").filter(|name| !name.is_empty())
}

/// Whether the list says no more than a blocklist can.
fn is_blocklist(list: &Element) -> bool {
    let blocks = |item: &Element| {
        item.attr("type") == Some("jid")
            && item.attr("action") == Some("deny")
            && item.first_child().is_none()
    };
    list.name() == "list" && name(list) == Some(BLOCKLIST_AS_LIST) && list.children().all(blocks)
}

fn item(mark: &Element, lists: &Map<String, Element>, mapping: &Mapping) -> Item {
    let name = name(mark).unwrap_or_default();
    if mark.name() == "list" {
        let (payload, names_own) = rewritten(mark, mapping);
        let fate = match name {
            _ if is_blocklist(mark) => Fate::LeftOut(Reason::HeldByOther),
            BLOCKLIST_AS_LIST => Fate::LeftOut(Reason::NotKeptByServer),
            // Setting an empty list would remove one (XEP-0016 §2.8).
            _ if payload.first_child().is_none() => Fate::LeftOut(Reason::NothingThere),
            _ if names_own => Fate::Changed(Reason::OwnAddress),
            _ => Fate::Carried,
        };
        return Item::new(name, name, payload, fate);
    }
    let fate = match (mark.name(), name) {
        ("default", BLOCKLIST_AS_LIST) => Fate::LeftOut(Reason::HeldByOther),
        ("default", _) => Fate::Carried,
        // It was so for one connection.
        _ => Fate::LeftOut(Reason::PassingState),
    };
    // The list goes with the mark, so that no other of that name is put in force.
    let payload = Element::new(mark.name(), ns::PRIVACY).with_attr("name", name);
    let payload = payload.with_children(lists.get(name).cloned());
    Item::new(format!("{}\n{name}", mark.name()), format!("{}: {name}", mark.name()), payload, fate)
}

/// A list in the one form in which it is written and compared, with the new
/// address where the old one was; and whether it was there.
fn rewritten(list: &Element, mapping: &Mapping) -> (Element, bool) {
    let mut list = normal(list);
    let mut names_own = false;
    for item in list.children_mut().filter(|item| item.attr("type") == Some("jid")) {
        let Some(Ok(jid)) = item.attr("value").map(str::parse::<Jid>) else { continue };
        if Some(jid.bare()) == mapping.origin.as_ref() {
            names_own = true;
            item.set_attr("value", mapping.destination.to_string());
        }
    }
    (list, names_own)
}

/// The items in their order, addresses as servers prepare them.
fn normal(list: &Element) -> Element {
    let mut items: Vec<Element> =
        list.children().filter(|item| item.is("item", ns::PRIVACY)).cloned().collect();
    let order = |item: &Element| item.attr("order").and_then(|order| order.trim().parse::<u32>().ok());
    ordered::sort_by_key(&mut items, order);
    for item in &mut items {
        if let Some(order) = order(item) {
            item.set_attr("order", order.to_string());
        }
        if item.attr("type") == Some("jid")
            && let Some(Ok(jid)) = item.attr("value").map(str::parse::<Jid>)
        {
            item.set_attr("value", jid.to_string());
        }
        let mut stanzas: Vec<Element> = item.children().cloned().collect();
        ordered::sort_by_key(&mut stanzas, |stanza| stanza.name().to_owned());
        item.clear();
        stanzas.into_iter().for_each(|stanza| item.push(stanza));
    }
    Element::new("list", ns::PRIVACY).with_attr_opt("name", name(list)).with_children(items)
}
