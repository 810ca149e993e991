//! Asking the contacts: how it looks to them, how long it takes, who sees what meanwhile.

use wizard::{FarewellView, Msg, Wish};
use yew::prelude::*;

use super::{Context, deed, request};
use crate::i18n::Value;
use crate::parts::{Check, el, group};
use crate::views::note;

pub fn draw(view: &FarewellView, context: &Context) -> Html {
    let notify = &view.notify;
    let check = Check {
        label: context.counted("farewell-notify", notify.to_ask),
        ..context.check("farewell-notify", notify.wanted, |wanted| Msg::Wish(Wish::Notify(wanted)))
    };
    if !notify.wanted {
        return deed(check, Html::default());
    }
    let time = (notify.waiting > 0).then(|| time(view, context));
    deed(
        check,
        group(vec![
            preview(view, context),
            note(time),
            note(Some(context.text("farewell-presence", &[("new", Value::Text(&view.new))]))),
        ]),
    )
}

/// How long asking those who wait takes, and why it is slow.
pub fn time(view: &FarewellView, context: &Context) -> AttrValue {
    if view.notify.time.id == "time-moment" {
        return context.plain("farewell-time-moment");
    }
    let time = context.say(&view.notify.time);
    context.text("farewell-time", &[("time", Value::Text(&time))])
}

/// The request as the contact's app shows it.
fn preview(view: &FarewellView, context: &Context) -> Html {
    let name = if view.name.is_empty() { view.new.clone() } else { view.name.clone() };
    let initial: String = name.chars().take(1).collect();
    let picture = match &view.picture {
        Some(url) => {
            el("img").class("chip__image").attr("src", AttrValue::Rc(url.clone())).attr("alt", "").into()
        }
        None => Html::from(el("span").attr("aria-hidden", "true").words(initial)),
    };
    let address =
        (!view.name.is_empty()).then(|| el("bdi").class("preview__address").words(view.new.clone()));
    let who = el("div")
        .class("preview__who")
        .child(el("span").class("preview__picture").child(picture))
        .child(el("div").class("preview__names").child(el("b").words(name)).child_opt(address));
    // Drawn, not pressed: they are on somebody else's screen.
    let answers = el("div")
        .class("preview__answers")
        .attr("aria-hidden", "true")
        .child(el("span").words(context.plain("preview-decline")))
        .child(el("span").words(context.plain("preview-accept")));
    let screen = el("div")
        .class("preview__screen")
        .child(who)
        .child(el("p").words(request(view, context)))
        .child(answers);
    el("figure")
        .class("preview")
        .attr("data-testid", "farewell-preview")
        .child(el("figcaption").class("preview__caption").words(context.plain("preview-caption")))
        .child(screen)
        .into()
}
