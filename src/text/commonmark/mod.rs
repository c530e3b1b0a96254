//! Markdown as people write it in comments and posts, made HTML: enough that quotations, code, links and lists are
//! what they were meant to be. Whatever else stands there stays as it is written, and no markup of the
//! writer's own comes through.

mod inline;

use crate::text::html::escape;

/// Quotations and lists within each other; what is deeper is one paragraph.
const DEEPEST: usize = 12;
/// Longer numbers of lists are words.
const LONGEST_NUMBER: usize = 9;

/// The HTML of a text in Markdown.
pub fn html(markdown: &str) -> String {
    let plain = markdown.replace("\r\n", "\n").replace('\t', "    ");
    let lines: Vec<&str> = plain.lines().collect();
    let mut html = String::with_capacity(plain.len() + plain.len() / 4);
    blocks(&lines, 0, false, &mut html);
    html
}

/// Writes the blocks of some lines. Paragraphs of a `tight` list have no tags of their own.
fn blocks(lines: &[&str], depth: usize, tight: bool, html: &mut String) {
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        at += match Block::of(rest[0]) {
            Block::Blank => 1,
            _ if depth >= DEEPEST => {
                paragraph(rest, tight, html);
                rest.len()
            }
            Block::Fence(fence) => fenced(rest, &fence, html),
            Block::Indented => indented(rest, html),
            Block::Heading(level) => {
                let text = rest[0].trim().trim_matches('#').trim();
                let level = ["h1", "h2", "h3", "h4", "h5", "h6"][level - 1];
                html.extend(["<", level, ">", &inline::html(text), "</", level, ">"]);
                1
            }
            Block::Rule => {
                html.push_str("<hr>");
                1
            }
            Block::Quote => quote(rest, depth, html),
            Block::Spoiler => spoiler(rest, depth, html),
            Block::Item(marker) => list(rest, marker, depth, html),
            Block::Words => {
                let length = words(rest);
                paragraph(&rest[..length], tight, html);
                length
            }
        };
    }
}

/// What a line begins.
enum Block {
    Blank,
    Fence(String),
    Indented,
    Heading(usize),
    Rule,
    Quote,
    /// `::: spoiler TITLE`, as Lemmy has it.
    Spoiler,
    Item(Marker),
    Words,
}

/// The mark before an item of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Marker {
    /// `-`, `*`, `+`; `.` and `)` behind a number.
    sign: char,
    number: Option<u32>,
    /// Bytes up to the item's text.
    width: usize,
}

impl Block {
    fn of(line: &str) -> Self {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        if text.trim().is_empty() {
            return Self::Blank;
        }
        if indent >= 4 {
            return Self::Indented;
        }
        let run = |sign: char| text.len() - text.trim_start_matches(sign).len();
        for sign in ['`', '~'] {
            let length = run(sign);
            if length >= 3 && !text[length..].contains('`') {
                return Self::Fence(sign.to_string().repeat(length));
            }
        }
        let level = run('#');
        if (1..=6).contains(&level) && text[level..].starts_with(' ') {
            return Self::Heading(level);
        }
        if is_rule(text) {
            return Self::Rule;
        }
        if text.starts_with('>') {
            return Self::Quote;
        }
        if text
            .strip_prefix(":::")
            .is_some_and(|rest| !rest.trim().is_empty())
        {
            return Self::Spoiler;
        }
        Marker::of(text, indent).map_or(Self::Words, Self::Item)
    }
}

impl Marker {
    fn of(text: &str, indent: usize) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, sign) = match digits {
            0 => (
                None,
                text.chars().next().filter(|sign| "-*+".contains(*sign))?,
            ),
            1..=LONGEST_NUMBER => (
                Some(text[..digits].parse().ok()?),
                text[digits..]
                    .chars()
                    .next()
                    .filter(|sign| ".)".contains(*sign))?,
            ),
            _ => return None,
        };
        let rest = &text[digits + 1..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let width = indent + digits + 1 + if spaces > 4 { 1 } else { spaces };
        (spaces > 0 && spaces < rest.len()).then_some(Self {
            sign,
            number,
            width,
        })
    }

    /// Whether it goes on with the list of the other one.
    fn follows(self, other: Self) -> bool {
        self.sign == other.sign && self.number.is_some() == other.number.is_some()
    }
}

