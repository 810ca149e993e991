//! Is anybody still there? Pings (XEP-0199) and what silence means.

use std::time::Duration;

use xml::Element;

use crate::requests::transfer_time;

/// Silence after which to ask.
const QUIET: Duration = Duration::from_secs(45);
/// How long the answer may take when nobody waits for it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take when a page has just woken up and must know.
const WAKING_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Keepalive {
    heard: Duration,
    spoke: Duration,
    /// After this long without a word from us the server may give us up (XEP-0478).
    idle_limit: Option<Duration>,
    /// Pings may be sent at all: before anybody has signed in, a server may end the stream over one.
    asks: bool,
    /// The id of the ping that was last sent and not answered.
    ping: Option<String>,
    /// When silence since a ping becomes the end.
    silent_at: Option<Duration>,
}

impl Keepalive {
    pub(crate) fn new(idle_limit: Option<Duration>, now: Duration) -> Self {
        Self { heard: now, spoke: now, idle_limit, asks: true, ping: None, silent_at: None }
    }

    /// One that waits and never asks.
    pub(crate) fn mute(now: Duration) -> Self {
        Self { asks: false, ..Self::new(None, now) }
    }

    pub(crate) fn may_ask(&self) -> bool {
        self.asks
    }

    /// Another transport: whatever was asked over the one before is answered over this one or never.
    pub(crate) fn resumed(&mut self, now: Duration) {
        *self = Self { ping: self.ping.take(), ..Self::new(self.idle_limit, now) };
    }

    pub(crate) fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.silent_at = None;
    }

    pub(crate) fn spoke(&mut self, now: Duration) {
        self.spoke = now;
    }

    /// Whether `iq` answers our ping. Any answer does, even a refusal.
    pub(crate) fn is_pong(&mut self, iq: &Element) -> bool {
        let is_pong = self.ping.is_some() && self.ping.as_deref() == iq.attr("id");
        if is_pong {
            self.ping = None;
        }
        is_pong
    }

    /// Notes that the ping `id` was sent behind `bytes` of requests that were not answered yet.
    pub(crate) fn pinged(&mut self, id: String, bytes: usize, why: Ping, now: Duration) {
        let patience = match why {
            Ping::Quiet => PATIENCE,
            Ping::Woke => WAKING_PATIENCE,
        };
        self.ping = Some(id);
        self.silent_at = Some(now.saturating_add(patience).saturating_add(transfer_time(bytes)));
    }

    pub(crate) fn is_silent(&self, now: Duration) -> bool {
        self.silent_at.is_some_and(|at| at <= now)
    }

    pub(crate) fn ping_due(&self, now: Duration) -> bool {
        self.silent_at.is_none() && self.ping_at() <= now
    }

    pub(crate) fn next_deadline(&self) -> Duration {
        self.silent_at.unwrap_or_else(|| self.ping_at())
    }

    fn ping_at(&self) -> Duration {
        if !self.asks {
            return Duration::MAX;
        }
        let quiet = self.heard.saturating_add(QUIET);
        match self.idle_limit {
            Some(limit) => quiet.min(self.spoke.saturating_add(limit / 2)),
            None => quiet,
        }
    }
}

/// Why a ping is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ping {
    Quiet,
    Woke,
}
