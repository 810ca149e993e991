//! Every stage drawn to HTML as the wizard leads through it, in every language.

mod copies;
mod farewell;
mod new_account;
mod opening;
mod viewer;
mod ways;

use std::rc::Rc;
use std::time::Duration;

use migration::{
    Choice, Features, Holding, Holdings, KindId, KindReport, Outcome, Problem, Progress, Reading, kinds,
};
use portable::Fragment;
use session::{Password, SignInError, Status};
use web::i18n::{LANGUAGES, Language, Locale};
use web::views::{Context, Operator, page};
use wizard::{FileUser, Flow, Msg, Side, Stage, Submitted, Trouble, Variant, Wizard};
use xml::Element;
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

async fn draw(wizard: &Wizard, language: &'static Language) -> String {
    let context = Context::unheard(Rc::new(Locale::new(language)));
    let html = page(&wizard.screen(), &Operator::default(), &context);
    LocalServerRenderer::<Whole>::with_props(Drawn { html }).hydratable(false).render().await
}

/// Draws in every language, and looks for what should be there: texts, and
/// attributes that stand together on one element.
async fn check(wizard: &Wizard, stage: &str, expected: &[&str]) {
    for language in &LANGUAGES {
        let drawn = draw(wizard, language).await;
        let stage = format!("data-stage={stage}");
        for wanted in expected.iter().copied().chain([stage.as_str()]) {
            let is_there =
                if wanted.contains('=') { has_tag(&drawn, wanted) } else { drawn.contains(wanted) };
            assert!(is_there, "{}: expected {wanted} in {drawn}", language.tag);
        }
        for said in texts(&drawn) {
            assert!(!looks_like_an_id(said), "{}: {said} has no text", language.tag);
            let is_filled = !said.contains('…') || said.contains(" …");
            assert!(is_filled, "{}: a variable is missing in {said}", language.tag);
        }
        assert_eq!(drawn.matches("data-emphasis=\"primary\"").count().max(1), 1, "{drawn}");
        assert_eq!(drawn.matches("<h1").count(), 1, "{drawn}");
        assert!(!drawn.contains("style=\""), "{drawn}");
    }
}

fn has_tag(drawn: &str, attributes: &str) -> bool {
    let wanted: Vec<String> = attributes
        .split(' ')
        .filter_map(|attribute| attribute.split_once('='))
        .map(|(name, value)| format!(" {name}=\"{value}\""))
        .collect();
    let mut tags = drawn.split('<').filter_map(|part| part.split('>').next());
    tags.any(|tag| wanted.iter().all(|attribute| tag.contains(attribute)))
}

fn texts(drawn: &str) -> impl Iterator<Item = &str> {
    drawn.split('>').filter_map(|part| part.split('<').next()).map(str::trim).filter(|text| !text.is_empty())
}

fn looks_like_an_id(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
    };
    // A day is no id, though it looks like one.
    let has_letters = text.bytes().any(|b| b.is_ascii_lowercase());
    has_letters && text.contains('-') && text.split('-').all(is_word)
}

fn contact(address: &str, name: &str) -> Fragment {
    let item = format!("<item xmlns='jabber:iq:roster' jid='{address}' name='{name}' subscription='both'/>");
    Fragment::RosterItem(Element::parse(&item).expect("well-formed"))
}

fn holding(fragments: Vec<Fragment>) -> Rc<Holding> {
    Rc::new(Holding { fragments, ..Holding::default() })
}

const ROSTER: KindId = KindId("roster");

fn submitted(address: &str) -> Submitted {
    Submitted {
        address: address.to_owned(),
        password: Password::new("secret".to_owned()),
        endpoint: String::new(),
        allow_plain: false,
    }
}

fn signed_in(wizard: &mut Wizard, side: Side, address: &str) {
    wizard.update(Msg::Connect(side, submitted(address)));
    wizard.update(Msg::SignedIn(side, address.parse().expect("an address"), Rc::new(Features::default())));
}

fn read_all(wizard: &mut Wizard, side: Side, roster: &Rc<Holding>) {
    for kind in kinds::ALL {
        let found = if kind.id() == ROSTER { roster.clone() } else { Rc::default() };
        wizard.update(Msg::Read(side, kind.id(), found));
    }
}

