//! Which part of the message history goes into the file.

use wizard::{Msg, RangeChange, RangeView, Since, With};
use yew::prelude::*;

use super::Context;
use crate::parts::{Disclosure, Field, Select, group};

pub fn range(view: &RangeView, context: &Context) -> Html {
    let is_everything = view.since == Since::Ever && view.with == With::Everybody;
    let content =
        group(vec![since(view, context), day(view, context), with(view, context), address(view, context)]);
    let summary = context.plain(if is_everything { "range-everything" } else { "range-part" });
    Disclosure { summary, testid: Some("archive-range-open".into()), content, ..Disclosure::default() }.html()
}

fn since(view: &RangeView, context: &Context) -> Html {
    let option = |since| (name_of_since(since).into(), context.plain(words_of_since(since)));
    let select = Select {
        testid: "archive-range",
        label: context.plain("range-since"),
        options: [Since::Ever, Since::Year, Since::Day].map(option).into(),
        chosen: name_of_since(view.since).into(),
        onchoose: context.on_value(|value: String| {
            Msg::Range(RangeChange::Since(match value.as_str() {
                "year" => Since::Year,
                "since" => Since::Day,
                _ => Since::Ever,
            }))
        }),
    };
    select.html()
}

fn name_of_since(since: Since) -> &'static str {
    match since {
        Since::Ever => "all",
        Since::Year => "year",
        Since::Day => "since",
    }
}

fn words_of_since(since: Since) -> &'static str {
    match since {
        Since::Ever => "range-all",
        Since::Year => "range-year",
        Since::Day => "range-day",
    }
}

fn day(view: &RangeView, context: &Context) -> Html {
    if view.since != Since::Day {
        return Html::default();
    }
    let field = Field {
        testid: "archive-since".into(),
        kind: "date",
        label: context.plain("range-first-day"),
        value: Some(view.day.clone().into()),
        max: Some(view.today.clone().into()),
        oninput: context.on_value(|day| Msg::Range(RangeChange::Day(day))),
        ..Field::default()
    };
    field.html()
}

fn with(view: &RangeView, context: &Context) -> Html {
    let option = |with| (name_of_with(with).into(), context.plain(words_of_with(with)));
    let select = Select {
        testid: "archive-with-mode",
        label: context.plain("range-with"),
        options: [With::Everybody, With::Only, With::Without].map(option).into(),
        chosen: name_of_with(view.with).into(),
        onchoose: context.on_value(|value: String| {
            Msg::Range(RangeChange::With(match value.as_str() {
                "only" => With::Only,
                "without" => With::Without,
                _ => With::Everybody,
            }))
        }),
    };
    select.html()
}

fn name_of_with(with: With) -> &'static str {
    match with {
        With::Everybody => "all",
        With::Only => "only",
        With::Without => "without",
    }
}

fn words_of_with(with: With) -> &'static str {
    match with {
        With::Everybody => "range-everybody",
        With::Only => "range-only",
        With::Without => "range-without",
    }
}

fn address(view: &RangeView, context: &Context) -> Html {
    if view.with == With::Everybody {
        return Html::default();
    }
    let field = Field {
        testid: "archive-with".into(),
        label: context.plain("range-address"),
        hint: context.plain("field-address-hint"),
        value: Some(view.address.clone().into()),
        inputmode: "email",
        autocomplete: "off".into(),
        oninput: context.on_value(|address| Msg::Range(RangeChange::Address(address))),
        ..Field::default()
    };
    field.html()
}