fn is_rule(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| *c != ' ');
    let Some(first @ ('-' | '*' | '_')) = signs.next() else {
        return false;
    };
    let mut others = 0;
    signs.all(|sign| {
        others += 1;
        sign == first
    }) && others >= 2
}

/// How many lines a paragraph has.
fn words(lines: &[&str]) -> usize {
    let ends = |line: &&str| match Block::of(line) {
        Block::Words | Block::Indented => false,
        // "1986. That was a year" is no list, nor is any number but one within a paragraph.
        Block::Item(marker) => marker.number.is_none_or(|number| number == 1),
        _ => true,
    };
    let more = lines[1..].iter().position(ends);
    more.map_or(lines.len(), |more| more + 1)
}

fn paragraph(lines: &[&str], tight: bool, html: &mut String) {
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_start()).collect();
    let text = inline::html(trimmed.join("\n").trim_end());
    if tight {
        html.push_str(&text);
    } else {
        html.extend(["<p>", &text, "</p>"]);
    }
}

fn fenced(lines: &[&str], fence: &str, html: &mut String) -> usize {
    let ends = |line: &&str| {
        let line = line.trim();
        line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
    };
    let end = lines[1..].iter().position(ends).map(|end| end + 1);
    let code = &lines[1..end.unwrap_or(lines.len())];
    let indent = lines[0].len() - lines[0].trim_start_matches(' ').len();
    push_code(code.iter().map(|line| without(line, indent)), html);
    end.map_or(lines.len(), |end| end + 1)
}

fn indented(lines: &[&str], html: &mut String) -> usize {
    let ends = |line: &&str| !matches!(Block::of(line), Block::Indented | Block::Blank);
    let end = lines.iter().position(ends).unwrap_or(lines.len());
    let code = lines[..end].iter().map(|line| without(line, 4));
    push_code(code, html);
    end
}

fn push_code<'a>(lines: impl Iterator<Item = &'a str>, html: &mut String) {
    let code = lines.collect::<Vec<_>>().join("\n");
    html.push_str("<pre><code>");
    html.push_str(&escape(code.trim_end()));
    html.push_str("</code></pre>");
}

/// The line without so many spaces at its beginning, or without those it has.
fn without(line: &str, most: usize) -> &str {
    let spaces = line.bytes().take(most).take_while(|byte| *byte == b' ');
    &line[spaces.count()..]
}

/// Lines with `>` before them; a paragraph may go on without it.
fn quote(lines: &[&str], depth: usize, html: &mut String) -> usize {
    let mut inside = Vec::new();
    for line in lines {
        let text = line.trim_start_matches(' ');
        match text.strip_prefix('>') {
            Some(quoted) => inside.push(quoted.strip_prefix(' ').unwrap_or(quoted)),
            None if goes_on(&inside, line) => inside.push(text),
            None => break,
        }
    }
    html.push_str("<blockquote>");
    blocks(&inside, depth + 1, false, html);
    html.push_str("</blockquote>");
    inside.len()
}

/// Whether a line is words that go on with the last paragraph.
fn goes_on(inside: &[&str], line: &str) -> bool {
    let ends_in_words = inside
        .last()
        .is_some_and(|last| !matches!(Block::of(last), Block::Blank | Block::Fence(_)));
    ends_in_words && matches!(Block::of(line), Block::Words)
}

fn spoiler(lines: &[&str], depth: usize, html: &mut String) -> usize {
    let end = lines[1..].iter().position(|line| line.trim() == ":::");
    let inside = &lines[1..end.map_or(lines.len(), |end| end + 1)];
    let title = lines[0].trim().trim_start_matches(':').trim();
    let title = title.strip_prefix("spoiler").unwrap_or(title).trim();
    html.extend(["<p><strong>", &inline::html(title), "</strong></p>"]);
    blocks(inside, depth + 1, false, html);
    end.map_or(lines.len(), |end| end + 2)
}

