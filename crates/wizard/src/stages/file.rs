//! `origin` with a file instead of an account.

use jid::BareJid;
use migration::{Holdings, preview};

use crate::msg::FileUser;
use crate::{Effect, Explanation, Flow, Stage, Trouble, Wizard};

/// The file a person picked.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) name: String,
    size: u64,
    users: Vec<FileUser>,
    chosen: Option<usize>,
    reading: bool,
    /// It is encrypted, and was not opened yet.
    pub(crate) sealed: bool,
    /// Bytes read so far, of how many.
    reached: Option<(u64, u64)>,
    /// How many things in it were repaired or could not be taken.
    notes: usize,
    passwords: usize,
    pub(crate) trouble: Option<Trouble>,
    /// How many things can be used although not all of it could be read.
    rescued: Option<u64>,
}

/// What the file step shows.
#[derive(Clone, Debug, PartialEq)]
pub struct FileView {
    pub reading: bool,
    /// It is encrypted: the passphrase is asked for.
    pub asks_passphrase: bool,
    /// Bytes read so far, of how many, where that is told.
    pub reached: Option<(u64, u64)>,
    /// Name and size in bytes, once read.
    pub file: Option<(String, u64)>,
    /// Offered where the file holds several.
    pub users: Vec<UserChoice>,
    pub notes: usize,
    /// Passwords and keys that stood in it, and are left out.
    pub passwords: usize,
    /// How many things could be saved from a damaged file.
    pub rescued: Option<u64>,
    pub can_continue: bool,
    pub problem: Option<Explanation>,
    pub can_retry: bool,
}

/// One user of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserChoice {
    pub address: String,
    pub chosen: bool,
}

impl File {
    /// Which of the users was chosen.
    pub(crate) fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// One whose passphrase is asked for, or was told and is tried.
    pub(crate) fn sealed(reading: bool) -> Self {
        Self { sealed: true, reading, ..Self::default() }
    }

    pub(crate) fn is_reading(&self) -> bool {
        self.reading
    }

    /// The account the chosen user had.
    pub(crate) fn jid(&self) -> Option<BareJid> {
        let user = self.users.get(self.chosen?)?;
        BareJid::new(Some(&user.name), &user.host).ok()
    }
}

impl Wizard {
    pub(crate) fn files_picked(&mut self, count: usize) -> Vec<Effect> {
        if count == 0 {
            return Vec::new();
        }
        self.read_file()
    }

    /// Begins to read what was picked.
    pub(crate) fn read_file(&mut self) -> Vec<Effect> {
        self.file = File { reading: true, ..File::default() };
        vec![self.reading()]
    }

    /// How what was picked is read.
    pub(crate) fn reading(&self) -> Effect {
        if self.flow == Flow::Open { Effect::OpenFile } else { Effect::ReadFile }
    }

    /// How many bytes of how many are read.
    pub(crate) fn opening(&mut self, done: u64, total: u64) -> Vec<Effect> {
        self.file.reached = Some((done, total));
        Vec::new()
    }

    #[inline(never)]
    pub(crate) fn file_read(
        &mut self,
        name: String,
        size: u64,
        users: Vec<FileUser>,
        [notes, passwords]: [usize; 2],
        damage: Option<Trouble>,
    ) -> Vec<Effect> {
        let has_data = users.iter().any(|user| !user.holdings.is_empty());
        let chosen = (users.len() == 1).then_some(0);
        let rescued = damage.as_ref().filter(|_| has_data);
        let rescued = rescued.map(|_| users.iter().map(|user| things(&user.holdings)).sum());
        let trouble = damage.or_else(|| (!has_data).then_some(Trouble::NothingInFile));
        let goes_on = self.file.sealed && chosen.is_some() && trouble.is_none();
        self.file = File { name, size, users, chosen, notes, passwords, trouble, rescued, ..File::default() };
        // That was asked for with the passphrase.
        if goes_on { self.file_continue() } else { Vec::new() }
    }

    pub(crate) fn file_failed(&mut self, trouble: Trouble) -> Vec<Effect> {
        // What the same passphrase or another may still open.
        let sealed = self.file.sealed && trouble.leaves_sealed();
        self.file = File { trouble: Some(trouble), sealed, ..File::default() };
        Vec::new()
    }

    pub(crate) fn pick_user(&mut self, user: usize) -> Vec<Effect> {
        if user < self.file.users.len() {
            self.file.chosen = Some(user);
        }
        Vec::new()
    }

    pub(crate) fn file_continue(&mut self) -> Vec<Effect> {
        let Some(user) = self.file.chosen.and_then(|chosen| self.file.users.get(chosen)) else {
            return Vec::new();
        };
        self.choose.fill(&user.holdings.clone());
        if self.flow == Flow::Open {
            return self.enter_viewer();
        }
        self.go(Stage::Choose)
    }

    pub(crate) fn file_view(&self) -> FileView {
        let file = &self.file;
        let choice = |(n, user): (usize, &FileUser)| UserChoice {
            address: format!("{}@{}", user.name, user.host),
            chosen: file.chosen == Some(n),
        };
        FileView {
            reading: file.reading,
            asks_passphrase: file.sealed,
            reached: file.reached.filter(|_| file.reading),
            file: (!file.name.is_empty()).then(|| (file.name.clone(), file.size)),
            users: file.users.iter().enumerate().map(choice).collect(),
            notes: file.notes,
            passwords: file.passwords,
            rescued: file.rescued,
            can_continue: file.chosen.is_some() && (file.trouble.is_none() || file.rescued.is_some()),
            problem: file.trouble.as_ref().map(Trouble::explain),
            can_retry: !file.sealed && file.trouble.as_ref().is_some_and(Trouble::is_worth_retrying),
        }
    }
}

/// How many things a person would count.
fn things(holdings: &Holdings) -> u64 {
    let of_kind = |(id, holding): (&migration::KindId, &std::rc::Rc<migration::Holding>)| {
        preview(*id, holding).len() as u64 + holding.unlisted
    };
    holdings.kinds.iter().map(of_kind).sum()
}
