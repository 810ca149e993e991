//! Telling people, drawn: what stands in the contract is there, in every state.

use ::farewell::{
    Audience, Contact, Deletion, Event, Part, Rights, Room, RoomState, State, Statement, Subscription, Why,
};
use session::StanzaError;
use wizard::{Said, Wish};

use super::*;

const NOW: u64 = 1_795_000_000;

fn person(address: &str, name: &str, state: State) -> Contact {
    Contact {
        jid: address.parse().expect("an address"),
        name: name.to_owned(),
        groups: Vec::new(),
        was: Subscription::Both,
        state,
        since: Some(NOW - 7_200),
        asked: Some(NOW - 7_200),
        is_asking: false,
    }
}

fn room(address: &str, rights: Rights, state: RoomState) -> Room {
    Room {
        jid: address.parse().expect("an address"),
        name: "The Den &".to_owned(),
        rights,
        given: Rights::Unknown,
        is_members_only: true,
        members_may_invite: false,
        state,
        problem: (state == RoomState::Unreachable).then_some(Problem::SlowServer),
    }
}

fn hear(wizard: &mut Wizard, events: Vec<Event>) {
    wizard.update(Msg::Farewell(events.into(), NOW));
}

fn wish(wizard: &mut Wizard, wish: Wish) {
    wizard.update(Msg::Wish(wish));
}

fn come_back() -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Follow));
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    signed_in(&mut wizard, Side::Destination, "anna@new.example");
    wizard
}

/// Everybody there can be.
fn everybody() -> Vec<Contact> {
    let gone = |condition: &str| StanzaError {
        kind: session::ErrorKind::Cancel,
        condition: condition.to_owned(),
        application: None,
        text: None,
    };
    let mut asking = person("asks@a.example", "Zoë", State::Asked);
    asking.is_asking = true;
    let mut patient = person("patient@a.example", "", State::Asked);
    patient.asked = Some(NOW - 4 * 86_400);
    vec![
        person("bob@a.example", "Bob &amp; Co", State::Waiting),
        person("eve@a.example", "Eve <3", State::Asked),
        person("c@a.example", "", State::Unknown),
        person("d@a.example", "", State::PreApproved),
        person("e@a.example", "", State::Approved),
        person("f@a.example", "", State::Mutual),
        person("g@a.example", "", State::Declined),
        person("h@dead.example", "", State::Unreachable(gone("remote-server-not-found"))),
        person("i@a.example", "", State::Unreachable(gone("gone"))),
        person("j@a.example", "", State::NotAsked(Why::NoSubscription)),
        person("k@a.example", "", State::NotAsked(Why::OnlyTheySaw)),
        person("l@a.example", "", State::NotAsked(Why::ThisIsYou)),
        person("m@a.example", "", State::NotAsked(Why::Blocked)),
        person("n@a.example", "", State::NotAsked(Why::Gateway)),
        person("o@a.example", "", State::NotAsked(Why::NotCopied)),
        asking,
        patient,
    ]
}

fn looked(rooms: Vec<Room>) -> Wizard {
    let mut wizard = come_back();
    let known = vec![
        Event::Statement(Statement::Unpublished),
        Event::Contacts(everybody()),
        Event::Rooms(rooms),
        Event::Done(Part::Look),
    ];
    hear(&mut wizard, known);
    wizard
}

fn telling() -> Wizard {
    let mut wizard = looked(Vec::new());
    wish(&mut wizard, Wish::Start(Said::default()));
    hear(&mut wizard, vec![Event::Statement(Statement::Readable), Event::Done(Part::Statement)]);
    wizard
}

#[tokio::test(flavor = "local")]
async fn coming_back_asks_for_both_accounts_and_looks() {
    check(&Wizard::default(), "welcome", &["data-testid=start-follow"]).await;
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Follow));
    check(&wizard, "origin", &["data-testid=origin-connect"]).await;
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    check(&wizard, "destination", &["data-testid=destination-connect"]).await;
    check(&come_back(), "farewell", &["data-testid=progress", "data-jid=anna@new.example"]).await;
}

