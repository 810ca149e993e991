//! Getting the new account on the way: by invitation, with a provider, and everything that can go wrong.

use std::rc::Rc;

use session::registration::Form;
use session::{Password, RegistrationError, RequestError, StanzaError};
use wizard::{
    Body, Effect, Flow, Joining, JoiningEffect, Kept, Msg, NewAccountView, Place, Provider, Providers, Side,
    Stage, Trouble, Way, Wizard,
};
use xml::Element;

use crate::{contact, everything, jid, looked};

const LINK: &str = "xmpp:romeo@new.example?roster;preauth=T;ibr=y";

/// At the destination, on this way.
fn at(way: Way) -> Wizard {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::ChooseContinue);
    join(&mut wizard, Joining::Open(way));
    wizard
}

fn join(wizard: &mut Wizard, joining: Joining) -> Vec<Effect> {
    wizard.update(Msg::Joining(joining))
}

fn submit(wizard: &mut Wizard, name: &str, password: &str) -> Vec<Effect> {
    join(wizard, Joining::Username(name.to_owned()));
    join(wizard, Joining::Submit(Password::new(password.to_owned())))
}

fn view(wizard: &Wizard) -> NewAccountView {
    match wizard.screen().body {
        Body::NewAccount(view) => *view,
        other => panic!("no new account: {other:?}"),
    }
}

#[track_caller]
fn effect(effects: &[Effect]) -> JoiningEffect {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Joining(effect) => Some(effect.as_ref().clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing is asked: {effects:?}"))
}

#[track_caller]
fn asked(effects: &[Effect]) -> Place {
    match effect(effects) {
        JoiningEffect::Ask(place) => place,
        other => panic!("{other:?}"),
    }
}

fn code(wizard: &Wizard) -> Option<&'static str> {
    view(wizard).problem.map(|problem| problem.code)
}

fn form(query: &str) -> Rc<Form> {
    Rc::new(Form::of(&Element::parse(query).unwrap()).unwrap())
}

fn refused(condition: &str, is_puzzle: bool) -> Trouble {
    let error = format!(
        "<iq xmlns='jabber:client' type='error'><error type='cancel'>\
         <{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
    );
    let error = StanzaError::of(&Element::parse(&error).unwrap()).unwrap();
    Trouble::of_registration(
        "new.example",
        is_puzzle,
        RegistrationError::Request(RequestError::Stanza(error)),
    )
}

#[test]
fn an_invitation_is_read_from_a_picture() {
    let mut wizard = at(Way::Invitation);
    assert!(!view(&wizard).can_scan);
    join(&mut wizard, Joining::CanScan);
    assert!(view(&wizard).can_scan);
    assert!(matches!(effect(&join(&mut wizard, Joining::Pictured)), JoiningEffect::Scan));
    assert!(view(&wizard).scanning);
    join(&mut wizard, Joining::Scanned(None));
    assert_eq!((view(&wizard).scanning, code(&wizard)), (false, Some("no-code")));
    join(&mut wizard, Joining::Pictured);
    let place = asked(&join(&mut wizard, Joining::Scanned(Some(LINK.to_owned()))));
    assert_eq!(place.domain.to_string(), "new.example");
    assert_eq!((view(&wizard).link.as_str(), code(&wizard)), (LINK, None));
    assert!(join(&mut wizard, Joining::Scanned(Some("xmpp:late".to_owned()))).is_empty(), "one answer each");
}

#[test]
fn an_invitation_leads_to_review() {
    let mut wizard = at(Way::Invitation);
    assert!(view(&wizard).provider.is_none());
    join(&mut wizard, Joining::Link(LINK.to_owned()));
    let invited = view(&wizard).invited.unwrap();
    assert_eq!(
        (invited.domain.as_str(), invited.inviter.as_deref()),
        ("new.example", Some("romeo@new.example"))
    );
    let place = asked(&join(&mut wizard, Joining::Entered));
    assert_eq!((place.domain.to_string().as_str(), place.token.as_deref()), ("new.example", Some("T")));
    assert!(view(&wizard).asking);
    assert!(join(&mut wizard, Joining::Entered).is_empty(), "asked once");
    join(&mut wizard, Joining::Form(place, Ok(Rc::new(Form::plain()))));
    let JoiningEffect::Register { submission, is_asked, place, .. } =
        effect(&submit(&mut wizard, " Anna ", "secret"))
    else {
        panic!()
    };
    assert_eq!((submission.username.as_str(), is_asked, place.token.as_deref()), ("anna", true, Some("T")));
    assert!(view(&wizard).registering);
    assert!(submit(&mut wizard, "anna", "secret").is_empty(), "sent in once");
    join(&mut wizard, Joining::Made(jid("anna@new.example")));
    let Body::SignIn(signing_in) = wizard.screen().body else { panic!() };
    assert!(signing_in.connecting && !signing_in.offers_new_account);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    assert_eq!(wizard.stage(), Stage::Review);
}

