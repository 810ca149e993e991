//! The test vectors of the age format (C2SP/CCTV, age), as they are: those for a passphrase as a whole, those
//! for keys as far as a file's key is told.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::ZlibDecoder;
use sealing::payload::Decryption;
use sealing::{Armor, Damage, FileKey, Look, OpenError, Opener, Passphrase, look};
use sha2::{Digest, Sha256};

/// A vector: what is said of the file, and the file.
struct Vector {
    name: String,
    said: BTreeMap<String, String>,
    file: Vec<u8>,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let text = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let said: BTreeMap<String, String> = text
            .lines()
            .map(|line| line.split_once(": ").unwrap())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let mut file = bytes[end + 2..].to_vec();
        if said.contains_key("compressed") {
            let mut whole = Vec::new();
            ZlibDecoder::new(&file[..]).read_to_end(&mut whole).unwrap();
            file = whole;
        }
        Self { name: path.file_name().unwrap().to_string_lossy().into_owned(), said, file }
    }

    fn expected(&self) -> &str {
        &self.said["expect"]
    }

    #[track_caller]
    fn assert_handed_out(&self, content: &[u8]) {
        if let Some(hash) = self.said.get("payload") {
            let found: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, *hash, "{}: what was handed out", self.name);
        }
    }
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/age");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.extension().is_none()).map(|path| Vector::read(path)).collect()
}

fn open(vector: &Vector, passphrase: &str, piece: usize) -> (Result<(), OpenError>, Vec<u8>) {
    let mut opener = Opener::new(Passphrase::new(passphrase));
    let mut out = Vec::new();
    for bytes in vector.file.chunks(piece) {
        if let Err(error) = opener.feed(bytes, &mut out) {
            return (Err(error), out);
        }
    }
    let result = opener.finish(&mut out);
    (result, out)
}

#[test]
fn files_for_a_passphrase() {
    let mut count = 0;
    for vector in vectors() {
        let Some(passphrase) = vector.said.get("passphrase") else { continue };
        for piece in [1 << 20, 7] {
            let (result, content) = open(&vector, passphrase, piece);
            let found = match result {
                Ok(()) => "success",
                Err(OpenError::WrongPassphrase | OpenError::ForKeys) => "no match",
                Err(OpenError::TooHard(_)) => "too hard",
                Err(OpenError::Damaged(Damage::Mac)) => "HMAC failure",
                Err(OpenError::Damaged(Damage::Chunk)) => "payload failure",
                Err(OpenError::Damaged(Damage::Armor)) => "armor failure",
                Err(_) => "header failure",
            };
            // A reader may refuse what costs too much; that is no fault of the header's.
            let expected =
                if vector.name == "scrypt_work_factor_23" { "too hard" } else { vector.expected() };
            assert_eq!(found, expected, "{}", vector.name);
            vector.assert_handed_out(&content);
        }
        count += 1;
    }
    assert!(count > 20, "{count} vectors");
}

#[test]
fn headers_for_keys_are_read_as_strictly() {
    let mut count = 0;
    for vector in vectors() {
        let is_other = vector.said.contains_key("armored") || vector.said.contains_key("passphrase");
        // To these a missing nonce is the header's fault; here it is the payload's.
        if is_other || vector.name.starts_with("stream_") {
            continue;
        }
        let looked = look(&vector.file[..vector.file.len().min(sealing::HEAD)]);
        match vector.expected() {
            // A wrong share is found by whoever has a key; what is malformed besides, by everybody.
            "header failure" if vector.name.starts_with("x25519") => {
                let is_refused =
                    matches!(looked, Err(OpenError::ForKeys | OpenError::Damaged(Damage::Header)));
                assert!(is_refused, "{}: {looked:?}", vector.name);
            }
            "header failure" => {
                let is_refused = looked.is_err_and(|error| error != OpenError::ForKeys);
                assert!(is_refused || looked == Ok(Look::Plain), "{}: {looked:?}", vector.name);
            }
            _ => assert_eq!(looked, Err(OpenError::ForKeys), "{}", vector.name),
        }
        count += 1;
    }
    assert!(count > 30, "{count} vectors");
}

#[test]
fn payloads_of_any_file_whose_key_is_told() {
    let mut count = 0;
    for vector in vectors().iter().filter(|vector| vector.name.starts_with("stream_")) {
        let key = &vector.said["file key"];
        let byte = |at| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap();
        let key = FileKey::new(std::array::from_fn(byte));
        let mac = vector.file.windows(5).position(|bytes| bytes == b"\n--- ").unwrap() + 5;
        let payload = mac + 1 + vector.file[mac..].iter().position(|byte| *byte == b'\n').unwrap();
        for piece in [1 << 20, 65_553] {
            let mut decryption = Decryption::new(key.clone());
            let mut content = Vec::new();
            let mut result = Ok(());
            for bytes in vector.file[payload..].chunks(piece) {
                result = result.and_then(|()| decryption.feed(bytes, &mut content));
            }
            let result = result.and_then(|()| decryption.finish(&mut content));
            match vector.expected() {
                "success" => assert_eq!(result, Ok(()), "{}", vector.name),
                _ => assert!(result.is_err(), "{}", vector.name),
            }
            // Of what is damaged, less may be handed out than could be, and here is at times.
            if result.is_ok() {
                vector.assert_handed_out(&content);
            }
        }
        count += 1;
    }
    assert!(count > 20, "{count} vectors");
}

#[test]
fn armor() {
    let mut count = 0;
    for vector in vectors().iter().filter(|vector| vector.said.contains_key("armored")) {
        let read = |piece| {
            let mut armor = Armor::default();
            let mut bytes = Vec::new();
            for part in vector.file.chunks(piece) {
                armor.feed(part, &mut bytes)?;
            }
            armor.finish(&mut bytes)
        };
        for piece in [1 << 20, 1] {
            assert_eq!(read(piece).is_err(), vector.expected() == "armor failure", "{}", vector.name);
        }
        count += 1;
    }
    assert!(count > 20, "{count} vectors");
}
