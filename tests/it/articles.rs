//! The article pane by key scripts: what each verb asks for, and what is then to be seen.

use crate::pane::{ENTRY, Talk};
use postil::model::document::{Ink, TextPlace, Token};
use postil::model::entry::{Article, Body, Format};
use postil::model::parsed::Enclosure;
use postil::model::picture::Picture;
use postil::model::report::Failure;
use postil::model::request::{Reply, Request};
use postil::text::html::document;
use postil::ui::effect::Effect;
use postil::ui::event::Event;
use postil::ui::look::{Cell, Reading, Settings};
use std::path::PathBuf;
use std::sync::Arc;

const PAGE: &str = "<p>The kettle began to speak<sup><a href=#n1 id=r1>1</a></sup> in March; see \
    <a href=https://b.example/log>the log</a>.</p><h2>What it says</h2><p>It says <em>not yet</em>, and the \
    kettle means it.</p><details><summary>Why?</summary><p>Nobody knows.</p></details><h3>Code</h3>\
    <pre><code class=language-rust>let kettle = Kettle::old();</code></pre><p><img src=/k.png alt=Kettle width=80 height=40></p>\
    <table><tr><th>Cups<th>Minutes<tr><td>1<td>2</table><p>Write to <a href=mailto:ana@b.example>Ana</a>.</p>\
    <ol><li id=n1>In Portuguese. <a href=#r1>↩</a></ol>";

fn read() -> Talk {
    read_with(Reading::default())
}

fn read_with(reading: Reading) -> Talk {
    let settings = Settings {
        reading,
        ..Settings::default()
    };
    Talk::reading(PAGE, (72, 44), settings)
}

fn long() -> Talk {
    let parts: Vec<String> = (0..60)
        .map(|at| format!("<h2>Part {at}</h2><p>Text of part {at}, a kettle.</p>"))
        .collect();
    let html = parts.concat();
    Talk::reading(&html, (60, 20), Settings::default())
}

fn shows(talk: &Talk, words: &str) {
    assert!(
        talk.text().contains(words),
        "{words:?} is not on the screen:\n{}",
        talk.text()
    );
}

fn hides(talk: &Talk, words: &str) {
    assert!(
        !talk.text().contains(words),
        "{words:?} is on the screen:\n{}",
        talk.text()
    );
}

#[test]
fn the_page_tells_what_is_known_and_nothing_else() {
    let mut talk = read();
    hides(&talk, "#");
    talk.article.tags = vec!["tea".to_owned(), "night trains".to_owned()];
    talk.article.enclosures = vec![Enclosure {
        url: "https://b.example/k.mp3".to_owned(),
        media_type: Some("audio/mpeg".to_owned()),
        duration_seconds: Some(120),
        ..Enclosure::default()
    }];
    let entry = ENTRY;
    talk.keys("J");
    assert!(talk.status().contains("last entry"), "{}", talk.status());
    let article = Article {
        row: talk.row.clone(),
        ..talk.article.clone()
    };
    talk.keys("f");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Read {
            entry,
            body: Body::Page,
            again: false
        })
    );
    talk.answer_of(
        |it| matches!(it, Request::Read { .. }),
        Ok(Reply::Article(Box::new(Article {
            body: Body::Page,
            ..article
        }))),
    );
    shows(&talk, "text of its page");
    shows(&talk, "#tea  #night\u{A0}trains");
    shows(&talk, "▶ k.mp3 · audio/mpeg · 2 min");
    shows(&talk, "12 comments, 3 new");
    talk.keys("f");
    assert!(matches!(
        talk.orders.last(),
        Some(Request::Read {
            body: Body::Feed,
            ..
        })
    ));
}

#[test]
fn what_the_page_does_not_give_is_told() {
    let mut talk = read();
    talk.keys("f");
    let failure =
        Failure::new("fetching the text of the page", "404").hint("o opens it in the browser");
    talk.answer_of(|it| matches!(it, Request::Read { .. }), Err(failure));
    assert!(talk.status().contains("404"), "{}", talk.status());
    // It can be tried again.
    talk.keys("f");
    assert_eq!(
        talk.orders
            .iter()
            .filter(|it| matches!(it, Request::Read { .. }))
            .count(),
        2
    );
}

