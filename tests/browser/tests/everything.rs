//! The fullest account through the page, every kind of it ticked: what is shown before and after adds up, and
//! nothing fails.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, ReportFile, Row, Scene, Tab};
use servers::seed::{Seeded, Size};
use servers::{Kind, Side};

/// Every kind of data there is.
const ALL: [&str; 13] = [
    "roster",
    "subscription_requests",
    "blocklist",
    "privacy_lists",
    "profile",
    "avatar",
    "bookmarks",
    "private_storage",
    "pep_nodes",
    "archive_preferences",
    "message_archive",
    "offline_messages",
    "uploaded_files",
];
/// What no account takes: it goes into the copy.
const INTO_FILE: [&str; 4] =
    ["subscription_requests", "message_archive", "offline_messages", "uploaded_files"];
const COLUMNS: [&str; 7] = ["read", "copied", "already_there", "changed", "left_out", "failed", "verified"];

#[tokio::test]
async fn from_prosody_to_ejabberd() {
    everything_moves(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody() {
    everything_moves(Kind::Ejabberd, Kind::Prosody).await;
}

/// Notes whether the page ever said that it waits for a connection: none was lost.
const WATCH: &str = r#"
    const look = () => window.__waited ||= !!document.querySelector('[data-testid="waiting"]');
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true })"#;

async fn everything_moves(old: Kind, new: Kind) {
    let scene = Scene::set(old, new).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::fullest(40)).await;
    let own = scene.register(Side::New, "anna").await;
    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");
    tab.run(WATCH, vec![]).await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.press("kind-subscription_requests-select").await;
    let rows = rows_when(&tab, "kind-", |row| !["pending", "counting"].contains(&row.state())).await;
    assert_counted(&rows, &seeded, old);
    tab.press("kind-uploaded_files-select").await;
    let is_listed = async || {
        tab.row("kind-uploaded_files")
            .await
            .filter(|row| row.state() == "ready" && row.0.contains_key("data-count"))
    };
    assert_eq!(tab.wait("the files", is_listed).await.count("data-count"), 2);
    tab.look("choose-everything").await;

    tab.press("save-file").await;
    let (_, bytes) = tab.downloaded(".zip").await;
    assert!(bytes.starts_with(b"PK"));
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, &own).await;
    let planned = rows_when(&tab, "plan-", |row| row.0.contains_key("data-add")).await;
    tab.press("review-start").await;
    assert_eq!(tab.wait_report().await.attribute("data-outcome"), "complete");
    assert_eq!(tab.run("return window.__waited ?? false", vec![]).await, false);
    tab.look("report-everything").await;
    let report = tab.report_json().await;
    assert_rows(&tab, &report, &planned).await;
    assert_eq!(report.count("message_archive", "read"), seeded.messages);
    assert_eq!(report.count("subscription_requests", "read"), seeded.requests.len());
    assert_eq!(report.count("uploaded_files", "failed"), 0);
    assert_arrived(&scene.client(Side::New, "anna").await, &seeded, &report).await;
    tab.assert_no_password().await;
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// What stands in the account is what the page says there is.
fn assert_counted(rows: &BTreeMap<String, Row>, seeded: &Seeded, old: Kind) {
    let state = |id: &str| rows[id].state().to_owned();
    assert_eq!(rows["roster"].count("data-count"), seeded.roster.len());
    assert_eq!(rows["subscription_requests"].count("data-count"), seeded.requests.len());
    assert!(rows["pep_nodes"].count("data-count") > 0);
    assert_eq!((state("message_archive"), state("archive_preferences")), ("ready".into(), "ready".into()));
    // Prosody has neither, and says so.
    let only_ejabberd = if old == Kind::Ejabberd { "ready" } else { "unsupported" };
    assert_eq!(state("privacy_lists"), only_ejabberd);
    assert_eq!(state("offline_messages"), only_ejabberd);
    if old == Kind::Ejabberd {
        assert_eq!(rows["offline_messages"].count("data-count"), seeded.offline);
        assert_eq!(rows["message_archive"].count("data-count"), seeded.messages);
    }
}

/// Each kind has a row, which says what the file says; each sum holds; what only the copy takes is named so.
async fn assert_rows(tab: &Tab, report: &ReportFile, planned: &BTreeMap<String, Row>) {
    let shown = rows_when(tab, "result-", |_| true).await;
    for id in ALL {
        for column in COLUMNS {
            let attribute = format!("data-{}", column.replace('_', "-"));
            assert_eq!(shown[id].count(&attribute), report.count(id, column), "{column} of {id}");
        }
        let count = |column| report.count(id, column);
        let sum: usize = ["copied", "already_there", "changed", "left_out", "failed"].map(count).iter().sum();
        assert_eq!(count("read"), sum, "{id}");
        assert_eq!(count("failed"), 0, "{id}: {:#}", report.kind(id));
        let arrived: usize = ["copied", "already_there", "changed"].map(count).iter().sum();
        assert_eq!(count("verified"), arrived, "{id}: all that arrived was read back");
        if INTO_FILE.contains(&id) {
            assert_eq!((arrived, count("left_out")), (0, count("read")), "{id}");
        } else {
            let add = planned[id].count("data-add") + planned[id].count("data-change");
            assert!(arrived <= add + planned[id].count("data-same"), "{id}: more than was planned");
        }
    }
}

/// The rows of all kinds, once `is_settled` holds for each.
async fn rows_when(tab: &Tab, prefix: &str, is_settled: impl Fn(&Row) -> bool) -> BTreeMap<String, Row> {
    tab.wait(&format!("all rows {prefix}"), async || {
        let rows = tab.rows(&format!("{prefix}*")).await.into_iter();
        let rows: BTreeMap<String, Row> = rows
            .filter_map(|(testid, row)| Some((testid.strip_prefix(prefix)?.to_owned(), row)))
            .filter(|(id, _)| ALL.contains(&id.as_str()))
            .collect();
        (ALL.iter().all(|id| rows.get(*id).is_some_and(&is_settled))).then_some(rows)
    })
    .await
}
