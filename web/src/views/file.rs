//! `origin` with a file instead of an account.

use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement, HtmlSelectElement};
use wizard::{FileView, Msg};
use yew::prelude::*;

use super::{Context, opening};
use crate::i18n::Value;
use crate::parts::{Button, Emphasis, Notice, ProgressBar, Tone, actions};

pub fn draw(view: &FileView, context: &Context) -> Html {
    html! {
        <>
            { opening(context.plain("file-title"), Some(context.plain("file-lead"))) }
            if let Some(problem) = &view.problem {
                { context.problem(problem, view.can_retry) }
            }
            { input(view, context) }
            if view.reading {
                { reading(context) }
            }
            { found(view, context) }
            { users(view, context) }
            { actions(html! { <>{ context.back() }{ onward(view, context) }</> }) }
        </>
    }
}

fn input(view: &FileView, context: &Context) -> Html {
    let onchange = context.pick.reform(|event: Event| picked(&event));
    html! {
        <div class="field">
            <label class="field__label" for="file-input">{ context.plain("file-input") }</label>
            <p class="field__hint" id="file-input-hint">{ context.plain("file-input-hint") }</p>
            <input
                class="file-input"
                id="file-input"
                data-testid="file-input"
                type="file"
                multiple=true
                accept=".xml,application/xml,text/xml"
                aria-describedby="file-input-hint"
                disabled={view.reading}
                {onchange}
            />
        </div>
    }
}

fn picked(event: &Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(files) = input.and_then(|input| input.files()) else { return Vec::new() };
    (0..files.length()).filter_map(|place| files.item(place)).collect()
}

fn reading(context: &Context) -> Html {
    ProgressBar { label: context.plain("status-reading-file"), ..ProgressBar::default() }.html()
}

fn found(view: &FileView, context: &Context) -> Html {
    let Some((name, size)) = &view.file else { return Html::default() };
    if view.problem.is_some() {
        return Html::default();
    }
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    let content = html! {
        <>
            <p>{ context.text("file-read", &values) }</p>
            if view.notes > 0 {
                <p>{ context.counted("file-notes", view.notes) }</p>
            }
        </>
    };
    Notice { tone: Tone::Good, content, ..Notice::default() }.html()
}

/// Offered only where there is something to choose.
fn users(view: &FileView, context: &Context) -> Html {
    if view.users.len() < 2 {
        return Html::default();
    }
    let onchange = context.on_value(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let chosen = select.and_then(|select| select.value().parse().ok());
        Msg::PickUser(chosen.unwrap_or(usize::MAX))
    });
    let nobody = view.users.iter().all(|user| !user.chosen);
    let option = |(place, user): (usize, &wizard::UserChoice)| {
        html! { <option value={place.to_string()} selected={user.chosen}>{ user.address.clone() }</option> }
    };
    html! {
        <div class="field">
            <label class="field__label" for="file-user">
                { context.counted("file-users", view.users.len()) }
            </label>
            <div class="field__line">
                <select class="field__input" id="file-user" data-testid="file-user" {onchange}>
                    <option value="" selected={nobody} disabled=true>{ context.plain("file-user-choose") }</option>
                    { view.users.iter().enumerate().map(option).collect::<Html>() }
                </select>
            </div>
        </div>
    }
}

fn onward(view: &FileView, context: &Context) -> Html {
    let words = context.plain("continue");
    let button = context.button(Emphasis::Primary, "file-continue", words, Msg::FileContinue);
    Button { disabled: !view.can_continue, ..button }.html()
}
