//! A long message history on its way into a file: the shipped bundle in Chromium beside a bare native client
//! that drains the same archive with the same page size over the same way, WebSocket and TLS through the same
//! front; and what memory the page takes.
//!
//! With a number as argument, so many messages and a tenth of them.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use browser::{ORIGIN, PASSWORD, Scene, Tab};
use servers::seed::Size;
use servers::{Client, Kind, Side};

const LONG: usize = 100_000;
/// What the page asks for at once; a server gives fewer if it likes.
const PAGE: u32 = 250;
const RUNS: usize = 3;
/// The page's throughput in shares of the bare client's.
const TARGET: f64 = 0.8;
/// What the page's program may take, in bytes.
const MEMORY: u64 = 48 << 20;

#[tokio::main]
async fn main() -> ExitCode {
    browser::end_with_panics();
    let mut is_fine = true;
    let long = std::env::args().nth(1).map_or(LONG, |messages| messages.parse().unwrap());
    for kind in [Kind::Prosody, Kind::Ejabberd] {
        is_fine &= measure(kind, long).await;
    }
    if is_fine {
        ExitCode::SUCCESS
    } else {
        println!(
            "\nless than {TARGET} of the bare client's throughput, or more memory than 48 MB or for more messages"
        );
        ExitCode::FAILURE
    }
}

async fn measure(kind: Kind, long: usize) -> bool {
    let few = long / 10;
    let scene = Scene::set(kind, kind).await;
    println!("{kind:?}: filling two accounts with {long} and {few} messages");
    for (user, messages) in [("long", long), ("short", few)] {
        scene.fill(Side::Old, user, &Size { messages, friends: true, ..Size::empty() }).await;
    }
    let (_, short) = save(&scene, "short").await;
    let (mut page, mut bare, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        let (taken, most) = save(&scene, "long").await;
        page.push(taken);
        memory = memory.max(most);
        let client = Client::discover(&scene.network, Side::Old, "long", PASSWORD).await.unwrap();
        let begun = Instant::now();
        let (results, _) = client.drain_archive(PAGE).await.unwrap();
        assert_eq!(results, long);
        bare.push(begun.elapsed());
    }
    let (page, bare) = (median(page), median(bare));
    let share = bare.as_secs_f64() / page.as_secs_f64();
    println!(
        "median of {RUNS}: page {:.1} s, bare {:.1} s, {share:.2} of its throughput",
        page.as_secs_f64(),
        bare.as_secs_f64()
    );
    let megabytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!("memory: {:.1} MB with {long}, {:.1} MB with {few}\n", megabytes(memory), megabytes(short));
    share >= TARGET && memory <= MEMORY && memory <= short
}

/// From pressing to the file being saved, and the memory the program took.
async fn save(scene: &Scene, user: &str) -> (Duration, u64) {
    const PRESS: &str = r#"
        const find = () => document.querySelector('[data-testid="save-file"]');
        const begun = performance.now();
        const watch = new MutationObserver(() => {
            if (document.querySelector("main").dataset.stage === "report") {
                watch.disconnect();
                window.__saved = performance.now() - begun;
            }
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        find().click()"#;
    let tab = scene.visit_unseen().await;
    tab.press("start-backup").await;
    tab.sign_in(ORIGIN, &scene.network.server(Side::Old).jid(user)).await;
    tab.wait_counted().await;
    tab.run(PRESS, vec![]).await;
    let taken = saved(&tab).await;
    let memory = tab.memory().await;
    tab.downloaded(".xml").await;
    let report = tab.report_json().await;
    assert_eq!(report.outcome(), "complete", "{:#}", report.json);
    tab.chromium.quit().await;
    (taken, memory)
}

/// Asked seldom, so that asking costs nothing.
async fn saved(tab: &Tab) -> Duration {
    loop {
        if let Some(taken) = tab.run("return window.__saved ?? null", vec![]).await.as_f64() {
            return Duration::from_secs_f64(taken / 1000.0);
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