fn list(lines: &[&str], first: Marker, depth: usize, html: &mut String) -> usize {
    let tag = if first.number.is_some() { "ol" } else { "ul" };
    let start = first.number.filter(|number| *number != 1);
    let start = start.map_or_else(String::new, |number| format!(" start=\"{number}\""));
    html.extend(["<", tag, &start, ">"]);
    let mut at = 0;
    while let Some(Block::Item(marker)) = lines.get(at).map(|line| Block::of(line))
        && marker.follows(first)
    {
        let (inside, length) = item(&lines[at..], marker);
        let tight = !inside.iter().any(|line| line.is_empty());
        html.push_str("<li>");
        blocks(&inside, depth + 1, tight, html);
        html.push_str("</li>");
        at += length;
        // Blank lines part items, and what follows them decides whether the list goes on.
        let blank = lines[at..].iter().take_while(|line| line.trim().is_empty());
        let after = at + blank.count();
        let again = lines.get(after).map(|line| Block::of(line));
        if matches!(again, Some(Block::Item(marker)) if marker.follows(first)) {
            at = after;
        }
    }
    html.extend(["</", tag, ">"]);
    at
}

/// The lines of an item, without its mark and what they are indented by, and how many they are.
fn item<'a>(lines: &[&'a str], marker: Marker) -> (Vec<&'a str>, usize) {
    let mut inside = vec![&lines[0][marker.width..]];
    let mut length = 1;
    for (at, line) in lines.iter().enumerate().skip(1) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() {
            inside.push("");
        } else if indent >= marker.width {
            inside.push(&line[marker.width..]);
            length = at + 1;
        } else if goes_on(&inside, line) {
            inside.push(line.trim_start());
            length = at + 1;
        } else {
            break;
        }
    }
    inside.truncate(length);
    (inside, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expect: &str) {
        assert_eq!(html(markdown), expect, "{markdown}");
    }

    #[test]
    fn paragraphs_and_quotations_are_kept_apart() {
        check("One\ntwo.\n\nThree.", "<p>One\ntwo.</p><p>Three.</p>");
        check(
            "> You said\nso\n>> and he\n\nYes.",
            "<blockquote><p>You said\nso</p><blockquote><p>and he</p></blockquote></blockquote><p>Yes.</p>",
        );
        check("Line  \nbreak\\\nhere", "<p>Line<br>break<br>here</p>");
    }

    #[test]
    fn code_stays_as_it_is() {
        check(
            "```rust\nlet a = \"<b>\";\n\n  *x*\n```\nAfter",
            "<pre><code>let a = &quot;&lt;b&gt;&quot;;\n\n  *x*</code></pre><p>After</p>",
        );
        check("~~~\nno end", "<pre><code>no end</code></pre>");
        check(
            "    four\n\n      six",
            "<pre><code>four\n\n  six</code></pre>",
        );
    }

    #[test]
    fn lists_have_their_items() {
        check(
            "- a\n- b\n  more\n  - c\n\nEnd",
            "<ul><li>a</li><li>b\nmore<ul><li>c</li></ul></li></ul><p>End</p>",
        );
        check("3. c\n4. d", "<ol start=\"3\"><li>c</li><li>d</li></ol>");
        check(
            "1) a\n\n   b\n\n2) c",
            "<ol><li><p>a</p><p>b</p></li><li>c</li></ol>",
        );
        check("Not\n- in it", "<p>Not</p><ul><li>in it</li></ul>");
        check("It was in\n1986. A year", "<p>It was in\n1986. A year</p>");
        check("-no list", "<p>-no list</p>");
    }

    #[test]
    fn headings_rules_and_spoilers_are_known() {
        check("## Two ##\n***\n#none", "<h2>Two</h2><hr><p>#none</p>");
        check(
            "::: spoiler The end\nHe *dies*.\n:::\nSo",
            "<p><strong>The end</strong></p><p>He <em>dies</em>.</p><p>So</p>",
        );
    }

    #[test]
    fn markup_of_the_writer_is_text() {
        check(
            "<script>x</script>",
            "<p>&lt;script&gt;x&lt;/script&gt;</p>",
        );
    }

    #[test]
    fn however_deep_it_ends() {
        html(&">".repeat(100_000));
        html(&"- ".repeat(100_000));
        html(&format!("{}x", "> - ".repeat(10_000)));
        let steps: Vec<String> = (0..3_000).map(|n| "  ".repeat(n % 60) + "- x").collect();
        html(&steps.join("\n"));
    }
}
