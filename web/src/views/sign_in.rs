//! `origin` and `destination`: signing in to an account.

use web_sys::HtmlInputElement;
use wizard::{Msg, SignInView, Submitted};
use yew::prelude::*;

use super::{Context, opening};
use crate::i18n::Value;
use crate::parts::{
    Actions, Button, Disclosure, Emphasis, Field, Notice, PasswordField, Tone, read_password,
};

#[derive(PartialEq, Properties)]
pub struct SignInProps {
    pub view: SignInView,
    pub context: Context,
}

#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let SignInProps { view, context } = props;
    let side = view.side.name();
    let form = Form { address: use_node_ref(), password: use_node_ref(), endpoint: use_node_ref() };
    let side_of = view.side;
    let submit = {
        let form = form.clone();
        context.on_value(move |allow_plain: bool| Msg::Connect(side_of, form.submitted(allow_plain)))
    };
    let onsubmit = submit.reform(|event: SubmitEvent| {
        event.prevent_default();
        false
    });
    html! {
        <form class="stage__form" novalidate=true {onsubmit}>
            { opening(context.say(&view.title), Some(context.say(&view.lead)), context) }
            { signed_in(view, context) }
            { problem(view, &submit, context) }
            <Field
                testid={format!("{side}-jid")}
                label={context.plain("field-address")}
                hint={context.plain("field-address-hint")}
                value={view.typed.clone()}
                inputmode="email"
                autocomplete={format!("section-{side} username")}
                disabled={view.connecting}
                node={form.address}
                oninput={context.on_value(move |text| Msg::Typed(side_of, text))}
            />
            <PasswordField
                testid={format!("{side}-password")}
                label={context.plain("field-password")}
                hint={privacy(view, context)}
                autocomplete={format!("section-{side} current-password")}
                disabled={view.connecting}
                node={form.password}
            />
            <Disclosure
                summary={html! { context.plain("field-endpoint-offer") }}
                testid={format!("{side}-advanced")}
            >
                <Field
                    testid={format!("{side}-endpoint")}
                    label={context.plain("field-endpoint")}
                    hint={context.plain("field-endpoint-hint")}
                    kind="url"
                    inputmode="url"
                    autocomplete="off"
                    disabled={view.connecting}
                    node={form.endpoint}
                />
            </Disclosure>
            <Actions>
                <Button emphasis={Emphasis::Quiet} testid="back" onpress={context.on(Msg::Back)}>
                    { context.plain("back") }
                </Button>
                <Button
                    emphasis={Emphasis::Primary}
                    testid={format!("{side}-connect")}
                    submit=true
                    busy={view.connecting}
                >
                    { context.plain(if view.connecting { "connecting" } else { "connect" }) }
                </Button>
            </Actions>
        </form>
    }
}

/// The fields, read when the form is sent off: no password lives in what is drawn.
#[derive(Clone)]
struct Form {
    address: NodeRef,
    password: NodeRef,
    endpoint: NodeRef,
}

impl Form {
    fn submitted(&self, allow_plain: bool) -> Submitted {
        let text =
            |node: &NodeRef| node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        Submitted {
            address: text(&self.address),
            password: read_password(&self.password),
            endpoint: text(&self.endpoint),
            allow_plain,
        }
    }
}

fn signed_in(view: &SignInView, context: &Context) -> Html {
    let Some(account) = &view.account else { return Html::default() };
    let address = account.to_string();
    html! {
        <Notice tone={Tone::Good}>
            <p>{ context.text("signed-in-as", &[("address", Value::Text(&address))]) }</p>
            <Button
                testid={format!("{}-sign-out", view.side.name())}
                onpress={context.on(Msg::SignOut(view.side))}
            >
                { context.plain("sign-out") }
            </Button>
        </Notice>
    }
}

fn problem(view: &SignInView, submit: &Callback<bool>, context: &Context) -> Html {
    let Some(explanation) = &view.problem else { return Html::default() };
    let onretry = view.can_retry.then(|| submit.reform(|()| false));
    html! {
        <>
            { context.problem(explanation, onretry) }
            if view.asks_for_plain {
                <Button
                    testid={format!("{}-allow-plain", view.side.name())}
                    onpress={submit.reform(|()| true)}
                >
                    { context.plain("allow-plain") }
                </Button>
            }
        </>
    }
}

fn privacy(view: &SignInView, context: &Context) -> AttrValue {
    match &view.provider {
        Some(provider) => context.text("password-goes-to", &[("provider", Value::Text(provider))]),
        None => context.plain("password-goes"),
    }
}
