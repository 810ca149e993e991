//! What a person does, in the words of the contract.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::tab::{Row, Tab};
use crate::{PASSWORD, ReportFile};

/// The prefixes of the two sides' controls.
pub const ORIGIN: &str = "origin";
pub const DESTINATION: &str = "destination";

/// The kinds of data that move, in no order.
pub const KINDS: [&str; 6] = ["roster", "profile", "avatar", "bookmarks", "private_storage", "blocklist"];

/// A problem as the page tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemShown {
    pub code: String,
    /// What happened and what one can do, without the details.
    pub text: String,
    pub details: String,
    pub can_retry: bool,
}

impl Tab {
    pub async fn wait_stage(&self, stage: &str) {
        self.wait_until(&format!("stage {stage}"), async || self.stage().await == stage).await;
    }

    /// Types address and password and presses connect.
    pub async fn connect(&self, side: &str, jid: &str, password: &str) {
        self.fill(&format!("{side}-jid"), jid).await;
        self.fill(&format!("{side}-password"), password).await;
        self.press(&format!("{side}-connect")).await;
    }

    /// From the stage of that side to the one after it.
    pub async fn sign_in(&self, side: &str, jid: &str) {
        self.wait_stage(side).await;
        self.connect(side, jid, PASSWORD).await;
        self.wait_stage(if side == ORIGIN { "choose" } else { "review" }).await;
        let account = self.row(&format!("{side}-account")).await;
        assert_eq!(account.unwrap_or_default().attribute("data-jid"), jid, "who is signed in");
    }

    /// Until every kind is known.
    pub async fn wait_counted(&self) -> BTreeMap<String, Row> {
        self.wait("all counts", async || {
            let rows = self.kinds("kind-").await;
            let settled = ["ready", "empty", "unsupported", "failed"];
            let all = KINDS.iter().all(|id| rows.get(*id).is_some_and(|row| settled.contains(&row.state())));
            all.then_some(rows)
        })
        .await
    }

    /// Until it is known what would change.
    pub async fn wait_planned(&self) -> BTreeMap<String, Row> {
        self.wait_stage("review").await;
        self.wait("the plan", async || {
            let rows = self.kinds("plan-").await;
            let known = |id: &&str| rows.get(*id).is_some_and(|row| row.0.contains_key("data-add"));
            KINDS.iter().all(known).then_some(rows)
        })
        .await
    }

    pub async fn wait_report(&self) -> Row {
        self.wait_stage("report").await;
        self.wait("the report", async || self.row("report").await).await
    }

    /// The same where a server takes its time.
    pub async fn wait_report_slowly(&self) -> Row {
        self.wait_long("the report", async || self.row("report").await).await
    }

    /// The rows `PREFIXid` by kind.
    pub async fn kinds(&self, prefix: &str) -> BTreeMap<String, Row> {
        let rows = self.rows(&format!("{prefix}*")).await;
        let of = |(testid, row): (String, Row)| Some((testid.strip_prefix(prefix)?.to_owned(), row));
        rows.into_iter().filter_map(of).filter(|(id, _)| KINDS.contains(&id.as_str())).collect()
    }

    /// Saves the report and reads it.
    pub async fn report_json(&self) -> ReportFile {
        self.press("save-report").await;
        let (name, bytes) = self.downloaded(".json").await;
        ReportFile::parse(&name, &bytes)
    }

    /// Gives the page files to read.
    pub async fn pick(&self, files: &[&Path]) {
        self.pick_into("file-input", files).await;
    }

    /// Gives one of its fields files.
    pub async fn pick_into(&self, testid: &str, files: &[&Path]) {
        let input = self.element(testid).await;
        // Else the driver would add them to those picked before, which no person can.
        input.clear().await.unwrap();
        let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        input.send_keys(paths.join("\n")).await.unwrap();
    }

    /// The problem on the page, once there is one.
    pub async fn problem(&self) -> ProblemShown {
        self.wait("a problem", async || self.problem_now().await).await
    }

    /// The problem, once it is this one.
    pub async fn problem_with(&self, code: &str) -> ProblemShown {
        self.wait(&format!("problem {code}"), async || {
            self.problem_now().await.filter(|problem| problem.code == code)
        })
        .await
    }

    /// The problem says what happened and keeps the technical part folded away.
    pub async fn explained(&self, code: &str) {
        let problem = self.problem_with(code).await;
        assert!(problem.text.len() > 40 && !problem.details.is_empty(), "{problem:?}");
        assert!(!problem.text.contains(&problem.details), "the details are folded away: {problem:?}");
    }

    /// Puts a file where it can be picked.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.chromium.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub async fn problem_now(&self) -> Option<ProblemShown> {
        let script = "const e = document.querySelector(\"[data-testid='problem']\");
            if (e === null) return null;
            const details = e.querySelector(\"[data-testid='problem-details']\");
            return [e.dataset.code, e.innerText, details?.textContent ?? '',
                e.querySelector(\"[data-testid='problem-retry']\") !== null]";
        let found: Option<(String, String, String, bool)> =
            serde_json::from_value(self.run(script, vec![]).await).unwrap();
        let (code, text, details, can_retry) = found?;
        Some(ProblemShown { code, text, details, can_retry })
    }

    /// Presses a key where the focus is.
    pub async fn key(&self, name: &str) {
        let code = match name {
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            _ => 0,
        };
        let text = match name {
            "Enter" => "\r",
            " " => " ",
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": name, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = Value::from(text);
            }
            self.chromium.command("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Presses at a point of the screen.
    pub async fn tap(&self, x: f64, y: f64) {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.chromium.command("Input.dispatchMouseEvent", event).await;
        }
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) {
        self.chromium.command("Input.insertText", json!({ "text": text })).await;
    }

    /// The `data-testid` of what has the focus.
    pub async fn focused(&self) -> String {
        let focused = self.run("return document.activeElement?.dataset.testid ?? ''", vec![]).await;
        focused.as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until this has the focus.
    pub async fn tab_to(&self, testid: &str) {
        for _ in 0..60 {
            if self.focused().await == testid {
                return;
            }
            self.key("Tab").await;
        }
        panic!("Tab does not lead to {testid}");
    }
}
