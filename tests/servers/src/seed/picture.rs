//! A picture made here: a PNG (RFC 2083) whose pixels are stored, not compressed, so that its size is
//! known beforehand.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};

use crate::client::Request;
use crate::client::write::publish;

const DATA: &str = "urn:xmpp:avatar:data";
const METADATA: &str = "urn:xmpp:avatar:metadata";

/// An avatar of XEP-0084.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub png: Vec<u8>,
    /// SHA-1 of the bytes in hexadecimal, the item's id.
    pub id: String,
    pub edge: u32,
}

impl Picture {
    /// A square; its bytes are three times the square of `edge` and a little more.
    pub fn new(edge: u32) -> Self {
        let png = png(edge);
        let id = Sha1::digest(&png).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { png, id, edge }
    }

    pub fn base64(&self) -> String {
        STANDARD.encode(&self.png)
    }

    /// Data first, then metadata (XEP-0084 §3).
    pub fn publish(&self) -> [Request; 2] {
        let (id, bytes, edge) = (&self.id, self.png.len(), self.edge);
        let data = format!("<data xmlns='{DATA}'>{}</data>", self.base64());
        let metadata = format!(
            "<metadata xmlns='{METADATA}'>\
             <info id='{id}' bytes='{bytes}' type='image/png' width='{edge}' height='{edge}'/></metadata>"
        );
        [publish(DATA, id, &data), publish(METADATA, id, &metadata)]
    }
}

fn png(edge: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(edge.to_be_bytes());
    header.extend(edge.to_be_bytes());
    // Eight bits a channel, RGB, no interlacing.
    header.extend([8, 2, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"IDAT", &zlib(&pixels(edge)));
    chunk(&mut out, b"IEND", &[]);
    out
}

/// A disc on a gradient, each row after its filter byte.
fn pixels(edge: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let middle = i64::from(edge / 2);
    for y in 0..edge {
        out.push(0);
        for x in 0..edge {
            let (dx, dy) = (i64::from(x) - middle, i64::from(y) - middle);
            let inside = dx * dx + dy * dy < middle * middle * 4 / 9;
            let shade = |part: u32| (part * 255 / edge.max(1)) as u8;
            out.extend(if inside { [250, 200, shade(y)] } else { [shade(x), 90, shade(edge - y)] });
        }
    }
    out
}

/// Stored blocks only (RFC 1950, RFC 1951 §3.2.4).
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend(kind);
    out.extend(data);
    let sum = crc(&out[start..]);
    out.extend(sum.to_be_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_empty_end() {
        // The last chunk of every PNG there is.
        assert!(Picture::new(3).png.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
    }

    #[test]
    fn eighty_kilobytes() {
        let bytes = Picture::new(164).png.len();
        assert!((80_000..82_000).contains(&bytes), "{bytes}");
    }
}
