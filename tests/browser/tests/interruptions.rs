//! A connection that dies is a normal event: the page waits, signs in again and goes on.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

/// A way of this length leaves time to look at a run under way.
const SLOW: Duration = Duration::from_millis(250);

/// Chromium's own words for connections that fail, which no page can keep out of the console.
const PROVOKED: [&str; 2] = ["net::ERR_", "WebSocket connection to"];

#[tokio::test]
async fn the_network_is_lost_while_reading_and_while_writing() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(100)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    let (old, new) = (scene.network.front(Side::Old), scene.network.front(Side::New));

    old.delay(Duration::from_millis(300));
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    old.refuse(true);
    old.cut();
    let rows = tab.kinds("kind-").await;
    assert!(rows.values().any(|row| matches!(row.state(), "pending" | "counting")), "too late: {rows:#?}");
    tab.wait_until("the page to notice", async || waits(&tab, ORIGIN).await).await;
    tab.look("choose-waiting").await;
    old.refuse(false);
    old.delay(Duration::ZERO);
    let rows = tab.wait_counted().await;
    assert!(rows.values().all(|row| row.state() == "ready"), "{rows:#?}");
    tab.press("save-file").await;
    Saved::parse(&tab.downloaded(".xml").await.1).assert_holds(&seeded);

    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    new.delay(SLOW);
    tab.press("review-start").await;
    begun(&tab).await;
    new.refuse(true);
    new.cut();
    paused(&tab).await;
    tab.look("migrating-waiting").await;
    assert_eq!(tab.stage().await, "migrating");
    new.refuse(false);
    new.delay(Duration::ZERO);
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_no_password().await;
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet_but(&PROVOKED).await;
    tab.chromium.quit().await;
}

#[tokio::test]
async fn the_server_restarts_while_writing() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(100)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    let new = scene.network.front(Side::New);
    new.delay(SLOW);
    tab.press("review-start").await;
    begun(&tab).await;
    scene.network.stop(Side::New).await;
    paused(&tab).await;
    scene.network.start_again(Side::New).await.unwrap();
    new.delay(Duration::ZERO);
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_quiet_but(&PROVOKED).await;
    tab.chromium.quit().await;
}

#[tokio::test]
async fn the_person_pauses_and_goes_on() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(100)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    scene.network.front(Side::New).delay(SLOW);
    tab.press("review-start").await;
    begun(&tab).await;
    tab.press("pause").await;
    tab.wait_until("the way to go on", async || tab.row("resume").await.is_some()).await;
    tab.look("migrating-paused").await;
    assert_eq!(tab.stage().await, "migrating");
    scene.network.front(Side::New).delay(Duration::ZERO);
    tab.press("resume").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// Until some contacts are written and others are not.
async fn begun(tab: &Tab) {
    tab.wait_stage("migrating").await;
    let row = tab
        .wait("contacts on their way", async || {
            let rows = tab.kinds("run-").await;
            rows.get("roster").filter(|row| row.count("data-done") > 0).cloned()
        })
        .await;
    assert!(row.count("data-done") < row.count("data-total"), "too late: {row:?}");
}

/// Until the page says that it waits and that nothing is lost.
async fn paused(tab: &Tab) {
    tab.wait_until("a paused kind", async || {
        tab.kinds("run-").await.values().any(|row| row.state() == "paused")
    })
    .await;
    let said = tab.run("return document.querySelector('main').innerText", vec![]).await;
    assert!(said.as_str().unwrap().contains("Nothing is lost"), "{said}");
}

/// The account's chip shows that its connection is lost for the moment.
async fn waits(tab: &Tab, side: &str) -> bool {
    tab.row(&format!("{side}-account")).await.is_some_and(|row| row.state() == "waiting")
}
