//! Data that only the second half reads moves with it.
//!
//! A piece of data moves if the linker knows who refers to it, nothing is ever written there, and nothing that
//! stays holds an address that leads there: no function, no other data. In doubt it stays: the end of one piece is
//! also the beginning of the next, and a number may look like an address. Until the second half is instantiated,
//! there are zeros in its place.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::{
    AtomicNotify, AtomicRmw, AtomicWait, Cmpxchg, Const, Load, LoadSimd, MemArg, Store, Value, Visitor,
    dfs_in_order,
};
use walrus::{ConstExpr, Data, DataKind, FunctionId, GlobalKind, LocalFunction, MemoryId, Module};

use super::linked::{Linked, Symbol};
use crate::Result;

/// So little between two pieces that is part of neither is there for the second to be aligned.
const ALIGNMENT: usize = 16;

/// A stretch of memory, and what is put there.
pub(super) struct Stretch {
    memory: MemoryId,
    at: u32,
    bytes: Vec<u8>,
}

/// The stretches of addresses that move, in their order.
pub(super) fn moving(module: &Module, linked: &Linked, moved: &BTreeSet<FunctionId>) -> Vec<Range<u32>> {
    let kept = kept(linked, &held(module, |id| !moved.contains(&id)));
    let stays = joined(addresses(linked, |symbol| kept.contains(&symbol)), |_| false);
    let moves = addresses(linked, |symbol| !kept.contains(&symbol));
    let moves = moves.into_iter().flat_map(|range| without(range, &stays));
    let is_nobodys = |between: &Range<u32>| {
        between.len() < ALIGNMENT
            && stays.iter().all(|range| range.end <= between.start || between.end <= range.start)
    };
    joined(moves.filter(|range| !range.is_empty()).collect(), is_nobodys)
}

/// Fails if the first half, as it came to be, holds an address of what moved.
pub(super) fn check(first: &Module, linked: &Linked, moving: &[Range<u32>]) -> Result {
    let moved = |address: u32| moving.iter().any(|range| range.contains(&address));
    for (id, function) in first.funcs.iter_local() {
        let mut held = BTreeSet::new();
        collect(function, &mut held);
        if let Some(address) = held.into_iter().find(|address| moved(*address)) {
            let name = first.funcs.get(id).name.as_deref().unwrap_or("a function");
            return Err(format!(
                "{name} is part of the first half, but the data it reads at {address} is not"
            ));
        }
    }
    let held = held(first, |_| true);
    let astray = |(address, symbol): &&(u32, Symbol)| {
        held.contains(address) && linked.pieces[symbol].addresses.clone().any(moved)
    };
    if let Some((address, _)) = linked.in_code.iter().find(astray) {
        return Err(format!("the first half reads what moved, by way of {address}"));
    }
    for (place, symbol) in &linked.in_data {
        if !moved(*place) && linked.pieces[symbol].addresses.clone().any(moved) {
            return Err(format!("data of the first half leads to what moved, at {place}"));
        }
    }
    Ok(())
}

/// Zeros stand where data moved: next to nothing once compressed.
pub(super) fn leave_out(module: &mut Module, moving: &[Range<u32>]) {
    let all: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let Some((_, at)) = place(data) else { continue };
        for range in moving {
            if let Some(bytes) = within(range, at, data.value.len()) {
                data.value[bytes].fill(0);
            }
        }
    }
}

/// What stands there.
pub(super) fn taken(module: &Module, moving: &[Range<u32>]) -> Vec<Stretch> {
    let mut taken = Vec::new();
    for data in module.data.iter() {
        let Some((memory, at)) = place(data) else { continue };
        taken.extend(moving.iter().filter_map(|range| {
            let bytes = data.value[within(range, at, data.value.len())?].to_vec();
            Some(Stretch { memory, at: range.start, bytes })
        }));
    }
    taken
}

pub(super) fn add(module: &mut Module, Stretch { memory, at, bytes }: Stretch) {
    let offset = ConstExpr::Value(Value::I32(at.cast_signed()));
    let id = module.data.add(DataKind::Active { memory, offset }, bytes);
    module.memories.get_mut(memory).data_segments.insert(id);
}

