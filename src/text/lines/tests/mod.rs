//! HTML in, lines out: what a person sees at a narrow, a middling and a common width.

mod properties;
mod settings;

use super::{Line, Role, Setting, find, lay_out};
use crate::model::document::{
    Block, Document, Item, Mark, Numbering, Picture, Span, Table, TextPlace,
};
use crate::text::html::{document, tests::is_unsafe};

fn text(line: &Line) -> String {
    line.pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
}

fn show(document: &Document, width: u16) -> String {
    let lines = lay_out(document, &Setting::new(width));
    lines.iter().map(text).collect::<Vec<_>>().join("\n")
}

/// The page that `html` gives at a width, written from the second line of `expect` on.
fn check(html: &str, width: u16, expect: &str) {
    let document = document(html, Some("https://blog.example/"));
    let expect = expect.strip_prefix('\n').unwrap_or(expect);
    assert_eq!(show(&document, width), expect, "{html} at {width}");
}

#[test]
fn prose_fits_any_width() {
    const PROSE: &str = "<h1>On the length of lines</h1><p>A line that is <em>too long</em> tires the eye; a line \
    that is too short <a href=/tears>tears</a> the sentence apart. See <a href=https://type.example/measure?unit=em>\
    https://type.example/measure?unit=em</a>, and <a href=/tears>again</a>.</p><hr><p>End.</p>";
    check(
        PROSE,
        20,
        r"
On the length
of lines

A line that is too
long tires the eye;
a line that is too
short tears[1] the
sentence apart.
See https://type.
example/measure?
unit=em[2], and
again[1].

        ───

End.",
    );
    check(
        PROSE,
        40,
        r"
On the length of lines

A line that is too long tires the
eye; a line that is too short
tears[1] the sentence apart. See
https://type.example/measure?unit=em[2],
and again[1].

                  ───

End.",
    );
    check(
        PROSE,
        80,
        r"
On the length of lines

A line that is too long tires the eye; a line that is too short tears[1] the
sentence apart. See https://type.example/measure?unit=em[2], and again[1].

                                      ───

End.",
    );
}

#[test]
fn lists_hang_and_count() {
    const LISTS: &str = "<ol start=9><li>Ninth of all<li>Tenth, which goes on for a while<ul><li>inner<ul><li>innermost \
    of them<ul><li>deeper</ul></ul></ul><li><p>Two</p><p>paragraphs</p></ol><dl><dt>Term<dd>What is said of it</dl>";
    check(
        LISTS,
        20,
        r"
 9. Ninth of all

10. Tenth, which
    goes on for a
    while
    • inner
      ◦ innermost of
        them
        ▪ deeper

11. Two

    paragraphs

Term
  What is said of it",
    );
    check(
        LISTS,
        40,
        r"
 9. Ninth of all

10. Tenth, which goes on for a while
    • inner
      ◦ innermost of them
        ▪ deeper

11. Two

    paragraphs

Term
  What is said of it",
    );
}

#[test]
fn quotes_have_a_bar_for_each_level() {
    const QUOTES: &str = "<blockquote><p>What they wrote, at some length.</p><blockquote>And what was written before \
    that.</blockquote></blockquote><p>Answer.</p>";
    check(
        QUOTES,
        20,
        r"
▎ What they wrote,
▎ at some length.
▎
▎ ▎ And what was
▎ ▎ written before
▎ ▎ that.

Answer.",
    );
    check(
        QUOTES,
        40,
        r"
▎ What they wrote, at some length.
▎
▎ ▎ And what was written before that.

Answer.",
    );
}

