//! The names of a document, each kept once: there are few of them, and they come again and again.

use std::sync::Arc;

/// Places for names; a power of two.
const PLACES: usize = 128;
/// A longer one is no name that comes again, in bytes.
const LONGEST: usize = 80;

/// The names seen last, as many as there is room for, so that a document of any size is read with as little
/// memory as before.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: Vec<Option<Arc<str>>>,
}

impl Names {
    pub(crate) fn get(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return text.into();
        }
        if self.known.is_empty() {
            self.known.resize(PLACES, None);
        }
        let Some(place) = self.known.get_mut(place(text)) else { return text.into() };
        match place {
            Some(known) if **known == *text => Arc::clone(known),
            _ => Arc::clone(place.insert(text.into())),
        }
    }
}

/// Names and namespaces are told apart by how they end.
fn place(text: &str) -> usize {
    let end = text.bytes().rev().take(6);
    let mixed = end.fold(text.len(), |mixed, byte| mixed.wrapping_mul(31) ^ usize::from(byte));
    (mixed ^ (mixed >> 7)) & (PLACES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same() {
        let mut names = Names::default();
        let all = ["", "message", "body", "urn:xmpp:mam:2", "urn:xmpp:mam:1", "é", &"x".repeat(200)];
        for round in 0..2 {
            for name in all {
                assert_eq!(*names.get(name), *name, "{round}");
            }
        }
        assert!(Arc::ptr_eq(&names.get("body"), &names.get("body")));
        for number in 0..1_000 {
            let name = format!("{number}");
            assert_eq!(*names.get(&name), *name);
        }
    }
}
