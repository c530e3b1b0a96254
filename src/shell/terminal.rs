//! The terminal taken and surely given back: raw mode, alternate screen, mouse, bracketed paste.
//!
//! A program that leaves a terminal in raw mode has broken the person's shell, so three things
//! undo it, whichever comes first: dropping `Screen`, the panic hook, and the signal handler's
//! last resort. It is undone once: leaving the alternate screen a second time would put the cursor
//! back to where it was on entering, and what is printed next over what was printed before. Keys are
//! asked for as kitty tells them, so that Ctrl-i is not Tab; a terminal that does not know this takes no
//! notice. Not asked for at all: window titles, which nothing here would use.

use crate::shell::answers::QUESTION;
use crate::ui::look::Cell;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture, EventStream, KeyboardEnhancementFlags,
    PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size, window_size,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Escape sequences that could be two keys are told apart (the kitty keyboard protocol, level 1).
const KEYS_TOLD_APART: KeyboardEnhancementFlags =
    KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;

/// The most text a copy may hold, in bytes: the base64 of more than this is refused by xterm.
const COPY_LIMIT: usize = 74_994 / 4 * 3;

/// What frames are drawn on; a frame is written in one go, not in the 1 kB pieces of `Stdout`.
pub type Canvas = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The canvas of the terminal this process runs in.
pub fn canvas() -> io::Result<Canvas> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(
        1 << 16,
        io::stdout(),
    )))
}

/// What the person types and clicks, and how the terminal is resized.
pub fn keys() -> EventStream {
    EventStream::new()
}

/// The columns of the terminal that output goes to, if it goes to one.
pub fn columns() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (columns, _) = size().ok()?;
    // Some terminals, such as a serial line, do not know.
    (columns > 0).then_some(columns)
}

/// The size of a cell in pixels, where the terminal says so.
pub fn cell() -> Option<Cell> {
    let size = window_size().ok()?;
    let width = size.width.checked_div(size.columns)?;
    let height = size.height.checked_div(size.rows)?;
    (width > 0 && height > 0).then_some(Cell { width, height })
}

/// Why the reader cannot be shown here, if it cannot.
pub fn unfit(term: Option<&str>) -> Option<&'static str> {
    if !io::stdout().is_terminal() {
        Some("the output is not a terminal")
    } else if term == Some("dumb") {
        Some("TERM=dumb says that this terminal cannot move its cursor")
    } else {
        None
    }
}

/// Whether the terminal was hung up: it is none any more, whatever error that showed as.
pub fn is_gone() -> bool {
    !io::stdout().is_terminal()
}

/// The terminal while it is ours. Dropping it gives it back.
pub struct Screen {
    mouse: bool,
    taken: Arc<AtomicBool>,
    /// Panics of other threads, kept until they can be printed without spoiling a frame.
    overheard: Arc<Mutex<Vec<String>>>,
}

impl Screen {
    /// Takes the terminal, and sees to it that a panic gives it back before it prints.
    pub fn open(mouse: bool) -> io::Result<Self> {
        let screen = Self {
            mouse,
            taken: Arc::new(AtomicBool::new(false)),
            overheard: Arc::default(),
        };
        screen.hook_panics();
        screen.take()?;
        Ok(screen)
    }

    /// Takes the terminal, also again: a shell that ran in between has changed its modes behind
    /// crossterm's back. The alternate screen alone is not entered twice, for that would forget
    /// where the shell's cursor was.
    pub fn take(&self) -> io::Result<()> {
        let again = self.taken.swap(true, Ordering::SeqCst);
        disable_raw_mode()?;
        enable_raw_mode()?;
        let mut out = io::stdout();
        if !again {
            execute!(out, EnterAlternateScreen)?;
        }
        // The cursor stands on the selected row, where a screen reader looks; a thin line does not
        // cover what stands there.
        execute!(
            out,
            EnableBracketedPaste,
            EnableFocusChange,
            SetCursorStyle::SteadyUnderScore
        )?;
        if !again {
            execute!(out, PushKeyboardEnhancementFlags(KEYS_TOLD_APART))?;
        }
        if self.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Asks for the terminal's background; `answers` reads what it says, when it says it.
    pub fn ask_background(&self) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(QUESTION.as_bytes())?;
        out.flush()
    }

    /// Gives the terminal back and stops the process; returns when somebody lets it go on.
    ///
    /// SIGSTOP, not SIGTSTP: the latter is thrown away where no job-controlling shell is the
    /// parent (POSIX, orphaned process groups), and the reader would seem to have ignored the key.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<()> {
        give_back(&self.taken);
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)
    }

    /// There is no stopping a process on Windows; the key does nothing.
    #[cfg(not(unix))]
    pub fn suspend(&self) -> io::Result<()> {
        Ok(())
    }

    /// What is written from here to `end_frame` appears at once (mode 2026), where the terminal
    /// can do that.
    pub fn begin_frame(&self) -> io::Result<()> {
        execute!(io::stdout(), BeginSynchronizedUpdate)
    }

    /// Writes what is no text: pictures.
    pub fn write(&self, sequences: &str) -> io::Result<()> {
        if sequences.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout();
        out.write_all(sequences.as_bytes())?;
        out.flush()
    }

    pub fn end_frame(&self) -> io::Result<()> {
        execute!(io::stdout(), EndSynchronizedUpdate)
    }

    /// Hands text to the clipboard of the terminal (OSC 52), which works over ssh as well. The
    /// terminal does not say whether it obeyed.
    pub fn copy(&self, text: &str) -> Result<(), String> {
        let text = copyable(text)?;
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
            .map_err(|why| format!("could not copy: {why}"))
    }

    fn hook_panics(&self) {
        let (taken, overheard) = (Arc::clone(&self.taken), Arc::clone(&self.overheard));
        let ours = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !taken.load(Ordering::SeqCst) {
                before(panic);
            } else if thread::current().id() == ours {
                give_back(&taken);
                before(panic);
            } else {
                // The frame goes on; the engine reports the failed work in its own way.
                overheard
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(panic.to_string());
            }
        }));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back(&self.taken);
        let overheard = self
            .overheard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for panic in overheard.iter() {
            // Nobody is left to tell if even this fails.
            let _ = writeln!(io::stderr(), "{panic}");
        }
    }
}

/// Gives the terminal back if that has not been done.
fn give_back(taken: &AtomicBool) {
    if taken.swap(false, Ordering::SeqCst) {
        restore();
    }
}

/// Gives the terminal back, each mode on its own: where one cannot be undone, the others can.
pub fn restore() {
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, DisableMouseCapture);
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, DisableFocusChange);
    let _ = execute!(out, PopKeyboardEnhancementFlags);
    let _ = execute!(
        out,
        SetCursorStyle::DefaultUserShape,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// One line without control characters: what lands in a clipboard is pasted into shells.
fn copyable(text: &str) -> Result<String, String> {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    if clean.len() > COPY_LIMIT {
        return Err("too long to copy through the terminal".into());
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_cannot_run_when_it_is_pasted_into_a_shell() {
        assert_eq!(
            copyable("http://a.example/\r\nrm -rf ~\n\u{1b}[201~\u{9d}"),
            Ok("http://a.example/rm -rf ~[201~".to_owned())
        );
    }

    #[test]
    fn a_copy_no_terminal_would_take_is_refused_aloud() {
        assert!(copyable(&"x".repeat(COPY_LIMIT)).is_ok());
        assert!(copyable(&"x".repeat(COPY_LIMIT + 1)).is_err());
    }
}
