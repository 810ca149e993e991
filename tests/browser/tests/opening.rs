//! Opening the page loads its first half; the other comes once a person sets out, and may fail to.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{ORIGIN, PASSWORD, Scene, Tab};
use serde_json::json;
use servers::seed::Size;
use servers::{Kind, Side};

#[tokio::test]
async fn the_second_half_waits_until_it_is_needed() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size { stores: true, ..Size::empty() }).await;
    let tab = scene.visit().await;
    tab.chromium.command("Network.enable", json!({})).await;
    keep_out(&tab, &["*engine.wasm"]).await;
    tab.go("?from=anna@old.test&lang=de").await;
    assert!(!asked_for_engine(&tab).await, "opening the page loads the first half only");

    everything_before_it_is_needed(&tab).await;
    assert!(asked_for_engine(&tab).await, "setting out begins to load it");
    tab.connect(ORIGIN, &seeded.jid, PASSWORD).await;
    let problem = tab.problem_with("page-incomplete").await;
    assert!(problem.can_retry && !problem.details.is_empty(), "{problem:?}");
    tab.look("origin-page-incomplete").await;
    a_file_needs_it_too(&tab).await;

    keep_out(&tab, &[]).await;
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.assert_quiet_but(&["net::ERR_BLOCKED_BY_CLIENT"]).await;
    tab.chromium.quit().await;
}

/// What a person can do without an account or a file: all of it with the first half alone.
async fn everything_before_it_is_needed(tab: &Tab) {
    for way in ["start-backup", "start-restore", "start-move"] {
        tab.press(way).await;
        tab.wait_stage(ORIGIN).await;
        tab.press("back").await;
        tab.wait_stage("welcome").await;
    }
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
    for address in ["anna", "anna@@old.test", "@old.test", "ANNA@öld.test/x"] {
        tab.connect(ORIGIN, address, "").await;
        tab.problem().await;
    }
    tab.press("origin-advanced").await;
    for endpoint in ["ws://old.test/x", "https://", "wss://"] {
        tab.fill("origin-endpoint", endpoint).await;
        tab.connect(ORIGIN, "anna@old.test", PASSWORD).await;
        tab.problem_with("bad-endpoint").await;
    }
    tab.fill("origin-endpoint", "").await;
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
}

async fn a_file_needs_it_too(tab: &Tab) {
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.press("start-restore").await;
    tab.wait_stage(ORIGIN).await;
    let path = tab.chromium.folder().join("some.xml");
    std::fs::write(&path, "<server-data xmlns='urn:xmpp:pie:0'/>").unwrap();
    tab.pick(&[&path]).await;
    tab.problem_with("page-incomplete").await;
    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
}

async fn keep_out(tab: &Tab, urls: &[&str]) {
    tab.chromium.command("Network.setBlockedURLs", json!({ "urls": urls })).await;
}

async fn asked_for_engine(tab: &Tab) -> bool {
    let names = "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('engine.wasm'))";
    tab.run(names, vec![]).await == true
}
