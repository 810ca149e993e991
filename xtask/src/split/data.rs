//! Data that only the second half reads moves with it: what stands between two marks in the program's memory.
//!
//! Until the second half is instantiated, there are zeros in its place.

use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataId, DataKind, MemoryId, Module};

/// What stands before and after it, and moves with it.
const BEGINS: &[u8] = b"\x1alater:";
const ENDS: &[u8] = b":later\x1a";

/// A stretch of memory, and what is put there.
pub(super) struct Stretch {
    memory: MemoryId,
    at: u32,
    bytes: Vec<u8>,
}

/// Takes the first half's segments apart, and leaves out what moves.
pub(super) fn leave_out(module: &mut Module) {
    let (cut, _) = parted(module);
    for (id, kept) in cut {
        forget(module, id);
        kept.into_iter().for_each(|stretch| add(module, stretch));
    }
}

/// What moves.
pub(super) fn moving(module: &Module) -> Vec<Stretch> {
    parted(module).1
}

pub(super) fn add(module: &mut Module, Stretch { memory, at, bytes }: Stretch) {
    let offset = ConstExpr::Value(Value::I32(at.cast_signed()));
    let id = module.data.add(DataKind::Active { memory, offset }, bytes);
    module.memories.get_mut(memory).data_segments.insert(id);
}

fn forget(module: &mut Module, id: DataId) {
    module.data.delete(id);
    for memory in module.memories.iter_mut() {
        memory.data_segments.retain(|segment| *segment != id);
    }
}

/// The segments that are cut, with what is kept of each; and what moves of all.
fn parted(module: &Module) -> (Vec<(DataId, Vec<Stretch>)>, Vec<Stretch>) {
    let (mut cut, mut moving) = (Vec::new(), Vec::new());
    for data in module.data.iter() {
        let Some((memory, mut at)) = place(data) else { continue };
        let (mut kept, mut rest) = (Vec::new(), data.value.as_slice());
        while let Some((before, marked)) = next(rest) {
            let mut take = |into: &mut Vec<Stretch>, len: usize| {
                let (bytes, after) = rest.split_at(len);
                if !bytes.is_empty() {
                    into.push(Stretch { memory, at, bytes: bytes.to_vec() });
                }
                at += len as u32;
                rest = after;
            };
            take(&mut kept, before);
            take(&mut moving, marked);
        }
        if rest.len() < data.value.len() {
            if !rest.is_empty() {
                kept.push(Stretch { memory, at, bytes: rest.to_vec() });
            }
            cut.push((data.id(), kept));
        }
    }
    (cut, moving)
}

fn place(data: &Data) -> Option<(MemoryId, u32)> {
    match &data.kind {
        DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(at)) } => {
            Some((*memory, at.cast_unsigned()))
        }
        _ => None,
    }
}

/// How much comes before the next marked piece, and how long that is with its marks.
fn next(bytes: &[u8]) -> Option<(usize, usize)> {
    let find = |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).position(|window| window == mark);
    let before = find(bytes, BEGINS)?;
    let marked = find(&bytes[before..], ENDS)? + ENDS.len();
    Some((before, marked))
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;

    const MODULE: &str = r#"
(module
  (table 1 1 funcref)
  (memory (export "memory") 1)
  (data (i32.const 1024) "first\1alater:words:later\1amore\1alater:again:later\1a")
  (data (i32.const 4096) "untouched")
  (func $later (result i32) (i32.load (i32.const 1030)))
  (func (export "main") (result i32) (call $later)))"#;

    fn segments(wasm: &[u8]) -> Vec<(u32, String)> {
        let module = Module::from_buffer(wasm).unwrap();
        let segment = |data: &Data| {
            let (_, at) = place(data).unwrap();
            (at, String::from_utf8_lossy(&data.value).replace('\x1a', "|"))
        };
        let mut all: Vec<_> = module.data.iter().map(segment).collect();
        all.sort();
        all
    }

    #[test]
    fn marked_data_moves_to_its_place() {
        let halves = split(&wat::parse_str(MODULE).unwrap(), |name| name == "later").unwrap();
        let first: Vec<(u32, String)> =
            [(1024, "first"), (1048, "more"), (4096, "untouched")].map(|(at, it)| (at, it.to_owned())).into();
        assert_eq!(segments(&halves.first), first);
        let second: Vec<(u32, String)> = [(1029, "|later:words:later|"), (1052, "|later:again:later|")]
            .map(|(at, it)| (at, it.to_owned()))
            .into();
        assert_eq!(segments(&halves.second), second);
    }
}
