//! Small texts over HTTP, without credentials, cache or referrer.

use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::pin_mut;
use js_sys::Uint8Array;
use session::FetchError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, Response, Url,
};

use super::Clock;
use super::reflect::{property, reason};

/// Nothing this page reads over HTTP is larger, in bytes.
const LIMIT: usize = 65_536;
const PATIENCE: Duration = Duration::from_secs(10);

/// Fetches from another host, over https only.
pub async fn fetch_text(url: &str, clock: &Clock) -> Result<String, FetchError> {
    let is_https = Url::new(url).is_ok_and(|url| url.protocol() == "https:");
    if !is_https {
        return Err(FetchError::Failed("not an https URL".to_owned()));
    }
    fetch_own(url, clock).await
}

/// Fetches a file that stands beside the page, or any URL that was checked before.
pub async fn fetch_own(url: &str, clock: &Clock) -> Result<String, FetchError> {
    let abort = Abort(AbortController::new().map_err(|error| failed(&error))?);
    let text = read(url, &abort);
    let patience = clock.sleep(PATIENCE);
    pin_mut!(text, patience);
    match select(text, patience).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(FetchError::Failed("no answer in time".to_owned())),
    }
}

async fn read(url: &str, abort: &Abort) -> Result<String, FetchError> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    options.set_cache(RequestCache::NoStore);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_signal(Some(&abort.0.signal()));
    let answer = JsFuture::from(gloo::utils::window().fetch_with_str_and_init(url, &options));
    let response: Response = answer.await.map_err(|error| failed(&error))?.unchecked_into();
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    let bytes = body(&response).await?;
    String::from_utf8(bytes).map_err(|_| FetchError::Failed("not UTF-8".to_owned()))
}

/// Reads no more than [`LIMIT`], whatever `Content-Length` says.
async fn body(response: &Response) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(bytes);
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|error| failed(&error))?;
        if property(&step, "done").is_truthy() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = property(&step, "value").unchecked_into();
        if bytes.len() + chunk.length() as usize > LIMIT {
            return Err(FetchError::TooLarge(LIMIT));
        }
        bytes.extend(chunk.to_vec());
    }
}

fn failed(error: &JsValue) -> FetchError {
    FetchError::Failed(reason(error))
}

/// Ends the request when it is no longer wanted, for whatever reason.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
