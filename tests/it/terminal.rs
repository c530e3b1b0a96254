//! The program in a terminal: it takes the screen, and gives it back whatever ends it.
//!
//! A pty stands for the terminal and `vt100` for what a person sees on it. Nothing here sleeps:
//! every wait is for something to appear, with a bound far beyond what it takes.

use crate::server::{Response, Server};
use portable_pty::{
    Child, ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system,
};
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use vt100::{Color, MouseProtocolMode, Parser, Screen};

/// How long a test waits for a sign of life.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often something outside the terminal is looked at before a test gives up.
const LOOKS: usize = 2_000_000;

/// What the demo shows first, whatever the hour.
const ENTRY: &str = "The kettle that talks";

/// A program in a terminal.
struct Pty {
    id: String,
    ended: Receiver<ExitStatus>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: Parser,
    /// All that was written to the terminal.
    raw: Vec<u8>,
    /// The terminal's modes before the program came.
    modes: String,
    home: TempDir,
}

impl Pty {
    fn demo() -> Self {
        Self::start(&["demo"], &[])
    }

    fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let home = TempDir::new().expect("a temporary folder can be had");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TMPDIR", home.path());
        command.env("TERM", "xterm-256color");
        command.env("TZ", "UTC");
        for (name, value) in environment {
            command.env(name, value);
        }
        let pair = native_pty_system()
            .openpty(size(40, 140))
            .expect("a pty can be had");
        let modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("it starts");
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let (send, output) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut chunk) {
                if send.send(chunk[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            id: child.process_id().expect("it was started").to_string(),
            killer: child.clone_killer(),
            ended: end_of(child),
            keys: pair.master.take_writer().expect("it can be written"),
            master: pair.master,
            output,
            seen: parser(40, 140),
            raw: Vec::new(),
            modes,
            home,
        }
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    fn until(&mut self, wanted: &str, holds: impl Fn(&Screen) -> bool) -> &mut Self {
        while !holds(self.seen.screen()) {
            let Ok(chunk) = self.output.recv_timeout(PATIENCE) else {
                panic!("not {wanted}:\n{}", self.seen.screen().contents());
            };
            self.seen.process(&chunk);
            self.raw.extend(chunk);
        }
        self
    }

    #[track_caller]
    fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keys
            .write_all(keys.as_bytes())
            .expect("the terminal is there");
        self
    }

    /// Sends a signal by its name.
    fn signal(&mut self, name: &str) -> &mut Self {
        let sent = Command::new("kill")
            .args(["-s", name, &self.id])
            .status()
            .expect("there is a kill");
        assert!(sent.success());
        self
    }

    fn resize(&mut self, rows: u16, columns: u16) -> &mut Self {
        self.master
            .resize(size(rows, columns))
            .expect("it can be resized");
        if let (Some(rows), Some(columns)) = (NonZeroU16::new(rows), NonZeroU16::new(columns)) {
            self.seen.set_size(rows, columns);
        }
        self
    }

    /// Waits until it has ended, takes in the last it had to say.
    fn ended(&mut self) -> ExitStatus {
        let status = self.ended.recv_timeout(PATIENCE).expect("it ends");
        while let Ok(chunk) = self.output.recv_timeout(Duration::ZERO) {
            self.seen.process(&chunk);
            self.raw.extend(chunk);
        }
        status
    }

    /// The screen a shell finds afterwards is the one it left.
    #[track_caller]
    fn assert_given_back(&mut self) {
        self.until("given back", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == MouseProtocolMode::None
        });
        assert_eq!(modes(&*self.master), self.modes);
    }

    #[track_caller]
    fn ends_with(&mut self, code: u32) {
        let status = self.ended();
        assert_eq!(
            status.exit_code(),
            code,
            "{}",
            self.seen.screen().contents()
        );
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.killer.kill();
    }
}

/// Tells when a program ends, and how.
fn end_of(mut child: Box<dyn Child + Send + Sync>) -> Receiver<ExitStatus> {
    let (send, ended) = channel();
    thread::spawn(move || send.send(child.wait().expect("it can be waited for")));
    ended
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn parser(rows: u16, columns: u16) -> Parser {
    let (rows, columns) = (NonZeroU16::new(rows), NonZeroU16::new(columns));
    Parser::new(rows.expect("some"), columns.expect("some"), 0)
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().expect("a pty has modes"))
}

/// Looks again and again until it is so.
#[track_caller]
fn wait_for(what: &str, so: impl Fn() -> bool) {
    for _ in 0..LOOKS {
        if so() {
            return;
        }
        thread::yield_now();
    }
    panic!("{what} never came");
}

