//! Providers that let browsers in by BOSH only (XEP-0206): the same move, the same results.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

#[tokio::test]
async fn from_prosody_to_ejabberd_where_no_websocket_gets_through() {
    moves(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody_where_no_websocket_gets_through() {
    moves(Kind::Ejabberd, Kind::Prosody).await;
}

async fn moves(old: Kind, new: Kind) {
    let scene = Scene::set(old, new).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let own = scene.register(Side::New, "anna").await;
    for side in [Side::Old, Side::New] {
        scene.network.front(side).only_bosh(true);
    }
    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    let rows = tab.wait_counted().await;
    assert!(rows.values().all(|row| row.state() == "ready"), "{rows:#?}");
    assert_eq!(rows["roster"].count("data-count"), seeded.roster.len());
    tab.look("choose-bosh").await;
    says_it_is_slower(&tab, "Your old provider").await;
    tab.press("save-file").await;
    Saved::parse(&tab.downloaded(".xml").await.1).assert_holds(&seeded);

    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    says_it_is_slower(&tab, "Your new provider").await;
    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!(report.count("roster", "copied"), seeded.roster.len());
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    assert!(tab.frames_sent().await.is_empty(), "a WebSocket was used");

    tab.assert_no_password().await;
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn says_it_is_slower(tab: &Tab, who: &str) {
    let said = tab.run("return document.querySelector('main').innerText", vec![]).await;
    let sentence = format!("{who} lets this page in only by a slower way.");
    assert!(said.as_str().unwrap().contains(&sentence), "{said}");
}
