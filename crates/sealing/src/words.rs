//! Passphrases that nobody chose, so that nobody can guess them: eight words of 1,024, 80 bits.

use zeroize::Zeroizing;

use crate::Passphrase;

/// Our own: short, common, easily told apart and spelled, none a pronoun or an insult.
const LIST: &str = include_str!("words.txt");
const WORDS: usize = 1024;
const COUNT: usize = 8;

/// A new passphrase out of 16 bytes that nobody can guess: every two choose a word.
pub fn words(random: &[u8; 2 * COUNT]) -> Passphrase {
    let mut passphrase = Zeroizing::new(String::with_capacity(COUNT * 8));
    for pair in random.chunks_exact(2) {
        // 65,536 is a multiple of 1,024: every word is as likely as any other.
        let place = usize::from(u16::from_be_bytes([pair[0], pair[1]])) % WORDS;
        if !passphrase.is_empty() {
            passphrase.push('-');
        }
        passphrase.push_str(LIST.split_ascii_whitespace().nth(place).unwrap_or_default());
    }
    Passphrase::new(passphrase.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Strength, strength};

    #[test]
    fn the_list_has_as_many_different_words_as_it_says() {
        let words: Vec<&str> = LIST.split_ascii_whitespace().collect();
        let different: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!((words.len(), different.len()), (WORDS, WORDS));
        assert!(words.is_sorted(), "in order");
        for word in words {
            assert!((3..=7).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|letter| letter.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn a_passphrase_is_eight_words_and_known_to_be_strong() {
        let text = |random: [u8; 16]| String::from_utf8(words(&random).as_bytes().to_vec()).unwrap();
        let some = text(std::array::from_fn(|at| (at * 37) as u8));
        assert_eq!(some.split('-').count(), 8, "{some}");
        assert_eq!(strength(&some), Strength::Strong, "{some}");
        assert_ne!(text([0; 16]), text([255; 16]));
    }
}
