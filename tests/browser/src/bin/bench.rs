//! The page's pace beside a bare client's: the shipped bundle in Chromium, and a native client that goes
//! the same way in and sends the same requests to the same servers, all at once.
//!
//! *Connect to file* begins when connect is pressed, of a page that is at rest (it goes through a made-up move
//! while an address and a password are typed, for which it has a second and a half), in a browser that has not
//! spoken to the provider before. In it are, for both: the WebSocket over TLS through the same front,
//! SCRAM-SHA-1 with the server's iteration count, binding, every request (disco and surveys too), and the
//! file written and read back. Discovery over https (both forms asked for at once) is in the bare client's
//! time only: the page asks as soon as the address stands there, before anything is pressed. The bare client has a TLS
//! configuration of its own for every run, sends all requests without waiting for an answer, and its file
//! holds the answers as they came. The page draws what it reads, asks for some things only when it knows
//! of them, and compares what it reads back. Both clocks stop when the bytes are complete and read back;
//! the page shows it then. What Chromium takes to put the download into its folder is told besides and not
//! compared: it is the same for any file of any page.
//!
//! Nothing looks at the page while a clock runs: it tells by itself when it is through.
//!
//! *Start to report* begins when start is pressed, with both clients signed in; all writes are in it, and
//! what is read before and after them.
//!
//! The requests are those the page was seen to send in a first run, which is not measured.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::os::unix::fs::MetadataExt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use browser::{DESTINATION, Frame, ORIGIN, PASSWORD, Scene, Tab};
use roxmltree::Document;
use servers::client::{Error, Request};
use servers::seed::Size;
use servers::xml::serialize;
use servers::{Client, Kind, Side};

const CONTACTS: usize = 200;
/// Less than it takes to type an address and a password.
const TYPING: Duration = Duration::from_millis(1500);
const RUNS: usize = 5;
/// The page may take this many times as long as the bare client.
const TARGET: f64 = 1.5;
/// What the page's program may take, in bytes.
const MEMORY: u64 = 32 << 20;

/// Requests as the page sent them, by what they were for.
struct Requests {
    reading: Vec<Request>,
    writing: Vec<Request>,
    /// To whom they were written.
    destination: String,
}

/// One way from one account to the other.
struct Run {
    /// From pressing connect to the file being complete and read back.
    reading: Duration,
    /// From pressing connect to the file in the folder for downloads.
    download: Duration,
    /// From pressing start to the report.
    writing: Duration,
    memory: u64,
}

fn main() -> ExitCode {
    browser::end_with_panics();
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure())
}

async fn measure() -> ExitCode {
    let scene = Scene::set(Kind::Prosody, Kind::Ejabberd).await;
    println!("filling an account with {CONTACTS} contacts");
    scene.fill(Side::Old, "anna", &Size::full(CONTACTS)).await;
    let requests = observe(&scene).await;
    println!("{} requests to read, {} to write\n", requests.reading.len(), requests.writing.len());

    let (mut page, mut bare) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        page.push(visit(&scene, &scene.visit_unseen().await, &format!("page{run}")).await);
        bare.push(replay(&scene, &requests, &format!("bare{run}")).await);
    }
    let memory = page.iter().map(|run| run.memory).max().unwrap();
    println!("median of {RUNS}          page       bare      ratio");
    let ratios = [
        line("connect to file", &page, &bare, |run| run.reading),
        line("start to report", &page, &bare, |run| run.writing),
    ];
    let downloads = median(&page, |run| run.download);
    println!("connect to folder {:5} ms, by the browser's own download", downloads.as_millis());
    println!("memory           {:6.1} MB", memory as f64 / f64::from(1 << 20));
    if ratios.iter().all(|ratio| *ratio <= TARGET) && memory < MEMORY {
        ExitCode::SUCCESS
    } else {
        println!("\nmore than {TARGET} times the bare client's time, or 32 MB");
        ExitCode::FAILURE
    }
}

fn line(name: &str, page: &[Run], bare: &[Run], what: impl Fn(&Run) -> Duration) -> f64 {
    let (page, bare) = (median(page, &what), median(bare, &what));
    let ratio = page.as_secs_f64() / bare.as_secs_f64();
    println!("{name:16} {:6} ms  {:6} ms  {ratio:7.2}", page.as_millis(), bare.as_millis());
    ratio
}

fn median(runs: &[Run], what: impl Fn(&Run) -> Duration) -> Duration {
    let mut times: Vec<Duration> = runs.iter().map(what).collect();
    times.sort();
    times[times.len() / 2]
}

/// One run with everything the page sends noted.
async fn observe(scene: &Scene) -> Requests {
    let tab = scene.visit().await;
    let destination = scene.register(Side::New, "first").await;
    read(&tab, scene).await;
    let reading = tab.frames_sent().await;
    review(&tab, &destination).await;
    let before = tab.frames_sent().await.len();
    write(&tab).await;
    let writing = tab.frames_sent().await.split_off(before);
    tab.chromium.quit().await;
    let to = |frames: Vec<Frame>, host: &str| {
        frames
            .into_iter()
            .filter(|frame| frame.host == host)
            .filter_map(|frame| request(&frame.text))
            .collect()
    };
    Requests { reading: to(reading, "old.test"), writing: to(writing, "new.test"), destination }
}

