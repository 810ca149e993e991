//! Parts drawn to HTML: the attributes scripts and screen readers go by.

use web::i18n::Locale;
use web::parts::*;
use yew::LocalServerRenderer;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
struct Drawn {
    html: Html,
}

#[component]
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
    let busy = Button { words: "Go".into(), testid: "go".into(), busy: true, ..Button::default() };
    let drawn = draw(busy.html()).await;
    check(&drawn, &["aria-busy=\"true\"", "data-testid=\"go\"", "type=\"button\""]);
    assert!(!drawn.contains(" disabled"), "{drawn}");
    let idle = draw(Button::default().html()).await;
    assert!(!idle.contains("aria-busy"), "{idle}");
    let sending = Button { submit: Some("plain"), ..Button::default() };
    check(&draw(sending.html()).await, &["type=\"submit\"", "value=\"plain\""]);
}

#[tokio::test(flavor = "local")]
async fn a_field_is_tied_to_its_label_and_hint() {
    let field = Field { testid: "origin-jid".into(), label: "Address".into(), ..Field::default() };
    check(
        &draw(field.html()).await,
        &[
            "for=\"origin-jid\"",
            " id=\"origin-jid\"",
            "aria-describedby=\"origin-jid-hint\"",
            " id=\"origin-jid-hint\"",
        ],
    );
}

#[tokio::test(flavor = "local")]
async fn a_password_is_never_part_of_what_is_drawn() {
    let field = PasswordField {
        testid: "p".into(),
        label: "Password".into(),
        hint: "".into(),
        autocomplete: "current-password".into(),
        disabled: false,
    };
    let drawn = draw(field.html(&Locale::default())).await;
    check(&drawn, &["type=\"password\"", "autocomplete=\"current-password\"", "aria-controls=\"p\""]);
    assert!(!drawn.contains("value="), "{drawn}");
}

#[tokio::test(flavor = "local")]
async fn a_row_carries_its_state_and_counts() {
    let row = Row {
        testid: "plan-roster".to_owned(),
        title: "Contacts".into(),
        state: Some("ready"),
        data: vec![("data-add", 3), ("data-same", 0)],
        ..Row::default()
    };
    let expected =
        ["data-testid=\"plan-roster\"", "data-state=\"ready\"", "data-add=\"3\"", "data-same=\"0\""];
    check(&draw(row.html()).await, &expected);
}

#[tokio::test(flavor = "local")]
async fn a_problem_has_three_parts_and_a_code_for_scripts_only() {
    let problem = Problem {
        cause: None,
        code: "no-endpoint",
        happened: "It does not let browsers in.".into(),
        advice: "Try later.".into(),
        details: "<b>404</b>".into(),
        remedies: Html::default(),
    };
    let drawn = draw(problem.html(&Locale::default())).await;
    check(
        &drawn,
        &[
            "data-testid=\"problem\" data-code=\"no-endpoint\"",
            "role=\"alert\"",
            ">Try later.<",
            "data-testid=\"problem-details\"",
            "&lt;b&gt;404&lt;/b&gt;",
        ],
    );
    assert!(!drawn.contains(">no-endpoint<"), "{drawn}");
}

#[tokio::test(flavor = "local")]
async fn progress_is_a_progress_bar_with_counts() {
    let bar = |total| ProgressBar { label: "Contacts".into(), done: 34, total, ..ProgressBar::default() };
    let known = draw(bar(Some(214)).html()).await;
    check(
        &known,
        &["role=\"progressbar\"", "aria-valuenow=\"34\"", " max=\"214\"", "data-testid=\"progress\""],
    );
    let unknown = draw(bar(None).html()).await;
    assert!(unknown.contains("aria-valuenow=\"34\"") && !unknown.contains(" max="), "{unknown}");
    let nothing = draw(ProgressBar::default().html()).await;
    assert!(!nothing.contains("aria-valuenow"), "{nothing}");
}

#[tokio::test(flavor = "local")]
async fn the_two_accounts_are_told_apart_by_word_and_attribute() {
    let origin = Some(Account { address: "anna@old.example".into(), ..Account::default() });
    let both = Accounts { origin, destination: None, moving: false };
    let drawn = draw(both.html(&Locale::default())).await;
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
