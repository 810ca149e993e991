//! One visit to the page: finding things, pressing them, waiting for what comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use servers::Network;
use thirtyfour::{By, WebElement};

use crate::chromium::{Chromium, Letters, Traffic};
use crate::traffic::Noted;
use crate::watch;

/// How long anything may take before a test gives up. Generous: it is not a measurement.
pub const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(40);

/// The page in a browser.
#[derive(Debug)]
pub struct Tab {
    pub chromium: Chromium,
    pub(crate) hosts: BTreeSet<String>,
    pub(crate) noted: Noted,
    pub(crate) traffic: Traffic,
    url: String,
}

/// The attributes of an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(pub BTreeMap<String, String>);

impl Row {
    /// An attribute, empty where there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    pub fn state(&self) -> &str {
        self.attribute("data-state")
    }

    /// The number in an attribute.
    ///
    /// # Panics
    /// When there is none.
    pub fn count(&self, name: &str) -> usize {
        self.attribute(name).parse().unwrap_or_else(|_| panic!("no number in {name} of {self:?}"))
    }
}

impl Tab {
    pub(crate) async fn open(
        network: &Network,
        url: &str,
        query: &str,
        hosts: BTreeSet<String>,
        traffic: Traffic,
        letters: Letters,
    ) -> Self {
        let chromium = Chromium::start(network, traffic, letters).await;
        let tab = Self { chromium, hosts, noted: Noted::default(), traffic, url: url.to_owned() };
        let source = json!({ "source": watch::SCRIPT });
        tab.chromium.command("Page.addScriptToEvaluateOnNewDocument", source).await;
        tab.resize(crate::Size::Phone).await;
        tab.go(query).await;
        tab
    }

    /// Loads the page anew.
    pub async fn go(&self, query: &str) {
        self.chromium.driver.goto(format!("{}{query}", self.url)).await.unwrap();
        self.wait("the page", async || self.row("start-move").await).await;
    }

    /// Runs a script in the page; it ends with `return`.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.chromium.driver.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// Runs a script in the page until it calls its last argument, with what it gives that: nothing looks at the
    /// page meanwhile.
    pub async fn run_until_done(&self, script: &str) -> Value {
        let answer = self.chromium.driver.execute_async(script, vec![]).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// Waits until `look` gives something.
    ///
    /// # Panics
    /// After `PATIENCE`, with what the page shows then.
    pub async fn wait<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.wait_for(PATIENCE, what, look).await
    }

    /// The same where a server is slow on purpose.
    pub async fn wait_long<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        self.wait_for(10 * PATIENCE, what, look).await
    }

    async fn wait_for<T>(&self, patience: Duration, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if Instant::now() > deadline {
                self.give_up(what).await;
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    async fn give_up(&self, what: &str) -> ! {
        let shown = self.run("return document.body.innerText", vec![]).await;
        let stage = self.stage().await;
        self.picture(&format!("waiting-for-{}", what.replace(|c: char| !c.is_ascii_alphanumeric(), "-")))
            .await;
        let told = self.complaints().await;
        panic!(
            "waited for {what} in vain; stage {stage}, console {told:#?}, shown:\n{}",
            shown.as_str().unwrap_or_default()
        );
    }

    /// Waits until `is_so`.
    pub async fn wait_until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        self.wait(what, async || is_so().await.then_some(())).await;
    }

    /// The name of the stage shown.
    pub async fn stage(&self) -> String {
        let script = "return document.querySelector('main')?.dataset.stage ?? ''";
        self.run(script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The attributes of the first element with this `data-testid`.
    pub async fn row(&self, testid: &str) -> Option<Row> {
        self.rows(testid).await.into_iter().next().map(|(_, row)| row)
    }

    /// The attributes of every element whose `data-testid` is `testid`, or begins with what stands before
    /// its `*`, in the order of the page.
    pub async fn rows(&self, testid: &str) -> Vec<(String, Row)> {
        let selector = match testid.strip_suffix('*') {
            Some(start) => format!("[data-testid^='{start}']"),
            None => format!("[data-testid='{testid}']"),
        };
        let script = "return [...document.querySelectorAll(arguments[0])].map(
            e => [e.dataset.testid, Object.fromEntries([...e.attributes].map(a => [a.name, a.value]))])";
        let found: Vec<(String, BTreeMap<String, String>)> =
            serde_json::from_value(self.run(script, vec![selector.into()]).await).unwrap();
        found.into_iter().map(|(testid, attributes)| (testid, Row(attributes))).collect()
    }

    /// What an element says, as it is shown.
    pub async fn text(&self, testid: &str) -> String {
        self.element(testid).await.text().await.unwrap()
    }

    /// The element, once it is there.
    pub async fn element(&self, testid: &str) -> WebElement {
        self.wait(testid, async || self.chromium.driver.find(by_testid(testid)).await.ok()).await
    }

    /// Presses a control once it can be pressed: scrolls to it and presses where it is, as a finger would.
    pub async fn press(&self, testid: &str) {
        self.wait(&format!("being able to press {testid}"), async || {
            let row = self.row(testid).await?;
            if row.0.contains_key("disabled") || row.attribute("aria-disabled") == "true" {
                return None;
            }
            let element = self.chromium.driver.find(by_testid(testid)).await.ok()?;
            let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            self.chromium.driver.execute(script, [element.to_json().ok()?]).await.ok()?;
            element.click().await.ok()
        })
        .await;
    }

    /// Presses the control with this role whose accessible name begins like this.
    pub async fn press_named(&self, role: &str, name: &str) {
        let element = self.wait(&format!("the {role} “{name}”"), async || self.named(role, name).await).await;
        let function = "function() { this.scrollIntoView({ block: 'center' }); this.click(); }";
        let call = json!({ "objectId": element, "functionDeclaration": function, "userGesture": true });
        self.chromium.command("Runtime.callFunctionOn", call).await;
    }

    /// The element with this role and beginning of its name, as the accessibility tree has it.
    async fn named(&self, role: &str, name: &str) -> Option<String> {
        let document = self.chromium.command("DOM.getDocument", json!({ "depth": 0 })).await;
        let query = json!({ "nodeId": document["root"]["nodeId"], "role": role });
        let found = self.chromium.command("Accessibility.queryAXTree", query).await;
        let nodes = found["nodes"].as_array()?;
        let is_meant =
            |node: &&Value| node["name"]["value"].as_str().is_some_and(|found| found.starts_with(name));
        let node = nodes.iter().find(is_meant)?;
        let resolved = json!({ "backendNodeId": node["backendDOMNodeId"] });
        let resolved = self.chromium.command("DOM.resolveNode", resolved).await;
        resolved["object"]["objectId"].as_str().map(str::to_owned)
    }

    /// Waits until the page has nothing to do.
    pub async fn wait_idle(&self) {
        let script = "const done = arguments[0]; requestIdleCallback(() => requestIdleCallback(done))";
        self.run_until_done(script).await;
    }

    /// Empties a field and types into it.
    pub async fn fill(&self, testid: &str, text: &str) {
        let field = self.element(testid).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What stands in a field.
    pub async fn value(&self, testid: &str) -> String {
        self.element(testid).await.prop("value").await.unwrap().unwrap_or_default()
    }
}

fn by_testid(testid: &str) -> By {
    By::Css(format!("[data-testid='{testid}']"))
}
