//! The world a session is tested in: addresses, documents, time, chance.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::ready;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{self, LocalBoxStream, StreamExt};
use session::{ConnectError, Connection, Download, Environment, FetchError, Frame};

use crate::clock::{Clock, Lane};
use crate::executor::Executor;
use crate::pipe::Pipe;
use crate::socket::{Peer, pair};

/// Clones share one world.
#[derive(Clone, Default)]
pub struct World {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    clock: Rc<Clock>,
    executor: Executor,
    peers: RefCell<BTreeMap<String, Option<Rc<dyn Peer>>>>,
    documents: RefCell<BTreeMap<String, Answer>>,
    files: RefCell<BTreeMap<String, Vec<Chunk>>>,
    posts: RefCell<BTreeMap<String, Rc<Posts>>>,
    wakes: RefCell<Vec<Pipe<()>>>,
    /// Towards the page, of every connection ever made.
    connections: RefCell<Vec<Pipe<Frame>>>,
    connected_to: RefCell<Vec<(Duration, String)>>,
    drawn: Cell<u64>,
    offline: Cell<bool>,
}

/// A part of a file as it arrives, or how the file breaks off.
type Chunk = Result<Vec<u8>, FetchError>;

/// What answers posts to an address.
type Posts = dyn Fn(String) -> LocalBoxFuture<'static, Result<String, FetchError>>;

/// What an HTTPS request is answered with, and when.
#[derive(Clone, Debug)]
pub struct Answer {
    /// None never answers.
    result: Option<Result<String, FetchError>>,
    delay: Duration,
}

impl Answer {
    pub fn text(text: impl Into<String>) -> Self {
        Self { result: Some(Ok(text.into())), delay: Duration::ZERO }
    }

    pub fn error(error: FetchError) -> Self {
        Self { result: Some(Err(error)), delay: Duration::ZERO }
    }

    pub fn never() -> Self {
        Self { result: None, delay: Duration::ZERO }
    }

    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

impl World {
    pub fn new() -> Self {
        Self::default()
    }

    /// What a session takes.
    pub fn environment(&self) -> Rc<dyn Environment> {
        Rc::new(self.clone())
    }

    /// Runs `main` and all tasks until `main` is done.
    ///
    /// # Panics
    ///
    /// When nothing can run any more, or after 72 virtual hours.
    pub fn run<T>(&self, main: impl Future<Output = T>) -> T {
        self.inner.executor.run(&self.inner.clock, main)
    }

    /// Lets `peer` answer connections to `url`.
    pub fn listen(&self, url: &str, peer: impl Peer + 'static) {
        self.inner.peers.borrow_mut().insert(url.to_owned(), Some(Rc::new(peer)));
    }

    /// Connections to `url` are neither made nor refused.
    pub fn hang(&self, url: &str) {
        self.inner.peers.borrow_mut().insert(url.to_owned(), None);
    }

    /// Connections to `url` are refused, as to every address nobody listens at.
    pub fn refuse(&self, url: &str) {
        self.inner.peers.borrow_mut().remove(url);
    }

    /// What `url` answers to an HTTPS request.
    pub fn answer(&self, url: &str, answer: Answer) {
        self.inner.documents.borrow_mut().insert(url.to_owned(), answer);
    }

    /// The file at `url`, as it arrives. What is there as a text is no file.
    pub fn serve(&self, url: &str, chunks: Vec<Chunk>) {
        self.inner.files.borrow_mut().insert(url.to_owned(), chunks);
    }

    /// What posts to `url` are answered with.
    pub fn take_posts<Answering>(&self, url: &str, answering: impl Fn(String) -> Answering + 'static)
    where
        Answering: Future<Output = Result<String, FetchError>> + 'static,
    {
        let posts = move |text| -> LocalBoxFuture<'static, _> { Box::pin(answering(text)) };
        self.inner.posts.borrow_mut().insert(url.to_owned(), Rc::new(posts));
    }

    /// Whether the page's device says that it has no network.
    pub fn offline(&self, offline: bool) {
        self.inner.offline.set(offline);
    }

    /// Every attempt to connect: when, and where to.
    pub fn connected_to(&self) -> Vec<(Duration, String)> {
        self.inner.connected_to.borrow().clone()
    }

    /// Time since the start, whatever the page is doing.
    pub fn time(&self) -> Duration {
        self.inner.clock.now(Lane::World)
    }

    /// Lets time pass, whatever the page is doing.
    pub fn pass(&self, duration: Duration) -> impl Future<Output = ()> + use<> {
        self.inner.clock.sleep(Lane::World, duration)
    }

    /// Puts the page to sleep: its clock stands still, and what arrives waits.
    pub fn hide(&self) {
        self.inner.clock.hide();
    }

    /// Wakes the page up: every open connection says so, before what waited there.
    pub fn show(&self) {
        for connection in self.inner.connections.borrow().iter() {
            connection.push_first(Frame::Woke);
        }
        for wakes in self.inner.wakes.borrow().iter() {
            wakes.push(());
        }
        self.inner.clock.show();
    }

    pub(crate) fn clock(&self) -> Rc<Clock> {
        Rc::clone(&self.inner.clock)
    }

    /// How many spawned tasks have not ended: of sessions and of peers.
    pub fn tasks(&self) -> usize {
        self.inner.executor.running()
    }

    /// Runs a task beside everything else.
    pub fn task(&self, task: impl Future<Output = ()> + 'static) {
        self.inner.executor.spawn(Box::pin(task));
    }
}

#[async_trait(?Send)]
impl Environment for World {
    fn now(&self) -> Duration {
        self.inner.clock.now(Lane::Page)
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(self.inner.clock.sleep(Lane::Page, duration))
    }

