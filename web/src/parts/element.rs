//! Elements put together by plain calls. `html!` would write the making of
//! every attribute out wherever an element stands, at twice the weight.

use std::rc::Rc;

use web_sys::Event;
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, ListenerKind, VList, VTag, VText};

/// An element being put together.
// Boxed, as it goes through every call.
pub struct El(Box<VTag>);

/// A new element without attributes and content.
#[inline(never)]
pub fn el(name: &'static str) -> El {
    El(Box::new(VTag::new(name)))
}

/// Several things side by side, without an element around them.
#[inline(never)]
pub fn group(parts: Vec<Html>) -> Html {
    VList::with_children(parts, None).into()
}

#[inline(never)]
pub fn words(words: impl Into<AttrValue>) -> Html {
    VText::new(words.into()).into()
}

impl El {
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    #[inline(never)]
    pub fn attr(self, name: &'static str, value: impl Into<AttrValue>) -> Self {
        self.set(name, value.into())
    }

    /// The attribute only where it has a value.
    #[inline(never)]
    pub fn attr_opt(self, name: &'static str, value: Option<impl Into<AttrValue>>) -> Self {
        match value {
            Some(value) => self.set(name, value.into()),
            None => self,
        }
    }

    /// An attribute that says all by being there.
    #[inline(never)]
    pub fn flag(self, name: &'static str, is_set: bool) -> Self {
        if is_set { self.attr(name, name) } else { self }
    }

    /// The identity beyond which nothing is reused from the drawing before.
    pub fn key(mut self, key: impl Into<Key>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// What an `<input>` shows.
    pub fn value(mut self, value: Option<AttrValue>) -> Self {
        self.0.set_value(value);
        self
    }

    /// Whether an `<input>` is ticked.
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    #[inline(never)]
    pub fn on(mut self, kind: ListenerKind, heard: Callback<Event>) -> Self {
        self.0.add_listener(Rc::new(Heard { kind, heard }));
        self
    }

    #[inline(never)]
    pub fn words(self, text: impl Into<AttrValue>) -> Self {
        self.child(words(text))
    }

    #[inline(never)]
    pub fn child(mut self, child: impl Into<Html>) -> Self {
        self.0.add_child(child.into());
        self
    }

    /// The child only where there is one; what comes after keeps its place either way.
    #[inline(never)]
    pub fn child_opt(self, child: Option<impl Into<Html>>) -> Self {
        self.child(child.map(Into::into).unwrap_or_default())
    }

    #[inline(never)]
    fn set(mut self, name: &'static str, value: AttrValue) -> Self {
        self.0.add_attribute(name, value);
        self
    }
}

impl From<El> for Html {
    #[inline(never)]
    fn from(element: El) -> Self {
        (*element.0).into()
    }
}

struct Heard {
    kind: ListenerKind,
    heard: Callback<Event>,
}

impl Listener for Heard {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        self.heard.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}
