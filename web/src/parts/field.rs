//! A line of text to fill in, with its label, a hint and what is wrong with it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct FieldProps {
    /// `data-testid`, `name`, and what ids are made of: unique in the page.
    pub testid: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub value: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    #[prop_or_default]
    pub autocomplete: Option<AttrValue>,
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    #[prop_or_default]
    pub required: bool,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub node: NodeRef,
    #[prop_or_default]
    pub oninput: Callback<String>,
    /// A control at the end of the line.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = props.oninput.reform(|event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.map(|input| input.value()).unwrap_or_default()
    });
    let id = &props.testid;
    let described = described_by(id, props.hint.as_ref(), props.error.as_ref());
    let line = html! {
        <>
            <input
                ref={props.node.clone()}
                class="field__input"
                {id}
                name={id}
                data-testid={id}
                type={&props.kind}
                value={&props.value}
                autocomplete={props.autocomplete.clone()}
                inputmode={props.inputmode.clone()}
                placeholder={props.placeholder.clone()}
                autocapitalize="none"
                spellcheck="false"
                required={props.required}
                disabled={props.disabled}
                aria-describedby={described}
                aria-invalid={props.error.is_some().then_some("true")}
                {oninput}
            />
            { props.children.clone() }
        </>
    };
    frame(id, &props.label, props.hint.as_ref(), props.error.as_ref(), line)
}

/// What goes around an input: label above, what is wrong below.
pub(super) fn frame(
    id: &str,
    label: &AttrValue,
    hint: Option<&AttrValue>,
    error: Option<&AttrValue>,
    line: Html,
) -> Html {
    html! {
        <div class="field">
            <label class="field__label" for={id.to_owned()}>{ label }</label>
            if let Some(text) = hint {
                <p class="field__hint" id={format!("{id}-hint")}>{ text }</p>
            }
            <div class="field__line">{ line }</div>
            if let Some(text) = error {
                <p class="field__error" id={format!("{id}-error")}>{ text }</p>
            }
        </div>
    }
}

/// The ids of what [`frame`] says about the input.
pub(super) fn described_by(id: &str, hint: Option<&AttrValue>, error: Option<&AttrValue>) -> Option<String> {
    match (hint, error) {
        (Some(_), Some(_)) => Some(format!("{id}-error {id}-hint")),
        (Some(_), None) => Some(format!("{id}-hint")),
        (None, Some(_)) => Some(format!("{id}-error")),
        (None, None) => None,
    }
}
