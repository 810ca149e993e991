//! The first half: what moved is called through the table.

use std::collections::BTreeMap;

use walrus::ir::{Call, CallIndirect, Const, Instr, InstrLocId, Value};
use walrus::{
    ElementItems, FunctionBuilder, FunctionId, FunctionKind, ImportKind, Module, TypeId, ValType, passes,
};

use super::{Cut, called, data, sequences, shared_state};

pub(super) fn keep(module: &mut Module, cut: &Cut) {
    let staying: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| !cut.moved.contains(id)).collect();
    for id in staying {
        call_through_table(module, id, cut);
    }
    leave_places_empty(module, cut);
    data::leave_out(module, &cut.data);
    make_room(module, cut);
    share(module, cut);
    passes::gc::run(module);
}

fn call_through_table(module: &mut Module, id: FunctionId, cut: &Cut) {
    let types: BTreeMap<FunctionId, TypeId> =
        cut.places.keys().map(|moved| (*moved, module.funcs.get(*moved).ty())).collect();
    let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind else { return };
    if called(function).is_disjoint(&cut.moved) {
        return;
    }
    for sequence in sequences(function) {
        let instrs = &mut function.block_mut(sequence).instrs;
        let mut rewritten: Vec<(Instr, InstrLocId)> = Vec::with_capacity(instrs.len());
        for (instr, location) in instrs.drain(..) {
            match &instr {
                Instr::Call(Call { func }) if cut.moved.contains(func) => {
                    let value = Value::I32(cut.places[func].cast_signed());
                    let (ty, table) = (types[func], cut.table);
                    rewritten.push((Instr::Const(Const { value }), location));
                    rewritten.push((Instr::CallIndirect(CallIndirect { ty, table }), location));
                }
                _ => rewritten.push((instr, location)),
            }
        }
        *instrs = rewritten;
    }
}

/// Where a function moved, the table gets one that no call can reach: its type is nobody's.
fn leave_places_empty(module: &mut Module, cut: &Cut) {
    let nobody = [ValType::F64; 9];
    let mut builder = FunctionBuilder::new(&mut module.types, &nobody, &[]);
    builder.func_body().unreachable();
    let arguments = nobody.map(|ty| module.locals.add(ty));
    let empty = builder.finish(arguments.to_vec(), &mut module.funcs);
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for id in functions.iter_mut().filter(|id| cut.moved.contains(id)) {
                *id = empty;
            }
        }
    }
}

fn make_room(module: &mut Module, cut: &Cut) {
    let table = module.tables.get_mut(cut.table);
    table.initial = u64::from(cut.size);
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
}

/// Whatever the second half may use, under the names of [`super::shared_state`].
fn share(module: &mut Module, cut: &Cut) {
    for (id, name) in &cut.shared {
        module.exports.add(name, *id);
    }
    for (name, item) in shared_state(module) {
        match item {
            ImportKind::Memory(id) => drop(module.exports.add(&name, id)),
            ImportKind::Table(id) => drop(module.exports.add(&name, id)),
            ImportKind::Global(id) => drop(module.exports.add(&name, id)),
            ImportKind::Function(_) | ImportKind::Tag(_) => {}
        }
    }
}