#[test]
fn the_demo_starts_with_something_to_read_and_leaves_the_screen_as_it_was() {
    let mut pty = Pty::demo();
    pty.shows(ENTRY);
    assert!(pty.seen.screen().alternate_screen());
    assert_ne!(modes(&*pty.master), pty.modes);
    pty.press("q").ends_with(0);
    pty.assert_given_back();
    assert!(!pty.seen.screen().contents().contains(ENTRY));
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    // A second time would move the shell's cursor.
    assert_eq!(raw.matches("\x1b[?1049l").count(), 1);
    // Keys as kitty tells them, pastes, focus: each is asked for, and given up again. A frame comes at once.
    for (asked, given_up) in [
        ("\x1b[>1u", "\x1b[<1u"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?1004h", "\x1b[?1004l"),
        ("\x1b[?2026h", "\x1b[?2026l"),
    ] {
        let (asked, given_up) = (raw.find(asked), raw.rfind(given_up));
        assert!(asked.is_some() && asked < given_up);
    }
}

#[test]
fn nothing_of_the_demo_is_left_behind() {
    let mut pty = Pty::demo();
    pty.shows(ENTRY).press("q").ends_with(0);
    let left = fs::read_dir(pty.home.path()).expect("it is there").count();
    assert_eq!(left, 0);
}

#[test]
fn a_frame_appears_whole() {
    let mut pty = Pty::demo();
    pty.shows(ENTRY).press("q").ends_with(0);
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    let begun = raw.matches("\x1b[?2026h").count();
    let ended = raw.matches("\x1b[?2026l").count();
    assert!(begun > 0);
    // Giving the terminal back ends whatever frame there may be.
    assert_eq!(ended, begun + 1);
}

#[test]
fn a_signal_ends_it_by_the_front_door() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let mut pty = Pty::demo();
        pty.shows(ENTRY).signal(name).ends_with(128 + number);
        pty.assert_given_back();
    }
}

#[test]
fn the_size_of_the_window_is_followed_even_to_absurdity() {
    let mut pty = Pty::demo();
    pty.shows(ENTRY);
    let last_row_in_use = |rows: u16| {
        move |screen: &Screen| {
            let last = screen.rows(0, screen.size().1.get());
            screen.size().0.get() == rows && last.last().is_some_and(|row| row.contains("help"))
        }
    };
    pty.resize(24, 100)
        .until("drawn at 24 rows", last_row_in_use(24));
    for (rows, columns) in [(1, 1), (0, 0), (3, 500), (200, 2), (1, 80)] {
        pty.resize(rows, columns);
    }
    pty.resize(50, 160)
        .until("drawn at 50 rows", last_row_in_use(50))
        .shows(ENTRY)
        .press("q")
        .ends_with(0);
}

#[test]
fn no_colours_are_used_where_none_are_wanted() {
    let coloured = |screen: &Screen| {
        let cells = (0..40).flat_map(|row| (0..140).map(move |column| (row, column)));
        cells
            .filter_map(|(row, column)| screen.cell(row, column))
            .any(|cell| cell.fgcolor() != Color::Default || cell.bgcolor() != Color::Default)
    };
    for (value, expect) in [("1", false), ("", true)] {
        let mut pty = Pty::start(&["demo"], &[("NO_COLOR", value)]);
        pty.shows(ENTRY).until("drawn to its last row", |screen| {
            screen.contents().contains("help")
        });
        assert_eq!(coloured(pty.seen.screen()), expect, "NO_COLOR={value}");
        pty.press("q").ends_with(0);
    }
}

#[test]
fn a_dumb_terminal_is_told_so_and_left_alone() {
    for arguments in [&["demo"][..], &[]] {
        let mut pty = Pty::start(arguments, &[("TERM", "dumb")]);
        pty.shows("TERM=dumb").ends_with(2);
        assert!(!pty.raw.contains(&0x1b));
        assert_eq!(modes(&*pty.master), pty.modes);
    }
}

#[test]
fn the_first_start_offers_the_demo_and_opens_it() {
    let mut pty = Pty::start(&[], &[]);
    pty.shows("demo").press("d").shows(ENTRY);
    pty.press("q").ends_with(0);
    pty.assert_given_back();
}

#[test]
fn a_link_is_copied_through_the_terminal() {
    let mut pty = Pty::demo();
    pty.shows(ENTRY).press("y").shows("Copied");
    pty.press("q").ends_with(0);
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(raw.contains("\x1b]52;c;aHR0cDovL"), "no address was copied");
}

#[cfg(unix)]
#[test]
fn a_post_of_the_demo_opens_in_a_browser_where_it_is_served() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a temporary folder can be had");
    let (browser, told) = (folder.path().join("browser"), folder.path().join("told"));
    let script = "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" > \"$0.part\"\nmv \"$0.part\" \"${0%browser}told\"\n";
    fs::write(&browser, script).expect("the folder is ours");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o700)).expect("it is ours");
    let name = browser.to_string_lossy().into_owned();
    let mut pty = Pty::start(&["demo"], &[("BROWSER", &name)]);
    pty.shows(ENTRY).press("o");
    wait_for("the browser", || told.exists());
    let told = fs::read_to_string(told).expect("it was written");
    assert!(told.starts_with("1\nhttp://127.0.0.1:"), "{told}");
    pty.press("q").ends_with(0);
}

