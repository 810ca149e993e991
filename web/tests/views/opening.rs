//! What is drawn before a person signs in or picks a file needs no text that comes later.

use web::i18n::later;

use super::*;

#[tokio::test(flavor = "local")]
async fn the_first_screens_have_all_their_words() {
    later::set_there(false);
    check(&Wizard::default(), "welcome", &[]).await;
    for flow in [Flow::Move, Flow::Backup, Flow::Follow] {
        let mut wizard = Wizard::default();
        wizard.update(Msg::Start(flow));
        check(&wizard, "origin", &[]).await;
        wizard.update(Msg::Typed(Side::Origin, "anna@old.example".to_owned()));
        wizard.update(Msg::Connect(Side::Origin, submitted("anna@old.example")));
        check(&wizard, "origin", &["aria-busy=true"]).await;
        let trouble = || Trouble::PageIncomplete("no network".to_owned());
        wizard.update(Msg::SignInFailed(Side::Origin, trouble()));
        check(&wizard, "origin", &["data-code=page-incomplete"]).await;
        for (address, password, endpoint, code) in [
            ("anna", "secret", "", "bad-address"),
            ("anna@old.example", "", "", "no-password"),
            ("anna@old.example", "secret", "http://old.example", "bad-endpoint"),
        ] {
            let typed = Submitted {
                address: address.to_owned(),
                password: Password::new(password.to_owned()),
                endpoint: endpoint.to_owned(),
                allow_plain: false,
            };
            wizard.update(Msg::Connect(Side::Origin, typed));
            check(&wizard, "origin", &[format!("data-code={code}").as_str()]).await;
        }
    }
    for flow in [Flow::Restore, Flow::Open] {
        let mut wizard = Wizard::default();
        wizard.update(Msg::Start(flow));
        check(&wizard, "origin", &["data-testid=file-input"]).await;
        wizard.update(Msg::FilesPicked(1));
        check(&wizard, "origin", &["data-testid=progress"]).await;
        wizard.update(Msg::FileFailed(Trouble::PageIncomplete("no network".to_owned())));
        check(&wizard, "origin", &["data-code=page-incomplete"]).await;
    }
    later::set_there(true);
}
