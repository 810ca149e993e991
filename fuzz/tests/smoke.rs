//! A bounded run of every target, from the seeds of the repository.

use fuzz::mutate::{all_seeds, run};

#[track_caller]
fn check(target: fn(&[u8]), runs: u64) {
    let seeds = all_seeds();
    assert!(seeds.len() > 10, "seeds are missing");
    run(target, &seeds, runs, 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn reader() {
    check(fuzz::reader, 40_000);
}

#[test]
fn element() {
    check(fuzz::element, 200_000);
}

#[test]
fn files() {
    check(fuzz::files, 40_000);
}

#[test]
fn zip() {
    check(fuzz::zip, 100_000);
}

#[test]
fn sealed() {
    check(fuzz::sealed, 40_000);
}
