//! [`session::Environment`] on the browser.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{LocalBoxStream, StreamExt};
use session::{ConnectError, Connection, Download, Environment, FetchError};

use crate::browser::{
    Clock, answers, download_file, fetch_text, is_online, open_socket, post_text, size_of_file, yield_now,
};

/// The browser as a session sees it.
#[derive(Clone, Debug)]
pub struct Browser {
    clock: Clock,
}

impl Browser {
    pub fn new() -> Self {
        Self { clock: Clock::start() }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait(?Send)]
impl Environment for Browser {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        let clock = self.clock.clone();
        Box::pin(async move { clock.sleep(duration).await })
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(yield_now())
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        // Web Crypto is there wherever WebAssembly is; going on without
        // randomness would be worse than stopping.
        getrandom::fill(&mut bytes).expect("crypto.getRandomValues");
        bytes
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }

    async fn connect(&self, url: &str) -> Result<Connection, ConnectError> {
        open_socket(url, &self.clock).await
    }

    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        Box::pin(post_text(url.to_owned(), text, limit))
    }

    fn wakes(&self) -> LocalBoxStream<'static, ()> {
        let (sender, woke) = futures_channel::mpsc::unbounded();
        self.clock.wake(sender);
        woke.map(|_| ()).boxed_local()
    }

    fn is_online(&self) -> bool {
        is_online()
    }

    async fn answers(&self, url: &str) -> bool {
        answers(url, &self.clock).await
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        fetch_text(url, &self.clock).await
    }

    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError> {
        size_of_file(url, &self.clock).await
    }

    async fn download(&self, url: &str) -> Result<Download, FetchError> {
        download_file(url, &self.clock).await
    }
}
