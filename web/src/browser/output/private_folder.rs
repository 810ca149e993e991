//! A folder in the browser's own storage that no other page and no other tab sees
//! (WHATWG File System, bucket file system), for files too large for memory.
//!
//! Nothing stays there: a folder is removed when its file is no longer needed, and
//! those of tabs that went without a word at the next start. Each folder carries a
//! lock's name, so that a tab still at work keeps its own.

use std::fmt;

use gloo::utils::window;
use js_sys::AsyncIterator;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::browser::lock::Lock;
use crate::browser::reflect::{call, fulfilled, option, promised, property};

use super::Failure;
use super::on_disk::OnDisk;

/// Other pages of the same origin may keep files there, too.
const PREFIX: &str = "migrator-";
const FILE: &str = "file";

/// One tab's folder.
pub struct PrivateFolder {
    root: JsValue,
    name: String,
    /// Until it is removed.
    lock: Option<Lock>,
}

impl PrivateFolder {
    /// Makes a folder, unless the browser has none to give: an old one, or a private window.
    pub async fn make(random: [u8; 32]) -> Option<Self> {
        let root = root().await?;
        let name = random.iter().take(8).fold(PREFIX.to_owned(), |name, byte| format!("{name}{byte:02x}"));
        let lock = Lock::take(&name).await?;
        fulfilled(&root, "getDirectoryHandle", &[JsValue::from_str(&name), option("create")]).await?;
        Some(Self { root, name, lock: Some(lock) })
    }

    /// The file in it, empty; the folder goes when the file does.
    pub async fn file(self) -> Result<OnDisk, Failure> {
        let folder = promised(&self.root, "getDirectoryHandle", &[JsValue::from_str(&self.name)]).await?;
        let file = promised(&folder, "getFileHandle", &[JsValue::from_str(FILE), option("create")]).await?;
        OnDisk::open(file, Some(self)).await
    }
}

/// Removes it with what is in it.
impl Drop for PrivateFolder {
    fn drop(&mut self) {
        let (root, name, lock) = (self.root.clone(), std::mem::take(&mut self.name), self.lock.take());
        spawn_local(async move {
            remove(&root, &name).await;
            drop(lock);
        });
    }
}

impl fmt::Debug for PrivateFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrivateFolder").field(&self.name).finish()
    }
}

/// Removes the folders of tabs that are gone.
pub async fn sweep() {
    let Some(root) = root().await else { return };
    // Before asking who is there: a folder made in between has its lock already.
    let names = names(&root).await;
    if names.is_empty() {
        return;
    }
    let held = Lock::held().await;
    for name in names.iter().filter(|name| !held.contains(name)) {
        remove(&root, name).await;
    }
}

async fn root() -> Option<JsValue> {
    let storage = property(&window().navigator(), "storage");
    fulfilled(&storage, "getDirectory", &[]).await
}

async fn names(root: &JsValue) -> Vec<String> {
    let mut names = Vec::new();
    let Some(keys) = call(root, "keys", &[]) else { return names };
    let keys: AsyncIterator = keys.unchecked_into();
    while let Ok(next) = keys.next() {
        let Ok(next) = JsFuture::from(next).await else { break };
        match property(&next, "value").as_string() {
            Some(name) if name.starts_with(PREFIX) => names.push(name),
            Some(_) => {}
            None => break,
        }
    }
    names
}

async fn remove(root: &JsValue, name: &str) {
    // What cannot be removed now goes at the next start.
    let _ = fulfilled(root, "removeEntry", &[JsValue::from_str(name), option("recursive")]).await;
}