#[test]
fn a_feed_that_wants_the_page_has_it_fetched_once_it_is_read() {
    let mut talk = Talk::with(
        crate::pane::talk(Vec::new()),
        (100, 30),
        Settings::default(),
    );
    talk.article.document = document(PAGE, None);
    talk.article.wants.page = true;
    let asked = |talk: &Talk| {
        let reads = talk
            .orders
            .iter()
            .filter(|it| matches!(it, Request::Read { .. }));
        reads.count()
    };
    talk.keys("hl");
    assert_eq!(asked(&talk), 0);
    talk.keys("<enter>");
    assert_eq!(asked(&talk), 1);
    talk.answer_of(
        |it| matches!(it, Request::Read { .. }),
        Err(Failure::new("fetching", "404")),
    );
    talk.keys("jk");
    assert_eq!(asked(&talk), 1);
}

#[test]
fn letters_open_links_pictures_notes_and_folded_parts() {
    let mut talk = read();
    shows(&talk, "▸ Why?");
    talk.keys(";");
    // In the order of the page: the note, the log, the folded part, the picture, the mail.
    talk.keys("s");
    assert_eq!(
        talk.acts,
        [Effect::OpenUrl("https://b.example/log".to_owned())]
    );
    talk.keys(";S");
    assert_eq!(
        talk.acts[1],
        Effect::Copy("https://b.example/log".to_owned())
    );
    talk.keys(";d");
    shows(&talk, "▾ Why?");
    shows(&talk, "Nobody knows.");
    talk.keys("x");
    hides(&talk, "Nobody knows.");
    talk.keys("x");
    shows(&talk, "Nobody knows.");
    talk.keys(";f");
    assert_eq!(
        talk.acts[2],
        Effect::OpenUrl("http://a.example/k.png".to_owned())
    );
    talk.keys(";g");
    assert!(
        talk.bottom().0.contains("Write to ana@b.example?"),
        "{}",
        talk.bottom().0
    );
    talk.keys("y");
    assert_eq!(
        talk.acts[3],
        Effect::OpenUrl("mailto:ana@b.example".to_owned())
    );
    talk.keys(";<esc>");
    assert_eq!(talk.acts.len(), 4);
}

#[test]
fn a_footnote_opens_where_one_is_and_leads_there_and_back() {
    let mut talk = read();
    talk.resize(72, 16);
    hides(&talk, "In Portuguese");
    talk.keys(";a");
    shows(&talk, "In Portuguese.");
    talk.keys("<esc>");
    hides(&talk, "In Portuguese");
    talk.keys(";a<enter>");
    shows(&talk, "1. In Portuguese");
    hides(&talk, "began to speak");
    talk.keys("<ctrl-o>");
    shows(&talk, "began to speak");
    talk.keys("<ctrl-o>");
    assert!(talk.status().contains("No link"), "{}", talk.status());
}

#[test]
fn the_outline_and_the_list_of_links_lead_on() {
    let mut talk = long();
    talk.keys("tpart 41<enter>");
    shows(&talk, "Text of part 41");
    talk.keys("]");
    shows(&talk, "Text of part 42");
    talk.keys("[[");
    shows(&talk, "Part 40");
    talk.keys("<ctrl-o>");
    shows(&talk, "Text of part 0,");
    let mut talk = read();
    talk.keys("L");
    shows(&talk, "[1] the log");
    shows(&talk, "b.example/log");
    talk.keys("log<enter>");
    assert_eq!(
        talk.acts,
        [Effect::OpenUrl("https://b.example/log".to_owned())]
    );
    talk.keys("Lmailto<esc>");
    shows(&talk, "began to speak");
}

#[test]
fn words_are_looked_for_as_they_are_typed() {
    let mut talk = read();
    talk.keys("/kettle<enter>");
    assert!(
        talk.status().starts_with("1 of 4: kettle"),
        "{}",
        talk.status()
    );
    talk.keys("n");
    assert!(talk.status().starts_with("2 of 4"), "{}", talk.status());
    talk.keys("NN");
    assert!(talk.status().starts_with("4 of 4"), "{}", talk.status());
    talk.keys("<esc>");
    shows(&talk, "began to speak");
    talk.keys("/nowhere<enter>");
    assert!(
        talk.status().contains("nowhere is not in this article"),
        "{}",
        talk.status()
    );
    let mut talk = long();
    talk.keys("/part 55<enter>");
    shows(&talk, "Text of part 55");
    talk.keys("<esc>gg/part 44<esc>");
    shows(&talk, "Text of part 0,");
}

