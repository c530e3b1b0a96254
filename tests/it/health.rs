//! The health view by key scripts: hand-made feeds in, what is asked of the engine and what is on the
//! screen out. The same reader on a real engine is in `reading`.

use crate::patients::{feeds, header, in_minutes, well};
use crate::reader::{EPOCH, Reader, presses, styles_of, text_of};
use crossterm::event::{KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use postil::model::feed::{FeedId, FeedRow};
use postil::model::health::{Advice, Health, Next, Remedy};
use postil::model::report::{Left, Note, Outcome, PollReport};
use postil::model::request::{Library, News, Reply, Request, Scope, Ticket};
use postil::ui::app::App;
use postil::ui::effect::Effect;
use postil::ui::event::Event;
use postil::ui::look::Settings;
use postil::ui::theme::{Choice, Icons};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

macro_rules! shows {
    ($view:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($view.screen());
        })
    };
}

/// A reader whose engine is the test.
struct View {
    app: App,
    size: (u16, u16),
    /// What was asked and not yet answered.
    asked: Vec<(Ticket, Request)>,
    /// What else was wanted of the world.
    done: Vec<Effect>,
}

impl View {
    /// The health view, opened, on feeds of every kind.
    fn on(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, Settings::default(), feeds())
    }

    fn with(columns: u16, rows: u16, settings: Settings, feeds: Vec<Health>) -> Self {
        let mut view = Self::closed(columns, rows, settings);
        view.keys("H").answer(feeds);
        view
    }

    fn closed(columns: u16, rows: u16, settings: Settings) -> Self {
        let size = (columns, rows);
        let mut view = Self {
            app: App::new(settings, size),
            size,
            asked: Vec::new(),
            done: Vec::new(),
        };
        let effects = view.app.start(EPOCH);
        view.take(effects);
        view.reply(
            |request| matches!(request, Request::Feeds { .. }),
            Reply::Feeds(Library {
                feeds: vec![
                    row(1, "Small Hours", None),
                    row(5, "Ledger", Some("no host")),
                ],
                ..Library::default()
            }),
        );
        view
    }

    fn keys(&mut self, script: &str) -> &mut Self {
        for (code, modifiers) in presses(script) {
            self.event(Event::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    fn event(&mut self, event: Event) -> &mut Self {
        let effects = self.app.update(event, EPOCH);
        self.take(effects);
        self
    }

    fn note(&mut self, note: Note) -> &mut Self {
        self.event(Event::News(News::Note(note)))
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.asked.push((ticket, request)),
                other => self.done.push(other),
            }
        }
    }

    /// Answers the oldest question of a kind.
    fn reply(&mut self, of_kind: impl Fn(&Request) -> bool, reply: Reply) -> &mut Self {
        let at = self.asked.iter().position(|(_, request)| of_kind(request));
        let (ticket, _) = self.asked.remove(at.expect("it was asked"));
        self.event(Event::News(News::Reply(ticket, Ok(reply))))
    }

    fn answer(&mut self, feeds: Vec<Health>) -> &mut Self {
        self.reply(|request| *request == Request::Health, Reply::Health(feeds))
    }

    /// What was asked since the last call.
    fn wants(&mut self) -> Vec<Request> {
        let asked = std::mem::take(&mut self.asked);
        asked.into_iter().map(|(_, request)| request).collect()
    }

    fn buffer(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    fn text(&self) -> String {
        text_of(&self.buffer())
    }

    fn screen(&self) -> String {
        let buffer = self.buffer();
        format!("{}\n{}", text_of(&buffer), styles_of(&buffer))
    }

    fn status(&self) -> String {
        self.text().lines().last().unwrap_or_default().to_owned()
    }

    #[track_caller]
    fn assert_shows(&self, text: &str) {
        let screen = self.text();
        assert!(screen.contains(text), "no {text:?} on:\n{screen}");
    }

    #[track_caller]
    fn assert_hides(&self, text: &str) {
        let screen = self.text();
        assert!(!screen.contains(text), "{text:?} on:\n{screen}");
    }
}

fn row(id: i64, title: &str, trouble: Option<&str>) -> FeedRow {
    FeedRow {
        id: FeedId(id),
        folder: None,
        title: title.to_owned(),
        url: String::new(),
        site: (id == 1).then(|| "http://small.example/".to_owned()),
        entries: 10,
        unread: 0,
        starred: 0,
        conversations: 0,
        new_comments: 0,
        gathered_new: None,
        trouble: trouble.map(str::to_owned),
    }
}

#[test]
fn the_health_of_all_feeds_on_a_wide_screen() {
    shows!(View::on(140, 40));
}

#[test]
fn a_feed_that_has_moved_shows_where_from_and_where_to() {
    let mut view = View::on(140, 40);
    view.keys("jjjjj");
    shows!(view);
}

#[test]
fn the_health_of_all_feeds_on_a_hundred_columns() {
    let mut view = View::on(100, 30);
    view.keys("jjj");
    shows!(view);
}

#[test]
fn the_health_of_all_feeds_on_eighty_columns() {
    let mut view = View::on(80, 24);
    view.keys("G");
    shows!(view);
}

#[test]
fn the_health_of_all_feeds_on_fifty_columns() {
    shows!(View::on(50, 18));
}

#[test]
fn one_feed_fills_a_narrow_screen() {
    let mut view = View::on(50, 18);
    view.keys("jjjjj<enter>");
    shows!(view);
    view.keys("G");
    view.assert_shows("57 MB saved");
    view.assert_shows("100 %");
}

#[test]
fn a_very_small_screen_still_tells_which_feed_is_in_trouble() {
    shows!(View::on(40, 12));
}

#[test]
fn without_colour_and_with_plain_signs_health_still_tells() {
    let settings = Settings {
        theme: Choice::Mono,
        icons: Icons::Ascii,
        ..Settings::default()
    };
    let view = View::with(110, 30, settings, feeds());
    let screen = view.screen();
    for colour in ["Cyan", "Yellow", "Green", "Red"] {
        assert!(!screen.contains(colour), "{colour}");
    }
    shows!(view);
}

#[test]
fn no_screen_is_too_small_for_health() {
    let mut view = View::on(20, 6);
    for (columns, rows) in [
        (1, 1),
        (2, 2),
        (3, 40),
        (40, 3),
        (12, 5),
        (300, 2),
        (111, 4),
        (80, 16),
    ] {
        view.size = (columns, rows);
        view.event(Event::Resize { columns, rows });
        for keys in [
            "j", "G", "<enter>", "G", "<esc>", "f", "f", "f", "f", "W", "n", "?", "<esc>", "g",
        ] {
            view.keys(keys);
            assert_eq!(view.buffer().area.width, columns);
        }
    }
}

#[test]
fn details_open_and_close_and_the_view_goes_back_to_where_one_was() {
    let mut view = View::closed(80, 24, Settings::default());
    let before = view.screen();
    view.keys("H").answer(feeds());
    let list = view.screen();
    view.keys("<enter>");
    assert_ne!(view.screen(), list);
    assert_eq!(view.keys("<esc>").screen(), list);
    assert_eq!(view.keys("<esc>").screen(), before);
    assert_eq!(
        view.keys("H").screen(),
        list,
        "what is known is shown at once"
    );
    assert_eq!(view.keys("q").screen(), before);
    assert!(
        view.done.is_empty(),
        "closing the view does not leave the reader"
    );
}

#[test]
fn a_feed_in_trouble_that_is_selected_is_the_one_that_is_shown() {
    let mut view = View::closed(120, 30, Settings::default());
    view.keys("hGH").answer(feeds());
    view.assert_shows("▌! Ledger of Small");
    view.keys("qkH");
    view.assert_shows("▌! Ledger of Small");
}

#[test]
fn the_filter_goes_round() {
    let mut view = View::on(80, 30);
    view.keys("f");
    view.assert_shows("those that need you");
    view.assert_hides("Small Hours");
    view.keys("f");
    view.assert_shows("feeds only");
    view.assert_hides("The kettle that talks");
    view.keys("f");
    view.assert_shows("conversations only");
    view.assert_hides("Ledger");
    view.keys("f");
    view.assert_shows("Ledger");
    let mut view = View::with(
        80,
        30,
        Settings::default(),
        vec![well(1, "Small Hours", "a.example")],
    );
    view.keys("f");
    view.assert_shows("None; f shows others");
}

#[test]
fn the_selection_stays_with_its_feed_when_things_change() {
    let mut view = View::on(80, 30);
    view.keys("j").wants();
    view.assert_shows("▌? Members only");
    view.keys("r");
    let mut healed = feeds();
    healed[7] = well(8, "Members only", "club.example");
    view.answer(healed);
    view.assert_shows("▌  Members only");
    view.keys("r")
        .answer(vec![well(1, "Small Hours", "small.example")]);
    view.assert_shows("▌  Small Hours");
}

#[test]
fn keys_ask_for_the_selected_feed_and_then_how_it_stands() {
    let check = |keys: &str, expect: Request| {
        let mut view = View::on(80, 30);
        view.keys("j").wants();
        assert_eq!(view.keys(keys).wants(), [expect, Request::Health], "{keys}");
    };
    let feed = FeedId(8);
    check("r", Request::Refresh(Scope::Feeds(vec![feed])));
    check("!", Request::Insist { feed, whole: false });
    check("Wy", Request::Insist { feed, whole: true });
    check("<enter>r", Request::Refresh(Scope::Feeds(vec![feed])));
    check("R", Request::Refresh(Scope::All));
}

#[test]
fn all_of_a_feed_is_fetched_only_after_a_yes() {
    let mut view = View::on(80, 30);
    view.wants();
    view.keys("W");
    assert_eq!(
        view.status().trim(),
        "Fetch all of Kiln & Quarry, changed or not?  y/n"
    );
    assert!(view.keys("n").wants().is_empty());
    assert!(view.keys("W<esc>").wants().is_empty());
    view.assert_shows("Health");
}

#[test]
fn a_move_is_followed_or_undone_where_there_is_one() {
    let mut view = View::on(80, 30);
    view.keys("jjjjj").wants();
    assert_eq!(
        view.keys("m").wants(),
        [Request::FollowMove(FeedId(10)), Request::Health]
    );
    assert!(
        view.status()
            .contains("Following The Long Ascent to https://www.long-ascent.example/")
    );
    assert_eq!(view.keys("U").wants(), [Request::UndoMove(FeedId(10))]);
    assert!(
        view.status()
            .contains("Taking The Long Ascent back to http://ascent.example/rss")
    );
    view.keys("gg");
    assert!(view.keys("m").wants().is_empty());
    assert!(
        view.status()
            .contains("Kiln & Quarry does not say it has moved")
    );
    assert!(view.keys("U").wants().is_empty());
    assert!(
        view.status()
            .contains("Kiln & Quarry has had no other address")
    );
}

#[test]
fn the_site_is_opened_and_the_address_copied() {
    let mut view = View::with(
        80,
        30,
        Settings::default(),
        vec![well(1, "Small Hours", "small.example")],
    );
    view.keys("oy");
    let feed = "http://small.example/feed".to_owned();
    let site = "http://small.example/".to_owned();
    assert_eq!(view.done, [Effect::OpenUrl(site), Effect::Copy(feed)]);
    view.assert_shows("Copied http://small.example/feed");
    let mut view = View::on(80, 30);
    view.keys("o");
    assert_eq!(
        view.done,
        [Effect::OpenUrl("http://kiln.example/feed".to_owned())]
    );
}

#[test]
fn polls_are_followed_while_the_view_is_open_and_asked_about_one_at_a_time() {
    let polled = |feed| {
        Note::Polled(PollReport {
            feed: FeedId(feed),
            title: "Small Hours".to_owned(),
            url: String::new(),
            outcome: Outcome::Unchanged,
            status: Some(304),
            next: Next::Now,
            reason: String::new(),
        })
    };
    let mut view = View::on(80, 30);
    view.wants();
    view.note(polled(99));
    assert!(view.wants().is_empty(), "it is not in the list");
    for feed in 1..=5 {
        view.note(polled(feed));
    }
    assert_eq!(view.asked.len(), 1, "one question for five polls");
    view.answer(feeds());
    assert_eq!(view.asked.len(), 1, "and one for what came meanwhile");
    view.answer(feeds());
    assert!(view.wants().is_empty());
    view.note(Note::Changed { feeds: Vec::new() });
    assert!(view.wants().contains(&Request::Health), "a feed was added");
    view.keys("q").note(polled(1));
    assert!(view.wants().is_empty());
}

#[test]
fn a_feed_asked_a_moment_ago_is_asked_all_the_same_when_one_insists() {
    let refused = |feed| Reply::Refreshing {
        asked: 0,
        left: vec![Left {
            feed: FeedId(feed),
            title: "Small Hours".to_owned(),
            url: String::new(),
            next: in_minutes(7),
            why: "looked at 3 minutes ago".to_owned(),
            may_insist: true,
        }],
    };
    let is_refresh = |request: &Request| matches!(request, Request::Refresh(_));
    let insist = |feed| Request::Insist {
        feed: FeedId(feed),
        whole: false,
    };
    let mut view = View::closed(80, 24, Settings::default());
    view.keys("hGr").reply(is_refresh, refused(42));
    view.assert_shows("Not asked: looked at 3 minutes ago – ! asks all the same");
    view.wants();
    assert_eq!(
        view.keys("!").wants(),
        [insist(42)],
        "the feed the line spoke of"
    );
    assert_eq!(view.keys("!").wants(), [insist(5)], "the selected feed");
    view.keys("r")
        .reply(is_refresh, refused(42))
        .keys("k")
        .wants();
    assert_eq!(view.keys("!").wants(), [insist(1)], "one went on meanwhile");
    view.keys("gg!");
    assert!(view.status().contains("Select one feed to insist on"));
}

#[test]
fn being_offline_is_told_once_and_shown_until_it_is_over() {
    let mut view = View::closed(80, 24, Settings::default());
    view.note(Note::Offline(true));
    view.assert_shows("Nobody can be reached; nothing is asked until the network is back");
    assert!(view.status().trim_end().ends_with("offline"));
    view.keys("h");
    assert!(view.status().trim_end().ends_with("offline"));
    view.assert_hides("Nobody can be reached");
    view.note(Note::Offline(false));
    assert!(!view.status().contains("offline"));
}

#[test]
fn a_thousand_feeds_are_sorted_once_and_drawn_by_the_screenful() {
    let many = (1..=1_000).map(|id| well(id, &format!("Feed {id:04}"), "many.example"));
    let mut view = View::with(140, 40, Settings::default(), many.collect());
    view.assert_shows("none of 1,000 needs you");
    view.keys("G");
    view.assert_shows("▌  Feed 1000");
    view.assert_hides("Feed 0900");
}

#[test]
fn the_mouse_selects_a_feed_and_scrolls_the_list() {
    let mut view = View::on(100, 30);
    let at = |kind| {
        Event::Mouse(MouseEvent {
            kind,
            column: 10,
            row: 4,
            modifiers: KeyModifiers::NONE,
        })
    };
    view.event(at(MouseEventKind::Down(MouseButton::Left)));
    view.assert_shows("▌■ Behind a wall");
    view.event(at(MouseEventKind::ScrollUp));
    view.assert_shows("▌? Members only");
}

#[test]
fn nothing_a_stranger_wrote_reaches_the_screen_unsafe() {
    let bad = "x\u{202e}y\u{1b}]52;c;z\u{7}";
    let view = View::with(
        140,
        40,
        Settings::default(),
        vec![Health {
            trouble: Some(bad.to_owned()),
            reason: bad.to_owned(),
            headers: vec![header(bad, bad)],
            ..well(1, bad, bad)
        }],
    );
    let unsafe_ones = ['\u{202e}', '\u{1b}', '\u{7}'];
    assert!(!view.text().contains(unsafe_ones));
}

#[test]
fn help_over_the_health_view_goes_back_to_it() {
    let mut reader = Reader::demo_at(80, 24);
    let before = reader.screen();
    let health = reader.keys("H").screen();
    assert!(health.starts_with(" Health"), "{health}");
    assert!(reader.keys("?").text().contains("Esc goes back"));
    assert_eq!(reader.keys("<esc>").screen(), health);
    assert_eq!(reader.keys("<esc>").screen(), before);
}

#[test]
fn p29_a_feed_that_moved_to_where_another_is_becomes_one_with_it_only_after_a_yes() {
    let feeds = feeds().into_iter().map(|feed| {
        let advice = match &feed.moving {
            Some(moving) => vec![Advice {
                text: format!("it says that it has moved to {}", moving.to),
                remedy: Some(Remedy::Unite),
            }],
            None => feed.advice.clone(),
        };
        Health { advice, ..feed }
    });
    let mut view = View::with(80, 30, Settings::default(), feeds.collect());
    view.keys("jjjjj").wants();
    assert!(view.keys("m").wants().is_empty());
    assert_eq!(
        view.status().trim(),
        "Make The Long Ascent one with the feed it has moved to?  y/n"
    );
    assert!(view.keys("n").wants().is_empty());
    assert_eq!(view.keys("my").wants()[0], Request::Unite(FeedId(10)));
}
