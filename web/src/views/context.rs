//! What a screen needs besides what it shows: words, and where to say what was pressed.

use std::rc::Rc;

use migration::KindId;
use web_sys::File;
use wizard::{Explanation, Msg, Text};
use yew::prelude::*;

use crate::i18n::{Language, Locale, Value};
use crate::parts::{Button, Check, Emphasis, Problem};

/// Shared by all screens of one drawing.
#[derive(Clone, Debug)]
pub struct Context {
    pub locale: Rc<Locale>,
    pub send: Callback<Msg>,
    /// Takes the files a person picked.
    pub pick: Callback<Vec<File>>,
    /// Takes the picture of an invitation.
    pub picture: Callback<File>,
    pub speak: Callback<&'static Language>,
    /// How much of a long screen is to be drawn: the rest comes with the next frames.
    pub extent: Extent,
}

/// What of a long screen is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What is in sight, about.
    Beginning,
    /// The list.
    List,
    All,
}

impl Extent {
    /// What the next frame has.
    pub fn next(self) -> Self {
        if self == Self::Beginning { Self::List } else { Self::All }
    }
}

impl Context {
    /// Of a screen on which nobody presses anything.
    pub fn unheard(locale: Rc<Locale>) -> Self {
        Self {
            locale,
            send: Callback::noop(),
            pick: Callback::noop(),
            picture: Callback::noop(),
            speak: Callback::noop(),
            extent: Extent::All,
        }
    }

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
        self.text(id, &[("count", Value::Count(count as u64))])
    }

    /// The texts of those counts that are not zero, side by side.
    pub fn counts(&self, counts: &[(&str, usize)]) -> Option<AttrValue> {
        let there = counts.iter().filter(|(_, count)| *count > 0);
        let said: Vec<String> = there.map(|(id, count)| self.counted(id, *count).to_string()).collect();
        (!said.is_empty()).then(|| said.join(" · ").into())
    }

    /// "34 of 214", in the words of `id`.
    pub fn reached(&self, id: &str, done: usize, total: usize) -> AttrValue {
        self.text(id, &[("done", Value::Count(done as u64)), ("total", Value::Count(total as u64))])
    }

    pub fn count(&self, count: u64) -> AttrValue {
        self.locale.count(count).into()
    }

    /// What people call this kind of data.
    pub fn kind(&self, id: KindId) -> AttrValue {
        self.plain(&format!("kind-{id}"))
    }

    /// Says the same whenever it is called.
    pub fn on(&self, msg: Msg) -> Callback<()> {
        self.send.reform(move |()| msg.clone())
    }

    /// Says what `msg` makes of the value.
    pub fn on_value<T: 'static>(&self, msg: impl Fn(T) -> Msg + 'static) -> Callback<T> {
        self.send.reform(msg)
    }

    pub fn button(&self, emphasis: Emphasis, testid: &'static str, words: AttrValue, msg: Msg) -> Button {
        let onpress = self.on(msg);
        Button { words, emphasis, testid: testid.into(), onpress, ..Button::default() }
    }

    /// A choice whose words stand under its own name, and its hint under `NAME-hint`.
    pub fn check(&self, name: &'static str, checked: bool, msg: impl Fn(bool) -> Msg + 'static) -> Check {
        Check {
            testid: name.into(),
            label: self.plain(name),
            hint: self.plain(&format!("{name}-hint")),
            checked,
            onchange: self.on_value(msg),
        }
    }

    /// The way back to the screen before.
    pub fn back(&self) -> Html {
        self.button(Emphasis::Quiet, "back", self.plain("back"), Msg::Back).html()
    }

    /// `retry` where the same thing may be tried again unchanged.
    pub fn problem(&self, explanation: &Explanation, retry: bool) -> Html {
        let words = self.plain("problem-retry");
        let button = || self.button(Emphasis::Secondary, "problem-retry", words, Msg::Retry).html();
        let remedies = retry.then(button).unwrap_or_default();
        self.problem_with(explanation, remedies)
    }

    pub fn problem_with(&self, explanation: &Explanation, remedies: Html) -> Html {
        let problem = Problem {
            code: explanation.code,
            cause: explanation.cause,
            happened: self.say(&explanation.what),
            advice: self.say(&explanation.advice),
            details: explanation.details.clone().into(),
            remedies,
        };
        problem.html(&self.locale)
    }
}
