//! Uploaded files: listed with their sizes before any is fetched, then fetched by a real browser under its
//! rules and packed with the copy; those that cannot be had are named; and nothing of it stays behind.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use browser::{ORIGIN, PASSWORD, ReportFile, Row, Saved, Scene, Tab, age};
use servers::client::Request;
use servers::{Client, Kind, Side};

const UPLOADS: &str = "uploaded_files";
/// What Chromium says of requests that are refused; the page says more.
const REFUSED: [&str; 2] = ["CORS policy", "Failed to load resource"];

#[tokio::test]
async fn from_prosody_they_come_as_far_as_a_browser_lets_them() {
    come_as_far_as_a_browser_lets_them(Kind::Prosody).await;
}

#[tokio::test]
async fn from_ejabberd_they_come_as_far_as_a_browser_lets_them() {
    come_as_far_as_a_browser_lets_them(Kind::Ejabberd).await;
}

async fn come_as_far_as_a_browser_lets_them(kind: Kind) {
    let scene = Scene::set(kind, Kind::Prosody).await;
    let jid = scene.register(Side::Old, "anna").await;
    let anna = scene.client(Side::Old, "anna").await;
    let (cat, notes) = (noise(300_000), "Grüße\n".as_bytes().to_vec());
    let cat_at = upload(&scene, &anna, "cat.bin", &cat).await;
    let notes_at = upload(&scene, &anna, "Grüße.txt", &notes).await;
    // Prosody does not care for the name.
    let gone_at = cat_at.replace("/cat.bin", "x/gone.bin");
    // The provider's own page, which no other page may read.
    let closed_at = "https://old.test/closed.jpg";
    let kept_elsewhere = "https://upload.stranger.test/x.jpg";
    let shared = format!(
        "<body>see</body><file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>\
         <name>notes</name><size>{}</size></file><sources>\
         <url-data xmlns='http://jabber.org/protocol/url-data' target='{notes_at}'/></sources></file-sharing>",
        notes.len()
    );
    let linked = |url: &str| format!("<body>{url}</body><x xmlns='jabber:x:oob'><url>{url}</url></x>");
    let encrypted = "<body>aesgcm://old.test/x.jpg#0123456789</body>".to_owned();
    let said =
        [linked(&cat_at), shared, linked(&gone_at), linked(closed_at), linked(kept_elsewhere), encrypted];
    say(&scene, &anna, &said).await;

    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");
    look_into(&tab, &jid).await;
    let row = listed(&tab).await;
    assert_eq!(row.count("data-count"), 4);
    let files: BTreeMap<String, Row> = tab
        .rows("linked-file")
        .await
        .into_iter()
        .map(|(_, row)| (row.attribute("data-item").to_owned(), row))
        .collect();
    let size = |url: &str| files[url].attribute("data-size").to_owned();
    assert_eq!(size(&cat_at), "300000");
    assert_eq!(size(&notes_at), notes.len().to_string());
    for url in [gone_at.as_str(), closed_at] {
        assert_eq!((files[url].state(), size(url).as_str()), ("failed", ""), "{url}");
    }
    let shown = tab.text("kind-uploaded_files").await;
    assert!(shown.contains("300") && shown.contains("kB"), "{shown}");
    tab.look("choose-uploads").await;

    tab.press("save-file").await;
    let (name, bytes) = tab.downloaded(".zip").await;
    let row = tab.wait_report().await;
    assert_eq!(row.attribute("data-outcome"), "partial");
    let members = unpacked(&tab, &name, &bytes);
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(names, ["account.xml", "files/1-cat.bin", "files/2-notes"]);
    assert_eq!(members["files/1-cat.bin"], cat);
    assert_eq!(members["files/2-notes"], notes);
    let document = std::str::from_utf8(&members["account.xml"]).unwrap();
    let document = roxmltree::Document::parse(document).unwrap();
    let results = document.descendants().filter(|node| node.has_tag_name(("urn:xmpp:mam:2", "result")));
    assert_eq!(results.count(), said.len(), "the history is beside them");
    let report = tab.report_json().await;
    assert_named(&report, [&cat_at, &notes_at], [&gone_at, closed_at]);
    let hosts = tab.hosts_spoken_to().await;
    assert!(hosts.contains("upload.old.test") && !hosts.contains("upload.stranger.test"), "{hosts:?}");
    // What the browser copied was in memory by then.
    tab.assert_nothing_kept().await;
    tab.look("report-uploads").await;
    tab.assert_quiet_but(&REFUSED).await;
    tab.chromium.quit().await;
}

