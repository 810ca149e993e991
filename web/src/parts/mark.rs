//! The page's own mark: a square place, a round place, and a way between them.

use yew::prelude::*;

use super::{El, el};

pub fn mark() -> Html {
    drawing("mark", "0 0 48 48")
        .child(square("mark__from", ["4", "25", "19", "5"]))
        .child(line("mark__way", "M13.5 19.5c0-6 3.5-8.5 9-8.5"))
        .child(circle("mark__to", ["35", "13", "9"]))
        .into()
}

/// The same as a picture: people, pictures and words leave one place and arrive in the other.
pub fn journey() -> Html {
    const WORDS: &str =
        "M151 8h19a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5h-10l-7 6v-6h-2a5 5 0 0 1-5-5v-6a5 5 0 0 1 5-5z";
    drawing("journey", "0 0 320 120")
        .child(line("journey__ground", "M8 108h304"))
        .child(square("journey__from", ["24", "44", "64", "14"]))
        .child(circle("journey__left", ["43", "89", "7"]))
        .child(circle("journey__left", ["69", "89", "7"]))
        .child(circle("journey__left", ["56", "66", "7"]))
        .child(line("journey__way", "M92 50C120 4 200 4 228 46"))
        .child(circle("journey__thing", ["120", "25", "7"]))
        .child(line("journey__thing", WORDS))
        .child(circle("journey__thing", ["201", "26", "7"]))
        .child(circle("journey__to", ["264", "73", "35"]))
        .child(circle("journey__right", ["251", "81", "7"]))
        .child(circle("journey__right", ["277", "81", "7"]))
        .child(circle("journey__right", ["264", "58", "7"]))
        .into()
}

fn drawing(class: &'static str, view: &'static str) -> El {
    el("svg").class(class).attr("viewBox", view).attr("aria-hidden", "true").attr("focusable", "false")
}

fn square(class: &'static str, [x, y, side, radius]: [&'static str; 4]) -> El {
    let rect = el("rect").class(class).attr("x", x).attr("y", y);
    rect.attr("width", side).attr("height", side).attr("rx", radius)
}

fn circle(class: &'static str, [x, y, radius]: [&'static str; 3]) -> El {
    el("circle").class(class).attr("cx", x).attr("cy", y).attr("r", radius)
}

fn line(class: &'static str, strokes: &'static str) -> El {
    el("path").class(class).attr("d", strokes)
}