#[test]
fn the_markup_is_shown_and_the_page_again_where_one_was() {
    let mut talk = long();
    talk.keys("<ctrl-d>");
    let before = talk.text();
    talk.keys("v");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Source {
            entry: ENTRY,
            body: Body::Feed
        })
    );
    let markup = "<p>The <b>kettle</b>\u{1b}[2J</p>".to_owned();
    talk.answer_of(
        |it| matches!(it, Request::Source { .. }),
        Ok(Reply::Source(markup)),
    );
    shows(&talk, "<p>The <b>kettle</b>[2J</p>");
    talk.keys("v");
    assert_eq!(talk.text(), before);
}

#[test]
fn lines_are_as_long_as_wanted_and_the_rest_can_go_away() {
    let mut talk = Talk::reading(&"word ".repeat(200), (100, 30), Settings::default());
    shows(&talk, "Unread");
    talk.keys("z");
    hides(&talk, "Unread");
    let widest = |talk: &Talk| {
        let text = talk.text();
        text.lines()
            .filter(|line| line.contains("word word"))
            .map(|line| line.trim().len())
            .max()
            .unwrap()
    };
    assert!((68..=72).contains(&widest(&talk)), "{}", widest(&talk));
    talk.keys("+++");
    assert!((80..=84).contains(&widest(&talk)), "{}", widest(&talk));
    talk.keys("-----------------");
    assert!(widest(&talk) <= 40, "{}", widest(&talk));
    talk.keys("<esc>");
    shows(&talk, "Unread");
}

#[test]
fn wide_code_and_tables_are_set_as_wanted() {
    let html = "<pre>let wide = [1111111111, 2222222222, 3333333333, 4444444444, 5555555555];</pre>\
        <table><tr><th>Name<th>Weight<tr><td>Upper<td>900</table>";
    let mut talk = Talk::reading(html, (50, 20), Settings::default());
    shows(&talk, "↪ ");
    talk.keys("w");
    hides(&talk, "↪ ");
    shows(&talk, "›");
    talk.keys(">>");
    shows(&talk, "‹");
    talk.keys("<<<");
    hides(&talk, "‹");
    talk.keys("T");
    shows(&talk, "Name: Upper");
    talk.keys("T");
    shows(&talk, "Name  │ Weight");
    talk.keys("Y");
    let code = "let wide = [1111111111, 2222222222, 3333333333, 4444444444, 5555555555];";
    assert_eq!(talk.acts, [Effect::Copy(code.to_owned())]);
}

#[test]
fn code_gets_its_colours_when_they_are_found_and_no_line_moves() {
    let mut talk = read();
    let code = "let kettle = Kettle::old();";
    let asked = Request::Colour(vec![("rust".to_owned(), code.to_owned())]);
    assert_eq!(talk.orders.iter().filter(|it| **it == asked).count(), 1);
    let before = talk.text();
    let plain = talk.buffer();
    let inks = vec![
        Ink {
            length: 3,
            token: Token::Keyword,
        },
        Ink {
            length: code.len() - 3,
            token: Token::Plain,
        },
    ];
    talk.answer_of(|it| *it == asked, Ok(Reply::Coloured(vec![inks])));
    assert_eq!(talk.text(), before);
    assert_ne!(talk.buffer(), plain);
}

#[test]
fn the_place_is_kept_when_one_leaves_and_found_again() {
    let mut talk = long();
    talk.keys("<ctrl-d><ctrl-d>q");
    talk.keys("q");
    let kept = talk.orders.iter().find_map(|it| match it {
        Request::KeepPlace { place, .. } => *place,
        _ => None,
    });
    let place = kept.expect("it was kept");
    assert!(place.block > 2, "{place:?}");
    let mut talk = Talk::with(crate::pane::talk(Vec::new()), (60, 20), Settings::default());
    let parts: Vec<String> = (0..60)
        .map(|at| format!("<h2>Part {at}</h2><p>Text of part {at}.</p>"))
        .collect();
    let html = parts.concat();
    talk.article.document = document(&html, None);
    talk.article.place = Some(TextPlace {
        block: 80,
        offset: 0,
    });
    talk.keys("<enter>");
    shows(&talk, "Part 40");
    // Nothing is told twice.
    talk.keys("qq");
    assert!(
        !talk
            .orders
            .iter()
            .any(|it| matches!(it, Request::KeepPlace { .. }))
    );
}