    /// Never the same twice, and the same in every run.
    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for word in bytes.chunks_exact_mut(8) {
            self.inner.drawn.set(self.inner.drawn.get() + 1);
            // Steele, Lea, Flood: SplitMix64.
            let mut z = self.inner.drawn.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes());
        }
        bytes
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.inner.executor.spawn(task);
    }

    async fn connect(&self, url: &str) -> Result<Connection, ConnectError> {
        self.inner.connected_to.borrow_mut().push((self.time(), url.to_owned()));
        let refused = || ConnectError::Failed { url: url.to_owned(), detail: "nobody answers".to_owned() };
        let peer = self.inner.peers.borrow().get(url).cloned().ok_or_else(refused)?;
        let Some(peer) = peer else { return pending().await };
        let (connection, socket, to_page) = pair(Rc::clone(&self.inner.clock));
        let serving = peer.accept(socket).ok_or_else(refused)?;
        self.inner.connections.borrow_mut().push(to_page);
        self.inner.executor.spawn(serving);
        Ok(connection)
    }

    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        let (url, inner) = (url.to_owned(), Rc::clone(&self.inner));
        Box::pin(async move {
            // What is posted arrives, whatever becomes of who posted it.
            let answer = Pipe::new();
            let posts = inner.posts.borrow().get(&url).cloned();
            let Some(posts) = posts else { return Err(FetchError::Failed("nobody answers".to_owned())) };
            let (answering, answered) = (posts(text), answer.clone());
            inner.executor.spawn(Box::pin(async move { answered.push(answering.await) }));
            let answered = poll_fn(|context| {
                ready!(inner.clock.poll_visible(context));
                answer.poll_next(context)
            });
            match answered.await {
                Some(Ok(text)) if text.len() > limit => Err(FetchError::TooLarge(limit)),
                Some(answer) => answer,
                None => Err(FetchError::Failed("nobody answers".to_owned())),
            }
        })
    }

    fn wakes(&self) -> LocalBoxStream<'static, ()> {
        let wakes = Pipe::new();
        self.inner.wakes.borrow_mut().push(wakes.clone());
        stream::poll_fn(move |context| wakes.poll_next(context)).boxed_local()
    }

    fn is_online(&self) -> bool {
        !self.inner.offline.get()
    }

    async fn answers(&self, url: &str) -> bool {
        let answer = self.inner.documents.borrow().get(url).cloned();
        match answer {
            None => false,
            Some(answer) => {
                Environment::sleep(self, answer.delay).await;
                answer.result.is_some()
            }
        }
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        let answer = self.inner.documents.borrow().get(url).cloned();
        let Some(answer) = answer else {
            return Err(FetchError::Failed("nobody answers".to_owned()));
        };
        Environment::sleep(self, answer.delay).await;
        match answer.result {
            Some(result) => result,
            None => pending().await,
        }
    }

    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError> {
        Ok(self.download(url).await?.size)
    }

    async fn download(&self, url: &str) -> Result<Download, FetchError> {
        let answer = self.inner.documents.borrow().get(url).cloned();
        if answer.is_some_and(|answer| answer.result.is_none()) {
            return pending().await;
        }
        let chunks = self.inner.files.borrow().get(url).cloned();
        let chunks = chunks.ok_or(FetchError::Status(404))?;
        let sizes: Option<Vec<u64>> =
            chunks.iter().map(|chunk| chunk.as_ref().ok().map(|bytes| bytes.len() as u64)).collect();
        let size = sizes.map(|sizes| sizes.into_iter().sum());
        Ok(Download { size, chunks: stream::iter(chunks).boxed_local() })
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("time", &self.time()).field("tasks", &self.tasks()).finish()
    }
}
