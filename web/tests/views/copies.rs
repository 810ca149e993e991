//! Counts before reading, parts of the history, a copy on its way, long lists, paper.

use migration::file::Step;
use migration::{Reading, Survey};
use wizard::{RangeChange, Since, With};

use super::*;

/// At choose with an old account whose server has everything, its contacts read.
fn at_choose(flow: Flow, contacts: usize) -> Wizard {
    let mut features = Features::default();
    features.server.features.insert(xml::ns::MAM.to_owned());
    features.account.identities.insert("pubsub/pep".to_owned());
    let mut wizard = Wizard::default();
    wizard.update(Msg::Browser { today: "2026-11-20".to_owned(), has_picker: true });
    wizard.update(Msg::Start(flow));
    let address = "anna@old.example".parse().expect("an address");
    wizard.update(Msg::SignedIn(Side::Origin, address, Rc::new(features)));
    let roster = (0..contacts).map(|n| contact(&format!("c{n}@a.example"), "Bob")).collect();
    let roster = holding(roster);
    for kind in kinds::ALL.into_iter().filter(|kind| kind.reading() == Reading::AtOnce) {
        let found = if kind.id() == ROSTER { roster.clone() } else { Rc::default() };
        wizard.update(Msg::Read(Side::Origin, kind.id(), found));
    }
    wizard
}

fn surveyed(wizard: &mut Wizard, id: &'static str, count: Option<u64>) {
    let survey =
        Survey { count, bytes: count.map(|count| count * 500), round_trips: 50, ..Survey::default() };
    wizard.update(Msg::Surveyed(KindId(id), Ok(survey)));
}

/// All that a file waits for is there.
fn counted(wizard: &mut Wizard) {
    surveyed(wizard, "message_archive", Some(5_000));
    wizard.update(Msg::Read(Side::Origin, KindId("pep_nodes"), Rc::default()));
}

#[tokio::test(flavor = "local")]
async fn what_is_counted_only_says_how_much_and_how_long() {
    let mut wizard = at_choose(Flow::Backup, 1);
    check(&wizard, "choose", &["data-testid=kind-pep_nodes data-state=counting data-count=0"]).await;
    surveyed(&mut wizard, "pep_nodes", Some(7));
    surveyed(&mut wizard, "message_archive", Some(76_000));
    wizard.update(Msg::Pace(Side::Origin, Duration::from_secs(6)));
    let counted = [
        "data-testid=kind-pep_nodes data-state=ready data-count=7",
        "data-testid=kind-message_archive data-state=ready data-count=76000",
        "data-testid=kind-subscription_requests data-state=pending",
        "38 MB",
        " 10 ",
        "data-testid=time-to-save",
        "data-testid=save-to-disk",
        "data-testid=stays",
    ];
    check(&wizard, "choose", &counted).await;
    surveyed(&mut wizard, "message_archive", None);
    let drawn = draw(&wizard, &LANGUAGES[0]).await;
    let row = drawn.split("kind-message_archive\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(!row.unwrap_or_default().contains("data-count"), "nobody knows: {row:?}");
}

#[tokio::test(flavor = "local")]
async fn a_part_of_the_history_can_be_chosen() {
    let mut wizard = at_choose(Flow::Move, 1);
    surveyed(&mut wizard, "message_archive", Some(10));
    let offered = ["data-testid=archive-range", "data-testid=archive-with-mode", "value=since"];
    check(&wizard, "choose", &offered).await;
    wizard.update(Msg::Range(RangeChange::Since(Since::Day)));
    wizard.update(Msg::Range(RangeChange::With(With::Without)));
    let asked = [
        "data-testid=archive-since type=date max=2026-11-20",
        "value=2025-11-20",
        "data-testid=archive-with type=text",
        "value=without selected=selected",
    ];
    check(&wizard, "choose", &asked).await;
    wizard.update(Msg::Select(KindId("message_archive"), false));
    assert!(!draw(&wizard, &LANGUAGES[0]).await.contains("archive-range"));
}

#[tokio::test(flavor = "local")]
async fn experts_ask_for_further_private_data() {
    let mut wizard = at_choose(Flow::Move, 1);
    let panel = ["data-testid=private-name", "data-testid=private-namespace", "data-testid=private-add"];
    check(&wizard, "choose", &panel).await;
    wizard.update(Msg::AddPrivate { name: "notes".to_owned(), namespace: "urn:x:notes".to_owned() });
    check(&wizard, "choose", &["data-testid=private-asked", "notes urn:x:notes"]).await;
    wizard.update(Msg::AddPrivate { name: "a b".to_owned(), namespace: String::new() });
    check(&wizard, "choose", &["data-code=bad-name"]).await;
}

#[tokio::test(flavor = "local")]
async fn a_copy_on_its_way_shows_counts_and_can_be_given_up() {
    let mut wizard = at_choose(Flow::Backup, 1);
    counted(&mut wizard);
    wizard.update(Msg::Save(Variant::Complete));
    let step = |done| Step::Archive { done, total: Some(5_000), is_estimate: false };
    wizard.update(Msg::Writing(step(1_000), Duration::from_secs(1)));
    wizard.update(Msg::Writing(step(2_000), Duration::from_secs(11)));
    let running = [
        "data-testid=progress aria-valuemax=5000 aria-valuenow=2000",
        "data-testid=cancel",
        "data-testid=save-file data-state=busy aria-busy=true",
    ];
    check(&wizard, "choose", &running).await;
    wizard.update(Msg::Status(Side::Origin, Status::Waiting { attempt: 1 }));
    check(&wizard, "choose", &["data-testid=waiting", "data-state=paused"]).await;
    let stopped = Status::Stopped(SignInError::Failed(session::Failure::PasswordNeeded));
    wizard.update(Msg::Status(Side::Origin, stopped));
    check(&wizard, "choose", &["data-code=password-needed", "data-testid=origin-password"]).await;
}

#[tokio::test(flavor = "local")]
async fn long_lists_are_drawn_when_they_are_opened() {
    let mut wizard = at_choose(Flow::Move, 2_000);
    let items = async |wizard: &Wizard| draw(wizard, &LANGUAGES[0]).await.matches("class=\"item\"").count();
    assert_eq!(items(&wizard).await, 0);
    wizard.update(Msg::Open(ROSTER, true));
    assert_eq!(items(&wizard).await, 200);
    check(&wizard, "choose", &["data-testid=items-more", "data-testid=items-roster"]).await;
}

#[tokio::test(flavor = "local")]
async fn a_report_says_how_many_messages_are_in_the_file() {
    let mut wizard = at_choose(Flow::Backup, 1);
    counted(&mut wizard);
    wizard.update(Msg::Save(Variant::Complete));
    let messages = migration::Unlisted { count: 12_345, outcome: Outcome::Copied, verified: true };
    let history = KindReport::new(KindId("message_archive"), Vec::new());
    let reports = vec![report(Outcome::Copied), KindReport { unlisted: vec![messages], ..history }];
    let (started, finished) = ("2026-07-03T10:00:00Z".to_owned(), "2026-07-03T10:00:01Z".to_owned());
    let name = "copy.xml".to_owned();
    wizard.update(Msg::FileReady { size: 5_000, name, reports, started, finished });
    wizard.update(Msg::FileSaved);
    let told = [
        "data-testid=result-message_archive",
        "data-read=12345 data-copied=12345",
        "data-testid=print-report",
        "2026-07-03",
    ];
    check(&wizard, "report", &told).await;
    let drawn = draw(&wizard, &LANGUAGES[0]).await;
    assert!(drawn.contains("12.345") || drawn.contains("12,345"), "{drawn}");
}
