//! Twenty seconds without network, while reading and while writing: the streams go on where they
//! were (XEP-0198), and the result is the same.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

const AWAY: Duration = Duration::from_secs(20);

/// Chromium's own words for connections that fail, which no page can keep out of the console.
const PROVOKED: [&str; 2] = ["net::ERR_", "WebSocket connection to"];

#[tokio::test]
async fn the_network_is_away_for_twenty_seconds_twice() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(100)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    let (old, new) = (scene.network.front(Side::Old), scene.network.front(Side::New));

    old.delay(Duration::from_millis(300));
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    old.away_for(AWAY);
    tab.wait_until("the page to notice", async || {
        tab.row("origin-account").await.is_some_and(|row| row.state() == "waiting")
    })
    .await;
    old.delay(Duration::ZERO);
    let rows = tab.wait_counted().await;
    assert!(rows.values().all(|row| row.state() == "ready"), "{rows:#?}");
    went_on(&tab, "old.test").await;
    tab.press("save-file").await;
    Saved::parse(&tab.downloaded(".xml").await.1).assert_holds(&seeded);

    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    new.delay(Duration::from_millis(250));
    tab.press("review-start").await;
    tab.wait_until("contacts on their way", async || {
        tab.kinds("run-").await.get("roster").is_some_and(|row| row.count("data-done") > 0)
    })
    .await;
    new.away_for(AWAY);
    tab.wait_until("a paused kind", async || {
        tab.kinds("run-").await.values().any(|row| row.state() == "paused")
    })
    .await;
    new.delay(Duration::ZERO);
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    went_on(&tab, "new.test").await;
    let report = tab.report_json().await;
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_no_password().await;
    tab.assert_quiet_but(&PROVOKED).await;
    tab.chromium.quit().await;
}

/// The stream with this host was resumed, and never begun anew.
async fn went_on(tab: &Tab, host: &str) {
    let frames = tab.frames_sent().await;
    let count = |start: &str| frames.iter().filter(|f| f.host == host && f.text.starts_with(start)).count();
    assert!(count("<resume ") > 0, "{host}");
    assert_eq!(count("<enable "), 1, "{host}");
}
