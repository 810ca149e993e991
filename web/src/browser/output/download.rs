//! Handing the person one file, as an ordinary download.

use gloo::timers::future::TimeoutFuture;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::Failure;

/// How long the browser may take to begin with a download, in milliseconds.
const GRACE: u32 = 60_000;

/// Starts one ordinary download of `blob` as `name`.
pub fn save(blob: &Blob, name: &str) -> Result<(), Failure> {
    let url = Url::create_object_url_with_blob(blob)?;
    let started = click(&url, name);
    spawn_local(async move {
        TimeoutFuture::new(GRACE).await;
        // A URL that is gone already is no loss.
        let _ = Url::revoke_object_url(&url);
    });
    started.ok_or(Failure::Refused("the browser refused the download".to_owned()))
}

fn click(url: &str, name: &str) -> Option<()> {
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(url);
    link.set_download(name);
    link.set_hidden(true);
    // Firefox wants it in the document.
    let body = document().body()?;
    body.append_child(&link).ok()?;
    link.click();
    link.remove();
    Some(())
}
