//! Telling people: what is ordered when, who is shown how, and what is never done unasked.

use ::farewell::{
    Audience, Contact, Deletion, Event, Order as Act, Part, Rights, Room, RoomState, State, Statement,
    Subscription, Why,
};
use wizard::{ContactRow, FarewellView, Outcome as Fate, Said, Sort, TellingView, Wish};

use super::*;

/// Some time in November 2026, in seconds since 1970.
const NOW: u64 = 1_795_000_000;
const DAY: u64 = 86_400;

fn person(address: &str, was: Subscription, state: State) -> Contact {
    Contact {
        jid: jid(address),
        name: String::new(),
        groups: Vec::new(),
        was,
        state,
        since: None,
        asked: None,
        is_asking: false,
    }
}

fn room(address: &str, rights: Rights, state: RoomState) -> Room {
    Room {
        jid: jid(address),
        name: String::new(),
        rights,
        given: Rights::Unknown,
        is_members_only: true,
        members_may_invite: false,
        state,
        problem: None,
    }
}

fn said() -> Said {
    Said { request: "moved".to_owned(), message: "hello".to_owned(), note: "gone".to_owned() }
}

fn view(wizard: &Wizard) -> FarewellView {
    match wizard.screen().body {
        Body::Farewell(view) => *view,
        other => panic!("not telling: {other:?}"),
    }
}

fn row(wizard: &Wizard, address: &str) -> ContactRow {
    view(wizard).people.rows.into_iter().find(|row| row.address == address).unwrap()
}

fn orders(effects: &[Effect]) -> Vec<Act> {
    let order = |effect: &Effect| match effect {
        Effect::Farewell(order) => Some(order.as_ref().clone()),
        _ => None,
    };
    effects.iter().filter_map(order).collect()
}

fn hear(wizard: &mut Wizard, events: Vec<Event>) -> Vec<Effect> {
    wizard.update(Msg::Farewell(events.into(), NOW))
}

fn wish(wizard: &mut Wizard, wish: Wish) -> Vec<Effect> {
    wizard.update(Msg::Wish(wish))
}

/// At the farewell, both accounts signed in and nothing heard yet.
fn come_back() -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Follow));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), Rc::new(Features::default())));
    assert_eq!(wizard.stage(), Stage::Destination);
    wizard.update(Msg::Connect(Side::Destination, form("anna@new.example")));
    let effects = wizard.update(Msg::SignedIn(
        Side::Destination,
        jid("anna@new.example"),
        Rc::new(Features::default()),
    ));
    assert_eq!(wizard.stage(), Stage::Farewell);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::BeginFarewell { .. })));
    assert_eq!(orders(&effects), [Act::Look]);
    wizard
}

fn people() -> Vec<Contact> {
    vec![
        person("bob@x.example", Subscription::Both, State::Waiting),
        person("eve@x.example", Subscription::From, State::NotAsked(Why::OnlyTheySaw)),
        person("zoe@y.example", Subscription::To, State::Waiting),
        person("nil@y.example", Subscription::None, State::NotAsked(Why::NoSubscription)),
    ]
}

/// The same, and everything was looked at.
fn knowing(rooms: Vec<Room>) -> Wizard {
    let mut wizard = come_back();
    let looked = vec![
        Event::Statement(Statement::Unpublished),
        Event::Contacts(people()),
        Event::Rooms(rooms),
        Event::Done(Part::Look),
    ];
    hear(&mut wizard, looked);
    wizard
}

/// The same, and contacts are being asked.
fn telling() -> Wizard {
    let mut wizard = knowing(Vec::new());
    wish(&mut wizard, Wish::Start(said()));
    let proven = vec![Event::Statement(Statement::Readable), Event::Done(Part::Statement)];
    hear(&mut wizard, proven);
    assert_eq!(view(&wizard).notify.telling, TellingView::Asking);
    wizard
}

#[test]
fn the_report_leads_to_the_farewell_and_back() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    wizard.update(Msg::ReviewStart);
    assert!(wizard.update(Msg::ReportContinue).is_empty(), "nothing is told while writing");
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    let effects = wizard.update(Msg::ReportContinue);
    assert_eq!(wizard.stage(), Stage::Farewell);
    let begun = effects.iter().find_map(|effect| match effect {
        Effect::BeginFarewell { old, holdings } => Some((old.clone(), holdings.get(id("roster")).is_some())),
        _ => None,
    });
    assert_eq!(begun, Some((jid("anna@old.example"), true)));
    let effects = wizard.update(Msg::Back);
    assert_eq!(wizard.stage(), Stage::Report);
    assert_eq!(orders(&effects), [Act::Stop]);
}

