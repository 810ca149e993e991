//! Without a mouse, with large letters, on small screens, in other languages and directions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use browser::{DESTINATION, ORIGIN, PASSWORD, Scene, Size as Screen, Tab, bundle};
use serde_json::Value;
use servers::seed::Size;
use servers::{Kind, Side};

#[tokio::test]
async fn every_stage_suits_everybody() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let from = scene.fill(Side::Old, "anna", &Size::full(20)).await.jid;
    let to = scene.fill(Side::New, "anna", &Size { picture: Some(48), ..Size::empty() }).await.jid;
    by_keyboard(&scene, &from, &to).await;
    in_german_with_large_letters(&scene, &from, &to).await;
}

/// From the first press to the plan with Tab, Enter and letters alone.
async fn by_keyboard(scene: &Scene, from: &str, to: &str) {
    let tab = scene.visit().await;
    let mut wide = Vec::new();
    on_small_screens(&tab, "welcome", &mut wide).await;
    tab.tab_to("start-move").await;
    tab.key("Enter").await;
    tab.wait_stage(ORIGIN).await;
    let focused = tab.run("return document.activeElement.tagName", vec![]).await;
    assert_eq!(focused, "H1", "a new stage is announced");
    on_small_screens(&tab, "origin", &mut wide).await;
    fill_by_keyboard(&tab, ORIGIN, from).await;
    tab.wait_stage("choose").await;
    tab.wait_counted().await;
    on_small_screens(&tab, "choose", &mut wide).await;
    tab.tab_to("kind-avatar-select").await;
    in_sight(&tab).await;
    tab.key(" ").await;
    let avatar = "return document.querySelector(\"[data-testid='kind-avatar-select']\").checked";
    assert_eq!(tab.run(avatar, vec![]).await, false, "space takes the tick away");
    tab.tab_to("choose-continue").await;
    tab.key("Enter").await;
    tab.wait_stage(DESTINATION).await;
    on_small_screens(&tab, "destination", &mut wide).await;
    fill_by_keyboard(&tab, DESTINATION, to).await;
    tab.wait_stage("review").await;
    tab.wait_until("the plan", async || !tab.kinds("plan-").await.is_empty()).await;
    tab.tab_to("review-start").await;
    in_sight(&tab).await;
    on_small_screens(&tab, "review", &mut wide).await;
    tab.key("Enter").await;
    tab.wait_report().await;
    on_small_screens(&tab, "report", &mut wide).await;
    let report = tab.report_json().await;
    assert_eq!(report.count("avatar", "left_out"), 1, "what was not ticked stays");
    assert_eq!(wide, [""; 0], "these scroll sideways");
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn in_german_with_large_letters(scene: &Scene, from: &str, to: &str) {
    let tab = scene.visit_with_large_letters("?lang=de").await;
    assert_eq!(tab.run("return document.documentElement.lang", vec![]).await, "de");
    let mut wide = Vec::new();
    large(&tab, "welcome", &mut wide).await;
    tab.press_named("button", &bundle::texts("de")["start-move-title"]).await;
    tab.wait_stage(ORIGIN).await;
    large(&tab, "origin", &mut wide).await;
    tab.sign_in(ORIGIN, from).await;
    tab.wait_counted().await;
    large(&tab, "choose", &mut wide).await;
    tab.press("choose-continue").await;
    tab.wait_stage(DESTINATION).await;
    large(&tab, "destination", &mut wide).await;
    tab.sign_in(DESTINATION, to).await;
    tab.wait_planned().await;
    large(&tab, "review", &mut wide).await;
    tab.press("review-start").await;
    tab.wait_report().await;
    large(&tab, "report", &mut wide).await;
    assert_eq!(wide, [""; 0], "these scroll sideways");
    switch_language(&tab).await;
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}

async fn fill_by_keyboard(tab: &Tab, side: &str, jid: &str) {
    tab.tab_to(&format!("{side}-jid")).await;
    tab.type_text(jid).await;
    tab.tab_to(&format!("{side}-password")).await;
    in_sight(tab).await;
    tab.type_text(PASSWORD).await;
    tab.key("Enter").await;
}

/// What has the focus is on the screen, not behind the buttons at its edge (WCAG 2.4.11), and shows it.
async fn in_sight(tab: &Tab) {
    let script = "const e = document.activeElement, box = e.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const marked = [e, e.parentElement].map(e => getComputedStyle(e))
            .some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
        return [e === top || e.contains(top), marked]";
    tab.wait_until("the focus to be in sight", async || {
        tab.run(script, vec![]).await == Value::from(vec![true, true])
    })
    .await;
}

/// No scrolling sideways on a small screen, nor when read from right to left.
async fn on_small_screens(tab: &Tab, stage: &str, wide: &mut Vec<String>) {
    words(tab, stage).await;
    tab.resize(Screen::SmallPhone).await;
    wide.extend(tab.too_wide(&format!("{stage} at 360 px")).await);
    tab.run("document.documentElement.dir = 'rtl'", vec![]).await;
    wide.extend(tab.too_wide(&format!("{stage} from right to left")).await);
    tab.picture(&format!("rtl-{stage}")).await;
    tab.run("document.documentElement.dir = 'ltr'", vec![]).await;
    tab.resize(Screen::Phone).await;
    still(tab, stage).await;
}

async fn large(tab: &Tab, stage: &str, wide: &mut Vec<String>) {
    words(tab, stage).await;
    tab.resize(Screen::SmallPhone).await;
    wide.extend(tab.too_wide(&format!("{stage} at 200 %")).await);
    tab.picture_at(&format!("large-{stage}"), Screen::SmallPhone).await;
}

/// Whoever wants no motion sees none.
async fn still(tab: &Tab, stage: &str) {
    tab.scheme(browser::Scheme::Light).await;
    let moving = tab
        .run(
            "return document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 50).length",
            vec![],
        )
        .await;
    assert_eq!(moving, 0, "{stage} moves");
    tab.default_media().await;
}

/// Every piece of text the page says, and what it says to those who do not see it: never an id. What is to be
/// typed somewhere is no word of any language.
async fn words(tab: &Tab, stage: &str) -> BTreeSet<String> {
    let script = "const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const said = [];
        while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest('pre')) said.push(walker.currentNode.textContent.trim());
        for (const e of document.querySelectorAll('*'))
            for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'aria-valuetext'])
                if (e.hasAttribute(name)) said.push(e.getAttribute(name).trim());
        return said.filter(s => s.length > 0)";
    let said: BTreeSet<String> = serde_json::from_value(tab.run(script, vec![]).await).unwrap();
    let ids = bundle::texts("en");
    let is_untold = |text: &&String| ids.contains_key(*text) || text.contains("{ $");
    let untold: Vec<_> = said.iter().filter(is_untold).collect();
    assert!(untold.is_empty(), "{stage}: ids in place of words: {untold:?}");
    said
}

/// The same page in English says nothing it said in German but names and numbers.
async fn switch_language(tab: &Tab) {
    let german = words(tab, "report").await;
    tab.run(
        "const s = document.querySelector(\"[data-testid='language']\"); s.value = 'en';
        s.dispatchEvent(new Event('change', { bubbles: true }))",
        vec![],
    )
    .await;
    tab.wait_until("English", async || tab.run("return document.documentElement.lang", vec![]).await == "en")
        .await;
    assert_eq!(tab.stage().await, "report", "nothing else changes");
    let english = words(tab, "report").await;
    let is_sentence = |text: &&String| text.split_whitespace().count() > 4;
    let same: Vec<_> = german.intersection(&english).filter(is_sentence).collect();
    assert!(same.is_empty(), "the same in both languages: {same:?}");
}
