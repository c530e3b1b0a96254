//! The loop: wait for anything, let the session take it in, draw.
//!
//! Everything that is ready is taken in before one frame is drawn; while events pour in, a frame
//! still comes every `FRAME`. Nothing is awaited between a key and its effects, and while the
//! reader is at rest no timer runs.

use crate::model::request::News;
use crate::shell::answers::Answers;
use crate::shell::session::{Flow, Session};
use crate::shell::signals::Signal;
use crate::shell::terminal;
use crate::ui::event::Event;
use crossterm::event::{self, KeyEventKind, MouseEventKind};
use futures_util::{Stream, StreamExt};
use ratatui::backend::Backend;
use std::error::Error;
use std::io;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};

/// The shortest time between two frames, and the longest a change waits for its own.
const FRAME: Duration = Duration::from_millis(16);

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The person left.
    Quit,
    /// The person left for the demo.
    Demo,
    /// A signal, by its number.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Runs a session until the person, a signal or the terminal ends it.
///
/// # Errors
/// When the terminal is there but cannot be read or written.
pub async fn run<B, K>(
    keys: &mut K,
    session: &mut Session<B>,
    news: &mut Receiver<News>,
    signals: &mut Receiver<Signal>,
) -> io::Result<End>
where
    B: Backend<Error: Error + Send + Sync + 'static>,
    K: Stream<Item = io::Result<event::Event>> + Unpin,
{
    match until_the_end(keys, session, news, signals).await {
        Err(_) if terminal::is_gone() => Ok(End::Gone),
        end => end,
    }
}

async fn until_the_end<B, K>(
    keys: &mut K,
    session: &mut Session<B>,
    news: &mut Receiver<News>,
    signals: &mut Receiver<Signal>,
) -> io::Result<End>
where
    B: Backend<Error: Error + Send + Sync + 'static>,
    K: Stream<Item = io::Result<event::Event>> + Unpin,
{
    let mut pace = Pace::new(Instant::now());
    let mut answers = Answers::default();
    let mut flow = session.start()?;
    loop {
        if let Some(end) = ended(flow) {
            return Ok(end);
        }
        pace.look(session.changed(), session.wants_tick(), Instant::now());
        flow = tokio::select! {
            biased;
            () = sleep_until(pace.overdue), if session.changed() => draw(session, &mut pace)?,
            Some(signal) = signals.recv() => match signal {
                Signal::End(number) => return Ok(End::Signal(number)),
                Signal::Stop => { session.suspend()?; Flow::Continue }
                Signal::Continue => { session.resume()?; Flow::Continue }
            },
            key = keys.next() => match key {
                Some(key) => match translate(key?).and_then(|event| answers.read(event)) {
                    Some(event) => session.handle(event)?,
                    None => Flow::Continue,
                },
                None => return Ok(End::Gone),
            },
            Some(news) = news.recv() => session.handle(Event::News(news))?,
            event = session.heard() => match event {
                Some(event) => session.handle(event)?,
                None => Flow::Continue,
            },
            () = sleep_until(pace.next_frame), if session.changed() => draw(session, &mut pace)?,
            () = sleep_until(pace.tick.unwrap_or(pace.next_frame)), if pace.tick.is_some() => {
                pace.tick = None;
                session.handle(Event::Tick)?
            }
        };
    }
}

fn ended(flow: Flow) -> Option<End> {
    match flow {
        Flow::Continue => None,
        Flow::Quit => Some(End::Quit),
        Flow::Demo => Some(End::Demo),
    }
}

/// What a terminal event means to the reader. Keys let go and a mouse that merely moves mean
/// nothing, and drawing for them would keep a sleeping machine awake.
fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(key)),
        event::Event::Mouse(mouse) if mouse.kind != MouseEventKind::Moved => {
            Some(Event::Mouse(mouse))
        }
        event::Event::Paste(text) => Some(Event::Paste(text)),
        // What is shown of the time has gone by while nobody looked.
        event::Event::FocusGained => Some(Event::Tick),
        event::Event::Resize(columns, rows) => Some(Event::Resize { columns, rows }),
        _ => None,
    }
}

