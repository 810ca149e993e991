//! What is in sight of a long list of messages, before and after more of it is drawn.
//!
//! Browsers hold on to what is in sight by themselves (CSS Scroll Anchoring), except at the very top of
//! a list, and Safari not at all.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use wizard::Scroll;

/// What scrolls.
const LIST: &str = ".messages";

/// A message in sight, and how far from the top of the list.
#[derive(Clone, Debug)]
pub struct Anchor {
    name: String,
    top: f64,
}

impl Anchor {
    /// The first message of which anything is in sight.
    pub fn find() -> Option<Self> {
        let list = list()?;
        let edge = list.get_bounding_client_rect().top();
        let messages = list.query_selector_all(".message").ok()?;
        let messages = (0..messages.length()).filter_map(|at| messages.item(at)?.dyn_into::<Element>().ok());
        for message in messages {
            let place = message.get_bounding_client_rect();
            if place.bottom() > edge {
                return Some(Self { name: message.id(), top: place.top() - edge });
            }
        }
        None
    }

    fn hold(&self) {
        let (Some(list), Some(message)) = (list(), document().get_element_by_id(&self.name)) else { return };
        let top = message.get_bounding_client_rect().top() - list.get_bounding_client_rect().top();
        list.set_scroll_top(list.scroll_top() + (top - self.top) as i32);
    }
}

/// Shows what is to be seen now that all is drawn; the focus goes there unless nothing changes.
pub fn show(scroll: &Scroll, anchor: Option<Anchor>) {
    let Some(list) = list() else { return };
    match scroll {
        Scroll::Keep => {
            if let Some(anchor) = anchor {
                anchor.hold();
            }
        }
        Scroll::Start => list.set_scroll_top(0),
        Scroll::End => {
            list.set_scroll_top(list.scroll_height());
            focus(document().query_selector(".conversation__name").ok().flatten());
        }
        Scroll::To(name) => {
            let message = document().get_element_by_id(name);
            if let Some(message) = &message {
                let edge = list.get_bounding_client_rect();
                let place = message.get_bounding_client_rect();
                let above = (edge.height() - place.height()).max(0.0) / 2.0;
                list.set_scroll_top(list.scroll_top() + (place.top() - edge.top() - above) as i32);
            }
            focus(message);
        }
    }
}

fn list() -> Option<Element> {
    document().query_selector(LIST).ok().flatten()
}

fn focus(element: Option<Element>) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element in the document with a tabindex can always be focused.
        let _ = element.focus_with_options(&options);
    }
}
