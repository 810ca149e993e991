//! Stable sorting with one copy of the algorithm for all types.

use std::cmp::Ordering;

/// Sorts by what `key` gives; what is equal keeps its order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order(items.len(), &|a, b| keys[a].cmp(&keys[b]));
    permute(items, &order);
}

/// The items in order.
pub fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    let order = order(items.len(), &|a, b| items[a].cmp(&items[b]));
    permute(&mut items, &order);
    items
}

/// The order in which `0..len` stand after sorting.
pub(crate) fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Puts the items into an order that [`order`] gave.
pub(crate) fn permute<T>(items: &mut Vec<T>, order: &[usize]) {
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|at| taken.get_mut(*at)?.take()));
}
