//! A connection that breaks in the middle of a run.

use std::time::Duration;

use crate::common::{assert_complete, furnish, stage};

#[test]
fn a_cut_at_any_request_is_made_good() {
    for after in (1..60).step_by(2) {
        let stage = stage();
        furnish(&stage.old);
        let reports = stage.world.run(async {
            let moving = stage.read().await;
            stage.new.tune(|knobs| {
                knobs.cut_after = Some(after);
                knobs.down_for = Duration::from_secs(20);
                knobs.latency = Duration::from_millis(5);
            });
            moving.run(&migration::Choices::new()).await
        });
        assert_complete(&reports);
        let (old, new) = (&stage.old, &stage.new);
        let contacts = old.account("juliet", |old| old.roster.len());
        assert_eq!(new.account("juliet", |new| new.roster.len()), contacts, "cut after {after}");
        assert_eq!(new.sign_ins().len(), 2, "cut after {after}");
    }
}

#[test]
fn a_server_that_shuts_down_in_the_middle_is_waited_for() {
    let stage = stage();
    furnish(&stage.old);
    let reports = stage.world.run(async {
        let moving = stage.read().await;
        stage.new.tune(|knobs| knobs.latency = Duration::from_millis(100));
        let (world, new) = (stage.world.clone(), stage.new.clone());
        stage.world.task(async move {
            world.pass(Duration::from_millis(350)).await;
            new.tune(|knobs| knobs.down_until = world.time() + Duration::from_secs(60));
            new.end_streams("system-shutdown");
        });
        moving.run(&migration::Choices::new()).await
    });
    assert_complete(&reports);
    assert_eq!(stage.new.sign_ins().len(), 2);
}

#[test]
fn an_old_account_that_goes_away_while_it_is_read_is_waited_for() {
    let stage = stage();
    furnish(&stage.old);
    stage.old.tune(|knobs| {
        knobs.cut_after = Some(10);
        knobs.down_for = Duration::from_secs(30);
    });
    assert_complete(&stage.migrate());
    assert_eq!(stage.old.sign_ins().len(), 2);
}

#[test]
fn a_server_that_needs_the_password_again_is_waited_for() {
    let stage = stage();
    furnish(&stage.old);
    let reports = stage.world.run(async {
        let moving = stage.read().await;
        stage.new.identity("juliet", |juliet| {
            juliet.iterations = 5000;
            juliet.set_password("secret");
        });
        stage.new.tune(|knobs| knobs.cut_after = Some(9));
        let (world, session) = (stage.world.clone(), moving.to.session().clone());
        stage.world.task(async move {
            world.pass(Duration::from_secs(600)).await;
            session.resume(session::Password::new("secret".to_owned()));
        });
        moving.run(&migration::Choices::new()).await
    });
    assert_complete(&reports);
}
