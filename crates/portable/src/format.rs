//! Files of other kinds, told by how they begin.

/// A kind of file that is no XEP-0227 document, although people have accounts in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Several files in one, see [`crate::zip`].
    Zip,
    /// Encrypted with age, binary or armoured.
    Age,
    /// Encrypted with OpenPGP, binary or armoured: what Cheogram saves as `.xml.pgp`.
    OpenPgp,
    /// The older of the two exports of Openfire, which is not XEP-0227.
    Openfire,
}

impl Format {
    /// How many bytes of a file tell; fewer only if the file is that short.
    pub const HEAD: usize = 40;

    /// The format of a file that begins with `head`; none if it may be XML.
    pub fn of(head: &[u8]) -> Option<Self> {
        let begins = |with: &str| head.starts_with(with.as_bytes());
        match head.first() {
            _ if begins("PK\x03\x04") || begins("PK\x05\x06") => Some(Self::Zip),
            _ if begins("age-encryption.org/") || begins("-----BEGIN AGE ENCRYPTED FILE-----") => {
                Some(Self::Age)
            }
            _ if begins("-----BEGIN PGP MESSAGE-----") => Some(Self::OpenPgp),
            // A packet with a session key, in the new or the old framing (RFC 9580 §4.2, §5).
            Some(0xc1 | 0xc3 | 0x84..=0x87 | 0x8c..=0x8f) => Some(Self::OpenPgp),
            _ => None,
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zip => "a zip archive",
            Self::Age => "a file encrypted with age",
            Self::OpenPgp => "a file encrypted with OpenPGP",
            Self::Openfire => "a user export in Openfire's own format",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (head, expected) in [
            (&b"PK\x03\x04\x14\0"[..], Some(Format::Zip)),
            (b"PK\x05\x06\0\0", Some(Format::Zip)),
            (b"age-encryption.org/v1\n", Some(Format::Age)),
            (b"-----BEGIN AGE ENCRYPTED FILE-----\n", Some(Format::Age)),
            (b"-----BEGIN PGP MESSAGE-----\n", Some(Format::OpenPgp)),
            (b"\xc3\x2e\x06", Some(Format::OpenPgp)),
            (b"\x8c\x0d\x04", Some(Format::OpenPgp)),
            (b"<?xml version='1.0'?>", None),
            (b"\xef\xbb\xbf<a/>", None),
            (b" \n<a/>", None),
            (b"PK", None),
            (b"", None),
        ] {
            assert_eq!(Format::of(head), expected, "{head:?}");
        }
    }
}
