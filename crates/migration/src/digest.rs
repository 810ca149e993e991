//! What many elements say together, in their order, as one number.

use std::fmt;

use xml::Element;

/// How many elements there were, and FNV-1a (64 bits) of their XML. Of two
/// sequences that differ in one character only, it is never the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    count: u64,
    hash: u64,
}

impl Default for Digest {
    fn default() -> Self {
        Self { count: 0, hash: 0xcbf2_9ce4_8422_2325 }
    }
}

impl Digest {
    /// The name of one element among others.
    pub(crate) fn of(element: &Element) -> String {
        let mut digest = Self::default();
        digest.add(element);
        format!("{:016x}", digest.hash)
    }

    pub(crate) fn add(&mut self, element: &Element) {
        self.count += 1;
        // Adding up cannot fail.
        let _ = element.write_to(self, "");
    }
}

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hash = text
            .bytes()
            .fold(self.hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Ok(())
    }
}
