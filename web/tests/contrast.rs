//! Colours that meet in the page keep the contrast WCAG 2.2 asks for, in both schemes.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../styles/tokens.css");

/// Text on ground: 4.5 (WCAG 1.4.3).
const TEXT: [(&str, &str); 21] = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "sunken"),
    ("ink", "to-tint"),
    ("ink", "from-tint"),
    ("ink", "danger-tint"),
    ("ink-soft", "paper"),
    ("ink-soft", "sheet"),
    ("ink-soft", "sunken"),
    ("from", "from-tint"),
    ("from", "paper"),
    ("to", "to-tint"),
    ("to", "paper"),
    ("to", "sheet"),
    ("to", "sunken"),
    ("on-to", "to"),
    ("on-to", "to-deep"),
    ("danger", "danger-tint"),
    ("danger", "sheet"),
    ("danger", "paper"),
    ("paper", "from"),
];

/// Edges of controls and other things to be seen: 3 (WCAG 1.4.11).
const SEEN: [(&str, &str); 9] = [
    ("edge-strong", "paper"),
    ("edge-strong", "sheet"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("way-1", "paper"),
    ("way-2", "paper"),
    ("way-3", "paper"),
    ("way-4", "paper"),
    ("way-5", "paper"),
];

#[test]
fn light_and_dark_keep_the_contrast() {
    let (light, rest) = TOKENS.split_once("prefers-color-scheme: dark").expect("a dark scheme");
    let light = colours(light);
    let mut dark = light.clone();
    dark.extend(colours(rest.split("@media").next().unwrap_or_default()));
    let mut low = Vec::new();
    for (scheme, colours) in [("light", &light), ("dark", &dark)] {
        for (pairs, wanted) in [(&TEXT[..], 4.5), (&SEEN[..], 3.0)] {
            for (front, ground) in pairs {
                let found = contrast(colours[front], colours[ground]);
                if found < wanted {
                    low.push(format!("{scheme}: {front} on {ground} is {found:.2}, expected {wanted}"));
                }
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// `--name: #rrggbb;` as red, green and blue.
fn colours(css: &str) -> BTreeMap<&str, [u8; 3]> {
    let declarations = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    declarations.map(|(name, value)| (name, rgb(value.trim_end_matches(';')))).collect()
}

fn rgb(hex: &str) -> [u8; 3] {
    [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour in hexadecimal"))
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
