//! `choose`: what is in the account, and what of it is to come along.

mod reading;
mod view;

use std::rc::Rc;

use migration::{Holding, Holdings, Item, KindId, KindReport, Problem, Reading, Survey, kinds, preview};
use ordered::{Map, Set};

use super::administrator::Administration;
use super::archive::RangeView;
use super::private::Private;
use super::saving::Save;
use super::sealing::SealView;
use super::uploads::Look;
use crate::known::{HISTORY, PICTURE, PROFILE, UPLOADS};
use crate::{Effect, Flow, Side, Stage, Variant, Wizard};
pub use view::{ChooseView, KindRow, RowState};

/// What is known of the origin's contents.
#[derive(Debug, Default)]
pub(crate) struct Choose {
    pub(crate) holdings: Rc<Holdings>,
    items: Map<KindId, Rc<Vec<Item>>>,
    surveys: Map<KindId, Result<Survey, Problem>>,
    surveying: Set<KindId>,
    /// Of these, what is read once it is counted.
    postponed: Set<KindId>,
    reading: Set<KindId>,
    /// What the person ticked and unticked.
    ticked: Map<KindId, bool>,
    pub(crate) range: RangeView,
    pub(crate) private: Private,
    pub(crate) look: Look,
    /// The complete file, and the others.
    pub(crate) save: Save,
    pub(crate) others: Map<Variant, Save>,
    pub(crate) administration: Administration,
    pub(crate) seal: SealView,
    pub(crate) full_name: Option<String>,
    /// A `data:` URL.
    pub(crate) picture: Option<Rc<str>>,
    left: Vec<(KindId, usize)>,
}

/// All kinds, in the order of the page.
fn all() -> impl Iterator<Item = KindId> {
    kinds::ALL.into_iter().map(|kind| kind.id())
}

fn reading(id: KindId) -> Reading {
    kinds::by_id(id).map_or(Reading::AtOnce, |kind| kind.reading())
}

impl Choose {
    /// Takes what a file holds.
    pub(crate) fn fill(&mut self, holdings: &Rc<Holdings>) {
        let range = std::mem::take(&mut self.range);
        *self = Self { holdings: Rc::clone(holdings), range, ..Self::default() };
        let mut left: Map<KindId, usize> = Map::new();
        for id in holdings.unclaimed.iter().filter_map(kinds::unclaimed) {
            *left.entry(id).or_default() += 1;
        }
        self.left = left.into_iter().collect();
        for (id, holding) in &holdings.kinds {
            self.items.insert(*id, Rc::new(preview(*id, holding)));
        }
        // Nothing has to be fetched: they lie in the file.
        if holdings.get(UPLOADS).is_some_and(|uploads| uploads.unlisted > 0) {
            self.ticked.insert(UPLOADS, true);
        }
        self.recognise();
    }

    pub(crate) fn take(&mut self, id: KindId, holding: Rc<Holding>) {
        self.reading.remove(&id);
        // What nobody can have, or what is little, is told in place of a number.
        self.surveying.remove(&id);
        self.postponed.remove(&id);
        self.items.insert(id, Rc::new(preview(id, &holding)));
        Rc::make_mut(&mut self.holdings).kinds.insert(id, holding);
        if matches!(id, PROFILE | PICTURE) {
            self.recognise();
        }
        // A file written earlier does not hold this.
        if self.is_ticked(id) {
            self.outdate_with(id);
        }
    }

    /// Works out once what every drawing shows of the person.
    fn recognise(&mut self) {
        self.full_name = migration::full_name(&self.holdings);
        let url = |it: migration::Picture| format!("data:{};base64,{}", it.media_type, it.base64).into();
        self.picture = migration::picture(&self.holdings).map(url);
    }

    fn surveyed(&mut self, id: KindId, survey: Result<Survey, Problem>) {
        self.surveying.remove(&id);
        self.know(id, survey);
    }

    /// Takes over how much there is.
    pub(crate) fn know(&mut self, id: KindId, survey: Result<Survey, Problem>) {
        // What is read only into a file stands in plans and reports by its number.
        if reading(id) == Reading::IntoFile {
            self.hold_number(id, &survey);
        }
        self.surveys.insert(id, survey);
    }

    fn hold_number(&mut self, id: KindId, survey: &Result<Survey, Problem>) {
        let holding = match survey {
            Ok(survey) => Holding { unlisted: survey.count.unwrap_or(0), ..Holding::default() },
            Err(problem) => Holding { problem: Some(problem.clone()), ..Holding::default() },
        };
        Rc::make_mut(&mut self.holdings).kinds.insert(id, Rc::new(holding));
    }

