//! A password to type. What is drawn never holds it: it is read from the field
//! when it is needed, and the field is emptied before it goes away.

use session::Password;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::{described_by, frame};
use super::use_locale;

#[derive(PartialEq, Properties)]
pub struct PasswordFieldProps {
    pub testid: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or(AttrValue::Static("current-password"))]
    pub autocomplete: AttrValue,
    #[prop_or_default]
    pub disabled: bool,
    /// What [`read_password`] reads.
    pub node: NodeRef,
}

#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let locale = use_locale();
    // Whether it can be read is nobody else's business, so it is kept here.
    let shown = use_state(|| false);
    {
        let node = props.node.clone();
        use_effect_with((), move |()| move || empty(&node));
    }
    let id = &props.testid;
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_| shown.set(!*shown))
    };
    let words = if *shown { "password-hide" } else { "password-show" };
    let described = described_by(id, props.hint.as_ref(), props.error.as_ref());
    let line = html! {
        <>
            <input
                ref={props.node.clone()}
                class="field__input"
                {id}
                name={id}
                data-testid={id}
                type={if *shown { "text" } else { "password" }}
                autocomplete={&props.autocomplete}
                autocapitalize="none"
                spellcheck="false"
                disabled={props.disabled}
                aria-describedby={described}
                aria-invalid={props.error.is_some().then_some("true")}
            />
            <button class="field__toggle" type="button" aria-controls={id} onclick={toggle}>
                { locale.plain(words) }
            </button>
        </>
    };
    frame(id, &props.label, props.hint.as_ref(), props.error.as_ref(), line)
}

/// What stands in the field.
pub fn read_password(node: &NodeRef) -> Password {
    Password::new(node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default())
}

fn empty(node: &NodeRef) {
    if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value("");
    }
}
