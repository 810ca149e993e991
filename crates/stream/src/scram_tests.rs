use super::*;
use crate::Password;

fn password(text: &str) -> Credentials {
    Credentials::Password(Password::new(text.to_owned()))
}

fn start(mechanism: Mechanism, credentials: &Credentials) -> Scram {
    Scram::new(mechanism, "user", credentials, String::new(), "rOprNGfwEbeRWgbNEkqO".to_owned()).unwrap()
}

/// Runs one exchange of a published or independently computed vector.
#[track_caller]
fn check(
    mechanism: Mechanism,
    nonce: &str,
    server_first: &str,
    client_final: &str,
    server_final: &str,
) -> ScramKeys {
    let mut scram =
        Scram::new(mechanism, "user", &password("pencil"), String::new(), nonce.to_owned()).unwrap();
    assert_eq!(scram.client_first(), format!("n,,n=user,r={nonce}"));
    assert_eq!(scram.challenge(server_first).unwrap(), client_final);
    scram.success(server_final).unwrap()
}

const FIRST: &str = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const FINAL_256: &str = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

#[test]
fn rfc_5802_section_5() {
    check(
        Mechanism::ScramSha1,
        "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    );
}

#[test]
fn rfc_7677_section_3() {
    check(
        Mechanism::ScramSha256,
        "rOprNGfwEbeRWgbNEkqO",
        FIRST,
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
         p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        FINAL_256,
    );
}

/// The same exchange with SHA-512; computed with Python's hashlib.
#[test]
fn sha_512() {
    check(
        Mechanism::ScramSha512,
        "rOprNGfwEbeRWgbNEkqO",
        FIRST,
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
         p=gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
        "v=ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==",
    );
}

#[test]
fn keys_sign_in_like_the_password() {
    let mut by_password = start(Mechanism::ScramSha256, &password("pencil"));
    let response = by_password.challenge(FIRST).unwrap();
    let keys = by_password.success(FINAL_256).unwrap();

    let mut by_keys = start(Mechanism::ScramSha256, &Credentials::Keys(keys.clone()));
    assert_eq!(by_keys.challenge(FIRST).unwrap(), response);
    assert_eq!(by_keys.success(FINAL_256).unwrap(), keys);

    for changed in [FIRST.replace("i=4096", "i=8192"), FIRST.replace("W22Z", "W23Z")] {
        let mut scram = start(Mechanism::ScramSha256, &Credentials::Keys(keys.clone()));
        assert_eq!(scram.challenge(&changed).unwrap_err(), Failure::PasswordNeeded);
    }
    let mut scram = start(Mechanism::ScramSha512, &Credentials::Keys(keys));
    assert_eq!(scram.challenge(FIRST).unwrap_err(), Failure::PasswordNeeded);
}

#[test]
fn the_server_first_message_is_read_strictly() {
    let check = |message: &str, expected: Failure| {
        let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
        assert_eq!(scram.challenge(message).unwrap_err(), expected, "{message}");
        // Nothing goes on after that.
        assert_eq!(scram.success(FINAL_256).unwrap_err(), Failure::ServerNotProven);
    };
    let protocol = |what: &str| Failure::Protocol(what.to_owned());
    check("", protocol("SCRAM: no r= where it belongs"));
    check(&format!("m=must,{FIRST}"), protocol("SCRAM: no r= where it belongs"));
    check("r=rOprNGfwEbeRWgbNEkqOx,i=4096", protocol("SCRAM: no s= where it belongs"));
    check(&FIRST.replace("s=W22", "s=*"), protocol("SCRAM: the salt is not base64"));
    for count in ["i=", "i=-4096", "i=+4096", "i=4e5", "i= 4096"] {
        check(&FIRST.replace("i=4096", count), protocol("SCRAM: the iteration count is no number"));
    }
    check(&FIRST.replace("i=4096", "i=4095"), Failure::IterationCount(4095));
    check(&FIRST.replace("i=4096", "i=0"), Failure::IterationCount(0));
    check(&FIRST.replace("i=4096", "i=1000001"), Failure::IterationCount(1_000_001));
    check(&FIRST.replace("i=4096", "i=99999999999999"), Failure::IterationCount(u32::MAX));
    check(&FIRST.replace("r=rOpr", "r=xOpr"), Failure::ServerNotProven);
    check("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", Failure::ServerNotProven);
    check("r=rOpr,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", Failure::ServerNotProven);
}

#[test]
fn extensions_after_the_iteration_count_are_covered_by_the_proof() {
    let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
    let plain = scram.challenge(FIRST).unwrap();
    let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
    let extended = scram.challenge(&format!("{FIRST},x=1")).unwrap();
    assert_ne!(plain, extended);
}

#[test]
fn only_the_right_signature_is_a_proof() {
    let check = |message: &str, expected: Failure| {
        let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
        scram.challenge(FIRST).unwrap();
        assert_eq!(scram.success(message).unwrap_err(), expected, "{message}");
    };
    check("", Failure::ServerNotProven);
    check("v=", Failure::ServerNotProven);
    check("v=*", Failure::ServerNotProven);
    check("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", Failure::ServerNotProven);
    check("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Failure::ServerNotProven);
    check("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", Failure::ServerNotProven);
    check("x=1,v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Failure::ServerNotProven);
    check("e=invalid-proof", Failure::WrongPassword);
    check("e=unknown-user", Failure::WrongPassword);
    check("e=other-error", Failure::OtherSasl { condition: "other-error".to_owned(), text: None });
    assert_eq!(
        start(Mechanism::ScramSha256, &password("x")).success(FINAL_256).unwrap_err(),
        Failure::ServerNotProven
    );
}

#[test]
fn a_proof_may_come_as_a_challenge_once() {
    let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
    scram.challenge(FIRST).unwrap();
    assert_eq!(scram.challenge(FINAL_256).unwrap(), "");
    assert!(scram.challenge(FINAL_256).is_err());

    let mut scram = start(Mechanism::ScramSha256, &password("pencil"));
    scram.challenge(FIRST).unwrap();
    scram.challenge(FINAL_256).unwrap();
    scram.success("").unwrap();
}

#[test]
fn names_and_passwords_are_prepared() {
    let scram =
        Scram::new(Mechanism::ScramSha1, "a=b,c", &password("x"), String::new(), "n".to_owned()).unwrap();
    assert_eq!(scram.client_first(), "n,,n=a=3Db=2Cc,r=n");
    // RFC 4013 §3.
    assert_eq!(*prepared_password("I\u{ad}X").unwrap(), "IX");
    assert_eq!(*prepared_password("\u{aa}").unwrap(), "a");
    assert_eq!(*prepared_password("a\u{a0}b").unwrap(), "a b");
    // Forbidden by RFC 4013 §3 for its order alone, which `jid::prepare` does not judge.
    assert_eq!(*prepared_password("\u{627}1").unwrap(), "\u{627}1");
    for bad in ["\u{7}", "", "\u{ad}", "a\0b"] {
        assert_eq!(prepared_password(bad).unwrap_err(), Failure::BadPassword, "{bad:?}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let credentials = password("pencil");
    assert_eq!(format!("{credentials:?}"), "Password(Password(..))");
    let mut scram = start(Mechanism::ScramSha256, &credentials);
    scram.challenge(FIRST).unwrap();
    let keys = scram.success(FINAL_256).unwrap();
    assert_eq!(format!("{keys:?}"), "ScramKeys { mechanism: ScramSha256, .. }");
}

/// The example of XEP-0474 §5.3: the hash of what was advertised there.
#[test]
fn xep_0474_section_5_3() {
    let advertised = "SCRAM-SHA-1\u{1e}SCRAM-SHA-1-PLUS\u{1f}tls-exporter\u{1e}tls-server-end-point";
    let nonce = "12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6";
    let first = format!("r={nonce}a09117a6,s=QSXCR+Q6sek8bf92,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=");
    let answer = |advertised: &str| {
        let credentials = password("pencil");
        let scram =
            Scram::new(Mechanism::ScramSha1, "user", &credentials, advertised.to_owned(), nonce.to_owned());
        scram.unwrap().challenge(&first)
    };
    assert!(answer(advertised).is_ok());
    assert_eq!(answer("SCRAM-SHA-1"), Err(Failure::Downgraded));
    assert_eq!(answer(""), Err(Failure::Downgraded));
}
