//! Chromium under a chromedriver of its own; both end with this value.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use servers::Network;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
];

/// How long a command of the driver may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A browser without a past.
#[derive(Debug)]
pub struct Chromium {
    pub driver: WebDriver,
    /// The browser's own, first to end.
    _browser: Ending,
    _chromedriver: Chromedriver,
    folder: Folder,
}

/// Whether the browser notes what passes over the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    Noted,
    /// For measuring: noting takes time.
    Unseen,
}

/// How large the person's browser is told to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    Usual,
    /// 200 %.
    Large,
}

impl Letters {
    fn pixels(self) -> u32 {
        match self {
            Letters::Usual => 16,
            Letters::Large => 32,
        }
    }
}

impl Chromium {
    /// # Panics
    /// When Chromium or chromedriver is not installed or does not start.
    pub async fn start(network: &Network, traffic: Traffic, letters: Letters) -> Self {
        let folder = Folder::new();
        let chromedriver = Chromedriver::start();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            wanted.add_arg(argument).unwrap();
        }
        for argument in network.chromium_arguments() {
            wanted.add_arg(&only_these(&argument)).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", folder.profile().display())).unwrap();
        let downloads = folder.downloads();
        let preferences = json!({
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            "webkit.webprefs.default_font_size": letters.pixels(),
        });
        wanted.add_experimental_option("prefs", preferences).unwrap();
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        if traffic == Traffic::Noted {
            wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All).unwrap();
        }
        let url = format!("http://127.0.0.1:{}", chromedriver.port);
        let driver = WebDriver::builder(&url, wanted).request_timeout(PATIENCE).connect().await.unwrap();
        let process = driver.capabilities().get("goog:processID").and_then(Value::as_i64).unwrap();
        Self { driver, _browser: Ending::of(process), _chromedriver: chromedriver, folder }
    }

    /// A command of the Chrome DevTools Protocol.
    pub async fn command(&self, name: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(name, parameters).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Where downloads arrive.
    pub fn downloads(&self) -> PathBuf {
        self.folder.downloads()
    }

    /// For files to be picked.
    pub fn folder(&self) -> &Path {
        &self.folder.path
    }

    /// Ends the browser as its person would. Dropping it, as a test that fails does, kills it.
    pub async fn quit(self) {
        // A browser that is gone already is what was wanted.
        let _ = self.driver.clone().quit().await;
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Asking the driver to end the session would wait for a page that waits for this thread.
        let _ = self.driver.clone().leak();
    }
}

/// A process that is made to end when this is dropped.
#[derive(Debug)]
struct Ending(Option<Pid>);

/// The processes that have not been made to end yet.
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

impl Ending {
    fn of(process: i64) -> Self {
        let process = i32::try_from(process).ok().and_then(Pid::from_raw);
        RUNNING.lock().unwrap().extend(process);
        Self(process)
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(process) = self.0 {
            RUNNING.lock().unwrap().retain(|running| *running != process);
            // It may have ended already.
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// For programs whose panics run no destructors: ends every browser of this process at a panic.
pub fn end_with_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        before(panic);
        for process in RUNNING.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = kill_process(*process, Signal::KILL);
        }
    }));
}

/// Every name that is not the network's resolves to nothing.
fn only_these(argument: &str) -> String {
    match argument.strip_prefix("--host-resolver-rules=") {
        Some(rules) => {
            format!("--host-resolver-rules={rules},MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE 127.0.0.1")
        }
        None => argument.to_owned(),
    }
}

#[derive(Debug)]
struct Chromedriver {
    child: Child,
    ending: Option<Ending>,
    port: u16,
    /// Kept open, or its next line would end it.
    _out: BufReader<ChildStdout>,
}

impl Chromedriver {
    fn start() -> Self {
        // The kernel ends it when the thread of the test ends, however that comes.
        let started = Command::new("setpriv")
            .args(["--pdeathsig", "TERM", "--", "chromedriver", "--port=0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.unwrap_or_else(|error| {
            panic!("chromedriver: {error}; install the Debian packages chromium and chromium-driver")
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let port = announced_port(&mut out);
        let ending = Some(Ending::of(child.id().into()));
        Self { child, ending, port, _out: out }
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        drop(self.ending.take());
        let _ = self.child.wait();
    }
}

fn announced_port(out: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while out.read_line(&mut line).is_ok_and(|length| length > 0) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim().trim_end_matches('.').parse().unwrap();
        }
        line.clear();
    }
    panic!("chromedriver ended before it listened");
}

/// A folder that goes when it is dropped.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("migrator-browser-{}-{number}", std::process::id()));
        let folder = Self { path };
        fs::create_dir_all(folder.downloads()).unwrap();
        folder
    }

    fn profile(&self) -> PathBuf {
        self.path.join("profile")
    }

    fn downloads(&self) -> PathBuf {
        self.path.join("downloads")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
