//! `profile`: name, birthday, addresses and the like (XEP-0054, XEP-0292), and the nickname (XEP-0172).
//!
//! One item a field. Numbers, addresses and the like, of which there may be many,
//! are told apart by what they say; all other fields by their name and, where it
//! stands again, by its place among those of that name. Equality: canonical XML
//! without empty parts and outer white space, the parts of a vcard-temp field in
//! any order. The picture is not a field: it moves as `avatar` and is seen to be
//! still there after a vCard was set, which can disturb it (XEP-0398).
//!
//! Prosody keeps one profile, the vCard4, and derives vcard-temp from it; there
//! the fields are written as vCard4 and those without a place in it are named.
//! ejabberd keeps one vcard-temp field of most names; further ones are named.

mod fields;
mod placing;
mod vcard4;

use ordered::Set;

use async_trait::async_trait;
use futures_util::future::join3;
use portable::{Fragment, PepNode};
use xml::{Element, ns};

use self::fields::{Field, fields};
use super::common::{node_items, present};
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("profile");
/// The only item of a node that holds one thing.
const CURRENT: &str = "current";

#[derive(Debug)]
pub(crate) struct Profile;

#[async_trait(?Send)]
impl Kind for Profile {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        match fragment {
            Fragment::Vcard(_) => true,
            Fragment::PepNode(node) => node.name == ns::VCARD4_NODE || node.name == ns::NICK,
            _ => false,
        }
    }

    fn support(&self, _: &Features) -> Support {
        Support::Full
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let session = from.session();
        let (vcard, vcard4, nick) = join3(
            from.get(Element::new("vCard", ns::VCARD_TEMP)),
            session.pubsub_items(ns::VCARD4_NODE),
            session.pubsub_items(ns::NICK),
        )
        .await;
        if let Some(vcard) = present(vcard)?.flatten().filter(|vcard| !vcard.is_empty()) {
            out.fragment(Fragment::Vcard(vcard));
        }
        for (name, items) in [(ns::VCARD4_NODE, present(vcard4)?), (ns::NICK, present(nick)?)] {
            if let Some(items) = items.filter(|items| !items.is_empty()) {
                out.fragment(Fragment::PepNode(PepNode { items, ..PepNode::new(name) }));
            }
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let vcard4 = fields(fragments, ns::VCARD4);
        // The newer profile first: what finds a place beside its fields comes after them.
        let mut items: Vec<Item> = vcard4.iter().map(|field| carried(ns::VCARD4, field, mapping)).collect();
        items.extend(placing::place(&fields(fragments, ns::VCARD_TEMP), &vcard4, mapping));
        items.extend(fields(fragments, ns::NICK).iter().map(|field| carried(ns::NICK, field, mapping)));
        items
    }

    fn says(&self, payload: &Element) -> String {
        fields::text(payload)
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = [ns::VCARD_TEMP, ns::VCARD4, ns::NICK].map(|ns| fields(found, ns)).concat();
        let difference = |item: &Item| match found.iter().find(|field| field.key == item.key) {
            None => Some(Difference::missing(&item.key)),
            Some(field) if fields::same(&field.element, &item.payload) => None,
            Some(field) => Some(Difference::either(&item.key, field.element.clone())),
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
        // vcard-temp first: a server may derive the others from it (XEP-0292 §5).
        for ns in [ns::VCARD_TEMP, ns::VCARD4, ns::NICK] {
            let writes: Vec<&Write> =
                writes.iter().filter(|write| write.key.starts_with(&fields::prefix(ns))).collect();
            if writes.is_empty() {
                continue;
            }
            put(ns, &writes, found, to, log).await;
        }
        Ok(())
    }
}

/// The name a person goes by, from whichever profile has one.
pub(crate) fn full_name(fragments: &[Fragment]) -> Option<String> {
    let by_name = |ns, name: &str| {
        let field = fields(fragments, ns).into_iter().find(|field| field.element.name() == name)?;
        Some(fields::text(&field.element)).filter(|text| !text.is_empty())
    };
    by_name(ns::VCARD4, "fn").or_else(|| by_name(ns::VCARD_TEMP, "FN")).or_else(|| by_name(ns::NICK, "nick"))
}

fn carried(profile: &str, field: &Field, mapping: &Mapping) -> Item {
    let (payload, fate) = match fields::own_address(&field.element, mapping) {
        Some(rewritten) => (rewritten, Fate::Changed(Reason::OwnAddress)),
        None => (field.element.clone(), Fate::Carried),
    };
    // The key of a field that can stand more than once is its content: the content it will have.
    let key = if field.repeats { fields::key_by_content(profile, &payload) } else { field.key.clone() };
    Item::new(key, field.label(), payload, fate)
}

/// Writes the fields of one profile, which is one thing to the server. Where it
/// does not take all of them together, each is tried on top of those it took.
async fn put(ns: &str, writes: &[&Write], found: &[Fragment], to: &Account, log: &dyn Log) {
    let result = set(ns, writes, found, to).await;
    let may_be_one_of_them =
        matches!(result, Err(Problem::Refused(_) | Problem::TooLarge { .. } | Problem::ServerClosed { .. }));
    if writes.len() == 1 || !may_be_one_of_them {
        return writes.iter().for_each(|write| log.wrote(&write.key, result.clone()));
    }
    let mut taken = Vec::new();
    for write in writes {
        taken.push(*write);
        let result = set(ns, &taken, found, to).await;
        if result.is_err() {
            taken.pop();
        }
        log.wrote(&write.key, result);
    }
}

async fn set(ns: &str, writes: &[&Write], found: &[Fragment], to: &Account) -> Result<(), Problem> {
    match ns {
        ns::VCARD_TEMP => set_vcard_temp(&merged(writes, found, ns), to).await,
        ns::VCARD4 => publish(ns::VCARD4_NODE, merged(writes, found, ns), found, to).await,
        _ => match writes.last() {
            Some(nick) => publish(ns::NICK, nick.payload.clone(), found, to).await,
            None => Ok(()),
        },
    }
}

/// The whole vCard as it should be: what was found, with the writes in it. What
/// replaces a field takes its place, because places tell fields of one name apart.
fn merged(writes: &[&Write], found: &[Fragment], ns: &str) -> Element {
    let mut vcard = fields::vcard(found, ns).cloned().unwrap_or_else(|| fields::empty_vcard(ns));
    let is_written = |name: &str| writes.iter().any(|write| write.payload.name() == name);
    // Prosody makes empty fields, and looks at the first of a name.
    vcard.retain_children(|child| !(fields::is_blank(child) && is_written(child.name())));
    for write in writes {
        let replaced = write.found.as_ref().map(Element::canonical);
        let is_replaced = |child: &&mut Element| replaced.as_ref() == Some(&child.canonical());
        if let Some(field) = vcard.children_mut().find(is_replaced) {
            *field = write.payload.clone();
        } else {
            vcard.push(write.payload.clone());
        }
    }
    vcard
}

/// Sets the vCard and sees that the picture survives it.
async fn set_vcard_temp(vcard: &Element, to: &Account) -> Result<(), Problem> {
    let session = to.session();
    let data = present(session.pubsub_items(ns::AVATAR_DATA).await)?.unwrap_or_default();
    let metadata = present(session.pubsub_items(ns::AVATAR_METADATA).await)?.unwrap_or_default();
    to.set(vcard.clone()).await?;
    for (node, before) in [(ns::AVATAR_DATA, data), (ns::AVATAR_METADATA, metadata)] {
        let after = present(session.pubsub_items(node).await)?.unwrap_or_default();
        if payloads(&before) == payloads(&after) {
            continue;
        }
        for item in before {
            session.pubsub_publish(node, item, None).await?;
        }
    }
    Ok(())
}

async fn publish(node: &str, payload: Element, found: &[Fragment], to: &Account) -> Result<(), Problem> {
    let id = node_items(found, node).last().and_then(|item| item.attr("id")).unwrap_or(CURRENT);
    let item = Element::new("item", ns::PUBSUB).with_attr("id", id).with_child(payload);
    Ok(to.session().pubsub_publish(node, item, None).await?)
}

fn payloads(items: &[Element]) -> Set<String> {
    items.iter().flat_map(Element::children).map(Element::canonical).collect()
}