/// What arrived and what failed, by link.
fn assert_named(report: &ReportFile, copied: [&str; 2], failed: [&str; 2]) {
    let items = report.items(UPLOADS);
    for (urls, outcome) in [(copied, "copied"), (failed, "failed")] {
        for url in urls {
            assert_eq!(items.get(url).map(String::as_str), Some(outcome), "{url} in {items:#?}");
        }
    }
    assert_eq!((report.count(UPLOADS, "read"), report.count(UPLOADS, "left_out")), (6, 2));
    assert_eq!(report.count(UPLOADS, "verified"), 2);
}

/// One passphrase for the history and the files together; what is in it can be read here, put into another form,
/// and encrypted again.
#[tokio::test]
async fn an_encrypted_copy_holds_them_too() {
    const FIRST: &str = "vier große Wörter, sonst nichts";
    const SECOND: &str = "and four others after that";
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = scene.register(Side::Old, "anna").await;
    let anna = scene.client(Side::Old, "anna").await;
    let cat = noise(300_000);
    let cat_at = upload(&scene, &anna, "cat.bin", &cat).await;
    say(&scene, &anna, &[format!("<body>{cat_at}</body>"), "<body>needle</body>".to_owned()]).await;
    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");
    look_into(&tab, &jid).await;
    listed(&tab).await;
    tab.fill("save-passphrase", FIRST).await;
    tab.press("save-encrypted").await;
    let (name, sealed) = tab.downloaded(".zip.age").await;
    assert_eq!(tab.wait_report().await.attribute("data-outcome"), "complete");
    let plain = age::decrypt(&sealed, FIRST, tab.chromium.folder()).unwrap();
    let members = unpacked(&tab, "opened.zip", &plain);
    assert!(members["files/1-cat.bin"] == cat, "not what was uploaded");
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;

    tab.press("start-open").await;
    tab.wait_stage(ORIGIN).await;
    tab.pick(&[&tab.write(&name, &sealed)]).await;
    tab.fill("file-passphrase", FIRST).await;
    tab.press("file-continue").await;
    tab.wait_stage("viewer").await;
    tab.fill("viewer-search", "needle").await;
    tab.wait_until("the message", async || tab.rows("viewer-hit").await.len() == 1).await;
    tab.press("viewer-convert").await;
    tab.wait_stage("choose").await;
    tab.fill("save-passphrase", SECOND).await;
    tab.press("save-encrypted").await;
    let (_, sealed) = tab.downloaded(".zip.age").await;
    assert_eq!(age::decrypt(&sealed, FIRST, tab.chromium.folder()), None);
    let plain = age::decrypt(&sealed, SECOND, tab.chromium.folder()).unwrap();
    let members = unpacked(&tab, "again.zip", &plain);
    assert!(members["files/1-cat.bin"] == cat, "not what was uploaded");
    let document = &members["account.xml"];
    assert_eq!(Saved::parse(document).jid, jid);
    let history = std::str::from_utf8(document).unwrap();
    assert!(history.contains("<body>needle</body>"), "the history is in it");
    for passphrase in [FIRST, SECOND] {
        tab.assert_gone(passphrase).await;
    }
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// They lie in the file: nothing has to be fetched, and nobody has to be signed in.
#[tokio::test]
async fn they_stay_with_a_copy_that_is_saved_anew() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let tab = scene.visit().await;
    let document = "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
        <query xmlns='jabber:iq:roster'><item jid='bea@x.test' subscription='both'/></query></user></host></server-data>";
    let cat = noise(300_000);
    let files: [(&str, &[u8]); 3] =
        [("account.xml", document.as_bytes()), ("files/3-cat.bin", &cat), ("files/4-notes.txt", b"hello")];
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let (mut file, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut file);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        file.finish(descriptor).unwrap();
    }
    let path = tab.chromium.folder().join("anna.zip");
    std::fs::write(&path, archive.finish().unwrap()).unwrap();
    tab.press("start-restore").await;
    tab.wait_stage(ORIGIN).await;
    tab.pick(&[&path]).await;
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
    let row = tab.wait("the files", async || tab.row("kind-uploaded_files").await).await;
    assert_eq!(row.count("data-count"), 2);
    tab.press("save-file").await;
    let (name, bytes) = tab.downloaded(".zip").await;
    let members = unpacked(&tab, &name, &bytes);
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(names, ["account.xml", "files/1-cat.bin", "files/2-notes.txt"]);
    assert!(members["files/1-cat.bin"] == cat, "not what was in it");
    assert_eq!(members["files/2-notes.txt"], b"hello");
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// A copy too large for memory stays on the disk until the browser can have taken it over, and then goes: by
/// itself, when the person starts over, and when they sign out.
#[tokio::test]
async fn a_large_copy_goes_once_it_was_handed_over() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let jid = scene.register(Side::Old, "anna").await;
    let anna = scene.client(Side::Old, "anna").await;
    let film = noise(40_000_000);
    let film_at = upload(&scene, &anna, "film.bin", &film).await;
    say(&scene, &anna, &[format!("<body>{film_at}</body>")]).await;
    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");

    look_into(&tab, &jid).await;
    listed(&tab).await;
    save(&tab, &film).await;
    assert_eq!(kept(&tab).await, 1, "the browser may still be copying it");
    tab.press("start-over").await;
    tab.assert_nothing_kept().await;

    look_into(&tab, &jid).await;
    listed(&tab).await;
    save(&tab, &film).await;
    assert_eq!(kept(&tab).await, 1);
    tab.press("back").await;
    tab.wait_stage("choose").await;
    tab.press("back").await;
    tab.press("origin-sign-out").await;
    tab.assert_nothing_kept().await;

    tab.press("start-over").await;
    look_into(&tab, &jid).await;
    listed(&tab).await;
    // One that is given up leaves nothing either.
    tab.press("save-file").await;
    tab.press("cancel").await;
    tab.assert_nothing_kept().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// Where the browser keeps no files for pages there is a limit, and it is said before anything is fetched.