#[test]
fn a_backup_tells_nobody() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    assert!(wizard.update(Msg::ReportContinue).is_empty());
    assert!(wizard.update(Msg::Wish(Wish::Start(said()))).is_empty());
}

#[test]
fn nobody_is_asked_before_the_statement_is_proven_readable() {
    let mut wizard = knowing(Vec::new());
    let effects = wish(&mut wizard, Wish::Start(said()));
    assert_eq!(orders(&effects), [Act::Publish(Audience::Open)]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Busy(Busy::Running))), "{effects:?}");
    assert!(orders(&wish(&mut wizard, Wish::Start(said()))).is_empty(), "pressed twice, publishes once");
    assert!(orders(&hear(&mut wizard, vec![Event::Statement(Statement::Published)])).is_empty());
    let proven = vec![Event::Statement(Statement::Readable), Event::Done(Part::Statement)];
    let effects = hear(&mut wizard, proven);
    let [Act::Tell(words)] = &orders(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(words.status, "moved");
}

#[test]
fn an_unreadable_statement_is_asked_about() {
    let mut wizard = knowing(Vec::new());
    wish(&mut wizard, Wish::Start(said()));
    let unreadable = Statement::Unreadable(Problem::NotKept);
    let effects = hear(&mut wizard, vec![Event::Statement(unreadable.clone()), Event::Done(Part::Statement)]);
    assert!(orders(&effects).is_empty(), "{effects:?}");
    assert!(view(&wizard).statement.unwrap().doubt.is_some());
    let effects = wish(&mut wizard, Wish::StartAllTheSame);
    assert!(matches!(orders(&effects)[..], [Act::Tell(_)]));
    // Where only contacts may read it, that is as it should be.
    let mut wizard = knowing(Vec::new());
    wish(&mut wizard, Wish::Audience(Audience::Contacts));
    let effects = wish(&mut wizard, Wish::Start(said()));
    assert_eq!(orders(&effects), [Act::Publish(Audience::Contacts)]);
    let effects = hear(&mut wizard, vec![Event::Statement(unreadable), Event::Done(Part::Statement)]);
    assert!(matches!(orders(&effects)[..], [Act::Tell(_)]));
}

#[test]
fn a_statement_that_could_not_be_published_is_asked_about() {
    let mut wizard = knowing(Vec::new());
    wish(&mut wizard, Wish::Start(said()));
    let failed = vec![Event::Failed(Part::Statement, Problem::SlowServer), Event::Done(Part::Statement)];
    assert!(orders(&hear(&mut wizard, failed)).is_empty());
    let shown = view(&wizard);
    assert_eq!(shown.statement.unwrap().doubt.unwrap().code, "slow-server");
    assert!(shown.problems.is_empty(), "told once");
    let again = orders(&wish(&mut wizard, Wish::Start(said())));
    assert_eq!(again, [Act::Publish(Audience::Open)]);
}

#[test]
fn what_is_there_is_not_done_again() {
    let mut wizard = come_back();
    let looked = vec![
        Event::Statement(Statement::Readable),
        Event::Contacts(people()),
        Event::LedgerSaved(true),
        Event::Done(Part::Look),
    ];
    hear(&mut wizard, looked);
    assert!(view(&wizard).is_saved);
    let effects = wish(&mut wizard, Wish::Start(said()));
    assert!(matches!(orders(&effects)[..], [Act::Tell(_)]), "{effects:?}");
    assert!(!view(&wizard).can_start);
    assert!(orders(&wish(&mut wizard, Wish::Start(said()))).is_empty());
}

#[test]
fn whoever_let_only_contacts_read_it_does_not_open_it_by_coming_back() {
    let mut wizard = come_back();
    let unreadable = Statement::Unreadable(Problem::NotKept);
    hear(&mut wizard, vec![Event::Statement(unreadable), Event::Contacts(people()), Event::Done(Part::Look)]);
    let orders = orders(&wish(&mut wizard, Wish::Start(said())));
    assert_eq!(orders, [Act::Publish(Audience::Contacts)]);
}

