//! Carrying out a plan at the destination.

use ordered::Map;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use migration::{KindId, Plan, Progress};
use wizard::{Msg, Side};

use super::{Engine, timestamp};

/// Counts are shown this often at most; every message draws the page anew.
const BEAT: Duration = Duration::from_millis(100);

impl Engine {
    pub(super) fn run(&self, plan: Rc<Plan>) {
        let Some(account) = self.account(Side::Destination) else { return };
        account.session().allow_writes();
        let engine = self.clone();
        self.spawn(async move {
            let started = timestamp();
            let begun = engine.inner.environment.now();
            let beat = RefCell::new(Beat { begun, ..Beat::default() });
            let heard = |progress| engine.tell(progress, &mut beat.borrow_mut());
            let reports = migration::run(&plan, &account, &heard).await;
            engine.send(Msg::RunEnded { reports, started, finished: timestamp() });
        });
    }

    fn tell(&self, progress: Progress, beat: &mut Beat) {
        let now = self.inner.environment.now();
        if let Progress::Settled { kind, done } = progress {
            beat.settled.insert(kind, done);
            if now.saturating_sub(beat.last) < BEAT {
                return;
            }
            beat.last = now;
        }
        let elapsed = now.saturating_sub(beat.begun);
        for (kind, done) in std::mem::take(&mut beat.settled) {
            self.send(Msg::Progress(Progress::Settled { kind, done }, elapsed));
        }
        if !matches!(progress, Progress::Settled { .. }) {
            self.send(Msg::Progress(progress, elapsed));
        }
    }

    pub(super) fn hold(&self, held: bool) {
        if let Some(account) = self.account(Side::Destination) {
            account.session().hold_writes(held);
        }
    }

    pub(super) fn cancel(&self) {
        if let Some(account) = self.account(Side::Destination) {
            account.session().cancel_writes();
        }
    }
}

/// Counts that were not shown yet.
#[derive(Default)]
struct Beat {
    begun: Duration,
    last: Duration,
    settled: Map<KindId, usize>,
}
