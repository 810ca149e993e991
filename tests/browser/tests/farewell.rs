//! People follow: real contacts on real servers say yes, say no, or nothing, and the page shows it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use browser::{DESTINATION, ORIGIN, PASSWORD, Row, Scene, Tab};
use servers::client::RosterItem;
use servers::contacts::{Manner, Person};
use servers::{Client, Kind, Resident, Side};

/// How long a person's answer may take to arrive.
const WAIT: Duration = Duration::from_secs(60);

fn item(jid: &str, name: &str, subscription: &str) -> RosterItem {
    RosterItem {
        jid: jid.to_owned(),
        name: name.to_owned(),
        subscription: subscription.to_owned(),
        groups: BTreeSet::new(),
        ..RosterItem::default()
    }
}

/// Who there is besides anna: user at the new server, and what is between her and them.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("bob", "Bob", "both"),
    ("carla", "Carla", "both"),
    ("dora", "Dora", "to"),
    ("emil", "Emil", "from"),
    ("nobody", "Nobody", "none"),
];

/// What is between the two, as the other sees it.
fn turned(subscription: &str) -> &str {
    match subscription {
        "to" => "from",
        "from" => "to",
        other => other,
    }
}

/// Anna at the old server, her contacts at the new one, and an account for her there.
async fn settle(scene: &Scene) {
    let roster = PEOPLE.map(|(user, name, state)| item(&format!("{user}@new.test"), name, state));
    let anna = Resident { user: "anna".to_owned(), roster: roster.to_vec() };
    scene.network.server(Side::Old).settle(&[anna], PASSWORD).await.unwrap();
    let person = |(user, _, state): (&str, &str, &str)| Resident {
        user: user.to_owned(),
        roster: vec![item("anna@old.test", "Anna", turned(state))],
    };
    scene.network.server(Side::New).settle(&PEOPLE.map(person), PASSWORD).await.unwrap();
    scene.register(Side::New, "anna").await;
}

async fn arrive(scene: &Scene, user: &str, manner: Manner) -> Person {
    Person::arrive(scene.network.server(Side::New), user, PASSWORD, manner).await.unwrap()
}

/// From the welcome to the report of a move.
async fn move_over(tab: &Tab) {
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, "anna@old.test").await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, "anna@new.test").await;
    tab.wait_planned().await;
    tab.press("review-start").await;
    tab.wait_report().await;
}

async fn contacts(tab: &Tab) -> BTreeMap<String, Row> {
    let rows = tab.rows("contact").await;
    rows.into_iter().map(|(_, row)| (row.attribute("data-jid").to_owned(), row)).collect()
}

async fn until_contact(tab: &Tab, user: &str, state: &str) {
    let jid = format!("{user}@new.test");
    tab.wait_until(&format!("{user} to be {state}"), async || {
        contacts(tab).await.get(&jid).is_some_and(|row| row.state() == state)
    })
    .await;
}

async fn until_statement(tab: &Tab, state: &str) {
    tab.wait_until(&format!("a statement that is {state}"), async || {
        tab.row("statement").await.is_some_and(|row| row.state() == state)
    })
    .await;
}

