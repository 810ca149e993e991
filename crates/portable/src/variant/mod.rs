//! What of an account goes into a file, and under which address.
//!
//! All of it happens to fragments before they are written, so a file of any
//! variant is an ordinary file, and any file can be made into any variant.

mod administrator;
mod essentials;
mod size;

use jid::BareJid;
use xml::Element;

pub use administrator::{Administrator, Importer};

use crate::fragment::Fragment;
use crate::note::{Note, Notes};
use crate::write::Writer;

/// Which file is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Variant {
    /// Everything.
    Complete,
    /// What portals such as Snikket's take: roster, vCard and nodes, without the
    /// keys of OMEMO. At most 1 MB if leaving out large items of nodes brings it
    /// there, never more than 5 MB, in millions of bytes.
    ///
    /// Left out are, until the file fits: items of other nodes than those for
    /// the profile, the picture and bookmarks, the largest first; then the
    /// picture; bookmarks and profile nodes; the vCard; contacts, the last
    /// first. Every one is noted.
    Essentials,
    /// For the import by an administrator, under the new address.
    Administrator(Administrator),
}

impl Variant {
    /// Whose file it becomes, of what was `account`'s.
    pub fn account<'a>(&'a self, account: &'a BareJid) -> &'a BareJid {
        match self {
            Self::Complete | Self::Essentials => account,
            Self::Administrator(administrator) => &administrator.account,
        }
    }

    /// What this variant has of `fragments`, all but the archive of `account`, and the notes on the rest.
    pub fn fragments(&self, account: &BareJid, fragments: Vec<Fragment>) -> (Vec<Fragment>, Vec<Note>) {
        let mut notes = Notes::default();
        let fragments = match self {
            Self::Complete => fragments,
            Self::Essentials => {
                let essentials = essentials::of(fragments, &mut notes);
                size::fitted(account, essentials, size::WANTED, size::MOST, &mut notes)
            }
            Self::Administrator(administrator) => administrator.fragments(account, fragments),
        };
        (fragments, notes.0)
    }

    /// A writer that holds what this variant has of `fragments`, all but the
    /// archive of `account`, and the notes on the rest.
    pub fn writer(&self, account: &BareJid, fragments: Vec<Fragment>) -> Writer {
        let (fragments, notes) = self.fragments(account, fragments);
        let mut writer = self.empty_writer(account, notes);
        fragments.into_iter().for_each(|fragment| writer.push(fragment));
        writer
    }

    /// A writer for what [`Self::fragments`] gave, which holds nothing of it yet.
    pub fn empty_writer(&self, account: &BareJid, notes: Vec<Note>) -> Writer {
        let mut writer = Writer::with_notes(self.account(account), Notes(notes));
        if let Self::Administrator(administrator) = self {
            writer.set_credentials(administrator.credentials());
        }
        writer
    }

    /// One archived result of `account` as this variant has it; none if it has no archive.
    pub fn result(&self, account: &BareJid, result: Element) -> Option<Element> {
        match self {
            Self::Complete => Some(result),
            Self::Essentials => None,
            Self::Administrator(administrator) => Some(administrator.result(account, result)),
        }
    }
}
