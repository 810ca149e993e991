//! Two modules out of one: what the page needs to be seen, and what it needs once a person sets out.
//!
//! The second module shares memory, table and stack with the first. A function that moved is reached through
//! the table: its place is empty until the second module, on being instantiated, puts it there. So nothing in
//! the sources knows of the cut but the one place that waits for the second module to be loaded.

mod data;
mod later;
mod linked;
pub mod names;
mod rest;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use walrus::ir::{Instr, InstrSeq, InstrSeqId, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, Element, ElementItems, ElementKind, ExportItem, FunctionId, ImportKind, LocalFunction, Module,
    TableId,
};

use crate::Result;
use linked::Linked;

/// The module the second one imports everything from: the first one's exports.
pub const FIRST: &str = "page";

/// Both modules.
#[derive(Debug)]
pub struct Halves {
    pub first: Vec<u8>,
    pub second: Vec<u8>,
    /// What the first calls in the second, by name: none of it may be called before the second is loaded.
    pub crossing: Vec<String>,
}

/// Moves the functions whose name is `later`, what only they call, and the data that only they read, into a second
/// module.
pub fn split(wasm: &[u8], later: impl Fn(&str) -> bool) -> Result<Halves> {
    let linked = Linked::read(wasm)?;
    let parse = || {
        let mut module =
            Module::from_buffer(wasm).map_err(|error| format!("cannot read the module: {error}"))?;
        linked::SECTIONS.iter().for_each(|name| drop(module.customs.remove_raw(name)));
        Result::Ok(module)
    };
    let (mut first, mut second) = (parse()?, parse()?);
    // Both were read from the same bytes, so that both are cut alike.
    let cut = Cut::new(&first, &linked, &later)?;
    let name = |id: &FunctionId| first.funcs.get(*id).name.clone().unwrap_or_default();
    let crossing = cut.places.keys().map(name).collect();
    rest::keep(&mut first, &cut);
    data::check(&first, &linked, &cut.data)?;
    let cut = Cut::new(&second, &linked, &later)?;
    later::keep(&mut second, &cut);
    Ok(Halves { first: first.emit_wasm(), second: second.emit_wasm(), crossing })
}

/// Where the module is cut, and what passes between the halves.
struct Cut {
    /// What moves.
    moved: BTreeSet<FunctionId>,
    /// The table of function pointers.
    table: TableId,
    /// The places in the table by which the first half calls what moved.
    places: BTreeMap<FunctionId, u32>,
    /// How many functions the table holds in the end.
    size: u32,
    /// What stays and is called by what moved, by the name under which it is exported.
    shared: BTreeMap<FunctionId, String>,
    /// The data that moves.
    data: Vec<Range<u32>>,
}

impl Cut {
    fn new(module: &Module, linked: &Linked, later: &impl Fn(&str) -> bool) -> Result<Self> {
        let table = module
            .tables
            .main_function_table()
            .map_err(|error| error.to_string())?
            .ok_or("the module has no table of functions")?;
        let calls: BTreeMap<FunctionId, BTreeSet<FunctionId>> =
            module.funcs.iter_local().map(|(id, function)| (id, called(function))).collect();
        let moved = moved(module, &calls, later);

        let called_by = |inside: bool| -> BTreeSet<FunctionId> {
            let callers = calls.iter().filter(|(id, _)| moved.contains(id) == inside);
            callers.flat_map(|(_, called)| called).copied().collect()
        };
        let size = u32::try_from(module.tables.get(table).initial).map_err(|error| error.to_string())?;
        let crossing: Vec<FunctionId> =
            called_by(false).into_iter().filter(|id| moved.contains(id)).collect();
        let places: BTreeMap<FunctionId, u32> = crossing.into_iter().zip(size..).collect();
        let shared: Vec<FunctionId> = called_by(true).into_iter().filter(|id| !moved.contains(id)).collect();
        let shared = shared.into_iter().enumerate().map(|(n, id)| (id, format!("f{n}"))).collect();
        let size = places.values().next_back().map_or(size, |last| last + 1);
        let data = data::moving(module, linked, &moved);
        Ok(Self { moved, table, places, size, shared, data })
    }
}

/// The functions that move: those named, and those that only they call.
fn moved(
    module: &Module,
    calls: &BTreeMap<FunctionId, BTreeSet<FunctionId>>,
    later: &impl Fn(&str) -> bool,
) -> BTreeSet<FunctionId> {
    let mut bound: BTreeSet<FunctionId> = module.start.into_iter().collect();
    bound.extend(module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    }));
    bound.extend(referenced(module));
    let named = |id: &FunctionId| module.funcs.get(*id).name.as_deref().is_some_and(later);
    let mut moved: BTreeSet<FunctionId> =
        calls.keys().copied().filter(|id| named(id) && !bound.contains(id)).collect();
    // A function pointer can be taken from anywhere.
    bound.extend(pointed_at(module).into_iter().filter(|id| !moved.contains(id)));

    let mut callers: BTreeMap<FunctionId, BTreeSet<FunctionId>> = BTreeMap::new();
    for (caller, called) in calls {
        for id in called.iter().filter(|id| *id != caller) {
            callers.entry(*id).or_default().insert(*caller);
        }
    }
    loop {
        let follows = |id: &&FunctionId| {
            let only_from_there = callers.get(id).is_some_and(|callers| callers.is_subset(&moved));
            calls.contains_key(id) && !moved.contains(id) && !bound.contains(id) && only_from_there
        };
        let more: Vec<FunctionId> = callers.keys().filter(follows).copied().collect();
        if more.is_empty() {
            return moved;
        }
        moved.extend(more);
    }
}