/// At the review of a move: two contacts to add, one that has another name there.
fn at_review() -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    let old = [
        contact("bob@a.example", "Bob"),
        contact("eve@a.example", "Eve &lt;3"),
        contact("zoe@a.example", "Zoë"),
    ];
    read_all(&mut wizard, Side::Origin, &holding(old.to_vec()));
    wizard.update(Msg::ChooseContinue);
    signed_in(&mut wizard, Side::Destination, "anna@new.example");
    read_all(&mut wizard, Side::Destination, &holding(vec![contact("bob@a.example", "Robert")]));
    wizard
}

#[tokio::test(flavor = "local")]
async fn welcome_offers_the_ways() {
    let ways = ["data-testid=start-move", "data-testid=start-backup", "data-testid=start-restore"];
    check(&Wizard::default(), "welcome", &ways).await;
    check(&Wizard::default(), "welcome", &["data-testid=language"]).await;
}

#[tokio::test(flavor = "local")]
async fn signing_in_has_its_fields_and_says_what_went_wrong() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    let fields = [
        "data-testid=origin-jid",
        "data-testid=origin-password",
        "data-testid=origin-connect",
        "data-testid=origin-advanced",
        "data-testid=origin-endpoint",
        "data-testid=back",
        "data-testid=start-over",
    ];
    check(&wizard, "origin", &fields).await;
    wizard.update(Msg::Connect(Side::Origin, submitted("anna@old.example")));
    check(&wizard, "origin", &["aria-busy=true", "old.example"]).await;
    wizard.update(Msg::SignInFailed(Side::Origin, Trouble::Waiting { domain: "old.example".to_owned() }));
    check(&wizard, "origin", &["data-code=connection-lost", "data-testid=problem-retry"]).await;
    wizard.update(Msg::Connect(Side::Origin, submitted("anna")));
    check(&wizard, "origin", &["data-code=bad-address", "data-testid=problem-details"]).await;
}

#[tokio::test(flavor = "local")]
async fn choosing_shows_every_kind_from_the_start() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    let rows: Vec<String> = kinds::ALL
        .into_iter()
        .filter(|kind| kind.reading() == Reading::AtOnce)
        .map(|kind| format!("data-testid=kind-{} data-state=counting data-count=0", kind.id()))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    check(&wizard, "choose", &rows).await;
    read_all(&mut wizard, Side::Origin, &holding(vec![contact("bob@a.example", "Bob &amp; &lt;Co>")]));
    wizard.update(Msg::Open(ROSTER, true));
    let shown = [
        "data-testid=items-roster aria-expanded=true",
        "data-testid=kind-roster data-state=ready data-count=1",
        "data-testid=kind-roster-select",
        "data-testid=kind-avatar data-state=empty",
        "data-testid=save-file",
        "data-testid=choose-continue",
        "data-testid=origin-account data-jid=anna@old.example",
        "Bob &amp; &lt;Co&gt;",
    ];
    check(&wizard, "choose", &shown).await;
    let failed = Holding { problem: Some(Problem::SlowServer), ..Holding::default() };
    wizard.update(Msg::Read(Side::Origin, ROSTER, Rc::new(failed)));
    let failed = ["data-state=failed", "data-code=slow-server", "data-testid=read-again"];
    check(&wizard, "choose", &failed).await;
}

#[tokio::test(flavor = "local")]
async fn a_backup_ends_with_its_file() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Backup));
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    read_all(&mut wizard, Side::Origin, &holding(vec![contact("bob@a.example", "Bob")]));
    check(&wizard, "choose", &["data-testid=save-file data-state=idle"]).await;
    wizard.update(Msg::Save(Variant::Complete));
    check(&wizard, "choose", &["data-testid=save-file data-state=busy aria-busy=true"]).await;
    wizard.update(file_ready());
    wizard.update(Msg::SaveFailed(Trouble::SaveRefused("no".to_owned())));
    check(&wizard, "choose", &["data-testid=save-file data-state=ready", "copy.xml"]).await;
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(Msg::FileSaved);
    let done = ["data-testid=report data-outcome=complete", "data-testid=save-report"];
    check(&wizard, "report", &done).await;
}

fn file_ready() -> Msg {
    Msg::FileReady {
        size: 38_400_000,
        name: "copy.xml".to_owned(),
        reports: vec![report(Outcome::Copied)],
        started: "2026-07-03T10:00:00Z".to_owned(),
        finished: "2026-07-03T10:00:01Z".to_owned(),
    }
}