    /// Whether there may be uploaded files.
    pub(crate) fn has_files(&self) -> bool {
        let is_supported = self.holdings.get(UPLOADS).is_none_or(|holding| holding.unsupported.is_none());
        is_supported && matches!(self.surveys.get(&UPLOADS), Some(Ok(_))) && !self.is_without_history()
    }

    /// What was found belongs to another part of the history.
    pub(crate) fn forget_files(&mut self) {
        if matches!(self.surveys.get(&UPLOADS), Some(Ok(_))) {
            self.know(UPLOADS, Ok(Survey::default()));
        }
    }

    /// Where nothing was written, nobody sent a file.
    fn is_without_history(&self) -> bool {
        self.survey(HISTORY).is_some_and(|history| history.count == Some(0))
    }

    /// Takes over what writing a file found out: how many there are of what it counted.
    pub(crate) fn learn(&mut self, reports: &[KindReport]) {
        if !self.range.is_everything() {
            return;
        }
        let is_counted =
            |report: &&KindReport| reading(report.id) == Reading::IntoFile && report.problem.is_none();
        for report in reports.iter().filter(is_counted) {
            let before = self.survey(report.id).copied().unwrap_or_default();
            if before.count.is_none() || before.is_estimate {
                let count = Some(report.tally().read as u64);
                let survey = Ok(Survey { count, is_estimate: false, ..before });
                self.hold_number(report.id, &survey);
                self.surveys.insert(report.id, survey);
            }
        }
    }

    pub(crate) fn begin_reading(&mut self, ids: &[KindId]) {
        self.reading.extend(ids);
    }

    pub(crate) fn items(&self, id: KindId) -> &[Item] {
        self.items.get(&id).map_or(&[], |items| items.as_slice())
    }

    /// Something was read that the person does not have as a file.
    pub(crate) fn is_unsaved(&self) -> bool {
        !self.holdings.kinds.is_empty() && !self.save.is_saved()
    }

    /// What people want along unless they say otherwise: not what others would
    /// notice, nor what may take hours.
    fn is_ticked(&self, id: KindId) -> bool {
        let by_default = || reading(id) != Reading::WhenAsked && id != UPLOADS;
        self.ticked.get(&id).copied().unwrap_or_else(by_default)
    }

    fn is_known(&self, id: KindId) -> bool {
        self.holdings.get(id).is_some()
            || self.surveys.contains_key(&id)
            || self.surveying.contains(&id)
            || self.reading.contains(&id)
    }

    /// The kinds to take along.
    pub(crate) fn chosen(&self) -> Set<KindId> {
        // No archive is packed around nothing.
        let is_vain = |id: KindId| id == UPLOADS && self.count(id) == Some(0);
        all().filter(|id| self.is_ticked(*id) && self.is_known(*id) && !is_vain(*id)).collect()
    }

    /// Whether more is to come before this can go into a plan or a file. What is read only into a
    /// file is waited for until it is counted.
    pub(crate) fn is_awaited(&self, id: KindId) -> bool {
        self.reading.contains(&id)
            || self.postponed.contains(&id)
            || reading(id) == Reading::IntoFile && self.surveying.contains(&id)
    }

    pub(crate) fn is_awaiting(&self, variant: Variant) -> bool {
        self.wanted(variant).iter().any(|id| self.is_awaited(*id))
    }

    /// How many of the kinds in this file are read that can be before it is begun, and how many there are.
    pub(crate) fn read_of(&self, variant: Variant) -> (usize, usize) {
        let chosen = self.wanted(variant);
        let total = chosen.iter().filter(|id| reading(**id) != Reading::IntoFile).count();
        let is_unread = |id: &&KindId| self.reading.contains(*id) || self.postponed.contains(*id);
        let unread = chosen.iter().filter(is_unread).count();
        (total - unread.min(total), total)
    }

    /// What was counted and not read, and how much of it there is.
    pub(crate) fn counted_only(&self) -> impl Iterator<Item = (KindId, u64)> {
        let is_unread = |(id, _): &(&KindId, _)| self.holdings.get(**id).is_none();
        let count = |(id, survey): (&KindId, &Result<Survey, Problem>)| {
            Some((*id, survey.as_ref().ok()?.count.unwrap_or(0)))
        };
        self.surveys.iter().filter(is_unread).filter_map(count)
    }

    /// How many answers have to be waited for before all that is chosen is in a file.
    /// None while that is not known of each kind.
    pub(crate) fn round_trips_left(&self) -> Option<u64> {
        let is_left = |id: &KindId| match (self.holdings.get(*id), reading(*id)) {
            (_, Reading::AtOnce | Reading::WhenAsked) => false,
            (Some(holding), Reading::IntoFile) => holding.unsupported.is_none(),
            (holding, _) => holding.is_none(),
        };
        let trips =
            |id: KindId| self.survey(id).filter(|survey| survey.count.is_some()).map(|it| it.round_trips);
        self.chosen().into_iter().filter(is_left).map(trips).sum()
    }

