//! A few sentences set apart.

use yew::prelude::*;

use super::{Icon, Shape};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Calm,
    /// It arrived, it is saved.
    Good,
    /// Something here wants attention before going on.
    Careful,
}

impl Tone {
    fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Good => "good",
            Self::Careful => "careful",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Calm => Shape::Note,
            Self::Good => Shape::Done,
            Self::Careful => Shape::Careful,
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct NoticeProps {
    #[prop_or_default]
    pub tone: Tone,
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    pub children: Html,
}

#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    html! {
        <div class="notice" data-tone={props.tone.name()} data-testid={props.testid.clone()}>
            <span class="notice__icon"><Icon shape={props.tone.shape()} /></span>
            <div class="notice__words">{ props.children.clone() }</div>
        </div>
    }
}
