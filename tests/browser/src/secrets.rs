//! Where a password must not be found.

use serde_json::Value;

use crate::{PASSWORD, Tab};

/// Everything a script of the page could read later, as one text.
const REMAINS: &str = r"
const done = arguments[arguments.length - 1];
const storage = s => Object.entries({ ...s }).map(e => e.join('=')).join('\n');
(async () => {
  const fields = [...document.querySelectorAll('input, textarea')].map(e => `${e.value} ${e.defaultValue}`);
  const databases = (await indexedDB.databases()).map(d => d.name);
  const caches_ = await caches.keys();
  let files = [];
  try { for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name); }
  catch (e) { files = []; }
  done({
    shown: [document.documentElement.outerHTML, ...fields].join('\n'),
    address: [location.href, document.cookie, document.title, JSON.stringify(history.state), window.name].join('\n'),
    kept: [storage(localStorage), storage(sessionStorage), ...databases, ...caches_, ...files].join('\n'),
  });
})();
";

/// How the folders of copies under way begin.
const COPY: &str = "migrator-";

/// Looks for the UTF-8 bytes of a text in the program's memory.
const SEARCH: &str = r"
const wanted = new TextEncoder().encode(arguments[0]);
const memory = new Uint8Array(window.__memory.buffer);
let found = 0;
for (let at = memory.indexOf(wanted[0]); at >= 0; at = memory.indexOf(wanted[0], at + 1)) {
  if (wanted.every((byte, n) => memory[at + n] === byte)) found += 1;
}
return found;
";

impl Tab {
    /// The password is neither shown nor kept anywhere. Nothing is stored, unless it
    /// is a copy that the browser may still be taking over.
    pub async fn assert_no_password(&self) {
        self.assert_gone(PASSWORD).await;
    }

    /// The same of any secret that was typed.
    pub async fn assert_gone(&self, secret: &str) {
        let found = self.run_until_done(REMAINS).await;
        for (place, text) in found.as_object().unwrap() {
            let text = text.as_str().unwrap_or_default();
            assert!(!text.contains(secret), "the secret is among what is {place}");
        }
        let kept = found["kept"].as_str().unwrap_or_default();
        let more: Vec<&str> =
            kept.lines().filter(|name| !name.is_empty() && !name.starts_with(COPY)).collect();
        assert_eq!(more, [""; 0], "the page stores nothing");
        assert!(self.in_memory(".test").await > 0, "the program's memory cannot be searched");
        assert_eq!(self.in_memory(secret).await, 0, "copies of the secret in the program's memory");
    }

    /// Once the person starts over, nothing at all is stored.
    pub async fn assert_nothing_kept(&self) {
        self.wait_until("empty storage", async || {
            let found = self.run_until_done(REMAINS).await;
            found["kept"].as_str().is_some_and(|kept| kept.trim().is_empty())
        })
        .await;
    }

    /// How often a text stands in the program's memory.
    pub async fn in_memory(&self, text: &str) -> u64 {
        self.run(SEARCH, vec![Value::from(text)]).await.as_u64().unwrap()
    }

    /// The program's memory in bytes. It never shrinks, so this is also the most there ever was.
    pub async fn memory(&self) -> u64 {
        self.run("return window.__memory.buffer.byteLength", vec![]).await.as_u64().unwrap()
    }
}
