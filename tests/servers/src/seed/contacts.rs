//! Contacts that exist in a roster only.

use crate::client::RosterItem;

const NAMES: [&str; 10] = [
    "Zoë Ångström",
    "名前 テスト",
    "O'Brien & <Sons> \"Ltd\"",
    "مرحبا بالعالم",
    "👩‍🚀 Astro",
    "Ðuro Šćepanović",
    "]]> not the end",
    "-- ; DROP",
    "a  b   c",
    "",
];

const GROUPS: [&[&str]; 8] = [
    &["Friends", "Family & <Kin>"],
    &["Work \"R&D\""],
    &[],
    &["Ünïcödé 🌍"],
    &["Friends"],
    &["Friends::Chess", "a::b"],
    &["  spaced  "],
    &["O'Group", "Friends"],
];

/// The first of these are the difficult ones; the rest repeat names and groups over plain addresses.
pub(super) fn roster(count: usize) -> Vec<RosterItem> {
    let special = [
        item("d\\27artagnan@friends.test", "D'Artagnan", &["Friends"]),
        item("q\\26a@friends.test", "Q&A", &["Work \"R&D\"", "Friends"]),
        item("zoë@friends.test", "Zoë", &["Friends"]),
        item("anna%mail.example@gateway.test", "Anna (old messenger)", &["Gateways"]),
        item("gateway.test", "The gateway", &["Gateways"]),
        item("long@friends.test", &long_name(), &["Friends"]),
        item("nameless@friends.test", "", &[]),
        item("xn@bücher.test", "Buchladen 📚", &["Läden"]),
    ];
    let plain = (0..).map(|number: usize| {
        let name = match NAMES[number % NAMES.len()] {
            "" => String::new(),
            name => format!("{name} {number}"),
        };
        item(&format!("contact{number:04}@friends.test"), &name, GROUPS[number % GROUPS.len()])
    });
    special.into_iter().chain(plain).take(count).collect()
}

/// 1,500 characters of two bytes each.
fn long_name() -> String {
    "Öäü".repeat(500)
}

fn item(jid: &str, name: &str, groups: &[&str]) -> RosterItem {
    RosterItem {
        jid: jid.to_owned(),
        name: name.to_owned(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        ..RosterItem::default()
    }
}
