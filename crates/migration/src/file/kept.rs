//! What a variant of the document keeps of an account, and what became of the rest.

use jid::BareJid;
use ordered::Set;
use portable::{Fragment, Importer, Variant, Writer};

use super::output::Target;
use super::proof::Found;
use crate::holdings::{Holding, Holdings};
use crate::kind::{Fate, Item, KindId};
use crate::kinds::{self, BLOCKLIST, preview_for};
use crate::report::{Entry, KindReport, Outcome};
use crate::{Problem, Reason};

/// What is to be in a document that is not the complete one.
pub(super) struct Kept<'a> {
    variant: &'a Variant,
    /// Whose it is, and whose it becomes.
    from: &'a BareJid,
    account: &'a BareJid,
    holdings: Holdings,
}

impl<'a> Kept<'a> {
    /// What `variant` has of `fragments`, and a writer that holds it.
    pub(super) async fn select(
        variant: &'a Variant,
        from: &'a BareJid,
        fragments: Vec<Fragment>,
        target: &mut Target<'_>,
    ) -> (Writer, Option<Self>) {
        if *variant == Variant::Complete {
            let mut writer = Writer::new(from);
            for fragment in fragments {
                writer.push(fragment);
                target.rest().await;
            }
            return (writer, None);
        }
        target.rest().await;
        let (fragments, notes) = variant.fragments(from, fragments);
        let mut writer = variant.empty_writer(from, notes);
        for fragment in &fragments {
            writer.push(fragment.clone());
            target.rest().await;
        }
        let account = variant.account(from);
        (writer, Some(Self { variant, from, account, holdings: Holdings::from_fragments(fragments) }))
    }

    /// What became of one kind: item by item, kept and read back, or left out and why.
    pub(super) fn report(&self, id: KindId, holding: &Holding, found: &Found) -> KindReport {
        let nothing = Holding::default();
        let kept = self.holdings.get(id).map_or(&nothing, |kept| kept);
        let kept = preview_for(self.account, id, kept);
        let missing = kinds::by_id(id).map(|kind| kind.differences(&kept, &found.fragments));
        let missing: Set<String> = missing.into_iter().flatten().map(|difference| difference.key).collect();
        let items = match self.variant {
            // Its keys can have changed with the address, and nothing is left out but what stands elsewhere.
            Variant::Administrator(it) if it.importer != Importer::Ejabberd || id != BLOCKLIST => {
                kept.clone()
            }
            _ => preview_for(self.from, id, holding),
        };
        let keys: Set<String> = kept.into_iter().map(|item| item.key).collect();
        let entry = |item: Item| {
            let is_kept = keys.contains(&item.key) && !missing.contains(&item.key);
            let verified = is_kept || self.is_denied(id, &item, found);
            let outcome = match item.fate {
                Fate::Changed(Reason::United) if verified => Outcome::Changed(Reason::United),
                _ if verified => Outcome::Copied,
                Fate::LeftOut(reason) => Outcome::LeftOut(reason),
                _ if !keys.contains(&item.key) && *self.variant == Variant::Essentials => {
                    Outcome::LeftOut(self.why(id, &item))
                }
                _ => Outcome::Failed(Problem::NotKept),
            };
            Entry { verified, ..Entry::new(item.key, item.label, outcome) }
        };
        let mut entries: Vec<Entry> = items.into_iter().map(entry).collect();
        let unread = |unread: &crate::Unread| {
            Entry::new(&unread.key, &unread.key, Outcome::Failed(unread.problem.clone()))
        };
        entries.extend(holding.unread.iter().map(unread));
        KindReport {
            reason: holding.stays(id),
            problem: holding.problem.clone(),
            ..KindReport::new(id, entries)
        }
    }

    /// Whether a blocked address is denied by the default privacy list, where the importer looks for it.
    fn is_denied(&self, id: KindId, item: &Item, found: &Found) -> bool {
        let is_asked = id == BLOCKLIST
            && matches!(self.variant, Variant::Administrator(it) if it.importer == Importer::Ejabberd);
        let is_denial = |fragment: &Fragment| match fragment {
            Fragment::PrivacyList(query) => query
                .children()
                .flat_map(|list| list.children())
                .any(|rule| rule.attr("value") == Some(&item.key) && rule.attr("action") == Some("deny")),
            _ => false,
        };
        is_asked && found.fragments.iter().any(is_denial)
    }

    /// Why an item is not among the essentials.
    fn why(&self, id: KindId, item: &Item) -> Reason {
        let is_of_device = |reason: &Reason| *reason == Reason::DeviceKeys;
        match &item.fate {
            Fate::LeftOut(reason) if is_of_device(reason) => Reason::DeviceKeys,
            _ if self.holdings.fragments(id).is_empty() => Reason::NotForPortals,
            _ => Reason::NoRoomForPortals,
        }
    }
}