#[test]
fn what_is_sent_in_before_the_form_came_is_asked_for_first() {
    let mut wizard = at(Way::Register);
    assert!(join(&mut wizard, Joining::Entered).is_empty(), "nobody is asked before one is chosen");
    join(&mut wizard, Joining::Domain(" new.example ".to_owned()));
    let JoiningEffect::Register { is_asked, place, .. } =
        effect(&submit(&mut wizard, "anna@new.example", "secret"))
    else {
        panic!()
    };
    assert!(!is_asked);
    let query = "<query xmlns='jabber:iq:register'><username/><password/><email/></query>";
    join(&mut wizard, Joining::More(place, form(query)));
    assert!(view(&wizard).lacks && !view(&wizard).registering);
    assert!(submit(&mut wizard, "anna", "secret").is_empty());
    assert_eq!(code(&wizard), Some("form-incomplete"));
    join(&mut wizard, Joining::Answer("email".to_owned(), vec!["a@x.example".to_owned()]));
    let JoiningEffect::Register { submission, is_asked, .. } = effect(&submit(&mut wizard, "anna", "secret"))
    else {
        panic!()
    };
    assert!(is_asked);
    assert_eq!(submission.answers, [("email".to_owned(), vec!["a@x.example".to_owned()])]);
}

#[test]
fn what_cannot_be_is_said_at_once() {
    let mut wizard = at(Way::Invitation);
    for (link, expected) in [
        ("hello", "bad-invitation"),
        ("xmpp:romeo@new.example?roster;preauth=T", "contact-invitation"),
        ("https://new.example/", "bad-invitation"),
    ] {
        join(&mut wizard, Joining::Link(link.to_owned()));
        assert!(join(&mut wizard, Joining::Entered).is_empty());
        assert_eq!(code(&wizard), Some(expected), "{link}");
    }
    join(&mut wizard, Joining::Link(LINK.to_owned()));
    assert_eq!(code(&wizard), None);
    for (name, password, expected) in [
        ("", "x", "bad-username"),
        ("a b", "x", "bad-username"),
        ("a@b", "x", "bad-username"),
        ("a", "", "no-password"),
    ] {
        assert!(submit(&mut wizard, name, password).is_empty());
        assert_eq!(code(&wizard), Some(expected), "{name:?}");
    }
    let mut wizard = at(Way::Register);
    for domain in ["new", "a b", "@"] {
        join(&mut wizard, Joining::Domain(domain.to_owned()));
        assert!(submit(&mut wizard, "anna", "secret").is_empty());
        assert_eq!(code(&wizard), Some("bad-provider"), "{domain}");
    }
    join(&mut wizard, Joining::Domain("old.example".to_owned()));
    assert!(submit(&mut wizard, "anna", "secret").is_empty());
    assert_eq!(code(&wizard), Some("same-account"));
}

#[test]
fn refusals_are_told_apart() {
    for (condition, is_puzzle, expected) in [
        ("conflict", false, "name-taken"),
        ("resource-constraint", false, "too-many-accounts"),
        ("policy-violation", false, "too-many-accounts"),
        ("not-allowed", true, "captcha-wrong"),
        ("not-allowed", false, "registration-closed"),
        ("forbidden", false, "registration-closed"),
        ("not-acceptable", false, "registration-refused"),
        ("jid-malformed", false, "bad-username"),
        ("internal-server-error", false, "registration-refused"),
    ] {
        assert_eq!(refused(condition, is_puzzle).code(), expected, "{condition}");
    }
    let of = |error| Trouble::of_registration("new.example", false, error).code();
    assert_eq!(of(RegistrationError::NotOffered), "registration-closed");
    assert_eq!(of(RegistrationError::BadPassword), "bad-new-password");
    assert_eq!(of(RegistrationError::Request(RequestError::ConnectionLost)), "connection-lost");
    assert_eq!(of(RegistrationError::Request(RequestError::TimedOut)), "slow-server");
}

