//! Which prefixes are bound where (Namespaces in XML 1.0 §6.1).

use std::sync::Arc;

use crate::error::{Malformed, shown};
use crate::names::Names;
use crate::ns;

/// The bindings in force; those of the innermost element last.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    bindings: Vec<Binding>,
    /// How many bindings there were before each open element.
    marks: Vec<usize>,
}

#[derive(Debug)]
struct Binding {
    prefix: String,
    ns: Arc<str>,
}

impl Scope {
    /// Nothing is open, and nothing bound.
    pub(crate) fn clear(&mut self) {
        self.bindings.clear();
        self.marks.clear();
    }

    pub(crate) fn enter(&mut self) {
        self.marks.push(self.bindings.len());
    }

    pub(crate) fn leave(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.bindings.truncate(mark);
        }
    }

    /// Takes a declaration of the innermost element; an empty prefix is the default namespace.
    pub(crate) fn declare(&mut self, prefix: &str, namespace: Arc<str>) -> Result<(), Malformed> {
        let reserved = *namespace == *ns::XMLNS || (*namespace == *ns::XML) != (prefix == "xml");
        let undeclares = namespace.is_empty() && !prefix.is_empty();
        if reserved || undeclares || prefix == "xmlns" {
            return Err(Malformed::Namespace(shown(prefix)));
        }
        let mark = self.marks.last().copied().unwrap_or(0);
        if self.bindings[mark..].iter().any(|b| b.prefix == prefix) {
            return Err(Malformed::DuplicateAttribute(shown(prefix)));
        }
        self.bindings.push(Binding { prefix: prefix.to_owned(), ns: namespace });
        Ok(())
    }

    /// The namespace a prefix stands for, empty for none. The default one does not reach attributes.
    pub(crate) fn element(&self, prefix: &str, names: &mut Names) -> Result<Arc<str>, Malformed> {
        match self.bindings.iter().rev().find(|b| b.prefix == prefix) {
            Some(binding) => Ok(Arc::clone(&binding.ns)),
            None if prefix.is_empty() => Ok(names.get("")),
            None if prefix == "xml" => Ok(names.get(ns::XML)),
            None => Err(Malformed::UnboundPrefix(shown(prefix))),
        }
    }

    /// Each prefix that is bound, with what it stands for; that of the default namespace is empty.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_last = |(at, binding): &(usize, &Binding)| {
            self.bindings.iter().skip(at + 1).all(|later| later.prefix != binding.prefix)
        };
        let last = self.bindings.iter().enumerate().filter(is_last);
        last.map(|(_, binding)| (binding.prefix.as_str(), &*binding.ns))
    }
}
