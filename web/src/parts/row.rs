//! One kind of data in a list: what it is, how much there is of it, how it stands.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::{Icon, Shape};

#[derive(PartialEq, Properties)]
pub struct RowsProps {
    #[prop_or_default]
    pub label: Option<AttrValue>,
    pub children: Html,
}

/// A list of [`Row`]s.
#[component]
pub fn Rows(props: &RowsProps) -> Html {
    // Safari forgets that a list without bullets is one, unless told.
    html! { <ul class="rows" role="list" aria-label={props.label.clone()}>{ props.children.clone() }</ul> }
}

#[derive(PartialEq, Properties)]
pub struct RowProps {
    pub testid: AttrValue,
    #[prop_or_default]
    pub shape: Option<Shape>,
    pub title: Html,
    #[prop_or_default]
    pub text: Option<AttrValue>,
    /// At the end of the line, in figures that stand below one another.
    #[prop_or_default]
    pub figure: Option<AttrValue>,
    /// `data-state`.
    #[prop_or_default]
    pub state: Option<AttrValue>,
    /// Further `data-` attributes for scripts.
    #[prop_or_default]
    pub data: Option<Rc<[(&'static str, AttrValue)]>>,
    /// A control before everything: the box that takes the row along.
    #[prop_or_default]
    pub control: Html,
    /// What can be opened below: the items.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn Row(props: &RowProps) -> Html {
    // Attributes whose names vary cannot be written in `html!`.
    let mut tag = VTag::new("li");
    tag.add_attribute("class", "row");
    tag.add_attribute("data-testid", &props.testid);
    if let Some(state) = &props.state {
        tag.add_attribute("data-state", state);
    }
    for (name, value) in props.data.iter().flat_map(|data| data.iter()) {
        tag.add_attribute(name, value);
    }
    tag.add_child(html! {
        <div class="row__line">
            { props.control.clone() }
            if let Some(shape) = props.shape {
                <span class="row__icon"><Icon {shape} /></span>
            }
            <div class="row__words">
                <span class="row__title">{ props.title.clone() }</span>
                if let Some(text) = &props.text {
                    <span class="row__text">{ text }</span>
                }
            </div>
            <span class="row__figure">{ props.figure.clone() }</span>
        </div>
    });
    tag.add_child(props.children.clone());
    tag.into()
}
