//! Ways into an account: what is typed, what keeps people out, and what both sides can do.

use std::rc::Rc;

use migration::Features;
use session::{ErrorKind, Failure, Mechanism, NoWayIn, Presence, SignInError, StanzaError};
use wizard::{Body, BothSidesView, Effect, Flow, Msg, Side, SignInView, Stage, Trouble, Wizard};

use super::{everything, form, holding, id, jid, looked, reviewing_view};

fn at_origin() -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    wizard
}

fn view(wizard: &Wizard) -> SignInView {
    match wizard.screen().body {
        Body::SignIn(view) => view,
        other => panic!("not signing in: {other:?}"),
    }
}

#[test]
fn an_obvious_slip_is_put_right_in_sight() {
    let mut wizard = at_origin();
    wizard.update(Msg::Typed(Side::Origin, "xmpp:anna@old,example?roster".to_owned()));
    let effects = wizard.update(Msg::Entered(Side::Origin));
    assert!(matches!(&effects[..], [Effect::LookUp { domain }] if domain == "old.example"), "{effects:?}");
    let shown = view(&wizard);
    assert_eq!(shown.typed, "anna@old.example");
    assert_eq!(shown.put_right.as_deref(), Some("anna@old.example"));
    // It stays said until something else is typed.
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    assert!(view(&wizard).put_right.is_some());
    wizard.update(Msg::Typed(Side::Origin, "anna@old.example".to_owned()));
    wizard.update(Msg::Entered(Side::Origin));
    assert_eq!(view(&wizard).put_right, None);
}

#[test]
fn pressing_at_once_puts_right_as_well() {
    let mut wizard = at_origin();
    let effects = wizard.update(Msg::Connect(Side::Origin, form("Anna <anna@old.example>")));
    let Some(Effect::SignIn { jid, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(jid.to_string(), "anna@old.example");
    assert_eq!(view(&wizard).typed, "anna@old.example");
}

#[test]
fn other_slips_are_explained_each_in_its_words() {
    let cases = [
        ("", Some("empty")),
        ("old.example", Some("no-name")),
        ("anna", Some("no-provider")),
        ("anna@@old.example", Some("two-ats")),
        ("an na@old.example", Some("space")),
        ("https://old.example/", Some("link")),
        ("@anna:old.example", Some("other-network")),
        ("anna@old..example", None),
    ];
    for (typed, cause) in cases {
        let mut wizard = at_origin();
        assert!(wizard.update(Msg::Connect(Side::Origin, form(typed))).is_empty());
        let shown = view(&wizard);
        assert_eq!(shown.typed, typed, "what is typed stays");
        let problem = shown.problem.unwrap();
        assert_eq!((problem.code, problem.cause), ("bad-address", cause), "{typed}");
    }
}

fn failed(trouble: Trouble) -> Wizard {
    let mut wizard = at_origin();
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    wizard.update(Msg::SignInFailed(Side::Origin, trouble));
    wizard
}

fn no_way_in(presence: Presence) -> Trouble {
    let tried = vec![("wss://old.example:5443/ws".to_owned(), "nobody answers".to_owned())];
    Trouble::NoWayIn(Box::new(NoWayIn { domain: "old.example".to_owned(), presence, tried }))
}

#[test]
fn no_way_in_says_why_and_has_a_letter_for_the_provider() {
    let cases = [
        (Presence::Closed, "no-endpoint", None, true),
        (Presence::Silent, "no-endpoint", Some("no-answer"), true),
        (Presence::Unreadable, "no-endpoint", Some("not-readable"), true),
        (Presence::Offline, "offline", None, false),
    ];
    for (presence, code, cause, has_letter) in cases {
        let mut wizard = failed(no_way_in(presence));
        let shown = view(&wizard);
        assert!(shown.can_retry);
        let problem = shown.problem.unwrap();
        assert_eq!((problem.code, problem.cause), (code, cause));
        assert!(problem.details.contains("wss://old.example:5443/ws: nobody answers"), "{problem:?}");
        assert_eq!(shown.letter.is_some(), has_letter, "{presence:?}");
        let Some(letter) = shown.letter else { continue };
        assert_eq!((letter.domain.as_str(), letter.copied), ("old.example", false));
        assert!(letter.tried.contains("nobody answers"));
        wizard.update(Msg::Copied(Side::Origin));
        assert!(view(&wizard).letter.unwrap().copied);
        wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
        wizard.update(Msg::SignInFailed(Side::Origin, no_way_in(presence)));
        assert!(!view(&wizard).letter.unwrap().copied, "it is another one");
    }
}

#[test]
fn where_it_was_guessed_nobody_is_asked_for_plain() {
    let (domain, endpoint) = ("old.example".to_owned(), "wss://old.example/ws".to_owned());
    let shown = view(&failed(Trouble::PlainGuessed { domain, endpoint }));
    assert_eq!(shown.problem.as_ref().unwrap().code, "plain-guessed");
    assert!(!shown.asks_for_plain && !shown.can_retry && shown.letter.is_some());
}

#[test]
fn failures_are_told_apart() {
    let stream = |condition: &str| Failure::StreamError { condition: condition.to_owned(), text: None };
    let sasl = |condition: &str| Failure::OtherSasl { condition: condition.to_owned(), text: None };
    let bind = |condition: &str| {
        let condition = condition.to_owned();
        Failure::BindRefused(StanzaError {
            kind: ErrorKind::Cancel,
            condition,
            application: None,
            text: None,
        })
    };
    let floor = Mechanism::ScramSha256;
    let cases = [
        (Failure::WrongPassword, "wrong-password"),
        (Failure::AccountDisabled(None), "account-disabled"),
        (Failure::TemporaryAuthFailure, "server-busy"),
        (Failure::NoCommonMechanism { offered: Vec::new() }, "no-common-mechanism"),
        (Failure::PlainOnly, "plain-only"),
        (Failure::WeakerThanBefore { offered: Mechanism::ScramSha1, floor }, "weaker-than-before"),
        (Failure::Downgraded, "mechanisms-changed"),
        (Failure::ServerNotProven, "server-not-proven"),
        (sasl("credentials-expired"), "password-expired"),
        (sasl("mechanism-too-weak"), "no-common-mechanism"),
        (sasl("aborted"), "sign-in-refused"),
        (stream("policy-violation"), "too-many-tries"),
        (stream("resource-constraint"), "server-busy"),
        (stream("gone"), "account-moved"),
        (stream("see-other-host"), "account-moved"),
        (stream("host-unknown"), "not-served"),
        (stream("conflict"), "server-closed-stream"),
        (bind("resource-constraint"), "server-busy"),
        (bind("gone"), "account-moved"),
        (bind("not-allowed"), "sign-in-refused"),
        (Failure::WrongFrom { expected: String::new(), found: String::new() }, "wrong-server"),
        (Failure::Protocol(String::new()), "server-broken"),
    ];
    for (failure, code) in cases {
        let error = Box::new(SignInError::Failed(failure));
        let problem = Trouble::SignIn { domain: "old.example".to_owned(), error }.explain();
        assert_eq!(problem.code, code);
        assert!(wizard::CODES.contains(&code), "{code}");
    }
}

fn sides(origin: Rc<Features>, destination: Rc<Features>) -> BothSidesView {
    let mut wizard = looked(Flow::Move, Vec::new());
    wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), origin));
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), destination));
    assert_eq!(wizard.stage(), Stage::Review);
    reviewing_view(&wizard).sides
}

