//! The files besides the complete one: which there are, what goes into each, what each left out.

use std::rc::Rc;

use migration::file::Form;
use migration::{KindId, Outcome};
use ordered::Set;
use portable::Variant as Document;

use super::administrator::AdministratorView;
use super::choose::Choose;
use super::saving::{Save, SaveView};
use crate::known::{CONTACTS, NODES, PICTURE, PROFILE, ROOMS, UPLOADS};
use crate::{Flow, Variant, Wizard};

/// What portals take (see [`portable::Variant::Essentials`]).
const ESSENTIALS: [KindId; 5] = [CONTACTS, PROFILE, PICTURE, ROOMS, NODES];
/// Whom people look for on a page.
const FOR_PEOPLE: [KindId; 4] = [CONTACTS, PROFILE, PICTURE, ROOMS];
/// Names that are shown of one kind.
const MOST_NAMES: usize = 200;

/// What is shown of them.
#[derive(Clone, Debug, PartialEq)]
pub struct CopiesView {
    /// What is saved was in a file before: the complete copy is one of these, then.
    pub complete: Option<SaveView>,
    pub essentials: SaveView,
    /// What the file of the essentials does not hold, once it is written.
    pub left: Vec<Left>,
    /// The same of the complete one, and of the one for administrators.
    pub complete_left: Vec<Left>,
    pub administrator_left: Vec<Left>,
    pub page: SaveView,
    pub table: SaveView,
    pub administrator: AdministratorView,
}

/// What a file does not hold, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub id: KindId,
    pub count: u64,
    /// As far as they have any, and so many of them as a person would read.
    pub names: Vec<String>,
}

impl Choose {
    /// The kinds of data that go into this file. Who is on a page for people is no matter of ticks.
    pub(crate) fn wanted(&self, variant: Variant) -> Set<KindId> {
        let chosen = self.chosen();
        match variant {
            Variant::Complete => chosen,
            Variant::Essentials => chosen.into_iter().filter(|id| ESSENTIALS.contains(id)).collect(),
            Variant::Administrator => chosen.into_iter().filter(|id| *id != UPLOADS).collect(),
            Variant::Page | Variant::Table => FOR_PEOPLE.into_iter().collect(),
        }
    }

    /// How it is written; nothing while an address is missing.
    pub(crate) fn form(&self, variant: Variant) -> Option<Form> {
        Some(match variant {
            Variant::Complete => Form::Document(Document::Complete),
            Variant::Essentials => Form::Document(Document::Essentials),
            Variant::Administrator => Form::Document(self.administration.document()?),
            Variant::Page => Form::Page(Rc::default()),
            Variant::Table => Form::Table(Rc::default()),
        })
    }

    pub(crate) fn save_of(&self, variant: Variant) -> &Save {
        const NEVER: &Save = &Save::Idle;
        if variant == Variant::Complete {
            return &self.save;
        }
        self.others.get(&variant).unwrap_or(NEVER)
    }

    pub(crate) fn save_mut(&mut self, variant: Variant) -> &mut Save {
        if variant == Variant::Complete {
            return &mut self.save;
        }
        self.others.entry(variant).or_default()
    }

    pub(crate) fn saves(&self) -> impl Iterator<Item = &Save> {
        std::iter::once(&self.save).chain(self.others.values())
    }

    pub(crate) fn saves_mut(&mut self) -> impl Iterator<Item = &mut Save> {
        std::iter::once(&mut self.save).chain(self.others.values_mut())
    }

    /// The file that is being made or handed over: there is one at a time.
    pub(crate) fn under_way(&self) -> Variant {
        let other = self.others.iter().find(|(_, save)| save.is_under_way());
        other.map_or(Variant::Complete, |(variant, _)| *variant)
    }

    /// What was written does not hold what is chosen now.
    pub(crate) fn outdate(&mut self) {
        self.saves_mut().for_each(Save::outdate);
    }

    /// This kind of data is not what it was when files were written that may hold it.
    pub(crate) fn outdate_with(&mut self, id: KindId) {
        self.save.outdate();
        let holds = |variant: Variant| match variant {
            Variant::Complete => true,
            Variant::Essentials => ESSENTIALS.contains(&id),
            Variant::Administrator => id != UPLOADS,
            Variant::Page | Variant::Table => FOR_PEOPLE.contains(&id),
        };
        let concerned = self.others.iter_mut().filter(|(variant, _)| holds(**variant));
        concerned.for_each(|(_, save)| save.outdate());
    }

    /// What a file that was written does not hold of what is chosen.
    fn left_out(&self, variant: Variant) -> Vec<Left> {
        let Some(report) = self.save_of(variant).copy() else { return Vec::new() };
        let wanted = self.wanted(variant);
        let of_kind = |id: KindId| match report.kinds.iter().find(|kind| kind.id == id) {
            Some(kind) => {
                let is_missing =
                    |outcome: &Outcome| matches!(outcome, Outcome::LeftOut(_) | Outcome::Failed(_));
                let entries = kind.entries.iter().filter(|entry| is_missing(&entry.outcome));
                let unlisted = kind.unlisted.iter().filter(|many| is_missing(&many.outcome));
                let count = entries.clone().count() as u64 + unlisted.map(|many| many.count).sum::<u64>();
                Left::new(id, count, entries.map(|entry| &*entry.label))
            }
            None if wanted.contains(&id) => Left::new(id, 0, [].into_iter()),
            None => {
                let labels = self.items(id).iter().map(|item| &*item.label);
                Left::new(id, self.count(id).unwrap_or(0), labels)
            }
        };
        self.chosen().into_iter().map(of_kind).filter(|left| left.count > 0).collect()
    }
}

impl Left {
    fn new<'a>(id: KindId, count: u64, labels: impl Iterator<Item = &'a str>) -> Self {
        let names = labels.filter(|label| !label.is_empty()).take(MOST_NAMES).map(str::to_owned).collect();
        Self { id, count, names }
    }

    /// How many have no name here.
    pub fn unnamed(&self) -> u64 {
        self.count.saturating_sub(self.names.len() as u64)
    }
}

impl Wizard {
    pub(crate) fn copies_view(&self) -> CopiesView {
        let view = |variant| self.view_of(self.choose.save_of(variant));
        CopiesView {
            complete: (self.flow == Flow::Restore).then(|| view(Variant::Complete)),
            essentials: view(Variant::Essentials),
            left: self.choose.left_out(Variant::Essentials),
            complete_left: self.choose.left_out(Variant::Complete),
            administrator_left: self.choose.left_out(Variant::Administrator),
            page: view(Variant::Page),
            table: view(Variant::Table),
            administrator: self.administrator_view(view(Variant::Administrator)),
        }
    }
}
