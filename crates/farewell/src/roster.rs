//! One item of a roster, as a server tells of it (RFC 6121 §2.1.2).

use jid::{BareJid, Jid};
use ordered::Set;
use xml::{Element, ns};

use crate::Subscription;

/// What a roster says of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) jid: BareJid,
    pub(crate) name: String,
    pub(crate) groups: Vec<String>,
    pub(crate) subscription: Subscription,
    /// A request of ours is recorded as unanswered. That says nothing of its delivery.
    pub(crate) ask: bool,
    /// They may subscribe as soon as they ask; not every server that does so says so.
    pub(crate) approved: bool,
    /// It is no item any more.
    pub(crate) removed: bool,
}

impl Item {
    /// Every item of a `<query xmlns='jabber:iq:roster'/>` that has an address.
    pub(crate) fn of_query(query: &Element) -> Vec<Self> {
        query.children().filter_map(Self::read).collect()
    }

    /// Reads an item; none where it is something else, or its address is no address.
    pub(crate) fn read(item: &Element) -> Option<Self> {
        if !item.is("item", ns::ROSTER) {
            return None;
        }
        let subscription = item.attr("subscription").unwrap_or_default();
        let groups = item.children().filter(|child| child.is("group", ns::ROSTER)).map(Element::text);
        let groups: Set<String> = groups.filter(|group| !group.is_empty()).collect();
        Some(Self {
            jid: item.attr("jid")?.parse::<Jid>().ok()?.into_bare(),
            name: item.attr("name").unwrap_or_default().to_owned(),
            groups: groups.into_iter().collect(),
            subscription: Subscription::parse(subscription),
            ask: item.attr("ask") == Some("subscribe"),
            approved: matches!(item.attr("approved"), Some("true" | "1")),
            removed: subscription == "remove",
        })
    }

    /// The `<query/>` that sets name and groups to what is here, and `approved` where it is meant
    /// to be kept: a set without it takes it away where a server minds it at all.
    pub(crate) fn to_set(&self, approved: bool) -> Element {
        let groups = self.groups.iter().map(|group| Element::new("group", ns::ROSTER).with_text(&**group));
        let item = Element::new("item", ns::ROSTER)
            .with_attr("jid", self.jid.to_string())
            .with_attr_opt("name", Some(&*self.name).filter(|name| !name.is_empty()))
            .with_attr_opt("approved", approved.then_some("true"))
            .with_children(groups);
        Element::new("query", ns::ROSTER).with_child(item)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn reads_what_it_needs_and_drops_what_is_no_address() {
        let query = "<query xmlns='jabber:iq:roster'>\
             <item jid='Romeo@Montague.example/orchard' name='R' subscription='to' ask='subscribe'>\
             <group>b</group><group/><group>a</group></item>\
             <item jid='@'/><item jid='paris@verona.example' subscription='remove' approved='1'/></query>";
        let items = Item::of_query(&Element::parse(query).unwrap());
        let [romeo, paris] = &items[..] else { panic!("{items:?}") };
        assert_eq!(romeo.jid.to_string(), "romeo@montague.example");
        assert_eq!(romeo.groups, ["a", "b"]);
        assert!(romeo.ask && !romeo.approved && !romeo.removed && romeo.subscription.is_to());
        assert!(paris.removed && paris.approved);
        let set = "<query xmlns='jabber:iq:roster'><item jid='romeo@montague.example' name='R' \
             approved='true'><group>a</group><group>b</group></item></query>";
        assert_eq!(romeo.to_set(true), Element::parse(set).unwrap());
    }
}
