//! Looking for uploaded files before any is fetched.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use migration::file::{self, ArchiveRange, FileError, Step};
use wizard::{Msg, Side};

use super::Engine;

/// How far it is is told this often at most; every message draws the page anew.
const BEAT: Duration = Duration::from_millis(200);

/// Dropping it ends the looking.
#[derive(Default)]
pub(super) struct Looking(Option<oneshot::Sender<()>>);

impl Engine {
    pub(super) fn look_for_files(&self, range: ArchiveRange) {
        let Some(account) = self.account(Side::Origin) else { return };
        let (underway, ended) = oneshot::channel();
        self.inner.looking.borrow_mut().0 = Some(underway);
        let engine = self.clone();
        self.spawn(async move {
            let environment = Rc::clone(&engine.inner.environment);
            let begun = environment.now();
            let told = Cell::new(None);
            let heard = |step: Step| {
                let now = environment.now();
                if told.get().is_none_or(|at| now.saturating_sub(at) >= BEAT) {
                    told.set(Some(now));
                    engine.send(Msg::Looking(step, now.saturating_sub(begun)));
                }
            };
            let looking = file::look(&account, &range, &heard);
            pin_mut!(looking);
            match select(ended, looking).await {
                Either::Right((Ok(linked), _)) => engine.send(Msg::Looked(Rc::new(linked))),
                // Nothing is written, so that nothing but signing out can end it.
                Either::Right((Err(FileError::Stopped | FileError::Output(_)), _)) | Either::Left(_) => {}
            }
        });
    }

    pub(super) fn end_look(&self) {
        drop(self.inner.looking.borrow_mut().0.take());
    }
}
