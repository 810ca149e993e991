//! Roster items: one bad one makes some servers drop the whole roster.

use portable::Reason;
use xml::Element;

use crate::{roster, user};

#[track_caller]
fn check_roster(items: &[&str], expected: &[&str], reasons: &[Reason]) {
    let (user, noted) = user(items.iter().map(|item| roster(item)));
    let found: Vec<String> = user
        .child("query", "jabber:iq:roster")
        .map(|query| query.children().map(Element::to_xml).collect())
        .unwrap_or_default();
    let expected: Vec<String> =
        expected.iter().map(|item| item.replacen("<item", "<item xmlns='jabber:iq:roster'", 1)).collect();
    assert_eq!(found, expected);
    assert_eq!(noted, reasons);
}

#[test]
fn roster_addresses_are_bare_and_prepared() {
    check_roster(
        &[
            "<item jid='BEA@X.test/phone' subscription='both'/>",
            "<item jid='anna@old.test/me' subscription='to'/>",
            "<item jid='a b@x.test'/>",
            "<item jid='gate.test' subscription='none'/>",
            "<item name='nobody'/>",
        ],
        &["<item jid='bea@x.test' subscription='both'/>", "<item jid='gate.test' subscription='none'/>"],
        &[
            Reason::AddressPrepared("BEA@X.test/phone".into()),
            Reason::Oneself,
            Reason::BadAddress("a b@x.test".into()),
            Reason::Missing("jid"),
        ],
    );
}

#[test]
fn roster_states_and_groups_are_valid() {
    check_roster(
        &[
            "<item jid='a@x'/>",
            "<item jid='b@x' subscription='friend' ask='unsubscribe'/>",
            "<item jid='c@x' subscription='remove'/>",
            "<item jid='d@x' subscription='none' ask='subscribe' approved='true' name='D'/>",
            "<item jid='e@x' subscription='to'><group/><group>G</group><group> G</group><group>G</group></item>",
        ],
        &[
            "<item jid='a@x' subscription='none'/>",
            "<item jid='b@x' subscription='none'/>",
            "<item jid='d@x' subscription='none' ask='subscribe' approved='true' name='D'/>",
            "<item jid='e@x' subscription='to'><group>G</group><group> G</group></item>",
        ],
        &[
            Reason::BadSubscription("friend".into()),
            Reason::BadAsk("unsubscribe".into()),
            Reason::BadSubscription("remove".into()),
            Reason::EmptyGroup,
            Reason::RepeatedGroup("G".into()),
        ],
    );
}

#[test]
fn items_with_one_address_are_united() {
    check_roster(
        &[
            "<item jid='a@x' subscription='to' name=''><group>G</group></item>",
            "<item jid='A@x' subscription='from' name='A' ask='subscribe'><group>G</group><group>H</group></item>",
        ],
        &["<item jid='a@x' subscription='both' name='A'><group>G</group><group>H</group></item>"],
        &[Reason::AddressPrepared("A@x".into()), Reason::United],
    );
}

#[test]
fn a_group_is_its_name() {
    check_roster(
        &[
            "<item jid='a@x' subscription='to'><group>G<b/></group></item>",
            "<item jid='a@x' subscription='to'><group>G</group></item>",
        ],
        &["<item jid='a@x' subscription='to'><group>G<b/></group></item>"],
        &[Reason::United],
    );
}
