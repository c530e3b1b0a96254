//! The real program, started again and again over days, against servers of every temper: what they see
//! of it is scored. No word is exchanged with it but by its arguments.
//!
//! The hosts are loopback addresses, so that no name has to be found, and time passes because all times
//! in the library are set back.

use crate::home::{Home, Told};
use crate::score::{Column, Promise, Score};
use crate::server::{Response, Server};
use crate::stage::{feed, opml};
use crate::tempers::{self, HOSTS, Seconds};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const HOUR: i64 = 3_600;

/// Hours after the beginning at which the program is run.
const RUNS: &[i64] = &[0, 0, 1, 3, 6, 12, 24, 25, 48, 49, 50, 72, 96];

/// By hand a feed is asked every ten minutes at most. The program tells time in whole seconds, and so does
/// the server: of the two seconds between requests to a host, one may be lost to rounding.
const BY_HAND: Promise = Promise { gap: 1, pace: 600 };

/// A person's program and the servers it meets; nothing where there is but one loopback address.
struct Days {
    server: Server,
    home: Home,
    /// Seconds the clock of the servers is ahead, which is as far as the library was set back.
    ahead: Arc<AtomicI64>,
}

impl Days {
    #[expect(clippy::print_stdout, reason = "a test that is skipped says why")]
    fn begin(hosts: u8) -> Option<Self> {
        let (server, ahead) = (Server::on_addresses(hosts), Arc::new(AtomicI64::new(0)));
        if server.addresses().len() < usize::from(hosts) {
            println!("skipped: this system has one loopback address, and {hosts} are needed");
            return None;
        }
        let told = ahead.clone();
        server.tell_time(move || system_seconds() + told.load(Ordering::SeqCst));
        let home = Home::new();
        home.run(&["--version"]).expect(0);
        Some(Self {
            server,
            home,
            ahead,
        })
    }

    fn now(&self) -> Seconds {
        let ahead = self.ahead.clone();
        Arc::new(move || system_seconds() + ahead.load(Ordering::SeqCst))
    }

    /// What host `n` is called in addresses: with its port.
    fn authority(&self, host: u8) -> String {
        self.server.addresses()[usize::from(host) - 1].to_string()
    }

    /// The program, on a library and a configuration of its own.
    fn arguments<'a>(&self, command: &[&'a str], owned: &'a mut [String; 2]) -> Vec<&'a str> {
        let path = |name| self.home.path(name).to_string_lossy().into_owned();
        *owned = [path("data"), path("config.toml")];
        let [data, config] = owned;
        let options = ["--data-dir", data, "--config", config];
        options.into_iter().chain(command.iter().copied()).collect()
    }

    fn run(&self, command: &[&str]) -> Told {
        let mut owned = <[String; 2]>::default();
        self.home.run(&self.arguments(command, &mut owned))
    }

    fn import(&self, urls: &[String]) {
        self.home.file("config.toml", "");
        let list = self.home.file("in.opml", &opml(urls));
        self.run(&["import", &list]).expect(0);
    }

    /// Sets everything in the library back by so many seconds, which is the same as waiting.
    fn pass(&self, seconds: i64) {
        let path = self.home.path("data").join("postil.db");
        let library = Connection::open(path).expect("it was imported into");
        for table in ["poll", "host", "feed", "former_url"] {
            let columns =
                "SELECT name FROM pragma_table_info(?1) WHERE name LIKE '%\\_at' ESCAPE '\\'
                OR name LIKE '%\\_until' ESCAPE '\\'
                OR name IN ('not_before', 'failing_since', 'moving_since', 'moving_last')";
            let mut columns = library.prepare(columns).expect("it is SQL");
            let columns = columns.query_map([table], |row| row.get::<_, String>(0));
            for column in columns.expect("tables have columns") {
                let column = column.expect("a name is text");
                let set = format!("UPDATE {table} SET {column} = {column} - {seconds}");
                library.execute(&set, []).expect("times are numbers");
            }
        }
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program under test lives by the system's clock, and so do its servers"
)]
fn system_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.expect("it is after 1970").as_secs();
    i64::try_from(seconds).expect("it is before the end of time")
}

#[test]
fn in_four_days_no_server_has_anything_to_complain_of() {
    let Some(days) = Days::begin(HOSTS) else {
        return;
    };
    let name = |host: u8| format!("127.0.0.{host}");
    let urls = tempers::script(&days.server, name, |host| days.authority(host), &days.now());
    days.import(&urls);
    let mut hour = 0;
    for run in RUNS {
        days.pass((run - hour) * HOUR);
        hour = *run;
        // Where a single feed is due in that hour, and its server refuses, all has failed: that is a 2.
        let told = days.run(&["refresh"]);
        assert!(told.code <= 2, "{} at hour {run}", told.code);
        assert!(!told.err.contains("offline"), "{}", told.err);
    }
    let score = Score::of(&days.server.log(), BY_HAND);
    println!("{score}");
    assert!(score.count(Column::Requests) > 300, "{score}");
    score.assert_good(&[]);
}

#[test]
fn p36_two_programs_at_once_ask_each_feed_once() {
    let hosts = 12;
    let Some(days) = Days::begin(hosts) else {
        return;
    };
    for host in 1..=hosts {
        let url = format!("http://127.0.0.{host}/feed");
        let answer = Response::ok(feed(&["1"])).header("ETag", "\"v1\"");
        days.server.say(&url, answer);
    }
    let urls = (1..=hosts).map(|host| format!("http://{}/feed", days.authority(host)));
    days.import(&urls.collect::<Vec<_>>());
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| days.run(&["refresh"]));
        }
    });
    let score = Score::of(&days.server.log(), BY_HAND);
    assert_eq!(score.count(Column::Requests), usize::from(hosts), "{score}");
    score.assert_good(&[]);
}
