//! The screens on which a new account is made.

use std::rc::Rc;

use session::registration::Form;
use wizard::{Flow, Joining, JoiningEffect, Kept, Msg, Provider, Providers, Side, Way, Wizard};
use xml::Element;

use crate::{check, contact, holding, read_all, signed_in};

fn at(way: Way) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    signed_in(&mut wizard, Side::Origin, "anna@old.example");
    read_all(&mut wizard, Side::Origin, &holding(vec![contact("bob@a.example", "Bob")]));
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::Joining(Joining::Open(way)));
    wizard
}

fn join(wizard: &mut Wizard, joining: Joining) {
    wizard.update(Msg::Joining(joining));
}

/// The provider answers with this form.
fn answer(wizard: &mut Wizard, query: &str) {
    let effects = wizard.update(Msg::Joining(Joining::Entered));
    let place = effects.into_iter().find_map(|effect| match effect {
        wizard::Effect::Joining(effect) => match *effect {
            JoiningEffect::Ask(place) => Some(place),
            _ => None,
        },
        _ => None,
    });
    let form = Form::of(&Element::parse(query).expect("well-formed")).expect("a form");
    join(wizard, Joining::Form(place.expect("asked"), Ok(Rc::new(form))));
}

#[tokio::test(flavor = "local")]
async fn the_existing_account_comes_first_and_the_other_ways_beside_it() {
    let mut wizard = at(Way::Invitation);
    wizard.update(Msg::Back);
    let shown = [
        "data-testid=destination-jid",
        "data-testid=destination-connect",
        "data-testid=destination-invite",
        "data-testid=destination-register",
    ];
    check(&wizard, "destination", &shown).await;
}

#[tokio::test(flavor = "local")]
async fn an_invitation_says_whose_it_is() {
    let mut wizard = at(Way::Invitation);
    check(&wizard, "destination", &["data-testid=invite-link", "data-testid=register-continue"]).await;
    join(&mut wizard, Joining::Link("xmpp:romeo@new.example?roster;preauth=T;ibr=y".to_owned()));
    let shown = [
        "romeo@new.example",
        "data-testid=register-username",
        "data-testid=register-password type=password",
        "data-testid=register-suggest",
        "data-testid=register-submit",
    ];
    check(&wizard, "destination", &shown).await;
    join(&mut wizard, Joining::Link("https://new.example/invite/T".to_owned()));
    check(&wizard, "destination", &["data-testid=register-domain"]).await;
    join(&mut wizard, Joining::Link("hello".to_owned()));
    join(&mut wizard, Joining::Entered);
    check(&wizard, "destination", &["data-code=bad-invitation"]).await;
}

#[tokio::test(flavor = "local")]
async fn every_question_can_be_answered_and_none_is_markup() {
    let mut wizard = at(Way::Register);
    join(&mut wizard, Joining::Domain("new.example".to_owned()));
    answer(
        &mut wizard,
        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'>
          <instructions>Hello &lt;b&gt;you&lt;/b&gt;</instructions>
          <field var='username'/><field var='password' type='text-private'/>
          <field var='ocr' label='&lt;img onerror=&quot;x&quot;>'><required/><media xmlns='urn:xmpp:media-element'>
            <uri type='image/png'>cid:c</uri></media></field>
          <field var='terms' type='boolean' label='I agree'/>
          <field var='about' type='text-multi' label='About'/>
          <field var='lang' type='list-single' label='Language'><option label='English'><value>en</value></option></field>
          <field var='rooms' type='list-multi' label='Rooms'><option label='One'><value>1</value></option></field>
          <field var='pin' type='text-private' label='Number'/>
          <field type='fixed'><value>Read &lt;i>this&lt;/i></value></field>
          <field var='a b&quot;c' label='Odd'/>
        </x><data xmlns='urn:xmpp:bob' cid='c' type='image/png'>AAAA</data></query>",
    );
    let shown = [
        "data-testid=register-picture",
        "src=data:image/png;base64,AAAA",
        "data-testid=register-field-ocr",
        "data-testid=register-field-terms",
        "data-testid=register-field-about",
        "data-testid=register-field-lang",
        "data-testid=register-field-rooms-0",
        "data-testid=register-field-pin",
        "data-testid=register-field-a_b_c",
        "Hello &lt;b&gt;you&lt;/b&gt;",
        "&lt;img onerror",
    ];
    check(&wizard, "destination", &shown).await;
}

#[tokio::test(flavor = "local")]
async fn a_page_on_the_web_opens_beside_this_one() {
    let mut wizard = at(Way::Register);
    join(&mut wizard, Joining::Domain("new.example".to_owned()));
    let query = "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>https://new.example/join</url></x></query>";
    answer(&mut wizard, query);
    let shown = [
        "data-testid=register-page href=https://new.example/join target=_blank",
        "noopener noreferrer",
        "data-testid=register-made",
    ];
    check(&wizard, "destination", &shown).await;
}

#[tokio::test(flavor = "local")]
async fn providers_say_what_matters() {
    let mut wizard = at(Way::Register);
    check(&wizard, "destination", &["data-testid=register-domain", "data-testid=providers"]).await;
    join(&mut wizard, Joining::List(true));
    let provider = |domain: &str, in_app, history| Provider {
        domain: domain.to_owned(),
        in_app,
        puzzle: in_app,
        email: true,
        page: Some("https://x.example/".to_owned()),
        history,
        files: Kept::Days(1),
        countries: vec!["de".to_owned()],
        since: Some(2015),
        software: Some("ejabberd".to_owned()),
        free: Some(true),
    };
    let all = vec![provider("a.example", true, Kept::Days(30)), provider("b.example", false, Kept::Always)];
    let list = Providers::new(Some("2026-07-22".to_owned()), all);
    join(&mut wizard, Joining::Listed(Ok(Rc::new(list))));
    let shown = [
        "data-testid=provider data-domain=a.example",
        "data-testid=provider data-domain=b.example",
        "data-testid=filter-here",
        "data-testid=filter-history",
        "data-testid=filter-country",
        "2026-07-22",
        "2015",
    ];
    check(&wizard, "destination", &shown).await;
    join(&mut wizard, Joining::Listed(Err("not there".to_owned())));
    check(&wizard, "destination", &["not there"]).await;
}
