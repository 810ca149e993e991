//! Connections that are lost while an archive is read.

use std::time::Duration;

use migration::file::{ArchiveRange, FileError};

use crate::common::{chatted, ids, save};

#[test]
fn reading_goes_on_after_any_number_of_breaks() {
    let stage = chatted(1_000);
    stage.tune(|knobs| {
        knobs.latency = Duration::from_millis(100);
        knobs.cut_after = Some(12);
        knobs.down_for = Duration::from_secs(5);
    });
    let server = stage.server.clone();
    let world = stage.world.clone();
    stage.world.task(async move {
        for _ in 0..4 {
            world.pass(Duration::from_secs(20)).await;
            server.cut();
        }
    });
    let saved = stage.save(&["message_archive"]);
    assert_eq!(saved.ids(), ids(0..1_000));
    assert!(saved.report("message_archive").is_complete());
    assert!(stage.server.sign_ins().len() > 1);
}

#[test]
fn signing_out_ends_it() {
    let stage = chatted(500);
    stage.tune(|knobs| knobs.latency = Duration::from_secs(1));
    stage.world.run(async {
        let account = stage.open().await;
        let (session, world) = (account.session().clone(), stage.world.clone());
        stage.world.task(async move {
            world.pass(Duration::from_secs(5)).await;
            session.sign_out();
        });
        let saved = save(&account, &["message_archive"], ArchiveRange::default(), Vec::new()).await;
        assert_eq!(saved.err(), Some(FileError::Stopped));
    });
}