#[tokio::test]
async fn people_follow_and_the_page_shows_who_has() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    settle(&scene).await;
    let bob = arrive(&scene, "bob", Manner::AsksBack).await;
    let carla = arrive(&scene, "carla", Manner::Ignores).await;
    let _dora = arrive(&scene, "dora", Manner::Declines).await;
    let emil = arrive(&scene, "emil", Manner::Ignores).await;
    let nobody = arrive(&scene, "nobody", Manner::Approves).await;
    let tab = scene.visit().await;
    move_over(&tab).await;
    tab.press("report-continue").await;
    tab.wait_stage("farewell").await;
    tab.element("farewell-start").await;
    until_contact(&tab, "bob", "waiting").await;
    let rows = contacts(&tab).await;
    assert_eq!(rows["emil@new.test"].state(), "waiting");
    assert_eq!(rows["nobody@new.test"].state(), "not-asked");
    assert_eq!(tab.row("statement").await.unwrap().state(), "unpublished");
    assert_eq!(tab.row("statement-audience").await.unwrap().attribute("data-choice"), "open");
    assert!(bob.requests().await.unwrap().is_empty(), "nobody is asked before it is pressed");
    tab.look("farewell").await;
    assert_eq!(tab.too_wide("farewell").await, None);

    tab.press("farewell-start").await;
    until_statement(&tab, "readable").await;
    let request = bob.until("subscribe", "anna@new.test", WAIT).await.unwrap();
    for wanted in ["urn:xmpp:moved:1", "anna@old.test", "<status"] {
        assert!(request.contains(wanted), "{wanted} in {request}");
    }
    until_contact(&tab, "bob", "mutual").await;
    until_contact(&tab, "carla", "asked").await;
    until_contact(&tab, "dora", "declined").await;
    assert_eq!(tab.row("following").await.unwrap().count("data-count"), 1);
    until_contact(&tab, "emil", "pre-approved").await;
    tab.look("farewell-telling").await;
    assert_eq!(tab.too_wide("farewell-telling").await, None);

    // Emil saw her before: whoever asks back is let in while the page is open.
    emil.say("subscribe", "anna@new.test");
    emil.until("subscribed", "anna@new.test", WAIT).await.unwrap();
    for other in [&nobody, &emil] {
        assert_eq!(other.requests().await.unwrap(), [""; 0], "nobody else was asked");
    }
    tab.wait("the saved ledger", async || tab.row("ledger").await).await;
    tab.assert_no_password().await;

    come_back(&scene, &tab, &carla).await;
    tab.chromium.quit().await;
}

/// The page is closed; days later somebody looks who has followed.
async fn come_back(scene: &Scene, tab: &Tab, carla: &Person) {
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.press("start-follow").await;
    tab.wait_stage(ORIGIN).await;
    tab.connect(ORIGIN, "anna@old.test", PASSWORD).await;
    tab.wait_stage(DESTINATION).await;
    tab.connect(DESTINATION, "anna@new.test", PASSWORD).await;
    tab.wait_stage("farewell").await;
    until_statement(tab, "readable").await;
    until_contact(tab, "carla", "asked").await;
    until_contact(tab, "bob", "mutual").await;
    let asked_today = tab.rows("contact-nudge").await;
    assert!(asked_today.is_empty(), "nobody is asked twice in a day: {asked_today:?}");
    tab.press("farewell-start").await;
    tab.wait_until("everybody asked", async || {
        let listening = tab.row("resume").await.is_none() && tab.row("pause").await.is_none();
        listening && tab.row("following").await.is_some()
    })
    .await;
    let requests = carla.requests().await.unwrap();
    assert_eq!(requests.len(), 1, "{requests:?}");
    tab.press("statement-withdraw").await;
    until_statement(tab, "withdrawn").await;
    let stranger = scene.client(Side::New, "carla").await;
    let found = stranger.pep_items_of("anna@old.test", "urn:xmpp:moved:1").await;
    assert!(found.is_err() || found.unwrap().is_empty(), "it is gone for strangers, too");
}

#[tokio::test]
async fn the_old_account_is_deleted_when_its_address_is_typed() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    settle(&scene).await;
    let tab = scene.visit().await;
    move_over(&tab).await;
    tab.press("report-continue").await;
    tab.wait_stage("farewell").await;
    until_contact(&tab, "bob", "waiting").await;
    tab.press("delete-offer").await;
    assert!(tab.row("delete-account").await.unwrap().0.contains_key("disabled"));
    assert_eq!(tab.row("delete-behind").await.unwrap().count("data-count"), 4);
    tab.look("farewell-delete").await;
    tab.fill("delete-confirm", "anna@old.test").await;
    tab.press("delete-account").await;
    tab.wait("the end of the account", async || {
        tab.row("deletion").await.filter(|row| row.attribute("data-tone") == "good")
    })
    .await;
    let gone = Client::connect(scene.network.server(Side::Old), "anna", PASSWORD).await;
    assert!(gone.is_err(), "the account is still there");
    tab.chromium.quit().await;
}
