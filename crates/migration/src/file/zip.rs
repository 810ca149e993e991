//! The parts of a zip archive (APPNOTE 6.3) whose members are stored as they
//! are: their sizes are known only after them, and any of them may pass 4 GiB.

use portable::zip::Crc;

/// A member of the archive.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// Where its header begins.
    pub(super) offset: u64,
    pub(super) size: u64,
    pub(super) crc: Crc,
}

/// 4.4.3: the first version that knows zip64.
const VERSION: u16 = 45;
/// 4.4.4: sizes follow the member (bit 3), and names are UTF-8 (bit 11).
const FLAGS: u16 = 0x0808;
/// 1 January 1980, the first day a zip archive knows: no clock is asked.
const DATE: u16 = 0x0021;
/// Stands where the field of the zip64 extension counts.
const ELSEWHERE: u32 = u32::MAX;

/// What stands before a member (4.3.7).
pub(super) fn header(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    put32(&mut bytes, &[0x0403_4b50]);
    put16(&mut bytes, &[VERSION, FLAGS, 0, 0, DATE]);
    put32(&mut bytes, &[0, ELSEWHERE, ELSEWHERE]);
    put16(&mut bytes, &[name.len() as u16, 20]);
    bytes.extend_from_slice(name.as_bytes());
    put16(&mut bytes, &[1, 16]);
    put64(&mut bytes, &[0, 0]);
    bytes
}

/// What stands after a member (4.3.9).
pub(super) fn descriptor(member: &Member) -> Vec<u8> {
    let mut bytes = Vec::new();
    put32(&mut bytes, &[0x0807_4b50, member.crc.value()]);
    put64(&mut bytes, &[member.size, member.size]);
    bytes
}

/// What ends the archive: the directory (4.3.12) that begins at `offset`, and where it is.
pub(super) fn directory(members: &[Member], offset: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    for member in members {
        entry(&mut bytes, member);
    }
    let size = bytes.len() as u64;
    let count = members.len() as u64;
    let end = offset + size;
    let is_small = end < u64::from(ELSEWHERE) && count < 0xffff;
    if !is_small {
        put32(&mut bytes, &[0x0606_4b50]);
        put64(&mut bytes, &[44]);
        put16(&mut bytes, &[VERSION, VERSION]);
        put32(&mut bytes, &[0, 0]);
        put64(&mut bytes, &[count, count, size, offset]);
        put32(&mut bytes, &[0x0706_4b50, 0]);
        put64(&mut bytes, &[end]);
        put32(&mut bytes, &[1]);
    }
    let (count, size, offset) =
        if is_small { (count as u16, size as u32, offset as u32) } else { (u16::MAX, ELSEWHERE, ELSEWHERE) };
    put32(&mut bytes, &[0x0605_4b50]);
    put16(&mut bytes, &[0, 0, count, count]);
    put32(&mut bytes, &[size, offset]);
    put16(&mut bytes, &[0]);
    bytes
}

fn entry(bytes: &mut Vec<u8>, member: &Member) {
    let is_small = member.size.max(member.offset) < u64::from(ELSEWHERE);
    let (size, offset) =
        if is_small { (member.size as u32, member.offset as u32) } else { (ELSEWHERE, ELSEWHERE) };
    put32(bytes, &[0x0201_4b50]);
    put16(bytes, &[VERSION, VERSION, FLAGS, 0, 0, DATE]);
    put32(bytes, &[member.crc.value(), size, size]);
    put16(bytes, &[member.name.len() as u16, if is_small { 0 } else { 28 }, 0, 0, 0]);
    put32(bytes, &[0, offset]);
    bytes.extend_from_slice(member.name.as_bytes());
    if !is_small {
        put16(bytes, &[1, 24]);
        put64(bytes, &[member.size, member.size, member.offset]);
    }
}

fn put16(bytes: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
}

fn put32(bytes: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
}

fn put64(bytes: &mut Vec<u8>, values: &[u64]) {
    values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_large_members_are() {
        let member = |offset, size| Member { name: "a".to_owned(), offset, size, crc: Crc::new() };
        let small = directory(&[member(0, 10)], 100);
        assert_eq!(small.len(), 46 + 1 + 22);
        let large = directory(&[member(0, 10), member(u64::from(u32::MAX) + 1, 5)], 1 << 33);
        assert_eq!(large.len(), 2 * (46 + 1) + 28 + 56 + 20 + 22);
        let at = 2 * (46 + 1) - 1 + 1 + 4 + 16;
        assert_eq!(large[at..at + 8], (u64::from(u32::MAX) + 1).to_le_bytes());
    }
}
