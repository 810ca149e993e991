//! How long the page keeps its person waiting: tasks during which the browser neither draws nor hears.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::Tab;

/// The browser tells of tasks of 50 ms and more (W3C Long Tasks).
const WATCH: &str = r"
window.__tasks = [];
new PerformanceObserver(list => {
  const stage = document.querySelector('main')?.dataset.stage ?? '';
  for (const task of list.getEntries())
    window.__tasks.push([stage, Math.round(task.startTime), Math.round(task.duration)]);
}).observe({ type: 'longtask' });
";

/// So seldom is the page looked at, as looking keeps it busy too.
const GLANCE: Duration = Duration::from_millis(500);
/// How long a large account may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(1200);

/// A task that took long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongTask {
    /// What the page showed when the browser told of it.
    pub stage: String,
    /// Milliseconds since the page was opened.
    pub begun: u64,
    /// Milliseconds.
    pub taken: u64,
}

impl Tab {
    /// Begins to note long tasks.
    pub async fn watch_tasks(&self) {
        self.run(WATCH, vec![]).await;
    }

    /// Presses with the processor so many times slower, and gives the long tasks
    /// until `selector` is found. Nothing else is done to the page meanwhile.
    ///
    /// # Panics
    /// When it is never found.
    pub async fn press_slowed(&self, testid: &str, slower: f64, selector: &str) -> Vec<LongTask> {
        const PRESS: &str = "window.__tasks.length = 0;
            document.querySelector(`[data-testid='${arguments[0]}']`).click()";
        self.set_pace(slower).await;
        self.run(PRESS, vec![testid.into()]).await;
        let deadline = Instant::now() + PATIENCE;
        let look = "return document.querySelector(arguments[0]) !== null";
        while self.run(look, vec![selector.into()]).await != true {
            assert!(Instant::now() < deadline, "waited for {selector} in vain");
            tokio::time::sleep(GLANCE).await;
        }
        let tasks = self.long_tasks().await;
        self.set_pace(1.0).await;
        tasks
    }

    /// The long tasks since they were asked for last.
    pub async fn long_tasks(&self) -> Vec<LongTask> {
        let told = self.run("return window.__tasks.splice(0)", vec![]).await;
        let told: Vec<(String, u64, u64)> = serde_json::from_value(told).unwrap();
        told.into_iter().map(|(stage, begun, taken)| LongTask { stage, begun, taken }).collect()
    }

    async fn set_pace(&self, slower: f64) {
        self.chromium.command("Emulation.setCPUThrottlingRate", json!({ "rate": slower })).await;
    }
}

impl fmt::Display for LongTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:12} {:6} ms, at {} ms", self.stage, self.taken, self.begun)
    }
}
