//! The copies besides the complete one: small, readable, for administrators.

use wizard::{CopiesView, Left, Msg, SaveView, SealView, Variant};
use yew::prelude::*;

use super::{Context, administrator, items, save};
use crate::i18n::Value;
use crate::parts::{Button, Disclosure, Emphasis, Notice, Tone, el, group};

pub fn panel(view: &CopiesView, seal: SealView, context: &Context) -> Html {
    let text = if view.complete.is_some() { "copies-text-file" } else { "copies-text" };
    el("section")
        .class("stack")
        .attr("data-testid", "copies")
        .child(el("h2").words(context.plain("copies-title")))
        .child(el("p").words(context.plain(text)))
        .child(view.complete.as_ref().map(|save| complete(save, view, seal, context)).unwrap_or_default())
        .child(people(view, context))
        .child(small(view, context))
        .child(administrator::panel(&view.administrator, &view.administrator_left, context))
        .into()
}

/// Where a file is the origin, all of it is one of the copies.
fn complete(save: &SaveView, view: &CopiesView, seal: SealView, context: &Context) -> Html {
    let button = save::button(save, seal, Emphasis::Secondary, context);
    let outcome = save::outcome_of_plain(save, seal, context);
    let left = left(&view.complete_left, context);
    group(vec![el("div").class("buttons").child(button).into(), outcome, left])
}

fn people(view: &CopiesView, context: &Context) -> Html {
    let page = button(&view.page, "save-contacts", Variant::Page, context);
    let table = button(&view.table, "save-contacts-table", Variant::Table, context);
    el("div")
        .class("stack")
        .attr("data-gap", "small")
        .child(el("h3").words(context.plain("copy-people")))
        .child(el("p").words(context.plain("copy-people-text")))
        .child(el("div").class("buttons").child(page).child(table))
        .child(outcome(&view.page, context))
        .child(outcome(&view.table, context))
        .into()
}

fn small(view: &CopiesView, context: &Context) -> Html {
    let button = button(&view.essentials, "save-essentials", Variant::Essentials, context);
    el("div")
        .class("stack")
        .attr("data-gap", "small")
        .child(el("h3").words(context.plain("copy-small")))
        .child(el("p").words(context.plain("copy-small-text")))
        .child(el("div").class("buttons").child(button))
        .child(outcome(&view.essentials, context))
        .child(left(&view.left, context))
        .into()
}

/// What is there and not in the file: by kind, and each by its name as far as it has one.
pub fn left(left: &[Left], context: &Context) -> Html {
    if left.is_empty() {
        return Html::default();
    }
    let kind = |left: &Left| {
        let name = context.kind(left.id);
        let values = [("kind", Value::Text(&name)), ("count", Value::Count(left.count))];
        let words = context.text("copy-left-kind", &values);
        let id = left.id;
        let line = el("li").attr("data-testid", format!("left-{id}"));
        let line = line.attr("data-count", left.count.to_string());
        if left.names.is_empty() {
            return Html::from(line.words(words));
        }
        let names = left.names.iter().map(|label| Html::from(items::item(id, label, context)));
        let more = (left.unnamed() > 0).then(|| {
            let count = usize::try_from(left.unnamed()).unwrap_or(usize::MAX);
            Html::from(el("p").words(context.counted("copy-left-more", count)))
        });
        let content = group(vec![items::open_list(names.collect()), more.unwrap_or_default()]);
        let names = Disclosure { summary: words, content, ..Disclosure::default() };
        line.child(names.html()).into()
    };
    let list = el("ul").class("plain-list").child(left.iter().map(kind).collect::<Html>());
    let content = group(vec![el("p").words(context.plain("copy-left")).into(), list.into()]);
    Notice { content, testid: Some("copy-left"), ..Notice::default() }.html()
}

fn button(view: &SaveView, id: &'static str, variant: Variant, context: &Context) -> Html {
    let button = context.button(Emphasis::Secondary, id, AttrValue::default(), Msg::Save(variant));
    Button { words: words(view, id, context), ..with_state(button, view) }.html()
}

/// What a button says of the file it saves: a second press saves what the browser did not take at once.
pub fn words(view: &SaveView, unsaved: &'static str, context: &Context) -> AttrValue {
    context.plain(match view {
        // Several stand side by side: each goes on saying which it is.
        SaveView::Idle | SaveView::Failed(_) | SaveView::Saved { .. } => unsaved,
        SaveView::Busy(_) => "save-copy-busy",
        SaveView::Ready { .. } => "save-copy-ready",
    })
}

pub fn with_state(button: Button, view: &SaveView) -> Button {
    Button { state: Some(save::state(view)), busy: matches!(view, SaveView::Busy(_)), ..button }
}

/// How far it is, and what came of it.
pub fn outcome(view: &SaveView, context: &Context) -> Html {
    let SaveView::Saved { name, size, of } = view else { return save::outcome(view, context) };
    let (id, tone) = match of {
        wizard::Contents::Everything => ("save-copy-done", Tone::Good),
        wizard::Contents::Part => ("save-copy-done-partly", Tone::Careful),
        wizard::Contents::Other => ("save-done-other", Tone::Careful),
    };
    let values = [("name", Value::Text(name)), ("size", Value::Bytes(*size))];
    Notice::sentence(tone, context.text(id, &values))
}
