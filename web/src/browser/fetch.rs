//! Texts and files over HTTP, without credentials, cache or referrer.

use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::pin_mut;
use futures_util::stream::{self, Stream, StreamExt};
use js_sys::Uint8Array;
use session::{Download, Endpoint, FetchError, Transport};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Response, Url,
};

use super::Clock;
use super::reflect::{property, reason};

/// No text this page reads over HTTP is larger, in bytes.
const LIMIT: usize = 65_536;
const PATIENCE: Duration = Duration::from_secs(10);

/// Fetches from another host, over https only.
pub async fn fetch_text(url: &str, clock: &Clock) -> Result<String, FetchError> {
    require_https(url)?;
    fetch_own(url, clock).await
}

/// Fetches a file that stands beside the page, or any URL that was checked before.
pub async fn fetch_own(url: &str, clock: &Clock) -> Result<String, FetchError> {
    in_time(text(url), clock).await
}

/// Begins to fetch a file of any size from another host, over https only.
/// A host that sends on to another is not followed: that one would learn who asks.
pub async fn download(url: &str, clock: &Clock) -> Result<Download, FetchError> {
    require_https(url)?;
    let (response, abort) = in_time(ask("GET", url, RequestRedirect::Error), clock).await?;
    let size = length(&response);
    Ok(Download { size, chunks: chunks(&response, abort).boxed_local() })
}

/// Posts an XML text where an endpoint may be, and reads at most `limit` bytes of the answer.
pub async fn post(url: String, text: String, limit: usize) -> Result<String, FetchError> {
    // Judged as the browser itself reads the URL, so that both mean the same host.
    let may_post = Url::new(&url).is_ok_and(|url| {
        let endpoint = Endpoint::trusted(&url.href());
        endpoint.is_ok_and(|endpoint| endpoint.transport() == Transport::Bosh)
    });
    if !may_post {
        return Err(FetchError::Failed("not an https URL".to_owned()));
    }
    let options = options("POST", RequestRedirect::Error);
    let headers = Headers::new().map_err(|error| failed(&error))?;
    // XEP-0124 §5.
    headers.set("content-type", "text/xml; charset=utf-8").map_err(|error| failed(&error))?;
    options.set_headers(&headers);
    options.set_body(&text.into());
    let (response, abort) = fetch(&url, options).await?;
    read(&response, abort, limit).await
}

/// How large that file is, in bytes, where the host says so.
pub async fn size(url: &str, clock: &Clock) -> Result<Option<u64>, FetchError> {
    require_https(url)?;
    let (response, _abort) = in_time(ask("HEAD", url, RequestRedirect::Error), clock).await?;
    Ok(length(&response))
}

/// Whether anything answers there, be it something a page may not read (WHATWG Fetch: `no-cors`).
pub async fn answers(url: &str, clock: &Clock) -> bool {
    let options = options("GET", RequestRedirect::Follow);
    options.set_mode(RequestMode::NoCors);
    // An answer nobody may read has no status.
    let has_answered = |result| matches!(result, Ok(_) | Err(FetchError::Status(_)));
    require_https(url).is_ok() && has_answered(in_time(fetch(url, options), clock).await)
}

fn length(response: &Response) -> Option<u64> {
    response.headers().get("content-length").ok().flatten()?.parse().ok()
}

fn require_https(url: &str) -> Result<(), FetchError> {
    let is_https = Url::new(url).is_ok_and(|url| url.protocol() == "https:");
    if is_https { Ok(()) } else { Err(FetchError::Failed("not an https URL".to_owned())) }
}

async fn in_time<T>(
    fetching: impl Future<Output = Result<T, FetchError>>,
    clock: &Clock,
) -> Result<T, FetchError> {
    let patience = clock.sleep(PATIENCE);
    pin_mut!(fetching, patience);
    match select(fetching, patience).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(FetchError::Failed("no answer in time".to_owned())),
    }
}

async fn text(url: &str) -> Result<String, FetchError> {
    let (response, abort) = ask("GET", url, RequestRedirect::Follow).await?;
    read(&response, abort, LIMIT).await
}

/// Reads no more than so many bytes, whatever `Content-Length` says.
async fn read(response: &Response, abort: Abort, limit: usize) -> Result<String, FetchError> {
    let mut bytes = Vec::new();
    let chunks = chunks(response, abort);
    pin_mut!(chunks);
    while let Some(chunk) = chunks.next().await {
        bytes.extend(chunk?);
        if bytes.len() > limit {
            return Err(FetchError::TooLarge(limit));
        }
    }
    String::from_utf8(bytes).map_err(|_| FetchError::Failed("not UTF-8".to_owned()))
}

async fn ask(method: &str, url: &str, redirect: RequestRedirect) -> Result<(Response, Abort), FetchError> {
    fetch(url, options(method, redirect)).await
}

fn options(method: &str, redirect: RequestRedirect) -> RequestInit {
    let options = RequestInit::new();
    options.set_method(method);
    options.set_credentials(RequestCredentials::Omit);
    options.set_cache(RequestCache::NoStore);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_redirect(redirect);
    options
}

async fn fetch(url: &str, options: RequestInit) -> Result<(Response, Abort), FetchError> {
    let abort = Abort(AbortController::new().map_err(|error| failed(&error))?);
    options.set_signal(Some(&abort.0.signal()));
    let answer = JsFuture::from(gloo::utils::window().fetch_with_str_and_init(url, &options));
    let response: Response = answer.await.map_err(|error| failed(&error))?.unchecked_into();
    if response.ok() { Ok((response, abort)) } else { Err(FetchError::Status(response.status())) }
}

/// The body as it arrives; it ends after the first error.
fn chunks(response: &Response, abort: Abort) -> impl Stream<Item = Result<Vec<u8>, FetchError>> + use<> {
    let reader = response.body().map(|body| body.get_reader().unchecked_into());
    stream::unfold(reader.map(|reader| (reader, abort)), async |state| {
        let (reader, abort): (ReadableStreamDefaultReader, Abort) = state?;
        let step = match JsFuture::from(reader.read()).await {
            Ok(step) => step,
            Err(error) => return Some((Err(failed(&error)), None)),
        };
        if property(&step, "done").is_truthy() {
            return None;
        }
        let chunk: Uint8Array = property(&step, "value").unchecked_into();
        Some((Ok(chunk.to_vec()), Some((reader, abort))))
    })
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
