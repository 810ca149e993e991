//! A finished step as one line that can be opened again.

use yew::prelude::*;

use super::{Icon, Shape, use_locale};

#[derive(PartialEq, Properties)]
pub struct FoldedStepProps {
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    /// What came of it: "Signed in as anna@example.org".
    pub text: AttrValue,
    /// Without it the step cannot be opened again now.
    #[prop_or_default]
    pub onopen: Option<Callback<()>>,
}

#[component]
pub fn FoldedStep(props: &FoldedStepProps) -> Html {
    let locale = use_locale();
    html! {
        <div class="folded">
            <span class="folded__mark"><Icon shape={Shape::Done} /></span>
            <span class="folded__text">{ &props.text }</span>
            if let Some(onopen) = &props.onopen {
                <button
                    class="folded__open"
                    type="button"
                    data-testid={props.testid.clone()}
                    aria-label={locale.text("step-change-named", &[("step", crate::i18n::Value::Text(&props.text))])}
                    onclick={onopen.reform(|_| ())}
                >
                    { locale.plain("step-change") }
                </button>
            }
        </div>
    }
}
