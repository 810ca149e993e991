//! What kind of file it is, told from its beginning.

use crate::armor::{self, Armor};
use crate::header::Header;
use crate::{Damage, MOST_LOG_N, OpenError};

/// So many bytes from the beginning of a file are enough to look at.
pub const HEAD: usize = 64 << 10;

/// What stands at the beginning of an OpenPGP message as text (RFC 9580 §6.2).
const PGP_TEXT: &[u8] = b"-----BEGIN PGP MESSAGE-----";
/// Packets an encrypted message begins with (RFC 9580 §5): a session key for a key, one for a passphrase, and
/// the encrypted data itself.
const PGP_PACKETS: [u8; 3] = [1, 3, 18];
/// The versions these packets have.
const PGP_VERSIONS: std::ops::RangeInclusive<u8> = 1..=6;

/// How a file is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is: it is not encrypted, as far as can be told.
    Plain,
    /// By a passphrase.
    Passphrase,
}

/// Looks at the first [`HEAD`] bytes of a file, or all if it has fewer. An encrypted file that cannot be opened
/// here with any passphrase is an error already.
pub fn look(head: &[u8]) -> Result<Look, OpenError> {
    if head.trim_ascii_start().starts_with(PGP_TEXT) || is_pgp(head) {
        return Err(OpenError::OpenPgp);
    }
    let parsed = if armor::is_armored(head) == Some(true) {
        let mut bytes = Vec::new();
        let read = Armor::default().feed(head, &mut bytes);
        // What is wrong further on is found when it is opened.
        match Header::parse(&bytes)? {
            None => read.and(Ok(None))?,
            header => header,
        }
    } else {
        match Header::parse(head) {
            Err(OpenError::NotSealed) => return Ok(Look::Plain),
            // As short as that it is nothing.
            Ok(None) if head.len() < 4 => return Ok(Look::Plain),
            parsed => parsed?,
        }
    };
    match parsed {
        None => Err(Damage::Truncated.into()),
        Some(header) if header.log_n() > MOST_LOG_N => Err(OpenError::TooHard(header.log_n())),
        Some(_) => Ok(Look::Passphrase),
    }
}

/// Whether these are packets of an encrypted OpenPGP message (RFC 9580 §4.2).
fn is_pgp(head: &[u8]) -> bool {
    let [first, second, ..] = *head else { return false };
    let (packet, length) = match first {
        0xc0..=0xff => {
            let length = match second {
                0..=191 => 1,
                192..=223 => 2,
                255 => 5,
                // In pieces.
                224..=254 => 1,
            };
            (first & 0x3f, length)
        }
        0x80..=0xbf => ((first >> 2) & 0x0f, [1, 2, 4, 0][usize::from(first & 3)]),
        _ => return false,
    };
    let version = head.get(1 + length);
    PGP_PACKETS.contains(&packet) && version.is_some_and(|version| PGP_VERSIONS.contains(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: Result<Look, OpenError>) {
        assert_eq!(look(head), expected, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn plain_files_are_plain() {
        for head in [
            &b"<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'/>"[..],
            b"\xef\xbb\xbf<?xml version='1.0'?>",
            b"PK\x03\x04\x2d\x00",
            b"\xff\xfe<\x00?\x00",
            b"age",
            b"agenda",
            b"",
            b"\n\n<x/>",
        ] {
            check(head, Ok(Look::Plain));
        }
    }

    #[test]
    fn openpgp_is_told_apart() {
        check(b"\n-----BEGIN PGP MESSAGE-----\n\nhQEMA", Err(OpenError::OpenPgp));
        // A session key for a key, for a passphrase, and both in the old form.
        check(b"\xc1\xc0\x4c\x03\x11\x22", Err(OpenError::OpenPgp));
        check(b"\xc3\x0d\x04\x09\x03\x08", Err(OpenError::OpenPgp));
        check(b"\x85\x01\x0c\x03\xaa\xbb", Err(OpenError::OpenPgp));
        check(b"\x8c\x0d\x04\x09\x03\x08", Err(OpenError::OpenPgp));
    }

    #[test]
    fn files_for_keys_and_files_too_hard_are_told_before_a_passphrase_is_asked_for() {
        let mac = "--- ZBu3/0hfMjOeqXnMPUUaEi9dJYBSX4C22KSlTMkABVk\n";
        let body = "k3SfiTFkb6MQyBg+zjxlbk8wxnfnVRpvVF2AfKt8LrI\n";
        let scrypt = |log_n: u8| {
            format!("age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ {log_n}\n{body}{mac}")
                .into_bytes()
        };
        check(&scrypt(15), Ok(Look::Passphrase));
        check(&scrypt(18), Ok(Look::Passphrase));
        check(&scrypt(19), Err(OpenError::TooHard(19)));
        for kind in ["X25519 abc", "ssh-ed25519 abc def", "piv-p256 a b", "x-grease"] {
            let file = format!("age-encryption.org/v1\n-> {kind}\n{body}{mac}");
            check(file.as_bytes(), Err(OpenError::ForKeys));
        }
        check(b"age-encryption.org/v2\n-> x", Err(OpenError::OtherVersion));
        check(&scrypt(15)[..60], Err(OpenError::Damaged(Damage::Truncated)));
    }
}
