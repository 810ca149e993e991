//! Providers that do not say where browsers can connect: found all the same, or explained.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{DESTINATION, ORIGIN, PASSWORD, Scene, Tab};
use serde_json::json;
use servers::front::HostMeta;
use servers::{Kind, Side};

/// Chromium's own words for what is not there: no page can keep them out of the console.
const PROVOKED: [&str; 3] = ["net::ERR_", "WebSocket connection to", "/.well-known/host-meta"];

/// A visit that may look for `new.test` where XMPP has a name of its own.
async fn visit(scene: &Scene) -> Tab {
    let mut tab = scene.visit().await;
    for below in ["xmpp", "chat", "jabber"] {
        tab.may_speak_to(&format!("{below}.new.test"));
    }
    tab
}

#[tokio::test]
async fn an_ejabberd_that_says_nothing_is_found_and_both_sides_are_shown() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let old = scene.register(Side::Old, "anna").await;
    let new = scene.register(Side::New, "anna").await;
    let front = scene.network.front(Side::New);
    front.host_meta(HostMeta::None);
    front.only_port(Some(5443));
    let tab = visit(&scene).await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &old).await;
    tab.press("choose-continue").await;
    tab.wait_stage(DESTINATION).await;
    // As somebody pastes it who is used to e-mail.
    tab.connect(DESTINATION, "Anna <anna@new,test>", PASSWORD).await;
    tab.wait_planned().await;
    let account = tab.row("destination-account").await.unwrap();
    assert_eq!(account.attribute("data-jid"), new);

    tab.press("sides-offer").await;
    let row = async |kind: &str| tab.row(&format!("side-{kind}")).await.unwrap();
    assert_eq!(row("roster").await.attribute("data-moves"), "yes");
    let history = row("message_archive").await;
    assert_eq!((history.attribute("data-reads"), history.attribute("data-writes")), ("yes", "no"));
    tab.look("review-both-sides").await;

    tab.press("back").await;
    tab.wait_stage(DESTINATION).await;
    tab.press("destination-sign-out").await;
    tab.wait_until("signed out", async || tab.row("destination-account").await.is_none()).await;
    // Again by hand, and with nobody there.
    front.only_port(Some(1));
    nobody_there(&tab, &new).await;
    tab.assert_quiet_but(&PROVOKED).await;
    tab.chromium.quit().await;
}

/// What was tried is told, and what the people there could do.
async fn nobody_there(tab: &Tab, jid: &str) {
    let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    tab.chromium.command("Browser.grantPermissions", permissions).await;
    tab.connect(DESTINATION, jid, PASSWORD).await;
    let problem = tab.problem_with("no-endpoint").await;
    assert!(problem.can_retry && problem.text.contains("new.test"), "{problem:?}");
    for tried in
        ["host-meta.json: ", "wss://new.test:5443/ws: ", "wss://jabber.new.test:5281/xmpp-websocket: "]
    {
        assert!(problem.details.contains(tried), "{tried} in {problem:?}");
    }
    tab.press("letter-offer").await;
    tab.look("destination-letter").await;
    tab.press("letter-copy").await;
    tab.wait_until("the letter is copied", async || tab.text("letter-copy").await == "Copied").await;
    let copied =
        tab.run("return document.querySelector(\"[data-testid='letter']\").textContent", vec![]).await;
    let copied = copied.as_str().unwrap_or_default().to_owned();
    assert!(copied.contains("ejabberd_http_ws") && copied.contains("wss://new.test:5443/ws: "), "{copied}");
    assert!(!copied.contains(PASSWORD));
}