fn draw<B>(session: &mut Session<B>, pace: &mut Pace) -> io::Result<Flow>
where
    B: Backend<Error: Error + Send + Sync + 'static>,
{
    session.draw()?;
    pace.drawn(Instant::now());
    Ok(Flow::Continue)
}

/// When to draw and when to tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pace {
    /// Not before this, so that a burst of events costs one frame.
    next_frame: Instant,
    /// Not after this, although events still pour in.
    overdue: Instant,
    tick: Option<Instant>,
    /// A change waits for its frame.
    waiting: bool,
}

impl Pace {
    fn new(now: Instant) -> Self {
        Self {
            next_frame: now,
            overdue: now + FRAME,
            tick: None,
            waiting: false,
        }
    }

    /// Notes when a change began to wait for its frame, and when the reader wants a tick. A tick
    /// that is under way is not put off by events.
    fn look(&mut self, changed: bool, wants_tick: Option<Duration>, now: Instant) {
        if changed && !self.waiting {
            self.waiting = true;
            self.overdue = now + FRAME;
        }
        self.tick = wants_tick.map(|after| {
            let due = now + after;
            self.tick.map_or(due, |tick| tick.min(due))
        });
    }

    fn drawn(&mut self, now: Instant) {
        self.waiting = false;
        self.next_frame = now + FRAME;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{
        Event as Input, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent,
    };

    const MILLISECOND: Duration = Duration::from_millis(1);

    fn mouse(kind: MouseEventKind) -> Input {
        Input::Mouse(MouseEvent {
            kind,
            column: 3,
            row: 4,
            modifiers: KeyModifiers::NONE,
        })
    }

    fn key(kind: KeyEventKind) -> Input {
        let key = KeyCode::Char('j');
        Input::Key(KeyEvent::new_with_kind(key, KeyModifiers::NONE, kind))
    }

    #[test]
    fn one_key_press_moves_once_and_a_moving_mouse_wakes_nobody() {
        assert!(translate(key(KeyEventKind::Press)).is_some());
        assert!(translate(key(KeyEventKind::Repeat)).is_some());
        assert!(translate(key(KeyEventKind::Release)).is_none());
        assert!(translate(mouse(MouseEventKind::Moved)).is_none());
        assert!(translate(mouse(MouseEventKind::Down(MouseButton::Left))).is_some());
        assert!(translate(Input::FocusLost).is_none());
        assert!(matches!(translate(Input::FocusGained), Some(Event::Tick)));
    }

    #[test]
    fn while_keys_pour_in_the_screen_still_follows() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.look(true, None, start);
        let overdue = pace.overdue;
        pace.look(true, None, start + 10 * MILLISECOND);
        assert_eq!(
            pace.overdue, overdue,
            "later keys must not put the frame off"
        );
        pace.drawn(overdue);
        assert_eq!(pace.next_frame, overdue + FRAME);
        pace.look(true, None, overdue + MILLISECOND);
        assert_eq!(pace.overdue, overdue + MILLISECOND + FRAME);
    }

    #[test]
    fn a_clock_on_the_screen_goes_on_under_typing_and_stops_when_nothing_moves() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.look(false, Some(100 * MILLISECOND), start);
        pace.look(true, Some(100 * MILLISECOND), start + 90 * MILLISECOND);
        assert_eq!(pace.tick, Some(start + 100 * MILLISECOND));
        pace.look(true, Some(5 * MILLISECOND), start + 91 * MILLISECOND);
        assert_eq!(pace.tick, Some(start + 96 * MILLISECOND));
        pace.look(false, None, start + 92 * MILLISECOND);
        assert_eq!(pace.tick, None);
    }
}
