//! The same moves where only HTTP requests get through (XEP-0206): the same results.

use servers::Generation::{Current, Oldest};
use servers::Kind::{Ejabberd, Prosody};
use servers::{Generation, Network, Options, Side};
use session::{Mechanism, Status, Transport};
use xml::{Element, ns};

use crate::common::{empty_accounts, locally, page_over};
use crate::{generations, moves};

#[tokio::test]
async fn from_prosody_to_ejabberd() {
    moves::moves_over(Transport::Bosh, Prosody, Ejabberd, 20).await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody() {
    moves::moves_over(Transport::Bosh, Ejabberd, Prosody, 20).await;
}

#[tokio::test]
async fn current_from_prosody_to_ejabberd() {
    generations::moves_over(Transport::Bosh, Current, Prosody, Ejabberd).await;
}

#[tokio::test]
async fn current_from_ejabberd_to_prosody() {
    generations::moves_over(Transport::Bosh, Current, Ejabberd, Prosody).await;
}

#[tokio::test]
async fn signs_in_and_out_of_the_oldest() {
    signs_in_and_out(Oldest).await;
}

#[tokio::test]
async fn signs_in_and_out_of_the_current() {
    signs_in_and_out(Current).await;
}

async fn signs_in_and_out(generation: Generation) {
    let network: Network = empty_accounts(Options::of(generation, Prosody, Ejabberd)).await;
    locally(async {
        for side in [Side::Old, Side::New] {
            let account = page_over(Transport::Bosh, &network, side).await;
            let session = account.session();
            assert_eq!(session.mechanism(), Mechanism::ScramSha1, "{side:?}");
            assert_eq!(session.endpoint().transport(), Transport::Bosh);
            // What comes unasked comes at once: a request always waits for it.
            let mut inbox = session.inbox();
            let to = session.jid().to_string();
            let note = Element::new("body", ns::CLIENT).with_text("to myself");
            let note = Element::new("message", ns::CLIENT).with_attr("to", to).with_child(note);
            session.send(note).await.unwrap();
            let came = futures_util::StreamExt::next(&mut inbox).await.unwrap();
            assert_eq!(came.child_text("body", ns::CLIENT).as_deref(), Some("to myself"));
            let mut changes = session.watch();
            session.sign_out();
            while session.status() != Status::SignedOut {
                futures_util::StreamExt::next(&mut changes).await;
            }
        }
    })
    .await;
}
