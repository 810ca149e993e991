//! Private storage cannot be listed (XEP-0049): what else to ask for, by hand.

use crate::known::PRIVATE;
use crate::{Effect, Explanation, Flow, Trouble, Wizard};

/// What the person asks for besides what apps are known to keep.
#[derive(Debug, Default)]
pub(crate) struct Private {
    names: Vec<(String, String)>,
    pub(crate) trouble: Option<Trouble>,
}

/// What the panel shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PrivateView {
    /// Element name and namespace of each.
    pub names: Vec<(String, String)>,
    pub problem: Option<Explanation>,
}

impl Wizard {
    pub(crate) fn add_private(&mut self, name: &str, namespace: &str) -> Vec<Effect> {
        let wanted = (name.trim().to_owned(), namespace.trim().to_owned());
        let private = &mut self.choose.private;
        if !xml::is_name(&wanted.0) || wanted.1.is_empty() {
            private.trouble = Some(Trouble::BadName);
            return Vec::new();
        }
        private.trouble = None;
        if private.names.contains(&wanted) {
            return Vec::new();
        }
        private.names.push(wanted);
        self.read_private()
    }

    pub(crate) fn remove_private(&mut self, place: usize) -> Vec<Effect> {
        let private = &mut self.choose.private;
        if place >= private.names.len() {
            return Vec::new();
        }
        private.names.remove(place);
        self.read_private()
    }

    fn read_private(&mut self) -> Vec<Effect> {
        let probe = Effect::Probe(self.choose.private.names.clone());
        self.choose.begin_reading(&[PRIVATE]);
        vec![probe, Effect::Read(vec![PRIVATE])]
    }

    /// A file holds what it holds.
    pub(crate) fn private_view(&self) -> Option<PrivateView> {
        let private = &self.choose.private;
        let problem = private.trouble.as_ref().map(Trouble::explain);
        (self.flow != Flow::Restore).then(|| PrivateView { names: private.names.clone(), problem })
    }
}
