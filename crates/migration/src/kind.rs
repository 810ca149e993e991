//! What every kind of data can do. Export reads. Convert is pure. Write writes
//! only differences, so it can be repeated. Verify reads again and must find none.

use std::fmt;

use async_trait::async_trait;
use jid::BareJid;
use portable::Fragment;
use xml::Element;

use crate::{Account, Features, Holding, Problem, Reason};

/// The stable name of a kind of data, as in reports and on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub &'static str);

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One kind of data: one file under `kinds/`, one line in `kinds.rs`.
#[async_trait(?Send)]
pub trait Kind {
    /// Its stable name.
    fn id(&self) -> KindId;

    /// Whether this fragment of a file belongs to this kind. A fragment may
    /// belong to two kinds that each take another part of it.
    fn claims(&self, fragment: &Fragment) -> bool;

    /// Whether an account with these features can be read and written.
    fn support(&self, features: &Features) -> Support;

    /// When it is read.
    fn reading(&self) -> Reading {
        Reading::AtOnce
    }

    /// How much there is, without reading it. Only of kinds that are not read at once.
    async fn survey(&self, from: &Account) -> Result<Survey, Problem> {
        let _ = from;
        Ok(Survey::default())
    }

    /// How much there is; or all of it, where that is little and nobody minds that it is read.
    async fn glance(&self, from: &Account) -> Result<Glance, Problem> {
        let survey = self.survey(from).await?;
        if self.reading() != Reading::WhenNeeded || !survey.is_little() {
            return Ok(Glance::Counted(survey));
        }
        let mut all = Holding::default();
        all.problem = self.export(from, &mut all).await.err();
        Ok(Glance::Read(all))
    }

    /// Reads everything of this kind. Changes nothing. Of [`Reading::IntoFile`]
    /// nothing, as that is never held: see [`crate::file`].
    async fn export(&self, from: &Account, out: &mut dyn Sink) -> Result<(), Problem>;

    /// Reads what stands at a destination where these items are wanted: all
    /// that [`Self::export`] reads, and what can only be asked for by name.
    async fn find(&self, wanted: &[Item], at: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
        let _ = wanted;
        self.export(at, out).await
    }

    /// What these fragments mean for the destination, item by item: every item
    /// read comes out exactly once.
    fn convert(&self, fragments: &[Fragment], mapping: &Mapping) -> Vec<Item>;

    /// Which of the wanted items are not at the destination as wanted.
    fn differences(&self, wanted: &[Item], found: &[Fragment]) -> Vec<Difference>;

    /// By what rule the server altered an item that it took, where such an item
    /// is no difference any more; of any item that is there.
    fn altered(&self, item: &Item, found: &[Fragment]) -> Option<Reason> {
        let _ = (item, found);
        None
    }

    /// What a value of this kind says, for choosing between two. Never a
    /// secret; empty where it cannot be said in a line.
    fn says(&self, _payload: &Element) -> String {
        String::new()
    }

    /// What to write where both sides have a value. `choice` is never [`Choice::Keep`].
    fn resolve(&self, wanted: &Item, found: &Element, choice: Choice) -> Element {
        let _ = (found, choice);
        wanted.payload.clone()
    }

    /// Writes these items over what was `found` a moment ago, saying of each how it went.
    /// An error means that the rest was not tried.
    /// Of a kind that is never written, nothing.
    async fn write(
        &self,
        writes: &[Write],
        found: &[Fragment],
        to: &Account,
        log: &dyn Log,
    ) -> Result<(), Problem> {
        let _ = (writes, found, to, log);
        Ok(())
    }
}

/// When a kind of data is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// With the first look: it is little.
    AtOnce,
    /// Once it is needed for a file or a plan: it can be much.
    WhenNeeded,
    /// Once the person asks for it, because reading it has an effect that others notice.
    WhenAsked,
    /// Only while a file is written, piece by piece: there is no end to how much it can be.
    IntoFile,
}

/// How much there is of a kind, as far as that is known before reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Items, if known.
    pub count: Option<u64>,
    /// The server did not count; it is worked out from what it did say.
    pub is_estimate: bool,
    /// Bytes, about.
    pub bytes: Option<u64>,
    /// How many answers of the server have to be waited for, one after the other.
    pub round_trips: u64,
}