    /// How large the file may become, as far as that was told.
    pub(crate) fn bytes_expected(&self, variant: Variant) -> Option<u64> {
        let bytes = self.wanted(variant).iter().filter_map(|id| self.survey(*id)?.bytes).sum();
        (bytes > 0).then_some(bytes)
    }

    fn survey(&self, id: KindId) -> Option<&Survey> {
        self.surveys.get(&id)?.as_ref().ok()
    }

    pub(crate) fn count(&self, id: KindId) -> Option<u64> {
        // Unless they lie in a file that has no history, or not any more.
        let is_held = |holding: &Rc<Holding>| holding.unlisted > 0;
        if id == UPLOADS && self.is_without_history() && !self.holdings.get(id).is_some_and(is_held) {
            return Some(0);
        }
        match (self.holdings.get(id), self.survey(id)) {
            _ if reading(id) == Reading::IntoFile && self.surveys.contains_key(&id) => self.survey(id)?.count,
            (Some(holding), _) => Some(self.items(id).len() as u64 + holding.unlisted),
            (None, survey) => survey?.count,
        }
    }

    /// The chosen kinds of which not everything could be read.
    pub(crate) fn short(&self) -> Set<KindId> {
        let is_short = |holding: &Holding| holding.problem.is_some() || !holding.unread.is_empty();
        let holding = |id: &KindId| self.holdings.get(*id);
        self.chosen().into_iter().filter(|id| holding(id).is_some_and(|it| is_short(it))).collect()
    }

    fn state(&self, id: KindId) -> RowState {
        let is_empty = self.count(id) == Some(0);
        match (self.holdings.get(id), self.surveys.get(&id)) {
            (Some(holding), _) if holding.unsupported.is_some() => RowState::Unsupported,
            (Some(holding), _) if holding.problem.is_some() || !holding.unread.is_empty() => RowState::Failed,
            (None, Some(Err(_))) => RowState::Failed,
            (None, None) if self.reading.contains(&id) || self.surveying.contains(&id) => RowState::Counting,
            (None, None) => RowState::Pending,
            _ if id == UPLOADS && self.is_looking_for_files() => RowState::Counting,
            _ if id == UPLOADS && matches!(self.look, Look::Failed(_)) => RowState::Failed,
            _ if is_empty => RowState::Empty,
            _ => RowState::Ready,
        }
    }
}

impl Wizard {
    /// Signed in at the origin already: looks into the account.
    pub(crate) fn enter_choose(&mut self) -> Vec<Effect> {
        let mut effects = self.go(Stage::Choose);
        let features = self.side(Side::Origin).account().map(|(_, features)| Rc::clone(features));
        let (at_once, later): (Vec<_>, Vec<_>) = all().partition(|id| reading(*id) == Reading::AtOnce);
        effects.extend(self.read_missing(&at_once));
        effects.extend(self.survey_missing(&later, &features.unwrap_or_default()));
        effects
    }

    pub(crate) fn select(&mut self, kind: KindId, selected: bool) -> Vec<Effect> {
        self.choose.ticked.insert(kind, selected);
        self.choose.outdate_with(kind);
        match kind {
            UPLOADS if selected => self.look_for_files(),
            UPLOADS if self.choose.is_looking_for_files() => self.end_look(),
            _ if selected && reading(kind) == Reading::WhenAsked && self.flow != Flow::Restore => {
                self.read_missing(&[kind])
            }
            _ => Vec::new(),
        }
    }

    /// On to the destination. What is still unread is read meanwhile.
    pub(crate) fn choose_continue(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Choose || !self.can_continue() {
            return Vec::new();
        }
        if self.flow == Flow::Backup {
            return self.show_saved();
        }
        let mut effects = self.read_chosen();
        effects.extend(match self.side(Side::Destination).account() {
            Some(_) => self.enter_review(),
            None => self.go(Stage::Destination),
        });
        effects
    }

    fn can_continue(&self) -> bool {
        let choose = &self.choose;
        let is_looking = choose.reading.iter().any(|id| reading(*id) == Reading::AtOnce);
        match self.flow {
            Flow::Backup => choose.save.is_saved(),
            Flow::Open => false,
            Flow::Move | Flow::Restore | Flow::Follow => {
                !is_looking && choose.chosen().iter().any(|id| choose.count(*id) != Some(0))
            }
        }
    }
}
