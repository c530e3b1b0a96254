//! The outline of a conversation, read into remarks that know whom they answer.
//!
//! ```text
//! Ana Prates <https://ana.example/> 2.5h
//! | Text, HTML allowed. An empty margin parts paragraphs.
//!   Mirela Dobos +40s
//!   | Two spaces further in answer the remark above.
//! * pingback Ledger of Small Things <http://ledger.example/quoting> 1h
//! | […] an excerpt […]
//! ```

/// One remark; its moment is in seconds from the epoch, below nought before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub author: String,
    pub url: Option<String>,
    pub at: i64,
    /// Made by another site (pingback, trackback), not by a person.
    pub ping: bool,
    /// Index of the remark it answers.
    pub parent: Option<usize>,
    pub html: String,
}

/// A line that does not fit the outline, counted from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    pub line: usize,
    pub what: String,
}

/// Reads a whole outline.
pub fn parse(text: &str) -> Result<Vec<Remark>, BadLine> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut margins: Vec<Vec<&str>> = Vec::new();
    // The remark a deeper line would answer, one for each level of indentation.
    let mut open: Vec<usize> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bad = |what: &str| BadLine {
            line: index + 1,
            what: format!("{what}: {}", line.trim()),
        };
        let told = line.trim_start_matches(' ');
        if told.trim_end().is_empty() {
            continue;
        }
        let spaces = line.len() - told.len();
        if spaces % 2 == 1 {
            return Err(bad("indented by an odd number of spaces"));
        }
        let depth = spaces / 2;
        if let Some(said) = told.strip_prefix('|') {
            if open.len() != depth + 1 {
                return Err(bad("text that is not indented as the name above it"));
            }
            let margin = margins.last_mut().ok_or_else(|| bad("text of nobody"))?;
            margin.push(said.strip_prefix(' ').unwrap_or(said).trim_end());
        } else {
            if depth > open.len() {
                return Err(bad("indented by more than one level"));
            }
            open.truncate(depth);
            let parent = open.last().copied();
            remarks.push(heading(told, parent).ok_or_else(|| bad("no `Name <address> age`"))?);
            margins.push(Vec::new());
            open.push(remarks.len() - 1);
        }
    }
    for (remark, margin) in remarks.iter_mut().zip(&margins) {
        remark.html = paragraphs(margin);
        if remark.html.is_empty() {
            return Err(BadLine {
                line: text.lines().count(),
                what: format!("{} says nothing", remark.author),
            });
        }
    }
    Ok(remarks)
}

/// `Name <address> age`, or `* pingback Name <address> age`.
fn heading(line: &str, parent: Option<usize>) -> Option<Remark> {
    let (line, ping) = match line.strip_prefix("* ") {
        Some(line) => (line.split_once(' ')?.1, true),
        None => (line, false),
    };
    let (who, age) = line.trim().rsplit_once(' ')?;
    let (author, url) = match who.trim().strip_suffix('>') {
        Some(who) => {
            let (author, url) = who.rsplit_once('<')?;
            (author, Some(url.to_owned()))
        }
        None => (who, None),
    };
    let author = author.trim().to_owned();
    if author.is_empty() {
        return None;
    }
    Some(Remark {
        author,
        url,
        at: offset(age)?,
        ping,
        parent,
        html: String::new(),
    })
}

