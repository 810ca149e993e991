//! Long work in pieces, none of which keeps those who share the thread for long.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::Environment;

/// How long is worked at a stretch, so that the page's drawing and its person need not wait.
pub(crate) const STRETCH: Duration = Duration::from_millis(8);

/// Counts the time since others had their turn.
pub struct Turns {
    environment: Rc<dyn Environment>,
    begun: Duration,
}

impl Turns {
    /// Work begins.
    pub fn begin(environment: Rc<dyn Environment>) -> Self {
        let begun = environment.now();
        Self { environment, begun }
    }

    /// To be called between two pieces: after a stretch, others go first.
    pub async fn give(&mut self) {
        if self.environment.now().saturating_sub(self.begun) >= STRETCH {
            self.environment.yield_now().await;
            self.begun = self.environment.now();
        }
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns").field("begun", &self.begun).finish_non_exhaustive()
    }
}
