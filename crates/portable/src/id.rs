//! Ids for what came without one: the same every time, so that importing twice changes nothing.

use ordered::Set;

use xml::Element;

/// An id made from the content of `element` that is not in `taken`.
pub(crate) fn invent(element: &Element, taken: &Set<String>) -> String {
    let base = format!("x{:016x}", hash(element.canonical().as_bytes()));
    if !taken.contains(&base) {
        return base;
    }
    (2_u64..).map(|n| format!("{base}-{n}")).find(|id| !taken.contains(id)).unwrap_or(base)
}

/// FNV-1a, 64 bits.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
