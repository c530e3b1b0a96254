//! The outline of a conversation, read into remarks that know whom they answer.
//!
//! ```text
//! Ana Prates <https://ana.example/> 2.5h
//! | Text, HTML allowed. An empty margin parts paragraphs.
//!   Mirela Dobos +40s
//!   | Two spaces further in answer the remark above.
//! * pingback Ledger of Small Things <http://ledger.example/quoting> 1h
//! | […] an excerpt […]
//! Old Salt 3h
//! ! approved +90s
//! | It is held back until then.
//! ! edited +2m
//! | What it says from then on.
//! ! binned +5m
//! ```
//!
//! In a mailing list `! subject …` names a new thread.

/// One remark; moments are in seconds from the epoch, below nought before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    pub author: String,
    pub url: Option<String>,
    pub at: i64,
    /// Made by another site (pingback, trackback), not by a person.
    pub ping: bool,
    /// Index of the remark it answers.
    pub parent: Option<usize>,
    pub html: String,
    /// It is held back until then.
    pub approved: Option<i64>,
    /// It is thrown away then.
    pub binned: Option<i64>,
    /// When its text is changed, and what it says from then on.
    pub edited: Option<(i64, String)>,
    /// What a mailing list calls the thread it opens.
    pub subject: Option<String>,
}

/// A line that does not fit the outline, counted from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    pub line: usize,
    pub what: String,
}

/// Reads a whole outline.
pub fn parse(text: &str) -> Result<Vec<Remark>, BadLine> {
    let mut outline = Outline::default();
    for (index, line) in text.lines().enumerate() {
        let read = outline.read(line);
        read.map_err(|what| BadLine {
            line: index + 1,
            what: format!("{what}: {}", line.trim()),
        })?;
    }
    outline.remarks().map_err(|what| BadLine {
        line: text.lines().count(),
        what,
    })
}

/// What was read so far.
#[derive(Default)]
struct Outline<'a> {
    remarks: Vec<Remark>,
    /// The text of each remark, and what it is changed into.
    margins: Vec<[Vec<&'a str>; 2]>,
    /// The remark a deeper line would answer, one for each level of indentation.
    open: Vec<usize>,
}

impl<'a> Outline<'a> {
    fn read(&mut self, line: &'a str) -> Result<(), &'static str> {
        let told = line.trim_start_matches(' ');
        if told.trim_end().is_empty() {
            return Ok(());
        }
        let spaces = line.len() - told.len();
        if spaces % 2 == 1 {
            return Err("indented by an odd number of spaces");
        }
        let depth = spaces / 2;
        if let Some(said) = told.strip_prefix('|') {
            let remark = self.within(depth)?;
            let margin = &mut self.margins[remark];
            let margin = &mut margin[usize::from(self.remarks[remark].edited.is_some())];
            margin.push(said.strip_prefix(' ').unwrap_or(said).trim_end());
            return Ok(());
        }
        if let Some(fate) = told.strip_prefix("! ") {
            let remark = self.within(depth)?;
            return befalls(&mut self.remarks[remark], fate)
                .ok_or("neither `approved`, `edited` or `binned` with an age nor `subject`");
        }
        if depth > self.open.len() {
            return Err("indented by more than one level");
        }
        self.open.truncate(depth);
        let parent = self.open.last().copied();
        let remark = heading(told, parent).ok_or("no `Name <address> age`")?;
        self.remarks.push(remark);
        self.margins.push(Default::default());
        self.open.push(self.remarks.len() - 1);
        Ok(())
    }

    /// The remark a line at this depth belongs to.
    fn within(&self, depth: usize) -> Result<usize, &'static str> {
        let here = self.open.last().filter(|_| self.open.len() == depth + 1);
        here.copied()
            .ok_or("text that is not indented as the name above it")
    }

    fn remarks(mut self) -> Result<Vec<Remark>, String> {
        for (remark, [first, then]) in self.remarks.iter_mut().zip(&self.margins) {
            remark.html = paragraphs(first);
            let mut silent = remark.html.is_empty();
            if let Some((_, html)) = &mut remark.edited {
                *html = paragraphs(then);
                silent |= html.is_empty();
            }
            if silent {
                return Err(format!("{} says nothing", remark.author));
            }
        }
        Ok(self.remarks)
    }
}

/// What happens to a remark after it was written.
fn befalls(remark: &mut Remark, fate: &str) -> Option<()> {
    let (what, detail) = fate.split_once(' ')?;
    match what {
        "approved" => remark.approved = Some(offset(detail.trim())?),
        "binned" => remark.binned = Some(offset(detail.trim())?),
        "edited" => remark.edited = Some((offset(detail.trim())?, String::new())),
        "subject" => remark.subject = Some(detail.trim().to_owned()),
        _ => return None,
    }
    Some(())
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
        ..Remark::default()
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
    fn a_remark_can_be_held_back_changed_and_thrown_away() {
        let text = "\
Old Salt 3h
! approved +90s
| First.
! edited +2m
| Then.
  Ana 2h
  | An answer.
! binned +5m
";
        let bad = parse(text).expect_err("the remark is closed by its answer");
        assert_eq!(bad.line, 8);
        let text = text.replace("! binned", "  ! binned");
        let remarks = parse(&text).unwrap();
        assert_eq!(remarks[0].approved, Some(90));
        assert_eq!(remarks[0].html, "<p>First.</p>");
        assert_eq!(remarks[0].edited, Some((120, "<p>Then.</p>".to_owned())));
        assert_eq!((remarks[0].binned, remarks[1].binned), (None, Some(300)));
        let list = parse("Ana 1h\n! subject A fifth\n| Flat.").unwrap();
        assert_eq!(list[0].subject.as_deref(), Some("A fifth"));
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
        check("Ana 1h\n| Hi\n! edited 1h", 3, "Ana says nothing");
        check(
            "Ana 1h\n! lost 1h",
            2,
            "neither `approved`, `edited` or `binned` with an age nor `subject`: ! lost 1h",
        );
    }
}
