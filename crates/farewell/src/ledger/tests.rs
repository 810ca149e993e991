//! What the ledger makes of what it is told, without any server.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use session::{ErrorKind, StanzaError};
use xml::{Element, ns};

use super::*;

const ROMEO: &str = "romeo@montague.example";

fn item(jid: &str, attributes: &str) -> Item {
    let xml = format!("<item xmlns='jabber:iq:roster' jid='{jid}' {attributes}/>");
    Item::read(&Element::parse(&xml).unwrap()).unwrap()
}

fn ledger(old: &str, new: &str, approval: PreApproval) -> Ledger {
    recalled(old, new, approval, None)
}

fn recalled(old: &str, new: &str, approval: PreApproval, saved: Option<&Saved>) -> Ledger {
    Ledger::new(Beginning {
        own: ["juliet@old.example", "juliet@new.example"].map(|jid| jid.parse().unwrap()),
        old: vec![item(ROMEO, old)],
        new: vec![item(ROMEO, new)],
        blocked: &Blocked::default(),
        saved,
        approval,
        hides: false,
    })
}

fn romeo() -> BareJid {
    ROMEO.parse().unwrap()
}

fn error(condition: &str) -> StanzaError {
    let condition = condition.to_owned();
    StanzaError { kind: ErrorKind::Cancel, condition, application: None, text: None }
}

impl Ledger {
    fn state(&self) -> String {
        self.entries.get(&romeo()).unwrap().state(self.approval).name().to_owned()
    }

    fn turn(&self) -> Option<Turn> {
        self.turns(true, Duration::ZERO).next()
    }

    /// Takes the next turn up to the answer of the own server, which has recorded it.
    fn take_turn(&mut self) -> Turn {
        let turn = self.turn().unwrap();
        self.begin(&turn, 100);
        if turn.steps.contains(&Step::Subscribe) {
            self.now_here(item(ROMEO, "ask='subscribe'"));
        }
        self.arrived(&turn, false);
        turn
    }
}

#[test]
fn asked_takes_the_word_of_both_servers() {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    assert_eq!(ledger.state(), "waiting");
    let turn = ledger.turn().unwrap();
    ledger.begin(&turn, 100);
    assert_eq!(ledger.state(), "unknown");
    ledger.now_here(item(ROMEO, "ask='subscribe'"));
    assert_eq!(ledger.state(), "unknown", "`ask` proves nothing");
    ledger.arrived(&turn, false);
    assert_eq!(ledger.state(), "unknown", "the own server has it, theirs may not");
    ledger.proven(&[romeo()]);
    assert_eq!(ledger.state(), "asked");
    assert!(ledger.turn().is_none());
    ledger.now_here(item(ROMEO, "subscription='to'"));
    assert_eq!(ledger.state(), "approved");
    ledger.now_here(item(ROMEO, "subscription='both'"));
    assert_eq!(ledger.state(), "mutual");
}

#[test]
fn a_request_that_the_own_server_has_no_memory_of_is_not_asked() {
    let mut ledger = ledger("subscription='to'", "", PreApproval::No);
    let turn = ledger.turn().unwrap();
    ledger.begin(&turn, 100);
    ledger.arrived(&turn, false);
    ledger.proven(&[romeo()]);
    assert_eq!(ledger.state(), "unknown");
    ledger.now_here(item(ROMEO, "ask='subscribe'"));
    assert_eq!(ledger.state(), "asked");
}

#[track_caller]
fn check_order(old: &str, new: &str, approval: PreApproval, set: bool, steps: &[Step]) {
    let turn = ledger(old, new, approval).turn().unwrap();
    assert_eq!((turn.set.is_some(), &turn.steps[..]), (set, steps));
}