#[test]
fn nothing_is_fetched_unless_it_is_wanted() {
    let mut talk = read();
    talk.event(Event::Cell(Cell {
        width: 10,
        height: 20,
    }));
    shows(&talk, "[image: Kettle — 80×40]");
    let asked = |talk: &Talk| {
        talk.orders
            .iter()
            .filter(|it| matches!(it, Request::Picture { .. }))
            .count()
    };
    assert_eq!(asked(&talk), 0);
    talk.keys("p");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Picture {
            entry: ENTRY,
            address: "http://a.example/k.png".to_owned()
        })
    );
    shows(&talk, "on its way");
    let picture = Picture {
        width: 80,
        height: 40,
        pixels: Arc::from(vec![255; 80 * 40 * 4]),
    };
    talk.answer_of(
        |it| matches!(it, Request::Picture { .. }),
        Ok(Reply::Picture(picture)),
    );
    hides(&talk, "[image: Kettle");
    let stands = talk.pictures();
    assert_eq!((stands.len(), stands[0].columns, stands[0].rows), (1, 8, 2));
    talk.keys("?");
    assert_eq!(talk.pictures(), []);
    talk.keys("<esc>;f");
    let full = talk.pictures();
    assert_eq!(full.len(), 1);
    shows(&talk, "1 of 1 – Kettle");
    talk.keys("q");
    shows(&talk, "began to speak");
    talk.keys("p");
    shows(&talk, "[image: Kettle");
    assert_eq!(talk.pictures(), []);
    // What a person wants for all articles is done when one is read.
    let mut talk = Talk::with(
        crate::pane::talk(Vec::new()),
        (72, 40),
        Settings {
            reading: Reading {
                pictures: true,
                ..Reading::default()
            },
            ..Settings::default()
        },
    );
    talk.article.document = document(PAGE, Some("http://a.example/kettle"));
    talk.event(Event::Cell(Cell {
        width: 10,
        height: 20,
    }));
    assert_eq!(asked(&talk), 0);
    talk.keys("<enter>");
    assert_eq!(asked(&talk), 1);
    let failure = Failure::new("fetching the picture", "it is no PNG, JPEG, GIF or WebP");
    talk.answer_of(|it| matches!(it, Request::Picture { .. }), Err(failure));
    shows(&talk, "it is no PNG");
}

#[test]
fn an_article_is_saved_and_handed_on() {
    let mut talk = read_with(Reading {
        commands: vec!["note".to_owned(), "read later".to_owned()],
        ..Reading::default()
    });
    talk.keys("<ctrl-s>");
    shows(&talk, "EPUB");
    talk.keys("epub<enter>books/<enter>");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Save {
            entry: ENTRY,
            format: Format::Epub,
            path: PathBuf::from("~/books/")
        })
    );
    let saved = PathBuf::from("/home/a/books/The kettle.epub");
    talk.answer_of(
        |it| matches!(it, Request::Save { .. }),
        Ok(Reply::Saved(saved)),
    );
    assert!(
        talk.status()
            .contains("Saved /home/a/books/The kettle.epub"),
        "{}",
        talk.status()
    );
    talk.keys("|later<enter>");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Share {
            entry: ENTRY,
            command: "read later".to_owned()
        })
    );
    talk.answer_of(
        |it| matches!(it, Request::Share { .. }),
        Ok(Reply::Shared(Some("kept".to_owned()))),
    );
    assert_eq!(talk.status(), "kept");
    let mut talk = read();
    talk.keys("|");
    assert!(talk.status().contains("[[command]]"), "{}", talk.status());
    talk.keys("e");
    assert!(talk.status().contains("No recording"), "{}", talk.status());
}

#[test]
fn what_is_enclosed_is_opened_or_copied() {
    let mut talk = Talk::with(crate::pane::talk(Vec::new()), (72, 30), Settings::default());
    talk.article.enclosures = vec![Enclosure {
        url: "https://b.example/k.mp3".to_owned(),
        title: Some("Part one".to_owned()),
        ..Enclosure::default()
    }];
    talk.keys("<enter>e");
    shows(&talk, "Part one");
    talk.keys("<enter>");
    assert_eq!(
        talk.orders.last(),
        Some(&Request::Play(talk.article.enclosures[0].clone()))
    );
    let url = "https://b.example/k.mp3".to_owned();
    talk.answer_of(
        |it| matches!(it, Request::Play(_)),
        Ok(Reply::Browse(url.clone())),
    );
    assert_eq!(talk.acts, [Effect::OpenUrl(url.clone())]);
    talk.keys("e<ctrl-y>");
    assert_eq!(talk.acts[1], Effect::Copy(url));
}