#[test]
fn a_statement_to_elsewhere_is_shown_before_it_is_replaced() {
    let mut wizard = come_back();
    let elsewhere = Statement::Elsewhere(jid("anna@third.example"));
    hear(&mut wizard, vec![Event::Statement(elsewhere), Event::Contacts(people()), Event::Done(Part::Look)]);
    let statement = view(&wizard).statement.unwrap();
    assert_eq!((statement.state, statement.elsewhere.as_deref()), ("elsewhere", Some("anna@third.example")));
    wish(&mut wizard, Wish::Statement(false));
    let orders = orders(&wish(&mut wizard, Wish::Start(said())));
    assert!(matches!(orders[..], [Act::Tell(_)]), "left as it is: {orders:?}");
}

#[test]
fn a_statement_taken_back_stays_so() {
    let mut wizard = telling();
    assert!(view(&wizard).statement.unwrap().can_withdraw);
    assert_eq!(orders(&wish(&mut wizard, Wish::Withdraw)), [Act::Withdraw]);
    hear(&mut wizard, vec![Event::Statement(Statement::Withdrawn), Event::Done(Part::Statement)]);
    let statement = view(&wizard).statement.unwrap();
    assert_eq!((statement.state, statement.wanted, statement.can_withdraw), ("withdrawn", false, false));
    assert!(!view(&wizard).can_start);
}

#[test]
fn a_saved_file_stands_in_without_an_old_account() {
    let mut wizard = restored("old.example");
    wizard.update(Msg::ReportContinue);
    hear(&mut wizard, vec![Event::Contacts(people()), Event::Done(Part::Look)]);
    let shown = view(&wizard);
    assert_eq!(shown.old, "anna@old.example");
    assert!(shown.statement.is_none() && shown.message.is_none() && shown.rooms.is_none());
    assert!(shown.deletion.is_none() && shown.note.is_none());
    let orders = orders(&wish(&mut wizard, Wish::Start(said())));
    assert!(matches!(orders[..], [Act::Tell(_)]), "{orders:?}");
}

#[test]
fn a_copy_put_back_into_its_own_account_leaves_nobody_behind() {
    let mut wizard = restored("new.example");
    let Body::Report(report) = wizard.screen().body else { panic!() };
    assert!(!report.can_continue);
    wizard.update(Msg::ReportContinue);
    assert_eq!(wizard.stage(), Stage::Report);
}

/// At the report, after a copy of anna's account at `host` was put into the one at new.example.
fn restored(host: &str) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    let user = wizard::FileUser {
        host: host.to_owned(),
        name: "anna".to_owned(),
        holdings: Rc::new(migration::Holdings::from_fragments(vec![contact("bob@x.example", "Bob")])),
    };
    wizard.update(Msg::FilesPicked(1));
    wizard.update(Msg::FileRead {
        name: "copy.xml".to_owned(),
        size: 9,
        users: vec![user],
        notes: 0,
        passwords: 0,
        damage: None,
    });
    wizard.update(Msg::FileContinue);
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), Rc::new(Features::default())));
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    wizard
}

#[test]
fn messages_rooms_and_notes_follow_the_asking() {
    let mut wizard = knowing(vec![
        room("den@muc.example", Rights::Owner, RoomState::NotAsked),
        room("inn@muc.example", Rights::Member, RoomState::Granted),
    ]);
    assert_eq!(orders(&wish(&mut wizard, Wish::Message(true))), [Act::Suggest]);
    hear(&mut wizard, vec![Event::Suggested([jid("bob@x.example")].into_iter().collect())]);
    wish(&mut wizard, Wish::Recipient(jid("nil@y.example"), true));
    wish(&mut wizard, Wish::MessageText("my own words".to_owned()));
    wish(&mut wizard, Wish::Owner(jid("den@muc.example"), true));
    wish(&mut wizard, Wish::NoteInProfile(true));
    wish(&mut wizard, Wish::Start(said()));
    let proven = vec![Event::Statement(Statement::Readable), Event::Done(Part::Statement)];
    let orders = orders(&hear(&mut wizard, proven));
    let [
        Act::Tell(_),
        Act::Write { to, text },
        Act::OpenRooms { rooms, as_owner, may_join },
        Act::Note { in_status, in_profile, .. },
    ] = &orders[..]
    else {
        panic!("{orders:?}")
    };
    let to: Vec<String> = to.iter().map(ToString::to_string).collect();
    assert_eq!(to, ["bob@x.example", "eve@x.example", "nil@y.example"], "and not zoe");
    assert_eq!(text, "my own words");
    assert_eq!(rooms.iter().collect::<Vec<_>>(), [&jid("den@muc.example")]);
    assert_eq!(as_owner.iter().collect::<Vec<_>>(), [&jid("den@muc.example")]);
    assert!(!may_join && !in_status && *in_profile);
    let failed = Event::Written(jid("eve@x.example"), Err(Problem::ConnectionLost));
    hear(
        &mut wizard,
        vec![Event::Written(jid("bob@x.example"), Ok(())), failed, Event::Done(Part::Messages)],
    );
    let effects = hear(&mut wizard, vec![Event::Done(Part::Rooms)]);
    let restored = self::orders(&effects);
    assert_eq!(restored, [Act::RestoreAutojoin], "only once they are open");
    assert!(hear(&mut wizard, vec![Event::Done(Part::Rooms)]).is_empty());
    let message = view(&wizard).message.unwrap();
    assert_eq!((message.sent, message.failed, message.is_sending), (1, 1, false));
    assert_eq!(message.rows[0].state, "failed", "those whom no request reaches come first");
}

