//! Conversations as XEPs write them, run against a stream (see [`runner`]).

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod runner;

/// One test for each transcript, so that a failure has its name.
macro_rules! transcripts {
    ($($test:ident: $file:literal,)*) => {
        $(#[test]
        fn $test() {
            runner::run($file);
        })*

        const LISTED: &[&str] = &[$($file),*];
    };
}

/// Beginnings that others include.
const SHARED: &[&str] = &[
    "managed",
    "signed-in",
    "to-authenticated",
    "to-challenged",
    "to-managed",
    "to-registration",
    "to-resume",
    "to-resuming",
    "to-sasl",
];

transcripts! {
    account_disabled: "account-disabled",
    acknowledged_when_asked: "acknowledged-when-asked",
    acknowledges_too_much: "acknowledges-too-much",
    advertised_hash: "advertised-hash",
    advertised_hash_wrong: "advertised-hash-wrong",
    another_resumed: "another-resumed",
    answers_out_of_order: "answers-out-of-order",
    as_strong_as_before: "as-strong-as-before",
    awkward_name: "awkward-name",
    bad_password: "bad-password",
    binary: "binary",
    bind_answered_by_a_stranger: "bind-answered-by-a-stranger",
    bind_missing: "bind-missing",
    bind_refused: "bind-refused",
    bind_unanswered: "bind-unanswered",
    block_pushes: "block-pushes",
    bound_to_another_account: "bound-to-another-account",
    bound_to_no_resource: "bound-to-no-resource",
    challenge_not_base64: "challenge-not-base64",
    challenge_to_plain: "challenge-to-plain",
    chatter_holds_nothing_up: "chatter-holds-nothing-up",
    close_unanswered: "close-unanswered",
    close_while_signing_in: "close-while-signing-in",
    closed_at_once: "closed-at-once",
    closed_by_server: "closed-by-server",
    closed_by_us: "closed-by-us",
    conflict: "conflict",
    disconnected: "disconnected",
    disconnected_at_once: "disconnected-at-once",
    every_request_is_answered: "every-request-is-answered",
    gone: "gone",
    host_name_in_capitals: "host-name-in-capitals",
    host_unknown: "host-unknown",
    idle_limit: "idle-limit",
    iteration_count_high: "iteration-count-high",
    iteration_count_low: "iteration-count-low",
    keep_alive: "keep-alive",
    malformed_frame: "malformed-frame",
    malformed_frame_early: "malformed-frame-early",
    messages_and_presence: "messages-and-presence",
    no_common_mechanism: "no-common-mechanism",
    no_from: "no-from",
    no_longer_managed: "no-longer-managed",
    no_mechanisms: "no-mechanisms",
    no_open: "no-open",
    no_stream_features: "no-stream-features",
    not_a_stanza: "not-a-stanza",
    not_enabled: "not-enabled",
    not_resumed: "not-resumed",
    other_sasl_failure: "other-sasl-failure",
    plain: "plain",
    plain_insecure: "plain-insecure",
    plain_only: "plain-only",
    policy_violation: "policy-violation",
    refused_requests: "refused-requests",
    registration: "registration",
    registration_is_not_pinged: "registration-is-not-pinged",
    request_times_out: "request-times-out",
    resumed: "resumed",
    resumed_twice: "resumed-twice",
    resumed_within_a_frame: "resumed-within-a-frame",
    resumed_with_too_much: "resumed-with-too-much",
    roster: "roster",
    roster_pushes: "roster-pushes",
    scram_sha_1: "scram-sha-1",
    scram_sha_256: "scram-sha-256",
    scram_sha_512: "scram-sha-512",
    see_other_uri: "see-other-uri",
    server_not_proven_at_once: "server-not-proven-at-once",
    server_not_proven_nonce: "server-not-proven-nonce",
    server_not_proven_signature: "server-not-proven-signature",
    server_not_proven_silent: "server-not-proven-silent",
    session_required: "session-required",
    signature_in_challenge: "signature-in-challenge",
    silence: "silence",
    silence_suspends: "silence-suspends",
    slow_steps: "slow-steps",
    spoofed_answers: "spoofed-answers",
    stalling_server: "stalling-server",
    stanza_before_sign_in: "stanza-before-sign-in",
    stanza_in_no_namespace: "stanza-in-no-namespace",
    temporary_auth_failure: "temporary-auth-failure",
    two_stanzas_in_a_frame: "two-stanzas-in-a-frame",
    waking_up_alive: "waking-up-alive",
    waking_up_dead: "waking-up-dead",
    weaker_on_resuming: "weaker-on-resuming",
    weaker_than_before: "weaker-than-before",
    wrong_from: "wrong-from",
    wrong_password: "wrong-password",
    wrong_password_in_success: "wrong-password-in-success",
}

#[test]
fn every_file_is_run() {
    let files: std::collections::BTreeSet<String> = std::fs::read_dir(runner::folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    let listed = LISTED.iter().chain(SHARED).map(|name| (*name).to_owned()).collect();
    assert_eq!(files, listed);
}
