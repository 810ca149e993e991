//! The heading of a stage. It takes the focus when the stage changes, so that
//! screen readers and keyboards go on from the top of what is new.

use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct HeadingProps {
    /// How often a stage was entered so far; 0 before the person has done
    /// anything, when the focus is left alone.
    pub entered: u32,
    pub text: AttrValue,
}

#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.entered, move |entered| {
            if let (1.., Some(heading)) = (*entered, node.cast::<HtmlElement>()) {
                // An element in the document with a tabindex can always be focused.
                let _ = heading.focus();
                gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        });
    }
    html! { <h1 class="heading" tabindex="-1" ref={node}>{ &props.text }</h1> }
}
