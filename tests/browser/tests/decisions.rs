//! A destination that somebody has begun to use keeps what it has, unless the person says otherwise.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use browser::account::{assert_picture, plain};
use browser::{DESTINATION, ORIGIN, Scene, Tab};
use servers::client::RosterItem;
use servers::seed::Size;
use servers::{Kind, Side};

const KEPT: &str = "zoë@friends.test";
const TAKEN: &str = "d\\27artagnan@friends.test";
const OWN: &str = "new-here@friends.test";

#[tokio::test]
async fn what_is_there_stays_unless_the_person_takes_the_other() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let old = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let begun = Size {
        also: vec![item(KEPT, "Zoë from the club"), item(TAKEN, "The fourth"), item(OWN, "Only here")],
        picture: Some(48),
        ..Size::empty()
    };
    let new = scene.fill(Side::New, "anna", &begun).await;

    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &old.jid).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &new.jid).await;
    let rows = tab.wait_planned().await;
    assert_eq!(rows["roster"].count("data-change"), 2, "{rows:#?}");
    assert_eq!(rows["roster"].count("data-add"), old.roster.len() - 2);
    assert_eq!(rows["avatar"].count("data-change"), 1);
    for jid in [KEPT, TAKEN] {
        let chosen = choice(&tab, jid).await;
        assert!(matches!(chosen.as_str(), "keep" | "unite"), "what is there stays by default: {chosen}");
    }
    tab.look("review-decisions").await;
    choose(&tab, KEPT, "keep").await;
    choose(&tab, TAKEN, "take").await;

    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!(report.count("avatar", "left_out"), 1);
    assert_eq!(report.count("roster", "left_out"), 1);

    let client = scene.client(Side::New, "anna").await;
    let found: BTreeSet<_> = client.roster().await.unwrap().iter().map(plain).collect();
    let mut wanted: BTreeSet<_> = old.roster.iter().filter(|item| item.jid != KEPT).map(plain).collect();
    wanted.extend(new.roster.iter().filter(|item| item.jid != TAKEN).map(plain));
    assert_eq!(found, wanted);
    assert_picture(&client, &new).await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// The item in the plan that is about this address.
fn selector(jid: &str) -> String {
    let jid = jid.replace('\\', "\\\\");
    format!("[data-testid='plan-roster'] [data-testid='plan-item'][data-item*='{jid}']")
}

async fn choice(tab: &Tab, jid: &str) -> String {
    let script = "return document.querySelector(arguments[0])?.dataset.choice ?? ''";
    tab.run(script, vec![selector(jid).into()]).await.as_str().unwrap().to_owned()
}

/// Chooses as a person finds it: the row's items are open, because there is something to decide.
async fn choose(tab: &Tab, jid: &str, value: &str) {
    let script = "const radio = document.querySelector(`${arguments[0]} input[value=${arguments[1]}]`);
        radio.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = radio.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2, radio.checkVisibility()]";
    let place = tab.run(script, vec![selector(jid).into(), value.into()]).await;
    assert_eq!(place[2], true, "the choice is in sight");
    tab.tap(place[0].as_f64().unwrap(), place[1].as_f64().unwrap()).await;
    tab.wait_until("the choice", async || choice(tab, jid).await == value).await;
}

fn item(jid: &str, name: &str) -> RosterItem {
    RosterItem {
        jid: jid.into(),
        name: name.into(),
        groups: ["Friends".to_owned()].into(),
        ..RosterItem::default()
    }
}
