//! Looking for words in the messages.

use reading::Found;

use super::{SearchState, ViewOrder, Viewer};
use crate::Effect;

#[derive(Debug)]
pub(crate) struct Searching {
    serial: u32,
    pub(crate) typed: String,
    pub(crate) found: Vec<Found>,
    pub(crate) count: Option<usize>,
    pub(crate) reached: Option<(u32, u32)>,
    pub(crate) state: SearchState,
}

impl Searching {
    pub(crate) fn take(
        &mut self,
        serial: u32,
        found: Vec<Found>,
        count: Option<usize>,
        reached: Option<(u32, u32)>,
        state: SearchState,
    ) {
        if serial == self.serial {
            self.found.extend(found);
            self.count = count;
            self.reached = reached;
            self.state = state;
        }
    }
}

impl Viewer {
    /// Looks for what is typed; nothing typed ends it.
    pub(crate) fn search(&mut self) -> Vec<Effect> {
        let typed = self.typed.trim().to_owned();
        if typed.is_empty() {
            return self.end_search();
        }
        self.serial += 1;
        self.window = None;
        self.search = Some(Searching {
            serial: self.serial,
            typed: typed.clone(),
            found: Vec::new(),
            count: None,
            reached: None,
            state: SearchState::Underway,
        });
        vec![Effect::View(ViewOrder::Search { user: self.user, typed, serial: self.serial })]
    }

    pub(crate) fn find_more(&mut self) -> Vec<Effect> {
        let Some(search) = self.search.as_mut().filter(|it| it.state == SearchState::Resting) else {
            return Vec::new();
        };
        search.state = SearchState::Underway;
        vec![Effect::View(ViewOrder::MoreFound { user: self.user, serial: search.serial })]
    }

    pub(crate) fn stop_search(&mut self) -> Vec<Effect> {
        let Some(search) = self.search.as_mut().filter(|it| it.state == SearchState::Underway) else {
            return Vec::new();
        };
        search.state = SearchState::Resting;
        vec![Effect::View(ViewOrder::StopSearch)]
    }

    pub(crate) fn end_search(&mut self) -> Vec<Effect> {
        self.typed.clear();
        self.window = self.window.take_if(|_| self.search.is_none());
        let was_searching = self.search.take().is_some();
        was_searching.then_some(Effect::View(ViewOrder::StopSearch)).into_iter().collect()
    }
}
