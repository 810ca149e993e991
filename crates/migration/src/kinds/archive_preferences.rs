//! `archive_preferences`: of whom the server keeps a history (XEP-0441).
//!
//! Equality: the default, and both lists as sets of bare prepared addresses;
//! servers differ in whether they keep a resource.

use ordered::Set;

use async_trait::async_trait;
use jid::Jid;
use portable::Fragment;
use session::RequestError;
use xml::{Element, ns};

use super::common::{KEEP_FIRST, TAKE_FIRST, present};
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("archive_preferences");
/// There is one set of them, so its key needs no more.
const KEY: &str = "preferences";
const LISTS: [&str; 2] = ["always", "never"];

#[derive(Debug)]
pub(crate) struct ArchivePreferences;

#[async_trait(?Send)]
impl Kind for ArchivePreferences {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        prefs(fragment).is_some()
    }

    fn support(&self, features: &Features) -> Support {
        if features.has(ns::MAM) { Support::Full } else { Support::None(Reason::Unsupported) }
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        if let Some(prefs) = present(from.session().archive_preferences().await)? {
            out.fragment(Fragment::ArchivePreferences(prefs));
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let convert = |prefs: &Element| {
            let (payload, fate) = converted(prefs, mapping);
            Item::new(KEY, "", payload, fate)
        };
        fragments.iter().filter_map(prefs).map(convert).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = found.iter().find_map(prefs);
        let difference = |item: &Item| match found {
            None => Some(Difference::missing(&item.key)),
            Some(found) if comparable(found) == comparable(&item.payload) => None,
            Some(found) => Some(Difference {
                choices: if is_untouched(found) { TAKE_FIRST } else { KEEP_FIRST },
                ..Difference::either(&item.key, found.clone())
            }),
        };
        wanted.iter().filter_map(difference).collect()
    }

    /// The default, and how many addresses are exceptions to it.
    fn says(&self, payload: &Element) -> String {
        let default = payload.attr("default").unwrap_or_default();
        let [always, never] = LISTS.map(|list| addresses(payload, list).count());
        format!("{default} · +{always} · −{never}")
    }

    async fn write(
        &self,
        writes: &[Write],
        _: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        for write in writes {
            match to.session().set_archive_preferences(write.payload.clone()).await {
                // A server may keep a history and let nobody choose.
                Err(RequestError::Stanza(error)) if RequestError::Stanza(error.clone()).is_unsupported() => {
                    log.left_out(&write.key, Reason::Unsupported);
                }
                result => log.wrote(&write.key, result.map_err(Problem::from)),
            }
        }
        Ok(())
    }
}

fn prefs(fragment: &Fragment) -> Option<&Element> {
    match fragment {
        Fragment::ArchivePreferences(prefs) => Some(prefs),
        _ => None,
    }
}

/// Both lists in order, with the new address where the old one was.
fn converted(prefs: &Element, mapping: &Mapping) -> (Element, Fate) {
    let mut fate = Fate::Carried;
    let mut converted = Element::new("prefs", ns::MAM).with_attr_opt("default", prefs.attr("default"));
    for list in LISTS {
        let mut found = Set::new();
        for address in addresses(prefs, list) {
            match address.parse::<Jid>() {
                Ok(jid) if Some(jid.bare()) == mapping.origin.as_ref() => {
                    fate = Fate::Changed(Reason::OwnAddress);
                    found.insert(mapping.destination.to_string());
                }
                Ok(jid) => drop(found.insert(jid.to_string())),
                // One that is none would make the server refuse them all.
                Err(_) => fate = Fate::Changed(Reason::InvalidAddress),
            }
        }
        let entries = found.iter().map(|jid| Element::new("jid", ns::MAM).with_text(jid.as_str()));
        converted.push(Element::new(list, ns::MAM).with_children(entries));
    }
    (converted, fate)
}

fn comparable(prefs: &Element) -> (String, [Set<String>; 2]) {
    let bare = |address: String| address.parse::<Jid>().map(|jid| jid.bare().to_string()).ok();
    let lists = LISTS.map(|list| addresses(prefs, list).filter_map(bare).collect());
    (prefs.attr("default").unwrap_or_default().to_owned(), lists)
}

fn is_untouched(prefs: &Element) -> bool {
    LISTS.iter().all(|list| addresses(prefs, list).next().is_none())
}

fn addresses<'a>(prefs: &'a Element, list: &'a str) -> impl Iterator<Item = String> {
    let entries = prefs.child(list, ns::MAM).into_iter().flat_map(Element::children);
    entries.filter(|entry| entry.is("jid", ns::MAM)).map(|entry| entry.text().trim().to_owned())
}
