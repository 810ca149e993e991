//! The servers themselves: they start, reach each other, go, come back and leave nothing behind.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use servers::{Client, End, Generation, Kind, Limits, Network, Options, SharedGroup, Side};

const WAIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn messages_pass_both_ways_and_nothing_is_left() {
    for generation in Generation::ALL {
        let network = Network::start(options(generation)).await.unwrap();
        messages_pass(network).await;
    }
}

fn options(generation: Generation) -> Options {
    Options::of(generation, Kind::Prosody, Kind::Ejabberd)
}

async fn messages_pass(network: Network) {
    let mut clients = Vec::new();
    for side in [Side::Old, Side::New] {
        let server = network.server(side);
        server.register("anna", "se cret&<ü>").await.unwrap();
        let client = Client::connect(server, "anna", "se cret&<ü>").await.unwrap();
        client.send_raw("<presence xmlns='jabber:client'/>");
        clients.push(client);
    }
    for (from, to) in [(0, 1), (1, 0)] {
        let (from, to) = (&clients[from], &clients[to]);
        from.send_raw(format!(
            "<message xmlns='jabber:client' to='{}' type='chat'><body>hello</body></message>",
            to.jid()
        ));
        let message = to.receive(|xml| xml.contains("<body>hello</body>"), WAIT).await.unwrap();
        assert!(message.contains(from.jid()), "{message}");
    }

    let mut processes = Vec::new();
    for side in [Side::Old, Side::New] {
        let id = network.server(side).process_id().await.unwrap();
        assert!(alive(id));
        processes.extend(family(id));
    }
    assert!(processes.len() >= 3, "ejabberd has a helper: {processes:?}");
    let folders: Vec<PathBuf> = processes.iter().filter_map(|id| working_folder(*id)).collect();
    drop(network);
    let left: Vec<u32> = until_gone(&processes);
    assert!(left.is_empty(), "still there: {left:?}");
    let state: Vec<_> =
        folders.iter().filter(|path| path.to_string_lossy().contains("test-networks")).collect();
    assert!(!state.is_empty() && state.iter().all(|path| !path.exists()), "{folders:?}");
}

#[tokio::test]
async fn a_server_goes_and_comes_back_with_its_accounts() {
    let options = Options {
        old: End::new(Kind::Ejabberd, "old.test"),
        new: End::new(Kind::Prosody, "new.test"),
        limits: Limits::Default,
        ..Options::default()
    };
    let network = Network::start(options).await.unwrap();
    for side in [Side::Old, Side::New] {
        let server = network.server(side);
        server.register("anna", "secret").await.unwrap();
        let client = Client::connect(server, "anna", "secret").await.unwrap();
        network.stop(side).await;
        client.ended(WAIT).await.unwrap();
        assert!(Client::connect(server, "anna", "secret").await.is_err());
        network.start_again(side).await.unwrap();
        Client::connect(server, "anna", "secret").await.unwrap();
        assert!(Client::connect(server, "anna", "wrong").await.is_err());
    }
}

#[tokio::test]
async fn networks_do_not_meet_and_share_groups() {
    let group = SharedGroup {
        name: "Team & <Co>".to_owned(),
        members: vec![("anna".into(), "Anna".into()), ("boss".into(), "The Boss".into())],
    };
    let mut options = Options::default();
    options.old.shared_groups = vec![group.clone()];
    options.new.shared_groups = vec![group];
    let (one, two) = tokio::join!(Network::start(options), Network::start(Options::default()));
    let (one, two) = (one.unwrap(), two.unwrap());
    for side in [Side::Old, Side::New] {
        assert_ne!(one.server(side).address, two.server(side).address);
        let server = one.server(side);
        for user in ["anna", "boss"] {
            server.register(user, "secret").await.unwrap();
        }
        let roster = Client::connect(server, "anna", "secret").await.unwrap().roster().await.unwrap();
        assert_eq!(roster.len(), 1, "{roster:?}");
        assert_eq!(roster[0].jid, server.jid("boss"));
        assert_eq!(roster[0].subscription, "both");
        assert!(roster[0].groups.contains("Team & <Co>"), "{roster:?}");
        assert!(Client::connect(two.server(side), "anna", "secret").await.is_err());
    }
}