impl Survey {
    /// It is read about as soon as it is counted.
    pub(crate) fn is_little(&self) -> bool {
        self.count.is_some_and(|count| count <= LITTLE)
    }
}

/// So many items are read as soon as they are counted, so that nobody has to wait for them later.
pub(crate) const LITTLE: u64 = 50;

/// What a first look at a kind brings that is not read at once.
#[derive(Clone, Debug, PartialEq)]
pub enum Glance {
    Counted(Survey),
    /// It was little.
    Read(Holding),
}

/// What an account can do with a kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// Read and written.
    Full,
    /// Read, and why it is not written.
    ReadOnly(Reason),
    /// Why there is no such data.
    None(Reason),
}

/// Takes what an export reads.
pub trait Sink {
    /// One thing that was read.
    fn fragment(&mut self, fragment: Fragment);
    /// One thing that could not be read while others could.
    fn unread(&mut self, unread: Unread);
}

/// One thing that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub key: String,
    pub problem: Problem,
}

/// Hears how each write went.
pub trait Log {
    /// The write of the item `key` succeeded, or why it did not. After a lost
    /// connection the item is looked at again.
    fn wrote(&self, key: &str, result: Result<(), Problem>);

    /// The server takes the item only as `payload`, by this rule; that is what will be looked for.
    /// To be told before [`Self::wrote`].
    fn adapted(&self, key: &str, payload: Element, reason: Reason);

    /// The server has no place for the item, by this rule; it was not written.
    fn left_out(&self, key: &str, reason: Reason);
}

/// From whom to whom.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The old account; unknown for a file that does not say.
    pub origin: Option<BareJid>,
    pub destination: BareJid,
    /// What the new account supports.
    pub features: Features,
    /// Whether group chats are entered on start at the destination as they were.
    pub autojoin: Autojoin,
}

/// What becomes of "enter this group chat on start".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Autojoin {
    /// As the origin has it.
    #[default]
    AsItWas,
    /// Off for now, so that no app enters rooms before the person is ready.
    NotYet,
}

/// One thing a person would count: a contact, a field of the profile, a bookmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What makes it the same thing at both ends.
    pub key: String,
    /// What a person recognises it by, empty where the kind says it all. Never a secret.
    pub label: String,
    /// What should stand at the destination.
    pub payload: Element,
    pub fate: Fate,
    /// The key of the item it belongs to and goes with, as the items of a node
    /// go with the node; empty for most.
    pub part_of: String,
}

impl Item {
    /// An item that stands for itself.
    pub fn new(key: impl Into<String>, label: impl Into<String>, payload: Element, fate: Fate) -> Self {
        Self { key: key.into(), label: label.into(), payload, fate, part_of: String::new() }
    }
}

/// What the conversion did to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As it was.
    Carried,
    /// Other than it was, by this rule.
    Changed(Reason),
    /// Not written, by this rule.
    LeftOut(Reason),
}

/// One wanted item that the destination does not have as wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub key: String,
    /// What stands there instead; nothing where the item is missing.
    pub found: Option<Element>,
    /// What the person may choose, where both sides have a value or where an item
    /// need not come along; the first is the default.
    pub choices: &'static [Choice],
}

impl Difference {
    /// Nothing stands there.
    pub fn missing(key: impl Into<String>) -> Self {
        Self { key: key.into(), found: None, choices: &[] }
    }

    /// Nothing stands there, and the person decides whether it should:
    /// [`Choice::Take`] or [`Choice::Keep`] the place empty, the first by default.
    pub fn offered(key: impl Into<String>, choices: &'static [Choice]) -> Self {
        Self { key: key.into(), found: None, choices }
    }

    /// Both sides have a value that only one of them can have.
    pub fn either(key: impl Into<String>, found: Element) -> Self {
        Self { key: key.into(), found: Some(found), choices: &[Choice::Keep, Choice::Take] }
    }
}

/// Which value wins where both sides have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// What the destination has stays.
    Keep,
    /// What the origin has replaces it.
    Take,
    /// Both are brought together; nothing of the destination is lost.
    Unite,
}

/// One item to write, resolved against what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub key: String,
    /// What is to stand there.
    pub payload: Element,
    /// What stands there and is replaced.
    pub found: Option<Element>,
}