#[test]
fn the_order_is_the_one_that_servers_keep() {
    use Step::{Subscribe, Subscribed, Unsubscribe};
    check_order("subscription='both'", "", PreApproval::ByRoster, true, &[Subscribe]);
    check_order("subscription='both'", "", PreApproval::ByPresence, false, &[Subscribed, Subscribe]);
    check_order("subscription='both'", "", PreApproval::No, false, &[Subscribe]);
    check_order("subscription='to'", "", PreApproval::ByPresence, false, &[Subscribe]);
    check_order("subscription='from'", "", PreApproval::ByRoster, true, &[]);
    check_order("subscription='from'", "", PreApproval::ByPresence, false, &[Subscribed]);
    check_order("subscription='both'", "approved='true'", PreApproval::ByRoster, false, &[Subscribe]);
    let mut open = ledger("subscription='to'", "ask='subscribe'", PreApproval::No);
    assert_eq!((open.state(), open.turn()), ("unknown".to_owned(), None), "until we tell");
    open.reconnected();
    assert_eq!(open.turn().unwrap().steps, [Unsubscribe, Subscribe]);
}

#[test]
fn whom_there_is_nothing_to_ask_is_not_asked() {
    for (old, new) in [
        ("subscription='none'", ""),
        ("subscription='from'", ""),
        ("subscription='to'", "subscription='to'"),
        ("subscription='both'", "subscription='both'"),
    ] {
        assert!(ledger(old, new, PreApproval::No).turn().is_none(), "{old} {new}");
    }
    let asks = ledger("subscription='both'", "subscription='from'", PreApproval::No).turn().unwrap();
    assert_eq!(asks.steps, [Step::Subscribe], "they see us, and we do not see them");
}

#[test]
fn that_a_request_is_withdrawn_is_no_answer() {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    ledger.take_turn();
    ledger.proven(&[romeo()]);
    assert!(ledger.nudge(&romeo()));
    let turn = ledger.turn().unwrap();
    assert_eq!((&turn.steps[..], turn.urgency), (&[Step::Unsubscribe, Step::Subscribe][..], Urgency::Nudge));
    ledger.begin(&turn, 200);
    for push in ["", "ask='subscribe'"] {
        ledger.now_here(item(ROMEO, push));
        assert_eq!(ledger.state(), "unknown");
    }
    ledger.arrived(&turn, false);
    ledger.proven(&[romeo()]);
    assert_eq!(ledger.state(), "asked");
    ledger.now_here(item(ROMEO, ""));
    assert_eq!(ledger.state(), "declined");
}

#[track_caller]
fn check_error(condition: &str, expected: &str, asks_again: bool) {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    ledger.take_turn();
    assert!(ledger.failed(&romeo(), error(condition), Some(1), Duration::ZERO), "{condition}");
    assert_eq!(ledger.state(), expected, "{condition}");
    ledger.proven(&[romeo()]);
    assert_eq!(ledger.state(), expected, "{condition}: an error is no proof of delivery");
    let steps = ledger.turn().map(|turn| turn.steps);
    assert_eq!(steps, asks_again.then(|| vec![Step::Unsubscribe, Step::Subscribe]), "{condition}");
}

#[test]
fn errors_say_what_became_of_it() {
    check_error("not-acceptable", "waiting", true);
    check_error("remote-server-not-found", "unreachable", false);
    check_error("remote-server-timeout", "unreachable", false);
    check_error("gone", "unreachable", false);
    check_error("item-not-found", "declined", false);
    check_error("service-unavailable", "declined", false);
}

#[test]
fn an_error_about_an_earlier_request_changes_nothing() {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    ledger.take_turn();
    assert!(!ledger.failed(&romeo(), error("remote-server-timeout"), Some(7), Duration::ZERO));
    ledger.proven(&[romeo()]);
    assert_eq!(ledger.state(), "asked");
}

#[test]
fn a_server_that_turns_requests_away_is_believed_in_the_end() {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    for number in 1..=4 {
        assert_eq!(ledger.state(), "waiting");
        ledger.take_turn();
        ledger.failed(&romeo(), error("not-acceptable"), Some(number), Duration::ZERO);
    }
    assert_eq!((ledger.state(), ledger.turn()), ("unreachable".to_owned(), None));
    assert!(ledger.nudge(&romeo()) && ledger.turn().is_some());
}

