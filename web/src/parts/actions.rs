//! The place of a screen's buttons: at its end, and on phones within reach of the thumb.

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ActionsProps {
    /// The way back first, the primary button last.
    pub children: Html,
}

#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    html! { <div class="actions">{ props.children.clone() }</div> }
}
