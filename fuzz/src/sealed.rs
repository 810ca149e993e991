//! Encrypted files, opened with a passphrase that is known.

use sealing::{
    FileKey, HEAD, Look, MOST_LOG_N as MOST, OpenError, Opener, Passphrase, Random, Sealer, look, payload,
};

/// What opens the seeds.
pub const PASSPHRASE: &str = "hush";
/// What opening may cost here: next to nothing, so that it can be done millions of times.
const MOST_LOG_N: u8 = 3;

/// The first byte says how `data` is cut into pieces, and the second what it is: a file that somebody says is
/// encrypted, the inside of one whose key is known, or what is to be encrypted and altered afterwards.
pub fn sealed(data: &[u8]) {
    let Some(([size, way, at], rest)) = data.split_first_chunk() else { return };
    let size = usize::from(*size).max(1);
    match way % 4 {
        0 => altered(rest, usize::from(*at), size),
        1 => inside(rest, size),
        _ => file(rest, size),
    }
}

/// Nothing that a file says of itself is believed, and any pieces of it mean the same.
fn file(bytes: &[u8], size: usize) {
    let (result, content) = opened(bytes, size);
    assert_eq!(opened(bytes, bytes.len().max(1)), (result, content));
    let looked = look(&bytes[..bytes.len().min(HEAD)]);
    match result {
        Ok(()) => assert_eq!(looked, Ok(Look::Passphrase)),
        // It is told before a passphrase is asked for.
        Err(OpenError::ForKeys | OpenError::OtherVersion) => assert!(looked.is_err()),
        Err(OpenError::TooHard(log_n)) if log_n > MOST => assert!(looked.is_err()),
        Err(_) => {}
    }
}

/// The chunks alone: without the key nobody can make one, and what was made up is never handed out.
fn inside(bytes: &[u8], size: usize) {
    let open = |size: usize| {
        let mut decryption = payload::Decryption::new(FileKey::new([7; 16]));
        let mut content = Vec::new();
        let fed = bytes.chunks(size).try_for_each(|piece| decryption.feed(piece, &mut content));
        let result = fed.and_then(|()| decryption.finish(&mut content));
        (result, content)
    };
    let (result, content) = open(size);
    assert!(result.is_err() && content.is_empty(), "{result:?}");
    assert_eq!(open(bytes.len().max(1)), (result, content));
}

/// What is encrypted is opened again, and not once a byte of it is another.
fn altered(content: &[u8], at: usize, size: usize) {
    let random = Random::new([9; Random::LEN]);
    let mut file = Vec::new();
    let sealed =
        Sealer::begin_with(&Passphrase::new(PASSPHRASE), &random, 1, &mut file).and_then(|mut sealer| {
            content.chunks(size).try_for_each(|piece| sealer.feed(piece, &mut file))?;
            sealer.finish(&mut file)
        });
    assert_eq!(sealed, Ok(()));
    assert_eq!(opened(&file, size), (Ok(()), content.to_vec()));
    let at = at * 7 % file.len();
    file[at] ^= 1 << (size % 8);
    let (result, handed) = opened(&file, size);
    assert!(result.is_err() && content.starts_with(&handed), "byte {at}: {result:?}");
}

/// What comes of the file, and what was handed out until then.
fn opened(file: &[u8], size: usize) -> (Result<(), OpenError>, Vec<u8>) {
    let mut opener = Opener::bounded(Passphrase::new(PASSPHRASE), MOST_LOG_N);
    let mut content = Vec::new();
    let fed = file.chunks(size).try_for_each(|piece| opener.feed(piece, &mut content));
    let result = fed.and_then(|()| opener.finish(&mut content));
    (result, content)
}
