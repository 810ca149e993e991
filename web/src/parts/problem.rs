//! Something that went wrong: what happened, what the person can do, and the
//! technical details folded away.

use yew::prelude::*;

use super::{Shape, el};
use crate::i18n::Locale;

#[derive(Default)]
pub struct Problem {
    /// A stable name for scripts, never shown.
    pub code: &'static str,
    /// The same of the reason, where there are several.
    pub cause: Option<&'static str>,
    pub happened: AttrValue,
    pub advice: AttrValue,
    pub details: AttrValue,
    /// The buttons that do what is advised.
    pub remedies: Html,
}

impl Problem {
    pub fn html(self, locale: &Locale) -> Html {
        let details = el("details")
            .class("problem__details")
            .child(el("summary").class("problem__summary").words(locale.plain("problem-details")))
            .child(
                el("pre")
                    .class("problem__technical")
                    .attr("data-testid", "problem-details")
                    .words(self.details),
            );
        let words = el("div")
            .class("problem__words")
            .child(el("p").class("problem__happened").words(self.happened))
            .child(el("p").class("problem__advice").words(self.advice))
            .child(self.remedies)
            .child(details);
        el("section")
            .class("problem")
            .attr("role", "alert")
            .attr("data-testid", "problem")
            .attr("data-code", self.code)
            .attr_opt("data-cause", self.cause)
            .child(el("span").class("problem__icon").child(Shape::Careful.html()))
            .child(words)
            .into()
    }
}
