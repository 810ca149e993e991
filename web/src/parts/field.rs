//! A line of text to fill in, with its label and a hint.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{El, el};

#[derive(Default)]
pub struct Field {
    /// `data-testid`, `name` and `id`: unique in the page.
    pub testid: AttrValue,
    pub label: AttrValue,
    pub hint: AttrValue,
    /// None where the browser alone keeps what is typed.
    pub value: Option<AttrValue>,
    /// `date` for a day; else a line of text.
    pub kind: &'static str,
    /// The last day that can be given.
    pub max: Option<AttrValue>,
    /// Which keyboard a phone shows.
    pub inputmode: &'static str,
    pub autocomplete: AttrValue,
    pub disabled: bool,
    pub oninput: Callback<String>,
    /// Told when the line is left after something was typed.
    pub onchange: Callback<()>,
}

impl Field {
    pub fn html(self) -> Html {
        let typed = self.oninput.reform(|event: Event| value(&event));
        // What fills a line in without typing may tell nothing but this.
        let (oninput, onchange) = (self.oninput, self.onchange);
        let changed = Callback::from(move |event: Event| {
            oninput.emit(value(&event));
            onchange.emit(());
        });
        let kind = if self.kind.is_empty() { "text" } else { self.kind };
        let line = line(&self.testid, kind, self.autocomplete, self.disabled)
            .value(self.value)
            .attr_opt("max", self.max)
            .attr("inputmode", self.inputmode)
            .on(ListenerKind::oninput, typed)
            .on(ListenerKind::onchange, changed);
        frame(&self.testid, self.label, self.hint, line.into())
    }
}

fn value(event: &Event) -> String {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// A line to fill in, tied to the hint that [`frame`] writes.
pub(super) fn line(id: &AttrValue, kind: &'static str, autocomplete: AttrValue, disabled: bool) -> El {
    el("input")
        .class("field__input")
        .attr("id", id.clone())
        .attr("name", id.clone())
        .attr("data-testid", id.clone())
        .attr("type", kind)
        .attr("autocomplete", autocomplete)
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .flag("disabled", disabled)
        .attr("aria-describedby", hint_id(id))
}

/// What goes around a line to fill in.
pub(super) fn frame(id: &str, label: AttrValue, hint: AttrValue, line: Html) -> Html {
    el("div")
        .class("field")
        .child(el("label").class("field__label").attr("for", id.to_owned()).words(label))
        .child(el("p").class("field__hint").attr("id", hint_id(id)).words(hint))
        .child(el("div").class("field__line").child(line))
        .into()
}

/// The id of the hint that [`frame`] writes.
pub(super) fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}
