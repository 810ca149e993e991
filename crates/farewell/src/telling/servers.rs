//! The contacts' servers: which can be reached, and which have yet to show that they got something.

use std::time::Duration;

use jid::BareJid;
use ordered::Map;

/// How many are opened at once: the own server should not have to open them all.
const MOST_AT_ONCE: usize = 8;
/// How long opening one takes that is there. Who takes longer is waited for beside the next ones, or
/// a few dead ones would delay everybody.
const OPENING: Duration = Duration::from_secs(3);
/// How long one that cannot be reached is left alone at first; then twice as long each time.
const FIRST_REST: Duration = Duration::from_secs(600);
const LONGEST_REST: Duration = Duration::from_secs(4 * 3600);

/// Everything known of them on this connection, by domain.
#[derive(Debug, Default)]
pub(super) struct Servers {
    known: Map<String, Server>,
}

#[derive(Debug, Default)]
struct Server {
    reach: Reach,
    /// How long it is left alone the next time it cannot be reached.
    rest: Duration,
    /// Whom requests were sent to that it has not shown to have got.
    unproven: Vec<BareJid>,
    is_proving: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    #[default]
    Unknown,
    AskedAt(Duration),
    Up,
    DownUntil(Duration),
}

impl Servers {
    /// Whether requests may go there.
    pub(super) fn is_up(&self, domain: &str) -> bool {
        self.known.get(domain).is_some_and(|server| server.reach == Reach::Up)
    }

    /// Whether it is to be asked now whether it is there; then that is under way.
    pub(super) fn may_ask(&mut self, domain: &str, now: Duration) -> bool {
        let opening = self.known.values().filter(|server| server.opens_until().is_some_and(|end| end > now));
        let is_free = opening.count() < MOST_AT_ONCE;
        let server = self.known.entry(domain.to_owned()).or_default();
        let may = is_free && server.reach == Reach::Unknown;
        if may {
            server.reach = Reach::AskedAt(now);
        }
        may
    }

    pub(super) fn reached(&mut self, domain: &str) {
        let server = self.known.entry(domain.to_owned()).or_default();
        (server.reach, server.rest) = (Reach::Up, Duration::ZERO);
    }

    /// It cannot be reached: it is left alone for a while.
    pub(super) fn failed(&mut self, domain: &str, now: Duration) {
        let server = self.known.entry(domain.to_owned()).or_default();
        if matches!(server.reach, Reach::DownUntil(_)) {
            return;
        }
        server.rest = (server.rest * 2).clamp(FIRST_REST, LONGEST_REST);
        server.reach = Reach::DownUntil(now.saturating_add(server.rest));
    }

    /// It may be tried at once.
    pub(super) fn forgive(&mut self, domain: &str) {
        if let Some(server) =
            self.known.get_mut(domain).filter(|server| matches!(server.reach, Reach::DownUntil(_)))
        {
            server.reach = Reach::Unknown;
        }
    }

    /// Those that are to be tried again by now.
    pub(super) fn due_again(&mut self, now: Duration) -> Vec<String> {
        let mut due = Vec::new();
        for (domain, server) in self.known.iter_mut() {
            if matches!(server.reach, Reach::DownUntil(until) if until <= now) {
                server.reach = Reach::Unknown;
                due.push(domain.clone());
            }
        }
        due
    }

    /// When the next one is to be tried again, or makes room for another.
    pub(super) fn next_due(&self, now: Duration) -> Option<Duration> {
        let due = self.known.values().filter_map(|server| match server.reach {
            Reach::DownUntil(until) => Some(until),
            _ => server.opens_until().filter(|end| *end > now),
        });
        due.min()
    }

    /// A request has left for there.
    pub(super) fn sent(&mut self, domain: &str, jid: BareJid) {
        self.known.entry(domain.to_owned()).or_default().unproven.push(jid);
    }

    /// Which are to show now that they got what was sent to these; each is at it once at a time.
    pub(super) fn begin_proofs(&mut self) -> Vec<(String, Vec<BareJid>)> {
        let mut begun = Vec::new();
        for (domain, server) in self.known.iter_mut() {
            if !server.is_proving && !server.unproven.is_empty() {
                server.is_proving = true;
                begun.push((domain.clone(), std::mem::take(&mut server.unproven)));
            }
        }
        begun
    }

    pub(super) fn proved(&mut self, domain: &str) {
        if let Some(server) = self.known.get_mut(domain) {
            server.is_proving = false;
        }
    }

    /// Nothing that was waited for on the last connection comes any more. What was found out stays.
    pub(super) fn reconnected(&mut self) {
        for server in self.known.values_mut() {
            server.is_proving = false;
            server.unproven.clear();
            if matches!(server.reach, Reach::AskedAt(_)) {
                server.reach = Reach::Unknown;
            }
        }
    }
}

impl Server {
    fn opens_until(&self) -> Option<Duration> {
        match self.reach {
            Reach::AskedAt(since) => Some(since.saturating_add(OPENING)),
            _ => None,
        }
    }
}
