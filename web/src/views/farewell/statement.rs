//! What stands at the old account for those who look there.

use farewell::Audience;
use wizard::{Explanation, FarewellView, Msg, NoteView, StatementView, Wish};
use yew::prelude::*;

use super::{Context, careful, folded};
use crate::i18n::Value;
use crate::parts::{Button, Check, Choice, Choices, Emphasis, el, group};
use crate::views::note as remark;

pub fn draw(view: &StatementView, whole: &FarewellView, context: &Context) -> Html {
    let check = Check {
        testid: "farewell-statement".into(),
        label: context.plain("farewell-statement"),
        hint: context.text("farewell-statement-hint", &[("new", Value::Text(&whole.new))]),
        checked: view.wanted,
        onchange: context.on_value(|wanted| Msg::Wish(Wish::Statement(wanted))),
    };
    let state = el("p")
        .class("standing")
        .attr("data-tone", if view.is_good { "good" } else { "calm" })
        .words(context.say(&view.words));
    let content = group(vec![
        if view.wanted { audience(view, context) } else { Html::default() },
        state.into(),
        elsewhere(view, context),
        view.doubt.as_ref().map(|doubt| doubtful(doubt, view, context)).unwrap_or_default(),
        withdraw(view, context),
    ]);
    el("section")
        .class("deed")
        .attr("data-testid", "statement")
        .attr("data-state", view.state)
        .attr_opt("data-jid", view.elsewhere.clone())
        .child(check.html())
        .child(el("div").class("deed__content").child(content))
        .into()
}

fn audience(view: &StatementView, context: &Context) -> Html {
    let choices = Choices {
        name: "statement-audience".to_owned(),
        legend: context.plain("statement-audience"),
        choices: vec![
            Choice { value: "open", label: context.plain("audience-open") },
            Choice { value: "contacts", label: context.plain("audience-contacts") },
        ],
        chosen: match view.audience {
            Audience::Open => "open",
            Audience::Contacts => "contacts",
        },
        onchoose: context.on_value(|chosen| Msg::Wish(Wish::Audience(by_name(chosen)))),
    };
    let hint = match view.audience {
        Audience::Open => "audience-open-hint",
        Audience::Contacts => "audience-contacts-hint",
    };
    group(vec![choices.html(), remark(Some(context.plain(hint)))])
}

fn by_name(name: &str) -> Audience {
    if name == "contacts" { Audience::Contacts } else { Audience::Open }
}

/// Nothing that points somewhere else is replaced unseen.
fn elsewhere(view: &StatementView, context: &Context) -> Html {
    let Some(address) = view.elsewhere.as_ref().filter(|_| view.wanted) else { return Html::default() };
    let text = context.text("statement-replaces", &[("address", Value::Text(address))]);
    careful("statement-replaces", el("p").words(text).into())
}

/// It is not as it should be: on all the same, or once more.
fn doubtful(doubt: &Explanation, view: &StatementView, context: &Context) -> Html {
    let words = context.plain("start-all-the-same");
    let onward =
        context.button(Emphasis::Secondary, "start-all-the-same", words, Msg::Wish(Wish::StartAllTheSame));
    let onward = Button { disabled: view.is_busy, ..onward };
    context.problem_with(doubt, onward.html())
}

fn withdraw(view: &StatementView, context: &Context) -> Html {
    if !view.can_withdraw {
        return Html::default();
    }
    let words = context.plain("statement-withdraw");
    let button = context.button(Emphasis::Quiet, "statement-withdraw", words, Msg::Wish(Wish::Withdraw));
    el("div").child(button.html()).into()
}

/// The same where people look by themselves.
pub fn note(view: NoteView, whole: &FarewellView, context: &Context) -> Html {
    let check = |testid: &'static str, label, hint: &str, checked, wish: fn(bool) -> Wish| Check {
        testid: testid.into(),
        label,
        hint: context.text(hint, &[("note", Value::Text(&note_words(whole, context)))]),
        checked,
        onchange: context.on_value(move |wanted| Msg::Wish(wish(wanted))),
    };
    let (status, profile) = (context.plain("note-in-status"), context.plain("note-in-profile"));
    let content = group(vec![
        check("farewell-note-status", status, "note-in-status-hint", view.in_status, Wish::NoteInStatus)
            .html(),
        check("farewell-note-profile", profile, "note-in-profile-hint", view.in_profile, Wish::NoteInProfile)
            .html(),
        remark(view.is_busy.then(|| context.plain("note-busy"))),
        remark((view.is_done && !view.is_busy).then(|| context.plain("note-done"))),
    ]);
    folded(context.plain("note-title"), "farewell-note", view.is_done || view.is_busy, content)
}

pub fn note_words(whole: &FarewellView, context: &Context) -> AttrValue {
    context.text("note-words", &[("new", Value::Text(&whole.new))])
}