/// None for what is not a request, or belongs to signing in.
fn request(frame: &str) -> Option<Request> {
    let document = Document::parse(frame).ok()?;
    let iq = document.root_element();
    let kind = match iq.attribute("type") {
        Some("get") => "get",
        Some("set") => "set",
        _ => return None,
    };
    let payload = iq.first_element_child()?;
    let namespace = payload.tag_name().namespace().unwrap_or_default();
    let is_sign_in = namespace.starts_with("urn:ietf:params:xml:ns:xmpp-");
    let request = Request { kind, to: iq.attribute("to").map(str::to_owned), payload: serialize(payload) };
    (iq.tag_name().name() == "iq" && !is_sign_in).then_some(request)
}

async fn visit(scene: &Scene, tab: &Tab, user: &str) -> Run {
    let destination = scene.register(Side::New, user).await;
    let (reading, download) = read(tab, scene).await;
    review(tab, &destination).await;
    let writing = write(tab).await;
    let memory = tab.memory().await;
    Run { reading, download, writing, memory }
}

/// Signs in and saves the file as soon as the page offers to: how long until it is complete and read back,
/// and how long until it is in the folder.
async fn read(tab: &Tab, scene: &Scene) -> (Duration, Duration) {
    const PRESS: &str = r#"
        const done = arguments[0];
        const find = id => document.querySelector(`[data-testid="${id}"]`);
        const watch = new MutationObserver(() => {
            const save = find("save-file");
            if (save?.dataset.state === "idle") save.click();
            if (save?.dataset.state === "saved") {
                watch.disconnect();
                done([pressed, performance.now() - begun]);
            }
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        const pressed = Date.now(), begun = performance.now();
        find("origin-connect").click()"#;
    tab.press("start-move").await;
    tab.wait_stage(ORIGIN).await;
    tab.fill("origin-jid", &scene.network.server(Side::Old).jid("anna")).await;
    tab.fill("origin-password", PASSWORD).await;
    tokio::time::sleep(TYPING).await;
    tab.wait_idle().await;
    let told = tab.run_until_done(PRESS).await;
    let (pressed, taken) = (told[0].as_u64().unwrap(), told[1].as_f64().unwrap());
    let is_there = async || tab.downloads().into_iter().find(|name| name.ends_with(".xml"));
    let file = tab.chromium.downloads().join(tab.wait("the download", is_there).await);
    // It gets its name once it is complete.
    let named = std::fs::metadata(&file).unwrap();
    let arrived = Duration::new(named.ctime().try_into().unwrap(), named.ctime_nsec().try_into().unwrap());
    std::fs::remove_file(file).unwrap();
    (Duration::from_secs_f64(taken / 1000.0), arrived.saturating_sub(Duration::from_millis(pressed)))
}

async fn review(tab: &Tab, destination: &str) {
    tab.press("choose-continue").await;
    tab.sign_in(DESTINATION, destination).await;
    tab.wait_planned().await;
}

async fn write(tab: &Tab) -> Duration {
    const PRESS: &str = r#"
        const done = arguments[0];
        const begun = performance.now();
        const watch = new MutationObserver(() => {
            if (document.querySelector("main").dataset.stage === "report") {
                watch.disconnect();
                done(performance.now() - begun);
            }
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        document.querySelector('[data-testid="review-start"]').click()"#;
    let taken = tab.run_until_done(PRESS).await.as_f64().unwrap();
    assert_eq!(tab.wait_report().await.attribute("data-outcome"), "complete");
    Duration::from_secs_f64(taken / 1000.0)
}

/// The same requests, each kind of work all at once.
async fn replay(scene: &Scene, requests: &Requests, user: &str) -> Run {
    let own = scene.register(Side::New, user).await;
    let begun = Instant::now();
    let client = discover(scene, Side::Old, "anna").await;
    let answers = answered(&client, requests.reading.clone()).await;
    let file = std::env::temp_dir().join(format!("bench-{}", std::process::id()));
    std::fs::write(&file, &answers).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), answers.as_bytes());
    let reading = begun.elapsed();
    std::fs::remove_file(file).unwrap();

    let client = discover(scene, Side::New, user).await;
    let addressed = |request: &Request| Request {
        to: request.to.as_ref().map(|to| to.replace(&requests.destination, &own)),
        payload: request.payload.replace(&requests.destination, &own),
        kind: request.kind,
    };
    let writing: Vec<Request> = requests.writing.iter().map(addressed).collect();
    let begun = Instant::now();
    answered(&client, writing).await;
    Run { reading, download: reading, writing: begun.elapsed(), memory: 0 }
}

async fn discover(scene: &Scene, side: Side, user: &str) -> Client {
    Client::discover(&scene.network, side, user, PASSWORD).await.unwrap()
}

/// All answers as they came.
async fn answered(client: &Client, requests: Vec<Request>) -> String {
    let text = |answer| match answer {
        // What is not there is an answer too, as it was for the page.
        Ok(xml) | Err(Error::Stanza { xml, .. }) => xml,
        Err(error) => panic!("{error}"),
    };
    client.send_many(requests).await.into_iter().map(text).collect()
}
