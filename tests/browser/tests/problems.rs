//! What goes wrong while signing in, and what the page says then.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{DESTINATION, ORIGIN, PASSWORD, ProblemShown, Scene, Tab, bundle};
use servers::front::HostMeta;
use servers::seed::Size;
use servers::{Kind, Side};

/// Chromium's own words for connections that fail, and for a domain that does not say how it is reached: no page
/// can keep them out of the console.
const PROVOKED: [&str; 3] = ["net::ERR_", "WebSocket connection to", "/.well-known/host-meta"];

#[tokio::test]
async fn signing_in_says_what_is_wrong() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size { stores: true, ..Size::empty() }).await;
    let mut tab = scene.visit().await;
    for host in ["nowhere.test", "xmpp.nowhere.test", "chat.nowhere.test", "jabber.nowhere.test"] {
        tab.may_speak_to(host);
    }
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;

    addresses(&tab).await;
    wrong_password(&tab, &seeded.jid).await;
    unknown_domain(&tab).await;
    unreachable(&tab, &scene, &seeded.jid).await;
    endpoint_by_hand(&tab, &scene, &seeded.jid).await;
    same_account(&tab, &seeded.jid).await;

    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.assert_no_password().await;
    tab.assert_quiet_but(&PROVOKED).await;
    tab.chromium.quit().await;
}

async fn addresses(tab: &Tab) {
    for address in ["anna", "old.test", "anna@@old.test", "@old.test", ""] {
        tab.connect(ORIGIN, address, PASSWORD).await;
        let problem = tab.problem_with("bad-address").await;
        explained(&problem);
    }
    tab.connect(ORIGIN, "anna@old.test", "").await;
    tab.problem_with("no-password").await;
    assert_eq!(tab.value("origin-jid").await, "anna@old.test", "the address stays");
    tab.assert_quiet().await;
}

async fn wrong_password(tab: &Tab, jid: &str) {
    tab.connect(ORIGIN, jid, "not this one").await;
    let problem = tab.problem_with("wrong-password").await;
    explained(&problem);
    assert_eq!(tab.stage().await, ORIGIN);
    assert_eq!(tab.value("origin-jid").await, jid, "the address stays");
    tab.look("origin-wrong-password").await;
    fold_out(tab).await;
    tab.assert_quiet().await;
}

/// The details are there for who wants them.
async fn fold_out(tab: &Tab) {
    let is_open = "return document.querySelector(\"[data-testid='problem-details']\").checkVisibility()";
    assert_eq!(tab.run(is_open, vec![]).await, false);
    tab.press_named("DisclosureTriangle", &bundle::texts("en")["problem-details"]).await;
    assert_eq!(tab.run(is_open, vec![]).await, true);
}

async fn unknown_domain(tab: &Tab) {
    tab.connect(ORIGIN, "anna@nowhere.test", PASSWORD).await;
    let problem = tab.problem_with("no-endpoint").await;
    explained(&problem);
    assert!(problem.text.contains("nowhere.test") && problem.can_retry, "{problem:?}");
    assert!(problem.details.contains("host-meta"), "what was tried is named: {problem:?}");
    tab.look("origin-no-endpoint").await;
}

async fn unreachable(tab: &Tab, scene: &Scene, jid: &str) {
    scene.network.stop(Side::Old).await;
    tab.connect(ORIGIN, jid, PASSWORD).await;
    let problem = tab.problem_with("unreachable").await;
    explained(&problem);
    assert!(problem.can_retry);
    scene.network.start_again(Side::Old).await.unwrap();
    if tab.value("origin-password").await.is_empty() {
        tab.fill("origin-password", PASSWORD).await;
    }
    tab.press("problem-retry").await;
    tab.wait_stage("choose").await;
    tab.wait_counted().await;
    tab.press("back").await;
    tab.wait_stage(ORIGIN).await;
    tab.press("origin-sign-out").await;
    tab.wait_until("signed out", async || tab.row("origin-account").await.is_none()).await;
    assert_eq!(tab.value("origin-password").await, "", "the password does not come back");
}

/// No discovery, but the provider named a connection address.
async fn endpoint_by_hand(tab: &Tab, scene: &Scene, jid: &str) {
    scene.network.front(Side::Old).host_meta(HostMeta::None);
    tab.press("origin-advanced").await;
    tab.fill("origin-endpoint", "ws://old.test/xmpp-websocket").await;
    tab.connect(ORIGIN, jid, PASSWORD).await;
    explained(&tab.problem_with("bad-endpoint").await);
    tab.fill("origin-endpoint", "wss://old.test/xmpp-websocket").await;
    tab.sign_in(ORIGIN, jid).await;
    let rows = tab.wait_counted().await;
    assert_eq!(rows["roster"].state(), "empty");
    assert_eq!(rows["bookmarks"].state(), "ready");
    scene.network.front(Side::Old).host_meta(HostMeta::Both);
}

async fn same_account(tab: &Tab, jid: &str) {
    tab.press("choose-continue").await;
    tab.wait_stage(DESTINATION).await;
    tab.connect(DESTINATION, &jid.to_uppercase(), PASSWORD).await;
    let problem = tab.problem_with("same-account").await;
    explained(&problem);
    assert_eq!(tab.stage().await, DESTINATION);
}

/// What happened and what one can do, without codes, and the technical part folded away.
fn explained(problem: &ProblemShown) {
    assert!(problem.text.len() > 40 && !problem.details.is_empty(), "{problem:?}");
    assert!(!problem.text.contains(&problem.code), "a code is no word: {problem:?}");
    assert!(!problem.text.contains(&problem.details), "the details are folded away: {problem:?}");
    assert!(!problem.details.contains(PASSWORD), "{problem:?}");
}
