//! The second half: everything that stayed is imported, and the table gets what moved.

use walrus::ir::Value;
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportKind, ImportedFunction,
    Module, passes,
};

use super::{Cut, FIRST, data, placed, shared_state};

pub(super) fn keep(module: &mut Module, cut: &Cut) {
    let data = data::taken(module, &cut.data);
    forget_beginnings(module);
    data.into_iter().for_each(|stretch| data::add(module, stretch));
    import_functions(module, cut);
    import_the_rest(module, cut);
    fill_table(module, cut);
    passes::gc::run(module);
}

/// The first half has started, and its memory is filled.
fn forget_beginnings(module: &mut Module) {
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    module.memories.iter_mut().for_each(|memory| memory.data_segments.clear());
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
}

fn import_functions(module: &mut Module, cut: &Cut) {
    for (id, name) in &cut.shared {
        let ty = module.funcs.get(*id).ty();
        if let FunctionKind::Import(before) = &module.funcs.get(*id).kind {
            module.imports.delete(before.import);
        }
        let import = module.imports.add(FIRST, name, *id);
        module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
}

fn import_the_rest(module: &mut Module, cut: &Cut) {
    for (name, item) in shared_state(module) {
        let import = module.imports.add(FIRST, &name, item.clone());
        match item {
            ImportKind::Memory(id) => module.memories.get_mut(id).import = Some(import),
            ImportKind::Global(id) => module.globals.get_mut(id).kind = GlobalKind::Import(import),
            ImportKind::Table(id) => module.tables.get_mut(id).import = Some(import),
            ImportKind::Function(_) | ImportKind::Tag(_) => {}
        }
    }
    let table = module.tables.get_mut(cut.table);
    table.initial = u64::from(cut.size);
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
}

/// What moved, where a pointer to it is expected, and where the first half calls it.
fn fill_table(module: &mut Module, cut: &Cut) {
    let mut filled: Vec<(u32, FunctionId)> = cut.places.iter().map(|(id, place)| (*place, *id)).collect();
    for element in module.elements.iter() {
        if let Some((offset, functions)) = placed(element, cut.table) {
            filled.extend((offset..).zip(functions.iter().copied()).filter(|(_, id)| cut.moved.contains(id)));
        }
    }
    let segments: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
    for id in segments {
        module.elements.delete(id);
    }
    module.tables.iter_mut().for_each(|table| table.elem_segments.clear());
    filled.sort_unstable();
    for run in filled.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
        let Some((place, _)) = run.first() else { continue };
        let offset = ConstExpr::Value(Value::I32(place.cast_signed()));
        let kind = ElementKind::Active { table: cut.table, offset };
        let functions = run.iter().map(|(_, id)| *id).collect();
        let segment = module.elements.add(kind, ElementItems::Functions(functions));
        module.tables.get_mut(cut.table).elem_segments.insert(segment);
    }
}
