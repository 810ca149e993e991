//! The page's own mark: a square place, a round place, and a way between them.

use yew::prelude::*;

pub fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <rect class="mark__from" x="4" y="25" width="19" height="19" rx="5" />
            <path class="mark__way" d="M13.5 19.5c0-6 3.5-8.5 9-8.5" />
            <circle class="mark__to" cx="35" cy="13" r="9" />
        </svg>
    }
}

/// The same as a picture: people, pictures and words leave one place and arrive in the other.
pub fn journey() -> Html {
    html! {
        <svg class="journey" viewBox="0 0 320 120" aria-hidden="true" focusable="false">
            <path class="journey__ground" d="M8 108h304" />
            <rect class="journey__from" x="24" y="44" width="64" height="64" rx="14" />
            <circle class="journey__left" cx="43" cy="89" r="7" />
            <circle class="journey__left" cx="69" cy="89" r="7" />
            <circle class="journey__left" cx="56" cy="66" r="7" />
            <path class="journey__way" d="M92 50C120 4 200 4 228 46" />
            <circle class="journey__thing" cx="120" cy="25" r="7" />
            <path class="journey__thing" d="M151 8h19a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5h-10l-7 6v-6h-2a5 5 0 0 1-5-5v-6a5 5 0 0 1 5-5z" />
            <circle class="journey__thing" cx="201" cy="26" r="7" />
            <circle class="journey__to" cx="264" cy="73" r="35" />
            <circle class="journey__right" cx="251" cy="81" r="7" />
            <circle class="journey__right" cx="277" cy="81" r="7" />
            <circle class="journey__right" cx="264" cy="58" r="7" />
        </svg>
    }
}
