//! The single items of a kind, folded away.

use yew::prelude::*;

use super::Context;
use crate::parts::Disclosure;

/// A list that opens. `hidden` is how many more there are than are listed.
pub fn list(summary: AttrValue, open: bool, hidden: usize, items: Html, context: &Context) -> Html {
    let content = html! {
        <>
            <ul class="items" role="list">{ items }</ul>
            if hidden > 0 {
                <p class="note">{ context.counted("items-more", hidden) }</p>
            }
        </>
    };
    Disclosure { summary, open, content, testid: None }.html()
}
