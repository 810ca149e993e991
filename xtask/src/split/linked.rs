//! What the linker knows of the program's data: where each piece stands, and every address the program holds.
//!
//! It says so in sections of their own when it is asked to (`web/build.rs`); the tool conventions for WebAssembly
//! describe them (`Linking.md`). wasm-bindgen passes them on and leaves data where it is, but writes functions
//! anew: *where* code holds an address is no longer true of its output, *which* addresses it holds is.

use std::collections::BTreeMap;
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, ConstExpr, Data, DataKind, KnownCustom, Linking, Operator, Parser, Payload,
    RelocAddendKind, RelocSectionReader, RelocationEntry, RelocationType, SymbolInfo,
};

use crate::Result;

/// The sections the linker writes for this; outdated once anything moves.
pub(super) const SECTIONS: [&str; 3] = ["linking", CODE, DATA];
const CODE: &str = "reloc.CODE";
const DATA: &str = "reloc.DATA";
/// Where nothing is ever written.
const CONSTANTS: &str = ".rodata";

/// The linker's name for a piece of data: its place in the table of symbols.
pub(super) type Symbol = u32;

/// Nothing of it where the linker was not asked.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub pieces: BTreeMap<Symbol, Piece>,
    /// Every address in code, and what it was meant to lead to: an address may be some way before or behind it.
    pub in_code: Vec<(u32, Symbol)>,
    /// Where an address stands in data, and what it leads to.
    pub in_data: BTreeMap<u32, Symbol>,
}

#[derive(Debug)]
pub(super) struct Piece {
    pub addresses: Range<u32>,
    pub is_constant: bool,
}

/// A stretch of data as the module has it.
struct Segment<'a> {
    address: u32,
    /// Where its bytes begin in the section of data.
    offset: u32,
    bytes: &'a [u8],
}

impl Linked {
    pub(super) fn read(wasm: &[u8]) -> Result<Self> {
        let unreadable = |error: BinaryReaderError| format!("cannot read what the linker wrote: {error}");
        let (mut segments, mut names, mut symbols) = (Vec::new(), Vec::new(), Vec::new());
        let mut relocations = BTreeMap::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(unreadable)? {
                Payload::DataSection(section) => {
                    let start = section.range().start;
                    for data in section {
                        segments.push(segment(&data.map_err(unreadable)?, start)?);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(parts) => {
                        for part in parts.subsections() {
                            match part.map_err(unreadable)? {
                                Linking::SegmentInfo(all) => {
                                    for one in all {
                                        names.push(one.map_err(unreadable)?.name);
                                    }
                                }
                                Linking::SymbolTable(all) => {
                                    for one in all {
                                        symbols.push(one.map_err(unreadable)?);
                                    }
                                }
                                _ => {}
                            }
                        }
                    }
                    KnownCustom::Reloc(all) => {
                        relocations.insert(section.name(), addresses(&all).map_err(unreadable)?);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let mut linked = Self { pieces: pieces(&symbols, &segments, &names)?, ..Self::default() };
        for entry in relocations.remove(CODE).unwrap_or_default() {
            linked.in_code.extend(linked.leads_to(&entry)?.map(|address| (address, entry.index)));
        }
        for entry in relocations.remove(DATA).unwrap_or_default() {
            if let Some(address) = linked.leads_to(&entry)? {
                linked.in_data.insert(place(&entry, address, &segments)?, entry.index);
            }
        }
        Ok(linked)
    }

    /// The address, if it is one of data.
    fn leads_to(&self, entry: &RelocationEntry) -> Result<Option<u32>> {
        use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
        let Some(piece) = self.pieces.get(&entry.index) else { return Ok(None) };
        if !matches!(entry.ty, MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32) {
            return Err(format!("the linker wrote an address in an unexpected way ({:?})", entry.ty));
        }
        let address = u32::try_from(i64::from(piece.addresses.start) + entry.addend);
        address.map(Some).map_err(|_| "the linker wrote an address outside of memory".to_owned())
    }
}

fn segment<'a>(data: &Data<'a>, start: usize) -> Result<Segment<'a>> {
    let number = |place: usize| u32::try_from(place).map_err(|error| error.to_string());
    let address = match &data.kind {
        DataKind::Active { offset_expr, .. } => constant(offset_expr),
        DataKind::Passive => None,
    };
    Ok(Segment {
        address: address.ok_or("data has no fixed address")?,
        offset: number(data.range.end - data.data.len() - start)?,
        bytes: data.data,
    })
}

fn constant(expression: &ConstExpr<'_>) -> Option<u32> {
    match expression.get_operators_reader().read() {
        Ok(Operator::I32Const { value }) => Some(value.cast_unsigned()),
        _ => None,
    }
}

/// Those that have to do with addresses.
fn addresses(section: &RelocSectionReader<'_>) -> wasmparser::Result<Vec<RelocationEntry>> {
    let has_addend = |entry: &RelocationEntry| entry.ty.addend_kind() != RelocAddendKind::None;
    section.entries().into_iter().filter(|entry| entry.as_ref().map_or(true, has_addend)).collect()
}

fn pieces(
    symbols: &[SymbolInfo<'_>],
    segments: &[Segment<'_>],
    names: &[&str],
) -> Result<BTreeMap<Symbol, Piece>> {
    let mut pieces = BTreeMap::new();
    for (symbol, info) in (0..).zip(symbols) {
        let SymbolInfo::Data { symbol: Some(data), name, .. } = info else { continue };
        let index = data.index as usize;
        let (segment, of) = segments.get(index).zip(names.get(index)).ok_or("the linker names no segment")?;
        let end = data.offset.checked_add(data.size).filter(|end| *end as usize <= segment.bytes.len());
        let end = end.ok_or_else(|| format!("the linker says {name} is where no data is"))?;
        let addresses = segment.address + data.offset..segment.address + end;
        pieces.insert(symbol, Piece { addresses, is_constant: *of == CONSTANTS });
    }
    Ok(pieces)
}

/// Where the address stands. That it does stand there shows that the sections belong to this very data.
fn place(entry: &RelocationEntry, address: u32, segments: &[Segment<'_>]) -> Result<u32> {
    let found = segments.iter().find_map(|segment| {
        let at = entry.offset.checked_sub(segment.offset)?;
        let word = segment.bytes.get(at as usize..)?.first_chunk()?;
        (u32::from_le_bytes(*word) == address).then_some(segment.address + at)
    });
    found.ok_or_else(|| "an address is not where the linker put it: was the data changed since?".to_owned())
}
