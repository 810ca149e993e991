//! `offline_messages`: what waits for the account's next app (XEP-0013).
//!
//! Only looked at: the messages stay where they are, for the app they wait
//! for. No client can let them wait elsewhere. Equality: canonical XML.

use ordered::Set;

use async_trait::async_trait;
use jid::Jid;
use portable::Fragment;
use session::form;
use xml::{Element, ns};

use super::common::waiting_message;
use crate::kind::{Difference, Item, Kind, KindId, Mapping, Reading, Sink, Support, Survey};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("offline_messages");

/// Messages looked at with one request.
const AT_ONCE: usize = 50;

#[derive(Debug)]
pub(crate) struct OfflineMessages;

#[async_trait(?Send)]
impl Kind for OfflineMessages {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        matches!(fragment, Fragment::OfflineMessage(_))
    }

    fn support(&self, features: &Features) -> Support {
        if features.has(ns::OFFLINE) {
            Support::ReadOnly(Reason::OnlyInFile)
        } else {
            Support::None(Reason::StaysOnServer)
        }
    }

    fn reading(&self) -> Reading {
        Reading::WhenNeeded
    }

    async fn survey(&self, from: &Account) -> Result<Survey, Problem> {
        let info = from.session().disco_info_of(&Jid::from(from.jid()), ns::OFFLINE).await?;
        let count = info.forms.iter().find_map(|form| form::value(form, "number_of_messages"));
        let count: Option<u64> = count.and_then(|count| count.trim().parse().ok());
        let round_trips = 1 + count.unwrap_or_default().div_ceil(AT_ONCE as u64);
        Ok(Survey { count, round_trips, ..Survey::default() })
    }

    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let nodes = from.session().offline_headers().await?;
        for nodes in nodes.chunks(AT_ONCE) {
            for mut message in from.session().offline_view(nodes).await? {
                // The server's own mark, which is good for this look only.
                message.retain_children(|child| child.ns() != ns::OFFLINE);
                out.fragment(Fragment::OfflineMessage(message));
            }
        }
        Ok(())
    }

    /// Nothing of the sort can be put at a destination, so there is nothing to compare with.
    async fn find(&self, _: &[Item], _: &Account, _: &mut dyn Sink) -> Result<(), Problem> {
        Ok(())
    }

    fn convert(&self, fragments: &[Fragment], _: &Mapping) -> Vec<Item> {
        fragments.iter().filter_map(message).map(waiting_message).collect()
    }

    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference> {
        let found: Set<String> = found.iter().filter_map(message).map(Element::canonical).collect();
        let missing = wanted.iter().filter(|item| !found.contains(&item.payload.canonical()));
        missing.map(|item| Difference::missing(&item.key)).collect()
    }
}

fn message(fragment: &Fragment) -> Option<&Element> {
    match fragment {
        Fragment::OfflineMessage(message) => Some(message),
        _ => None,
    }
}
