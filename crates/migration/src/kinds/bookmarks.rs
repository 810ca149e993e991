//! `bookmarks`: group chats the account remembers (XEP-0402; XEP-0048 in
//! private XML and in PEP where a server or an old file has nothing newer).
//!
//! Equality: prepared room address, name, nick, password, extensions as
//! canonical XML in any order, `autojoin` with `true` as `1` and absent as `false`.
//! Bookmarks can hold room passwords: they are published to a node that only the
//! account itself can read, or not at all.

use ordered::{Map, Set};

use async_trait::async_trait;
use futures_util::future::join4;
use jid::Jid;
use portable::{Fragment, PepNode};
use session::{RequestError, form};
use xml::{Element, ns};

use super::common::{node_items, present, side_by_side};
use crate::kind::{Autojoin, Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("bookmarks");

/// How the node must be configured before the first bookmark (XEP-0402 §3.1).
const PRIVATE_NODE: [(&str, &str); 4] = [
    ("pubsub#persist_items", "true"),
    ("pubsub#max_items", "max"),
    ("pubsub#send_last_published_item", "never"),
    ("pubsub#access_model", "whitelist"),
];

#[derive(Debug)]
pub(crate) struct Bookmarks;

#[async_trait(?Send)]
impl Kind for Bookmarks {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        match fragment {
            Fragment::PepNode(node) => node.name == ns::BOOKMARKS || node.name == ns::BOOKMARKS_LEGACY,
            Fragment::Private(element) => element.is("storage", ns::BOOKMARKS_LEGACY),
            _ => false,
        }
    }

    fn support(&self, _: &Features) -> Support {
        Support::Full
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let session = from.session();
        let query = Element::new("query", ns::PRIVATE).with_child(legacy_storage());
        let (current, configure, published, private) = join4(
            session.pubsub_items(ns::BOOKMARKS),
            session.pubsub_configuration(ns::BOOKMARKS),
            session.pubsub_items(ns::BOOKMARKS_LEGACY),
            from.get(query),
        )
        .await;
        let mut rooms = Set::new();
        if let Some(items) = present(current)?.filter(|items| !items.is_empty()) {
            rooms.extend(items.iter().filter_map(|item| item.attr("id")).map(prepared));
            let configure = present(configure).unwrap_or_default();
            let node = PepNode { configure, items, ..PepNode::new(ns::BOOKMARKS) };
            out.fragment(Fragment::PepNode(node));
        }
        // Servers show the current bookmarks in the old places too; only what is not among them is news.
        for storage in present(private)?.flatten().into_iter().flat_map(Element::into_children) {
            if has_news(&storage, &mut rooms) {
                out.fragment(Fragment::Private(storage));
            }
        }
        let items = present(published)?.unwrap_or_default();
        if items.iter().flat_map(Element::children).any(|storage| has_news(storage, &mut rooms)) {
            let node = PepNode { items, ..PepNode::new(ns::BOOKMARKS_LEGACY) };
            out.fragment(Fragment::PepNode(node));
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let mut items: Vec<Item> = rooms(fragments).collect();
        if mapping.autojoin == Autojoin::NotYet {
            items.iter_mut().for_each(put_off);
        }
        items
    }

    fn says(&self, payload: &Element) -> String {
        let conference = conference(payload);
        let name = conference.and_then(|conference| conference.attr("name")).unwrap_or_default();
        let nick = conference.and_then(|conference| conference.child_text("nick", ns::BOOKMARKS));
        match (name, nick.unwrap_or_default()) {
            (name, nick) if nick.is_empty() => name.to_owned(),
            ("", nick) => nick,
            (name, nick) => format!("{name} · {nick}"),
        }
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let mut there: Map<String, Element> = Map::new();
        for item in rooms(found) {
            there.entry(item.key).or_insert(item.payload);
        }
        let difference = |item: &Item| match there.get(&item.key) {
            None => Some(Difference::missing(&item.key)),
            Some(found) if comparable(found) == comparable(&item.payload) => None,
            Some(found) => Some(Difference::either(&item.key, found.clone())),
        };
        wanted.iter().filter_map(difference).collect()
    }

    async fn write(
        &self,
        writes: &[Write],
        found: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        let wanted = current(found).count() + writes.len();
        match make_private(to, wanted).await {
            Ok(()) => {}
            Err(Problem::Refused(error)) if RequestError::Stanza(error.clone()).is_unsupported() => {
                return write_legacy(writes, found, to, log).await;
            }
            Err(Problem::ConnectionLost) => return Err(Problem::ConnectionLost),
            Err(problem) => {
                writes.iter().for_each(|write| log.wrote(&write.key, Err(problem.clone())));
                return Ok(());
            }
        }
        side_by_side(writes.iter().map(async |write| {
            let published = to.session().pubsub_publish(ns::BOOKMARKS, write.payload.clone(), None).await;
            log.wrote(&write.key, published.map_err(Problem::from));
        }))
        .await;
        Ok(())
    }
}

/// Whether a bookmark would enter its room when an app starts.
pub(crate) fn enters_rooms(fragments: &[Fragment]) -> bool {
    rooms(fragments).any(|item| conference(&item.payload).is_some_and(autojoins))
}

/// Lets apps enter on start, at the new account, the rooms that they entered at the old one, where that
/// was put off ([`Autojoin::NotYet`]). Bookmarks stay what they are otherwise, and who has none there gets none.
/// Gives back how many were changed.
pub async fn restore_autojoin(origin: &[Fragment], to: &Account) -> Result<usize, Problem> {
    let entered: Set<String> = rooms(origin)
        .filter(|item| conference(&item.payload).is_some_and(autojoins))
        .map(|item| item.key)
        .collect();
    let Some(items) = present(to.session().pubsub_items(ns::BOOKMARKS).await)? else { return Ok(0) };
    let put_off = |item: &&Element| {
        item.attr("id").is_some_and(|id| entered.contains(&prepared(id)))
            && conference(item).is_some_and(|conference| !autojoins(conference))
    };
    let changed: Vec<Element> = items.iter().filter(put_off).map(entering).collect();
    if changed.is_empty() {
        return Ok(0);
    }
    make_private(to, items.len()).await?;
    for item in &changed {
        to.session().pubsub_publish(ns::BOOKMARKS, item.clone(), None).await?;
    }
    let found = to.session().pubsub_items(ns::BOOKMARKS).await?;
    let is_there = |item: &Element| {
        let there = found.iter().find(|found| found.attr("id") == item.attr("id"));
        there.is_some_and(|there| comparable(there) == comparable(item))
    };
    if changed.iter().all(is_there) { Ok(changed.len()) } else { Err(Problem::NotKept) }
}

/// The bookmark, entered on start.
fn entering(item: &Element) -> Element {
    let mut item = item.clone();
    item.remove_attr("publisher");
    for conference in item.children_mut().filter(|child| child.is("conference", ns::BOOKMARKS)) {
        conference.set_attr("autojoin", "true");
    }
    item
}

/// Makes the node one that only the account itself can read and that keeps
/// `wanted` items, and reads that back.
async fn make_private(to: &Account, wanted: usize) -> Result<(), Problem> {
    let session = to.session();
    match session.pubsub_configuration(ns::BOOKMARKS).await {
        Ok(configuration) if is_private(&configuration, wanted) => return Ok(()),
        Ok(_) => drop(configure(to).await),
        Err(error) if error.is_absent() => create(to).await?,
        Err(error) => return Err(error.into()),
    }
    let configuration = session.pubsub_configuration(ns::BOOKMARKS).await?;
    if is_private(&configuration, wanted) { Ok(()) } else { Err(Problem::NotPrivate) }
}

async fn create(to: &Account) -> Result<(), Problem> {
    match to.session().pubsub_create(ns::BOOKMARKS, form::node_config(PRIVATE_NODE)).await {
        Ok(()) => Ok(()),
        Err(RequestError::ConnectionLost) => Err(Problem::ConnectionLost),
        Err(error) if error.is_unsupported() => Err(error.into()),
        // A field it does not know: an empty node first, then what it takes of the rest.
        Err(_) => {
            to.session().pubsub_create(ns::BOOKMARKS, form::node_config([])).await?;
            configure(to).await
        }
    }
}

/// Sets all fields at once, or one by one where a server refuses some of them.
async fn configure(to: &Account) -> Result<(), Problem> {
    match to.session().pubsub_configure(ns::BOOKMARKS, form::node_config(PRIVATE_NODE)).await {
        Ok(()) => return Ok(()),
        Err(RequestError::ConnectionLost) => return Err(Problem::ConnectionLost),
        Err(_) => {}
    }
    for field in PRIVATE_NODE {
        // What it refuses shows when the configuration is read back.
        if let Err(RequestError::ConnectionLost) =
            to.session().pubsub_configure(ns::BOOKMARKS, form::node_config([field])).await
        {
            return Err(Problem::ConnectionLost);
        }
    }
    Ok(())
}

fn is_private(configuration: &Element, wanted: usize) -> bool {
    let value = |var| form::value(configuration, var);
    let persists = value("pubsub#persist_items").is_none_or(|value| is_true(&value));
    let enough = value("pubsub#max_items")
        .is_none_or(|max| max == "max" || max.parse::<usize>().is_ok_and(|max| max >= wanted.min(256)));
    value("pubsub#access_model").as_deref() == Some("whitelist") && persists && enough
}

/// A server without PEP: the whole of the old storage, what was there and what is new.
async fn write_legacy(
    writes: &[Write],
    found: &[Fragment],
    to: &Account,
    log: &dyn Log,
) -> Result<(), Problem> {
    let written: Set<&str> = writes.iter().map(|write| write.key.as_str()).collect();
    let kept = legacy(found)
        .flat_map(Element::children)
        .filter(|child| from_legacy(child).is_none_or(|item| !written.contains(item.key.as_str())));
    let storage = legacy_storage()
        .with_children(kept.cloned().collect::<Vec<_>>())
        .with_children(writes.iter().filter_map(|write| to_legacy(&write.payload)));
    let query = Element::new("query", ns::PRIVATE).with_child(storage);
    let result = to.set(query).await.map_err(Problem::from);
    writes.iter().for_each(|write| log.wrote(&write.key, result.clone()));
    Ok(())
}

/// Every bookmark. Where two are for one room, the first counts: the current
/// format before the old one, and in it an id that is a prepared address.
fn rooms(fragments: &[Fragment]) -> impl Iterator<Item = Item> {
    let is_prepared = |item: &&Element| item.attr("id").is_some_and(|id| prepared(id) == id);
    let others = current(fragments).filter(move |item| !is_prepared(item));
    let old = legacy(fragments).flat_map(Element::children).filter_map(from_legacy);
    current(fragments).filter(is_prepared).chain(others).map(from_current).chain(old)
}

/// The items of the current format.
fn current(fragments: &[Fragment]) -> impl Iterator<Item = &Element> {
    node_items(fragments, ns::BOOKMARKS)
}

/// The `storage` elements of the old format, from private XML and from PEP.
fn legacy(fragments: &[Fragment]) -> impl Iterator<Item = &Element> {
    let private = fragments.iter().filter_map(|fragment| match fragment {
        Fragment::Private(element) if element.is("storage", ns::BOOKMARKS_LEGACY) => Some(element),
        _ => None,
    });
    let published = node_items(fragments, ns::BOOKMARKS_LEGACY).flat_map(Element::children);
    private.chain(published.filter(|storage| storage.is("storage", ns::BOOKMARKS_LEGACY)))
}

fn from_current(item: &Element) -> Item {
    let room = item.attr("id").unwrap_or_default();
    let key = prepared(room);
    let mut payload = item.clone();
    payload.set_attr("id", &*key);
    payload.remove_attr("publisher");
    let valid = room.parse::<Jid>().is_ok() && conference(item).is_some();
    let fate = if valid { Fate::Carried } else { Fate::LeftOut(Reason::InvalidAddress) };
    Item::new(&*key, label(conference(item), &key), payload, fate)
}

fn from_legacy(entry: &Element) -> Option<Item> {
    match entry.name() {
        "conference" if entry.ns() == ns::BOOKMARKS_LEGACY => Some(from_legacy_room(entry)),
        "url" if entry.ns() == ns::BOOKMARKS_LEGACY => {
            let url = entry.attr("url").unwrap_or_default();
            let label = entry.attr("name").filter(|name| !name.is_empty()).unwrap_or(url).to_owned();
            let fate = Fate::LeftOut(Reason::WebBookmark);
            Some(Item::new(format!("url {url}"), label, entry.clone(), fate))
        }
        _ => None,
    }
}

fn from_legacy_room(entry: &Element) -> Item {
    let room = entry.attr("jid").unwrap_or_default();
    let key = prepared(room);
    let mut new = Element::new("conference", ns::BOOKMARKS).with_attr_opt("name", entry.attr("name"));
    if autojoins(entry) {
        new.set_attr("autojoin", "true");
    }
    for name in ["nick", "password"] {
        if let Some(text) = entry.child_text(name, ns::BOOKMARKS_LEGACY).filter(|text| !text.is_empty()) {
            new.push(Element::new(name, ns::BOOKMARKS).with_text(text));
        }
    }
    let foreign: Vec<Element> =
        entry.children().filter(|child| child.ns() != ns::BOOKMARKS_LEGACY).cloned().collect();
    if !foreign.is_empty() {
        new.push(Element::new("extensions", ns::BOOKMARKS).with_children(foreign));
    }
    let fate =
        if room.parse::<Jid>().is_ok() { Fate::Carried } else { Fate::LeftOut(Reason::InvalidAddress) };
    let label = label(Some(&new), &key);
    let payload = Element::new("item", ns::PUBSUB).with_attr("id", &*key).with_child(new);
    Item::new(key, label, payload, fate)
}

fn to_legacy(item: &Element) -> Option<Element> {
    let conference = conference(item)?;
    let texts = ["nick", "password"].into_iter().filter_map(|name| {
        let text = conference.child_text(name, ns::BOOKMARKS)?;
        Some(Element::new(name, ns::BOOKMARKS_LEGACY).with_text(text))
    });
    let room = Element::new("conference", ns::BOOKMARKS_LEGACY)
        .with_attr_opt("jid", item.attr("id"))
        .with_attr_opt("name", conference.attr("name"))
        .with_attr_opt("autojoin", autojoins(conference).then_some("true"));
    Some(room.with_children(texts))
}

fn put_off(item: &mut Item) {
    let Some(conference) = item.payload.children_mut().find(|c| c.is("conference", ns::BOOKMARKS)) else {
        return;
    };
    if autojoins(conference) && item.fate == Fate::Carried {
        conference.set_attr("autojoin", "false");
        item.fate = Fate::Changed(Reason::AutojoinLater);
    }
}

/// A bookmark in one form for comparing.
fn comparable(item: &Element) -> Option<(String, bool, Set<String>)> {
    let conference = conference(item)?;
    let name = conference.attr("name").unwrap_or_default().to_owned();
    let mut parts = Set::new();
    for child in conference.children().filter(|child| !child.is_empty()) {
        if child.is("extensions", ns::BOOKMARKS) {
            parts.extend(child.children().map(Element::canonical));
        } else {
            parts.insert(child.canonical());
        }
    }
    Some((name, autojoins(conference), parts))
}

fn conference(item: &Element) -> Option<&Element> {
    item.child("conference", ns::BOOKMARKS)
}

fn autojoins(conference: &Element) -> bool {
    conference.attr("autojoin").is_some_and(is_true)
}

fn is_true(value: &str) -> bool {
    matches!(value, "true" | "1")
}

fn label(conference: Option<&Element>, room: &str) -> String {
    match conference.and_then(|conference| conference.attr("name")).unwrap_or_default() {
        "" => room.to_owned(),
        name => format!("{} ({room})", name.chars().take(60).collect::<String>()),
    }
}

fn prepared(address: &str) -> String {
    address.parse::<Jid>().map_or_else(|_| address.to_owned(), |jid| jid.to_string())
}

/// Whether the old storage holds anything that is not among the `known` rooms.
fn has_news(storage: &Element, known: &mut Set<String>) -> bool {
    if !storage.is("storage", ns::BOOKMARKS_LEGACY) {
        return false;
    }
    let before = known.len();
    known.extend(storage.children().filter_map(from_legacy).map(|item| item.key));
    known.len() > before
}

fn legacy_storage() -> Element {
    Element::new("storage", ns::BOOKMARKS_LEGACY)
}
