//! The new account is made on the way: with an invitation, and with a provider that asks a puzzle.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::account::assert_arrived;
use browser::{DESTINATION, ORIGIN, PASSWORD, Scene, Tab};
use servers::seed::Size;
use servers::{Client, End, Generation, Kind, Newcomers, Options, Side};

const NAME: &str = "zoe";

/// A move from Prosody to ejabberd, which welcomes these, up to where the new account is needed.
async fn at_destination(generation: Generation, newcomers: Newcomers) -> (Scene, servers::seed::Seeded, Tab) {
    let new = End::new(Kind::Ejabberd, "new.test").welcoming(newcomers);
    let options = Options { new, ..Options::of(generation, Kind::Prosody, Kind::Ejabberd) };
    let scene = Scene::of(options).await;
    let seeded = scene.fill(Side::Old, "anna", &Size::full(5)).await;
    let tab = scene.visit().await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, &seeded.jid).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.wait_stage(DESTINATION).await;
    (scene, seeded, tab)
}

/// What is read of the new account by a client that shares no code with the page.
async fn newcomer(scene: &Scene) -> Client {
    Client::connect(scene.network.server(Side::New), NAME, PASSWORD).await.unwrap()
}

#[tokio::test]
async fn an_invitation_becomes_an_account_and_the_move_arrives() {
    let (scene, seeded, tab) = at_destination(Generation::Current, Newcomers::Invited).await;
    tab.look("destination-ways").await;
    let invitation = scene.network.server(Side::New).invitation().await.unwrap();
    let token = invitation.split_once("preauth=").unwrap().1.to_owned();

    assert!(tab.row("invite-scan").await.is_none());
    scan(&tab).await;
    tab.fill("invite-link", "xmpp:friend@new.test?roster;preauth=x").await;
    tab.press("register-continue").await;
    tab.problem_with("contact-invitation").await;
    // As ejabberd's page has it.
    tab.fill("invite-link", &format!("https://new.test:5443/invites/{token}")).await;
    tab.fill("register-username", NAME).await;
    assert_eq!(tab.value("register-domain").await, "new.test");
    tab.press("register-suggest").await;
    let suggested = tab.value("register-password").await;
    assert_eq!(suggested.len(), 24, "{suggested}");
    tab.look("destination-invitation").await;
    tab.fill("register-password", PASSWORD).await;
    tab.press("register-submit").await;
    tab.wait_planned().await;
    tab.assert_no_password().await;
    let account = tab.row("destination-account").await.unwrap_or_default();
    assert_eq!(account.attribute("data-jid"), "zoe@new.test");

    tab.press("review-start").await;
    let report = tab.wait_report().await;
    assert_eq!(report.attribute("data-outcome"), "complete");
    let report = tab.report_json().await;
    assert_arrived(&newcomer(&scene).await, &seeded, &report).await;
    tab.assert_no_password().await;
    tab.assert_quiet().await;

    used_up(&tab, &seeded.jid, &invitation).await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

/// Chromium on Linux reads no codes: what stands in for that part of the browser finds one in every second
/// picture.
async fn scan(tab: &Tab) {
    const DETECTOR: &str = r#"
        let pictures = 0;
        window.BarcodeDetector = class {
            static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
            constructor({ formats }) { this.format = formats[0]; }
            detect(picture) {
                const found = picture instanceof ImageBitmap && this.format === "qr_code" && pictures++ % 2 === 1;
                return Promise.resolve(found ? [{ rawValue: "xmpp:new.test?register;preauth=scanned" }] : []);
            }
        }"#;
    tab.run(DETECTOR, vec![]).await;
    tab.press("destination-invite").await;
    tab.wait("a field for a picture", async || tab.row("invite-scan").await).await;
    let picture = tab.chromium.folder().join("code.png");
    std::fs::write(&picture, &servers::seed::Picture::new(8).png).unwrap();
    tab.pick_into("invite-scan", &[&picture]).await;
    tab.problem_with("no-code").await;
    tab.look("destination-no-code").await;
    tab.pick_into("invite-scan", &[&picture]).await;
    let link = "xmpp:new.test?register;preauth=scanned";
    tab.wait_until("the invitation in the picture", async || tab.value("invite-link").await == link).await;
}

/// The same invitation serves nobody else.
async fn used_up(tab: &Tab, from: &str, invitation: &str) {
    tab.press("start-over").await;
    tab.press("start-move").await;
    tab.sign_in(ORIGIN, from).await;
    tab.wait_counted().await;
    tab.press("choose-continue").await;
    tab.press("destination-invite").await;
    tab.fill("invite-link", invitation).await;
    tab.fill("register-username", "late").await;
    tab.problem_with("invitation-used").await;
    tab.look("destination-invitation-used").await;
}

#[tokio::test]
async fn a_provider_from_nowhere_asks_a_puzzle() {
    let (scene, _, tab) = at_destination(Generation::Oldest, Newcomers::Solvers).await;
    let server = scene.network.server(Side::New);
    server.register("taken", PASSWORD).await.unwrap();
    tab.press("destination-register").await;
    tab.press("providers").await;
    let all = tab.wait("the list", async || some(tab.rows("provider").await.len())).await;
    tab.look("destination-providers").await;
    tab.press("filter-here").await;
    tab.wait("fewer providers", async || some(tab.rows("provider").await.len()).filter(|left| *left < all))
        .await;
    tab.press("providers").await;

    tab.fill("register-domain", "new.test").await;
    tab.fill("register-username", "taken").await;
    tab.fill("register-password", PASSWORD).await;
    tab.wait("the picture", async || tab.row("register-picture").await).await;
    tab.look("destination-puzzle").await;
    tab.press("register-submit").await;
    tab.problem_with("form-incomplete").await;
    for (answer, code) in [(Some("wrong"), "captcha-wrong"), (None, "name-taken")] {
        let right = server.puzzle().unwrap();
        tab.fill("register-field-ocr", answer.unwrap_or(&right)).await;
        tab.press("register-submit").await;
        tab.problem_with(code).await;
        assert_eq!(tab.value("register-field-ocr").await, "", "a new picture, a new answer");
    }
    tab.look("destination-name-taken").await;
    tab.fill("register-username", NAME).await;
    tab.fill("register-field-ocr", &server.puzzle().unwrap()).await;
    tab.press("register-submit").await;
    tab.wait_planned().await;
    newcomer(&scene).await;
    tab.assert_no_password().await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

fn some(count: usize) -> Option<usize> {
    (count > 0).then_some(count)
}