/// `2.5h` and its like (`s`, `m`, `h`, `d`) before the epoch, `+40s` after it, as seconds from it.
pub fn offset(age: &str) -> Option<i64> {
    let (number, sign) = match age.strip_prefix('+') {
        Some(number) => (number, 1),
        None => (age, -1),
    };
    let unit = match number.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let number = &number[..number.len() - 1];
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if !number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        || part.len() > 6
    {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let tenths = 10_i64.pow(u32::try_from(part.len()).ok()?);
    let part: i64 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    let seconds = whole.checked_mul(unit)?.checked_add(part * unit / tenths)?;
    Some(sign * seconds)
}

/// Lines into paragraphs parted by empty ones. What opens with a block element stands as it is,
/// and an empty line inside `<pre>` belongs to it.
fn paragraphs(margin: &[&str]) -> String {
    const BLOCKS: [&str; 9] = [
        "<p",
        "<pre",
        "<blockquote",
        "<ul",
        "<ol",
        "<table",
        "<figure",
        "<h",
        "<dl",
    ];
    let mut parts: Vec<String> = vec![String::new()];
    for line in margin {
        let part = parts.last_mut().expect("one part is there from the start");
        let verbatim = part.matches("<pre").count() > part.matches("</pre").count();
        if line.is_empty() && !verbatim {
            parts.push(String::new());
        } else {
            if !part.is_empty() {
                part.push('\n');
            }
            part.push_str(line);
        }
    }
    let parts = parts.iter().filter(|part| !part.is_empty()).map(|part| {
        if BLOCKS.iter().any(|block| part.starts_with(block)) {
            part.clone()
        } else {
            format!("<p>{part}</p>")
        }
    });
    parts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLINE: &str = "\
Ana Prates <https://smallhours.example/> 2.5h
| First line of text, <em>so</em>,
| and its second.
|
| Another paragraph.
  Mirela Dobos 2h
  | An answer.
    Joaquim +40s
    | An answer to the answer.

  Zoë 90m
  | Another answer to the first.
* pingback Ledger of Small Things <http://ledger.example/quoting> 1h
| […] excerpt […]
";

    #[test]
    fn indentation_says_who_answers_whom() {
        let remarks = parse(OUTLINE).unwrap();
        let told: Vec<_> = remarks
            .iter()
            .map(|remark| {
                (
                    remark.author.as_str(),
                    remark.at,
                    remark.parent,
                    remark.ping,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Ana Prates", -9000, None, false),
                ("Mirela Dobos", -7200, Some(0), false),
                ("Joaquim", 40, Some(1), false),
                ("Zoë", -5400, Some(0), false),
                ("Ledger of Small Things", -3600, None, true),
            ]
        );
        assert_eq!(
            remarks[0].url.as_deref(),
            Some("https://smallhours.example/")
        );
        assert_eq!(
            remarks[4].url.as_deref(),
            Some("http://ledger.example/quoting")
        );
        assert_eq!(
            remarks[0].html,
            "<p>First line of text, <em>so</em>,\nand its second.</p>\n<p>Another paragraph.</p>"
        );
    }

    #[test]
    fn blocks_of_their_own_are_not_put_into_paragraphs() {
        let check = |margin: &[&str], expect: &str| assert_eq!(paragraphs(margin), expect);
        check(
            &["<blockquote>a</blockquote>", "", "b"],
            "<blockquote>a</blockquote>\n<p>b</p>",
        );
        check(
            &["<pre>a", "", "  b</pre>", "", "c"],
            "<pre>a\n\n  b</pre>\n<p>c</p>",
        );
        check(&["<em>a</em>"], "<p><em>a</em></p>");
        check(&["", "a", "", "", "b", ""], "<p>a</p>\n<p>b</p>");
    }

    #[test]
    fn ages_are_told_in_the_unit_that_reads_best() {
        let check = |age: &str, expect: Option<i64>| assert_eq!(offset(age), expect, "{age}");
        check("2.5h", Some(-9000));
        check("0.25h", Some(-900));
        check("3d", Some(-259_200));
        check("45m", Some(-2700));
        check("+40s", Some(40));
        check("+2m", Some(120));
        check("0h", Some(0));
        for nonsense in ["", "h", "+", "2", "2w", "-2h", "2..5h", "++2s", ".h", "ｈ"] {
            check(nonsense, None);
        }
    }

    #[test]
    fn a_faulty_outline_is_told_with_its_line() {
        let check = |text: &str, line: usize, what: &str| {
            let bad = parse(text).expect_err("must not be taken");
            assert_eq!((bad.line, bad.what.as_str()), (line, what));
        };
        check(
            "| Hello",
            1,
            "text that is not indented as the name above it: | Hello",
        );
        check(
            "Ana 1h\n  | Hi",
            2,
            "text that is not indented as the name above it: | Hi",
        );
        check(
            "Ana 1h\n| Hi\n   Bo 1h",
            3,
            "indented by an odd number of spaces: Bo 1h",
        );
        check(
            "Ana 1h\n| Hi\n    Bo 1h",
            3,
            "indented by more than one level: Bo 1h",
        );
        check("Ana soon\n| Hi", 1, "no `Name <address> age`: Ana soon");
        check(
            "<http://a.example/> 1h\n| Hi",
            1,
            "no `Name <address> age`: <http://a.example/> 1h",
        );
        check("* ping 1h", 1, "no `Name <address> age`: * ping 1h");
        check("Ana 1h\nBo 1h\n| Hi", 3, "Ana says nothing");
    }
}