#[tokio::test]
async fn where_there_is_only_memory_the_limit_is_said() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = scene.register(Side::Old, "anna").await;
    let anna = scene.client(Side::Old, "anna").await;
    let cat = noise(50_000);
    let cat_at = upload(&scene, &anna, "cat.bin", &cat).await;
    let large = "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>\
        <name>film.mkv</name><size>600000000</size></file><sources>\
        <url-data xmlns='http://jabber.org/protocol/url-data' target='https://upload.old.test/film.mkv'/>\
        </sources></file-sharing><body>the film</body>";
    say(&scene, &anna, &[format!("<body>{cat_at}</body>"), large.to_owned()]).await;
    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");
    tab.run("navigator.storage.getDirectory = undefined", vec![]).await;
    look_into(&tab, &jid).await;
    listed(&tab).await;
    tab.press("save-file").await;
    let problem = tab.problem_with("no-room").await;
    assert!(problem.text.contains("500") && problem.text.contains("MB"), "{problem:?}");
    // Nothing but sizes was asked for.
    tab.assert_quiet_but(&REFUSED).await;

    tab.press("kind-uploaded_files-select").await;
    tab.press("save-file").await;
    let (_, bytes) = tab.downloaded(".xml").await;
    assert!(bytes.starts_with(b"<?xml"));
    tab.wait_report().await;
    tab.chromium.quit().await;
}

