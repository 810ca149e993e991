//! A saved copy of 1 GB and one of 100,000 messages, opened, read and searched in the shipped bundle: how long
//! that takes, how long the page keeps its person waiting, and how much the tab grows.
//!
//! With a number as argument, a file of so many megabytes instead of 1,000.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use browser::{ORIGIN, Scene, Tab};
use servers::Kind;

const MEGABYTES: u64 = 1_000;
const MESSAGES: u64 = 100_000;
/// What the tab may grow by, in bytes.
const MEMORY: u64 = 150 << 20;
/// What a search may take where the messages are indexed.
const SEARCH: Duration = Duration::from_secs(1);
/// No task may take longer, in milliseconds.
const TASK: u64 = 100;
const LOOK: Duration = Duration::from_millis(100);

/// How a file ends.
#[derive(Clone, Copy)]
enum Until {
    Messages(u64),
    Bytes(u64),
}

#[tokio::main]
async fn main() -> ExitCode {
    browser::end_with_panics();
    let megabytes = std::env::args().nth(1).map_or(MEGABYTES, |number| number.parse().unwrap());
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    // The browser's driver takes no other.
    let folder = folder.canonicalize().unwrap();
    let mut is_fine = true;
    for (name, until) in
        [("messages", Until::Messages(MESSAGES)), ("large", Until::Bytes(megabytes * 1_000_000))]
    {
        let path = folder.join(format!("viewer-{name}.xml"));
        let messages = write(&path, until);
        is_fine &= measure(&scene, &path, messages, matches!(until, Until::Messages(_))).await;
        std::fs::remove_file(&path).unwrap();
    }
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure(scene: &Scene, path: &PathBuf, messages: u64, is_indexed: bool) -> bool {
    let size = std::fs::metadata(path).unwrap().len();
    println!("\n{messages} messages, {} MB", size / 1_000_000);
    let tab = scene.visit_unseen().await;
    tab.press("start-open").await;
    tab.wait_stage(ORIGIN).await;
    tab.wait_idle().await;
    tab.watch_tasks().await;
    let before = tab.process_memory();
    let mut most = before;

    let begun = Instant::now();
    tab.pick(&[path]).await;
    let ready = "return document.querySelector(\"[data-testid='file-continue']:not([disabled])\") !== null";
    until(&tab, ready, &mut most).await;
    let taken = begun.elapsed();
    println!(
        "opened in      {:7.2} s, {:.0} MB/s",
        taken.as_secs_f64(),
        size as f64 / 1e6 / taken.as_secs_f64()
    );

    tab.press("file-continue").await;
    tab.wait_stage("viewer").await;
    let begun = Instant::now();
    tab.press("conversation").await;
    until(&tab, "return document.querySelector('.message') !== null", &mut most).await;
    println!("conversation   {:7.2} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    tab.press("viewer-first").await;
    let first = "return document.querySelector('.message') !== null
        && document.querySelector(\"[data-testid='viewer-earlier']\") === null";
    until(&tab, first, &mut most).await;
    println!("its beginning  {:7.2} s", begun.elapsed().as_secs_f64());
    tab.press("back").await;

    // The oldest message of all, which is looked at last.
    let begun = Instant::now();
    tab.fill("viewer-search", "needle zero").await;
    tab.press("viewer-search-go").await;
    until(&tab, "return document.querySelector(\"[data-testid='viewer-hit']\") !== null", &mut most).await;
    let search = begun.elapsed();
    println!("search         {:7.2} s", search.as_secs_f64());
    let memory = tab.memory().await;
    let grown = most.saturating_sub(before);
    let megabytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!(
        "the tab grew by {:6.1} MB at most; the program has {:.1} MB",
        megabytes(grown),
        megabytes(memory)
    );
    let tasks = tab.long_tasks().await;
    let longest = tasks.iter().map(|task| task.taken).max().unwrap_or_default();
    println!("longest task   {longest:5} ms, {} of more than 50 ms", tasks.len());
    for task in tasks.iter().filter(|task| task.taken > TASK) {
        println!("  {task}");
    }
    tab.chromium.quit().await;
    let is_quick = !is_indexed || search <= SEARCH;
    grown <= MEMORY && is_quick && longest <= TASK
}

/// Waits, and looks at the memory meanwhile.
async fn until(tab: &Tab, script: &str, most: &mut u64) {
    let deadline = Instant::now() + Duration::from_secs(1_200);
    loop {
        *most = (*most).max(tab.process_memory());
        if tab.run(script, vec![]).await == true {
            return;
        }
        assert!(Instant::now() < deadline, "waited for {script} in vain");
        tokio::time::sleep(LOOK).await;
    }
}

/// Writes messages of ten conversations; says how many.
fn write(path: &Path, until: Until) -> u64 {
    let mut out = BufWriter::new(File::create(path).unwrap());
    let mut bytes = 0;
    let mut put = |text: &str| {
        bytes += text.len() as u64;
        out.write_all(text.as_bytes()).unwrap();
        bytes
    };
    put("<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <archive xmlns='urn:xmpp:pie:0#mam'>");
    let mut number = 0;
    loop {
        let written = put(&result(number));
        number += 1;
        match until {
            Until::Messages(messages) if number == messages => break,
            Until::Bytes(most) if written >= most => break,
            _ => {}
        }
    }
    put("</archive></user></host></server-data>");
    number
}

fn result(number: u64) -> String {
    let (minute, hour, day) = (number % 60, number / 60 % 24, number / 1_440);
    let date = format!("{:04}-{:02}-{:02}", 2015 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    let with = if number == 0 { 0 } else { number * 7 % 10 };
    let ends = if number.is_multiple_of(2) {
        ("anna@old.test/phone", "friend")
    } else {
        ("friend", "anna@old.test")
    };
    let address = |end: &str| if end == "friend" { format!("friend{with}@x.test") } else { end.to_owned() };
    let needle = if number == 0 { "needle zero" } else { "nothing to find" };
    format!(
        "<result xmlns='urn:xmpp:mam:2' id='r{number}'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='{date}T{hour:02}:{minute:02}:00Z'/>\
         <message xmlns='jabber:client' type='chat' id='m{number}' from='{}' to='{}'>\
         <body>Message {number} with {needle}, but some words more, as people write: grüße and all that.</body>\
         <origin-id xmlns='urn:xmpp:sid:0' id='m{number}'/><request xmlns='urn:xmpp:receipts'/>\
         </message></forwarded></result>\n",
        address(ends.0),
        address(ends.1),
    )
}
