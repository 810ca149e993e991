//! A few sentences set apart.

use yew::prelude::*;

use super::{Shape, el};

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

#[derive(Default)]
pub struct Notice {
    pub tone: Tone,
    pub testid: Option<&'static str>,
    pub content: Html,
}

impl Notice {
    pub fn html(self) -> Html {
        el("div")
            .class("notice")
            .attr("data-tone", self.tone.name())
            .attr_opt("data-testid", self.testid)
            .child(el("span").class("notice__icon").child(self.tone.shape().html()))
            .child(el("div").class("notice__words").child(self.content))
            .into()
    }

    /// One paragraph.
    pub fn sentence(tone: Tone, text: AttrValue) -> Html {
        Self { tone, content: el("p").words(text).into(), testid: None }.html()
    }
}
