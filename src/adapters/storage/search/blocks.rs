//! How PostgreSQL pages through hits in the order of their numbers without sorting all of them.
//!
//! A GIN index has no order. So every document carries the names of the blocks of numbers it stands in, as lexemes, and
//! a search asks block by block from the highest, first few numbers, then more: a word that half of all have fills its
//! page from the first block, and a rare one meets some dozens of blocks that are answered from the index.

/// A block's size as a power of two, by level. The largest bounds how many hits are ever sorted at once.
const LEVELS: [(char, u32); 3] = [('a', 9), ('b', 12), ('c', 15)];

/// The names of the blocks of `scope` in which `number` stands.
pub(super) fn around(scope: &str, number: i64) -> impl Iterator<Item = String> {
    LEVELS
        .map(|(level, size)| name(scope, level, number >> size))
        .into_iter()
}

/// The names of blocks of `scope` that together hold each number below `before` once, the highest first; the first of
/// them may hold higher ones too.
pub(super) fn below(scope: &str, before: i64) -> Vec<String> {
    let mut all = Vec::new();
    let mut before = before.max(0);
    for (at, (level, size)) in LEVELS.into_iter().enumerate() {
        if before == 0 {
            break;
        }
        let last = (before - 1) >> size;
        // To where a block of the next level ends.
        let first = LEVELS
            .get(at + 1)
            .map_or(0, |(_, next)| (before - 1) >> next << (next - size));
        all.extend((first..=last).rev().map(|it| name(scope, level, it)));
        before = first << size;
    }
    all
}

fn name(scope: &str, level: char, block: i64) -> String {
    format!("{scope}{level}{block}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{around, below};

    #[test]
    fn each_number_below_is_met_once_and_in_order() {
        for before in [0, 1, 2, 512, 513, 4096, 4097, 32768, 32769, 40_000, 70_001] {
            let blocks = below("s", before);
            let mut reached = 0;
            for number in (1..before).rev() {
                let own: HashSet<String> = around("s", number).collect();
                let met: Vec<usize> = (0..blocks.len())
                    .filter(|it| own.contains(&blocks[*it]))
                    .collect();
                assert_eq!(met.len(), 1, "{number} of {before}");
                assert!(met[0] >= reached, "{number} of {before}");
                reached = met[0];
            }
        }
    }

    #[test]
    fn the_first_blocks_are_small_and_all_are_few() {
        assert_eq!(below("s", 1_000_000).len(), 2 + 4 + 30);
        assert!(below("s", 32_769)[0].starts_with("sa"));
    }
}
