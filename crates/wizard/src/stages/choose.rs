//! `choose`: what is in the account, and saving a copy of it.

use ordered::{Map, Set};
use std::rc::Rc;

use migration::file::{ArchiveRange, Order};
use migration::report::Report;
use migration::{Holding, Holdings, Item, KindId, KindReport, Verdict, kinds, preview};
use portable::Fragment;

use crate::stages::report::Finished;
use crate::{Effect, Explanation, Flow, Onto, Side, Stage, Text, Trouble, Variant, Wizard};

/// How many items of a kind are shown when its row is opened.
pub(crate) const MOST_SHOWN: usize = 200;

/// What is known of the origin's contents.
#[derive(Debug, Default)]
pub(crate) struct Choose {
    pub(crate) holdings: Map<KindId, Rc<Holding>>,
    items: Map<KindId, Rc<Vec<Item>>>,
    pub(crate) unclaimed: Vec<Fragment>,
    reading: Set<KindId>,
    unselected: Set<KindId>,
    save: Save,
}

/// Where saving the file stands.
#[derive(Debug, Default)]
enum Save {
    #[default]
    Idle,
    /// Pressed while something is still being read.
    Waiting(Variant),
    Writing,
    /// Written, and offered to the browser.
    Offered(Written),
    /// The browser did not take it by itself; a second press saves it.
    Ready(Written),
    Saved(Written),
    Failed(Trouble),
}

