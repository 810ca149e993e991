//! Where each field of a vcard-temp finds its place at the destination.

use ordered::{Map, Set};

use xml::{Element, ns};

use super::fields::{self, Field};
use super::{carried, vcard4};
use crate::Reason;
use crate::kind::{Fate, Item, Mapping};

/// What a server does with a vcard-temp. No feature says so: XEP-0398, which
/// both named here show, is about the picture only.
enum Keeping {
    /// As it is.
    Whole,
    /// The last field of each name, and of other namespaces and extensions all (ejabberd).
    OneOfEach,
    /// Not at all: it is a view of the vCard4, and setting it would lose what
    /// the server's own conversion does not know (Prosody).
    AsVcard4,
}

/// Properties of which a vCard4 holds one (RFC 6350 §6).
const SINGLE: [&str; 4] = ["n", "bday", "rev", "uid"];
/// Properties that stand beside others of their name without contradicting them.
const BESIDE: [&str; 1] = ["note"];

/// Every field of the vcard-temp as an item, given the vCard4 it travels with.
pub(super) fn place(vcard_temp: &[Field], vcard4: &[Field], mapping: &Mapping) -> Vec<Item> {
    match keeping(mapping) {
        Keeping::Whole => vcard_temp.iter().map(|field| carried(ns::VCARD_TEMP, field, mapping)).collect(),
        Keeping::OneOfEach => one_of_each(vcard_temp, vcard4, mapping),
        Keeping::AsVcard4 => {
            let mut converter = Converter::new(vcard4);
            vcard_temp.iter().map(|field| converter.item(field, mapping)).collect()
        }
    }
}

fn keeping(mapping: &Mapping) -> Keeping {
    match mapping.features.server.software.as_deref() {
        Some("Prosody") if mapping.features.has(ns::AVATAR_CONVERSION) => Keeping::AsVcard4,
        Some("ejabberd") => Keeping::OneOfEach,
        _ => Keeping::Whole,
    }
}

fn one_of_each(vcard_temp: &[Field], vcard4: &[Field], mapping: &Mapping) -> Vec<Item> {
    let mut seen = Set::new();
    let item = |field: &Field| {
        let name = field.element.name();
        let any_number = field.repeats || name.starts_with("X-") || field.element.ns() != ns::VCARD_TEMP;
        if any_number || seen.insert(name.to_owned()) {
            return carried(ns::VCARD_TEMP, field, mapping);
        }
        let says_the_same =
            |known: &Field| fields::meaning(&known.element) == fields::meaning(&field.element);
        let is_held = vcard4.iter().any(says_the_same);
        left_out(field, if is_held { Reason::HeldByOther } else { Reason::NotKeptByServer })
    };
    vcard_temp.iter().map(item).collect()
}

/// Makes vCard4 properties of vcard-temp fields, beside those that are there.
struct Converter {
    /// The properties of the vCard4, then those made.
    known: Vec<Element>,
    /// How many of each name the vCard4 came with.
    original: Map<String, usize>,
}

impl Converter {
    fn new(vcard4: &[Field]) -> Self {
        let known: Vec<Element> = vcard4.iter().map(|field| field.element.clone()).collect();
        let mut original = Map::new();
        for property in &known {
            *original.entry(property.name().to_owned()).or_default() += 1;
        }
        Self { known, original }
    }

    fn item(&mut self, field: &Field, mapping: &Mapping) -> Item {
        let Some(property) = vcard4::from_vcard_temp(&field.element) else {
            return left_out(field, Reason::NotKeptByServer);
        };
        let name = property.name().to_owned();
        let repeats = fields::repeats(ns::VCARD4, &name);
        let mut named = self.known.iter().filter(|known| known.name() == name);
        if named.any(|known| fields::meaning(known) == fields::meaning(&field.element)) {
            return left_out(field, Reason::HeldByOther);
        }
        if self.original.contains_key(&name) && !repeats && !BESIDE.contains(&name.as_str()) {
            return left_out(field, Reason::OlderValue);
        }
        let occurrence = self.known.iter().filter(|known| known.name() == name).count() + 1;
        if occurrence > 1 && SINGLE.contains(&name.as_str()) {
            return left_out(field, Reason::NotKeptByServer);
        }
        self.known.push(property.clone());
        let key = match repeats {
            true => fields::key_by_content(ns::VCARD4, &property),
            false => fields::key_by_name(ns::VCARD4, &property, occurrence),
        };
        let item = carried(ns::VCARD4, &Field { key, element: property, repeats }, mapping);
        let fate = match item.fate {
            Fate::Carried => Fate::Changed(Reason::AsVcard4),
            fate => fate,
        };
        Item { label: field.label(), fate, ..item }
    }
}

fn left_out(field: &Field, reason: Reason) -> Item {
    Item::new(&*field.key, field.label(), field.element.clone(), Fate::LeftOut(reason))
}
