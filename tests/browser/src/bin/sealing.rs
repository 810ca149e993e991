//! How fast the page's worker encrypts and decrypts, in Chromium: the shipped script and program, fed as the page
//! feeds them (`web/src/browser/sealer.rs`), from a Blob and into parts of another. The key's derivation (scrypt
//! with log N = 15) is told besides; what a disk takes is not in it.
//!
//! With a number as argument, so many megabytes.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::process::ExitCode;
use std::time::Duration;

use browser::{Scene, Tab};
use serde_json::{Value, json};
use servers::Kind;

const SIZE: u64 = 64;
const RUNS: usize = 3;
/// Megabytes in a second.
const TARGET: f64 = 20.0;

/// Both ways; milliseconds for the key and for everything, each way, and whether the same came out.
const MEASURE: &str = r#"
const [size, done] = arguments;
const MB = 1000 * 1000, SLICE = 1 << 20, AHEAD = 3;
async function run(act, from, take) {
  const worker = new Worker("sealing.js", { type: "module" });
  let heard, next = new Promise(resolve => heard = resolve);
  const answers = [];
  worker.onmessage = ({ data }) => { answers.push(data); heard(); next = new Promise(resolve => heard = resolve); };
  const answer = async () => {
    while (answers.length === 0) await next;
    const data = answers.shift();
    if (!data.bytes) throw new Error(JSON.stringify(data));
    return data.bytes;
  };
  const ask = (question, buffers) => worker.postMessage(question, buffers);
  const passphrase = new TextEncoder().encode("four words and more"), random = crypto.getRandomValues(new Uint8Array(48));
  const begun = performance.now();
  ask({ act, passphrase, random }, [passphrase.buffer, random.buffer]);
  await answer();
  let key = performance.now() - begun;
  let at = 0, asked = 0, first = true;
  while (at < from.size || asked > 0) {
    while (at < from.size && asked < AHEAD) {
      const bytes = await from.slice(at, at + SLICE).arrayBuffer();
      ask({ act: "feed", bytes }, [bytes]);
      at += SLICE; asked += 1;
    }
    const bytes = await answer();
    if (act === "open" && first) key = performance.now() - begun;
    first = false;
    await take(bytes);
    asked -= 1;
  }
  ask({ act: "finish" }, []);
  await take(await answer());
  const all = performance.now() - begun;
  worker.terminate();
  return [key, all];
}
// When what is in Blobs first comes to some 500 MB, Chromium makes some that cannot be read: each is tried, as the
// page does (web/src/browser/output), the same text is encrypted in every run, and what is opened is compared in
// passing and not kept.
async function part(bytes) {
  for (let tries = 1; ; tries += 1) {
    const blob = new Blob([bytes]);
    try {
      await blob.slice(0, 1).arrayBuffer();
      return blob;
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}
async function text(size) {
  const piece = new Uint8Array(MB);
  for (let n = 0; n < MB; n += 50000) crypto.getRandomValues(piece.subarray(n, n + 50000));
  return { piece, plain: await part(new Blob(await Promise.all(Array.from({ length: size }, () => part(piece))))) };
}
(async () => {
  const { piece, plain } = window.__text ??= await text(size);
  const parts = [];
  const seal = await run("seal", plain, async bytes => parts.push(await part(bytes)));
  let at = 0, same = true;
  const open = await run("open", new Blob(parts), bytes => {
    const found = new Uint8Array(bytes);
    same &&= found.subarray(0, 1000).every((byte, n) => byte === piece[(at + n) % MB]);
    at += found.length;
  });
  done({ seal, open, same: same && at === plain.size });
})().catch(error => done({ error: String(error) }));
"#;

#[tokio::main]
async fn main() -> ExitCode {
    browser::end_with_panics();
    let size = std::env::args().nth(1).map_or(SIZE, |size| size.parse().unwrap());
    let scene = Scene::set(Kind::Prosody, Kind::Prosody).await;
    let tab = scene.visit_unseen().await;
    // Longer than a driver would wait by itself, for slow machines.
    tab.chromium.driver.set_script_timeout(Duration::from_secs(600)).await.unwrap();
    let (mut sealing, mut opening) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let found = measure(&tab, size).await;
        sealing.push(found["seal"].clone());
        opening.push(found["open"].clone());
    }
    tab.chromium.quit().await;
    println!("{size} MB, median of {RUNS}");
    let slowest = [line("encrypting", &sealing, size), line("decrypting", &opening, size)];
    if slowest.iter().all(|rate| *rate >= TARGET) {
        ExitCode::SUCCESS
    } else {
        println!("\nless than {TARGET} MB in a second");
        ExitCode::FAILURE
    }
}

async fn measure(tab: &Tab, size: u64) -> Value {
    let answer = tab.chromium.driver.execute_async(MEASURE, vec![json!(size)]).await.unwrap();
    let found = answer.json().clone();
    assert_eq!(found["same"], true, "{found}");
    found
}

/// Megabytes in a second, with the derivation of the key.
fn line(name: &str, runs: &[Value], size: u64) -> f64 {
    let median = |at: usize| {
        let mut times: Vec<f64> = runs.iter().map(|run| run[at].as_f64().unwrap()).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (key, all) = (median(0), median(1));
    let rate = size as f64 / all * 1000.0;
    println!(
        "{name}  {rate:6.1} MB/s  ({:.1} without the {key:.0} ms for the key)",
        size as f64 / (all - key) * 1000.0
    );
    rate
}
