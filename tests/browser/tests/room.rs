//! Where a copy with history is kept while it is made: in the browser's own storage, which has a limit, or
//! on the person's disk; and that nothing of it stays.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{ORIGIN, Scene, Tab};
use serde_json::{Value, json};
use servers::seed::Size;
use servers::{Kind, Side};

/// So many that the copy is not kept in memory.
const MESSAGES: usize = 1_000;

#[tokio::test]
async fn what_is_kept_for_the_browser_goes_again() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = fill(&scene).await;
    let tab = scene.visit().await;

    // Of a tab that went without a word, and of one that is at work.
    plant(&tab, "migrator-gone", None).await;
    let ours = tab.chromium.driver.window().await.unwrap();
    let other = tab.chromium.driver.new_tab().await.unwrap();
    tab.chromium.driver.switch_to_window(other).await.unwrap();
    tab.chromium.driver.goto(scene.url()).await.unwrap();
    plant(&tab, "migrator-busy", Some("migrator-busy")).await;
    tab.chromium.driver.switch_to_window(ours.clone()).await.unwrap();
    tab.go("").await;
    wait_kept(&tab, &["migrator-busy"]).await;
    let other = tab.chromium.driver.windows().await.unwrap().into_iter().find(|it| *it != ours).unwrap();
    tab.chromium.driver.switch_to_window(other).await.unwrap();
    tab.chromium.driver.close_window().await.unwrap();
    tab.chromium.driver.switch_to_window(ours).await.unwrap();
    tab.go("").await;
    wait_kept(&tab, &[]).await;

    look_into(&tab, &jid).await;
    tab.press("save-file").await;
    assert_history(&tab.downloaded(".xml").await.1);
    tab.wait_report().await;
    // It turned out to be small: what the browser copies is in memory.
    tab.assert_nothing_kept().await;
    tab.assert_no_password().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

#[tokio::test]
async fn where_there_is_no_room_that_is_said() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = fill(&scene).await;
    let tab = scene.visit().await;
    look_into(&tab, &jid).await;
    let quota = json!({ "origin": scene.url().trim_end_matches('/'), "quotaSize": 2_000 });
    tab.chromium.command("Storage.overrideQuotaForOrigin", quota).await;
    tab.press("save-file").await;
    let problem = tab.problem_with("no-room").await;
    assert!(problem.text.contains("kB"), "how much, in numbers a person reads: {problem:?}");
    wait_kept(&tab, &[]).await;
    let quota = json!({ "origin": scene.url().trim_end_matches('/') });
    tab.chromium.command("Storage.overrideQuotaForOrigin", quota).await;
    tab.press("save-file").await;
    assert_history(&tab.downloaded(".xml").await.1);
    tab.chromium.quit().await;
}

/// A browser without a screen shows no picker; what it gives the page, a handle to a file, is made here.
#[tokio::test]
async fn a_picked_place_is_written_to_directly() {
    const PICK: &str = "window.showSaveFilePicker = async options => {
        window.__suggested = options.suggestedName;
        if (!navigator.userActivation.isActive) throw new Error('not in a press');
        return (await navigator.storage.getDirectory()).getFileHandle('picked', { create: true });
    }";
    const READ: &str = "const done = arguments[arguments.length - 1];
        navigator.storage.getDirectory().then(root => root.getFileHandle('picked'))
            .then(handle => handle.getFile()).then(file => file.text()).then(done)";
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = fill(&scene).await;
    let tab = scene.visit().await;
    look_into(&tab, &jid).await;
    tab.run(PICK, vec![]).await;
    tab.press("save-to-disk").await;
    tab.wait_report().await;
    assert_history(ask(&tab, READ, vec![]).await.as_str().unwrap().as_bytes());
    let suggested = tab.run("return window.__suggested", vec![]).await;
    let suggested = suggested.as_str().unwrap();
    assert!(suggested.starts_with("anna") && suggested.ends_with(".xml"), "{suggested}");
    assert_eq!(kept(&tab).await, ["picked"], "nothing but the person's own file");
    assert_eq!(tab.downloads(), [""; 0], "it stands where it should already");
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn fill(scene: &Scene) -> String {
    let size = Size { messages: MESSAGES, ..Size::full(20) };
    scene.fill(Side::Old, "anna", &size).await.jid
}

async fn look_into(tab: &Tab, jid: &str) {
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, jid).await;
    tab.wait_counted().await;
}

fn assert_history(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    let document = roxmltree::Document::parse(text).unwrap();
    let results = document.descendants().filter(|node| node.has_tag_name(("urn:xmpp:mam:2", "result")));
    assert!(results.count() >= MESSAGES, "the history is in the file");
}

/// Makes a folder in the browser's own storage, and holds a lock for as long as its tab is open.
async fn plant(tab: &Tab, folder: &str, lock: Option<&str>) {
    const PLANT: &str = "const [folder, lock, done] = arguments;
        const held = lock === null ? Promise.resolve() : new Promise(taken =>
            navigator.locks.request(lock, () => { taken(); return new Promise(() => {}); }));
        held.then(() => navigator.storage.getDirectory())
            .then(root => root.getDirectoryHandle(folder, { create: true })).then(() => done(true))";
    ask(tab, PLANT, vec![folder.into(), lock.into()]).await;
}

/// The names of what is kept in the browser's own storage.
async fn kept(tab: &Tab) -> Vec<String> {
    const LIST: &str = "const done = arguments[arguments.length - 1];
        navigator.storage.getDirectory().then(async root => {
            const names = [];
            for await (const name of root.keys()) names.push(name);
            done(names);
        })";
    serde_json::from_value(ask(tab, LIST, vec![]).await).unwrap()
}

async fn wait_kept(tab: &Tab, names: &[&str]) {
    tab.wait_until(&format!("{names:?} to be all that is kept"), async || kept(tab).await == names).await;
}

async fn ask(tab: &Tab, script: &str, arguments: Vec<Value>) -> Value {
    tab.chromium.driver.execute_async(script, arguments).await.unwrap().json().clone()
}