fn row<'a>(view: &'a BothSidesView, kind: &str) -> &'a wizard::SideRow {
    view.rows.iter().find(|row| row.id == id(kind)).unwrap()
}

#[test]
fn both_sides_are_looked_at_before_anything_is_written() {
    let limited = Features { limit: Some(10_000), ..everything().as_ref().clone() };
    let full = sides(everything(), Rc::new(limited));
    assert_eq!(full.rows.len(), migration::kinds::ALL.len());
    assert_eq!(full.limit, Some(10_000));
    assert!(row(&full, "roster").moves() && row(&full, "blocklist").moves());
    let staying: Vec<&str> = full.staying.iter().map(|id| id.0).collect();
    assert_eq!(staying, ["subscription_requests", "message_archive", "offline_messages", "uploaded_files"]);
    assert_eq!(row(&full, "message_archive").new.id, "sides-only-file");
    assert_eq!(row(&full, "subscription_requests").new.id, "sides-ask-again");

    let poor = sides(everything(), Rc::new(Features::default()));
    assert_eq!(poor.limit, None);
    let blocklist = row(&poor, "blocklist");
    assert!(blocklist.reads && !blocklist.writes);
    assert_eq!(blocklist.new.id, "sides-has-none");
    assert!(poor.staying.contains(&id("blocklist")));

    let bare = sides(Rc::new(Features::default()), everything());
    let blocklist = row(&bare, "blocklist");
    assert!(!blocklist.reads && !blocklist.moves());
    assert_eq!((blocklist.old.id.as_ref(), blocklist.new.id.as_ref()), ("sides-has-none", "sides-nothing"));
    assert!(!bare.staying.contains(&id("blocklist")));
}

#[test]
fn of_a_file_only_what_is_in_it_counts() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    wizard.update(Msg::FilesPicked(1));
    let mut holdings = migration::Holdings::default();
    holdings.kinds.insert(id("roster"), holding(vec![super::contact("ben@x.example", "Ben")]));
    let user = wizard::FileUser {
        host: "old.example".to_owned(),
        name: "anna".to_owned(),
        holdings: Rc::new(holdings),
    };
    wizard.update(Msg::FileRead {
        name: "a.xml".to_owned(),
        size: 1,
        users: vec![user],
        notes: 0,
        damage: None,
        passwords: 0,
    });
    wizard.update(Msg::FileContinue);
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::Connect(Side::Destination, form("anna@new.example")));
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    let view = reviewing_view(&wizard).sides;
    assert!(view.from_file);
    let kinds: Vec<&str> = view.rows.iter().map(|row| row.id.0).collect();
    assert_eq!(kinds, ["roster"]);
    assert!(view.staying.is_empty());
}
