//! A title made into the name of a file.

use crate::text::plain;

/// Bytes of a name, with room for an ending and a number.
const LONGEST: usize = 180;
/// Names that mean devices elsewhere.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The name, without an ending. It has no separator in it, is not hidden, is no option of a program, and is a name on
/// every system.
pub fn file_name(title: &str) -> String {
    let line = plain::line(title);
    let mut name = String::new();
    for c in line.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\0' => {
                if !name.ends_with([' ', '-']) {
                    name.push('-');
                }
            }
            c if c.is_whitespace() => name.push(' '),
            c => name.push(c),
        }
    }
    let name = plain::beginning(&name, LONGEST);
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-'));
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    match name {
        "" => "article".to_owned(),
        name if DEVICES.contains(&stem.trim()) => format!("{name} (article)"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    #[test]
    fn a_title_becomes_a_harmless_name() {
        for (title, expect) in [
            ("The kettle that talks", "The kettle that talks"),
            ("../../etc/passwd", "etc-passwd"),
            ("-rf /", "rf"),
            (".hidden: why?", "hidden- why"),
            ("NUL", "NUL (article)"),
            ("con.txt", "con.txt (article)"),
            ("夜更けの湯呑み", "夜更けの湯呑み"),
            ("a\u{1b}[2J\nb", "a[2J b"),
            ("…", "…"),
            (" . ", "article"),
            ("", "article"),
        ] {
            assert_eq!(file_name(title), expect, "{title:?}");
        }
    }

    proptest! {
        #[test]
        fn no_title_leaves_its_folder(title in any::<String>()) {
            let name = file_name(&title);
            let path = Path::new("/folder").join(format!("{name}.md"));
            prop_assert_eq!(path.parent(), Some(Path::new("/folder")));
            prop_assert!(name.len() <= LONGEST + 10 && !name.is_empty());
            prop_assert!(!name.starts_with(['-', '.']) && !name.contains(char::is_control));
        }
    }
}
