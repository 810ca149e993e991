//! Servers that are gone or say nothing delay nobody.

use std::time::Duration;

use farewell::State;
use interop::Parting;
use servers::contacts::Manner;
use servers::{Absence, Generation, Kind, Lost, Options};

use super::scene::{Role, Scene, THIRD, options, pace, role, words};
use crate::common::locally;

/// How many say nothing.
const SILENT: usize = 18;
/// The page gives each of them up after 20 seconds.
const BEFORE_THE_FIRST_IS_GIVEN_UP: Duration = Duration::from_secs(17);
const BEFORE_THE_NEXT_ARE_OPENED: Duration = Duration::from_secs(2);
const UNTIL_ALL_ARE: Duration = Duration::from_secs(120);

#[tokio::test]
async fn nobody_is_waited_for() {
    tokio::join!(
        nobody_is_waited_for_between([Kind::Prosody, Kind::Ejabberd, Kind::Prosody]),
        nobody_is_waited_for_between([Kind::Ejabberd, Kind::Prosody, Kind::Prosody]),
    );
}

async fn nobody_is_waited_for_between(kinds: [Kind; 3]) {
    // As many come first by the alphabet as can be asked beside those who live.
    let name = |number: usize| format!("{}{number:02}.test", if number < 6 { "a" } else { "z" });
    let silent: Vec<String> = (0..SILENT).map(name).collect();
    let lost = silent.iter().map(|domain| Lost { domain: domain.clone(), how: Absence::Silent });
    let closed = Lost { domain: "closed.test".into(), how: Absence::Closed };
    let options = Options { lost: lost.chain([closed]).collect(), ..options(Generation::Oldest, kinds) };
    let gone = silent.iter().map(String::as_str).chain(["closed.test", "nowhere.test"]);
    let gone = gone.map(|domain| (domain.to_owned(), "eva".to_owned(), "both", None));
    let living = ["old.test", THIRD, "new.test"].map(|domain| role(domain, "uwe", "both", Manner::AsksBack));
    let scene = Scene::of(options, &gone.chain(living).collect::<Vec<Role>>()).await;
    locally(async {
        let (_from, to, parting) = scene.moved_at(pace()).await;
        parting.tell(words());
        let is_mutual = |parting: &Parting| {
            let contacts = parting.contacts();
            let mut uwes = contacts.iter().filter(|(jid, _)| jid.starts_with("uwe"));
            !contacts.is_empty() && uwes.all(|(_, contact)| contact.state == State::Mutual)
        };
        // Who does not answer soon makes room for the next, and is still waited for.
        parting.comes_to(BEFORE_THE_NEXT_ARE_OPENED, |_| false).await;
        let called = scene.network.called_in_vain();
        assert!((1..=8).contains(&called.len()), "{called:?} at once");
        let in_time = parting.comes_to(BEFORE_THE_FIRST_IS_GIVEN_UP, is_mutual).await;
        assert!(in_time, "{:#?}", parting.contacts());
        let is_over = |parting: &Parting| {
            let is_unreachable = |state: &State| match state {
                State::Unreachable(error) => error.condition.starts_with("remote-server-"),
                _ => false,
            };
            let contacts = parting.contacts();
            let mut evas = contacts.iter().filter(|(jid, _)| jid.starts_with("eva"));
            evas.all(|(_, contact)| is_unreachable(&contact.state))
        };
        assert!(parting.comes_to(UNTIL_ALL_ARE, is_over).await, "{:#?}", parting.contacts());
        parting.stop().await;
        // Nobody is asked where nobody would hear it.
        let asked = to
            .sent
            .announcements()
            .into_iter()
            .filter(|stanza| stanza.contains("'subscribe'") || stanza.contains("\"subscribe\""));
        assert!(asked.into_iter().all(|stanza| stanza.contains("uwe@")));
    })
    .await;
    assert_eq!(scene.network.called_in_vain().len(), SILENT);
}
