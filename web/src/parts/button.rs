//! A button.

use yew::prelude::*;

/// How much a button asks for attention. A screen has one primary button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    Primary,
    #[default]
    Secondary,
    /// Like a link, but it does something.
    Quiet,
    /// Cannot be undone.
    Danger,
}

impl Emphasis {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct ButtonProps {
    #[prop_or_default]
    pub emphasis: Emphasis,
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    /// Something it started is under way; pressing it does nothing meanwhile.
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// Submits the form it stands in.
    #[prop_or_default]
    pub submit: bool,
    /// `data-state`.
    #[prop_or_default]
    pub state: Option<AttrValue>,
    /// The accessible name, where the words alone would not tell what it is about.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub onpress: Callback<()>,
    pub children: Html,
}

#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let is_idle = !props.busy && !props.disabled;
    let onpress = props.onpress.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        if is_idle {
            onpress.emit(());
        } else {
            event.prevent_default();
        }
    });
    // `aria-disabled` instead of `disabled` while busy: the focus stays where it was.
    html! {
        <button
            class="button"
            type={if props.submit { "submit" } else { "button" }}
            data-emphasis={props.emphasis.name()}
            data-testid={props.testid.clone()}
            data-state={props.state.clone()}
            aria-label={props.label.clone()}
            aria-busy={props.busy.then_some("true")}
            aria-disabled={props.busy.then_some("true")}
            disabled={props.disabled}
            {onclick}
        >
            <span class="button__label">{ props.children.clone() }</span>
        </button>
    }
}
