//! One refresh, and what it cost the process that did it.

use crate::town;
use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::fetch::network::Network;
use postil::model::report::{Note, Outcome};
use postil::model::request::{News, Request, Scope, Ticket};
use postil::model::rules::Rules;
use postil::model::time::Time;
use postil::poll::policy::Policy;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::Instant;
use tokio::sync::mpsc::Receiver;

/// When the library is filled; all else is two hours later.
const FILLED: Time = Time(1_773_511_200);
const LATER: Time = Time(FILLED.0 + 7_200);

/// What something cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    /// Seconds of processor time, the system's for it included.
    pub(crate) cpu: f64,
    pub(crate) peak_kb: u64,
    /// Feeds that brought something, where that is known.
    pub(crate) news: Option<u32>,
}

impl Cost {
    /// As [`run`] prints it.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        Some(Self {
            wall: words.next()?.parse().ok()?,
            cpu: words.next()?.parse().ok()?,
            peak_kb: words.next()?.parse().ok()?,
            news: Some(words.next()?.parse().ok()?),
        })
    }
}

/// Does one case and prints what it cost: `fill`, `refresh`, or `beside` one that never answers, which is
/// over when all others are done.
pub(crate) fn run(name: &str, folder: &Path, port: u16, feeds: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime can be had");
    let cost = runtime.block_on(async {
        let (engine, mut news) = start(folder, if name == "fill" { FILLED } else { LATER });
        if name == "fill" {
            import(&engine, &mut news, folder, port, feeds).await;
        }
        let awaited = if name == "beside" { feeds - 1 } else { feeds };
        let (started, cpu) = (now(), cpu("self"));
        engine.submit(Ticket(2), Request::Refresh(Scope::All));
        let updated = polls(&mut news, awaited).await;
        let wall = started.elapsed().as_secs_f64();
        let cpu = self::cpu("self") - cpu;
        drop(news);
        engine.stop().await;
        Cost {
            wall,
            cpu,
            peak_kb: peak("self"),
            news: Some(updated),
        }
    });
    let news = cost.news.unwrap_or_default();
    println!("{} {} {} {news}", cost.wall, cost.cpu, cost.peak_kb);
    // A server that never answers is waited for by nobody.
    runtime.shutdown_background();
}

fn start(folder: &Path, at: Time) -> (Engine, Receiver<News>) {
    let setup = Setup {
        database: folder.join("postil.db"),
        policy: Policy::default(),
        limits: Limits::default(),
        rules: Rules::default(),
        network: Network::default(),
        clock: Clock::wound(at),
        cache: None,
        outside: postil::model::outside::Outside::default(),
        background: false,
    };
    Engine::start(setup).expect("the folder is ours")
}

async fn import(engine: &Engine, news: &mut Receiver<News>, folder: &Path, port: u16, feeds: u32) {
    let mut outlines = String::new();
    for feed in 0..feeds {
        let url = town::url(feed, port);
        let _ = write!(
            outlines,
            "<outline type=\"rss\" text=\"\" xmlUrl=\"{url}\"/>"
        );
    }
    let file = folder.join("in.opml");
    fs::write(
        &file,
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    )
    .expect("the folder is ours");
    engine.submit(Ticket(1), Request::ImportOpml(file));
    loop {
        match news.recv().await.expect("the engine lives") {
            News::Reply(_, reply) => {
                reply.expect("it is OPML");
                return;
            }
            News::Note(_) => {}
        }
    }
}

/// Returns when so many feeds have been polled with success, and how many of them brought something.
async fn polls(news: &mut Receiver<News>, mut left: u32) -> u32 {
    let mut updated = 0;
    while left > 0 {
        match news.recv().await.expect("the engine lives") {
            News::Note(Note::Polled(report)) => {
                left -= 1;
                match report.outcome {
                    Outcome::Updated { .. } => updated += 1,
                    Outcome::Unchanged => {}
                    Outcome::Failed { .. } => panic!("{report:?}"),
                }
            }
            News::Reply(_, reply) => drop(reply.expect("it can be asked")),
            News::Note(_) => {}
        }
    }
    updated
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Waits for a child and looks at it meanwhile, as its last figures are gone once it has ended.
pub(crate) fn watch(child: &mut Child) -> Cost {
    let process = child.id().to_string();
    let mut cost = Cost::default();
    while child.try_wait().expect("it is ours").is_none() {
        cost.cpu = cpu(&process).max(cost.cpu);
        cost.peak_kb = peak(&process).max(cost.peak_kb);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    cost
}

/// Seconds of processor time of a process; nought once it has ended (proc(5): fields 14 and 15, in
/// hundredths).
fn cpu(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in parentheses, may hold anything.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(2);
    fields
        .map(|field| field.parse::<f64>().unwrap_or(0.0) / 100.0)
        .sum()
}

/// The most memory a process has had, in kilobytes (`VmHWM`).
fn peak(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
