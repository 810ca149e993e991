//! Stanzas that a server does not take: not sent where that is known, never sent again where it is not.

use interop::{Move, SignedIn};
use migration::{Outcome, Problem};
use servers::client::write::private_set;
use servers::{Kind, Side};

use crate::common::{
    contact_of, empty_accounts, fill, locally, options, page, set_contact, set_vcard, witness,
};

const BIG: &str = "storage storage:rosternotes";

fn notes(bytes: usize) -> String {
    format!("<storage xmlns='storage:rosternotes'>{}</storage>", "n".repeat(bytes))
}

#[tokio::test]
async fn over_the_limit_everyone_assumes() {
    let network = empty_accounts(options(Kind::Ejabberd, Kind::Prosody)).await;
    let old = witness(&network, Side::Old).await;
    let big_note = "x".repeat(300_000);
    fill(
        &old,
        [
            set_contact("a@b.test", "A", &[]),
            private_set(&notes(300_000)),
            private_set("<roster xmlns='roster:delimiter'>::</roster>"),
            set_vcard(&format!("<FN>Anna</FN><NOTE>{big_note}</NOTE><TITLE>t</TITLE>")),
        ],
    )
    .await;
    let new = witness(&network, Side::New).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        for (id, item) in [("private_storage", BIG), ("profile", "NOTE xxx")] {
            let Outcome::Failed(Problem::TooLarge { size, limit }) = run.outcome(id, item) else {
                panic!("{:?}", run.outcome(id, item).clone());
            };
            assert_eq!(*limit, 262_144);
            assert!((300_000..302_000).contains(size), "{size}");
            assert_eq!(run.report(id).tally().failed, 1);
        }
        assert!(to.sent.writes().iter().all(|write| write.len() < 10_000));
        for item in ["FN Anna", "TITLE t"] {
            assert!(run.entry("profile", item).verified);
        }
        assert!(run.entry("private_storage", "roster roster:delimiter").verified);
        assert!(run.report("roster").is_complete());
    })
    .await;
    assert!(contact_of(&new, "a@b.test").await.is_some());
    assert!(new.vcard().await.unwrap().contains("<TITLE>t</TITLE>"));
    assert_eq!(
        new.private("roster", "roster:delimiter").await.unwrap(),
        "<roster xmlns='roster:delimiter'>::</roster>"
    );
}

#[tokio::test]
async fn over_a_limit_nobody_announced() {
    let mut options = options(Kind::Ejabberd, Kind::Prosody);
    options.new.stanza_limit = Some(100_000);
    let network = empty_accounts(options).await;
    let old = witness(&network, Side::Old).await;
    let contacts: Vec<String> = (0..30).map(|number| format!("c{number:02}@b.test")).collect();
    fill(&old, contacts.iter().map(|jid| set_contact(jid, "C", &["G"]))).await;
    let delimiter = private_set("<roster xmlns='roster:delimiter'>::</roster>");
    fill(&old, [private_set(&notes(120_000)), delimiter, set_vcard("<FN>Anna</FN>")]).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        closed_over(&run, &to);
        for report in &run.reports {
            let failed = usize::from(report.id.0 == "private_storage");
            let tally = report.tally();
            assert_eq!((tally.failed, tally.read - tally.verified), (failed, failed), "{report:#?}");
        }
        // Nor is it sent again by this session when the person tries once more.
        let again = Move::everything(&from, &to).await;
        closed_over(&again, &to);
    })
    .await;
    let new = witness(&network, Side::New).await;
    let roster: Vec<String> = new.roster().await.unwrap().into_iter().map(|item| item.jid).collect();
    assert_eq!(roster, contacts);
    let stored = new.private("roster", "roster:delimiter").await.unwrap();
    assert_eq!(stored, "<roster xmlns='roster:delimiter'>::</roster>");
    assert!(new.vcard().await.unwrap().contains("<FN>Anna</FN>"));
}

/// The server ended the stream over the big element, which was sent once.
fn closed_over(run: &Move, to: &SignedIn) {
    let outcome = run.outcome("private_storage", BIG);
    let Outcome::Failed(Problem::ServerClosed { condition }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(condition, "policy-violation");
    let big = to.sent.writes().into_iter().filter(|write| write.len() > 100_000);
    assert_eq!(big.count(), 1);
}
