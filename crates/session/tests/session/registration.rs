//! Making an account with a scripted server: forms of every sort, invitations, refusals.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::rc::Rc;

use session::registration::{FieldKind, Form, Submission};
use session::{Endpoint, Registration, RegistrationError, RequestError, SignInError};
use testkit::{Socket, World};
use xml::{Element, ns};

use crate::common::{PASSWORD, URL, password};

const PLAIN: &str = "<query xmlns='jabber:iq:register'><username/><password/></query>";
const CAPTCHA: &str = "<query xmlns='jabber:iq:register'>
    <instructions>You need a client that knows forms.</instructions>
    <x xmlns='jabber:x:data' type='form'><title>New</title><instructions>Choose a name.</instructions>
      <field type='hidden' var='FORM_TYPE'><value>jabber:iq:register</value></field>
      <field type='fixed' var='captcha-fallback-text'><value>No picture? Go there.</value></field>
      <field type='text-single' var='captcha-fallback-url'><value>https://capulet.example/captcha</value></field>
      <field type='hidden' var='challenge'><value>c-17</value></field>
      <field type='hidden' var='sid'><value>s-1</value></field>
      <field type='text-single' var='username' label='User'><required/></field>
      <field type='text-private' var='password' label='Password'><required/></field>
      <field type='text-single' var='ocr' label='Enter the text you see'><required/>
        <media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:sha1+00@bob.xmpp.org</uri></media></field>
    </x>
    <data xmlns='urn:xmpp:bob' cid='sha1+00@bob.xmpp.org' max-age='0' type='image/png'>iVBO\nRw0=</data>
  </query>";

fn at(token: Option<&str>) -> Registration {
    Registration {
        domain: "capulet.example".parse().unwrap(),
        endpoints: vec![Endpoint::trusted(URL).unwrap()],
        token: token.map(str::to_owned),
    }
}

fn submission(form: Form, answers: &[(&str, &str)]) -> Submission {
    let answers = answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
    Submission { username: "juliet".to_owned(), answers: answers.collect(), form }
}

fn result(payload: &str) -> String {
    format!("type='result'>{payload}")
}

fn refusal(kind: &str, condition: &str) -> String {
    format!("type='error'><error type='{kind}'><{condition} xmlns='{}'/></error>", ns::STANZA_ERROR)
}

/// Answers every request of a stream before sign-in by what `script` makes of its payload.
fn server(
    world: &World,
    features: &'static str,
    script: impl Fn(&Element) -> String + 'static,
) -> Rc<RefCell<Vec<Element>>> {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (script, seen) = (Rc::new(script), Rc::clone(&asked));
    world.listen(URL, move |mut socket: Socket| {
        let (script, seen) = (Rc::clone(&script), Rc::clone(&seen));
        async move {
            while let Some(element) = socket.element().await {
                if element.is("open", ns::FRAMING) {
                    socket.send(format!(
                        "<open xmlns='{}' from='capulet.example' version='1.0'/>",
                        ns::FRAMING
                    ));
                    socket.send(format!("<features xmlns='{}'>{features}</features>", ns::STREAM));
                } else if let Some(payload) = element.first_child() {
                    assert_eq!(element.attr("to"), Some("capulet.example"));
                    seen.borrow_mut().push(payload.clone());
                    let id = element.attr("id").unwrap();
                    socket.send(format!("<iq xmlns='jabber:client' id='{id}' {}</iq>", script(payload)));
                }
            }
        }
    });
    asked
}

const OPEN: &str = "<register xmlns='http://jabber.org/features/iq-register'/>";

/// What the form `query` looks like to a person.
fn form(query: &'static str) -> Result<Form, RegistrationError> {
    let world = World::new();
    server(&world, OPEN, move |_| result(query));
    world.run(async { at(None).form(&world.environment()).await })
}

/// How sending name and password in ends, where the server answers so.
#[track_caller]
fn refused(answer: &'static str, expected: &str) {
    let world = World::new();
    let condition = answer.to_owned();
    server(&world, OPEN, move |_| condition.clone());
    let error = world.run(async {
        let plain = submission(Form::plain(), &[]);
        at(None).register(&world.environment(), &plain, &password(PASSWORD)).await.unwrap_err()
    });
    assert!(matches!(&error, RegistrationError::Request(error) if error.is(expected)), "{error:?}");
}