#[tokio::test(flavor = "local")]
async fn what_can_be_told_is_ticked_or_not() {
    let wizard = looked(vec![
        room("den@muc.example", Rights::Owner, RoomState::NotAsked),
        room("inn@muc.example", Rights::Member, RoomState::RequestNeeded),
        room("bar@muc.example", Rights::Admin, RoomState::Granted),
        room("pub@muc.example", Rights::None, RoomState::Invited),
        room("far@muc.example", Rights::Unknown, RoomState::Unreachable),
    ]);
    let shown = [
        "data-testid=farewell-statement checked=",
        "data-testid=farewell-notify checked=",
        "data-testid=farewell-message",
        "data-testid=statement-audience data-choice=open",
        "data-testid=statement-audience-contacts value=contacts",
        "data-testid=statement data-state=unpublished",
        "data-testid=farewell-start",
        "data-testid=farewell-preview",
        "data-testid=room data-jid=den@muc.example data-state=not-asked",
        "data-testid=room-owner-den@muc.example",
        "data-testid=room data-jid=inn@muc.example data-state=request-needed",
        "data-testid=room data-jid=bar@muc.example data-state=granted",
        "data-testid=room data-jid=pub@muc.example data-state=invited",
        "data-testid=room data-jid=far@muc.example data-state=unreachable",
        "data-testid=room-request",
        "data-testid=contact data-jid=bob@a.example data-state=waiting",
    ];
    let shown: Vec<String> = shown.iter().map(|it| it.replace(" checked=", "")).collect();
    check(&wizard, "farewell", &shown.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

#[tokio::test(flavor = "local")]
async fn a_message_is_written_where_it_is_wanted() {
    let mut wizard = looked(Vec::new());
    wish(&mut wizard, Wish::Message(true));
    let shown = [
        "data-testid=farewell-message-text",
        "xmpp:anna@new.example?roster",
        "data-testid=message-recipients",
        "data-testid=recipient data-jid=bob@a.example data-state=waiting",
    ];
    check(&wizard, "farewell", &shown).await;
    wish(&mut wizard, Wish::MessageText("my own <words>".to_owned()));
    check(&wizard, "farewell", &["my own &lt;words&gt;"]).await;
    let written = |address: &str, result| Event::Written(address.parse().expect("an address"), result);
    hear(
        &mut wizard,
        vec![written("bob@a.example", Ok(())), written("e@a.example", Err(Problem::SlowServer))],
    );
    let told = ["data-jid=bob@a.example data-state=sent", "data-jid=e@a.example data-state=failed"];
    check(&wizard, "farewell", &told).await;
}

#[tokio::test(flavor = "local")]
async fn the_statement_is_shown_in_every_state() {
    for (statement, name) in [
        (Statement::Unpublished, "unpublished"),
        (Statement::Published, "published"),
        (Statement::Readable, "readable"),
        (Statement::Unreadable(Problem::NotKept), "unreadable"),
        (Statement::Elsewhere("anna@third.example".parse().expect("an address")), "elsewhere"),
        (Statement::Withdrawn, "withdrawn"),
    ] {
        let mut wizard = looked(Vec::new());
        let is_there = !matches!(statement, Statement::Unpublished | Statement::Withdrawn);
        let is_elsewhere = matches!(statement, Statement::Elsewhere(_));
        hear(&mut wizard, vec![Event::Statement(statement)]);
        let state = format!("data-testid=statement data-state={name}");
        let mut expected = vec![state.as_str()];
        if is_there {
            expected.push("data-testid=statement-withdraw");
        }
        if is_elsewhere {
            expected.extend(["data-testid=statement data-jid=anna@third.example", "statement-replaces"]);
        }
        check(&wizard, "farewell", &expected).await;
        wish(&mut wizard, Wish::Audience(Audience::Contacts));
        check(&wizard, "farewell", &["data-testid=statement-audience data-choice=contacts"]).await;
    }
}

#[tokio::test(flavor = "local")]
async fn a_doubt_is_asked_about() {
    let mut wizard = looked(Vec::new());
    wish(&mut wizard, Wish::Start(Said::default()));
    check(&wizard, "farewell", &["data-testid=farewell-start aria-busy=true"]).await;
    let unreadable = Statement::Unreadable(Problem::NotKept);
    hear(&mut wizard, vec![Event::Statement(unreadable), Event::Done(Part::Statement)]);
    check(&wizard, "farewell", &["data-code=not-kept", "data-testid=start-all-the-same"]).await;
}

#[tokio::test(flavor = "local")]
async fn everybody_is_listed_with_what_can_be_done() {
    let mut wizard = telling();
    hear(&mut wizard, vec![Event::LedgerSaved(true), Event::Pace { next: None, waiting: 1 }]);
    let mut expected: Vec<String> = everybody()
        .iter()
        .map(|it| format!("data-testid=contact data-jid={} data-state={}", it.jid, it.state.name()))
        .collect();
    let more = [
        "data-testid=following data-count=2",
        "data-testid=contact-approve",
        "data-testid=contact-nudge",
        "data-testid=contacts-sort",
        "data-testid=pause",
        "data-testid=progress",
        "data-testid=ledger-forget",
        "Eve &lt;3",
        "remote-server-not-found",
    ];
    expected.extend(more.map(str::to_owned));
    check(&wizard, "farewell", &expected.iter().map(String::as_str).collect::<Vec<_>>()).await;
    wizard.update(Msg::Pause);
    check(&wizard, "farewell", &["data-testid=resume"]).await;
    hear(&mut wizard, vec![Event::AllAsked, Event::Stranger("spam@z.example".parse().expect("an address"))]);
    check(&wizard, "farewell", &["data-testid=strangers", "spam@z.example"]).await;
}

#[tokio::test(flavor = "local")]
async fn the_old_account_goes_last_and_only_when_typed() {
    let mut wizard = looked(vec![room("den@muc.example", Rights::Owner, RoomState::NotAsked)]);
    let offered = [
        "data-testid=delete-account disabled=disabled",
        "data-testid=delete-confirm",
        "data-testid=delete-insist",
        "data-testid=delete-behind data-count=10",
    ];
    check(&wizard, "farewell", &offered).await;
    wish(&mut wizard, Wish::Confirm("anna@old.example".to_owned()));
    wish(&mut wizard, Wish::Insist(true));
    wish(&mut wizard, Wish::Delete);
    check(&wizard, "farewell", &["data-testid=delete-account aria-busy=true"]).await;
    let ended = |deletion| vec![Event::Deleted(deletion), Event::Done(Part::Deletion)];
    hear(&mut wizard, ended(Deletion::Refused(Problem::SlowServer)));
    check(&wizard, "farewell", &["data-code=slow-server"]).await;
    hear(&mut wizard, ended(Deletion::Unknown));
    check(&wizard, "farewell", &["data-testid=deletion data-tone=careful"]).await;
    hear(&mut wizard, ended(Deletion::Deleted));
    check(&wizard, "farewell", &["data-testid=deletion data-tone=good"]).await;
}

#[tokio::test(flavor = "local")]
async fn every_part_that_fails_says_so() {
    for part in [
        Part::Look,
        Part::Statement,
        Part::Contacts,
        Part::Ledger,
        Part::Messages,
        Part::Note,
        Part::Rooms,
        Part::Deletion,
    ] {
        let mut wizard = telling();
        hear(&mut wizard, vec![Event::Failed(part, Problem::ConnectionLost), Event::Done(part)]);
        check(&wizard, "farewell", &["data-code=connection-lost", "data-testid=problem-retry"]).await;
    }
}
