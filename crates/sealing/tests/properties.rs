//! What holds for every file: any chunking gives the same, and whatever is altered is refused.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use sealing::{Damage, OpenError, Opener, Passphrase, Random, Sealer};

const CHUNK: usize = 64 << 10;
/// Enough of it to be scrypt, and little enough for thousands of files.
const LOG_N: u8 = 1;

fn passphrase() -> Passphrase {
    Passphrase::new("drei Wörter und eins")
}

fn seal(content: &[u8], piece: usize) -> Vec<u8> {
    let random = Random::new(std::array::from_fn(|at| at as u8));
    let mut file = Vec::new();
    let mut sealer = Sealer::begin_with(&passphrase(), &random, LOG_N, &mut file).unwrap();
    for bytes in content.chunks(piece) {
        sealer.feed(bytes, &mut file).unwrap();
    }
    sealer.finish(&mut file).unwrap();
    file
}

/// What comes of the file, and what was handed out until then.
fn open(file: &[u8], piece: usize) -> (Result<(), OpenError>, Vec<u8>) {
    let mut opener = Opener::new(passphrase());
    let mut content = Vec::new();
    for bytes in file.chunks(piece) {
        if let Err(error) = opener.feed(bytes, &mut content) {
            return (Err(error), content);
        }
    }
    let result = opener.finish(&mut content);
    (result, content)
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|at| (at * 7 + at / 251) as u8).collect()
}

#[test]
fn sizes_around_whole_chunks() {
    for len in [0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 16, 3 * CHUNK - 1] {
        let file = seal(&content(len), 1_000);
        assert_eq!(open(&file, 4_096), (Ok(()), content(len)), "{len} bytes");
        let chunks = len.div_ceil(CHUNK).max(1);
        let header = file.windows(5).position(|bytes| bytes == b"\n--- ").unwrap() + 5 + 43 + 1;
        assert_eq!(file.len(), header + 16 + len + 16 * chunks, "{len} bytes");
    }
}

#[test]
fn every_single_byte_that_is_altered_is_noticed() {
    let content = content(300);
    let file = seal(&content, 300);
    for at in 0..file.len() {
        for flip in [0x01, 0x80] {
            let mut damaged = file.clone();
            damaged[at] ^= flip;
            let (result, handed) = open(&damaged, 64);
            assert!(result.is_err(), "byte {at} of {}", file.len());
            assert!(handed.is_empty(), "byte {at}: nothing is handed out that is not authentic");
        }
    }
}

#[test]
fn a_file_that_ends_anywhere_else_is_not_complete() {
    let content = content(2 * CHUNK + 100);
    let file = seal(&content, CHUNK);
    let header = file.len() - (16 + content.len() + 3 * 16);
    let starts = [0, 1, 20, header - 1, header, header + 15, header + 16, header + 17];
    let ends = [CHUNK, CHUNK + 16, 2 * (CHUNK + 16)].map(|len| header + 16 + len);
    for len in starts.into_iter().chain(ends).chain([file.len() - 17, file.len() - 1]) {
        let (result, handed) = open(&file[..len], 10_000);
        assert!(result.is_err(), "{len} of {} bytes", file.len());
        assert!(content.starts_with(&handed), "what was handed out is authentic");
    }
    let (result, _) = open(&file[..header + 16 + 2 * (CHUNK + 16)], 10_000);
    assert_eq!(result, Err(OpenError::Damaged(Damage::Truncated)), "cut between two chunks");
    let longer = [&file[..], &[0; 40]].concat();
    assert_eq!(open(&longer, 10_000).0, Err(OpenError::Damaged(Damage::Chunk)));
}

#[test]
fn chunks_have_their_place() {
    let content = content(4 * CHUNK);
    let file = seal(&content, CHUNK);
    let sealed = CHUNK + 16;
    let begun = file.len() - 4 * sealed;
    let chunk = |n: usize| &file[begun + n * sealed..begun + (n + 1) * sealed];
    for order in [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 3], [0, 1, 3, 2]] {
        let moved = [&file[..begun], &order.map(chunk).concat()].concat();
        assert_eq!(open(&moved, CHUNK).0, Err(OpenError::Damaged(Damage::Chunk)), "{order:?}");
    }
    let left_out = [&file[..begun], chunk(0), chunk(2), chunk(3)].concat();
    assert_eq!(open(&left_out, CHUNK).0, Err(OpenError::Damaged(Damage::Chunk)));
}

