//! The program run as a script runs it: a home of its own, and what it left behind.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A person's files, and nothing of the machine the test runs on.
pub(crate) struct Home(TempDir);

/// What a run left behind.
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder can be had"))
    }

    pub(crate) fn with(subscriptions: &str) -> Self {
        let home = Self::new();
        let file = home.file("subscriptions.opml", subscriptions);
        home.run(&["import", &file]).expect(0);
        home
    }

    /// Writes a file; gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("the folder is ours");
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.0.path())
            .env("TERM", "xterm")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Told {
        self.run_with(arguments, "")
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Told {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A program that reads no input may be gone already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        Told {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).expect("it prints text"),
            err: String::from_utf8(output.stderr).expect("it prints text"),
        }
    }
}

impl Told {
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// Nothing was done; standard error says why in these words, and standard output is clean.
    #[track_caller]
    pub(crate) fn refuses(self, words: &[&str]) {
        let told = self.expect(2);
        assert_eq!(told.out, "");
        for word in words {
            assert!(told.err.contains(word), "{word:?} is not in: {}", told.err);
        }
    }
}
