//! `blocklist`: addresses the account does not want to hear from (XEP-0191).
//!
//! Some servers keep and export them as a privacy list of a name of its own (XEP-0016).
//!
//! Equality: prepared address. Full addresses and domains are kept as they are.

use ordered::Set;

use async_trait::async_trait;
use jid::Jid;
use portable::Fragment;
use xml::{Element, ns};

use super::common::write_each;
use super::privacy_lists;
use crate::kind::{Difference, Fate, Item, Kind, KindId, Log, Mapping, Sink, Support, Write};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("blocklist");

#[derive(Debug)]
pub(crate) struct Blocklist;

#[async_trait(?Send)]
impl Kind for Blocklist {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        addresses(fragment).next().is_some()
    }

    fn support(&self, features: &Features) -> Support {
        if features.has(ns::BLOCKING) { Support::Full } else { Support::None(Reason::Unsupported) }
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let list = from.get(Element::new("blocklist", ns::BLOCKING)).await?;
        let items = list.into_iter().flat_map(Element::into_children);
        for item in items.filter(|item| item.is("item", ns::BLOCKING)) {
            out.fragment(Fragment::Blocked(item));
        }
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        let convert = |address: &str| {
            let (key, fate) = match address.parse::<Jid>() {
                Err(_) => (address.to_owned(), Fate::LeftOut(Reason::InvalidAddress)),
                Ok(jid) if *jid.bare() == mapping.destination => {
                    (jid.to_string(), Fate::LeftOut(Reason::ThisIsYou))
                }
                Ok(jid) => (jid.to_string(), Fate::Carried),
            };
            let payload = Element::new("item", ns::BLOCKING).with_attr("jid", &*key);
            Item::new(key.clone(), key, payload, fate)
        };
        fragments.iter().flat_map(addresses).map(convert).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let prepared = |address: &str| address.parse::<Jid>().map(|jid| jid.to_string()).ok();
        let found: Set<_> = found.iter().flat_map(addresses).filter_map(prepared).collect();
        wanted
            .iter()
            .filter(|item| !found.contains(&item.key))
            .map(|item| Difference::missing(&item.key))
            .collect()
    }

    async fn write(
        &self,
        writes: &[Write],
        _: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        // One address per iq: a server that refuses one of many refuses all of them.
        write_each(writes, to, log, |item| Element::new("block", ns::BLOCKING).with_child(item)).await
    }
}

fn addresses(fragment: &Fragment) -> impl Iterator<Item = &str> {
    let blocked = match fragment {
        Fragment::Blocked(item) => Some(item.attr("jid").unwrap_or_default()),
        _ => None,
    };
    blocked.into_iter().chain(privacy_lists::blocked(fragment))
}
