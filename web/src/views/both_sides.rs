//! The check of both sides: what can be read here, what can be put there, what therefore stays.

use wizard::{BothSidesView, SideRow};
use yew::prelude::*;

use super::{Context, note};
use crate::i18n::Value;
use crate::parts::{Disclosure, el, group};

pub fn draw(view: &BothSidesView, context: &Context) -> Html {
    let table = el("table")
        .class("sides")
        .attr("data-testid", "sides")
        .child(el("caption").class("visually-hidden").words(context.plain("sides-caption")))
        .child(el("thead").child(head(view, context)))
        .child(el("tbody").child(group(view.rows.iter().map(|it| row(it, context)).collect())));
    let limit = view.limit.map(|bytes| context.text("sides-limit", &[("size", Value::Bytes(bytes))]));
    let disclosure = Disclosure {
        summary: context.plain("sides-offer"),
        testid: Some("sides-offer".into()),
        content: group(vec![table.into(), note(limit)]),
        ..Disclosure::default()
    };
    group(vec![note(Some(staying(view, context))), disclosure.html()])
}

fn staying(view: &BothSidesView, context: &Context) -> AttrValue {
    let names: Vec<String> = view.staying.iter().map(|id| context.kind(*id).to_string()).collect();
    match names.is_empty() {
        true => context.plain("sides-all"),
        false => context.text("sides-stay", &[("kinds", Value::Text(&names.join(", ")))]),
    }
}

fn head(view: &BothSidesView, context: &Context) -> Html {
    let old = if view.from_file { "sides-file" } else { "sides-old" };
    let cells = ["sides-kind", old, "sides-new"].map(|id| heading("col", context.plain(id)));
    el("tr").child(group(cells.into())).into()
}

fn row(row: &SideRow, context: &Context) -> Html {
    el("tr")
        .attr("data-testid", format!("side-{}", row.id))
        .attr("data-reads", yes(row.reads))
        .attr("data-writes", yes(row.writes))
        .attr("data-moves", yes(row.moves()))
        .child(heading("row", context.kind(row.id)))
        .child(el("td").words(context.say(&row.old)))
        .child(el("td").words(context.say(&row.new)))
        .into()
}

fn heading(scope: &'static str, words: AttrValue) -> Html {
    el("th").attr("scope", scope).words(words).into()
}

fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
