use super::super::split;
use super::*;

/// `main` stays. It reads `first`, `both`, the pointer to `named`, and `before` by an address four bytes before it.
const MODULE: &str = r#"
(module
  (table 1 1 funcref)
  (memory (export "memory") 1)
  (data (i32.const 1024) "firstlaterboth\00\00\18\04\00\00\1d\04\00\00namedwords\00\00\00\00\00\00beforeunused")
  (data (i32.const 4096) "written")
  (func $later (result i32)
    (drop (i32.load (i32.const 1029)))
    (drop (i32.load (i32.const 1044)))
    (i32.store (i32.const 4096) (i32.const 7))
    (i32.load offset=1034 (i32.const 0)))
  (func (export "main") (param i32) (result i32)
    (drop (i32.load (i32.const 1024)))
    (drop (i32.load offset=1034 (local.get 0)))
    (drop (i32.load (i32.load (i32.const 1040))))
    (drop (i32.load8_u (i32.add (i32.const 1060) (local.get 0))))
    (call $later)))"#;

/// Name, segment, offset and size, as the linker has them.
const PIECES: [(&str, u8, u8, u8); 10] = [
    ("first", 0, 0, 5),
    ("later", 0, 5, 5),
    ("both", 0, 10, 4),
    ("to named", 0, 16, 4),
    ("to words", 0, 20, 4),
    ("named", 0, 24, 5),
    ("words", 0, 29, 5),
    ("before", 0, 40, 6),
    ("unused", 0, 46, 6),
    ("written", 1, 0, 7),
];
/// What code refers to, and how far from its beginning, in seven bits.
const IN_CODE: [(u8, u8); 7] = [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (7, 0x7c), (9, 0)];
/// Where in the section of data an address stands, and what it leads to.
const IN_DATA: [(u8, u8); 2] = [(16 + 7, 5), (20 + 7, 6)];

#[test]
fn what_only_the_second_half_reads_moves() {
    let halves = split(&module(&IN_DATA), |name| name == "later").unwrap();
    let stays = "first_____both__\u{18}\u{4}______named___________beforeunused";
    assert_eq!(segments(&halves.first), [(1024, stays.to_owned()), (4096, "written".to_owned())]);
    let moved = [(1029, "later"), (1044, "\u{1d}\u{4}__"), (1053, "words")];
    assert_eq!(segments(&halves.second), moved.map(|(at, bytes)| (at, bytes.to_owned())));
    let customs = Module::from_buffer(&halves.first).unwrap().customs.iter().count();
    assert_eq!(customs, 0, "what the linker wrote is no longer true");
}

#[test]
fn without_the_linker_all_data_stays() {
    let halves = split(&wat::parse_str(MODULE).unwrap(), |name| name == "later").unwrap();
    assert_eq!(segments(&halves.first).len(), 2);
    assert_eq!(segments(&halves.second), []);
}

#[test]
fn a_first_half_that_reads_what_moved_is_refused() {
    let wasm = module(&IN_DATA);
    let (module, linked) = (Module::from_buffer(&wasm).unwrap(), Linked::read(&wasm).unwrap());
    let later = module.funcs.by_name("later").unwrap();
    let mut first = Module::from_buffer(&wasm).unwrap();
    first.funcs.delete(first.funcs.by_name("later").unwrap());
    let check = |moving: Range<u32>| check(&first, &linked, &[moving]).unwrap_err();
    assert!(check(1024..1029).contains("reads at 1024"), "an address of its own");
    assert!(check(1034..1038).contains("reads at 1034"), "one in what it reads with");
    assert!(check(1064..1070).contains("by way of 1060"), "one before the data");
    assert!(check(1048..1053).contains("at 1040"), "one in data it reads");
    assert_eq!(super::check(&first, &linked, &moving(&module, &linked, &[later].into())), Ok(()));
}

#[test]
fn sections_of_another_module_are_noticed() {
    let refused = split(&module(&[(17 + 7, 5)]), |name| name == "later").unwrap_err();
    assert!(refused.contains("not where the linker put it"), "{refused}");
}

/// With the sections the linker would have written.
fn module(in_data: &[(u8, u8)]) -> Vec<u8> {
    let name = |name: &str| [&[name.len() as u8], name.as_bytes()].concat();
    let length = |content: &[u8]| vec![content.len() as u8 | 0x80, (content.len() >> 7) as u8];
    let part = |id: u8, content: Vec<u8>| [vec![id], length(&content), content].concat();
    let segments = [vec![2], name(".rodata"), vec![0, 0], name(".data"), vec![0, 0]].concat();
    let mut symbols = vec![PIECES.len() as u8];
    for (piece, segment, offset, size) in PIECES {
        symbols.extend([vec![1, 2], name(piece), vec![segment, offset, size]].concat());
    }
    // A function's place in the table is no address.
    let mut in_code = vec![3, IN_CODE.len() as u8 + 1, 1, 0, 0];
    in_code.extend(IN_CODE.iter().flat_map(|(piece, addend)| [4, 0, *piece, *addend]));
    let mut places = vec![4, in_data.len() as u8];
    places.extend(in_data.iter().flat_map(|(place, piece)| [5, *place, *piece, 0]));

    let mut wasm = wat::parse_str(MODULE).unwrap();
    let linking = [vec![2], part(5, segments), part(8, symbols)].concat();
    for (section, content) in [("linking", linking), ("reloc.CODE", in_code), ("reloc.DATA", places)] {
        let content = [name(section), content].concat();
        wasm.extend(part(0, content));
    }
    wasm
}

/// Where each begins, and what it has, with a line for nothing.
fn segments(wasm: &[u8]) -> Vec<(u32, String)> {
    let module = Module::from_buffer(wasm).unwrap();
    let segment = |data: &Data| {
        let (_, at) = place(data).unwrap();
        (at, String::from_utf8_lossy(&data.value).replace('\0', "_"))
    };
    let mut all: Vec<_> = module.data.iter().map(segment).collect();
    all.sort();
    all
}
