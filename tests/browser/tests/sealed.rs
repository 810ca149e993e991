//! Encrypted copies: made here and opened by the `age` program, made by that and opened here.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, Saved, Scene, Tab, age};
use servers::seed::Size;
use servers::{Kind, Side};

const PASSPHRASE: &str = "vier große Wörter, sonst nichts";

#[tokio::test]
async fn sealed_here_and_opened_there() {
    let mut scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let tab = scene.visit().await;
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;

    tab.press("save-encrypted").await;
    assert_eq!(tab.problem().await.code, "no-passphrase");
    scene.lose_page();
    tab.press("passphrase-suggest").await;
    tab.explained("page-incomplete").await;
    scene.serve_again().await;
    tab.press("passphrase-suggest").await;
    strength(&tab, "strong").await;
    let suggested = tab.value("save-passphrase").await;
    assert_eq!(suggested.split('-').count(), 8, "{suggested}");
    assert_eq!(tab.text("passphrase-suggested").await, suggested, "all of it can be read");
    tab.look("choose-sealed").await;
    tab.fill("save-passphrase", "password1").await;
    strength(&tab, "weak").await;
    tab.fill("save-passphrase", &suggested).await;
    strength(&tab, "strong").await;
    tab.press("save-encrypted").await;
    let (name, sealed) = tab.downloaded(".xml.age").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    assert_eq!(tab.value("save-passphrase").await, "");
    tab.assert_gone(&suggested).await;
    let folder = tab.chromium.folder();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert_eq!(age::decrypt(&sealed, "something else", folder), None);
    Saved::parse(&age::decrypt(&sealed, &suggested, folder).unwrap()).assert_holds(&seeded);
    assert_eq!(tab.report_json().await.json["destination"]["file"], name.as_str());

    // The same file once more, and then a plain one.
    tab.press("save-encrypted").await;
    assert_eq!(tab.downloaded(".xml.age").await, (name, sealed));
    tab.press("save-file").await;
    Saved::parse(&tab.downloaded(".xml").await.1).assert_holds(&seeded);
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;
    tab.assert_no_password().await;
    tab.assert_quiet_but(&["net::ERR_CONNECTION_REFUSED"]).await;
    tab.chromium.quit().await;
}

#[tokio::test]
async fn sealed_anywhere_and_opened_here() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.fill("save-passphrase", PASSPHRASE).await;
    tab.press("save-encrypted").await;
    let (name, sealed) = tab.downloaded(".xml.age").await;
    tab.wait_report().await;
    tab.press("start-over").await;

    tab.press("start-restore").await;
    tab.wait_stage(ORIGIN).await;
    wrong_files(&tab, &sealed).await;
    let plain = age::decrypt(&sealed, PASSPHRASE, tab.chromium.folder()).unwrap();
    for is_text in [true, false] {
        let made = age::encrypt(&plain, PASSPHRASE, is_text, tab.chromium.folder());
        open(&tab, &tab.write("made.xml.age", &made)).await;
        tab.press("back").await;
        tab.wait_stage(ORIGIN).await;
    }
    tab.pick(&[&tab.write(&name, &sealed)]).await;
    tab.fill("file-passphrase", "vier große Wörter").await;
    tab.press("file-continue").await;
    let problem = tab.problem_with("wrong-passphrase").await;
    assert!(!problem.text.contains("vier") && !problem.details.contains("vier"), "{problem:?}");
    tab.look("origin-file-sealed").await;
    tab.fill("file-passphrase", PASSPHRASE).await;
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
    let rows = tab.wait_counted().await;
    assert_eq!(rows["roster"].count("data-count"), seeded.roster.len());
    tab.assert_gone(PASSPHRASE).await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    tab.wait_planned().await;
    tab.press("review-start").await;
    assert_eq!(tab.wait_report().await.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_eq!(report.json["origin"]["file"], name.as_str());
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// For keys, of another program, cut off, altered: told before or after a passphrase, each in its own words.
async fn wrong_files(tab: &Tab, good: &[u8]) {
    let for_key = age::encrypt_for_key(b"<x/>", tab.chromium.folder());
    let pgp = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n";
    let hard = String::from_utf8_lossy(&good[..good.len().min(150)]).replacen(" 15\n", " 22\n", 1);
    for (name, file, code) in [
        ("key.age", for_key.as_slice(), "sealed-for-keys"),
        ("anna.xml.pgp", pgp, "sealed-openpgp"),
        ("hard.age", hard.as_bytes(), "passphrase-too-hard"),
        ("begun.age", &good[..40], "sealed-damaged"),
    ] {
        tab.pick(&[&tab.write(name, file)]).await;
        tab.explained(code).await;
        assert!(tab.row("file-passphrase").await.is_none(), "no passphrase opens {name}");
    }
    let mut altered = good.to_vec();
    *altered.last_mut().unwrap() ^= 1;
    for (name, file) in [("cut.age", &good[..good.len() - 100]), ("altered.age", &altered)] {
        tab.pick(&[&tab.write(name, file)]).await;
        tab.fill("file-passphrase", PASSPHRASE).await;
        tab.press("file-continue").await;
        tab.explained("sealed-damaged").await;
        assert_eq!(tab.stage().await, ORIGIN, "nothing of {name} is used");
    }
}

async fn open(tab: &Tab, path: &Path) {
    tab.pick(&[path]).await;
    tab.fill("file-passphrase", PASSPHRASE).await;
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
}

async fn strength(tab: &Tab, expected: &str) {
    tab.wait_until(&format!("a passphrase that is {expected}"), async || {
        tab.row("passphrase-strength").await.is_some_and(|row| row.state() == expected)
    })
    .await;
}
