//! Domains as people and servers write them (RFC 7622 §3.2): U-labels for the A-labels of DNS.

/// The most characters a label may hold that is worth decoding (RFC 1035 §2.3.4).
const MOST: usize = 63;

/// The domain with every `xn--` label decoded; one that cannot be stays as it is.
pub fn to_unicode(domain: &str) -> String {
    let labels = domain.split('.').map(|label| {
        let encoded = label.get(..4).filter(|start| start.eq_ignore_ascii_case("xn--")).map(|_| &label[4..]);
        encoded.and_then(punycode).unwrap_or_else(|| label.to_owned())
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Decodes a label (RFC 3492 §6.2, with the parameters of §5).
fn punycode(encoded: &str) -> Option<String> {
    const BASE: u32 = 36;
    if encoded.len() > MOST || !encoded.is_ascii() {
        return None;
    }
    let (basic, rest) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut code, mut place, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = rest.bytes();
    while digits.len() > 0 {
        let (before, mut weight) = (place, 1_u32);
        for k in (BASE..).step_by(BASE as usize) {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => byte - b'a',
                byte @ b'A'..=b'Z' => byte - b'A',
                byte @ b'0'..=b'9' => byte - b'0' + 26,
                _ => return None,
            };
            place = u32::from(digit).checked_mul(weight)?.checked_add(place)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if u32::from(digit) < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = out.len() as u32 + 1;
        bias = adapted(place - before, length, before == 0);
        code = code.checked_add(place / length)?;
        place %= length;
        out.insert(place as usize, char::from_u32(code)?);
        place += 1;
    }
    Some(out.into_iter().collect())
}

/// RFC 3492 §6.1.
fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, expected: &str) {
        assert_eq!(to_unicode(domain), expected);
    }

    #[test]
    fn decodes_what_dns_spells_otherwise() {
        check("xn--bcher-kva.example", "bücher.example");
        check("XN--BCHER-KVA.example", "BüCHER.example");
        check("chat.xn--mnchen-3ya.example", "chat.münchen.example");
        check("xn--fsqu00a.xn--0zwm56d", "例子.测试");
        // RFC 3492 §7.1 (B): Chinese, simplified.
        check("xn--ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文");
    }

    #[test]
    fn leaves_alone_what_it_cannot_decode() {
        for domain in
            ["example.org", "", "xn--", "xn--ü", "xn--a-!", "xn--99999999", "x.xn--zzzzzzzzzzzzzz99"]
        {
            let decoded = to_unicode(domain);
            assert!(decoded == domain || domain == "xn--", "{domain}: {decoded}");
        }
    }
}
