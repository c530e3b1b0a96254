//! Comments that come while a conversation is read, and scrolling in long ones: what never moves.

use super::kettle;
use crate::pane::{Talk, said, talk};
use postil::model::comment::Comment;

/// A talk long enough to be scrolled, with answers in answers.
fn long() -> Vec<Comment> {
    let words = "Some words that are enough for more than one line of a pane that is not wide, and a few besides.";
    (1..=40)
        .map(|number| {
            let to = match number % 5 {
                0 | 1 => 0,
                _ => number - 1,
            };
            said(number * 10, to * 10, &format!("Nr {number}"), words)
        })
        .collect()
}

/// Comments that come later and stand anywhere: above, below, within, and between what is there.
fn arrivals() -> Vec<Comment> {
    let mut comments = vec![
        said(3, 0, "Early", "Held back, and approved late."),
        said(905, 0, "Late", "The last word."),
    ];
    for number in [2, 12, 19, 20, 21, 23, 24, 25, 40] {
        comments.push(said(number * 10 + 5, number * 10, "Between", "A word."));
        comments.push(said(
            number * 10 + 6,
            number * 10 + 5,
            "Below",
            "A word on it.",
        ));
    }
    comments
}

#[test]
fn nothing_that_arrives_moves_what_is_read() {
    for ways in ["", "S", "SS", "v", "vS"] {
        for steps in [10, 20, 21, 22, 23, 24, 25] {
            let mut pane = Talk::at(talk(long()), (60, 24));
            pane.keys(ways).keys(&"j".repeat(steps)).keys("kk");
            let before = pane.selected();
            let mut comments = long();
            comments.extend(arrivals());
            pane.hear(comments.clone());
            assert_eq!(pane.selected(), before, "{ways:?}, {steps} down");
            // One that stood at the top turns out to answer another.
            for comment in comments
                .iter_mut()
                .filter(|it| [200, 210].contains(&it.id.0))
            {
                comment.in_reply_to = said(0, 110, "", "").in_reply_to;
            }
            pane.hear(comments.clone());
            let (row, line) = pane.selected();
            let name = |line: &str| line.split(" · ").next().map(str::to_owned);
            assert_eq!(
                (row, name(&line)),
                (before.0, name(&before.1)),
                "{ways:?}, {steps} down"
            );
            // What it answers is taken back, and comes again.
            let kept = comments.iter().filter(|it| it.id.0 != 110).cloned();
            pane.hear(kept.collect());
            assert_eq!(pane.selected().0, before.0, "{ways:?}, {steps} down");
            pane.hear(comments);
            assert_eq!(pane.selected().0, before.0, "{ways:?}, {steps} down");
        }
    }
}

#[test]
fn a_long_comment_is_read_on_where_one_was_though_others_come() {
    let long = "Many words, so many that they fill the pane and go on below it. ".repeat(30);
    let mut comments = vec![
        said(1, 0, "Ana", "First."),
        said(2, 0, "Tobias", &long),
        said(3, 0, "Bo", "Last."),
    ];
    let mut pane = Talk::at(talk(comments.clone()), (60, 20));
    pane.keys("jjjjj");
    let lines = |pane: &Talk| -> Vec<String> {
        pane.text()
            .lines()
            .skip(3)
            .take(15)
            .map(str::to_owned)
            .collect()
    };
    let before = lines(&pane);
    assert!(
        before.iter().all(|line| line.starts_with('▌')),
        "{before:?}"
    );
    comments.insert(0, said(4, 1, "Mirela", "Between."));
    comments.push(said(5, 2, "Chidi", "Below."));
    pane.hear(comments);
    assert_eq!(lines(&pane), before);
    // And on a screen of another width the same words stand at the top.
    let first = before[0]
        .trim_start_matches(['▌', ' '])
        .split(' ')
        .next()
        .unwrap()
        .to_owned();
    pane.resize(70, 20);
    assert!(
        pane.text()
            .lines()
            .nth(3)
            .is_some_and(|line| line.contains(&first))
    );
    pane.keys(&"j".repeat(60));
    assert_eq!(pane.whose(), "Bo");
    pane.keys(&"k".repeat(60));
    assert_eq!(pane.whose(), "Ana");
}

#[test]
fn scrolling_goes_by_exact_lines_and_takes_the_selection_along() {
    let mut pane = Talk::at(talk(long()), (60, 24));
    let body = |pane: &Talk| -> Vec<String> {
        let text = pane.text();
        let lines = text.lines().skip(3).take(20);
        lines.map(|line| line.replace('▌', " ")).collect()
    };
    let mut seen = body(&pane);
    for _ in 0..12 {
        pane.keys("<ctrl-d>");
        let next = body(&pane);
        let half = 10;
        assert_eq!(next[..10], seen[half..half + 10], "{}", pane.text());
        seen = next;
        assert!(pane.text().contains('▌'));
    }
    pane.keys("G");
    assert_eq!(pane.bottom().1.as_deref(), Some("100 %"));
    pane.keys("gg");
    assert_eq!(pane.whose(), "Nr 1");
}

#[test]
fn a_very_small_screen_and_an_empty_talk_are_no_trouble() {
    for (columns, rows) in [(1, 1), (4, 3), (20, 5), (50, 8), (200, 2)] {
        for comments in [Vec::new(), kettle(), long()] {
            let mut pane = Talk::at(talk(comments), (columns, rows));
            pane.keys("jkJK}{]^pG<ctrl-d><ctrl-u>gg SvSvx~/te<enter>nN<esc>fuUYL");
            let _ = pane.text();
        }
    }
}
