//! What a person may choose, and what a pane looks for in the lines.

use crate::model::document::{Block, Document, Ink, Item, Mark, Numbering, Picture, Span, Token};
use crate::text::html::document;
use crate::text::lines::{
    Emoji, Heading, Hit, Line, LongLines, Setting, Tables, Thing, headings, lay_out, line_of,
    line_of_anchor, search,
};

fn text(line: &Line) -> String {
    line.pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
}

fn set(document: &Document, setting: &Setting) -> String {
    let lines: Vec<String> = lay_out(document, setting).iter().map(text).collect();
    lines.join("\n")
}

fn span(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

fn blocks(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        ..Document::default()
    }
}

#[test]
fn numbers_of_links_can_be_left_out_and_places_in_the_text_have_none() {
    let mut document = document("<p>a <a href=/b>b</a> c", Some("https://x.example/"));
    let shown = Setting::new(40);
    assert_eq!(set(&document, &shown), "a b[1] c");
    let plain = Setting {
        numbers: false,
        ..shown
    };
    assert_eq!(set(&document, &plain), "a b c");
    document.links[0] = "#note".to_owned();
    assert_eq!(set(&document, &shown), "a b c");
}

#[test]
fn emoji_are_shown_as_chosen() {
    let document = document("<p>tea ☕️ for 👩‍👧", None);
    let with = |emoji| Setting {
        emoji,
        ..Setting::new(40)
    };
    assert_eq!(set(&document, &with(Emoji::Full)), "tea ☕️ for 👩‍👧");
    assert_eq!(set(&document, &with(Emoji::Safe)), "tea ☕ for 👩");
}

fn secret() -> Document {
    let details = |summary: &str, open, blocks| Block::Details {
        summary: vec![span(summary)],
        open,
        blocks,
    };
    let heading = |words: &str| Block::Heading {
        level: 2,
        text: vec![span(words)],
    };
    blocks(vec![
        details(
            "Outer",
            false,
            vec![details("Inner", true, vec![heading("Hidden")])],
        ),
        details("Other", true, vec![heading("Seen")]),
    ])
}

#[test]
fn what_is_folded_away_keeps_its_number_and_is_opened_by_it() {
    let document = secret();
    let closed = Setting::new(20);
    assert_eq!(set(&document, &closed), "▸ Outer\n\n▾ Other\n\n  Seen");
    let lines = lay_out(&document, &closed);
    assert_eq!(line_of(&lines, Thing::Details(0)), Some(0));
    assert_eq!(line_of(&lines, Thing::Details(2)), Some(2));
    assert_eq!(line_of(&lines, Thing::Heading(0)), None);
    assert_eq!(line_of(&lines, Thing::Heading(1)), Some(4));
    let turned = Setting {
        turned: &[0, 2],
        ..closed
    };
    let open = "▾ Outer\n\n  ▾ Inner\n\n    Hidden\n\n▸ Other";
    assert_eq!(set(&document, &turned), open);
    let outline = headings(&document);
    let heading = |text: &str| Heading {
        level: 2,
        text: text.to_owned(),
    };
    assert_eq!(outline, [heading("Hidden"), heading("Seen")]);
}

#[test]
fn wide_code_is_moved_sideways_and_says_so() {
    let document = document("<pre>let wide = code(that, goes, on);\nend</pre>", None);
    let scroll = Setting {
        code: LongLines::Scroll,
        ..Setting::new(16)
    };
    assert_eq!(set(&document, &scroll), "let wide = code›\nend");
    let moved = Setting { moved: 8, ..scroll };
    assert_eq!(set(&document, &moved), "‹= code(that, g›\n‹");
}

#[test]
fn a_table_is_set_as_chosen() {
    let document = document(
        "<table><tr><th>Name<th>Long heading<tr><td>One<td>words and words</table>",
        None,
    );
    let with = |tables| Setting {
        tables,
        ..Setting::new(18)
    };
    assert_eq!(
        set(&document, &with(Tables::Records)),
        "Name: One\nLong heading:\nwords and words"
    );
    assert_eq!(
        set(&document, &with(Tables::Scroll)),
        "Name │ Long headi›\n─────┼───────────›\nOne  │ words and ›"
    );
}