#[test]
fn code_is_continued_not_reflowed() {
    const CODE: &str = "<p>Run <code>cargo build --release</code> now:</p><pre><code class=language-rust>fn main() {\n    \
    println!(\"{}\", \"hello\");\n\n}</code></pre>";
    check(
        CODE,
        20,
        r#"
Run cargo build
--release now:

rust
fn main() {
    println!("{}", "
↪ hello");

}"#,
    );
    check(
        CODE,
        40,
        r#"
Run cargo build --release now:

  rust
  fn main() {
      println!("{}", "hello");

  }"#,
    );
}

#[test]
fn a_table_is_a_grid_or_records() {
    const TABLE: &str = "<table><caption>Readers</caption><tr><th>Name<th>Language<th>Stars<tr><td>Alpha reader<td>Rust\
    <td>1,200<tr><td>Beta<td>C++ and a little Lua<td>90</table>";
    check(
        TABLE,
        20,
        r"
Readers
Name: Alpha reader
Language: Rust
Stars: 1,200

Name: Beta
Language: C++ and a
little Lua
Stars: 90",
    );
    check(
        TABLE,
        40,
        r"
Readers
Name        │ Language           │ Stars
────────────┼────────────────────┼──────
Alpha       │ Rust               │ 1,200
reader      │                    │
Beta        │ C++ and a little   │    90
            │ Lua                │",
    );
    check(
        TABLE,
        80,
        r"
Readers
Name         │ Language             │ Stars
─────────────┼──────────────────────┼──────
Alpha reader │ Rust                 │ 1,200
Beta         │ C++ and a little Lua │    90",
    );
}

#[test]
fn pictures_and_films_are_lines() {
    const PICTURES: &str = "<figure><img src=/cat.png alt='A cat on a mat'><figcaption>The cat in question</figcaption></figure>\
    <iframe src=https://www.youtube.com/embed/x title=Film></iframe>";
    check(
        PICTURES,
        20,
        r"
[image: A cat on a
mat][1]
The cat in question

▶ Film
(youtube.com)[2]",
    );
    check(
        PICTURES,
        40,
        r"
[image: A cat on a mat][1]
The cat in question

▶ Film (youtube.com)[2]",
    );
}

#[test]
fn every_script_breaks_by_its_own_rules() {
    const SCRIPTS: &str = "<p>吾輩は猫である。名前はまだ無い。どこで生れたか「とんと」見当がつかぬ。</p><p>שלום עולם, זה טקסט ארוך</p>\
    <p>naïve co&shy;öpe&shy;ra&shy;tion 👩\u{200D}👩\u{200D}👧 ok</p>";
    check(
        SCRIPTS,
        11,
        r"
吾輩は猫で
ある。名前
はまだ無
い。どこで
生れたか
「とんと」
見当がつか
ぬ。

שלום עולם,
זה טקסט
ארוך

naïve co-
öperation
👩‍👩‍👧 ok",
    );
    check(
        SCRIPTS,
        20,
        r"
吾輩は猫である。名前
はまだ無い。どこで生
れたか「とんと」見当
がつかぬ。

שלום עולם, זה טקסט
ארוך

naïve coöperation 👩‍👩‍👧
ok",
    );
}

#[test]
fn a_column_is_enough() {
    check(
        "<p>ab 猫</p><ul><li>c</ul><blockquote>d</blockquote><hr>",
        1,
        "a\nb\n\u{FFFD}\n\nc\n\nd\n\n─",
    );
    check("<ol><li>one</ol>", 5, "1. on\n   e");
    check(
        "<pre>abcd</pre><table><tr><th>a<th>b<tr><td>1<td>2</table>",
        2,
        "ab\ncd\n\na:\n1\nb:\n2",
    );
}

#[test]
fn a_long_address_breaks_where_addresses_part() {
    check(
        "<p>https://a.example/one/two?three=four&amp;five=six</p>",
        16,
        "https://a.\nexample/one/two?\nthree=four&five=\nsix[1]",
    );
    check("<p>abcdefghijklmnop</p>", 6, "abcdef\nghijkl\nmnop");
}

#[test]
fn columns_narrow_before_they_give_up() {
    let html = "<table><tr><td>one two<td>three four<td>five six<tr><td>a<td>b<td>c</table>";
    check(
        html,
        18,
        "one │ three │ five\ntwo │ four  │ six\na   │ b     │ c",
    );
    check(html, 16, "one  three  five\ntwo  four   six\na    b      c");
    check(html, 15, "one two\nthree four\nfive six\n\na\nb\nc");
}

#[test]
fn only_four_quotes_have_bars() {
    let html = "<blockquote>".repeat(6) + "deep";
    check(&html, 40, "▎ ▎ ▎ ▎ deep");
}

#[test]
fn each_piece_says_what_it_is() {
    let html = "<h2>T</h2><ul><li>a <b>b</b></ul><table><tr><th>h<th>i<tr><td>1<td>2</table>\
        <figure><img src=/x alt=i><figcaption>c</figcaption></figure><blockquote><code>q</code></blockquote><pre>z</pre>";
    let lines = lay_out(
        &document(html, Some("https://blog.example/")),
        &Setting::new(40),
    );
    let roles: Vec<(&str, Role)> = lines
        .iter()
        .flat_map(|line| &line.pieces)
        .map(|piece| (piece.text.as_str(), piece.role))
        .collect();
    assert_eq!(
        roles,
        [
            ("T", Role::Heading(2)),
            ("• ", Role::Bullet),
            ("a ", Role::Text),
            ("b", Role::Text),
            ("h", Role::TableHead),
            (" │ ", Role::Guide),
            ("i", Role::TableHead),
            ("──┼──", Role::Guide),
            ("1", Role::Text),
            (" │ ", Role::Guide),
            ("2", Role::Text),
            ("[image: i][1]", Role::Label),
            ("c", Role::Caption),
            ("▎ ", Role::Guide),
            ("q", Role::Text),
            ("  ", Role::Text),
            ("z", Role::Code),
        ]
    );
}

#[test]
fn only_paragraphs_of_right_to_left_scripts_are_marked() {
    let lines = lay_out(
        &document("<p>“שלום” abc</p><p>abc שלום</p>", None),
        &Setting::new(40),
    );
    let marks: Vec<bool> = lines.iter().map(|line| line.right_to_left).collect();
    assert_eq!(marks, [true, false, false]);
}

#[test]
fn a_place_survives_a_change_of_width() {
    let html = "<p>one</p><p>alpha beta gamma delta epsilon</p><ul><li>zeta eta</li><li>theta iota</li></ul>\
        <table><tr><th>kappa<th>lambda<tr><td>mu<td>nu</table>";
    let document = document(html, None);
    let narrow = lay_out(&document, &Setting::new(12));
    for width in [1, 6, 30, 80] {
        let lines = lay_out(&document, &Setting::new(width));
        for line in narrow.iter().filter(|line| !line.pieces.is_empty()) {
            let at = find(&lines, at(line.block, line.offset));
            let rest: String = lines[at..].iter().map(text).collect();
            let (rest, word) = (alphanumeric(&rest), alphanumeric(&text(line)));
            let expect = &word[word.len() - 2..];
            assert!(
                rest[..rest.len().min(40)].contains(expect),
                "{expect} at {width}: {rest}"
            );
        }
    }
    assert_eq!(find(&narrow, at(1, 0)), 2);
    assert_eq!(find(&narrow, at(99, 0)), narrow.len() - 1);
    assert_eq!(find(&[], at(3, 4)), 0);
}

#[test]
fn a_document_made_elsewhere_gets_no_privilege() {
    let nasty = "a\u{1B}[2J\u{202E}b\u{9B}";
    let span = || Span {
        text: nasty.to_owned(),
        ..Span::default()
    };
    let document = Document {
        blocks: vec![
            Block::Paragraph(vec![span()]),
            Block::Code {
                language: Some(nasty.to_owned()),
                text: nasty.to_owned(),
                inks: Vec::new(),
            },
            Block::Image {
                picture: Picture {
                    alt: nasty.to_owned(),
                    ..Picture::default()
                },
                link: Some(7),
                caption: vec![span()],
            },
            Block::Table(Table {
                caption: vec![span()],
                head: 9,
                rows: vec![vec![], vec![vec![span()]]],
            }),
            Block::List(vec![
                Item {
                    mark: Mark::Number(i64::MAX, Numbering::Decimal),
                    blocks: Vec::new(),
                };
                2
            ]),
        ],
        ..Document::default()
    };
    assert!(!show(&document, 40).contains(is_unsafe));
}

fn at(block: usize, offset: usize) -> TextPlace {
    TextPlace { block, offset }
}

fn alphanumeric(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