/// Looking can be stopped, and nothing is fetched of what was only looked for.
#[tokio::test]
async fn looking_fetches_nothing() {
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let jid = scene.register(Side::Old, "anna").await;
    let anna = scene.client(Side::Old, "anna").await;
    let cat_at = upload(&scene, &anna, "cat.bin", &noise(50_000)).await;
    say(&scene, &anna, &[format!("<body>{cat_at}</body>")]).await;
    let mut tab = scene.visit().await;
    tab.may_speak_to("upload.old.test");
    look_into(&tab, &jid).await;
    let front = scene.network.front(Side::Old);
    front.stall(true);
    tab.press("kind-uploaded_files-select").await;
    tab.press("look-end").await;
    front.stall(false);
    assert!(tab.row("look-progress").await.is_none());
    tab.press("look-for-files").await;
    tab.wait("the list", async || tab.row("items-uploaded_files").await).await;
    let row = tab.row("kind-uploaded_files").await.unwrap();
    assert_eq!(row.count("data-count"), 1);
    tab.press("kind-uploaded_files-select").await;
    tab.press("save-file").await;
    tab.downloaded(".xml").await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn upload(scene: &Scene, anna: &Client, name: &str, bytes: &[u8]) -> String {
    let server = scene.network.server(Side::Old);
    anna.upload(server, name, "application/octet-stream", bytes).await.unwrap()
}

/// Sends each to a friend, and waits until the server has taken them.
async fn say(scene: &Scene, anna: &Client, contents: &[String]) {
    let ben = scene.register(Side::Old, "ben").await;
    for content in contents {
        anna.send_raw(format!("<message xmlns='jabber:client' type='chat' to='{ben}'>{content}</message>"));
    }
    anna.send(Request::get("<ping xmlns='urn:xmpp:ping'/>")).await.unwrap();
}

async fn look_into(tab: &Tab, jid: &str) {
    tab.press("start-backup").await;
    tab.wait_stage(ORIGIN).await;
    tab.connect(ORIGIN, jid, PASSWORD).await;
    tab.wait_stage("choose").await;
    tab.wait("the history counted", async || {
        tab.row("kind-message_archive").await.filter(|row| row.state() == "ready")
    })
    .await;
}

/// Ticks the uploaded files, waits until they are listed, and opens the list.
async fn listed(tab: &Tab) -> Row {
    tab.press("kind-uploaded_files-select").await;
    let row = tab
        .wait("the files to be listed", async || {
            tab.row("kind-uploaded_files")
                .await
                .filter(|row| row.state() == "ready" && row.0.contains_key("data-count"))
        })
        .await;
    tab.press("items-uploaded_files").await;
    tab.wait("the list", async || tab.row("linked-file").await).await;
    row
}

async fn save(tab: &Tab, film: &[u8]) {
    tab.press("save-file").await;
    let (name, bytes) = tab.downloaded(".zip").await;
    let members = unpacked(tab, &name, &bytes);
    assert!(members["files/1-film.bin"] == film, "not what was uploaded");
    tab.wait_report().await;
}

/// How many folders are in the browser's own storage.
async fn kept(tab: &Tab) -> usize {
    const LIST: &str = "const done = arguments[arguments.length - 1];
        navigator.storage.getDirectory().then(async root => {
            let count = 0;
            for await (const _ of root.keys()) count += 1;
            done(count);
        })";
    let count = tab.run_until_done(LIST).await;
    count.as_u64().unwrap() as usize
}

/// The members of a zip archive, as a library and the usual program read it.
fn unpacked(tab: &Tab, name: &str, bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let path = tab.chromium.folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    let tested = Command::new("unzip").arg("-tqq").arg(&path).output();
    let tested = tested.unwrap_or_else(|error| panic!("unzip: {error}; install the Debian package unzip"));
    assert!(tested.status.success(), "{tested:?}");
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut members = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let member = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut member.verifying_reader(member.data()), &mut content).unwrap();
        members.insert(name, content);
    }
    members
}

/// Bytes that no compression and no mistake makes alike.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(&mut next).take(length).collect()
}
