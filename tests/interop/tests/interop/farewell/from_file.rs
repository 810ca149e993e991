//! The old provider is gone, and only a file is left.

use std::time::Duration;

use farewell::{Event, Order, State, Words};
use interop::{Move, Parting};
use migration::{Holdings, KindId, kinds};
use servers::contacts::Manner;
use servers::{Generation, Kind, Side};

use super::scene::{Role, Scene, THIRD, options, pace, role, words};
use crate::common::{NEW, OLD, locally, page};

const WAIT: Duration = Duration::from_secs(120);

/// They are asked without a claim that nobody could check.
#[tokio::test]
async fn contacts_of_a_file_are_told_who_asks() {
    let cast: Vec<Role> = vec![
        role(THIRD, "both", "both", Manner::AsksBack),
        role(THIRD, "to", "to", Manner::Approves),
        role("new.test", "from", "from", Manner::Ignores),
        role("new.test", "none", "none", Manner::Ignores),
    ];
    let kinds = [Kind::Prosody, Kind::Ejabberd, Kind::Prosody];
    let scene = Scene::of(options(Generation::Oldest, kinds), &cast).await;
    // As the file has it.
    let held = locally(async {
        let from = page(&scene.network, Side::Old).await;
        Holdings::read(&[roster()], &from, &|_, _| {}).await
    })
    .await;
    scene.network.stop(Side::Old).await;
    locally(async {
        let to = page(&scene.network, Side::New).await;
        let mapping = interop::mapping(&to, &to);
        let mapping = migration::Mapping { origin: OLD.parse().ok(), ..mapping };
        Move::from_holdings(held.clone(), &mapping, &to, &migration::Choices::new()).await.assert_complete();
        let parting = Parting::holding(OLD.parse().unwrap(), held, &to, pace());
        parting.perform(Order::Look).await;
        parting.tell(words());
        assert!(
            parting.comes_to(WAIT, |parting| scene.is_over(parting, false)).await,
            "{:#?}",
            parting.events()
        );
        assert_eq!(parting.state(&format!("both@{THIRD}")), State::Mutual);
        assert!(
            !parting.events().iter().any(|event| matches!(event, Event::Failed(..))),
            "{:#?}",
            parting.events()
        );
        parting.stop().await;
    })
    .await;
    let Words { status, .. } = words();
    for (jid, requests) in scene.requests().await {
        assert_eq!(requests.len(), usize::from(scene.contacts[&jid].is_asked()), "{jid}: {requests:?}");
        for request in requests {
            assert!(
                request.contains(&status) && request.contains(NEW) && !request.contains("moved"),
                "{request}"
            );
        }
    }
}

fn roster() -> KindId {
    kinds::by_name("roster").unwrap().id()
}
