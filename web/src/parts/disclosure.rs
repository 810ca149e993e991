//! Something folded away until it is wanted.

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct DisclosureProps {
    pub summary: Html,
    /// Of the line that opens it.
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    #[prop_or_default]
    pub open: bool,
    pub children: Html,
}

#[component]
pub fn Disclosure(props: &DisclosureProps) -> Html {
    html! {
        <details class="disclosure" open={props.open}>
            <summary class="disclosure__summary" data-testid={props.testid.clone()}>
                { props.summary.clone() }
            </summary>
            <div class="disclosure__content">{ props.children.clone() }</div>
        </details>
    }
}