/// What cannot move, for what those who stay hold, or because it is not known who refers to it.
fn kept(linked: &Linked, held: &BTreeSet<u32>) -> BTreeSet<Symbol> {
    let referred: BTreeSet<Symbol> =
        linked.in_code.iter().map(|(_, symbol)| *symbol).chain(linked.in_data.values().copied()).collect();
    let stays = linked.pieces.iter().filter(|(symbol, piece)| {
        !piece.is_constant
            || !referred.contains(symbol)
            || held.range(piece.addresses.clone()).next().is_some()
    });
    let mut open: Vec<Symbol> = stays.map(|(symbol, _)| *symbol).collect();
    open.extend(
        linked.in_code.iter().filter(|(address, _)| held.contains(address)).map(|(_, symbol)| *symbol),
    );
    let is_in_a_piece = |place: u32| linked.pieces.values().any(|piece| piece.addresses.contains(&place));
    open.extend(
        linked.in_data.iter().filter(|(place, _)| !is_in_a_piece(**place)).map(|(_, symbol)| *symbol),
    );

    let mut kept = BTreeSet::new();
    while let Some(symbol) = open.pop() {
        if kept.insert(symbol) {
            let addresses = linked.pieces[&symbol].addresses.clone();
            open.extend(linked.in_data.range(addresses).map(|(_, leads_to)| *leads_to));
        }
    }
    kept
}

/// Every number in those functions, and in what is global, that could be an address.
fn held(module: &Module, of: impl Fn(FunctionId) -> bool) -> BTreeSet<u32> {
    let mut held = BTreeSet::new();
    for (_, function) in module.funcs.iter_local().filter(|(id, _)| of(*id)) {
        collect(function, &mut held);
    }
    held.extend(module.globals.iter().filter_map(|global| match global.kind {
        GlobalKind::Local(ConstExpr::Value(Value::I32(value))) => Some(value.cast_unsigned()),
        _ => None,
    }));
    held
}

fn collect(function: &LocalFunction, held: &mut BTreeSet<u32>) {
    struct Numbers<'a>(&'a mut BTreeSet<u32>);
    impl Numbers<'_> {
        fn offset(&mut self, arg: MemArg) {
            self.0.extend(u32::try_from(arg.offset));
        }
    }
    impl Visitor<'_> for Numbers<'_> {
        fn visit_const(&mut self, instr: &Const) {
            if let Value::I32(value) = instr.value {
                self.0.insert(value.cast_unsigned());
            }
        }
        fn visit_load(&mut self, instr: &Load) {
            self.offset(instr.arg);
        }
        fn visit_store(&mut self, instr: &Store) {
            self.offset(instr.arg);
        }
        fn visit_load_simd(&mut self, instr: &LoadSimd) {
            self.offset(instr.arg);
        }
        fn visit_atomic_rmw(&mut self, instr: &AtomicRmw) {
            self.offset(instr.arg);
        }
        fn visit_cmpxchg(&mut self, instr: &Cmpxchg) {
            self.offset(instr.arg);
        }
        fn visit_atomic_notify(&mut self, instr: &AtomicNotify) {
            self.offset(instr.arg);
        }
        fn visit_atomic_wait(&mut self, instr: &AtomicWait) {
            self.offset(instr.arg);
        }
    }
    dfs_in_order(&mut Numbers(held), function, function.entry_block());
}

/// The addresses of the chosen pieces, in order.
fn addresses(linked: &Linked, chosen: impl Fn(Symbol) -> bool) -> Vec<Range<u32>> {
    let pieces = linked.pieces.iter().filter(|(symbol, _)| chosen(**symbol));
    let mut ranges: Vec<Range<u32>> = pieces.map(|(_, piece)| piece.addresses.clone()).collect();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    ranges
}

/// As few as there can be: one where two touch, or where what is between them may be part of it.
fn joined(ranges: Vec<Range<u32>>, may_be: impl Fn(&Range<u32>) -> bool) -> Vec<Range<u32>> {
    let mut joined: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end || may_be(&(last.end..range.start)) => {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    joined
}

/// What is left of a range outside of others: pieces may share their ends.
fn without(range: Range<u32>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left = Vec::new();
    let mut from = range.start;
    for other in others.iter().filter(|other| other.start < range.end && range.start < other.end) {
        left.push(from..other.start.max(from));
        from = other.end.max(from);
    }
    left.push(from.min(range.end)..range.end);
    left
}

/// Which bytes of a segment at `at` have addresses in the range, all of which it has or none.
fn within(range: &Range<u32>, at: u32, len: usize) -> Option<Range<usize>> {
    let from = range.start.checked_sub(at)? as usize;
    let to = range.end.checked_sub(at)? as usize;
    (to <= len).then_some(from..to)
}

fn place(data: &Data) -> Option<(MemoryId, u32)> {
    match &data.kind {
        DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(at)) } => {
            Some((*memory, at.cast_unsigned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
