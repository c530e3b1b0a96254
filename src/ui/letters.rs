//! Letters by which one of many things is told: on links, on blocks of code.

/// Keys on which the fingers rest.
const LETTERS: [char; 9] = ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l'];

/// Things that get letters: more would take more of them than anybody wants to type.
pub const MOST: usize = LETTERS.len().pow(3);

/// Letters for each of `count` things, all of one length, so that none begins another.
pub fn letters(count: usize) -> Vec<String> {
    let count = count.min(MOST);
    let mut length = 1;
    let mut room = LETTERS.len();
    while room < count {
        length += 1;
        room *= LETTERS.len();
    }
    (0..count)
        .map(|number| letters_of(number, length))
        .collect()
}

fn letters_of(mut number: usize, length: usize) -> String {
    let mut label = vec![LETTERS[0]; length];
    for place in label.iter_mut().rev() {
        *place = LETTERS[number % LETTERS.len()];
        number /= LETTERS.len();
    }
    label.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn all_are_as_long_as_need_be_and_none_begins_another() {
        assert_eq!(letters(0), Vec::<String>::new());
        assert_eq!(letters(3), ["a", "s", "d"]);
        for (count, length) in [(9, 1), (10, 2), (81, 2), (82, 3), (2_000, 3)] {
            let all = letters(count);
            assert_eq!(all.len(), count.min(MOST));
            assert!(all.iter().all(|label| label.len() == length));
            assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        }
    }
}