#[test]
fn a_lost_puzzle_is_replaced_and_the_rest_stays() {
    let puzzle = |data: &str| {
        form(&format!(
            "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='username'/>\
             <field var='password'/><field var='ocr'><required/><media xmlns='urn:xmpp:media-element'>\
             <uri type='image/png'>cid:c</uri></media></field><field var='nick'/></x>\
             <data xmlns='urn:xmpp:bob' cid='c' type='image/png'>{data}</data></query>"
        ))
    };
    let mut wizard = at(Way::Register);
    join(&mut wizard, Joining::Domain("new.example".to_owned()));
    let place = asked(&join(&mut wizard, Joining::Entered));
    join(&mut wizard, Joining::Form(place, Ok(puzzle("AAAA"))));
    for (name, answer) in [("ocr", "wrong"), ("nick", "Anna")] {
        join(&mut wizard, Joining::Answer(name.to_owned(), vec![answer.to_owned()]));
    }
    effect(&submit(&mut wizard, "anna", "secret"));
    join(&mut wizard, Joining::Refused(refused("not-allowed", true), Some(puzzle("BBBB"))));
    assert_eq!(code(&wizard), Some("captcha-wrong"));
    let view = view(&wizard);
    assert_eq!(view.username, "anna");
    assert_eq!(view.fields[0].field.picture.as_deref(), Some("data:image/png;base64,BBBB"));
    assert!(view.fields[0].answer.is_empty());
    assert_eq!(view.fields[1].answer, ["Anna"]);
}

#[test]
fn a_page_on_the_web_leads_back_to_signing_in() {
    let mut wizard = at(Way::Register);
    join(&mut wizard, Joining::Domain("new.example".to_owned()));
    let place = asked(&join(&mut wizard, Joining::Entered));
    let query = "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>https://new.example/join</url></x></query>";
    join(&mut wizard, Joining::Form(place, Ok(form(query))));
    assert_eq!(view(&wizard).page.as_deref(), Some("https://new.example/join"));
    join(&mut wizard, Joining::MadeElsewhere);
    let Body::SignIn(signing_in) = wizard.screen().body else { panic!() };
    assert_eq!(signing_in.typed, "@new.example");
}

#[test]
fn nobody_is_asked_before_a_provider_is_picked() {
    let provider = |domain: &str, in_app, page: Option<&str>| Provider {
        domain: domain.to_owned(),
        in_app,
        puzzle: false,
        email: false,
        page: page.map(str::to_owned),
        history: Kept::Always,
        files: Kept::Unknown,
        countries: Vec::new(),
        since: None,
        software: None,
        free: None,
    };
    let mut wizard = at(Way::Register);
    assert!(matches!(effect(&join(&mut wizard, Joining::List(true))), JoiningEffect::List));
    let all = vec![
        provider("app.example", true, None),
        provider("web.example", false, Some("https://web.example/")),
    ];
    join(&mut wizard, Joining::Listed(Ok(Rc::new(Providers::new(None, all)))));
    assert_eq!(view(&wizard).providers.unwrap().list.unwrap().unwrap().shown.len(), 2);
    let effects = join(&mut wizard, Joining::Pick("web.example".to_owned()));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Joining(_))), "{effects:?}");
    assert_eq!(view(&wizard).page.as_deref(), Some("https://web.example/"));
    let place = asked(&join(&mut wizard, Joining::Pick("app.example".to_owned())));
    assert_eq!(place.domain.to_string(), "app.example");
    assert!(view(&wizard).page.is_none() && !view(&wizard).providers.unwrap().is_open);
}

#[test]
fn going_back_gives_up_what_is_under_way() {
    let mut wizard = at(Way::Invitation);
    join(&mut wizard, Joining::Link(LINK.to_owned()));
    effect(&submit(&mut wizard, "anna", "secret"));
    let effects = wizard.update(Msg::Back);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SignOut(Side::Destination))));
    assert!(matches!(wizard.screen().body, Body::SignIn(view) if view.offers_new_account));
    join(&mut wizard, Joining::Refused(refused("conflict", false), None));
    assert_eq!(wizard.stage(), Stage::Destination);
    wizard.update(Msg::Back);
    assert_eq!(wizard.stage(), Stage::Choose);
}

#[test]
fn no_secret_shows_in_what_is_logged() {
    let mut wizard = at(Way::Invitation);
    join(&mut wizard, Joining::Link(LINK.to_owned()));
    let effects = submit(&mut wizard, "anna", "s3cr3t");
    let logged = format!("{effects:?}");
    assert!(
        !logged.contains("s3cr3t") && !logged.contains("preauth") && !logged.contains("\"T\""),
        "{logged}"
    );
}
