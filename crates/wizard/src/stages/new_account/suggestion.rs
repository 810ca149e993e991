//! A password nobody can guess, and everybody can copy by hand.

use zeroize::Zeroizing;

/// No letters that are mistaken for others.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// 5 bits each: 100 in all.
const LENGTH: usize = 20;
const GROUP: usize = 4;

/// A password of 100 bits, made of what nobody can guess.
pub fn suggested_password(random: [u8; 32]) -> Zeroizing<String> {
    let random = Zeroizing::new(random);
    let mut password = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
    for (place, byte) in random.iter().take(LENGTH).enumerate() {
        if place > 0 && place % GROUP == 0 {
            password.push('-');
        }
        // 32 divides 256: every letter is as likely.
        password.push(char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_made_of_chance_alone() {
        let of = |first: u8| suggested_password(std::array::from_fn(|n| first.wrapping_add(n as u8)));
        assert_eq!(*of(0), "abcd-efgh-ijkm-npqr-stuv");
        assert_eq!(*of(24), "2345-6789-abcd-efgh-ijkm");
        assert_ne!(of(1), of(2));
        assert!(!of(0).contains(['l', 'o', '0', '1']));
    }
}
