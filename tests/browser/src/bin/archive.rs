//! A long message history on its way into a file: the shipped bundle in Chromium beside a bare native client
//! that drains the same archive with the same page size over the same way, WebSocket and TLS through the same
//! front; and what memory the page takes. How fast the same browser drains it with a script that does nothing else
//! with what comes is told besides: more than that no page can do there. So is how busy the machine was: server, front
//! and the five processes of a browser share its processors, and where there are two, none of them is left for the
//! page to work on while the server does.
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
    let short = save(&scene, "short").await.memory;
    let (mut page, mut bare, mut script, mut memory) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let mut busy = Vec::new();
    for _ in 0..RUNS {
        let saved = save(&scene, "long").await;
        page.push(saved.taken);
        busy.push(saved.busy);
        memory = memory.max(saved.memory);
        let client = Client::discover(&scene.network, Side::Old, "long", PASSWORD).await.unwrap();
        let begun = Instant::now();
        let (results, _) = client.drain_archive(PAGE).await.unwrap();
        assert_eq!(results, long);
        bare.push(begun.elapsed());
        script.push(drain_by_script(&scene, "long", long).await);
    }
    let [page, bare, script, busy] = [page, bare, script, busy].map(|times| median(times).as_secs_f64());
    let share = bare / page;
    println!("median of {RUNS}: page {page:.1} s, bare {bare:.1} s, {share:.2} of its throughput");
    println!("a script in the same browser: {script:.1} s, {:.2} of its throughput", script / page);
    let processors = std::thread::available_parallelism().unwrap();
    println!("while the page saved, {:.1} of {processors} processors were at work", busy / page);
    let megabytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!("memory: {:.1} MB with {long}, {:.1} MB with {few}\n", megabytes(memory), megabytes(short));
    share >= TARGET && memory <= MEMORY && memory <= short
}

/// What saving took.
struct Saved {
    /// From pressing to the file being saved.
    taken: Duration,
    /// How long the machine's processors worked meanwhile, taken together.
    busy: Duration,
    /// What the program had, in bytes.
    memory: u64,
}

async fn save(scene: &Scene, user: &str) -> Saved {
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
    let before = processor_time();
    tab.run(PRESS, vec![]).await;
    let taken = saved(&tab).await;
    let busy = processor_time() - before;
    let memory = tab.memory().await;
    tab.downloaded(".xml").await;
    let report = tab.report_json().await;
    assert_eq!(report.outcome(), "complete", "{:#}", report.json);
    tab.chromium.quit().await;
    Saved { taken, busy, memory }
}

/// How long the machine's processors have worked since it was started (`proc_stat(5)`).
fn processor_time() -> Duration {
    /// In milliseconds: `sysconf(_SC_CLK_TCK)` is 100 wherever servers run.
    const TICK: u64 = 10;
    let told = std::fs::read_to_string("/proc/stat").unwrap();
    let times = told.lines().next().unwrap().split_whitespace().skip(1);
    // Of user, nice, system, idle, waiting, interrupts: what follows is counted among them, or stolen.
    let times: Vec<u64> = times.take(7).map(|ticks| ticks.parse().unwrap()).collect();
    let idle = times[3] + times[4];
    Duration::from_millis(TICK * (times.iter().sum::<u64>() - idle))
}

/// The archive drained by a script that counts what comes, and throws it away.
async fn drain_by_script(scene: &Scene, user: &str, messages: usize) -> Duration {
    const DRAIN: &str = r#"
        const [url, domain, user, password, max] = arguments;
        const socket = new WebSocket(url, "xmpp");
        const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${domain}' version='1.0'/>`;
        const bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
        const ask = after => socket.send(`<iq xmlns='jabber:client' type='set' id='page'>` +
            `<query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'>` +
            `<max>${max}</max>${after}</set></query></iq>`);
        let begun, count = 0, is_in = false;
        socket.onopen = () => socket.send(open);
        socket.onmessage = ({ data }) => {
            if (data.includes("</forwarded>")) {
                count += 1;
            } else if (/<fin[ >]/.test(data)) {
                const last = data.match(/<last[^>]*>[^<]*<\/last>/)?.[0].replace(/last/g, "after");
                if (last && !/complete=['"]true/.test(data)) {
                    ask(last);
                } else {
                    window.__drained = [performance.now() - begun, count];
                    socket.close();
                }
            } else if (data.includes("<mechanisms")) {
                const secret = btoa(String.fromCharCode(...new TextEncoder().encode(`\0${user}\0${password}`)));
                socket.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`);
            } else if (data.startsWith("<success")) {
                socket.send(open);
            } else if (data.includes("xmpp-bind") && !is_in) {
                is_in = true;
                socket.send(`<iq xmlns='jabber:client' type='set' id='bind'>${bind}</iq>`);
            } else if (data.includes("</jid>")) {
                begun = performance.now();
                ask("");
            }
        }"#;
    let server = scene.network.server(Side::Old);
    let tab = scene.visit_unseen().await;
    let url = format!("wss://{}{}", server.domain, server.ws_path());
    let arguments = [&*url, &*server.domain, user, PASSWORD].map(serde_json::Value::from);
    tab.run(DRAIN, arguments.into_iter().chain([PAGE.into()]).collect()).await;
    let (taken, count): (f64, usize) =
        told(&tab, "__drained", |value| serde_json::from_value(value).ok()).await;
    tab.chromium.quit().await;
    assert_eq!(count, messages);
    Duration::from_secs_f64(taken / 1000.0)
}

async fn saved(tab: &Tab) -> Duration {
    Duration::from_secs_f64(told(tab, "__saved", |value| value.as_f64()).await / 1000.0)
}

/// Asked seldom, so that asking costs nothing.
async fn told<T>(tab: &Tab, name: &str, read: impl Fn(serde_json::Value) -> Option<T>) -> T {
    loop {
        if let Some(value) = read(tab.run(&format!("return window.{name} ?? null"), vec![]).await) {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
