//! The marks before items of lists: numbers as their list writes them, boxes of things to do.

use crate::model::document::Numbering;

/// A number as a list of this kind writes it. What letters or Roman numerals cannot say is said in figures.
pub(in crate::text) fn numeral(number: i64, numbering: Numbering) -> String {
    match numbering {
        Numbering::Decimal => None,
        Numbering::LowerAlpha => letters(number),
        Numbering::UpperAlpha => letters(number).map(|text| text.to_ascii_uppercase()),
        Numbering::LowerRoman => roman(number),
        Numbering::UpperRoman => roman(number).map(|text| text.to_ascii_uppercase()),
    }
    .unwrap_or_else(|| number.to_string())
}

/// The box before something to do.
pub(in crate::text) fn task(done: bool) -> &'static str {
    if done { "☑ " } else { "☐ " }
}

/// `a` to `z`, then `aa`.
fn letters(number: i64) -> Option<String> {
    let mut left = u64::try_from(number).ok().filter(|left| *left > 0)?;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'a' + u8::try_from(left % 26).ok()?));
        left /= 26;
    }
    Some(letters.into_iter().rev().collect())
}

/// 1 to 3999.
fn roman(number: i64) -> Option<String> {
    const VALUES: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut text = String::new();
    for (value, sign) in VALUES {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_list_says() {
        for (number, numbering, expect) in [
            (7, Numbering::Decimal, "7"),
            (1, Numbering::LowerAlpha, "a"),
            (27, Numbering::LowerAlpha, "aa"),
            (702, Numbering::UpperAlpha, "ZZ"),
            (703, Numbering::UpperAlpha, "AAA"),
            (1994, Numbering::LowerRoman, "mcmxciv"),
            (4, Numbering::UpperRoman, "IV"),
            (0, Numbering::UpperRoman, "0"),
            (4000, Numbering::LowerRoman, "4000"),
            (-3, Numbering::LowerAlpha, "-3"),
        ] {
            assert_eq!(numeral(number, numbering), expect);
        }
    }
}
