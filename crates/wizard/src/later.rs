//! What happens once somebody signed in or picked a file, and what is shown then.
//!
//! The page opens without this: it is cut off where these functions begin, so that they are never put in place
//! of their calls. Nor is what is long in them: a browser compiles a function as a whole when it is first called,
//! and nobody should wait for all stages at the first.

use std::rc::Rc;

use crate::screen::Body;
use crate::{Effect, Msg, Stage, Wizard};

impl Wizard {
    /// Takes in what can only happen after setting out.
    #[inline(never)]
    pub(crate) fn take_later(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Password(side, submitted) => self.password_again(side, submitted),
            Msg::Copied(side) => self.copied(side),
            Msg::Joining(joining) => self.join(joining),
            Msg::SignOut(side) => self.sign_out(side),
            Msg::Continue(side) => self.go_on(side),
            Msg::SignedIn(side, jid, features) => self.signed_in(side, jid, features),
            Msg::Status(side, status) => self.status(side, status),
            Msg::Reached(side, transport) => self.reached(side, transport),
            Msg::Slow(side, slow) => self.slow(side, slow),
            Msg::Pace(side, pace) => self.pace(side, pace),
            Msg::FileRead { name, size, users, notes, passwords, damage } => {
                self.file_read(name, size, users, [notes, passwords], damage)
            }
            Msg::PickUser(user) => self.pick_user(user),
            Msg::FileContinue => self.file_continue(),
            Msg::FileSealed => self.file_sealed(),
            Msg::FileUnlocked => self.file_unlocked(),
            Msg::Unlock(passphrase) => self.unlock(passphrase),
            Msg::Seal(variant, passphrase) => self.seal(variant, passphrase),
            Msg::SuggestPassphrase => self.suggest_passphrase(),
            Msg::Strength(strength) => self.judge(strength),
            Msg::Opening(done, total) => self.opening(done, total),
            Msg::FileOpened(file) => self.file_opened(Rc::unwrap_or_clone(file)),
            Msg::Browse(act) => self.browse(act),
            Msg::Viewed(viewed) => self.viewed(Rc::unwrap_or_clone(viewed)),
            Msg::Read(side, kind, holding) => self.read(side, kind, holding),
            Msg::Surveyed(kind, survey) => self.surveyed(kind, survey),
            Msg::LookForFiles => self.look_for_files(),
            Msg::EndLook => self.end_look(),
            Msg::Looking(step, elapsed) => self.looking(step, elapsed),
            Msg::Looked(found) => self.looked(found),
            Msg::Open(kind, is_open) => self.open_list(kind, is_open),
            Msg::More(kind, most) => self.show_more(kind, most),
            Msg::Range(change) => self.change_range(change),
            Msg::AddPrivate { name, namespace } => self.add_private(&name, &namespace),
            Msg::RemovePrivate(place) => self.remove_private(place),
            Msg::Select(kind, selected) => self.select(kind, selected),
            Msg::ChooseContinue => self.choose_continue(),
            Msg::Save(variant) => self.save(variant),
            Msg::Administer(change) => self.administer(change),
            Msg::SaveForAdministrator { address, password } => self.save_for_administrator(address, password),
            Msg::SaveToDisk(variant) => self.save_to_disk(variant),
            Msg::CancelSave => self.cancel_save(),
            Msg::PlacePicked(is_picked) => self.place_picked(is_picked),
            Msg::Writing(step, elapsed) => self.writing(step, elapsed),
            Msg::FileReady { size, name, reports, started, finished } => {
                self.file_ready(size, name, reports, started, finished)
            }
            Msg::FileSaved => self.file_saved(),
            Msg::FileGone => self.file_gone(),
            Msg::SaveFailed(trouble) => self.save_failed(trouble),
            Msg::Decide(kind, key, choice) => self.decide(kind, key, choice),
            Msg::Autojoin(autojoin) => self.autojoin(autojoin),
            Msg::ReviewStart => self.review_start(),
            Msg::Pause | Msg::Resume if self.stage == Stage::Farewell => {
                self.hold_telling(matches!(msg, Msg::Pause))
            }
            Msg::Pause => self.pause(true),
            Msg::Resume => self.pause(false),
            Msg::Cancel => self.cancel(),
            Msg::Progress(progress, elapsed) => self.progress(progress, elapsed),
            Msg::RunEnded { reports, started, finished } => self.run_ended(reports, started, finished),
            Msg::SaveReport => self.save_report(),
            Msg::Print => self.print(),
            Msg::ReportContinue => self.report_continue(),
            Msg::Wish(wish) => self.wish(wish),
            Msg::Farewell(events, now) => self.hear(&events, now),
            // Taken in before it gets here.
            Msg::Start(_)
            | Msg::Back
            | Msg::Reopen(_)
            | Msg::StartOver
            | Msg::Retry
            | Msg::Dismiss
            | Msg::Typed(..)
            | Msg::Entered(_)
            | Msg::Prefill(..)
            | Msg::Connect(..)
            | Msg::SignInFailed(..)
            | Msg::Browser { .. }
            | Msg::FilesPicked(_)
            | Msg::FileFailed(_) => Vec::new(),
        }
    }

    /// What stands in the middle of the later stages.
    #[inline(never)]
    pub(crate) fn body_later(&self) -> Body {
        match self.stage {
            Stage::Destination => {
                self.new_account_view().map_or(Body::Welcome, |view| Body::NewAccount(Box::new(view)))
            }
            Stage::Choose => Body::Choose(Box::new(self.choose_view())),
            Stage::Review => Body::Review(self.review_view()),
            Stage::Migrating => Body::Migrating(self.run_view()),
            Stage::Report => self.report_view().map_or(Body::Welcome, |view| Body::Report(Box::new(view))),
            Stage::Farewell => {
                self.farewell_view().map_or(Body::Welcome, |view| Body::Farewell(Box::new(view)))
            }
            Stage::Viewer => self.viewer_view().map_or(Body::Welcome, |view| Body::Viewer(Box::new(view))),
            Stage::Welcome | Stage::Origin => Body::Welcome,
        }
    }
}
