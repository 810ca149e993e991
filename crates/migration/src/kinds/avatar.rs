//! `avatar`: the profile picture (XEP-0084; XEP-0153 where there is no PEP).
//!
//! Equality: the same bytes. The picture is one item, whether it is kept as PEP
//! data and metadata or as the PHOTO of a vCard; PEP is preferred.

use std::borrow::Cow;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join;
use portable::{Fragment, PepNode};
use sha1::{Digest, Sha1};
use xml::{Element, ns};

use super::common::{node_items, present};
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Picture, Problem, Reason};

pub(crate) const ID: KindId = KindId("avatar");
/// There is at most one picture, so its key needs no more.
const KEY: &str = "picture";

#[derive(Debug)]
pub(crate) struct Avatar;

/// A picture as either source gives it: `info` of the metadata and the base64 text.
struct Found {
    info: Element,
    data: String,
    from_vcard: bool,
}

#[async_trait(?Send)]
impl Kind for Avatar {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        match fragment {
            Fragment::PepNode(node) => node.name == ns::AVATAR_DATA || node.name == ns::AVATAR_METADATA,
            Fragment::Vcard(vcard) => photo(vcard).is_some(),
            _ => false,
        }
    }

    fn support(&self, _: &Features) -> Support {
        Support::Full
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let session = from.session();
        let (metadata, data) =
            join(session.pubsub_items(ns::AVATAR_METADATA), session.pubsub_items(ns::AVATAR_DATA)).await;
        let (metadata, data) = (present(metadata)?.unwrap_or_default(), present(data)?.unwrap_or_default());
        if metadata.is_empty() {
            return export_photo(from, out).await;
        }
        for (name, items) in [(ns::AVATAR_DATA, data), (ns::AVATAR_METADATA, metadata)] {
            out.fragment(Fragment::PepNode(PepNode { items, ..PepNode::new(name) }));
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], _: &Mapping) -> Vec<Item> {
        // There is only one; the kind's own name says what it is.
        let item = |payload, fate| Item::new(KEY, "", payload, fate);
        match find(fragments) {
            Some(found) => {
                let fate =
                    if found.from_vcard { Fate::Changed(Reason::PictureFromVcard) } else { Fate::Carried };
                vec![item(payload(&found), fate)]
            }
            None if has_metadata(fragments) => {
                let empty = Element::new("picture", ns::AVATAR_METADATA);
                vec![item(empty, Fate::LeftOut(Reason::PictureIncomplete))]
            }
            None => Vec::new(),
        }
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = find(found);
        let difference = |item: &Item| match &found {
            None => Some(Difference::missing(&item.key)),
            Some(found) if bytes(&found.data).is_some() && bytes(&found.data) == wanted_bytes(item) => None,
            Some(found) => Some(Difference::either(&item.key, payload(found))),
        };
        wanted.iter().filter_map(difference).collect()
    }

    async fn write(
        &self,
        writes: &[Write],
        _: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        for write in writes {
            log.wrote(&write.key, put(&write.payload, to).await);
        }
        Ok(())
    }
}

/// The picture for showing it: only image types browsers take, only sound base64.
pub(crate) fn picture(fragments: &[Fragment]) -> Option<Picture> {
    let found = find(fragments)?;
    let media_type = found.info.attr("type")?;
    let shown = matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    bytes(&found.data)?;
    shown.then(|| Picture { media_type: media_type.to_owned(), base64: found.data })
}

/// Publishes data, then metadata (XEP-0084 §3); the vCard's PHOTO where nobody else keeps it alike.
async fn put(picture: &Element, to: &Account) -> Result<(), Problem> {
    let (Some(info), Some(data)) =
        (picture.child("info", ns::AVATAR_METADATA), picture.child("data", ns::AVATAR_DATA))
    else {
        return Err(Problem::Malformed("no picture to write".to_owned()));
    };
    let id = info.attr("id").unwrap_or_default();
    let item = |child: Element| Element::new("item", ns::PUBSUB).with_attr("id", id).with_child(child);
    let session = to.session();
    let published = async {
        session.pubsub_publish(ns::AVATAR_DATA, item(data.clone()), None).await?;
        let metadata = Element::new("metadata", ns::AVATAR_METADATA).with_child(info.clone());
        session.pubsub_publish(ns::AVATAR_METADATA, item(metadata), None).await
    };
    match published.await {
        Ok(()) if to.features().has(ns::AVATAR_CONVERSION) => Ok(()),
        Ok(()) => put_photo(info, data, to).await,
        Err(error) if error.is_unsupported() => put_photo(info, data, to).await,
        Err(error) => Err(error.into()),
    }
}