#[tokio::test]
async fn limits_hold_in_every_generation_and_can_be_lifted() {
    hold(Generation::Oldest, Limits::Unlimited).await;
    // Each spends its time waiting.
    tokio::join!(
        hold(Generation::Oldest, Limits::Default),
        hold(Generation::Backports, Limits::Default),
        hold(Generation::Current, Limits::Default),
    );
}

async fn hold(generation: Generation, limits: Limits) {
    // Over the burst of both servers: some seconds at 3 or 10 kB/s, none without limits.
    let payload =
        format!("<query xmlns='jabber:iq:private'><a xmlns='urn:a'>{}</a></query>", "x".repeat(50_000));
    let network = Network::start(Options { limits, ..options(generation) }).await.unwrap();
    for side in [Side::Old, Side::New] {
        let server = network.server(side);
        server.register("anna", "secret").await.unwrap();
        let client = Client::connect(server, "anna", "secret").await.unwrap();
        let start = Instant::now();
        client.iq("set", None, &payload).await.unwrap();
        let slow = start.elapsed() > Duration::from_secs(2);
        assert_eq!(slow, limits == Limits::Default, "{server}: {:?}", start.elapsed());
    }
}

/// Not a test by itself: what the next one starts and kills.
#[tokio::test]
async fn a_run_that_waits_to_be_killed() {
    let Some(which) = std::env::var_os("WAIT_TO_BE_KILLED") else { return };
    let generation = Generation::ALL.into_iter().find(|one| *which == *format!("{one:?}")).unwrap();
    let network = Network::start(options(generation)).await.unwrap();
    for side in [Side::Old, Side::New] {
        println!("process {}", network.server(side).process_id().await.unwrap());
    }
    tokio::time::sleep(WAIT).await;
}

#[test]
fn servers_end_with_a_run_that_is_killed() {
    for generation in [Generation::Oldest, Generation::Current] {
        end_with_a_killed_run(generation);
    }
}

fn end_with_a_killed_run(generation: Generation) {
    let mut run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_run_that_waits_to_be_killed", "--nocapture"])
        .env("WAIT_TO_BE_KILLED", format!("{generation:?}"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut processes = Vec::new();
    for line in BufReader::new(run.stdout.take().unwrap()).lines() {
        if let Some(id) = line.unwrap().split("process ").nth(1) {
            processes.extend(family(id.trim().parse().unwrap()));
            if processes.len() >= 3 {
                break;
            }
        }
    }
    assert!(processes.iter().all(|id| alive(*id)));
    run.kill().unwrap();
    run.wait().unwrap();
    let left = until_gone(&processes);
    assert!(left.is_empty(), "still there: {left:?}");
}

/// The process and its children.
fn family(id: u32) -> Vec<u32> {
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    let tasks = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let by_thread = tasks.flat_map(|task| {
        let text = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    });
    let mut all: Vec<u32> = children
        .split_whitespace()
        .map(str::to_owned)
        .chain(by_thread)
        .filter_map(|child| child.parse().ok())
        .collect();
    all.push(id);
    all.sort_unstable();
    all.dedup();
    all
}

/// Runs, and is not merely waiting to be noticed as dead.
fn alive(id: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}

fn working_folder(id: u32) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{id}/cwd")).ok()
}

fn until_gone(processes: &[u32]) -> Vec<u32> {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let left: Vec<u32> = processes.iter().copied().filter(|id| alive(*id)).collect();
        if left.is_empty() || Instant::now() > deadline {
            return left;
        }
        std::thread::yield_now();
    }
}