#[test]
fn who_takes_back_what_the_old_account_saw_has_been_reached() {
    let mut ledger = ledger("subscription='both'", "ask='subscribe'", PreApproval::No);
    assert_eq!(ledger.state(), "unknown");
    ledger.now_there(&item(ROMEO, "subscription='from'"));
    assert_eq!(ledger.state(), "asked");
}

#[test]
fn only_who_saw_the_old_account_is_let_in_unasked() {
    for (old, answers) in [("both", true), ("from", true), ("to", false), ("none", false)] {
        let mut ledger = ledger(&format!("subscription='{old}'"), "", PreApproval::No);
        assert_eq!(ledger.asks(&romeo()), Asker::Known);
        let answer = ledger.turns(false, Duration::ZERO).next().map(|turn| turn.steps);
        assert_eq!(answer, answers.then(|| vec![Step::Subscribed]), "{old}");
        assert_eq!(ledger.contacts()[0].is_asking, !answers, "{old}");
        assert_eq!(ledger.approve(&romeo()), !answers, "{old}");
        assert!(ledger.turns(false, Duration::ZERO).next().is_some(), "{old}: the person said so");
        ledger.asks_no_more(&romeo());
        assert!(ledger.turns(false, Duration::ZERO).next().is_none(), "{old}");
    }
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    assert_eq!(ledger.asks(&"tybalt@capulet.example".parse().unwrap()), Asker::Stranger);
}

#[test]
fn who_has_moved_over_is_let_in_though_their_request_was_kept_from_us() {
    let mut ledger = ledger("subscription='both'", "subscription='to'", PreApproval::No);
    assert_eq!(ledger.turn(), None, "they may yet ask");
    ledger.now_there(&item(ROMEO, "subscription='from'"));
    let turn = ledger.turn().unwrap();
    assert_eq!(turn.steps, [Step::Subscribed]);
    ledger.begin(&turn, 100);
    ledger.arrived(&turn, false);
    assert_eq!(ledger.turn(), None, "once is enough");
}

#[test]
fn an_answer_that_was_turned_away_is_given_again() {
    let mut ledger = ledger("subscription='both'", "subscription='to'", PreApproval::No);
    ledger.asks(&romeo());
    let turn = ledger.turn().unwrap();
    ledger.begin(&turn, 100);
    assert!(ledger.failed(&romeo(), error("not-acceptable"), None, Duration::ZERO), "the server counts");
    ledger.arrived(&turn, false);
    let again = ledger.turn().unwrap();
    assert_eq!(again.steps, [Step::Subscribed]);
    ledger.begin(&again, 160);
    ledger.arrived(&again, false);
    assert_eq!(ledger.turn(), None);
}

#[test]
fn who_is_blocked_meanwhile_gets_nothing_more() {
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    ledger.asks(&romeo());
    let item = Element::new("item", ns::BLOCKING).with_attr("jid", romeo().server().to_string());
    let block = Element::new("block", ns::BLOCKING).with_child(item);
    ledger.blocked(&Blocked::pushed(&block));
    assert_eq!((ledger.state(), ledger.turn()), ("not-asked".to_owned(), None));
    ledger.asks(&romeo());
    assert!(ledger.turn().is_none() && !ledger.contacts()[0].is_asking);
}

#[test]
fn the_name_is_the_persons_to_change() {
    let mut ledger = ledger("subscription='both' name='R'", "name='R'", PreApproval::ByRoster);
    ledger.take_turn();
    // From another app of theirs.
    ledger.now_here(item(ROMEO, "ask='subscribe' approved='true' name='Romeo M.'"));
    assert_eq!(ledger.turn(), None);
    // With the request of a contact who is let in by the server.
    ledger.now_here(item(ROMEO, "ask='subscribe' subscription='from' approved='true' name='xXx'"));
    let set = ledger.turn().unwrap().set.unwrap();
    assert_eq!(set.first_child().unwrap().attr("name"), Some("Romeo M."));
}