async fn put_photo(info: &Element, data: &Element, to: &Account) -> Result<(), Problem> {
    let text = |name, text: &str| Element::new(name, ns::VCARD_TEMP).with_text(text);
    let mut vcard = match to.get(Element::new("vCard", ns::VCARD_TEMP)).await {
        Ok(vcard) => vcard.unwrap_or_else(|| Element::new("vCard", ns::VCARD_TEMP)),
        Err(error) if error.is_absent() => Element::new("vCard", ns::VCARD_TEMP),
        // PEP has the picture; a server without vCards needs no second one.
        Err(error) if error.is_unsupported() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    vcard.retain_children(|child| child.name() != "PHOTO");
    vcard.push(
        Element::new("PHOTO", ns::VCARD_TEMP)
            .with_child(text("TYPE", info.attr("type").unwrap_or("image/png")))
            .with_child(text("BINVAL", &data.text())),
    );
    Ok(to.set(vcard).await?)
}

async fn export_photo(from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
    let vcard = match from.get(Element::new("vCard", ns::VCARD_TEMP)).await {
        Ok(vcard) => vcard,
        Err(error) if error.is_absent() || error.is_unsupported() => None,
        Err(error) => return Err(error.into()),
    };
    if let Some(photo) = vcard.as_ref().and_then(photo) {
        out.fragment(Fragment::Vcard(Element::new("vCard", ns::VCARD_TEMP).with_child(photo.clone())));
    }
    Ok(())
}

fn find(fragments: &[Fragment]) -> Option<Found> {
    find_published(fragments).or_else(|| find_photo(fragments))
}

fn find_published(fragments: &[Fragment]) -> Option<Found> {
    let info = metadata(fragments).into_iter().flat_map(Element::children).find(|info| {
        info.is("info", ns::AVATAR_METADATA) && info.attr("id").is_some() && info.attr("url").is_none()
    })?;
    let id = info.attr("id")?;
    let data = node_items(fragments, ns::AVATAR_DATA)
        .find(|item| item.attr("id") == Some(id))?
        .child_text("data", ns::AVATAR_DATA)?;
    Some(Found { info: info.clone(), data: compact(&data).into_owned(), from_vcard: false })
}

fn find_photo(fragments: &[Fragment]) -> Option<Found> {
    let photo = fragments.iter().find_map(|fragment| match fragment {
        Fragment::Vcard(vcard) => photo(vcard),
        _ => None,
    })?;
    let data = compact(&photo.child_text("BINVAL", ns::VCARD_TEMP)?).into_owned();
    let bytes = bytes(&data)?;
    let media_type = photo.child_text("TYPE", ns::VCARD_TEMP).filter(|t| !t.is_empty());
    let info = Element::new("info", ns::AVATAR_METADATA)
        .with_attr("id", hex(&Sha1::digest(&bytes)))
        .with_attr("type", media_type.unwrap_or_else(|| sniff(&bytes).to_owned()))
        .with_attr("bytes", bytes.len().to_string());
    Some(Found { info, data, from_vcard: true })
}

/// The one thing written and compared: the metadata's `info` and the data side by side.
fn payload(found: &Found) -> Element {
    Element::new("picture", ns::AVATAR_METADATA)
        .with_child(found.info.clone())
        .with_child(Element::new("data", ns::AVATAR_DATA).with_text(&*found.data))
}

fn wanted_bytes(item: &Item) -> Option<Vec<u8>> {
    bytes(&item.payload.child_text("data", ns::AVATAR_DATA)?)
}

fn metadata(fragments: &[Fragment]) -> Option<&Element> {
    node_items(fragments, ns::AVATAR_METADATA)
        .filter_map(|item| item.child("metadata", ns::AVATAR_METADATA))
        .next_back()
}

fn has_metadata(fragments: &[Fragment]) -> bool {
    metadata(fragments).is_some_and(|metadata| metadata.first_child().is_some())
}

fn photo(vcard: &Element) -> Option<&Element> {
    let photo = vcard.child("PHOTO", ns::VCARD_TEMP)?;
    photo.child_text("BINVAL", ns::VCARD_TEMP).is_some_and(|data| !data.trim().is_empty()).then_some(photo)
}

/// Base64 without the line breaks that some clients put into it.
fn compact(base64: &str) -> Cow<'_, str> {
    match base64.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Cow::Borrowed(base64),
        false => base64.split_whitespace().collect(),
    }
}

fn bytes(base64: &str) -> Option<Vec<u8>> {
    STANDARD.decode(compact(base64).as_bytes()).ok().filter(|bytes| !bytes.is_empty())
}

fn sniff(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        [b'G', b'I', b'F', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
