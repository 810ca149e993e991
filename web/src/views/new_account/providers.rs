//! The list of providers, with what matters to somebody who moves.

use wizard::{Filter, Joining, Kept, Msg, Provider, ProvidersView, ShownProviders};
use yew::prelude::*;

use super::{Context, hears};
use crate::browser::name_of_country;
use crate::i18n::Value;
use crate::parts::{Button, Check, Disclosure, Notice, Select, Tone, el, group};
use crate::views::note;

pub fn draw(view: &ProvidersView, context: &Context) -> Html {
    let content = match &view.list {
        _ if !view.is_open => Html::default(),
        None => note(Some(context.plain("providers-loading"))),
        Some(Err(error)) => {
            let text = context.text("providers-failed", &[("error", Value::Text(error))]);
            Notice::sentence(Tone::Careful, text)
        }
        Some(Ok(list)) => group(vec![
            note(Some(origin(list, context))),
            filters(&view.filter, list, context),
            note(Some(context.reached("providers-shown", list.shown.len(), list.total))),
            rows(list, context),
        ]),
    };
    let disclosure = Disclosure {
        summary: context.plain("providers-open"),
        testid: Some("providers".into()),
        open: view.is_open,
        onpress: Some(context.on(Msg::Joining(Joining::List(!view.is_open)))),
        content,
    };
    disclosure.html()
}

fn origin(list: &ShownProviders, context: &Context) -> AttrValue {
    match &list.date {
        Some(date) => context.text("providers-origin", &[("date", Value::Text(date))]),
        None => context.plain("providers-of-operator"),
    }
}

fn filters(filter: &Filter, list: &ShownProviders, context: &Context) -> Html {
    let change = |change: fn(&mut Filter, bool)| {
        let filter = filter.clone();
        let joined = move |is_on| {
            let mut filter = filter.clone();
            change(&mut filter, is_on);
            Joining::Filter(filter)
        };
        hears(joined, context)
    };
    let check = |testid: &'static str, checked, onchange| {
        let check =
            Check { testid: testid.into(), label: context.plain(testid), hint: "".into(), checked, onchange };
        check.html()
    };
    el("div")
        .class("stack")
        .attr("data-gap", "small")
        .child(check("filter-here", filter.only_in_app, change(|filter, is_on| filter.only_in_app = is_on)))
        .child(check(
            "filter-no-puzzle",
            filter.only_without_puzzle,
            change(|filter, is_on| filter.only_without_puzzle = is_on),
        ))
        .child(check("filter-free", filter.only_free, change(|filter, is_on| filter.only_free = is_on)))
        .child(history(filter, context))
        .child(country(filter, list, context))
        .into()
}

fn history(filter: &Filter, context: &Context) -> Html {
    let filter = filter.clone();
    let option = |days: u32| {
        let words = match days {
            0 => context.plain("filter-history-any"),
            days => context.counted("filter-history-days", days as usize),
        };
        (days.to_string().into(), words)
    };
    let select = Select {
        testid: "filter-history",
        label: context.plain("filter-history"),
        options: [0, 14, 30, 90].map(option).into(),
        chosen: filter.history.to_string().into(),
        onchoose: context.on_value(move |value: String| {
            Msg::Joining(Joining::Filter(Filter {
                history: value.parse().unwrap_or_default(),
                ..filter.clone()
            }))
        }),
    };
    select.html()
}

fn country(filter: &Filter, list: &ShownProviders, context: &Context) -> Html {
    let filter = filter.clone();
    let mut options: Vec<(AttrValue, AttrValue)> =
        list.countries.iter().map(|code| (code.clone().into(), named(code, context))).collect();
    ordered::sort_by_key(&mut options, |(_, name)| name.clone());
    options.insert(0, (AttrValue::default(), context.plain("filter-country-any")));
    let select = Select {
        testid: "filter-country",
        label: context.plain("filter-country"),
        options,
        chosen: filter.country.clone().unwrap_or_default().into(),
        onchoose: hears(
            move |value: String| {
                let country = Some(value).filter(|value| !value.is_empty());
                Joining::Filter(Filter { country, ..filter.clone() })
            },
            context,
        ),
    };
    select.html()
}

fn named(code: &str, context: &Context) -> AttrValue {
    name_of_country(code, context.locale.language().tag).unwrap_or_else(|| code.to_ascii_uppercase()).into()
}

fn rows(list: &ShownProviders, context: &Context) -> Html {
    let rows: Html = list.shown.iter().map(|provider| row(provider, context)).collect();
    el("ul").class("providers").child(rows).into()
}

fn row(provider: &Provider, context: &Context) -> Html {
    let way = match (provider.in_app, provider.puzzle) {
        (true, true) => "provider-puzzle",
        (true, false) => "provider-here",
        (false, _) => "provider-web",
    };
    let mut facts = vec![context.plain(way)];
    facts.extend(provider.email.then(|| context.plain("provider-email")));
    facts.extend(kept("provider-history", provider.history, context));
    facts.extend(kept("provider-files", provider.files, context));
    let mut about: Vec<AttrValue> = provider.countries.iter().map(|code| named(code, context)).collect();
    let year = provider.since.map(|year| year.to_string());
    about.extend(year.map(|year| context.text("provider-since", &[("year", Value::Text(&year))])));
    about.extend(
        provider.free.map(|free| context.plain(if free { "provider-free" } else { "provider-paid" })),
    );
    about.extend(provider.software.clone().map(AttrValue::from));
    let button = Button {
        words: context.text("provider-choose", &[("domain", Value::Text(&provider.domain))]),
        testid: "provider-choose".into(),
        onpress: context.on(Msg::Joining(Joining::Pick(provider.domain.clone()))),
        ..Button::default()
    };
    let facts = facts.into_iter().map(|fact| Html::from(el("li").words(fact))).collect::<Html>();
    el("li")
        .class("provider")
        .attr("data-testid", "provider")
        .attr("data-domain", provider.domain.clone())
        .key(provider.domain.clone())
        .child(el("b").words(provider.domain.clone()))
        .child(el("ul").class("provider__facts").child(facts))
        .child(el("p").class("note").words(about.join(" · ")))
        .child(button.html())
        .into()
}

fn kept(name: &str, kept: Kept, context: &Context) -> Option<AttrValue> {
    match kept {
        Kept::Unknown => None,
        Kept::Days(days) => Some(context.counted(&format!("{name}-days"), days as usize)),
        Kept::Always => Some(context.plain(&format!("{name}-always"))),
    }
}
