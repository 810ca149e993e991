//! `profile`: name, birthday, addresses and the like (XEP-0054, XEP-0292), and the nickname (XEP-0172).
//!
//! One item a field. Equality: canonical XML without empty parts; fields that
//! can stand more than once are equal by content, the others by name. The
//! picture is not a field: it moves as `avatar` and is seen to be still there
//! after a vCard was set, which can disturb it (XEP-0398).
//!
//! Prosody keeps one profile, the vCard4, and derives vcard-temp from it; there
//! the fields are written as vCard4 and those without a place in it are named.

mod fields;
mod vcard4;

use std::collections::BTreeSet;

use async_trait::async_trait;
use futures_util::future::join3;
use portable::{Fragment, PepNode};
use session::RequestError;
use xml::{Element, ns};

use self::fields::{Field, fields};
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
        let vcard_temp = fields(fragments, ns::VCARD_TEMP);
        let mut items = Vec::new();
        for field in &vcard_temp {
            items.push(if derives_vcard_temp(&mapping.features) {
                as_vcard4(field, &vcard4, mapping)
            } else {
                carried(ns::VCARD_TEMP, field, mapping)
            });
        }
        items.extend(vcard4.iter().map(|field| carried(ns::VCARD4, field, mapping)));
        items.extend(fields(fragments, ns::NICK).iter().map(|field| carried(ns::NICK, field, mapping)));
        items
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
            let result = match ns {
                ns::VCARD_TEMP => set_vcard_temp(&merged(&writes, found, ns), to).await,
                ns::VCARD4 => publish(ns::VCARD4_NODE, merged(&writes, found, ns), found, to).await,
                _ => publish(ns::NICK, writes[0].payload.clone(), found, to).await,
            };
            writes.iter().for_each(|write| log.wrote(&write.key, result.clone()));
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

/// Whether a vcard-temp is nothing but a view of the vCard4, so that setting it
/// would lose what the server's own conversion does not know. No feature says
/// so: XEP-0398, which Prosody and ejabberd both show, is about the picture only.
fn derives_vcard_temp(features: &Features) -> bool {
    features.has(ns::AVATAR_CONVERSION) && features.server.software.as_deref() == Some("Prosody")
}

fn carried(profile: &str, field: &Field, mapping: &Mapping) -> Item {
    let (payload, fate) = match fields::own_address(&field.element, mapping) {
        Some(rewritten) => (rewritten, Fate::Changed(Reason::OwnAddress)),
        None => (field.element.clone(), Fate::Carried),
    };
    // The key of a field that can stand more than once is its content: the content it will have.
    let key = if field.repeats { fields::key_by_content(profile, &payload) } else { field.key.clone() };
    Item { key, label: field.label(), payload, fate }
}

/// A vcard-temp field for a server that keeps vCard4 only.
fn as_vcard4(field: &Field, vcard4: &[Field], mapping: &Mapping) -> Item {
    let left_out = |reason| Item {
        key: field.key.clone(),
        label: field.label(),
        payload: field.element.clone(),
        fate: Fate::LeftOut(reason),
    };
    let Some(converted) = vcard4::from_vcard_temp(&field.element) else {
        return left_out(Reason::NotKeptByServer);
    };
    let repeats = fields::repeats(converted.name());
    let mut known = vcard4.iter().filter(|known| known.element.name() == converted.name()).peekable();
    let is_taken = known.peek().is_some() && !repeats;
    if known.any(|known| fields::meaning(&known.element) == fields::meaning(&field.element)) {
        return left_out(Reason::HeldByOther);
    }
    if is_taken {
        return left_out(Reason::OlderValue);
    }
    let key = if repeats {
        fields::key_by_content(ns::VCARD4, &converted)
    } else {
        fields::key_by_name(ns::VCARD4, &converted, 1)
    };
    let item = carried(ns::VCARD4, &Field { key, element: converted, repeats }, mapping);
    let fate = match item.fate {
        Fate::Carried => Fate::Changed(Reason::AsVcard4),
        fate => fate,
    };
    Item { label: field.label(), fate, ..item }
}

/// The whole vCard as it should be: what was found, with the writes in it.
fn merged(writes: &[&Write], found: &[Fragment], ns: &str) -> Element {
    let mut vcard = fields::vcard(found, ns).cloned().unwrap_or_else(|| fields::empty_vcard(ns));
    let replaced: BTreeSet<String> =
        writes.iter().filter_map(|write| write.found.as_ref()).map(Element::canonical).collect();
    vcard.retain_children(|child| !replaced.contains(&child.canonical()));
    for write in writes {
        vcard.push(write.payload.clone());
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
    let id = fields::items(found, node).last().and_then(|item| item.attr("id")).unwrap_or(CURRENT);
    let item = Element::new("item", ns::PUBSUB).with_attr("id", id).with_child(payload);
    Ok(to.session().pubsub_publish(node, item, None).await?)
}

fn payloads(items: &[Element]) -> BTreeSet<String> {
    items.iter().flat_map(Element::children).map(Element::canonical).collect()
}

/// Nothing there, or nothing of the sort, is no problem when reading.
fn present<T>(answer: Result<T, RequestError>) -> Result<Option<T>, Problem> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_absent() || error.is_unsupported() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
