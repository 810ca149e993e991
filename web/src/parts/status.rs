//! What is going on, said to those who do not see it.

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct StatusProps {
    /// Empty while there is nothing to say. The element itself must stay in the
    /// page, or screen readers miss the first thing said.
    pub text: AttrValue,
}

#[component]
pub fn Status(props: &StatusProps) -> Html {
    html! { <p class="visually-hidden" role="status" data-testid="status">{ &props.text }</p> }
}
