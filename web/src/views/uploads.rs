//! Uploaded files: looked for in the messages, and listed before any of them is fetched.

use migration::file::Link;
use wizard::{KindRow, LookView, Msg};
use yew::prelude::*;

use super::items;
use super::{Context, note};
use crate::i18n::Value;
use crate::parts::{Emphasis, el, group};

pub fn look(row: &KindRow, context: &Context) -> Html {
    match &row.look {
        None => Html::default(),
        Some(LookView::Offered) if row.selected => {
            let words = context.plain("look-for-files");
            el("div")
                .child(context.button(Emphasis::Secondary, "look-for-files", words, Msg::LookForFiles).html())
                .into()
        }
        Some(LookView::Offered) => Html::default(),
        Some(LookView::Underway { done, total, label, reached, time_left }) => {
            let label = context.say(label);
            let bar = el("progress")
                .class("progress__bar")
                .attr("aria-label", label.clone())
                .attr_opt("value", total.map(|_| done.to_string()))
                .attr_opt("max", total.filter(|total| *total > 0).map(|total| total.to_string()));
            let time = time_left.as_ref().map(|time| {
                let time = context.say(time);
                context.text("time-left", &[("time", Value::Text(&time))])
            });
            let end = context.button(Emphasis::Quiet, "look-end", context.plain("look-end"), Msg::EndLook);
            el("div")
                .class("stack")
                .attr("data-gap", "small")
                .attr("data-testid", "look-progress")
                .child(note(Some(label)))
                .child(bar)
                .child(note(reached.as_ref().map(|reached| context.say(reached))))
                .child(note(time))
                .child(el("div").child(end.html()))
                .into()
        }
        Some(LookView::Done { files, remarks }) => {
            let remarks: Html = remarks.iter().map(|remark| note(Some(context.say(remark)))).collect();
            group(vec![remarks, list(row, &files.files, context)])
        }
    }
}

/// How many files were found.
pub fn listed(row: &KindRow) -> usize {
    match &row.look {
        Some(LookView::Done { files, .. }) => files.files.len(),
        _ => 0,
    }
}

fn list(row: &KindRow, files: &[Link], context: &Context) -> Html {
    if !row.listing.is_open {
        return Html::default();
    }
    let items = files.iter().take(row.listing.most).map(|file| item(row, file, context)).collect();
    items::list(row.id, row.listing, items, files.len(), context)
}

fn item(row: &KindRow, file: &Link, context: &Context) -> Html {
    let size = match (&file.problem, file.size) {
        (Some(_), _) => context.plain("file-doubtful"),
        (None, Some(size)) => context.text("file-size", &[("size", Value::Bytes(size))]),
        (None, None) => context.plain("file-size-unknown"),
    };
    let details = file.problem.as_ref().map(|problem| el("pre").words(problem.to_string()));
    items::item(row.id, &file.name, context)
        .attr("data-testid", "linked-file")
        .attr("data-item", file.url.clone())
        .attr_opt("data-size", file.size.map(|size| size.to_string()))
        .attr("data-state", if file.problem.is_some() { "failed" } else { "settled" })
        .child(el("span").class("item__what").words(size))
        .child_opt(details)
        .into()
}
