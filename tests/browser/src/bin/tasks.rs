//! The longest tasks of the page with a large account, on a device four times slower than this machine.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::process::ExitCode;

use browser::{DESTINATION, LongTask, ORIGIN, PASSWORD, Scene, Tab};
use servers::seed::Size;
use servers::{Kind, Side};

const CONTACTS: usize = 2_000;
const NODES: usize = 300;
/// Of a longer history there are more pages, and no larger ones.
const MESSAGES: usize = 10_000;
const SLOWER: f64 = 4.0;
/// No task may take longer, in milliseconds.
const MOST: u64 = 100;

/// What is to be seen once all is read, saved, planned, moved.
const READ: &str = "main[data-stage=choose]:not(:has([data-state=counting]))";
const SAVED: &str = "[data-testid=save-file][data-state=saved]";
const PLANNED: &str = "main[data-stage=review] [data-testid=review-start]:not([disabled])";
const REPORTED: &str = "[data-testid=report]";

#[tokio::main]
async fn main() -> ExitCode {
    browser::end_with_panics();
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    println!("filling an account with {CONTACTS} contacts, {NODES} nodes and {MESSAGES} messages");
    let size = Size { nodes: Some(NODES), messages: MESSAGES, ..Size::full(CONTACTS) };
    let seeded = scene.fill(Side::Old, "anna", &size).await;
    let own = scene.register(Side::New, "anna").await;
    let tab = scene.visit_unseen().await;
    tab.watch_tasks().await;
    tab.press("start-move").await;
    sign_in(&tab, ORIGIN, &seeded.jid).await;
    let mut longest = tell("reading", &tab.press_slowed("origin-connect", SLOWER, READ).await);
    longest = longest.max(tell("saving", &tab.press_slowed("save-file", SLOWER, SAVED).await));
    tab.downloaded(".xml").await;
    tab.press("choose-continue").await;
    sign_in(&tab, DESTINATION, &own).await;
    let planning = tab.press_slowed("destination-connect", SLOWER, PLANNED).await;
    longest = longest.max(tell("planning", &planning));
    longest = longest.max(tell("moving", &tab.press_slowed("review-start", SLOWER, REPORTED).await));
    tab.chromium.quit().await;
    println!("the longest took {longest} ms, {MOST} are allowed");
    if longest <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn sign_in(tab: &Tab, side: &str, jid: &str) {
    tab.fill(&format!("{side}-jid"), jid).await;
    tab.fill(&format!("{side}-password"), PASSWORD).await;
}

fn tell(during: &str, tasks: &[LongTask]) -> u64 {
    println!("{during}: {} tasks of 50 ms and more", tasks.len());
    for task in tasks.iter().filter(|task| task.taken > MOST) {
        println!("  {task}");
    }
    tasks.iter().map(|task| task.taken).max().unwrap_or_default()
}
