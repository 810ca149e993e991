//! The number that grows, and the crowd that goes from the old place to the new.

use wizard::{FarewellView, Msg, PeopleView, TellingView};
use yew::prelude::*;

use super::{Context, asking};
use crate::i18n::Value;
use crate::parts::{Emphasis, ProgressBar, el, group};
use crate::views::note;

pub fn draw(view: &FarewellView, context: &Context) -> Html {
    let people = &view.people;
    let number = el("p")
        .class("reward__sentence")
        .child(
            el("b")
                .class("reward__number")
                .attr("data-testid", "following")
                .attr("data-count", people.following.to_string())
                .words(context.count(people.following as u64)),
        )
        .words(" ")
        .child(el("span").words(context.counted("reward-of", people.of)));
    el("section")
        .class("reward")
        .child(number)
        .child(crowd(people))
        .child(counts(people, context))
        .child(pace(view, context))
        .into()
}

/// One for each who could come along: square at the old place, round at the new.
fn crowd(people: &PeopleView) -> Html {
    if people.crowd.is_empty() {
        return Html::default();
    }
    let one = |state: &&'static str| Html::from(el("i").class("mark-of").attr("data-state", *state));
    let all: Html = people.crowd.iter().map(one).collect();
    el("div").class("crowd").attr("aria-hidden", "true").child(all).into()
}

/// How many there are of each, with the mark that stands for them.
pub fn counts(people: &PeopleView, context: &Context) -> Html {
    let count = |(state, words): &(&'static str, wizard::Text)| {
        el("li")
            .class("counts__one")
            .attr("data-state", *state)
            .child(el("i").class("mark-of").attr("data-state", *state).attr("aria-hidden", "true"))
            .words(context.say(words))
    };
    let all = people.counts.iter().map(|it| Html::from(count(it))).collect::<Html>();
    el("ul").class("counts").attr("role", "list").child(all).into()
}

/// How far asking is, and that the page has to stay.
fn pace(view: &FarewellView, context: &Context) -> Html {
    let notify = &view.notify;
    match notify.telling {
        TellingView::NotBegun => return Html::default(),
        TellingView::Listening => return note(Some(context.plain("farewell-listening"))),
        TellingView::Asking | TellingView::Held => {}
    }
    let held = notify.telling == TellingView::Held;
    let total = notify.done + notify.waiting;
    let bar = ProgressBar {
        label: context.plain(if held { "farewell-held" } else { "farewell-asking" }),
        reached: context.reached("reached", notify.done, total),
        done: notify.done as u64,
        total: Some(total as u64),
        paused: held,
    };
    let next = notify.next.as_ref().filter(|_| !held).map(|next| {
        let next = context.say(next);
        context.text("farewell-next", &[("time", Value::Text(&next))])
    });
    let hold = if held {
        context.button(Emphasis::Secondary, "resume", context.plain("run-resume"), Msg::Resume)
    } else {
        context.button(Emphasis::Secondary, "pause", context.plain("run-pause"), Msg::Pause)
    };
    group(vec![
        bar.html(),
        note((!held).then(|| asking::time(view, context))),
        note(next),
        el("div").child(hold.html()).into(),
    ])
}
