//! A hundred thousand random keys, clicks and sizes on the demo's world: nothing panics, something is selected or
//! there is nothing to select, and what is counted is what the database holds.

use crate::reader::Reader;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use postil::ui::event::Event;
use postil::ui::prompt::Wanted;
use rusqlite::{Connection, OpenFlags};

/// Events in all, parted among readers so that they are done side by side.
const EVENTS: usize = 100_000;
const READERS: u64 = 4;
/// Events after which all is waited for and compared.
const CHECK: usize = 500;
/// Events after which the screen is drawn.
const DRAW: usize = 25;

/// Numbers that look random and are the same every time (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn size(&mut self) -> (u16, u16) {
        let mut side = |most| u16::try_from(self.below(most)).expect("a side is small");
        (side(180), side(60))
    }

    fn event(&mut self) -> Event {
        const NAMED: [KeyCode; 12] = [
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::Esc,
            KeyCode::Tab,
            KeyCode::BackTab,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Home,
            KeyCode::PageDown,
            KeyCode::Backspace,
        ];
        match self.below(40) {
            0 => {
                let (column, row) = self.size();
                let kinds = [
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Drag(MouseButton::Left),
                    MouseEventKind::Up(MouseButton::Left),
                    MouseEventKind::ScrollDown,
                    MouseEventKind::ScrollUp,
                ];
                let kind = kinds[usize::try_from(self.below(5)).expect("five")];
                Event::Mouse(MouseEvent {
                    kind,
                    column,
                    row,
                    modifiers: KeyModifiers::NONE,
                })
            }
            1 => Event::Paste("is:unread \u{1b}[31m 夜\n".to_owned()),
            2 => Event::Tick,
            3..=9 => key(
                NAMED[usize::try_from(self.below(12)).expect("twelve")],
                KeyModifiers::NONE,
            ),
            10..=13 => {
                let letter = char::from(b'a' + u8::try_from(self.below(26)).expect("a letter"));
                key(KeyCode::Char(letter), KeyModifiers::CONTROL)
            }
            _ => {
                let sign = char::from(b' ' + u8::try_from(self.below(95)).expect("a sign"));
                key(KeyCode::Char(sign), KeyModifiers::NONE)
            }
        }
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

/// Whether this would write a file somewhere or ask a stranger: a test leaves neither alone.
fn leads_out(reader: &Reader, event: &Event) -> bool {
    let enters = matches!(event, Event::Key(key) if key.code == KeyCode::Enter
        || (key.code == KeyCode::Char('m') && key.modifiers == KeyModifiers::CONTROL));
    let outside = matches!(
        reader.app().asks_for(),
        Some(Wanted::SavedFile(_) | Wanted::OpmlFile | Wanted::FeedAddress | Wanted::NewAddress)
    );
    enters && outside
}

/// What is shown agrees with itself and with the database.
fn check(reader: &Reader, database: &Connection, at: usize) {
    let (rows, selected) = reader.app().listed();
    assert!(
        selected.is_some() || rows.is_empty(),
        "event {at}: nothing is selected in {} rows",
        rows.len()
    );
    let sql = "SELECT sum(deleted = 0), ifnull(sum(read = 0 AND deleted = 0), 0),
        ifnull(sum(starred = 1 AND deleted = 0), 0) FROM entry WHERE feed = ?1";
    let mut count = database.prepare(sql).expect("the table is there");
    for feed in &reader.app().library().feeds {
        let held: (Option<u32>, u32, u32) = count
            .query_one([feed.id.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .expect("it can be counted");
        let held = (held.0.unwrap_or(0).into(), held.1.into(), held.2.into());
        let shown = (feed.entries, feed.unread, feed.starred);
        assert_eq!(shown, held, "event {at}: {}", feed.title);
    }
}

fn play(seed: u64) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0x2545_f491));
    let mut reader = Reader::demo();
    let path = reader.folder().join("postil.db");
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let database = database.expect("the library is there");
    let events = EVENTS / usize::try_from(READERS).expect("a few");
    for at in 1..=events {
        if random.below(100) == 0 {
            let (columns, rows) = random.size();
            reader.quick_resize(columns, rows);
        } else {
            let event = random.event();
            reader.quick(if leads_out(&reader, &event) {
                key(KeyCode::Esc, KeyModifiers::NONE)
            } else {
                event
            });
        }
        if at % DRAW == 0 {
            let _ = reader.buffer();
        }
        if at % CHECK == 0 {
            reader.settle();
            check(&reader, &database, at);
        }
    }
}

#[test]
fn a_quarter_of_a_hundred_thousand_random_events_break_nothing() {
    play(0);
}

#[test]
fn a_second_quarter_breaks_nothing() {
    play(1);
}

#[test]
fn a_third_quarter_breaks_nothing() {
    play(2);
}

#[test]
fn a_fourth_quarter_breaks_nothing() {
    play(3);
}
