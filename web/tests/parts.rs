//! Parts drawn to HTML: the attributes scripts and screen readers go by.

use std::rc::Rc;

use web::parts::*;
use yew::prelude::*;
use yew::{LocalServerRenderer, function_component};

#[derive(Clone, PartialEq, Properties)]
struct Drawn {
    html: Html,
}

#[function_component]
fn Whole(props: &Drawn) -> Html {
    props.html.clone()
}

async fn draw(html: Html) -> String {
    LocalServerRenderer::<Whole>::with_props(Drawn { html }).hydratable(false).render().await
}

#[track_caller]
fn check(drawn: &str, expected: &[&str]) {
    for part in expected {
        assert!(drawn.contains(part), "expected {part} in {drawn}");
    }
}

#[tokio::test(flavor = "local")]
async fn a_busy_button_keeps_its_place_and_says_so() {
    let drawn = draw(html! { <Button testid="go" busy=true>{ "Go" }</Button> }).await;
    check(&drawn, &["aria-busy=\"true\"", "data-testid=\"go\"", "type=\"button\""]);
    assert!(!drawn.contains(" disabled"), "{drawn}");
    let idle = draw(html! { <Button>{ "Go" }</Button> }).await;
    assert!(!idle.contains("aria-busy"), "{idle}");
}

#[tokio::test(flavor = "local")]
async fn a_field_names_itself_its_hint_and_its_error() {
    let field = html! { <Field testid="origin-jid" label="Address" hint="Like a@b" error="Not one" /> };
    check(
        &draw(field).await,
        &[
            "for=\"origin-jid\"",
            "id=\"origin-jid\"",
            "aria-describedby=\"origin-jid-error origin-jid-hint\"",
            "id=\"origin-jid-error\"",
            "aria-invalid=\"true\"",
        ],
    );
}

#[tokio::test(flavor = "local")]
async fn a_password_is_never_part_of_what_is_drawn() {
    let field = html! { <PasswordField testid="p" label="Password" node={NodeRef::default()} /> };
    let drawn = draw(field).await;
    check(&drawn, &["type=\"password\"", "autocomplete=\"current-password\"", "aria-controls=\"p\""]);
    assert!(!drawn.contains("value="), "{drawn}");
}

#[tokio::test(flavor = "local")]
async fn a_row_carries_its_state_and_counts() {
    let data = Rc::from([("data-add", AttrValue::from("3")), ("data-same", AttrValue::from("0"))]);
    let row = html! {
        <Row testid="plan-roster" state="ready" {data} title={html! { "Contacts" }} figure="3" />
    };
    check(
        &draw(row).await,
        &["data-testid=\"plan-roster\"", "data-state=\"ready\"", "data-add=\"3\"", "data-same=\"0\""],
    );
}

#[tokio::test(flavor = "local")]
async fn a_problem_has_three_parts_and_a_code_for_scripts_only() {
    let problem = html! {
        <Problem
            code="no-endpoint"
            happened="It does not let browsers in."
            advice="Try later."
            details="<b>404</b>"
            onretry={Some(Callback::noop())}
        />
    };
    check(
        &draw(problem).await,
        &[
            "data-testid=\"problem\" data-code=\"no-endpoint\"",
            "role=\"alert\"",
            "data-testid=\"problem-retry\"",
            "data-testid=\"problem-details\"",
            "&lt;b&gt;404&lt;/b&gt;",
        ],
    );
}

#[tokio::test(flavor = "local")]
async fn progress_is_a_progress_bar_with_counts() {
    let known = draw(html! { <ProgressBar label="Contacts" done={34} total={Some(214)} /> }).await;
    check(
        &known,
        &["role=\"progressbar\"", "aria-valuenow=\"34\"", "max=\"214\"", "data-testid=\"progress\""],
    );
    let unknown = draw(html! { <ProgressBar label="Contacts" done={34} total={None::<u64>} /> }).await;
    assert!(!unknown.contains("aria-valuenow") && !unknown.contains("max="), "{unknown}");
}

#[tokio::test(flavor = "local")]
async fn the_two_accounts_are_told_apart_by_word_and_attribute() {
    let account = |address: &'static str| Some(Account { address: address.into(), ..Account::default() });
    let both = html! { <Accounts origin={account("anna@old.example")} destination={None::<Account>} /> };
    let drawn = draw(both).await;
    check(
        &drawn,
        &[
            "data-testid=\"origin-account\" data-jid=\"anna@old.example\"",
            ">From<",
            "data-side=\"destination\"",
            "not yet chosen",
        ],
    );
    assert!(!drawn.contains("destination-account"), "{drawn}");
}
