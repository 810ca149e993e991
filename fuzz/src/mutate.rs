//! Bytes changed blindly, for where coverage cannot guide: the same every time for the same seed.

use std::path::Path;

/// What XML and these files are made of, and the headers of encrypted ones.
const WORDS: [&str; 43] = [
    "<",
    ">",
    "/>",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "&amp;",
    "&#13;",
    "&#x1F600;",
    "&",
    "'",
    "\"",
    "=",
    " ",
    "\r\n",
    "\u{feff}",
    "xmlns=''",
    "xmlns='urn:xmpp:pie:0'",
    "xmlns:p='jabber:client'",
    " id=''",
    " node='n'",
    "<user name='u'>",
    "</user>",
    "<host jid='h'>",
    "<pubsub xmlns='http://jabber.org/protocol/pubsub'>",
    "<items node='n'>",
    "<item>",
    "<item id='1'>",
    "<query xmlns='jabber:iq:roster'>",
    "<xi:include href='1.xml'/>",
    "<archive xmlns='urn:xmpp:pie:0#mam'>",
    "<result xmlns='urn:xmpp:mam:2'>",
    "<a xmlns='o'>",
    "</a>",
    "\u{ff}",
    "\0",
    "\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 2\n",
    "\n--- ",
    "\n-----END AGE ENCRYPTED FILE-----",
];

/// The files below `folder`, small ones only, in the order of their names.
pub fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.sort();
    let below = paths.iter().flat_map(|path| match path.is_dir() {
        true => seeds(path),
        false => std::fs::read(path).into_iter().collect(),
    });
    below.filter(|bytes| bytes.len() < 20_000).collect()
}

/// All seeds of the repository.
pub fn all_seeds() -> Vec<Vec<u8>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = seeds(&here.join("seeds"));
    all.extend(seeds(&here.join("../crates/portable/tests/fixtures/wild")));
    all
}

/// Runs `target` on `runs` inputs.
pub fn run(target: fn(&[u8]), seeds: &[Vec<u8>], runs: u64, seed: u64) {
    let mut random = Random(seed | 1);
    for seed in seeds {
        target(seed);
    }
    for _ in 0..runs {
        let Some(seed) = seeds.get(random.below(seeds.len())) else { return };
        let mut bytes = seed.clone();
        for _ in 0..=random.below(6) {
            change(&mut bytes, seeds, &mut random);
        }
        target(&bytes);
    }
}

/// `cargo run -p fuzz --bin NAME -- RUNS SEED`.
pub fn run_as_program(target: fn(&[u8])) {
    let mut arguments = std::env::args().skip(1).map_while(|argument| argument.parse().ok());
    let (runs, seed) = (arguments.next().unwrap_or(1_000_000), arguments.next().unwrap_or(1));
    run(target, &all_seeds(), runs, seed);
    println!("{runs} runs from seed {seed}");
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = at + random.below((bytes.len() - at).min(200) + 1);
    match random.below(8) {
        0 => drop(bytes.drain(at..end)),
        1 => bytes.truncate(at),
        2 => {
            let copy = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        4 => bytes.insert(at, random.below(256) as u8),
        5 => {
            let other = seeds.get(random.below(seeds.len())).map(Vec::as_slice).unwrap_or_default();
            let from = random.below(other.len() + 1);
            let to = from + random.below((other.len() - from).min(2000) + 1);
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        _ => {
            let word = WORDS[random.below(WORDS.len())];
            bytes.splice(at..at, word.bytes());
        }
    }
}

/// xorshift64* (Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let value = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        value as usize % bound.max(1)
    }
}