#[test]
fn the_number_grows_as_they_say_yes() {
    let mut wizard = telling();
    let people = view(&wizard).people;
    assert_eq!((people.following, people.of, people.all), (0, 3, 4));
    let mut bob = person("bob@x.example", Subscription::Both, State::Mutual);
    bob.since = Some(NOW - 120);
    hear(&mut wizard, vec![Event::Contact(bob), Event::Pace { next: None, waiting: 1 }]);
    let shown = view(&wizard);
    assert_eq!((shown.people.following, shown.notify.waiting, shown.notify.done), (1, 1, 1));
    assert_eq!(shown.people.rows[0].address, "bob@x.example", "who has come along comes first");
    assert_eq!(row(&wizard, "bob@x.example").since, Some(Text::new("ago-minutes").with("count", 2_u64)));
    wish(&mut wizard, Wish::Sort(Sort::Name));
    let order: Vec<String> = view(&wizard).people.rows.into_iter().map(|row| row.address).collect();
    assert_eq!(order, ["bob@x.example", "eve@x.example", "nil@y.example", "zoe@y.example"]);
    let effects = hear(&mut wizard, vec![Event::AllAsked]);
    assert_eq!(view(&wizard).notify.telling, TellingView::Listening);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Busy(Busy::Idle))), "{effects:?}");
}

#[test]
fn nobody_is_asked_twice_within_three_days() {
    let mut wizard = telling();
    let asked = |days: u64, state| {
        let mut bob = person("bob@x.example", Subscription::Both, state);
        bob.asked = Some(NOW - days * DAY);
        Event::Contact(bob)
    };
    hear(&mut wizard, vec![asked(1, State::Asked)]);
    let early = row(&wizard, "bob@x.example");
    assert_eq!(
        (early.can_nudge, early.nudge_later),
        (false, Some(Text::new("until-days").with("count", 2_u64)))
    );
    assert!(wish(&mut wizard, Wish::Nudge(jid("bob@x.example"))).is_empty());
    for state in [State::Declined, State::Mutual, State::Approved, State::PreApproved] {
        hear(&mut wizard, vec![asked(9, state)]);
        assert!(!row(&wizard, "bob@x.example").can_nudge);
    }
    for state in [State::Asked, State::Unknown] {
        hear(&mut wizard, vec![asked(3, state)]);
        assert!(row(&wizard, "bob@x.example").can_nudge);
        let nudged = orders(&wish(&mut wizard, Wish::Nudge(jid("bob@x.example"))));
        assert_eq!(nudged, [Act::Nudge(jid("bob@x.example"))]);
        assert!(wish(&mut wizard, Wish::Nudge(jid("bob@x.example"))).is_empty(), "pressed twice");
    }
}

#[test]
fn whoever_asks_back_stands_first_and_is_let_in_by_a_press() {
    let mut wizard = telling();
    let mut zoe = person("zoe@y.example", Subscription::To, State::Asked);
    zoe.is_asking = true;
    hear(&mut wizard, vec![Event::Contact(zoe), Event::Stranger(jid("spam@z.example"))]);
    let people = view(&wizard).people;
    assert_eq!((people.asking, people.rows[0].address.as_str()), (1, "zoe@y.example"));
    assert_eq!(people.strangers, ["spam@z.example"]);
    let approved = orders(&wish(&mut wizard, Wish::Approve(jid("zoe@y.example"))));
    assert_eq!(approved, [Act::Approve(jid("zoe@y.example"))]);
}

