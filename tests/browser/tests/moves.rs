//! The whole job: from one real server to another, through the page.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::account::{assert_arrived, plain};
use browser::{DESTINATION, KINDS, ORIGIN, ReportFile, Saved, Scene, Tab};
use servers::seed::{Seeded, Size};
use servers::{Kind, Side};

/// What the program may take, in bytes.
const MEMORY: u64 = 32 << 20;

#[tokio::test]
async fn from_prosody_to_ejabberd_on_a_phone() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(20)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    tab.look("welcome").await;

    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
    tab.look("origin").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    let rows = tab.wait_counted().await;
    assert!(rows.values().all(|row| row.state() == "ready"), "{rows:#?}");
    assert_eq!(rows["roster"].count("data-count"), seeded.roster.len());
    assert_eq!(rows["bookmarks"].count("data-count"), seeded.bookmarks.len());
    assert_eq!(rows["blocklist"].count("data-count"), seeded.blocked.len());
    assert_eq!(rows["private_storage"].count("data-count"), seeded.private.len());
    assert_eq!(rows["avatar"].count("data-count"), 1);
    tab.assert_no_password().await;
    tab.look("choose").await;

    let saved = save(&tab, &seeded).await;
    saved.assert_holds(&seeded);
    tab.look("choose-saved").await;

    tab.press("choose-continue").await;
    tab.wait_stage(DESTINATION).await;
    tab.look("destination").await;
    tab.sign_in(DESTINATION, &own).await;
    let rows = tab.wait_planned().await;
    assert_eq!(rows["roster"].count("data-add"), seeded.roster.len());
    for id in KINDS {
        let row = &rows[id];
        assert_eq!((row.count("data-same"), row.count("data-change")), (0, 0), "{id}: {row:?}");
    }
    tab.look("review").await;
    assert_nothing_written(&tab).await;

    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    tab.look("report").await;
    let report = tab.report_json().await;
    assert_accounts_for_everything(&tab, &report).await;
    assert_eq!(report.json["origin"]["jid"], seeded.jid.as_str());
    assert_eq!(report.json["destination"]["jid"], own.as_str());
    assert_eq!(report.count("roster", "copied"), seeded.roster.len());
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;

    tab.assert_no_password().await;
    assert_discreet(&tab).await;
    let memory = tab.memory().await;
    assert!(memory < MEMORY, "{memory} bytes of memory");
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody_with_two_hundred_contacts_and_once_more() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(200)).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit().await;
    let report = run(&tab, &seeded.jid, &own).await;
    assert_accounts_for_everything(&tab, &report).await;
    assert_eq!(report.count("roster", "copied"), seeded.roster.len());
    let client = scene.client(Side::New, "anna").await;
    assert_arrived(&client, &seeded, &report).await;
    let before: Vec<_> = client.roster().await.unwrap().iter().map(plain).collect();

    tab.press("start-over").await;
    tab.wait_stage("welcome").await;
    let already = tab.frames_sent().await.len();
    let report = run(&tab, &seeded.jid, &own).await;
    for column in ["copied", "failed"] {
        assert_eq!(report.total(column), 0, "the second time, {column}: {:#}", report.json);
    }
    let sent = tab.frames_sent().await.split_off(already);
    let writes: Vec<_> = sent.iter().filter(|frame| is_write(&frame.text)).collect();
    assert!(writes.is_empty(), "the second time wrote {writes:#?}");
    let after: Vec<_> = client.roster().await.unwrap().iter().map(plain).collect();
    assert_eq!(after, before);

    tab.assert_no_password().await;
    let memory = tab.memory().await;
    assert!(memory < MEMORY, "{memory} bytes of memory");
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// From welcome to the report.
async fn run(tab: &Tab, from: &str, to: &str) -> ReportFile {
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, from).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, to).await;
    tab.wait_planned().await;
    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    tab.report_json().await
}

async fn save(tab: &Tab, seeded: &Seeded) -> Saved {
    tab.press("save-file").await;
    let (name, bytes) = tab.downloaded(".xml").await;
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "@.-_".contains(c);
    assert!(name.chars().all(is_safe) && name.contains(&seeded.jid), "{name}");
    let digits = name.chars().filter(char::is_ascii_digit).count();
    assert!(digits >= 8, "no date in {name}");
    Saved::parse(&bytes)
}

/// What the rows say is what the file says, and every kind is there.
async fn assert_accounts_for_everything(tab: &Tab, report: &ReportFile) {
    assert_eq!(report.outcome(), "complete");
    let rows = tab.kinds("result-").await;
    for id in KINDS {
        for column in ["read", "copied", "already_there", "changed", "left_out", "failed", "verified"] {
            let shown = rows[id].count(&format!("data-{}", column.replace('_', "-")));
            assert_eq!(shown, report.count(id, column), "{column} of {id}");
        }
        let arrived: usize =
            ["copied", "already_there", "changed"].map(|column| report.count(id, column)).iter().sum();
        assert_eq!(report.count(id, "verified"), arrived, "{id}: all that arrived was read back");
        assert_eq!(report.count(id, "failed"), 0);
    }
}

/// Before the person said yes, the destination was only asked.
async fn assert_nothing_written(tab: &Tab) {
    let frames = tab.frames_sent().await;
    assert!(frames.iter().any(|frame| frame.host == "new.test"), "no frames were seen");
    let writes: Vec<_> = frames.iter().filter(|frame| is_write(&frame.text)).collect();
    assert!(writes.is_empty(), "written before review-start: {writes:#?}");
}

/// Neither account was shown as online, nothing was asked of the servers that stays, and the old
/// account was never written to.
async fn assert_discreet(tab: &Tab) {
    for frame in tab.frames_sent().await {
        assert!(!frame.text.starts_with("<presence"), "{frame:?}");
        assert!(!frame.text.contains("urn:xmpp:carbons:2"), "{frame:?}");
        assert!(!frame.text.contains("mechanism='PLAIN'") && !frame.text.contains("mechanism=\"PLAIN\""));
        assert!(frame.host != "old.test" || !is_write(&frame.text), "{frame:?}");
    }
}

/// A request that changes something: any set but those every session begins with.
fn is_write(frame: &str) -> bool {
    let is_set = frame.starts_with("<iq") && (frame.contains("type='set'") || frame.contains("type=\"set\""));
    // The archive is read by sets, too (XEP-0313 §4).
    let harmless = ["urn:ietf:params:xml:ns:xmpp-bind", "urn:ietf:params:xml:ns:xmpp-session", "queryid="];
    is_set && !harmless.iter().any(|mark| frame.contains(mark))
}
