//! What a reader tolerates and where it stops.

/// The rules for one input. DOCTYPE and undeclared entities are refused under all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// XML declaration, byte order mark, comments and processing instructions
    /// are read over instead of refused.
    pub document: bool,
    /// Several elements may stand side by side, as in a file that is included
    /// by another (XML 1.0 §4.3.2).
    pub many_roots: bool,
    /// How deep elements may nest; the root is at depth 1.
    pub max_depth: usize,
    /// Bytes of one tag, or of one run of text between two tags.
    pub max_token: usize,
    /// Attributes of one element, namespace declarations included.
    pub max_attributes: usize,
    /// Bytes of the whole input.
    pub max_total: u64,
}

impl Rules {
    /// One frame of a stream: XMPP forbids comments, processing instructions
    /// and DOCTYPE (RFC 6120 §11.1), and a frame holds one element (RFC 7395 §3.3).
    ///
    /// The sizes are far above what servers send, and bound what a hostile one may cost.
    pub fn stream() -> Self {
        Self {
            document: false,
            many_roots: false,
            max_depth: 128,
            max_token: 4 << 20,
            max_attributes: 128,
            max_total: 16 << 20,
        }
    }

    /// A document a person picked. Its size as a whole is not limited, because nothing grows with it.
    pub fn file() -> Self {
        Self {
            document: true,
            many_roots: false,
            max_depth: 128,
            max_token: 16 << 20,
            max_attributes: 128,
            max_total: u64::MAX,
        }
    }

    #[must_use]
    pub fn with_many_roots(mut self) -> Self {
        self.many_roots = true;
        self
    }

    #[must_use]
    pub fn with_max_depth(mut self, depth: usize) -> Self {
        self.max_depth = depth;
        self
    }

    #[must_use]
    pub fn with_max_token(mut self, bytes: usize) -> Self {
        self.max_token = bytes;
        self
    }

    #[must_use]
    pub fn with_max_total(mut self, bytes: u64) -> Self {
        self.max_total = bytes;
        self
    }
}
