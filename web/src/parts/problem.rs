//! Something that went wrong: what happened, what the person can do, and the
//! technical details folded away.

use yew::prelude::*;

use super::Shape;
use crate::i18n::Locale;

#[derive(Default)]
pub struct Problem {
    /// A stable name for scripts, never shown.
    pub code: &'static str,
    pub happened: AttrValue,
    pub advice: AttrValue,
    pub details: AttrValue,
    /// The buttons that do what is advised.
    pub remedies: Html,
}

impl Problem {
    pub fn html(self, locale: &Locale) -> Html {
        html! {
            <section class="problem" role="alert" data-testid="problem" data-code={self.code}>
                <span class="problem__icon">{ Shape::Careful.html() }</span>
                <div class="problem__words">
                    <p class="problem__happened">{ self.happened }</p>
                    <p class="problem__advice">{ self.advice }</p>
                    { self.remedies }
                    <details class="problem__details">
                        <summary class="problem__summary">{ locale.plain("problem-details") }</summary>
                        <pre class="problem__technical" data-testid="problem-details">{ self.details }</pre>
                    </details>
                </div>
            </section>
        }
    }
}
