//! How much the browser would keep for this page (WHATWG Storage).

use gloo::utils::window;

use crate::browser::reflect::{fulfilled, property};

/// Bytes that still fit into the browser's own storage, where it says so.
pub async fn room() -> Option<u64> {
    let storage = property(&window().navigator(), "storage");
    let estimate = fulfilled(&storage, "estimate", &[]).await?;
    let bytes = |name| property(&estimate, name).as_f64();
    Some((bytes("quota")? - bytes("usage")?).max(0.0) as u64)
}
