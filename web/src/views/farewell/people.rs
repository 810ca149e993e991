//! The living list of contacts.

use wizard::{ContactRow, Msg, PeopleView, Sort, Wish};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, careful, folded};
use crate::i18n::Value;
use crate::parts::{El, Select, el, group};
use crate::views::{items, note};

const CONTACTS: migration::KindId = migration::KindId("roster");

pub fn draw(view: &PeopleView, context: &Context) -> Html {
    if view.all == 0 {
        return Html::default();
    }
    let title = context.counted("people-title", view.all);
    let rows: Html = view.rows.iter().map(|row| contact(row, context)).collect();
    let list = el("ul").class("rows").attr("role", "list").attr("aria-label", title.clone()).child(rows);
    // It scrolls by itself, so that what comes below stays near; by keyboard, too.
    let window = el("div")
        .class("people__window")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", title.clone())
        .child(list)
        .child(items::more(CONTACTS, view.listing.most, view.all, context));
    let heading = el("div").class("people__heading").child(el("h2").words(title)).child(if view.all > 1 {
        sort(view.sort, context)
    } else {
        Html::default()
    });
    el("section")
        .class("stack")
        .attr("data-testid", "contacts")
        .child(heading)
        .child(asking(view, context))
        .child(window)
        .child(strangers(view, context))
        .into()
}

fn sort(sort: Sort, context: &Context) -> Html {
    let select = Select {
        testid: "contacts-sort",
        label: context.plain("people-sort"),
        options: vec![
            ("state".into(), context.plain("people-by-state")),
            ("name".into(), context.plain("people-by-name")),
        ],
        chosen: sort.name().into(),
        onchoose: context.on_value(|name: String| Msg::Wish(Wish::Sort(Sort::by_name(&name)))),
    };
    select.html()
}

/// Somebody waits for the person, not the other way round.
fn asking(view: &PeopleView, context: &Context) -> Html {
    if view.asking == 0 {
        return Html::default();
    }
    careful("contacts-asking", el("p").words(context.counted("people-asking", view.asking)).into())
}

fn contact(row: &ContactRow, context: &Context) -> Html {
    let name = if row.name.is_empty() { &row.address } else { &row.name };
    let initial: String = name.chars().take(1).collect();
    let address =
        (!row.name.is_empty()).then(|| el("bdi").class("person__address").words(row.address.clone()));
    let words = el("div")
        .class("row__words")
        .child(
            el("span").class("row__title").child(el("bdi").words(name.clone())).words(" ").child_opt(address),
        )
        .child(el("span").class("row__text").words(context.say(&row.words)));
    let line = el("div")
        .class("row__line")
        .child(
            el("span")
                .class("person__mark")
                .attr("data-state", row.state)
                .attr("aria-hidden", "true")
                .words(initial),
        )
        .child(words)
        .child(
            el("span")
                .class("row__figure")
                .words(row.since.as_ref().map(|since| context.say(since)).unwrap_or_default()),
        );
    el("li")
        .class("row person")
        .attr("data-testid", "contact")
        .attr("data-jid", row.address.clone())
        .attr("data-state", row.state)
        .key(row.address.clone())
        .child(line)
        .child(deeds(row, name, context))
        .into()
}

/// What can be done about this one contact.
fn deeds(row: &ContactRow, name: &str, context: &Context) -> Html {
    let approve = row.can_approve.then(|| {
        let label = context.text("contact-approve-label", &[("name", Value::Text(name))]);
        named("contact-approve", context.plain("contact-approve"), label)
            .on(ListenerKind::onclick, context.on(Msg::Wish(Wish::Approve(row.jid.clone()))).reform(|_| ()))
    });
    let nudge = row.can_nudge.then(|| {
        let label = context.text("contact-nudge-label", &[("name", Value::Text(name))]);
        let button = named("contact-nudge", context.plain("contact-nudge"), label);
        match row.is_nudging {
            true => button.attr("aria-busy", "true").attr("aria-disabled", "true"),
            false => button.on(
                ListenerKind::onclick,
                context.on(Msg::Wish(Wish::Nudge(row.jid.clone()))).reform(|_| ()),
            ),
        }
    });
    let later = row.nudge_later.as_ref().map(|later| {
        let later = context.say(later);
        context.text("contact-nudge-later", &[("time", Value::Text(&later))])
    });
    let details = row.details.as_ref().map(|details| {
        let content = el("pre").words(details.clone()).into();
        folded(context.plain("problem-details"), "contact-details", false, content)
    });
    if approve.is_none() && nudge.is_none() && later.is_none() && details.is_none() {
        return Html::default();
    }
    el("div")
        .class("person__deeds")
        .child_opt(approve)
        .child_opt(nudge)
        .child(note(later))
        .child_opt(details)
        .into()
}

/// A button whose words stand in many rows: its name says for whom.
fn named(testid: &'static str, words: AttrValue, label: AttrValue) -> El {
    el("button")
        .class("button")
        .attr("type", "button")
        .attr("data-emphasis", if testid == "contact-approve" { "secondary" } else { "quiet" })
        .attr("data-testid", testid)
        .attr("aria-label", label)
        .words(words)
}

/// Who asks without having been a contact: nobody is let in by this page.
fn strangers(view: &PeopleView, context: &Context) -> Html {
    if view.strangers.is_empty() {
        return Html::default();
    }
    let one = |address: &String| Html::from(el("li").class("item").child(el("bdi").words(address.clone())));
    let list = el("ul").class("items").attr("role", "list");
    let list = list.child(view.strangers.iter().map(one).collect::<Html>());
    let words = context.counted("people-strangers", view.strangers.len());
    careful("strangers", group(vec![el("p").words(words).into(), list.into()]))
}
