//! An account as a file: out of one account, into another; and files that are none.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

#[tokio::test]
async fn saved_here_and_put_in_there() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;

    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.look("choose-backup").await;
    tab.press("save-file").await;
    let (name, bytes) = tab.downloaded(".xml").await;
    Saved::parse(&bytes).assert_holds(&seeded);
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    tab.look("report-backup").await;
    let report = tab.report_json().await;
    assert_eq!(report.json["origin"]["jid"], seeded.jid.as_str());
    assert_eq!(report.json["destination"]["file"], name.as_str());
    assert_eq!(report.count("roster", "read"), seeded.roster.len());
    assert_eq!(tab.downloads(), [""; 0], "one press, one file");

    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    tab.press("start-restore").await;
    tab.wait_stage(ORIGIN).await;
    wrong_files(&tab, &bytes).await;
    tab.pick(&[&tab.write(&name, &bytes)]).await;
    tab.look("origin-file").await;
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
    let rows = tab.wait_counted().await;
    assert_eq!(rows["roster"].count("data-count"), seeded.roster.len());
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!(report.json["origin"]["file"], name.as_str());
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;

    tab.assert_no_password().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// A file that is something else, one that broke off, one with nothing in it, one of two people.
async fn wrong_files(tab: &Tab, good: &[u8]) {
    let other = tab.write("letter.xml", b"<?xml version='1.0'?><letter xmlns='urn:example'>Dear</letter>");
    tab.pick(&[&other]).await;
    tab.explained("not-xep-0227").await;
    tab.look("origin-file-problem").await;

    tab.pick(&[&tab.write("text.xml", b"no XML at all")]).await;
    tab.explained("not-xep-0227").await;

    let several = "<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'>\
        <user name='anna'><query xmlns='jabber:iq:roster'><item jid='a@b.test' subscription='none'/></query></user>\
        <user name='bert'><query xmlns='jabber:iq:roster'><item jid='c@d.test' subscription='none'/></query></user>\
        </host></server-data>";
    tab.pick(&[&tab.write("several.xml", several.as_bytes())]).await;
    let users = tab.text("file-user").await;
    assert!(users.contains("anna@old.test") && users.contains("bert@old.test"), "{users}");
    let button = tab.row("file-continue").await.unwrap();
    assert!(button.0.contains_key("disabled"), "one has to be chosen first");
    assert_eq!(tab.problem_now().await, None);

    // Across the middle of the picture, far from any end of an element.
    tab.pick(&[&tab.write("broken.xml", &good[..good.len() / 2])]).await;
    tab.explained("damaged-file").await;
}
