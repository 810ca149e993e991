//! axe-core on what is shown.

use serde_json::Value;

use crate::{Tab, bundle};

const CHECK: &str = r"
const done = arguments[arguments.length - 1];
const rules = { 'target-size': { enabled: true } };
axe.run(document, { resultTypes: ['violations'], rules }).then(
  result => done(result.violations.map(v =>
    `${v.id} (${v.help}): ` + v.nodes.slice(0, 4).map(n => `${n.target} ${n.html.slice(0, 160)} ${
      [...n.any, ...n.all, ...n.none].map(c => c.message).join('; ')}`).join(' | '))),
  error => done([`axe: ${error}`]));
";

impl Tab {
    /// axe finds nothing.
    pub async fn assert_accessible(&self, when: &str) {
        if self.run("return typeof axe", vec![]).await != "object" {
            self.run(&bundle::axe(), vec![]).await;
        }
        let found = self.run_until_done(CHECK).await;
        let violations: Vec<Value> = found.as_array().cloned().unwrap_or_default();
        if !violations.is_empty() {
            self.picture(&format!("axe-{}", when.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))).await;
        }
        assert_eq!(violations, [""; 0], "axe at {when}");
    }
}