#[test]
fn what_was_kept_is_held_against_what_the_server_says() {
    for (state, new, expected) in [
        ("asked", "ask='subscribe'", "asked"),
        ("asked", "", "declined"),
        ("asked", "subscription='to'", "approved"),
        ("unknown", "ask='subscribe'", "unknown"),
        ("unknown", "", "declined"),
        ("waiting", "", "waiting"),
        ("waiting", "ask='subscribe'", "unknown"),
        ("declined", "", "declined"),
        ("mutual", "subscription='from'", "approved"),
        ("unreachable", "ask='subscribe'", "unreachable"),
        ("nonsense", "", "waiting"),
    ] {
        let kept = format!(
            "<ledger xmlns='urn:xmpp-account-migrator:ledger:0'><account jid='juliet@old.example'>\
             <contact jid='{ROMEO}' was='both' state='{state}' asked='77'/></account></ledger>"
        );
        let saved = Saved::read(&Element::parse(&kept).unwrap(), &"juliet@old.example".parse().unwrap());
        // The old roster may have forgotten by now what they were.
        let ledger = recalled("subscription='from'", new, PreApproval::No, Some(&saved));
        assert_eq!(ledger.state(), expected, "{state}, {new}");
        let contact = &ledger.contacts()[0];
        assert_eq!((contact.was, contact.asked), (Subscription::Both, Some(77)));
    }
}

#[test]
fn what_is_kept_can_be_read_again() {
    let old = "juliet@old.example".parse().unwrap();
    let mut ledger = ledger("subscription='both'", "", PreApproval::No);
    assert!(ledger.to_save().is_empty(), "nothing has happened");
    ledger.take_turn();
    ledger.failed(&romeo(), error("gone"), None, Duration::ZERO);
    ledger.take_changed(99);
    let saved = ledger.to_save();
    assert_eq!(Saved::read(&saved.to_element(&old), &old), saved);
    assert!(saved.forgotten().to_element(&old).is_empty());
    let again = recalled("subscription='both'", "", PreApproval::No, Some(&saved));
    let State::Unreachable(error) = &again.contacts()[0].state else { panic!("{again:?}") };
    assert_eq!(error.condition, "gone");
}

#[test]
fn no_order_of_events_makes_it_ask_twice_at_once() {
    // Every sequence of five of these; what it sends is seen through its own server.
    type Happening = fn(&mut Ledger, [&Item; 2]);
    let [open_item, plain_item] = ["ask='subscribe'", ""].map(|attributes| item(ROMEO, attributes));
    let beginning = ledger("subscription='both'", "", PreApproval::No);
    let happenings: [Happening; 8] = [
        |ledger, _| {
            if let Some(turn) = ledger.turn() {
                ledger.begin(&turn, 1);
            }
        },
        |ledger, _| ledger.proven(&[romeo()]),
        |ledger, [open, _]| {
            ledger.now_here(open.clone());
        },
        |ledger, [_, plain]| {
            ledger.now_here(plain.clone());
        },
        |ledger, _| ledger.reconnected(),
        |ledger, _| {
            ledger.failed(&romeo(), error("not-acceptable"), None, Duration::ZERO);
        },
        |ledger, _| {
            ledger.nudge(&romeo());
        },
        |ledger, _| ledger.not_proven(&[romeo()]),
    ];
    for course in 0..8_usize.pow(5) {
        let mut ledger = beginning.clone();
        let mut open = false;
        for step in 0..5 {
            let turn = ledger.turn();
            let happening = course / 8_usize.pow(step) % 8;
            happenings[happening](&mut ledger, [&open_item, &plain_item]);
            if let (0, Some(turn)) = (happening, turn) {
                let withdraws = turn.steps.contains(&Step::Unsubscribe);
                assert!(!open || withdraws, "course {course:o}");
                open = true;
                ledger.now_here(open_item.clone());
                ledger.arrived(&turn, false);
            } else if happening == 3 {
                open = false;
            } else if happening == 2 {
                open = true;
            }
        }
    }
}
