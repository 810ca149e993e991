//! Pages that sleep: a locked phone, a tab in the background.

use futures_util::future::join;
use session::{Environment, Status};

use crate::common::{contact, ms, online, roster, s, set_all, stage};

#[test]
fn the_clock_stands_still() {
    let (world, _server) = stage();
    world.run(async {
        world.pass(s(1)).await;
        world.hide();
        world.pass(s(3600)).await;
        assert_eq!(world.now(), s(1));
        world.show();
        world.pass(s(1)).await;
        assert_eq!(world.now(), s(2));
    });
}

#[test]
fn answers_that_waited_count_although_their_time_is_up() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = s(1));
    world.run(async {
        let session = online(&world).await;
        let asleep = async {
            world.pass(ms(500)).await;
            world.hide();
            world.pass(s(3600)).await;
            world.show();
        };
        let (answers, ()) = join(set_all(&session, (0..10).map(contact)), asleep).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(session.status(), Status::Online);
        world.pass(s(30)).await;
        assert_eq!(session.status(), Status::Online);
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn a_connection_that_died_unnoticed_is_found_out_within_seconds() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        world.hide();
        world.pass(s(3600)).await;
        // The connection looks open and leads nowhere.
        server.tune(|knobs| knobs.silent = true);
        world.show();
        world.pass(s(5)).await;
        assert_eq!(session.status(), Status::Online);
        server.tune(|knobs| knobs.silent = false);
        world.pass(s(6)).await;
        session.online().await.unwrap();
        assert!(session.get(None, roster()).await.is_ok());
    });
    assert_eq!(server.sign_ins().len(), 2);
}

#[test]
fn a_connection_cut_during_sleep_is_renewed_on_waking() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        world.hide();
        world.pass(s(60)).await;
        server.cut();
        world.pass(s(3600)).await;
        assert_eq!(session.status(), Status::Online);
        world.show();
        world.pass(s(1)).await;
        assert_eq!(session.status(), Status::Online);
    });
    assert_eq!(server.sign_ins().len(), 2);
}