fn report(outcome: Outcome) -> KindReport {
    let verified = !matches!(outcome, Outcome::Failed(_));
    let entry = migration::Entry { verified, ..migration::Entry::new("bob@a.example", "Bob", outcome) };
    KindReport::new(ROSTER, vec![entry])
}

#[tokio::test(flavor = "local")]
async fn a_file_stands_in_for_the_old_account() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    check(&wizard, "origin", &["data-testid=file-input", "type=file"]).await;
    wizard.update(Msg::FilesPicked(1));
    check(&wizard, "origin", &["data-testid=progress"]).await;
    let user = |name: &str| FileUser {
        host: "old.example".to_owned(),
        name: name.to_owned(),
        holdings: Rc::new(Holdings::from_fragments(vec![contact("bob@a.example", "Bob")])),
    };
    let users = vec![user("anna"), user("ben")];
    wizard.update(Msg::FileRead {
        name: "copy.xml".to_owned(),
        size: 2_000,
        users,
        notes: 2,
        passwords: 0,
        damage: None,
    });
    check(&wizard, "origin", &["data-testid=file-user", "ben@old.example", "copy.xml"]).await;
    wizard.update(Msg::PickUser(1));
    wizard.update(Msg::FileContinue);
    check(&wizard, "choose", &["data-testid=kind-roster data-state=ready"]).await;
    wizard.update(Msg::ChooseContinue);
    check(&wizard, "destination", &["data-testid=destination-connect"]).await;
}

#[tokio::test(flavor = "local")]
async fn review_counts_and_lets_choose() {
    let mut wizard = at_review();
    let planned = [
        "data-testid=plan-roster data-add=2 data-same=0 data-change=1 data-left-out=0",
        "data-testid=plan-item data-item=bob@a.example data-choice=unite",
        "data-testid=review-start",
        "data-jid=anna@new.example",
        "Eve &lt;3",
    ];
    check(&wizard, "review", &planned).await;
    wizard.update(Msg::Decide(ROSTER, "bob@a.example".to_owned(), Choice::Take));
    check(&wizard, "review", &["data-item=bob@a.example data-choice=take"]).await;
}

#[tokio::test(flavor = "local")]
async fn a_run_shows_counts_pauses_and_lost_connections() {
    let mut wizard = at_review();
    wizard.update(Msg::ReviewStart);
    wizard.update(Msg::Progress(Progress::Started { kind: ROSTER, total: 3 }, Duration::ZERO));
    wizard.update(Msg::Progress(Progress::Settled { kind: ROSTER, done: 1 }, Duration::ZERO));
    let running = [
        "data-testid=run-roster data-state=running data-done=1 data-total=3",
        "data-testid=run-avatar data-state=skipped",
        "role=progressbar data-testid=progress",
        "data-testid=pause",
        "data-testid=cancel",
    ];
    check(&wizard, "migrating", &running).await;
    wizard.update(Msg::Pause);
    check(&wizard, "migrating", &["data-state=paused", "data-testid=resume"]).await;
    wizard.update(Msg::Resume);
    let stopped = Status::Stopped(SignInError::Failed(session::Failure::PasswordNeeded));
    wizard.update(Msg::Status(Side::Destination, stopped));
    let asking = ["data-code=password-needed", "data-testid=destination-password"];
    check(&wizard, "migrating", &asking).await;
}

#[tokio::test(flavor = "local")]
async fn the_report_names_what_failed() {
    let mut wizard = at_review();
    wizard.update(Msg::ReviewStart);
    let reports = vec![report(Outcome::Failed(Problem::TooLarge { size: 300_000, limit: 262_144 }))];
    let (started, finished) = ("2026-07-03T10:00:00Z".to_owned(), "2026-07-03T10:00:01Z".to_owned());
    wizard.update(Msg::RunEnded { reports, started, finished });
    assert_eq!(wizard.stage(), Stage::Report);
    let shown = [
        "data-testid=report data-outcome=failed",
        "data-testid=result-roster",
        "data-read=1 data-copied=0 data-already-there=0 data-changed=0 data-left-out=0 data-failed=1 data-verified=0",
        "data-testid=report-retry",
        "data-testid=save-report",
    ];
    check(&wizard, "report", &shown).await;
}