fn called(function: &LocalFunction) -> BTreeSet<FunctionId> {
    struct Calls(BTreeSet<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.insert(*id);
        }
    }
    let mut calls = Calls(BTreeSet::new());
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

/// What is named otherwise than by a call or a plain segment: a place in the table cannot stand for it.
fn referenced(module: &Module) -> BTreeSet<FunctionId> {
    let mut found = BTreeSet::new();
    for (_, function) in module.funcs.iter_local() {
        for sequence in sequences(function) {
            found.extend(function.block(sequence).instrs.iter().filter_map(|(instr, _)| match instr {
                Instr::RefFunc(reference) => Some(reference.func),
                Instr::ReturnCall(call) => Some(call.func),
                _ => None,
            }));
        }
    }
    for element in module.elements.iter() {
        if let ElementItems::Expressions(_, expressions) = &element.items {
            found.extend(expressions.iter().filter_map(|expression| match expression {
                ConstExpr::RefFunc(id) => Some(*id),
                _ => None,
            }));
        }
    }
    found
}

/// What plain segments put into the table.
fn pointed_at(module: &Module) -> BTreeSet<FunctionId> {
    let functions = |element: &Element| match &element.items {
        ElementItems::Functions(functions) => functions.clone(),
        ElementItems::Expressions(..) => Vec::new(),
    };
    module.elements.iter().flat_map(functions).collect()
}

/// The place of an active segment in the table of functions, and what it puts there.
fn placed(element: &Element, table: TableId) -> Option<(u32, &[FunctionId])> {
    match (&element.kind, &element.items) {
        (
            ElementKind::Active { table: into, offset: ConstExpr::Value(Value::I32(offset)) },
            ElementItems::Functions(functions),
        ) if *into == table => Some((offset.cast_unsigned(), functions)),
        _ => None,
    }
}

/// Every memory, table and global, with the name under which the halves share it.
fn shared_state(module: &Module) -> Vec<(String, ImportKind)> {
    let memories = module.memories.iter().map(|memory| ImportKind::from(memory.id()));
    let tables = module.tables.iter().map(|table| ImportKind::from(table.id()));
    let globals = module.globals.iter().map(|global| ImportKind::from(global.id()));
    let named = |letter, items: &mut dyn Iterator<Item = ImportKind>| {
        items.enumerate().map(|(n, item)| (format!("{letter}{n}"), item)).collect::<Vec<_>>()
    };
    [named('m', &mut { memories }), named('t', &mut { tables }), named('g', &mut { globals })].concat()
}

/// Every block of a function.
fn sequences(function: &LocalFunction) -> Vec<InstrSeqId> {
    struct Sequences(Vec<InstrSeqId>);
    impl<'a> Visitor<'a> for Sequences {
        fn start_instr_seq(&mut self, sequence: &'a InstrSeq) {
            self.0.push(sequence.id());
        }
    }
    let mut sequences = Sequences(Vec::new());
    dfs_in_order(&mut sequences, function, function.entry_block());
    sequences.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `main` calls `later`, which calls `helper` (its own) and `common` (everybody's); a pointer to `later2`.
    const MODULE: &str = r#"
(module
  (import "js" "log" (func $log (param i32)))
  (table (export "table") 3 3 funcref)
  (memory (export "memory") 1)
  (global $stack (mut i32) (i32.const 1024))
  (elem (i32.const 1) func $later2 $common)
  (func $common (param i32) (result i32) (call $log (local.get 0)) (i32.add (local.get 0) (i32.const 1)))
  (func $helper (param i32) (result i32) (i32.mul (local.get 0) (global.get $stack)))
  (func $later (param i32) (result i32) (call $common (call $helper (local.get 0))))
  (func $later2 (param i32) (result i32) (call $later (i32.const 7)))
  (func (export "main") (param i32) (result i32)
    (call $common (if (result i32) (local.get 0) (then (call $later (local.get 0))) (else (i32.const 0)))))
)"#;

    fn names(wasm: &[u8]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let module = Module::from_buffer(wasm).unwrap();
        let local = module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.clone());
        let imports = module.imports.iter().map(|import| format!("{}.{}", import.module, import.name));
        let exports = module.exports.iter().map(|export| export.name.clone());
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        (sorted(local.collect()), sorted(imports.collect()), sorted(exports.collect()))
    }

    #[test]
    fn what_is_named_moves_with_what_only_it_calls() {
        let wasm = wat::parse_str(MODULE).unwrap();
        let halves = split(&wasm, |name| name.starts_with("later")).unwrap();
        assert_eq!(halves.crossing, ["later"]);
        let (local, imports, exports) = names(&halves.first);
        assert_eq!(local, ["common"]);
        assert_eq!(imports, ["js.log"]);
        assert_eq!(exports, ["f0", "g0", "m0", "main", "memory", "t0", "table"]);
        let (local, imports, exports) = names(&halves.second);
        assert_eq!(local, ["helper", "later", "later2"]);
        assert_eq!(imports, ["page.f0", "page.g0", "page.t0"]);
        assert!(exports.is_empty());
    }

    #[test]
    fn both_halves_are_valid_and_the_table_has_room() {
        let wasm = wat::parse_str(MODULE).unwrap();
        let halves = split(&wasm, |name| name.starts_with("later")).unwrap();
        for half in [&halves.first, &halves.second] {
            let module = Module::from_buffer(half).unwrap();
            let table = module.tables.iter().next().unwrap();
            assert_eq!((table.initial, table.maximum), (4, Some(4)));
        }
    }
}
