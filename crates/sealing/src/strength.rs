//! What a passphrase is worth, roughly. An honest estimate is a low one: whoever guesses knows words, names,
//! and what people do with them.

/// How long guessing would take somebody who has the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    #[default]
    Empty,
    /// One computer finds it.
    Weak,
    /// Many computers find it, if somebody pays for them.
    Fair,
    /// Nobody does, unless they know more than this estimate.
    Strong,
}

/// Bits from which a passphrase is fair, and strong. Each guess costs scrypt with log N = 15, which is worth
/// some 15 bits more than a plain hash.
const FAIR: u32 = 45;
const STRONG: u32 = 75;

/// The strength of what was typed.
pub fn strength(typed: &str) -> Strength {
    match bits(typed) {
        _ if typed.is_empty() => Strength::Empty,
        ..FAIR => Strength::Weak,
        FAIR..STRONG => Strength::Fair,
        STRONG.. => Strength::Strong,
    }
}

/// Each run of letters is worth a word of some thousand, each digit and sign little, and what stood there
/// before nothing.
fn bits(typed: &str) -> u32 {
    let mut seen: Vec<&str> = Vec::new();
    let mut bits = 0;
    for run in runs(typed) {
        if !seen.contains(&run) {
            bits += worth(run);
            seen.push(run);
        }
    }
    bits
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Space,
    Other,
}

fn class(letter: char) -> Class {
    match letter {
        'A'..='Z' => Class::Upper,
        '0'..='9' => Class::Digit,
        ' ' | '-' | '_' | '.' => Class::Space,
        'a'..='z' | '\u{80}'.. => Class::Lower,
        _ => Class::Other,
    }
}

/// The stretches of one class; a capital letter belongs to the word it begins.
fn runs(typed: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut begun = 0;
    let mut before: Option<Class> = None;
    for (at, letter) in typed.char_indices() {
        let class = class(letter);
        let goes_on = match (before, class) {
            (Some(Class::Upper), Class::Lower) | (None, _) => true,
            (Some(before), class) => before == class,
        };
        if !goes_on {
            runs.push(&typed[begun..at]);
            begun = at;
        }
        before = Some(class);
    }
    if begun < typed.len() {
        runs.push(&typed[begun..]);
    }
    runs
}

fn worth(run: &str) -> u32 {
    let mut letters = run.chars();
    let Some(first) = letters.next() else { return 0 };
    let len = 1 + letters.clone().count() as u32;
    // The same or the next letter each time.
    let steps: Vec<i64> = run.chars().zip(letters).map(|(one, next)| next as i64 - one as i64).collect();
    if len > 2 && steps.iter().all(|step| *step == steps[0] && step.abs() <= 1) {
        return 4;
    }
    match class(first) {
        Class::Lower | Class::Upper => (len * 4).min(10),
        Class::Digit => (len * 3).min(16),
        Class::Space => 0,
        Class::Other => (len * 4).min(8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Strength) {
        assert_eq!(strength(typed), expected, "{typed}: {} bits", bits(typed));
    }

    #[test]
    fn what_is_easily_guessed_is_weak() {
        check("", Strength::Empty);
        for typed in
            ["a", "password", "Passw0rd!", "12345678901234567890", "qwertyuiop", "Anna1987", "a a a a a a"]
        {
            check(typed, Strength::Weak);
        }
        check("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Strength::Weak);
        check("password password password password", Strength::Weak);
    }

    #[test]
    fn words_count_by_their_number() {
        check("correct horse battery staple rain", Strength::Fair);
        check("correct horse battery staple rain lamp bottle green", Strength::Strong);
        check("CorrectHorseBatteryStapleRainLampBottleGreen", Strength::Strong);
    }

    #[test]
    fn what_a_password_manager_makes_is_strong() {
        check("kX9#vLq2$Tz7!mWp4&Rb", Strength::Strong);
        check("größer als der Mond über Wien im März", Strength::Strong);
    }
}
