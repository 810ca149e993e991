//! Encrypted files: a copy that only a passphrase opens, and the passphrase of a picked file.
//! What is typed stands in the browser's fields alone.

use sealing::{Passphrase, Strength, strength};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlInputElement};
use wizard::{FileView, Msg, SaveView, SealView, Variant};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, note, save};
use crate::browser::{copy_field, empty_shown, input};
use crate::parts::{Button, Emphasis, PasswordField, el};

const COPY: &str = "save-passphrase";
const PICKED: &str = "file-passphrase";

/// Saving an encrypted copy.
pub fn copy(view: &SaveView, seal: SealView, context: &Context) -> Html {
    let is_busy = matches!(view, SaveView::Busy(_));
    let field = PasswordField {
        testid: COPY.into(),
        label: context.plain("sealed-passphrase"),
        hint: context.plain("sealed-passphrase-hint"),
        autocomplete: "new-password".into(),
        disabled: is_busy,
    };
    let typed = context.on_value(|event: Event| {
        // What was suggested is not what stands there now.
        empty_shown(COPY);
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Msg::Strength(field.map(|field| strength_of(&field)).unwrap_or_default())
    });
    let suggest = context.button(
        Emphasis::Secondary,
        "passphrase-suggest",
        context.plain("sealed-suggest"),
        Msg::SuggestPassphrase,
    );
    let copy = Button {
        words: context.plain("sealed-copy"),
        testid: "passphrase-copy".into(),
        disabled: is_busy || seal.strength == Strength::Empty,
        onpress: Callback::from(|()| spawn_local(copy_field(COPY))),
        ..Button::default()
    };
    let of_seal = if seal.is_meant || is_busy { view } else { &SaveView::Idle };
    let press = Button {
        words: context.plain(save::words(of_seal, "save-encrypted")),
        emphasis: Emphasis::Secondary,
        testid: "save-encrypted".into(),
        state: Some(save::state(of_seal)),
        busy: is_busy,
        onpress: context.on_value(|()| Msg::Seal(Variant::Complete, passphrase(COPY))),
        ..Button::default()
    };
    el("section")
        .class("stack")
        .attr("data-gap", "small")
        .child(el("h2").words(context.plain("sealed-title")))
        .child(el("p").words(context.plain("sealed-text")))
        .child(el("div").on(ListenerKind::oninput, typed).child(field.html(&context.locale)))
        // Filled and emptied with the field.
        .child(el("output").class("passphrase").attr("for", COPY).attr("data-testid", "passphrase-suggested"))
        .child(worth(seal.strength, context))
        .child(
            el("div")
                .class("buttons")
                .child(Button { disabled: is_busy, ..suggest }.html())
                .child(copy.html()),
        )
        .child(note(Some(context.plain("sealed-warning"))))
        .child(el("div").child(press.html()))
        .child(if seal.is_meant { save::outcome(view, context) } else { Html::default() })
        .into()
}

/// The passphrase of a picked file.
pub fn ask(view: &FileView, context: &Context) -> Html {
    let field = PasswordField {
        testid: PICKED.into(),
        label: context.plain("sealed-file-passphrase"),
        hint: context.plain("sealed-file-hint"),
        autocomplete: "off".into(),
        disabled: view.reading,
    };
    field.html(&context.locale)
}

/// What is to be done with the passphrase that stands in its field.
pub fn unlock() -> Msg {
    Msg::Unlock(passphrase(PICKED))
}

fn worth(strength: Strength, context: &Context) -> Html {
    let (name, words) = match strength {
        Strength::Empty => ("empty", None),
        Strength::Weak => ("weak", Some("sealed-weak")),
        Strength::Fair => ("fair", Some("sealed-fair")),
        Strength::Strong => ("strong", Some("sealed-strong")),
    };
    el("div")
        .attr("role", "status")
        .attr("data-testid", "passphrase-strength")
        .attr("data-state", name)
        .child(note(words.map(|words| context.plain(words))))
        .into()
}

fn strength_of(field: &HtmlInputElement) -> Strength {
    let typed = Passphrase::new(field.value());
    std::str::from_utf8(typed.as_bytes()).map(strength).unwrap_or_default()
}

fn passphrase(id: &str) -> Passphrase {
    Passphrase::new(input(id).map(|field| field.value()).unwrap_or_default())
}
