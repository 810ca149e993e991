//! The worker that encrypts and decrypts files (`web/sealing.js`, `crates/sealer`): loaded when it is first
//! used, one for each file, ended with it.

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use sealing::{OpenError, Passphrase};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::Failure;
use super::reflect::{property, reason};

const SCRIPT: &str = "sealing.js";
/// Bytes that go to the worker at once,
const SLICE: f64 = 1_048_576.0;
/// and how many such slices may wait there, so that it never does and memory stays flat.
const AHEAD: usize = 3;

/// Why no file came of another.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SealerError {
    /// It could not be loaded.
    #[error("{0}")]
    Missing(String),
    /// It ended before its time: for want of memory, mostly.
    #[error("{0}")]
    Ended(String),
    #[error(transparent)]
    Refused(#[from] OpenError),
    #[error("the file cannot be read any more")]
    Unreadable,
    #[error(transparent)]
    Output(#[from] Failure),
}

/// A worker with one file before it. Dropping it ends the worker and frees its memory.
pub struct Sealer {
    worker: Worker,
    answers: UnboundedReceiver<Result<ArrayBuffer, SealerError>>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(JsValue)>,
}

impl Sealer {
    /// Encrypts; `random` are bytes that nobody can guess.
    pub async fn seal(passphrase: &Passphrase, random: &[u8]) -> Result<Self, SealerError> {
        let secrets = [("passphrase", passphrase.as_bytes()), ("random", random)];
        Self::begin("seal", &secrets).await
    }

    /// Decrypts.
    pub async fn open(passphrase: &Passphrase) -> Result<Self, SealerError> {
        Self::begin("open", &[("passphrase", passphrase.as_bytes())]).await
    }

    /// A new passphrase as a text of the browser's, out of 16 bytes that nobody can guess.
    pub async fn words(random: &[u8]) -> Result<JsValue, SealerError> {
        let mut sealer = Self::start()?;
        sealer.ask("words", &[("random", random)], None)?;
        let bytes = sealer.answer().await?;
        let text = web_sys::TextDecoder::new().and_then(|decoder| {
            let decode: js_sys::Function = Reflect::get(&decoder, &"decode".into())?.dyn_into()?;
            decode.call1(&decoder, &bytes)
        });
        text.map_err(|error| SealerError::Ended(reason(&error)))
    }

    /// Sends the whole of `from` through, handing what comes of it to `take`. What was taken is complete only
    /// if this succeeds.
    pub async fn run(
        mut self,
        from: &Blob,
        mut take: impl AsyncFnMut(ArrayBuffer) -> Result<(), SealerError>,
    ) -> Result<(), SealerError> {
        let (size, mut at, mut asked) = (from.size(), 0.0, 0);
        while at < size || asked > 0 {
            while at < size && asked < AHEAD {
                let end = (at + SLICE).min(size);
                let slice = from.slice_with_f64_and_f64(at, end).map_err(|_| SealerError::Unreadable)?;
                let bytes = JsFuture::from(slice.array_buffer()).await;
                self.ask("feed", &[], Some(&bytes.map_err(|_| SealerError::Unreadable)?))?;
                (at, asked) = (end, asked + 1);
            }
            take(self.answer().await?).await?;
            asked -= 1;
        }
        self.ask("finish", &[], None)?;
        take(self.answer().await?).await
    }

    async fn begin(act: &str, secrets: &[(&str, &[u8])]) -> Result<Self, SealerError> {
        let mut sealer = Self::start()?;
        sealer.ask(act, secrets, None)?;
        sealer.answer().await?;
        Ok(sealer)
    }

    fn start() -> Result<Self, SealerError> {
        let missing = |error: JsValue| SealerError::Missing(reason(&error));
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(missing)?;
        let (sender, answers) = unbounded();
        let failed = sender.clone();
        // Nobody listens once the file is done.
        let message =
            Closure::new(move |event: MessageEvent| drop(sender.unbounded_send(read(&event.data()))));
        let error = Closure::new(move |event: JsValue| {
            let said = property(&event, "message").as_string();
            // Without a word where the script did not come at all.
            let detail = said.unwrap_or_else(|| format!("{SCRIPT} could not be loaded"));
            drop(failed.unbounded_send(Err(SealerError::Missing(detail))));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, answers, _message: message, _error: error })
    }

    /// Buffers change hands: none of them is ours afterwards.
    fn ask(&self, act: &str, secrets: &[(&str, &[u8])], bytes: Option<&JsValue>) -> Result<(), SealerError> {
        let question = Object::new();
        let handed = Array::new();
        // A plain object takes any property.
        let set = |name: &str, value: &JsValue| drop(Reflect::set(&question, &name.into(), value));
        set("act", &act.into());
        for (name, secret) in secrets {
            let secret = Uint8Array::from(*secret);
            handed.push(&secret.buffer());
            set(name, &secret);
        }
        if let Some(bytes) = bytes {
            handed.push(bytes);
            set("bytes", bytes);
        }
        let posted = self.worker.post_message_with_transfer(&question, &handed);
        posted.map_err(|error| SealerError::Ended(reason(&error)))
    }

    async fn answer(&mut self) -> Result<ArrayBuffer, SealerError> {
        let ended = || Err(SealerError::Ended("the worker is gone".to_owned()));
        self.answers.next().await.unwrap_or_else(ended)
    }
}

impl Drop for Sealer {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").finish_non_exhaustive()
    }
}

fn read(answer: &JsValue) -> Result<ArrayBuffer, SealerError> {
    if let Ok(bytes) = property(answer, "bytes").dyn_into() {
        return Ok(bytes);
    }
    if let Some(missing) = property(answer, "missing").as_string() {
        return Err(SealerError::Missing(missing));
    }
    let error = property(answer, "number").as_f64().and_then(|number| OpenError::from_number(number as u32));
    let failure = || property(answer, "failure").as_string().unwrap_or_default();
    Err(error.map_or_else(|| SealerError::Ended(failure()), SealerError::Refused))
}