#[test]
fn the_wrong_passphrase_is_no_damage() {
    let file = seal(b"secret", 6);
    for wrong in ["", "drei Wörter und zwei", "drei Wörter und eins "] {
        let mut opener = Opener::new(Passphrase::new(wrong));
        let mut out = Vec::new();
        assert_eq!(opener.feed(&file, &mut out), Err(OpenError::WrongPassphrase));
        assert!(out.is_empty());
    }
}

#[test]
fn what_costs_more_than_one_would_spend_is_refused() {
    let file = seal(b"secret", 6);
    let mut out = Vec::new();
    assert_eq!(Opener::bounded(passphrase(), LOG_N).feed(&file, &mut out), Ok(()));
    assert_eq!(Opener::bounded(passphrase(), 0).feed(&file, &mut out), Err(OpenError::TooHard(LOG_N)));
    assert!(out.is_empty());
}

#[test]
fn what_never_begins_is_not_held() {
    let mut opener = Opener::new(passphrase());
    let fed = (0..2_000).try_for_each(|_| opener.feed(b"\n", &mut Vec::new()));
    assert_eq!(fed, Err(OpenError::NotSealed));
}

#[test]
fn another_version_is_one_in_any_pieces() {
    for (head, expected) in [
        ("age-encryption.org/v2\r\n", OpenError::OtherVersion),
        ("age-encryption.org/v10\n", OpenError::OtherVersion),
        ("age-encryption.org/v1\r\n", OpenError::Damaged(Damage::Header)),
    ] {
        for piece in [1, 100] {
            assert_eq!(open(head.as_bytes(), piece).0, Err(expected), "{head:?}");
        }
    }
}

#[test]
fn memory_stays_flat() {
    let random = Random::new([7; Random::LEN]);
    let piece = content(100_000);
    let mut file = Vec::new();
    let mut sealer = Sealer::begin_with(&passphrase(), &random, LOG_N, &mut file).unwrap();
    let mut opener = Opener::new(passphrase());
    let (mut handed, mut most) = (0, 0);
    for _ in 0..200 {
        sealer.feed(&piece, &mut file).unwrap();
        let mut out = Vec::new();
        opener.feed(&file, &mut out).unwrap();
        handed += out.len();
        most = most.max(out.len()).max(file.len());
        file.clear();
    }
    assert!(most < piece.len() + 2 * (CHUNK + 16), "{most} bytes at once");
    assert!(200 * piece.len() - handed <= 2 * CHUNK, "no more than a chunk is held back each way");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_chunking_gives_the_same(len in 0..200_000_usize, write in 1..70_000_usize, read in 1..140_000_usize) {
        let content = content(len);
        let file = seal(&content, write);
        prop_assert_eq!(&file, &seal(&content, len.max(1)));
        let (result, found) = open(&file, read);
        prop_assert_eq!(result, Ok(()));
        prop_assert_eq!(found, content);
    }

    #[test]
    fn a_damaged_long_file_hands_out_only_what_is_authentic(at in 0..(3 * CHUNK), bit in 0..8_u32) {
        let content = content(3 * CHUNK);
        let mut file = seal(&content, CHUNK);
        let at = at % file.len();
        file[at] ^= 1 << bit;
        let (result, handed) = open(&file, 9_999);
        prop_assert!(result.is_err());
        prop_assert!(content.starts_with(&handed));
    }

    #[test]
    fn no_bytes_upset_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), piece in 1..100_usize) {
        let _ = open(&bytes, piece);
        let _ = sealing::look(&bytes);
        let header = b"age-encryption.org/v1\n-> ";
        let _ = open(&[&header[..], &bytes].concat(), piece);
        let armor = b"-----BEGIN AGE ENCRYPTED FILE-----\n";
        let _ = open(&[&armor[..], &bytes].concat(), piece);
    }
}