#[test]
fn with_name_and_password() {
    let world = World::new();
    let asked = server(&world, OPEN, |payload| match payload.children().next() {
        None => result(PLAIN),
        Some(_) => result(""),
    });
    world.run(async {
        let form = at(None).form(&world.environment()).await.unwrap();
        assert_eq!(form, Form::plain());
        assert!(!form.asks_more() && !form.is_puzzle() && !form.is_page_only());
        let filled = submission(form, &[]);
        at(None).register(&world.environment(), &filled, &password("<p>&'ä")).await.unwrap();
    });
    let sent = "<query xmlns='jabber:iq:register'><username>juliet</username><password>&lt;p>&amp;'ä</password></query>";
    assert_eq!(asked.borrow()[1], Element::parse(sent).unwrap());
    assert_eq!(world.connected_to().len(), 2, "a stream for each step");
}

#[test]
fn with_the_old_fields_and_their_key() {
    let form = form(
        "<query xmlns='jabber:iq:register'><instructions>Please  fill in
            all.</instructions><username/><password/><email/><nick>Jule</nick><key>k1</key></query>",
    )
    .unwrap();
    assert_eq!(form.instructions.as_deref(), Some("Please fill in all."));
    let names: Vec<_> = form.fields.iter().map(|field| (field.name.as_str(), field.values.len())).collect();
    assert_eq!(names, [("email", 0), ("nick", 1)]);
    assert!(form.asks_more());
    let filled = submission(form, &[("email", "j@capulet.example")]);
    assert_eq!(filled.missing(), None);
    assert_eq!(
        submission(filled.form.clone(), &[]).missing().map(|field| field.name.as_str()),
        Some("email")
    );
    let world = World::new();
    let asked = server(&world, OPEN, |_| result(""));
    world.run(async {
        at(None).register(&world.environment(), &filled, &password(PASSWORD)).await.unwrap();
    });
    let text = |name| asked.borrow()[0].child_text(name, ns::REGISTER);
    assert_eq!(text("email").as_deref(), Some("j@capulet.example"));
    assert_eq!((text("nick").as_deref(), text("key").as_deref()), (Some("Jule"), Some("k1")));
}

