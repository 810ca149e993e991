//! The page: views, and the browser's half of everything the core asks for.

pub mod browser;
pub mod environment;
pub mod i18n;
pub mod parts;

use yew::prelude::*;

/// Draws the page.
pub fn start() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    html! { <main>{ "hello" }</main> }
}
