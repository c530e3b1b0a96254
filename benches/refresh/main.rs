//! How long a refresh of a thousand feeds takes, and what it costs: each on a host of its own, with thirty
//! entries, through the whole engine and onto the disk.
//!
//! `cargo bench --bench refresh`; `REFRESH_FEEDS=100` asks fewer. Linux only, as every host is a loopback
//! address. The servers and every case are processes of their own – this program started again – so that
//! processor time and memory are those of the reader alone. Beside it stands `curl`, asking for the same.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod case;
mod town;

use case::Cost;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// Feeds, and hosts.
const FEEDS: u32 = 1_000;

/// What the servers do: the slow ones think before they answer.
const DELAYS: [Duration; 2] = [Duration::ZERO, Duration::from_millis(200)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["town"] => town::serve(feeds()),
        ["case", name, folder, port] => {
            let port = port.parse().expect("a port is a number");
            case::run(name, Path::new(folder), port, feeds());
        }
        _ if cfg!(target_os = "linux") => measure(),
        _ => println!("skipped: only Linux has a thousand loopback addresses"),
    }
}

fn feeds() -> u32 {
    let wanted = std::env::var("REFRESH_FEEDS").ok();
    wanted
        .and_then(|wanted| wanted.parse().ok())
        .unwrap_or(FEEDS)
}

fn measure() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refresh");
    // What an earlier run left behind, if one did.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the build's own folder");
    let mut town = Town::open();
    println!("{} feeds of 30 entries, each on its own host", feeds());
    println!(
        "{:<42}{:>9}{:>9}{:>9}{:>9}",
        "", "wall s", "cpu s", "peak MB", "news"
    );
    for delay in DELAYS {
        let named = |what: &str| match delay.as_millis() {
            0 => what.to_owned(),
            delay => format!("{what}, {delay} ms away"),
        };
        let filled = folder.join(format!("filled-{}", delay.as_millis()));
        town.order("1", delay, false);
        row(&named("first fill"), case(&town, "fill", &filled));
        row(
            &named("all unchanged"),
            case(&town, "refresh", &copy(&filled, "unchanged")),
        );
        town.order("2", delay, false);
        row(
            &named("5 % with something new"),
            case(&town, "refresh", &copy(&filled, "new")),
        );
        town.order("1", delay, true);
        row(
            &named("and one that never answers"),
            case(&town, "beside", &copy(&filled, "mute")),
        );
        town.order("1", delay, false);
        for (what, tag) in [("curl, all of it", ""), ("curl, all unchanged", "\"1\"")] {
            match curl(&town, &folder, tag) {
                Some(cost) => row(&named(what), cost),
                None => println!("{:<42}skipped: there is no curl", named(what)),
            }
        }
    }
}

fn row(name: &str, cost: Cost) {
    let peak = cost.peak_kb / 1024;
    let news = cost.news.map_or(String::new(), |feeds| feeds.to_string());
    println!(
        "{name:<42}{:>9.2}{:>9.2}{peak:>9}{news:>9}",
        cost.wall, cost.cpu
    );
}

/// A copy of a filled library, so that each case begins alike.
fn copy(filled: &Path, name: &str) -> PathBuf {
    let copy = filled.with_file_name(format!("{name}-copy"));
    let _ = std::fs::remove_dir_all(&copy);
    std::fs::create_dir_all(&copy).expect("the build's own folder");
    std::fs::copy(filled.join("postil.db"), copy.join("postil.db")).expect("it was filled");
    copy
}

/// Runs a case in a process of its own, which prints what it cost.
fn case(town: &Town, name: &str, folder: &Path) -> Cost {
    std::fs::create_dir_all(folder).expect("the build's own folder");
    let mut command = this_program();
    command
        .args(["case", name])
        .arg(folder)
        .arg(town.port.to_string());
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .expect("it starts");
    let printed = String::from_utf8(output.stdout).expect("it prints numbers");
    Cost::read(&printed).unwrap_or_else(|| panic!("{name} failed: {printed}"))
}

/// What `curl` needs for the same addresses, 64 at once.
fn curl(town: &Town, folder: &Path, tag: &str) -> Option<Cost> {
    let mut list = String::new();
    for feed in 0..feeds() {
        let url = town::url(feed, town.port);
        let _ = writeln!(list, "url = \"{url}\"\noutput = \"/dev/null\"");
    }
    let file = folder.join("curl.txt");
    std::fs::write(&file, list).expect("the build's own folder");
    let mut command = Command::new("curl");
    command.args([
        "--silent",
        "--parallel",
        "--parallel-max",
        "64",
        "--compressed",
    ]);
    command.args([
        "--noproxy",
        "*",
        "--header",
        &format!("If-None-Match: {tag}"),
    ]);
    command
        .arg("--config")
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let started = case::now();
    let mut child = command.spawn().ok()?;
    let cost = case::watch(&mut child);
    Some(Cost {
        wall: started.elapsed().as_secs_f64(),
        ..cost
    })
}

fn this_program() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("it runs"));
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
}

/// The servers, in a process of their own.
struct Town {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Town {
    fn open() -> Self {
        let mut command = this_program();
        command
            .arg("town")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let orders = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut town = Self {
            child,
            orders,
            answers,
            port: 0,
        };
        town.port = town.hear().parse().expect("it tells its port first");
        town
    }

    /// From now on: this version of what is new, so long to think, and whether one host keeps silent.
    fn order(&mut self, version: &str, delay: Duration, mute: bool) {
        let order = format!("{version} {} {mute}\n", delay.as_millis());
        self.orders.write_all(order.as_bytes()).expect("it listens");
        self.hear();
    }

    fn hear(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it tells");
        line.trim().to_owned()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
