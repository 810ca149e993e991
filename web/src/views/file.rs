//! `origin` with a file instead of an account.

use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement, HtmlSelectElement};
use wizard::{FileView, Msg};
use yew::prelude::*;

use super::{Context, opening};
use crate::i18n::Value;
use crate::parts::{Actions, Button, Emphasis, Notice, ProgressBar, Tone};

pub fn draw(view: &FileView, context: &Context) -> Html {
    let retry = view.can_retry.then(|| context.on(Msg::Retry));
    html! {
        <>
            { opening(context.plain("file-title"), Some(context.plain("file-lead")), context) }
            if let Some(problem) = &view.problem {
                { context.problem(problem, retry) }
            }
            { input(view, context) }
            if view.reading {
                <ProgressBar label={context.plain("status-reading-file")} done={0} total={None::<u64>} />
            }
            { found(view, context) }
            { users(view, context) }
            <Actions>
                <Button emphasis={Emphasis::Quiet} testid="back" onpress={context.on(Msg::Back)}>
                    { context.plain("back") }
                </Button>
                <Button
                    emphasis={Emphasis::Primary}
                    testid="file-continue"
                    disabled={!view.can_continue}
                    onpress={context.on(Msg::FileContinue)}
                >
                    { context.plain("continue") }
                </Button>
            </Actions>
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

fn found(view: &FileView, context: &Context) -> Html {
    let Some((name, size)) = &view.file else { return Html::default() };
    if view.problem.is_some() {
        return Html::default();
    }
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    html! {
        <Notice tone={Tone::Good}>
            <p>{ context.text("file-read", &values) }</p>
            if view.notes > 0 {
                <p>{ context.counted("file-notes", view.notes) }</p>
            }
        </Notice>
    }
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
    html! {
        <div class="field">
            <label class="field__label" for="file-user">{ context.counted("file-users", view.users.len()) }</label>
            <div class="field__line">
                <select class="field__input" id="file-user" data-testid="file-user" {onchange}>
                    <option value="" selected={nobody} disabled=true>{ context.plain("file-user-choose") }</option>
                    { for view.users.iter().enumerate().map(|(place, user)| html! {
                        <option value={place.to_string()} selected={user.chosen}>{ &user.address }</option>
                    }) }
                </select>
            </div>
        </div>
    }
}
