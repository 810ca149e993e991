//! One kind of data in a list: what it is, how much there is of it, how it stands.

use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::Shape;

/// A list of [`Row`]s.
pub fn rows(label: AttrValue, rows: Html) -> Html {
    // Safari forgets that a list without bullets is one, unless told.
    html! { <ul class="rows" role="list" aria-label={label}>{ rows }</ul> }
}

#[derive(Default)]
pub struct Row {
    pub testid: String,
    pub shape: Shape,
    pub title: AttrValue,
    pub text: AttrValue,
    /// At the end of the line, in figures that stand below one another.
    pub figure: AttrValue,
    /// `data-state`.
    pub state: Option<&'static str>,
    /// Further `data-` attributes for scripts.
    pub data: Vec<(&'static str, usize)>,
    /// A control before everything, and its id: the box that takes the row along.
    pub control: Option<(AttrValue, Html)>,
    /// What can be opened below: the items.
    pub below: Html,
}

impl Row {
    pub fn html(self) -> Html {
        // Attributes whose names vary cannot be written in `html!`.
        let mut tag = VTag::new("li");
        tag.add_attribute("class", "row");
        tag.add_attribute("data-testid", self.testid);
        if let Some(state) = self.state {
            tag.add_attribute("data-state", state);
        }
        for (name, count) in self.data {
            tag.add_attribute(name, count.to_string());
        }
        let (title, control) = match self.control {
            Some((id, control)) => {
                (html! { <label class="row__label" for={id}>{ self.title }</label> }, control)
            }
            None => (html! { self.title }, Html::default()),
        };
        tag.add_child(html! {
            <div class="row__line">
                { control }
                <span class="row__icon">{ self.shape.html() }</span>
                <div class="row__words">
                    <span class="row__title">{ title }</span>
                    <span class="row__text">{ self.text }</span>
                </div>
                <span class="row__figure">{ self.figure }</span>
            </div>
        });
        tag.add_child(self.below);
        tag.into()
    }
}
