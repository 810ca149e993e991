//! Whatever is done to them, they hold what the standard ones hold.

use std::collections::{BTreeMap, BTreeSet};

use ordered::{Map, Set, sort_by_key, sorted};
use proptest::prelude::*;

proptest! {
    #[test]
    fn maps(built in prop::collection::vec((0u8..40, any::<u16>()), 0..60), steps in prop::collection::vec((0u8..4, 0u8..40, any::<u16>()), 0..80)) {
        let mut ours: Map<u8, u16> = built.iter().copied().collect();
        let mut std: BTreeMap<u8, u16> = built.iter().copied().collect();
        for (step, key, value) in steps {
            match step {
                0 => prop_assert_eq!(ours.insert(key, value), std.insert(key, value)),
                1 => prop_assert_eq!(ours.remove(&key), std.remove(&key)),
                2 => prop_assert_eq!(*ours.entry(key).or_insert(value), *std.entry(key).or_insert(value)),
                _ => prop_assert_eq!(ours.get(&key), std.get(&key)),
            }
            prop_assert_eq!(ours.len(), std.len());
        }
        prop_assert_eq!(ours.into_iter().collect::<Vec<_>>(), std.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn sets(a in prop::collection::vec(0u8..40, 0..60), b in prop::collection::vec(0u8..40, 0..60)) {
        let (ours, other): (Set<u8>, Set<u8>) = (a.iter().copied().collect(), b.iter().copied().collect());
        let (std, std_other): (BTreeSet<u8>, BTreeSet<u8>) = (a.iter().copied().collect(), b.iter().copied().collect());
        prop_assert!(ours.difference(&other).eq(std.difference(&std_other)));
        prop_assert!(ours.iter().eq(std.iter()));
    }

    #[test]
    fn sorting_is_stable(items in prop::collection::vec((0u8..6, any::<u32>()), 0..80)) {
        let mut ours = items.clone();
        sort_by_key(&mut ours, |item| item.0);
        let mut std = items.clone();
        std.sort_by_key(|item| item.0);
        prop_assert_eq!(ours, std);
        let mut all = items.clone();
        all.sort();
        prop_assert_eq!(sorted(items), all);
    }
}
