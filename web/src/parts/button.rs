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
}

impl Emphasis {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
        }
    }
}

#[derive(Default)]
pub struct Button {
    pub words: AttrValue,
    pub emphasis: Emphasis,
    pub testid: AttrValue,
    /// Something it started is under way; pressing it does nothing meanwhile.
    pub busy: bool,
    pub disabled: bool,
    /// Submits the form it stands in, and names itself to it so.
    pub submit: Option<&'static str>,
    /// `data-state`.
    pub state: Option<&'static str>,
    pub onpress: Callback<()>,
}

impl Button {
    pub fn html(self) -> Html {
        let Self { onpress, busy, .. } = self;
        let onclick = Callback::from(move |event: MouseEvent| {
            if busy {
                event.prevent_default();
            } else {
                onpress.emit(());
            }
        });
        // `aria-disabled` instead of `disabled` while busy: the focus stays where it was.
        html! {
            <button
                class="button"
                type={if self.submit.is_some() { "submit" } else { "button" }}
                value={self.submit}
                data-emphasis={self.emphasis.name()}
                data-testid={self.testid}
                data-state={self.state}
                aria-busy={busy.then_some("true")}
                aria-disabled={busy.then_some("true")}
                disabled={self.disabled}
                {onclick}
            >
                <span class="button__label">{ self.words }</span>
            </button>
        }
    }
}
