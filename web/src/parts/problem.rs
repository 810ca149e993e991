//! Something that went wrong: what happened, what the person can do, and the
//! technical details folded away.

use yew::prelude::*;

use super::{Button, Icon, Shape, use_locale};

#[derive(PartialEq, Properties)]
pub struct ProblemProps {
    /// A stable name for scripts, never shown.
    pub code: AttrValue,
    pub happened: AttrValue,
    pub advice: AttrValue,
    #[prop_or_default]
    pub details: Option<AttrValue>,
    /// Where trying again makes sense.
    #[prop_or_default]
    pub onretry: Option<Callback<()>>,
    /// Trying again is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Further controls.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    let locale = use_locale();
    html! {
        <section class="problem" role="alert" data-testid="problem" data-code={&props.code}>
            <span class="problem__icon"><Icon shape={Shape::Careful} /></span>
            <div class="problem__words">
                <p class="problem__happened">{ &props.happened }</p>
                <p class="problem__advice">{ &props.advice }</p>
                if let Some(onretry) = &props.onretry {
                    <Button testid="problem-retry" busy={props.busy} onpress={onretry.clone()}>
                        { locale.plain("problem-retry") }
                    </Button>
                }
                { props.children.clone() }
                if let Some(details) = &props.details {
                    <details class="problem__details">
                        <summary class="problem__summary">{ locale.plain("problem-details") }</summary>
                        <pre class="problem__technical" data-testid="problem-details">{ details }</pre>
                    </details>
                }
            </div>
        </section>
    }
}