#[derive(Clone, Debug)]
struct Written {
    name: String,
    size: u64,
    report: Rc<Report>,
}

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ChooseView {
    pub rows: Vec<KindRow>,
    pub save: SaveView,
    /// Still reading: how many kinds of how many are done.
    pub progress: Option<(usize, usize)>,
    pub can_continue: bool,
    pub flow: Flow,
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
    pub count: usize,
    pub selected: bool,
    /// The first items, by what a person recognises them by.
    pub items: Rc<Vec<Item>>,
    /// How many items could not be read.
    pub unread: usize,
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

/// Where saving stands, for the button.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveView {
    Idle,
    Busy,
    Ready {
        name: String,
        size: u64,
    },
    /// `proven`: read back and found to hold everything.
    Saved {
        name: String,
        size: u64,
        proven: bool,
    },
    Failed(Explanation),
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

impl Choose {
    /// Takes what a file holds.
    pub(crate) fn fill(&mut self, holdings: Holdings) {
        *self = Self { unclaimed: holdings.unclaimed, ..Self::default() };
        for (id, holding) in holdings.kinds {
            self.take(id, holding);
        }
    }

    fn take(&mut self, id: KindId, holding: Rc<Holding>) {
        self.reading.remove(&id);
        self.items.insert(id, Rc::new(preview(id, &holding)));
        self.holdings.insert(id, holding);
        // A file written earlier does not hold this.
        if matches!(self.save, Save::Ready(_) | Save::Saved(_)) {
            self.save = Save::Idle;
        }
    }

    pub(crate) fn dismiss(&mut self) {
        if matches!(self.save, Save::Failed(_)) {
            self.save = Save::Idle;
        }
    }

    pub(crate) fn file_name(&self) -> Option<String> {
        match &self.save {
            Save::Offered(written) | Save::Ready(written) | Save::Saved(written) => {
                Some(written.name.clone())
            }
            _ => None,
        }
    }

    /// A copy is on its way to the person.
    pub(crate) fn is_saving(&self) -> bool {
        matches!(self.save, Save::Waiting(_) | Save::Writing | Save::Offered(_) | Save::Ready(_))
    }

    /// Something was read that the person does not have as a file.
    pub(crate) fn is_unsaved(&self) -> bool {
        !self.holdings.is_empty() && !matches!(self.save, Save::Saved(_))
    }

    /// The kinds to take along: ticked, and there is something to take.
    pub(crate) fn chosen(&self) -> Set<KindId> {
        self.holdings.keys().copied().filter(|id| !self.unselected.contains(id)).collect()
    }

    fn row(&self, id: KindId) -> KindRow {
        let holding = self.holdings.get(&id);
        let items = self.items.get(&id).cloned().unwrap_or_default();
        let unread = holding.map_or(0, |holding| holding.unread.len());
        let state = match holding {
            None if self.reading.contains(&id) => RowState::Counting,
            None => RowState::Pending,
            Some(holding) if holding.unsupported.is_some() => RowState::Unsupported,
            Some(holding) if holding.problem.is_some() => RowState::Failed,
            Some(_) if unread > 0 => RowState::Failed,
            Some(_) if items.is_empty() => RowState::Empty,
            Some(_) => RowState::Ready,
        };
        let problem = holding.and_then(|holding| {
            holding.problem.clone().or_else(|| holding.unread.first().map(|unread| unread.problem.clone()))
        });
        KindRow {
            id,
            state,
            count: items.len(),
            selected: !self.unselected.contains(&id),
            items,
            unread,
            problem: problem.map(|problem| Trouble::Kind(problem).explain()),
        }
    }

    fn save_view(&self) -> SaveView {
        match &self.save {
            Save::Idle => SaveView::Idle,
            Save::Waiting(_) | Save::Writing | Save::Offered(_) => SaveView::Busy,
            Save::Ready(Written { name, size, .. }) => SaveView::Ready { name: name.clone(), size: *size },
            Save::Saved(Written { name, size, report }) => SaveView::Saved {
                name: name.clone(),
                size: *size,
                proven: report.verdict() == Verdict::Complete,
            },
            Save::Failed(trouble) => SaveView::Failed(trouble.explain()),
        }
    }
}

impl Wizard {
    /// Asks for the kinds that are neither known nor on their way.
    pub(crate) fn read_missing(&mut self, wanted: &[KindId]) -> Vec<Effect> {
        let choose = &mut self.choose;
        let missing = |id: &KindId| !choose.holdings.contains_key(id) && !choose.reading.contains(id);
        let missing: Vec<KindId> = wanted.iter().copied().filter(missing).collect();
        choose.reading.extend(&missing);
        if missing.is_empty() {
            return Vec::new();
        }
        vec![Effect::Read(missing)]
    }

    /// Reads once more what could not be read.
    pub(crate) fn read_again(&mut self) -> Vec<Effect> {
        self.choose.dismiss();
        let failed: Vec<KindId> = kinds::ALL
            .into_iter()
            .map(|kind| kind.id())
            .filter(|id| self.choose.row(*id).state == RowState::Failed)
            .collect();
        for id in &failed {
            self.choose.holdings.remove(id);
        }
        self.read_missing(&failed)
    }

    pub(crate) fn read(&mut self, side: Side, kind: KindId, holding: Rc<Holding>) -> Vec<Effect> {
        match side {
            Side::Destination => self.read_destination(kind, holding),
            Side::Origin => {
                self.choose.take(kind, holding);
                match self.choose.save {
                    Save::Waiting(variant) if self.choose.reading.is_empty() => self.write_file(variant),
                    _ => Vec::new(),
                }
            }
        }
    }

    pub(crate) fn select(&mut self, kind: KindId, selected: bool) -> Vec<Effect> {
        if selected {
            self.choose.unselected.remove(&kind);
        } else {
            self.choose.unselected.insert(kind);
        }
        if matches!(self.choose.save, Save::Ready(_) | Save::Saved(_)) {
            self.choose.save = Save::Idle;
        }
        Vec::new()
    }

    pub(crate) fn choose_continue(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Choose || !self.can_continue() {
            return Vec::new();
        }
        match (self.flow, &self.choose.save) {
            (Flow::Backup, Save::Saved(written)) => {
                self.finished = Some(Finished { report: Rc::clone(&written.report), saved: false });
                self.go(Stage::Report)
            }
            (Flow::Backup, _) => Vec::new(),
            (Flow::Move | Flow::Restore, _) if self.side(Side::Destination).account().is_some() => {
                self.enter_review()
            }
            (Flow::Move | Flow::Restore, _) => self.go(Stage::Destination),
        }
    }

    pub(crate) fn save(&mut self, variant: Variant) -> Vec<Effect> {
        match &self.choose.save {
            Save::Waiting(_) | Save::Writing | Save::Offered(_) => Vec::new(),
            Save::Ready(written) => {
                self.choose.save = Save::Offered(written.clone());
                vec![Effect::Download]
            }
            Save::Idle | Save::Saved(_) | Save::Failed(_) if self.choose.reading.is_empty() => {
                self.write_file(variant)
            }
            Save::Idle | Save::Saved(_) | Save::Failed(_) => {
                self.choose.save = Save::Waiting(variant);
                Vec::new()
            }
        }
    }

    fn write_file(&mut self, variant: Variant) -> Vec<Effect> {
        let Some(account) = self.origin_jid() else { return Vec::new() };
        self.choose.save = Save::Writing;
        let holdings = Rc::new(self.origin_holdings());
        let name = format!("{}.xml", crate::file_safe(&account.to_string()));
        let order = Order { account, holdings, chosen: self.choose.chosen(), range: ArchiveRange::default() };
        vec![Effect::WriteFile { variant, order: Rc::new(order), name, onto: Onto::Download, expected: None }]
    }

    pub(crate) fn file_ready(
        &mut self,
        size: u64,
        name: String,
        reports: Vec<KindReport>,
        started: String,
        finished: String,
    ) -> Vec<Effect> {
        let (origin, _) = self.ends();
        let destination = migration::report::End::File(name.clone());
        let report = Rc::new(Report { origin, destination, started, finished, kinds: reports });
        self.choose.save = Save::Offered(Written { name, size, report });
        vec![Effect::Download]
    }

    pub(crate) fn file_saved(&mut self) -> Vec<Effect> {
        if let Save::Offered(written) | Save::Ready(written) = std::mem::take(&mut self.choose.save) {
            self.choose.save = Save::Saved(written);
        }
        // A backup is done with its file; the report shows what is in it.
        match (self.flow, self.stage) {
            (Flow::Backup, Stage::Choose) => self.choose_continue(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn save_failed(&mut self, trouble: Trouble) -> Vec<Effect> {
        self.choose.save = match (std::mem::take(&mut self.choose.save), &trouble) {
            (Save::Offered(written), Trouble::SaveRefused(_)) => Save::Ready(written),
            _ => Save::Failed(trouble),
        };
        Vec::new()
    }

    pub(crate) fn choose_view(&self) -> ChooseView {
        let choose = &self.choose;
        let rows: Vec<KindRow> = kinds::ALL.into_iter().map(|kind| choose.row(kind.id())).collect();
        let done =
            rows.iter().filter(|row| !matches!(row.state, RowState::Pending | RowState::Counting)).count();
        let mut left: Map<KindId, usize> = Map::new();
        for id in choose.unclaimed.iter().filter_map(kinds::unclaimed) {
            *left.entry(id).or_default() += 1;
        }
        ChooseView {
            progress: (done < rows.len()).then_some((done, rows.len())),
            rows,
            save: self.save_view(),
            can_continue: self.can_continue(),
            flow: self.flow,
            left: left.into_iter().collect(),
            full_name: migration::full_name(&self.origin_holdings()),
            slow: self.side(Side::Origin).slow,
        }
    }

    fn can_continue(&self) -> bool {
        let choose = &self.choose;
        let something =
            choose.chosen().iter().any(|id| choose.items.get(id).is_some_and(|items| !items.is_empty()));
        match self.flow {
            Flow::Backup => matches!(choose.save, Save::Saved(_)),
            Flow::Move | Flow::Restore => choose.reading.is_empty() && something,
        }
    }

    pub(crate) fn save_view(&self) -> SaveView {
        self.choose.save_view()
    }
}

impl KindRow {
    /// What the row says about itself.
    pub fn summary(&self) -> Text {
        match self.state {
            RowState::Pending | RowState::Counting => Text::new("kind-counting"),
            RowState::Empty => Text::new("kind-empty"),
            RowState::Unsupported => Text::new("kind-unsupported"),
            RowState::Failed if self.count == 0 => Text::new("kind-failed"),
            RowState::Failed => {
                Text::new("kind-partly").with("count", self.count).with("unread", self.unread)
            }
            RowState::Ready => Text::new(format!("kind-{}-count", self.id)).with("count", self.count),
        }
    }
}
