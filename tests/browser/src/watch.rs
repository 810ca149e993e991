//! What must not happen while anybody uses the page: errors in the console, violations of the content
//! security policy, requests to strangers.

use std::collections::BTreeSet;

use crate::Tab;

/// Stands in every document before the page's own scripts. It also keeps the program's memory, which
/// the page shows to nobody.
pub(crate) const SCRIPT: &str = r"
const told = [];
Object.defineProperty(window, '__told', { value: told });
document.addEventListener('securitypolicyviolation', e =>
  told.push(`content security policy: ${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
addEventListener('error', e => told.push(`error: ${e.error?.stack ?? e.message}`));
addEventListener('unhandledrejection', e => told.push(`unhandled rejection: ${e.reason}`));
for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const result = await original.apply(WebAssembly, given);
    // The second half of the program shares it and exports none.
    window.__memory = (result.instance ?? result).exports.memory ?? window.__memory;
    return result;
  };
}
";

/// What Chromium says of a connection that is over: where both ends close it at the same time, ejabberd closes it
/// once more, and both servers may send what they have behind their closing frame.
const OVER: [&str; 2] = ["Close received after close", "Data frame received after close"];

impl Tab {
    /// Everything the console and the page's own listeners noted since the last time, warnings included.
    pub async fn complaints(&self) -> Vec<String> {
        let told = self.run("return window.__told?.splice(0) ?? []", vec![]).await;
        let told: Vec<String> = serde_json::from_value(told).unwrap();
        let console = self.chromium.driver.browser_log().await.unwrap().into_iter();
        let spoken =
            console.filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING")).map(|entry| {
                format!("{} ({}): {}", entry.level, entry.source.unwrap_or_default(), entry.message)
            });
        told.into_iter().chain(spoken).collect()
    }

    /// Nothing was complained about, and nobody but the two providers and the page's own origin was
    /// spoken to.
    pub async fn assert_quiet(&self) {
        self.assert_quiet_but(&[]).await;
    }

    /// The same, where complaints that contain one of these were provoked.
    pub async fn assert_quiet_but(&self, provoked: &[&str]) {
        let mut complaints = self.complaints().await;
        complaints.retain(|said| !provoked.iter().chain(&OVER).any(|part| said.contains(part)));
        assert_eq!(complaints, [""; 0], "the console");
        let strangers: BTreeSet<String> =
            self.hosts_spoken_to().await.difference(&self.hosts).cloned().collect();
        assert_eq!(strangers, BTreeSet::new(), "hosts that are neither the page's nor the providers'");
    }

    /// Lets the page speak to one more host: a domain somebody typed.
    pub fn may_speak_to(&mut self, host: &str) {
        self.hosts.insert(host.to_owned());
    }
}
