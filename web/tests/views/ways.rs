//! What stands in the way of signing in, and what both sides can do, as the page draws it.

use super::*;
use session::{NoWayIn, Presence};

fn failed(trouble: Trouble) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    wizard.update(Msg::Connect(Side::Origin, submitted("anna@old.example")));
    wizard.update(Msg::SignInFailed(Side::Origin, trouble));
    wizard
}

fn no_way_in(presence: Presence) -> Trouble {
    let tried = vec![("wss://old.example:5443/ws".to_owned(), "<no> answer".to_owned())];
    Trouble::NoWayIn(Box::new(NoWayIn { domain: "old.example".to_owned(), presence, tried }))
}

#[tokio::test(flavor = "local")]
async fn a_provider_without_a_way_in_gets_a_letter() {
    let causes = [
        (Presence::Closed, None),
        (Presence::Silent, Some("no-answer")),
        (Presence::Unreadable, Some("not-readable")),
    ];
    for (presence, cause) in causes {
        let mut wizard = failed(no_way_in(presence));
        let cause = cause.map(|cause| format!(" data-cause={cause}")).unwrap_or_default();
        let problem = format!("data-testid=problem data-code=no-endpoint{cause}");
        let mut expected = vec![
            problem.as_str(),
            "data-testid=letter-offer",
            "data-testid=letter-copy",
            "data-testid=letter tabindex=0 role=region",
            // What is to be set up, and what was tried.
            "\"websocket\"; \"bosh\"; \"http_altconnect\";",
            "/ws: ejabberd_http_ws",
            "mod_host_meta:",
            "add_header Access-Control-Allow-Origin \"*\";",
            "/.well-known/host-meta.json {",
            "'wss://old.example:5443/ws'/&gt;",
            "wss://old.example:5443/ws: &lt;no&gt; answer",
        ];
        check(&wizard, "origin", &expected).await;
        wizard.update(Msg::Copied(Side::Origin));
        expected.truncate(2);
        check(&wizard, "origin", &expected).await;
        assert!(draw(&wizard, language("en")).await.contains(">Copied<"));
    }
}

fn language(tag: &str) -> &'static Language {
    LANGUAGES.iter().find(|language| language.tag == tag).expect("a language")
}

#[tokio::test(flavor = "local")]
async fn what_is_no_fault_of_the_provider_s_has_none() {
    for trouble in [no_way_in(Presence::Offline), Trouble::NoPassword] {
        let wizard = failed(trouble);
        for language in &LANGUAGES {
            assert!(!draw(&wizard, language).await.contains("letter"));
        }
    }
}

#[tokio::test(flavor = "local")]
async fn an_address_put_right_is_said() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    wizard.update(Msg::Typed(Side::Origin, "mailto:anna@old,example".to_owned()));
    wizard.update(Msg::Entered(Side::Origin));
    check(&wizard, "origin", &["value=anna@old.example data-testid=origin-jid"]).await;
    assert!(draw(&wizard, language("en")).await.contains("Read as anna@old.example."));
}

#[tokio::test(flavor = "local")]
async fn each_slip_has_its_words() {
    let slips = ["", "old.example", "anna", "a@@b.c", "a b@c.d", "https://a.b", "@anna:a.b", "a@b..c"];
    for language in &LANGUAGES {
        let mut said = std::collections::BTreeSet::new();
        for slip in slips {
            let mut wizard = Wizard::default();
            wizard.update(Msg::Start(Flow::Move));
            wizard.update(Msg::Connect(Side::Origin, submitted(slip)));
            let drawn = draw(&wizard, language).await;
            let happened = drawn.split("problem__happened\">").nth(1).and_then(|rest| rest.split('<').next());
            assert!(said.insert(happened.expect("a problem").to_owned()), "{slip}: {said:?}");
        }
    }
}

#[tokio::test(flavor = "local")]
async fn both_sides_stand_in_one_table() {
    check(
        &at_review(),
        "review",
        &[
            "data-testid=sides-offer",
            "data-testid=sides class=sides",
            "scope=col",
            "data-testid=side-roster data-reads=yes data-writes=yes data-moves=yes",
            "data-testid=side-subscription_requests data-reads=yes data-writes=no data-moves=no",
            "data-testid=side-blocklist data-reads=no data-writes=no data-moves=no",
            "<caption",
        ],
    )
    .await;
    assert!(draw(&at_review(), language("en")).await.contains("This stays behind: Contact requests."));
}