#[test]
fn a_puzzle_goes_back_with_all_that_was_hidden() {
    let form = form(CAPTCHA).unwrap();
    assert_eq!(form.instructions.as_deref(), Some("Choose a name."));
    let [puzzle] = &form.fields[..] else { panic!("{:?}", form.fields) };
    assert_eq!((puzzle.name.as_str(), puzzle.is_required), ("ocr", true));
    assert_eq!(puzzle.picture.as_deref(), Some("data:image/png;base64,iVBORw0="));
    assert!(form.is_puzzle() && form.asks_more());
    let filled = submission(form, &[("ocr", "bright")]);
    let world = World::new();
    let asked = server(&world, OPEN, |_| result(""));
    world.run(async {
        at(None).register(&world.environment(), &filled, &password(PASSWORD)).await.unwrap();
    });
    let query = asked.borrow()[0].clone();
    let x = query.child("x", ns::DATA_FORM).unwrap();
    assert_eq!(x.attr("type"), Some("submit"));
    let value = |name| session::form::value(x, name);
    for (name, expected) in [
        ("FORM_TYPE", "jabber:iq:register"),
        ("challenge", "c-17"),
        ("sid", "s-1"),
        ("username", "juliet"),
        ("password", PASSWORD),
        ("ocr", "bright"),
    ] {
        assert_eq!(value(name).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(value("captcha-fallback-url"), None);
}

#[test]
fn every_type_of_field() {
    let form = form(
        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'>
          <field var='username'/><field type='text-private' var='password'/>
          <field type='boolean' var='terms' label='Agree'><required/><value>0</value></field>
          <field type='fixed'><value>Read this.</value></field>
          <field type='jid-single' var='friend'/>
          <field type='jid-multi' var='friends'/>
          <field type='list-single' var='lang'><option label='English'><value>en</value></option>
            <option><value>de</value></option><value>de</value></field>
          <field type='list-multi' var='rooms'><option><value>a</value></option></field>
          <field type='text-multi' var='about'><value>one</value><value>two</value></field>
          <field type='text-private' var='pin'/>
          <field type='from-the-future' var='odd'><desc>What?</desc></field>
          <field type='text-single'/><field type='hidden'/>
        </x></query>",
    )
    .unwrap();
    let kinds: Vec<_> = form.fields.iter().map(|field| (field.name.as_str(), &field.kind)).collect();
    let [terms, note, friend, friends, lang, rooms, about, pin, odd] = &kinds[..] else {
        panic!("{kinds:?}")
    };
    assert_eq!(*terms, ("terms", &FieldKind::Switch));
    assert_eq!(*note, ("", &FieldKind::Note));
    assert_eq!((*friend, *friends), (("friend", &FieldKind::Line), ("friends", &FieldKind::Lines)));
    assert!(
        matches!(lang.1, FieldKind::One(choices) if choices[0].label == "English" && choices[1].label == "de")
    );
    assert!(matches!(rooms.1, FieldKind::Many(choices) if choices.len() == 1));
    assert_eq!((*about, *pin), (("about", &FieldKind::Lines), ("pin", &FieldKind::Secret)));
    assert_eq!(*odd, ("odd", &FieldKind::Line));
}

#[test]
fn a_page_on_the_web() {
    let page = |query| form(query).map(|form| (form.is_page_only(), form.page));
    let linked = page(
        "<query xmlns='jabber:iq:register'><instructions>To register, visit http://x</instructions>
         <x xmlns='jabber:x:oob'><url>https://capulet.example/join</url></x></query>",
    );
    assert_eq!(linked, Ok((true, Some("https://capulet.example/join".to_owned()))));
    let written = page(
        "<query xmlns='jabber:iq:register'><instructions>Go to (https://capulet.example/new).</instructions></query>",
    );
    assert_eq!(written, Ok((true, Some("https://capulet.example/new".to_owned()))));
    for no_page in [
        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>javascript:alert(1)</url></x></query>",
        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>https://a@b.example/</url></x></query>",
        "<query xmlns='jabber:iq:register'/>",
        "<query xmlns='jabber:iq:other'><username/><password/></query>",
        "",
    ] {
        assert!(matches!(page(no_page), Err(RegistrationError::NotAForm(_))), "{no_page}");
    }
}

#[test]
fn an_invitation_is_shown_first() {
    let world = World::new();
    let features = "<register xmlns='urn:xmpp:ibr-token:0'/>";
    let asked = server(&world, features, |payload| match payload.name() {
        "preauth" if payload.attr("token") == Some("good") => result(""),
        "preauth" => refusal("cancel", "item-not-found"),
        _ => result(PLAIN),
    });
    let environment = world.environment();
    world.run(async {
        at(Some("good")).form(&environment).await.unwrap();
        let plain = submission(Form::plain(), &[]);
        at(Some("good")).register(&environment, &plain, &password(PASSWORD)).await.unwrap();
        let used = at(Some("used")).form(&environment).await.unwrap_err();
        assert!(matches!(used, RegistrationError::Token(error) if error.condition == "item-not-found"));
        assert_eq!(at(None).form(&environment).await, Err(RegistrationError::NotOffered));
    });
    let names: Vec<_> = asked.borrow().iter().map(|payload| payload.name().to_owned()).collect();
    assert_eq!(names, ["preauth", "query", "preauth", "query", "preauth"]);
    assert!(!format!("{:?}", at(Some("good"))).contains("good"));
}

#[test]
fn refusals() {
    let error = |kind: &str, condition: &str| &*refusal(kind, condition).leak();
    refused(error("cancel", "conflict"), "conflict");
    refused(error("wait", "resource-constraint"), "resource-constraint");
    refused(error("wait", "policy-violation"), "policy-violation");
    refused(error("cancel", "not-allowed"), "not-allowed");
    refused(error("modify", "not-acceptable"), "not-acceptable");
    refused(error("modify", "jid-malformed"), "jid-malformed");
}

#[test]
fn a_server_that_offers_nothing_is_not_asked() {
    let world = World::new();
    let asked = server(&world, "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", |_| result(PLAIN));
    world.run(async {
        assert_eq!(at(None).form(&world.environment()).await, Err(RegistrationError::NotOffered));
        assert_eq!(at(Some("t")).form(&world.environment()).await, Err(RegistrationError::NotOffered));
    });
    assert!(asked.borrow().is_empty());
}

#[test]
fn an_impossible_password_is_not_sent() {
    let world = World::new();
    let asked = server(&world, OPEN, |_| result(""));
    world.run(async {
        for bad in ["", "\u{7}", "\u{ad}"] {
            let plain = submission(Form::plain(), &[]);
            let ended = at(None).register(&world.environment(), &plain, &password(bad)).await;
            assert_eq!(ended, Err(RegistrationError::BadPassword), "{bad:?}");
        }
    });
    assert!(asked.borrow().is_empty());
}

#[test]
fn a_connection_that_ends_is_told() {
    let world = World::new();
    world.listen(URL, |mut socket: Socket| async move {
        socket.element().await;
        socket.send(format!("<open xmlns='{}' from='capulet.example' version='1.0'/>", ns::FRAMING));
        socket.send(format!("<features xmlns='{}'>{OPEN}</features>", ns::STREAM));
        socket.element().await;
    });
    world.run(async {
        let ended = at(None).form(&world.environment()).await;
        assert_eq!(ended, Err(RegistrationError::Request(RequestError::ConnectionLost)));
        world.refuse(URL);
        let refused = at(None).form(&world.environment()).await;
        let expected = RegistrationError::Connection(SignInError::Unreachable {
            endpoint: URL.to_owned(),
            detail: "nobody answers".to_owned(),
        });
        assert_eq!(refused, Err(expected));
    });
}

#[test]
fn a_hostile_form_is_cut_to_size() {
    let mut query = String::from("<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'>");
    query.push_str("<field var='username'/><field var='password'/>");
    let label = "<script>alert(1)</script>\u{202e}".repeat(40).replace('<', "&lt;");
    for n in 0..1000 {
        let options = "<option><value>x</value></option>".repeat(if n == 0 { 5000 } else { 0 });
        query.push_str(&format!("<field type='list-single' var='f{n}' label='{label}'>{options}</field>"));
        query.push_str(&format!("<field type='hidden' var='h{n}'><value>{n}</value></field>"));
        query.push_str("<field type='list-single' var='f1'/>");
    }
    query.push_str("</x></query>");
    let form = form(query.leak()).unwrap();
    assert_eq!(form.fields.len(), 40);
    let labels: Vec<&String> = form.fields.iter().filter_map(|field| field.label.as_ref()).collect();
    // One field comes without a label first, and only its first appearance counts.
    assert_eq!(labels.len(), 39);
    assert!(labels.iter().all(|label| label.chars().count() <= 500 && !label.contains('\u{202e}')));
    assert!(matches!(&form.fields[0].kind, FieldKind::One(choices) if choices.len() == 100));
}

#[test]
fn a_picture_comes_along_or_not_at_all() {
    let picture = |uri: &str, kind: &str, data: &str| {
        let query = format!(
            "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='username'/>
             <field var='password'/><field var='ocr'><media xmlns='urn:xmpp:media-element'><uri type='{kind}'>{uri}</uri>
             </media></field></x><data xmlns='urn:xmpp:bob' cid='c' type='{kind}'>{data}</data></query>"
        );
        form(query.leak()).unwrap().fields[0].picture.clone()
    };
    assert!(picture("cid:c", "image/gif", "R0lG").is_some());
    assert_eq!(picture("https://evil.example/pixel.png", "image/png", "R0lG"), None);
    assert_eq!(picture("cid:other", "image/png", "R0lG"), None);
    assert_eq!(picture("cid:c", "image/svg+xml", "R0lG"), None);
    assert_eq!(picture("cid:c", "image/png", "\"onerror=\"alert(1)"), None);
    assert_eq!(picture("cid:c", "image/png", ""), None);
}
