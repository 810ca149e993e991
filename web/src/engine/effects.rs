//! One place for every effect there is.

use wizard::{Busy, Effect, Side};

use super::Engine;
use super::saving::File;
use crate::browser::{LeaveGuard, WakeLock};

impl Engine {
    /// Does what the wizard asks for. Called once the whole program is there.
    pub(super) fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::LookUp { domain } => self.look_up(domain),
            Effect::SignIn { side, jid, password, endpoint, allow_plain } => {
                self.sign_in(side, jid, password, endpoint, allow_plain);
            }
            Effect::ResumeSession { side, password } => self.resume(side, password),
            Effect::Joining(effect) => self.join(*effect),
            Effect::SignOut(side) => self.sign_out(side),
            Effect::Survey(kinds) => self.survey(kinds),
            Effect::Probe(names) => self.probe(names),
            Effect::Read(kinds) => self.read(kinds),
            Effect::Find { kinds, origin } => self.find(kinds, origin),
            Effect::Run(plan) => self.run(plan),
            Effect::Hold(held) => self.hold(held),
            Effect::CancelRun => self.cancel(),
            Effect::ReadFile => self.read_file(),
            Effect::PickPlace { name } => self.pick_place(&name),
            Effect::WriteFile { variant: _, user, password, order, name, onto, expected } => {
                self.write_file(File { order, user, password, name, onto, expected });
            }
            Effect::LookForFiles(range) => self.look_for_files(range),
            Effect::EndLook => self.end_look(),
            Effect::CancelWrite => self.cancel_write(),
            Effect::Download => self.download(),
            Effect::DownloadReport { name, json } => self.download_report(name, json),
            Effect::BeginFarewell { old, holdings } => self.begin_telling(old, holdings),
            Effect::Farewell(order) => self.tell_people(*order),
            Effect::Busy(busy) => self.set_busy(busy),
            Effect::ForgetAll => self.forget_all(),
            // The root draws first: the new stage, whose heading takes the focus, or what is printed.
            Effect::Focus | Effect::Print => {}
        }
    }

    fn set_busy(&self, busy: Busy) {
        let guard = (busy != Busy::Idle).then(LeaveGuard::new);
        let lock = (busy == Busy::Running).then(WakeLock::hold);
        *self.inner.busy.borrow_mut() = (guard, lock);
    }

    fn forget_all(&self) {
        self.sign_out(Side::Origin);
        self.sign_out(Side::Destination);
        self.inner.picked.borrow_mut().clear();
    }
}
