//! `choose`: what is in the account, and what of it is to come along.

use std::rc::Rc;

use migration::{
    Features, Holding, Holdings, Item, KindId, KindReport, Problem, Reading, Reason, Support, Survey, kinds,
    preview,
};
use ordered::{Map, Set};

use super::archive::RangeView;
use super::private::{Private, PrivateView};
use super::review::reason_text;
use super::saving::{Save, SaveView};
use crate::known::{HISTORY, PICTURE, PROFILE, ROOMS, UPLOADS};
use crate::listing::Listing;
use crate::{Effect, Explanation, Flow, Side, Stage, Text, Trouble, Wizard};

/// What is known of the origin's contents.
#[derive(Debug, Default)]
pub(crate) struct Choose {
    pub(crate) holdings: Rc<Holdings>,
    items: Map<KindId, Rc<Vec<Item>>>,
    surveys: Map<KindId, Result<Survey, Problem>>,
    surveying: Set<KindId>,
    reading: Set<KindId>,
    /// What the person ticked and unticked.
    ticked: Map<KindId, bool>,
    pub(crate) range: RangeView,
    pub(crate) private: Private,
    pub(crate) save: Save,
    full_name: Option<String>,
    /// A `data:` URL.
    pub(crate) picture: Option<Rc<str>>,
    left: Vec<(KindId, usize)>,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ChooseView {
    pub rows: Vec<KindRow>,
    pub save: SaveView,
    /// The browser can write straight to a place on the disk.
    pub can_save_to_disk: bool,
    /// How long it takes to read for a file what is chosen, at the server's pace.
    pub time_to_save: Option<Text>,
    /// Still looking: how many kinds of how many are done.
    pub progress: Option<(usize, usize)>,
    pub can_continue: bool,
    pub flow: Flow,
    /// Which part of the history is saved, where there is one to save.
    pub range: Option<RangeView>,
    pub private: Option<PrivateView>,
    /// How many group chats there are; their history is not in the account.
    pub rooms: usize,
    /// What the file holds that this version cannot put anywhere: by kind, how many.
    pub left: Vec<(KindId, usize)>,
    pub full_name: Option<String>,
    pub slow: bool,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct KindRow {
    pub id: KindId,
    pub state: RowState,
    /// How many items, if that is known.
    pub count: Option<u64>,
    pub is_estimate: bool,
    /// How much that is, if it is known.
    pub bytes: Option<u64>,
    pub selected: bool,
    pub can_select: bool,
    /// What it says about itself.
    pub summary: Text,
    /// What is worth knowing before ticking it.
    pub remark: Option<Text>,
    /// What was read, by what a person recognises it by.
    pub items: Rc<Vec<Item>>,
    pub listing: Listing,
    pub problem: Option<Explanation>,
}

/// `data-state` of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    Pending,
    Counting,
    Ready,
    Empty,
    Unsupported,
    Failed,
}

impl RowState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Counting => "counting",
            Self::Ready => "ready",
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Failed => "failed",
        }
    }
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
        self.recognise();
    }

    pub(crate) fn take(&mut self, id: KindId, holding: Rc<Holding>) {
        self.reading.remove(&id);
        // What nobody can have is told in place of a number.
        self.surveying.remove(&id);
        self.items.insert(id, Rc::new(preview(id, &holding)));
        Rc::make_mut(&mut self.holdings).kinds.insert(id, holding);
        if matches!(id, PROFILE | PICTURE) {
            self.recognise();
        }
        // A file written earlier does not hold this.
        if self.is_ticked(id) {
            self.save.outdate();
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
        all().filter(|id| self.is_ticked(*id) && self.is_known(*id)).collect()
    }

    /// Whether more is to come before this can go into a plan or a file. What is read only into a
    /// file is waited for until it is counted.
    pub(crate) fn is_awaited(&self, id: KindId) -> bool {
        self.reading.contains(&id) || reading(id) == Reading::IntoFile && self.surveying.contains(&id)
    }

    pub(crate) fn is_awaiting_chosen(&self) -> bool {
        self.reading.iter().chain(&self.surveying).any(|id| self.is_ticked(*id) && self.is_awaited(*id))
    }

    /// How many of the chosen kinds are read that can be before a file is begun, and how many there are.
    pub(crate) fn chosen_read(&self) -> (usize, usize) {
        let chosen = self.chosen();
        let total = chosen.iter().filter(|id| reading(**id) != Reading::IntoFile).count();
        let unread = chosen.iter().filter(|id| self.reading.contains(*id)).count();
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
    pub(crate) fn bytes_expected(&self) -> Option<u64> {
        let bytes = self.chosen().iter().filter_map(|id| self.survey(*id)?.bytes).sum();
        (bytes > 0).then_some(bytes)
    }

    fn survey(&self, id: KindId) -> Option<&Survey> {
        self.surveys.get(&id)?.as_ref().ok()
    }

    fn count(&self, id: KindId) -> Option<u64> {
        // Where nothing was written, nobody sent a file.
        if id == UPLOADS && self.survey(HISTORY).is_some_and(|history| history.count == Some(0)) {
            return Some(0);
        }
        match (self.holdings.get(id), self.survey(id)) {
            _ if reading(id) == Reading::IntoFile && self.surveys.contains_key(&id) => self.survey(id)?.count,
            (Some(holding), _) => Some(self.items(id).len() as u64 + holding.unlisted),
            (None, survey) => survey?.count,
        }
    }

    fn state(&self, id: KindId) -> RowState {
        let is_empty = self.count(id) == Some(0);
        match (self.holdings.get(id), self.surveys.get(&id)) {
            (Some(holding), _) if holding.unsupported.is_some() => RowState::Unsupported,
            (Some(holding), _) if holding.problem.is_some() || !holding.unread.is_empty() => RowState::Failed,
            (None, Some(Err(_))) => RowState::Failed,
            (None, None) if self.reading.contains(&id) || self.surveying.contains(&id) => RowState::Counting,
            (None, None) => RowState::Pending,
            _ if is_empty => RowState::Empty,
            _ => RowState::Ready,
        }
    }

    fn problem(&self, id: KindId) -> Option<Problem> {
        match self.holdings.get(id) {
            Some(holding) => {
                let unread = || holding.unread.first().map(|unread| unread.problem.clone());
                holding.problem.clone().or_else(unread)
            }
            None => self.surveys.get(&id)?.as_ref().err().cloned(),
        }
    }

    fn summary(&self, id: KindId, state: RowState) -> Text {
        let count = self.count(id).unwrap_or(0);
        let holding = self.holdings.get(id);
        match (state, holding.and_then(|holding| holding.unsupported.as_ref())) {
            (RowState::Pending, _) if reading(id) == Reading::WhenAsked => Text::new("kind-when-asked"),
            (RowState::Pending | RowState::Counting, _) => Text::new("kind-counting"),
            (RowState::Empty, _) => Text::new("kind-empty"),
            // That a provider does not have it has a sentence of its own for the origin.
            (RowState::Unsupported, None | Some(Reason::Unsupported)) => Text::new("kind-unsupported"),
            (RowState::Unsupported, Some(reason)) => reason_text(reason),
            (RowState::Failed, _) if count == 0 => Text::new("kind-failed"),
            (RowState::Failed, _) => {
                let unread = holding.map_or(0, |holding| holding.unread.len());
                Text::new("kind-partly").with("count", count).with("unread", unread)
            }
            (RowState::Ready, _) if self.count(id).is_none() => Text::new("kind-uncounted"),
            (RowState::Ready, _) => Text::new(format!("kind-{id}-count")).with("count", count),
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

    /// Asks for the kinds that are neither known nor on their way.
    pub(crate) fn read_missing(&mut self, wanted: &[KindId]) -> Vec<Effect> {
        let choose = &mut self.choose;
        let is_missing = |id: &KindId| choose.holdings.get(*id).is_none() && !choose.reading.contains(id);
        let missing: Vec<KindId> = wanted.iter().copied().filter(is_missing).collect();
        choose.begin_reading(&missing);
        if missing.is_empty() {
            return Vec::new();
        }
        vec![Effect::Read(missing)]
    }

    /// Asks how much there is of these, unless that is known, or nothing can be there.
    fn survey_missing(&mut self, wanted: &[KindId], features: &Features) -> Vec<Effect> {
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
        if self.flow == Flow::Restore {
            return Vec::new();
        }
        let chosen = self.choose.chosen();
        let wanted: Vec<KindId> = chosen.into_iter().filter(|id| reading(*id) != Reading::IntoFile).collect();
        self.read_missing(&wanted)
    }

    /// Reads once more what could not be read.
    pub(crate) fn read_again(&mut self) -> Vec<Effect> {
        self.choose.save.dismiss();
        let choose = &mut self.choose;
        // What others would notice is done only as long as it is wanted.
        let is_wanted = |id: &KindId| reading(*id) != Reading::WhenAsked || choose.is_ticked(*id);
        let is_failed = |id: &KindId| choose.state(*id) == RowState::Failed && is_wanted(id);
        let failed: Vec<KindId> = all().filter(is_failed).collect();
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
        effects
    }

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
        if !self.choose.is_awaited(kind) && reading(kind) == Reading::IntoFile {
            effects.extend(self.find_arrived(kind));
        }
        effects
    }

    pub(crate) fn select(&mut self, kind: KindId, selected: bool) -> Vec<Effect> {
        self.choose.ticked.insert(kind, selected);
        self.choose.save.outdate();
        let is_asked = selected && reading(kind) == Reading::WhenAsked && self.flow != Flow::Restore;
        if is_asked { self.read_missing(&[kind]) } else { Vec::new() }
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
            Flow::Move | Flow::Restore => {
                !is_looking && choose.chosen().iter().any(|id| choose.count(*id) != Some(0))
            }
        }
    }

    pub(crate) fn choose_view(&self) -> ChooseView {
        let choose = &self.choose;
        let rows: Vec<KindRow> = all().map(|id| self.kind_row(id)).collect();
        let is = |state: RowState| rows.iter().filter(|row| row.state == state).count();
        let (counting, total) = (is(RowState::Counting), rows.len() - is(RowState::Pending));
        let has_history = |row: &KindRow| row.id == HISTORY && row.state == RowState::Ready && row.selected;
        ChooseView {
            progress: (counting > 0).then(|| (total - counting, total)),
            range: rows
                .iter()
                .any(|row| has_history(row) && self.flow != Flow::Restore)
                .then(|| choose.range.clone()),
            rows,
            save: self.save_view(),
            can_save_to_disk: self.has_picker && self.flow != Flow::Restore,
            time_to_save: self.time_to_save(),
            can_continue: self.can_continue(),
            flow: self.flow,
            private: self.private_view(),
            rooms: choose.items(ROOMS).len(),
            left: choose.left.clone(),
            full_name: choose.full_name.clone(),
            slow: self.side(Side::Origin).slow,
        }
    }

    fn kind_row(&self, id: KindId) -> KindRow {
        let choose = &self.choose;
        let state = choose.state(id);
        let survey = choose.survey(id);
        let can_select = match state {
            RowState::Pending | RowState::Counting | RowState::Ready => true,
            RowState::Failed => choose.count(id) != Some(0),
            RowState::Empty | RowState::Unsupported => false,
        };
        KindRow {
            id,
            state,
            count: choose.count(id),
            is_estimate: survey.is_some_and(|survey| survey.is_estimate) && choose.items(id).is_empty(),
            bytes: survey.and_then(|survey| survey.bytes),
            selected: choose.is_ticked(id) && can_select,
            can_select,
            summary: choose.summary(id, state),
            remark: self.remark(id, state),
            items: choose.items.get(&id).cloned().unwrap_or_default(),
            listing: self.listing(Stage::Choose, id).unwrap_or(Listing::CLOSED),
            problem: choose.problem(id).map(|problem| Trouble::Kind(problem).explain()),
        }
    }

    fn remark(&self, id: KindId, state: RowState) -> Option<Text> {
        let remark = match (id, self.flow) {
            (HISTORY, Flow::Move) => "history-into-copy",
            (HISTORY | UPLOADS, Flow::Restore) => "history-stays-in-file",
            (UPLOADS, Flow::Move | Flow::Backup) => "uploads-remark",
            _ => return None,
        };
        (state == RowState::Ready).then(|| Text::new(remark))
    }
}
