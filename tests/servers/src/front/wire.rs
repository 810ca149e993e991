//! The misfortunes of a connection.

use std::future::pending;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::HostMeta;

/// Which way bytes go through a [`super::Front`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    ToServer,
    ToClient,
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) refuse: bool,
    pub(super) stall: bool,
    pub(super) delay: Duration,
    pub(super) host_meta: HostMeta,
    pub(super) only_bosh: bool,
    pub(super) only_port: Option<u16>,
}

#[derive(Debug)]
pub(super) struct Wire {
    state: watch::Sender<State>,
    cuts: watch::Sender<u64>,
    /// Bytes left before the cut, per direction; `UNLIMITED` when none is set.
    left: [AtomicI64; 2],
    passed: [AtomicU64; 2],
}

const UNLIMITED: i64 = i64::MAX;

impl Default for Wire {
    fn default() -> Self {
        Self {
            state: watch::Sender::default(),
            cuts: watch::Sender::default(),
            left: [AtomicI64::new(UNLIMITED), AtomicI64::new(UNLIMITED)],
            passed: Default::default(),
        }
    }
}

impl Wire {
    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        self.state.send_modify(change);
    }

    pub(super) fn cuts(&self) -> watch::Receiver<u64> {
        self.cuts.subscribe()
    }

    pub(super) fn cut(&self) {
        self.cuts.send_modify(|count| *count += 1);
    }

    pub(super) fn cut_after(&self, direction: Direction, bytes: u64) {
        let bytes = i64::try_from(bytes).unwrap_or(UNLIMITED);
        self.left[direction as usize].store(bytes, Ordering::SeqCst);
    }

    pub(super) fn passed(&self, direction: Direction) -> u64 {
        self.passed[direction as usize].load(Ordering::SeqCst)
    }

    /// Waits out a stall and the delay.
    pub(super) async fn pause(&self) {
        let delay = self.state().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        self.until_free().await;
    }

    /// Carries bytes both ways until both ends have said all.
    pub(super) async fn join(
        &self,
        client: impl AsyncRead + AsyncWrite + Send + Unpin,
        server: impl AsyncRead + AsyncWrite + Send + Unpin,
    ) {
        let (client_read, client_write) = tokio::io::split(client);
        let (server_read, server_write) = tokio::io::split(server);
        tokio::join!(
            self.carry(Direction::ToServer, client_read, server_write),
            self.carry(Direction::ToClient, server_read, client_write),
        );
    }

    async fn carry(
        &self,
        direction: Direction,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
    ) {
        // A queue between the two, so that a delay does not become a speed limit.
        let (queue, mut due) = mpsc::channel::<(Instant, Vec<u8>)>(256);
        let read = async move {
            loop {
                let mut chunk = Vec::with_capacity(16 * 1024);
                let ended = !matches!(from.read_buf(&mut chunk).await, Ok(length) if length > 0);
                let at = Instant::now() + self.state().delay;
                if ended || queue.send((at, chunk)).await.is_err() {
                    return;
                }
            }
        };
        let write = async move {
            while let Some((at, chunk)) = due.recv().await {
                // Even a sleep that is over takes a millisecond, and servers write stanza by stanza.
                if at > Instant::now() {
                    tokio::time::sleep_until(at).await;
                }
                self.until_free().await;
                let (allowed, last) = self.allowance(direction, chunk.len());
                if to.write_all(&chunk[..allowed]).await.is_err() || to.flush().await.is_err() {
                    return;
                }
                self.passed[direction as usize].fetch_add(allowed as u64, Ordering::SeqCst);
                if last {
                    self.cut();
                    // Until this connection has heard of it: what comes next must not close the gap.
                    pending::<()>().await;
                }
            }
            let _ = to.shutdown().await;
        };
        tokio::join!(read, write);
    }

    async fn until_free(&self) {
        // Fails only when the sender is gone, and we hold it.
        let _ = self.state.subscribe().wait_for(|state| !state.stall).await;
    }

    /// How much of a chunk may pass, and whether the cut comes after it.
    fn allowance(&self, direction: Direction, length: usize) -> (usize, bool) {
        let left = &self.left[direction as usize];
        if left.load(Ordering::SeqCst) == UNLIMITED {
            return (length, false);
        }
        let before = left.fetch_sub(length as i64, Ordering::SeqCst);
        if before > length as i64 {
            return (length, false);
        }
        left.store(UNLIMITED, Ordering::SeqCst);
        (before.max(0) as usize, true)
    }
}
