//! What a worker goes through while the person types, so that the real thing need not wait for the compiler.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use browser::{ORIGIN, Scene};
use servers::Kind;

/// As `boot.js` does it, but waits for what the worker says.
const REHEARSE: &str = r#"
    const done = arguments[0];
    const compile = name => WebAssembly.compileStreaming(fetch(name));
    Promise.all(["migrator_bg.wasm", "engine.wasm"].map(compile)).then(modules => {
        const worker = new Worker("rehearsal.js", { type: "module" });
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => done(`failed: ${message}`);
        worker.postMessage(modules);
    })"#;

#[tokio::test]
async fn goes_through_a_whole_move_and_talks_to_nobody() {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    let tab = scene.visit().await;
    let hosts = tab.hosts_spoken_to().await;
    let reached = tab.run_until_done(REHEARSE).await;
    assert_eq!(reached, "report");

    // The page's own, once a person sets out.
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
    let begun = "return performance.getEntriesByType('resource').some(e => e.name.endsWith('rehearsal.js'))";
    tab.wait_until("the rehearsal", async || tab.run(begun, vec![]).await == true).await;
    tab.wait_idle().await;
    assert_eq!(tab.hosts_spoken_to().await, hosts);
    tab.assert_quiet().await;
    tab.chromium.quit().await;
}
