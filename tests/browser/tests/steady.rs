//! Nothing on the screen moves while numbers arrive: who is about to press something presses that.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{ORIGIN, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

/// Notes all places at which a row stood.
const WATCH: &str = r#"
    window.__places = {};
    const look = () => {
        for (const row of document.querySelectorAll('[data-stage="choose"] .row')) {
            const place = row.getBoundingClientRect().top + scrollY;
            const places = window.__places[row.dataset.testid] ??= [];
            if (!places.includes(place)) places.push(place);
        }
        requestAnimationFrame(look);
    };
    look()"#;

#[tokio::test]
async fn rows_stay_where_they_are_at_prosody() {
    rows_stay_where_they_are(Kind::Prosody).await;
}

#[tokio::test]
async fn rows_stay_where_they_are_at_ejabberd() {
    rows_stay_where_they_are(Kind::Ejabberd).await;
}

async fn rows_stay_where_they_are(old: Kind) {
    let scene = Scene::set(old, Kind::Prosody).await;
    let full = scene.fill(Side::Old, "anna", &Size::fullest(40)).await.jid;
    let empty = scene.register(Side::Old, "ben").await;
    let tab = scene.visit().await;
    for (jid, language) in [(&full, "en"), (&empty, "en"), (&full, "de"), (&empty, "de")] {
        tab.go(&format!("?lang={language}")).await;
        tab.run(WATCH, vec![]).await;
        tab.press("start-move").await;
        tab.sign_in(ORIGIN, jid).await;
        tab.wait_counted().await;
        tab.wait_idle().await;
        assert_one_place_each(&tab, &format!("{jid} in {language}")).await;
    }
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn assert_one_place_each(tab: &Tab, of: &str) {
    let places = tab.run("return window.__places", vec![]).await;
    let places = places.as_object().unwrap();
    assert!(!places.is_empty(), "no rows of {of} were seen");
    let moved: Vec<_> = places.iter().filter(|(_, places)| places.as_array().unwrap().len() != 1).collect();
    assert!(moved.is_empty(), "rows of {of} moved: {moved:#?}");
}
