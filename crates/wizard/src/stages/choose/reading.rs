//! What is asked for, and what comes of it.

use std::rc::Rc;

use migration::{Features, Holding, KindId, Problem, Reading, Support, Survey, kinds};

use super::super::saving::Save;
use super::super::uploads::Look;
use super::{RowState, all, reading};
use crate::known::UPLOADS;
use crate::{Effect, Flow, Side, Variant, Wizard};

impl Wizard {
    /// Asks for the kinds that are neither known nor on their way. What is being counted may be read by that.
    pub(crate) fn read_missing(&mut self, wanted: &[KindId]) -> Vec<Effect> {
        let choose = &mut self.choose;
        let is_missing = |id: &KindId| choose.holdings.get(*id).is_none() && !choose.reading.contains(id);
        let missing = wanted.iter().copied().filter(is_missing);
        let (counting, missing): (Vec<KindId>, Vec<KindId>) =
            missing.partition(|id| choose.surveying.contains(id));
        choose.postponed.extend(counting);
        choose.begin_reading(&missing);
        if missing.is_empty() {
            return Vec::new();
        }
        vec![Effect::Read(missing)]
    }

    /// Asks how much there is of these, unless that is known, or nothing can be there.
    pub(super) fn survey_missing(&mut self, wanted: &[KindId], features: &Features) -> Vec<Effect> {
        let choose = &mut self.choose;
        let mut missing = Vec::new();
        for id in wanted.iter().copied() {
            let Some(kind) = kinds::by_id(id).filter(|_| !choose.is_known(id)) else { continue };
            if let Support::None(reason) = kind.support(features) {
                choose.take(id, Rc::new(Holding { unsupported: Some(reason), ..Holding::default() }));
            } else if kind.reading() != Reading::WhenAsked && choose.surveying.insert(id) {
                missing.push(id);
            }
        }
        if missing.is_empty() {
            return Vec::new();
        }
        vec![Effect::Survey(missing)]
    }

    /// Reads what is chosen and not read yet, as far as it is read before a file is begun.
    pub(crate) fn read_chosen(&mut self) -> Vec<Effect> {
        self.read_for(Variant::Complete)
    }

    /// Reads what goes into this file and is not read yet.
    pub(crate) fn read_for(&mut self, variant: Variant) -> Vec<Effect> {
        if self.flow == Flow::Restore {
            return Vec::new();
        }
        let chosen = self.choose.wanted(variant);
        let wanted: Vec<KindId> = chosen.into_iter().filter(|id| reading(*id) != Reading::IntoFile).collect();
        self.read_missing(&wanted)
    }

    /// Reads once more what could not be read.
    pub(crate) fn read_again(&mut self) -> Vec<Effect> {
        self.choose.saves_mut().for_each(Save::dismiss);
        let choose = &mut self.choose;
        // What others would notice is done only as long as it is wanted.
        let is_wanted = |id: &KindId| reading(*id) != Reading::WhenAsked || choose.is_ticked(*id);
        let is_failed = |id: &KindId| choose.state(*id) == RowState::Failed && is_wanted(id);
        let is_looked_for = matches!(choose.look, Look::Failed(_)) && choose.is_ticked(UPLOADS);
        // Uploaded files are looked for in the messages, once those can be read.
        let is_elsewhere = |id: &KindId| *id == UPLOADS && choose.has_files();
        let failed: Vec<KindId> = all().filter(|id| is_failed(id) && !is_elsewhere(id)).collect();
        let is_counted =
            |id: &KindId| reading(*id) == Reading::IntoFile || choose.holdings.get(*id).is_none();
        let (counted, read): (Vec<_>, Vec<_>) = failed.iter().copied().partition(is_counted);
        for id in &failed {
            Rc::make_mut(&mut choose.holdings).kinds.remove(id);
        }
        for id in &counted {
            choose.surveys.remove(id);
        }
        let features = self.side(Side::Origin).account().map(|(_, features)| Rc::clone(features));
        let mut effects = self.read_missing(&read);
        effects.extend(self.survey_missing(&counted, &features.unwrap_or_default()));
        if is_looked_for {
            effects.extend(self.look_for_files());
        }
        effects
    }

    #[inline(never)]
    pub(crate) fn read(&mut self, side: Side, kind: KindId, holding: Rc<Holding>) -> Vec<Effect> {
        match side {
            Side::Destination => self.read_destination(kind, holding),
            // What was on its way from an account is no part of a file.
            Side::Origin if self.flow == Flow::Restore => Vec::new(),
            Side::Origin => {
                self.choose.take(kind, holding);
                let mut effects = self.write_when_read();
                effects.extend(self.find_arrived(kind));
                effects
            }
        }
    }

    pub(crate) fn surveyed(&mut self, kind: KindId, survey: Result<Survey, Problem>) -> Vec<Effect> {
        if self.flow == Flow::Restore {
            return Vec::new();
        }
        self.choose.surveyed(kind, survey);
        let mut effects = self.write_when_read();
        if self.choose.postponed.remove(&kind) {
            effects.extend(self.read_missing(&[kind]));
        }
        if !self.choose.is_awaited(kind) && reading(kind) == Reading::IntoFile {
            effects.extend(self.find_arrived(kind));
        }
        // Ticked before it was known whether there can be any.
        if kind == UPLOADS && self.choose.is_ticked(UPLOADS) {
            effects.extend(self.look_for_files());
        }
        effects
    }
}
