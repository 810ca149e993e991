//! `private_storage`: what apps keep for themselves on the server (XEP-0049).
//!
//! It cannot be listed, so the known names are asked for one by one; at a
//! destination also the names of what is to come there.
//! Equality: canonical XML, by element name and namespace. An empty answer is
//! what servers give for "nothing", so it is no data; an empty set would delete.
//! What is in no namespace may be in that of its parent.
//! `storage:bookmarks` belongs to `bookmarks`.

use ordered::{Map, Set};

use async_trait::async_trait;
use futures_util::future::join_all;
use portable::Fragment;
use session::RequestError;
use xml::{Element, ns};

use super::common::{is_adopted, write_each};
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Unread, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("private_storage");

/// Names under which apps are known to store something.
const PROBES: [(&str, &str); 21] = [
    ("storage", "storage:rosternotes"),
    ("storage", "storage:metacontacts"),
    ("storage", "storage:pubsubs"),
    ("storage", "storage:imprefs"),
    ("storage", "http://miranda-im.org/storage#notes"),
    ("storage", "jappix:options"),
    ("storage", "jappix:inbox"),
    ("storage", "vacuum:metacontacts"),
    ("roster", "roster:delimiter"),
    ("exodus", "exodus:prefs"),
    ("gajim", "gajim:prefs"),
    ("services", "vacuum:gateways:keep"),
    ("services", "vacuum:gateways:subscribe"),
    ("recent", "vacuum:recent-contacts"),
    ("pref", "urn:xmpp:archive"),
    ("scratchpad", "scratchpad:tasks"),
    ("scratchpad", "scratchpad:notes"),
    ("gateway-settings", "http://www.jivesoftware.org/spark"),
    ("personal_settings", "jive:user:settings"),
    ("jappix", "jappix:options"),
    ("inbox", "jappix:inbox"),
];

#[derive(Debug)]
pub(crate) struct PrivateStorage;

#[async_trait(?Send)]
impl Kind for PrivateStorage {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        private(fragment).is_some()
    }

    fn support(&self, _: &Features) -> Support {
        // Servers that have it do not all say so; the answer to the first question tells.
        Support::Full
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        self.find(&[], from, out).await
    }

    /// Asks for the wanted names and those given by hand besides the known ones.
    async fn find(&self, wanted: &[Item], at: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let wanted = wanted.iter().map(|item| (item.payload.name(), item.payload.ns()));
        let by_hand = at.probes().iter().map(|(name, ns)| (name.as_str(), ns.as_str()));
        let names: Set<(&str, &str)> = PROBES.into_iter().chain(by_hand).chain(wanted).collect();
        let answers = join_all(names.iter().map(|(name, ns)| read(at, name, ns))).await;
        if answers.iter().all(|answer| answer.as_ref().is_err_and(RequestError::is_unsupported)) {
            return Ok(());
        }
        for ((name, ns), answer) in names.into_iter().zip(answers) {
            match answer {
                Ok(Some(element)) => out.fragment(Fragment::Private(element)),
                Ok(None) => {}
                Err(error) if error.is_absent() => {}
                Err(error) => out.unread(Unread { key: key_of(name, ns), problem: error.into() }),
            }
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], _: &Mapping) -> Vec<Item> {
        let convert = |element: &Element| {
            let label = format!("{} {}", element.name(), element.ns());
            Item::new(key(element), label, element.clone(), Fate::Carried)
        };
        fragments.iter().filter_map(private).map(convert).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found: Map<_, _> = found.iter().filter_map(private).map(|e| (key(e), e)).collect();
        let difference = |item: &Item| match found.get(&item.key) {
            None => Some(Difference::missing(&item.key)),
            Some(found) if found.canonical() == item.payload.canonical() => None,
            Some(found) if is_adopted(&item.payload, found, ns::PRIVATE) => None,
            Some(found) => Some(Difference::either(&item.key, (*found).clone())),
        };
        wanted.iter().filter_map(difference).collect()
    }

    fn altered(&self, item: &Item, found: &[Fragment]) -> Option<Reason> {
        let mut found = found.iter().filter_map(private);
        let is_altered = found.any(|element| is_adopted(&item.payload, element, ns::PRIVATE));
        is_altered.then_some(Reason::NamespaceForgotten)
    }

    async fn write(
        &self,
        writes: &[Write],
        _: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        write_each(writes, to, log, |item| Element::new("query", ns::PRIVATE).with_child(item)).await
    }
}

/// One element of the private storage; `None` where the server answers with nothing in it.
async fn read(from: &Account, name: &str, ns: &str) -> Result<Option<Element>, RequestError> {
    let query = Element::new("query", ns::PRIVATE).with_child(Element::new(name, ns));
    let answer = from.get(query).await?;
    let stored = answer.into_iter().flat_map(Element::into_children).find(|element| element.is(name, ns));
    Ok(stored.filter(holds_something))
}

fn holds_something(element: &Element) -> bool {
    !element.is_empty() || !element.attributes().is_empty()
}

fn private(fragment: &Fragment) -> Option<&Element> {
    match fragment {
        Fragment::Private(element) if element.ns() != ns::BOOKMARKS_LEGACY && holds_something(element) => {
            Some(element)
        }
        _ => None,
    }
}

fn key(element: &Element) -> String {
    key_of(element.name(), element.ns())
}

fn key_of(name: &str, ns: &str) -> String {
    format!("{{{ns}}}{name}")
}
