//! The copies besides the complete one, and files that are more than one account.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use browser::{ORIGIN, Saved, Scene, Tab};
use browser::{Scheme, Size as Screen};
use roxmltree::Document;
use servers::seed::{Seeded, Size};
use servers::{Kind, Side};

#[tokio::test]
async fn small_readable_and_for_an_administrator() {
    let scene = Scene::set(Kind::Ejabberd, Kind::Prosody).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::fullest(20)).await;
    let tab = scene.visit().await;
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;

    essentials(&tab, &seeded).await;
    let page = page(&tab, &seeded).await;
    table(&tab, &seeded).await;
    for_an_administrator(&tab).await;
    tab.look("choose-copies").await;
    assert_eq!(tab.stage().await, "choose", "the complete copy is still to be saved");
    tab.press("save-file").await;
    let (_, bytes) = tab.downloaded(".xml").await;
    Saved::parse(&bytes).assert_holds(&seeded);
    tab.wait_report().await;
    tab.press("save-essentials").await;
    assert!(tab.downloaded(".xml").await.0.ends_with("-essentials.xml"));

    tab.assert_no_password().await;
    tab.assert_quiet().await;
    look_at(&tab, &page).await;
    tab.chromium.quit().await;
}

async fn essentials(tab: &Tab, seeded: &Seeded) {
    tab.press("save-essentials").await;
    let (name, bytes) = tab.downloaded(".xml").await;
    assert!(name.starts_with("anna@old.test-") && name.ends_with("-essentials.xml"), "{name}");
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    let saved = Saved::parse(&bytes);
    assert_eq!((&saved.jid, &saved.roster), (&seeded.jid, &seeded.roster));
    assert_eq!(saved.vcard, seeded.vcard);
    assert_eq!(saved.nodes["urn:xmpp:bookmarks:1"], seeded.bookmarks);
    assert!(saved.nodes.keys().all(|node| !node.contains("omemo") && !node.contains("axolotl")));
    assert!(saved.private.is_empty() && saved.blocked.is_empty());
    let text = String::from_utf8(bytes).unwrap();
    for absent in ["<archive", "<offline-messages", "authorize", "jabber:iq:privacy"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let left = tab.wait("what was left out", async || tab.row("left-private_storage").await).await;
    assert_eq!(left.count("data-count"), seeded.private.len());
    let named = "return document.querySelectorAll('[data-testid=left-private_storage] li').length";
    assert_eq!(tab.run(named, Vec::new()).await, seeded.private.len());
}

async fn page(tab: &Tab, seeded: &Seeded) -> PathBuf {
    tab.press("save-contacts").await;
    let (name, bytes) = tab.downloaded(".html").await;
    assert!(name.ends_with("-contacts.html") && name.is_ascii(), "{name}");
    let text = String::from_utf8(bytes).unwrap();
    let page = Document::parse(text.strip_prefix("<!DOCTYPE html>").unwrap()).unwrap();
    let addresses = |class: &str| -> BTreeSet<String> {
        let lines = page.descendants().filter(|it| it.attribute("class") == Some(class));
        let small = |line: roxmltree::Node<'_, '_>| {
            let small = line.children().find(|it| it.has_tag_name("small")).unwrap();
            small.descendants().filter_map(|it| it.text()).next().unwrap().to_owned()
        };
        lines.map(small).collect()
    };
    assert_eq!(addresses("contact"), seeded.roster.iter().map(|item| item.jid.clone()).collect());
    assert_eq!(addresses("room"), seeded.bookmarks.iter().map(|item| item.id.clone()).collect());
    let links = page.descendants().filter_map(|it| it.attribute("href"));
    assert!(links.clone().count() > 0);
    assert!(links.into_iter().all(|link| link.starts_with("xmpp:")), "no other links");
    for absent in ["<script", "<link", "<iframe"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let attributes = || page.descendants().flat_map(|it| it.attributes());
    assert!(attributes().all(|it| !it.value().contains("://")), "nothing remote is named");
    for group in seeded.roster.iter().flat_map(|item| &item.groups) {
        let heading = page
            .descendants()
            .any(|it| it.has_tag_name("h3") && it.descendants().any(|inner| inner.text() == Some(group)));
        assert!(heading, "{group}");
    }
    write(tab, "page.html", text.as_bytes())
}

async fn table(tab: &Tab, seeded: &Seeded) {
    tab.press("save-contacts-table").await;
    let (name, bytes) = tab.downloaded(".csv").await;
    assert!(name.ends_with("-contacts.csv"), "{name}");
    let text = String::from_utf8(bytes).unwrap();
    for item in &seeded.roster {
        assert!(text.contains(&format!("\"{}\"", item.jid)), "{}", item.jid);
    }
    assert!(!text.contains("\"=") && !text.contains("\"@") && !text.contains("\"-"), "nothing is calculated");
}

async fn for_an_administrator(tab: &Tab) {
    /// Of the account there is to be.
    const NEW: &str = "an entirely new one";
    tab.press("administrator").await;
    tab.fill("administrator-address", "neu@new.test").await;
    assert!(tab.text("administrator-commands").await.contains("prosody-migrator"));
    tab.press("administrator-password-wanted").await;
    tab.fill("administrator-password", NEW).await;
    tab.press("save-administrator").await;
    let (name, bytes) = tab.downloaded(".xml").await;
    assert!(name.ends_with("-import.xml"), "{name}");
    assert_eq!(tab.value("administrator-password").await, "", "the field is empty again");
    let saved = Saved::parse(&bytes);
    assert_eq!(saved.jid, "neu@new.test");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("mechanism='SCRAM-SHA-256'") && !text.contains(NEW));
    let history = text.split_once("<archive").unwrap().1;
    assert!(
        !history.contains("from='anna@old.test") && history.contains("from='neu@new.test"),
        "whose it is"
    );

    tab.press_named("radio", "ejabberd").await;
    tab.wait_until("ejabberd's command", async || {
        tab.text("administrator-commands").await.contains("import_piefxis")
    })
    .await;
    tab.press("administrator-password-wanted").await;
    tab.press("save-administrator").await;
    let (_, bytes) = tab.downloaded(".xml").await;
    let saved = Saved::parse(&bytes);
    assert!(saved.blocked.is_empty(), "they are in the privacy list");
    assert!(!String::from_utf8(bytes).unwrap().contains("scram-credentials"));
}

/// The page on a phone, by itself, with nothing but the browser.
async fn look_at(tab: &Tab, page: &Path) {
    tab.chromium.driver.goto(format!("file://{}", page.display())).await.unwrap();
    for (scheme, name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
        tab.resize(Screen::Phone).await;
        tab.scheme(scheme).await;
        tab.picture(&format!("contacts-page-phone-{name}")).await;
        assert_eq!(tab.too_wide(&format!("contacts page, {name}")).await, None);
    }
}

#[tokio::test]
async fn files_that_belong_together() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let tab = scene.visit().await;
    tab.press("start-restore").await;
    tab.wait_stage(ORIGIN).await;
    let main = "<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'>\
        <host jid='old.test'><xi:include href='old.test/anna.xml'/><user name='bert' password='bert-secret'>\
        <query xmlns='jabber:iq:roster'><item jid='c@d.test' subscription='none'/></query></user></host></server-data>";
    let anna = "<user xmlns='urn:xmpp:pie:0' name='anna' password='anna-secret'><query xmlns='jabber:iq:roster'>\
        <item jid='a@b.test' name='A &lt;b&gt;' subscription='both'/></query><archive xmlns='urn:xmpp:pie:0#mam'>\
        <result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' \
        stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client' from='a@b.test' to='anna@old.test'>\
        <body>Hello</body></message></forwarded></result></archive></user>";
    // Packed as servers' folders are, and picked side by side.
    let packed = zip(&[("export/main.xml", main), ("export/old.test/anna.xml", anna)]);
    tab.pick(&[&write(&tab, "export.zip", &packed)]).await;
    let users = tab.text("file-user").await;
    assert!(users.contains("anna@old.test") && users.contains("bert@old.test"), "{users}");
    let (main, anna) = (write(&tab, "main.xml", main.as_bytes()), write(&tab, "anna.xml", anna.as_bytes()));
    tab.pick(&[&main, &anna]).await;
    let both = "return document.body.innerText.includes('main.xml, anna.xml')";
    tab.wait_until("both files", async || tab.run(both, vec![]).await == true).await;
    let users = tab.text("file-user").await;
    assert!(users.contains("anna@old.test") && users.contains("bert@old.test"), "{users}");
    assert!(tab.text("file-passwords").await.contains('2'));
    let script = "const select = document.querySelector(\"[data-testid='file-user']\");
        select.value = [...select.options].find(option => option.text === 'anna@old.test').value;
        select.dispatchEvent(new Event('change', { bubbles: true }))";
    tab.run(script, vec![]).await;
    tab.look("origin-file-several").await;
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
    let html = tab.run("return document.documentElement.outerHTML", vec![]).await;
    assert!(!html.as_str().unwrap().contains("-secret"), "a password of the file is shown");

    for (control, ending) in [("save-file", ".xml"), ("save-essentials", ".xml"), ("save-contacts", ".html")]
    {
        tab.press(control).await;
        let (name, bytes) = tab.downloaded(ending).await;
        assert!(name.starts_with("anna@old.test-"), "{name}");
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains("a@b.test") && !text.contains("c@d.test") && !text.contains("-secret"),
            "{text}"
        );
        assert_eq!(text.contains("<body>Hello</body>"), control == "save-file");
    }

    // Across the middle of a user: who came before is whole.
    tab.press("back").await;
    tab.wait_stage(ORIGIN).await;
    let whole = "<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
        <query xmlns='jabber:iq:roster'><item jid='a@b.test' subscription='both'/><item jid='c@d.te";
    tab.pick(&[&write(&tab, "cut.xml", whole.as_bytes())]).await;
    let problem = tab.problem_with("damaged-file").await;
    assert!(!problem.details.is_empty());
    tab.press("file-continue").await;
    tab.wait_stage("choose").await;
    tab.press("save-contacts-table").await;
    let (_, bytes) = tab.downloaded(".csv").await;
    assert!(String::from_utf8(bytes).unwrap().contains("a@b.test"));
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// An archive of deflated files.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, text) in files {
        let file = archive.new_file(*name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut file, config) = file.start().unwrap();
        let mut writer = config.wrap(Plain(&mut file));
        writer.write_all(text.as_bytes()).unwrap();
        let (mut plain, descriptor) = writer.finish().unwrap();
        plain.block(1, &[]).unwrap();
        file.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

/// Deflate without compression (RFC 1951 §3.2.4).
struct Plain<W>(W);

impl<W: Write> Plain<W> {
    fn block(&mut self, is_last: u8, bytes: &[u8]) -> std::io::Result<()> {
        let len = u16::try_from(bytes.len()).unwrap();
        self.0.write_all(&[is_last])?;
        self.0.write_all(&len.to_le_bytes())?;
        self.0.write_all(&(!len).to_le_bytes())?;
        self.0.write_all(bytes)
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(1000)];
        self.block(0, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

fn write(tab: &Tab, name: &str, bytes: &[u8]) -> PathBuf {
    let path = tab.chromium.folder().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
