//! `pep_nodes`: whatever else is published in the account (XEP-0163), node by
//! node, and who may see the nodes that other kinds carry.
//!
//! Equality: of a node, who may see and do what, title, description and type,
//! and what is kept, as far as the server can be told; `max_items` of 256 and
//! more is `max`, `true` is `1`. `roster` and `authorize`, which many servers
//! refuse, are met by `whitelist`. More affiliations are no difference. Of an
//! item, the payload as canonical XML, by id; what is in no namespace may be in
//! that of its parent. Their order is kept in writing.
//! Nothing is published into a node that shows it to more people than before.

mod comparison;
mod conversion;
mod policy;
mod reading;
mod settings;
mod thing;
mod writing;

use ordered::Set;

use async_trait::async_trait;
use portable::{Fragment, PepNode};
use xml::Element;

use self::comparison::Found;
use self::policy::{Policy, policy};
use self::settings::Settings;
use self::thing::Thing;
use super::common::has_no_namespace;
use crate::kind::{
    Difference, Fate, Glance, Item, Kind, KindId, Log, Mapping, Reading, Sink, Support, Survey, Write,
};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("pep_nodes");

#[derive(Debug)]
pub(crate) struct PepNodes;

#[async_trait(?Send)]
impl Kind for PepNodes {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        node(fragment).is_some()
    }

    fn support(&self, features: &Features) -> Support {
        // XEP-0163 §6.1; some servers say it of the domain only.
        let has = |info: &session::Info| info.identities.contains("pubsub/pep");
        match has(&features.account) || has(&features.server) {
            true => Support::Full,
            false => Support::None(Reason::Unsupported),
        }
    }

    fn reading(&self) -> Reading {
        Reading::WhenNeeded
    }

    async fn survey(&self, from: &Account) -> Result<Survey, Problem> {
        reading::survey(from).await
    }

    async fn glance(&self, from: &Account) -> Result<Glance, Problem> {
        reading::glance(from).await
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        reading::export(from, out).await
    }

    /// Only the nodes that something is to be written to.
    async fn find(&self, wanted: &[Item], at: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let wanted = wanted.iter().filter(|item| !matches!(item.fate, Fate::LeftOut(_)));
        let mut seen = Set::new();
        let names = wanted.map(|item| thing::node_of(&item.payload).to_owned());
        let names: Vec<String> = names.filter(|name| seen.insert(name.clone())).collect();
        reading::read(&names, at, out).await;
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item> {
        fragments.iter().filter_map(node).flat_map(|node| conversion::items(node, mapping)).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found = Found::of(found);
        wanted.iter().filter_map(|item| found.difference(item)).collect()
    }

    fn altered(&self, item: &Item, found: &[Fragment]) -> Option<Reason> {
        let is_altered = has_no_namespace(&item.payload) && Found::of(found).adopts(item);
        is_altered.then_some(Reason::NamespaceForgotten)
    }

    /// Of a node, who may see it and how much it keeps.
    fn says(&self, payload: &Element) -> String {
        let Some(Thing::Node { form, .. }) = thing::of(payload) else { return String::new() };
        let settings = Settings::of(form);
        let said = [settings.access(), settings.value("max_items")];
        said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    async fn write(
        &self,
        writes: &[Write],
        found: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        writing::write(writes, found, to, log).await
    }
}

fn node(fragment: &Fragment) -> Option<&PepNode> {
    match fragment {
        Fragment::PepNode(node) if policy(&node.name) != Policy::Elsewhere => Some(node),
        _ => None,
    }
}
