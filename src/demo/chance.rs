//! Chance that can be asked for by number: no state, so the thousandth draw costs as much as the first.

/// Draw number `n` of a seed (the finaliser of SplitMix64): every bit of both reaches every bit of the result.
pub fn draw(seed: u64, n: u64) -> u64 {
    let mut bits = seed ^ n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Draw number `n` of a seed, as an index below `len`; nought where there is nothing to choose from.
pub fn pick(seed: u64, n: u64, len: usize) -> usize {
    let len = u64::try_from(len.max(1)).unwrap_or(u64::MAX);
    usize::try_from(draw(seed, n) % len).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_web_and_another_seed_another() {
        let web = |seed| (0..32).map(|n| draw(seed, n)).collect::<Vec<_>>();
        assert_eq!(web(7), web(7));
        assert!(web(7).iter().zip(web(8)).all(|(one, other)| *one != other));
    }

    #[test]
    fn every_choice_is_reached_and_none_beyond() {
        for len in 1..9 {
            let mut seen = vec![false; len];
            (0..400).for_each(|n| seen[pick(3, n, len)] = true);
            assert!(seen.iter().all(|seen| *seen), "of {len}");
        }
        assert_eq!(pick(3, 1, 0), 0);
    }
}