#[test]
fn a_terminal_that_answers_late_presses_no_keys() {
    let mut pty = Pty::start(&[], &[]);
    pty.shows("Welcome");
    let asked = pty.raw.windows(5).any(|bytes| bytes == b"]11;?");
    assert!(asked, "the terminal was not asked for its background");
    // A `d` among them would open the demo, an `a` ask for an address.
    pty.press("\x1b]11;rgb:dada/dada/dada\x1b\\")
        .press("?")
        .shows("Keys");
    pty.press("\x1b").shows("Welcome").press("q").ends_with(0);
}

/// What is on the screen as read was kept before it was shown as read.
#[cfg(unix)]
#[test]
fn a_mark_that_was_seen_survives_a_kill() {
    let server = Server::start();
    let feed = "<rss version='2.0'><channel><title>A blog</title>\
        <item><guid>1</guid><title>The first</title></item>\
        <item><guid>2</guid><title>The second</title></item></channel></rss>";
    server.say("http://127.0.0.1/feed", Response::ok(feed));
    let folder = TempDir::new().expect("a temporary folder can be had");
    let folder = folder.path().to_string_lossy().into_owned();
    let run = |arguments: &[&str]| {
        let told = Command::new(env!("CARGO_BIN_EXE_postil"))
            .args(["--data-dir", &folder])
            .args(arguments)
            .output()
            .expect("it starts");
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    run(&["add", &format!("http://{}/feed", server.address())]);
    let unread = |list: &str| list.lines().filter(|line| line.contains('*')).count();
    assert_eq!(unread(&run(&["list", "--entries"])), 2);
    let mut pty = Pty::start(&["--data-dir", &folder], &[]);
    pty.shows("Unread · 2")
        .press("\r")
        .shows("Unread · 1")
        .signal("KILL");
    pty.ended();
    assert_eq!(unread(&run(&["list", "--entries"])), 1);
}

#[cfg(target_os = "linux")]
mod stopping {
    use super::*;

    /// Whether the process is stopped, as the kernel sees it (proc(5): the state comes after the
    /// name, which stands in parentheses).
    fn is_stopped(id: &str) -> bool {
        let stat = fs::read_to_string(Path::new("/proc").join(id).join("stat"));
        let stat = stat.unwrap_or_default();
        stat.rsplit_once(") ")
            .is_some_and(|(_, rest)| rest.starts_with('T'))
    }

    fn check(stop: impl FnOnce(&mut Pty)) {
        let mut pty = Pty::demo();
        pty.shows(ENTRY);
        stop(&mut pty);
        let id = pty.id.clone();
        // The modes are given back last; once it is stopped, all is.
        wait_for("the stop", || is_stopped(&id));
        pty.assert_given_back();
        pty.seen = parser(40, 140);
        pty.signal("CONT").shows(ENTRY);
        assert!(pty.seen.screen().alternate_screen());
        assert_ne!(modes(&*pty.master), pty.modes);
        pty.press("q").ends_with(0);
        pty.assert_given_back();
    }

    #[test]
    fn ctrl_z_gives_the_shell_back_and_fg_the_reader() {
        check(|pty| {
            pty.press("\x1a");
        });
    }

    #[test]
    fn a_stop_from_outside_is_the_same_as_ctrl_z() {
        check(|pty| {
            pty.signal("TSTP");
        });
    }

    #[test]
    fn a_stop_that_asks_nobody_is_mended_when_it_is_over() {
        let mut pty = Pty::demo();
        pty.shows(ENTRY).signal("STOP");
        let id = pty.id.clone();
        wait_for("the stop", || is_stopped(&id));
        // The shell has put the terminal to its own use; the alternate screen it cannot know of.
        pty.seen = parser(40, 140);
        pty.seen.process(b"\x1b[?1049h$ fg\r\n");
        pty.signal("CONT").shows(ENTRY);
        assert!(pty.seen.screen().bracketed_paste());
        assert!(!pty.seen.screen().contents().contains("$ fg"));
        pty.press("q").ends_with(0);
        pty.assert_given_back();
    }

    /// Without a controlling terminal there is no SIGHUP to tell that the terminal is gone.
    #[test]
    fn a_terminal_that_vanishes_ends_it_at_once() {
        for controlling in [true, false] {
            let home = TempDir::new().expect("a temporary folder can be had");
            let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
            command.args(["demo"]);
            command.env("TERM", "xterm");
            command.env("TMPDIR", home.path());
            command.env("HOME", home.path());
            command.set_controlling_tty(controlling);
            let pair = native_pty_system()
                .openpty(size(40, 140))
                .expect("a pty can be had");
            let child = pair.slave.spawn_command(command).expect("it starts");
            drop(pair.slave);
            let mut reader = pair.master.try_clone_reader().expect("it can be read");
            let mut seen = parser(40, 140);
            let mut chunk = [0; 4096];
            while !seen.screen().contents().contains(ENTRY) {
                let length = reader.read(&mut chunk).expect("it is running");
                seen.process(&chunk[..length]);
            }
            drop((reader, pair.master));
            let status = end_of(child).recv_timeout(PATIENCE).expect("it ends");
            assert_eq!(status.exit_code(), 129);
        }
    }
}