#[test]
fn colours_of_code_go_with_its_words_wherever_they_are_parted() {
    let inks = vec![
        Ink {
            length: 3,
            token: Token::Keyword,
        },
        Ink {
            length: 6,
            token: Token::Plain,
        },
        Ink {
            length: 4,
            token: Token::Number,
        },
    ];
    let code = |text: &str| Block::Code {
        language: None,
        text: text.to_owned(),
        inks: inks.clone(),
    };
    let lines = lay_out(
        &blocks(vec![code("let x = 4321;\nnext")]),
        &Setting::new(11),
    );
    let shown: Vec<(&str, Token)> = lines
        .iter()
        .flat_map(|line| &line.pieces)
        .map(|piece| (piece.text.as_str(), piece.token))
        .collect();
    let expect = [
        ("let", Token::Keyword),
        (" x = ", Token::Plain),
        ("432", Token::Number),
        ("↪ ", Token::Plain),
        ("1", Token::Number),
        (";", Token::Plain),
        ("next", Token::Plain),
    ];
    assert_eq!(shown[0], expect[0]);
    let letters = |all: &[(&str, Token)]| all.iter().map(|(text, _)| *text).collect::<String>();
    assert_eq!(letters(&shown), "let x = 432↪ 1;next");
    // Inks that were found for another text are of no use.
    let odd = lay_out(&blocks(vec![code("a\u{1b}b")]), &Setting::new(11));
    assert_eq!(odd[0].pieces[0].token, Token::Plain);
}

#[test]
fn room_is_kept_for_pictures_that_are_here() {
    let picture = |alt: &str| Block::Image {
        picture: Picture {
            alt: alt.to_owned(),
            size: Some((800, 600)),
            ..Picture::default()
        },
        link: None,
        caption: Vec::new(),
    };
    let document = blocks(vec![picture("Fog"), picture("Tea")]);
    let setting = Setting {
        pictures: &[0, 2],
        ..Setting::new(40)
    };
    let lines = lay_out(&document, &setting);
    let things: Vec<Option<Thing>> = lines.iter().map(|line| line.thing).collect();
    let row = |picture, row, rows| Some(Thing::Picture { picture, row, rows });
    assert_eq!(
        things,
        [row(0, 0, 0), None, row(1, 0, 2), row(1, 1, 2), None]
    );
    assert_eq!(
        set(&document, &setting),
        "[image: Fog — 800×600]\n\n\n\nTea"
    );
}

#[test]
fn marks_of_a_list_are_written_as_it_says() {
    let item = |mark, text: &str| Item {
        mark,
        blocks: vec![Block::Paragraph(vec![span(text)])],
    };
    let document = blocks(vec![Block::List(vec![
        item(Mark::Number(9, Numbering::LowerRoman), "a"),
        item(Mark::Number(8, Numbering::LowerRoman), "b"),
        item(Mark::Task(true), "c"),
        item(Mark::Task(false), "d"),
    ])]);
    assert_eq!(
        set(&document, &Setting::new(20)),
        "  ix. a\nviii. b\n    ☑ c\n    ☐ d"
    );
}

#[test]
fn anchors_are_found_on_the_line_their_text_came_to() {
    let here = Span {
        anchor: Some(0),
        ..span("here it is")
    };
    let document = blocks(vec![Block::Paragraph(vec![
        span("one two three four "),
        here,
    ])]);
    let lines = lay_out(&document, &Setting::new(10));
    let at = line_of_anchor(&lines, 0).unwrap();
    assert_eq!(text(&lines[at]), "here it is");
    assert_eq!(line_of_anchor(&lines, 1), None);
}

#[test]
fn words_are_found_over_the_ends_of_lines() {
    let document = document(
        "<p>The quick <b>brown</b> fox, the QUICK dog</p><p>quick</p><ul><li>fox den</ul>",
        None,
    );
    let lines = lay_out(&document, &Setting::new(12));
    let found = |words: &str| -> Vec<(usize, String)> {
        let part = |hit: Hit| (hit.number, text(&lines[hit.line])[hit.bytes].to_owned());
        search(&lines, words).into_iter().map(part).collect()
    };
    let expect = |all: &[(usize, &str)]| -> Vec<(usize, String)> {
        all.iter()
            .map(|(at, text)| (*at, (*text).to_owned()))
            .collect()
    };
    assert_eq!(
        found("quick"),
        expect(&[(0, "quick"), (1, "QUICK"), (2, "quick")])
    );
    assert_eq!(found("QUICK"), expect(&[(0, "QUICK")]));
    assert_eq!(
        found("quick   brown"),
        expect(&[(0, "quick"), (0, "brown")])
    );
    assert_eq!(found("dog quick"), expect(&[]));
    assert_eq!(found("fox den"), expect(&[(0, "fox den")]));
    assert_eq!(found(" "), expect(&[]));
}