#[test]
fn asking_can_be_held_and_goes_on() {
    let mut wizard = telling();
    assert_eq!(orders(&wizard.update(Msg::Pause)), [Act::Pause]);
    assert_eq!(view(&wizard).notify.telling, TellingView::Held);
    assert!(orders(&wizard.update(Msg::Pause)).is_empty());
    assert_eq!(orders(&wizard.update(Msg::Resume)), [Act::Resume]);
}

#[test]
fn the_old_account_is_deleted_only_when_all_is_said_and_done() {
    let mut wizard = knowing(vec![room("den@muc.example", Rights::Owner, RoomState::NotAsked)]);
    let shown = view(&wizard).deletion.unwrap();
    assert_eq!((shown.behind, shown.of, shown.can_delete), (3, 3, false));
    assert_eq!(shown.unfinished, [Text::new("unfinished-rooms").with("count", 1_usize)]);
    wish(&mut wizard, Wish::Confirm("Anna@OLD.example ".to_owned()));
    assert!(orders(&wish(&mut wizard, Wish::Delete)).is_empty(), "a group chat is closed");
    wish(&mut wizard, Wish::Insist(true));
    assert_eq!(orders(&wish(&mut wizard, Wish::Delete)), [Act::Delete]);
    assert!(orders(&wish(&mut wizard, Wish::Delete)).is_empty());
    for (event, expected) in [(Deletion::Unknown, Fate::Unknown), (Deletion::Deleted, Fate::Deleted)] {
        hear(&mut wizard, vec![Event::Deleted(event), Event::Done(Part::Deletion)]);
        assert_eq!(view(&wizard).deletion.unwrap().outcome, Some(expected));
    }
    wish(&mut wizard, Wish::Confirm("anna@old.example".to_owned()));
    assert!(!view(&wizard).deletion.unwrap().can_delete, "it is gone");
}

#[test]
fn another_address_confirms_nothing() {
    let mut wizard = knowing(Vec::new());
    for typed in ["", "anna", "anna@new.example", "anna@old.example.org"] {
        wish(&mut wizard, Wish::Confirm(typed.to_owned()));
        assert!(orders(&wish(&mut wizard, Wish::Delete)).is_empty(), "{typed}");
    }
}

#[test]
fn leaving_the_stage_by_any_way_ends_it() {
    for msg in [Msg::Back, Msg::SignOut(Side::Destination), Msg::SignOut(Side::Origin)] {
        let mut wizard = telling();
        let effects = wizard.update(msg);
        assert!(orders(&effects).contains(&Act::Stop), "{effects:?}");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Busy(Busy::Idle))), "{effects:?}");
    }
    let mut wizard = telling();
    let effects = wizard.update(Msg::StartOver);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ForgetAll)));
}

#[test]
fn the_report_says_how_far_everybody_is() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    wizard.update(Msg::ReviewStart);
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    wizard.update(Msg::ReportContinue);
    let mut bob = person("bob@x.example", Subscription::Both, State::Asked);
    bob.since = Some(NOW);
    hear(&mut wizard, vec![Event::Contacts(vec![bob])]);
    let effects = wizard.update(Msg::SaveReport);
    let Some(Effect::DownloadReport { json, .. }) = effects.first() else { panic!("{effects:?}") };
    for wanted in ["\"jid\": \"bob@x.example\"", "\"state\": \"asked\"", "\"since\": \"2026-11-18T"] {
        assert!(json.contains(wanted), "{wanted} in {json}");
    }
}

#[test]
fn thousands_of_contacts_are_drawn_a_piece_at_a_time() {
    let mut wizard = come_back();
    let many = (0..2_000).map(|n| person(&format!("c{n}@x.example"), Subscription::Both, State::Waiting));
    hear(&mut wizard, vec![Event::Contacts(many.collect()), Event::Done(Part::Look)]);
    let people = view(&wizard).people;
    assert_eq!((people.rows.len(), people.all, people.crowd.len()), (200, 2_000, 0));
    wizard.update(Msg::More(id("roster"), 200));
    assert_eq!(view(&wizard).people.rows.len(), 400);
}
