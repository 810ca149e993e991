//! Servers that let a client send only so much at a time, as both do by default: nothing is lost, nothing is
//! given up, and the page says why it takes so long.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab};
use servers::seed::Size;
use servers::{Generation, Kind, Limits, Options, Side};

/// ejabberd takes 3,000 bytes a second from a client, Prosody 10,000.
#[tokio::test]
async fn two_hundred_contacts_under_the_default_limits() {
    let options = Options { limits: Limits::Default, ..Options::default() };
    assert_eq!((options.old.kind, options.new.kind), (Kind::Prosody, Kind::Ejabberd));
    let scene = Scene::of(options).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(200)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.press("save-file").await;
    Saved::parse(&tab.downloaded(".xml").await.1).assert_holds(&seeded);
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    tab.press("review-start").await;
    says(&tab, "migrating", "slow-destination").await;
    tab.look("migrating-slow").await;
    let report = tab.wait_report_slowly().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!((report.count("roster", "copied"), report.total("failed")), (seeded.roster.len(), 0));
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// The other way round, saved only: what ejabberd holds back are questions.
#[tokio::test]
async fn a_copy_from_a_server_that_takes_its_time() {
    let options =
        Options { limits: Limits::Default, ..Options::of(Generation::Oldest, Kind::Ejabberd, Kind::Prosody) };
    let scene = Scene::of(options).await;
    let seeded = scene.fill(Side::Old, "anna", &Size { messages: 600, ..Size::full(200) }).await;
    let tab = scene.visit().await;
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    scene.network.front(Side::Old).delay(Duration::from_millis(2_200));
    tab.press("save-file").await;
    says(&tab, "choose", "slow-origin").await;
    scene.network.front(Side::Old).delay(Duration::ZERO);
    let (_, bytes) = tab.downloaded(".xml").await;
    Saved::parse(&bytes).assert_holds(&seeded);
    assert_eq!(tab.wait_report().await.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!(report.count("message_archive", "verified"), seeded.messages);
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// Waits until the page says this in that stage.
async fn says(tab: &Tab, stage: &str, text: &str) {
    let text = browser::bundle::texts("en")[text].clone();
    tab.wait(&format!("the page to say “{text}”"), async || {
        let shown = tab.run("return document.querySelector('main').innerText", vec![]).await;
        (tab.stage().await == stage && shown.as_str()?.contains(&text)).then_some(())
    })
    .await;
}
