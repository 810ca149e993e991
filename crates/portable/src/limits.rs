//! How much a file may hold of one thing.

use xml::Rules;

/// Bounds on what a reader keeps in memory. The archive, and with it the file,
/// may be of any size. What exceeds one of them is passed over and told, except
/// for a single tag or text larger than `max_fragment`, which ends the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of XML of one fragment.
    pub max_fragment: u64,
    /// Bytes of XML of all nodes of one user, which are gathered.
    pub max_pep: u64,
    /// Accounts and rooms of one file.
    pub max_users: usize,
}

/// Deeper than a stanza may nest, so that whatever came in a stanza can be read
/// from the file it was saved in.
const MAX_DEPTH: usize = 160;

impl Default for Limits {
    /// 16 MiB for a fragment, 128 MiB for the nodes of a user, 100,000 users.
    fn default() -> Self {
        Self { max_fragment: 16 << 20, max_pep: 128 << 20, max_users: 100_000 }
    }
}

impl Limits {
    pub(crate) fn rules(&self) -> Rules {
        let token = usize::try_from(self.max_fragment).unwrap_or(usize::MAX);
        Rules::file().with_max_depth(MAX_DEPTH).with_max_token(token)
    }
}
