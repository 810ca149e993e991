//! One message, and what was done to it later.

use reading::{Author, Content, Message, Quote, Reaction, SharedFile};
use wizard::{Browse, Msg, OpenView};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::{Context, text};
use crate::i18n::Value;
use crate::parts::{Disclosure, el, group, words};

pub fn draw(message: &Message, open: &OpenView, follows: bool, context: &Context) -> Html {
    let is_own = is_own(&message.author, open);
    let name = message.spot.name();
    let is_marked = open.marked.as_ref() == Some(&name);
    el("li")
        .class("message")
        .key(name.clone())
        .attr("id", name)
        .attr("data-testid", "message")
        .attr("data-id", message.id.clone())
        .attr("data-own", if is_own { "true" } else { "false" })
        .attr_opt("data-marked", is_marked.then_some("true"))
        .attr_opt("data-follows", follows.then_some("true"))
        .attr("tabindex", "-1")
        .child(head(message, open, is_own, context))
        .child_opt(message.quote.as_ref().map(|quote| answered(quote, open, context)))
        .child(content(message, context))
        .child(message.files.iter().map(|it| file(it, context)).collect::<Html>())
        .child(reactions(&message.reactions, open, context))
        .child(earlier(message, context))
        .into()
}

/// Whether the person the file is of wrote it, under whatever name.
fn is_own(author: &Author, open: &OpenView) -> bool {
    match author {
        Author::Own => true,
        Author::Nick(nick) => open.row.nick.as_ref() == Some(nick),
        Author::Other | Author::Room => false,
    }
}

/// What an author is called in a conversation of this name.
pub fn name_of(author: &Author, conversation: &str, context: &Context) -> AttrValue {
    match author {
        Author::Own => context.plain("viewer-me"),
        Author::Nick(nick) => nick.clone().into(),
        Author::Other | Author::Room => conversation.to_owned().into(),
    }
}

fn head(message: &Message, open: &OpenView, is_own: bool, context: &Context) -> Html {
    let author = if is_own { &Author::Own } else { &message.author };
    let name = name_of(author, &open.row.name, context);
    // Several conversations in one: nobody can tell whose it is.
    let name = if open.row.address.is_empty() && !is_own { context.plain("viewer-others") } else { name };
    let time = message.time.map(|time| {
        let stamp = portable::of_seconds(time.max(0).cast_unsigned());
        el("time").class("message__time").attr("datetime", stamp).words(context.locale.time(time))
    });
    let note = if message.is_correction {
        Some(context.plain("viewer-edited-unknown"))
    } else {
        (!message.earlier.is_empty()).then(|| context.plain("viewer-edited"))
    };
    el("p")
        .class("message__head")
        .child(el("bdi").class("message__author").words(name))
        .child(words(" "))
        .child_opt(time)
        .child_opt(note.map(|note| el("span").class("message__note").words(note)))
        .into()
}

/// What the message answers; pressing it leads there.
fn answered(quote: &Quote, open: &OpenView, context: &Context) -> Html {
    let author = if is_own(&quote.author, open) { &Author::Own } else { &quote.author };
    let name = name_of(author, &open.row.name, context);
    let values = [("name", Value::Text(&name)), ("text", Value::Text(&quote.text))];
    let jump = Msg::Browse(Browse::Jump(open.row.number, quote.spot));
    el("button")
        .class("message__quote")
        .attr("type", "button")
        .attr("data-testid", "message-quote")
        .attr("dir", "auto")
        .on(ListenerKind::onclick, context.on(jump).reform(|_| ()))
        .words(context.text("viewer-answers", &values))
        .into()
}

fn content(message: &Message, context: &Context) -> Html {
    let note = |state: &'static str, words: AttrValue| -> Html {
        el("p").class("message__text").attr("data-state", state).attr("dir", "auto").words(words).into()
    };
    let filled = |id, name, value: &str| context.text(id, &[(name, Value::Text(value))]);
    match &message.content {
        Content::Text(said) if said.is_empty() => Html::default(),
        Content::Text(said) => text::paragraph("message__text", said),
        Content::Encrypted => note("encrypted", context.plain("viewer-encrypted")),
        Content::Subject(subject) => note("subject", filled("viewer-subject", "subject", subject)),
        Content::Invitation(room) => note("invitation", filled("viewer-invited", "room", room)),
        Content::Retracted => note("retracted", context.plain("viewer-retracted")),
        Content::Retraction => note("retraction", context.plain("viewer-retraction")),
        Content::Reactions(given) => {
            note("reaction", filled("viewer-reacted", "reactions", &given.join(" ")))
        }
    }
}

/// A file is named, never fetched. What is encrypted no browser can open.
fn file(file: &SharedFile, context: &Context) -> Html {
    let last = file.url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let name = file.name.as_deref().unwrap_or(last);
    let name = if name.is_empty() { context.plain("viewer-file").to_string() } else { name.to_owned() };
    let is_link = text::is_link(&file.url) && file.url.starts_with("https:");
    let shown = match is_link {
        true => text::anchor(&file.url, &name),
        false => el("bdi").words(name).into(),
    };
    let is_encrypted = file.url.starts_with("aesgcm:");
    let note =
        is_encrypted.then(|| el("span").class("message__note").words(context.plain("viewer-file-encrypted")));
    let size = file.size.map(|size| el("span").class("message__note").words(context.locale.bytes(size)));
    el("p")
        .class("message__file")
        .attr("data-testid", "message-file")
        .child(el("span").class("message__note").words(context.plain("viewer-file")))
        .child(shown)
        .child_opt(size)
        .child_opt(note)
        .into()
}

fn reactions(reactions: &[Reaction], open: &OpenView, context: &Context) -> Html {
    if reactions.is_empty() {
        return Html::default();
    }
    let drawn = |reaction: &Reaction| -> Html {
        let name = |author: &Author| {
            let author = if is_own(author, open) { &Author::Own } else { author };
            name_of(author, &open.row.name, context).to_string()
        };
        let names = reaction.by.iter().map(name).collect::<Vec<_>>().join(", ");
        let by = context.text("viewer-reaction-by", &[("names", Value::Text(&names))]);
        let count = (reaction.by.len() > 1).then(|| words(format!(" {}", reaction.by.len())));
        el("li")
            .class("reaction")
            .attr("title", by.clone())
            .child(el("bdi").words(short(&reaction.reaction)))
            .child_opt(count)
            .child(el("span").class("visually-hidden").words(by))
            .into()
    };
    el("ul")
        .class("message__reactions")
        .attr("role", "list")
        .attr("data-testid", "message-reactions")
        .child(reactions.iter().map(drawn).collect::<Html>())
        .into()
}

/// A reaction is a character or a few; a hostile one may be a book.
fn short(reaction: &str) -> String {
    reaction.chars().take(24).collect()
}

/// What it said before it was corrected.
fn earlier(message: &Message, context: &Context) -> Html {
    if message.earlier.is_empty() {
        return Html::default();
    }
    let said = message.earlier.iter().map(|said| text::paragraph("message__text", said)).collect();
    let summary = context.plain("viewer-before");
    Disclosure { summary, content: group(said), ..Disclosure::default() }.html()
}
