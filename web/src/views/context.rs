//! What a view needs besides what it shows: words, and where to say what was pressed.

use std::rc::Rc;

use migration::KindId;
use web_sys::File;
use wizard::{Explanation, Msg, Text};
use yew::prelude::*;

use crate::i18n::{Language, Locale, Value};
use crate::parts::Problem;

/// Shared by all views of one drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    pub locale: Rc<Locale>,
    pub send: Callback<Msg>,
    /// Takes the files a person picked.
    pub pick: Callback<Vec<File>>,
    pub speak: Callback<&'static Language>,
    /// How often a stage was entered; the heading takes the focus when it grows.
    pub entered: u32,
}

impl Context {
    pub fn say(&self, text: &Text) -> AttrValue {
        self.locale.say(text).into()
    }

    pub fn plain(&self, id: &str) -> AttrValue {
        self.locale.plain(id).into()
    }

    pub fn text(&self, id: &str, values: &[(&str, Value<'_>)]) -> AttrValue {
        self.locale.text(id, values).into()
    }

    /// A text with one count in it.
    pub fn counted(&self, id: &str, count: usize) -> AttrValue {
        self.locale.text(id, &[("count", Value::Count(count as u64))]).into()
    }

    pub fn count(&self, count: usize) -> AttrValue {
        self.locale.count(count as u64).into()
    }

    /// What people call this kind of data.
    pub fn kind(&self, id: KindId) -> AttrValue {
        self.locale.plain(&format!("kind-{id}")).into()
    }

    /// Says the same whenever it is called.
    pub fn on(&self, msg: Msg) -> Callback<()> {
        self.send.reform(move |()| msg.clone())
    }

    /// Says what `msg` makes of the value.
    pub fn on_value<T: 'static>(&self, msg: impl Fn(T) -> Msg + 'static) -> Callback<T> {
        self.send.reform(msg)
    }

    pub fn problem(&self, explanation: &Explanation, onretry: Option<Callback<()>>) -> Html {
        html! {
            <Problem
                code={explanation.code}
                happened={self.say(&explanation.what)}
                advice={self.say(&explanation.advice)}
                details={AttrValue::from(explanation.details.clone())}
                {onretry}
            />
        }
    }
}
