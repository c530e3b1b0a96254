//! Whether one title speaks of another: "Kommentare zu: Das Pfeifen" does of "Das Pfeifen".
//!
//! The words around it are translated and are not read. Typographers change quotation marks and
//! dashes, so letters and digits alone are compared.

/// Whether the title of an entry stands in another title, as far as it is long enough to be told.
pub(super) fn speaks_of(whole: &str, entry: &str) -> bool {
    let (whole, entry) = (letters(whole), letters(entry));
    let letters = entry.chars().filter(|c| *c != ' ').count();
    if entry.is_ascii() {
        letters >= 3 && format!(" {whole} ").contains(&format!(" {entry} "))
    } else {
        // Many scripts write no spaces between words.
        letters >= 2 && whole.contains(&entry)
    }
}

/// Words in small letters, parted by one space.
fn letters(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether two titles are the same one.
pub(super) fn are_same(one: &str, other: &str) -> bool {
    let one = letters(one);
    !one.is_empty() && one == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_in_what_it_is_made_part_of() {
        let check = |whole, entry, expect| {
            assert_eq!(speaks_of(whole, entry), expect, "{whole} {entry}");
        };
        check("Kommentare zu: Das Pfeifen", "Das Pfeifen", true);
        check("Kessel » Das Pfeifen-Kommentar-Feed", "Das Pfeifen", true);
        check("Comments on: “Why” – and how", "\"Why\" - and how", true);
        check("朝のコメント", "朝の", true);
        check("Comments on: Kettles", "Kettle", false);
        check("Comments for Loop & Kettle", "", false);
        check("Comments on: If", "If", false);
        check("Comments on", "!?", false);
        check("Comments on", "Comments on: A pot", false);
    }
}
