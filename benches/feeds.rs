//! How long a body takes from bytes to entries, and from entries to the disk, at three sizes.
//!
//! `cargo bench --bench feeds`. feed-rs reads the same bodies in the same run; it finds no comment
//! counts and no answers, which are part of what is measured here.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use postil::feed::parse::parse;
use postil::model::feed::PollFacts;
use postil::model::opml::Subscription;
use postil::model::time::Time;
use postil::store::handle::Store;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const BASE: &str = "http://blog.example/feed";
const NOW: Time = Time(1_750_000_000);
const SIZES: [usize; 3] = [10, 100, 1_000];

/// A feed as `WordPress` writes it, of posts of about ten kilobytes; `edition` tells one from another.
fn body(entries: usize, edition: usize) -> String {
    let text = "<p>Words that go on, with <em>weight</em> &amp; <a href=\"/x\">links</a>.</p>\n"
        .repeat(125);
    let mut items = String::new();
    for entry in 0..entries {
        let id = edition * entries + entry;
        let _ = write!(
            items,
            "<item><title>Post {id} &amp; more</title><link>http://blog.example/{id}</link>\
             <guid isPermaLink=\"false\">http://blog.example/?p={id}</guid>\
             <pubDate>Sat, 14 Mar 2026 18:00:00 +0000</pubDate><dc:creator><![CDATA[Ana]]></dc:creator>\
             <comments>http://blog.example/{id}#comments</comments>\
             <wfw:commentRss>http://blog.example/{id}/feed/</wfw:commentRss>\
             <slash:comments>15</slash:comments>\
             <content:encoded><![CDATA[{text}]]></content:encoded></item>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\
         <channel><title>A blog</title><link>http://blog.example/</link>{items}</channel></rss>"
    )
}

fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse a feed");
    for size in SIZES {
        let body = body(size, 0);
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(BenchmarkId::new("postil", size), |bench| {
            bench.iter(|| parse(body.as_bytes(), None, BASE).expect("it is a feed"));
        });
        group.bench_function(BenchmarkId::new("feed-rs", size), |bench| {
            bench.iter(|| feed_rs::parser::parse(body.as_bytes()).expect("it is a feed"));
        });
    }
}

/// Python's feedparser, the most forgiving reader there is, on the same bodies, where it is installed.
fn parsing_in_python(criterion: &mut Criterion) {
    const TIMED: &str = "import sys, time, feedparser\n\
        body = open(sys.argv[1], 'rb').read()\n\
        start = time.perf_counter_ns()\n\
        for _ in range(int(sys.argv[2])): feedparser.parse(body)\n\
        print(time.perf_counter_ns() - start)";
    let python = |arguments: &[&str]| Command::new("python3").args(arguments).output();
    if !python(&["-c", "import feedparser"]).is_ok_and(|ran| ran.status.success()) {
        return;
    }
    let folder = TempDir::new().expect("a temporary folder can be had");
    let file = folder.path().join("feed.xml");
    let name = file.to_str().expect("its name is text");
    let mut group = criterion.benchmark_group("parse a feed");
    group.sample_size(10);
    // A thousand entries take it a quarter of a minute each time.
    for size in [10, 100] {
        fs::write(&file, body(size, 0)).expect("there is room");
        group.bench_function(BenchmarkId::new("feedparser", size), |bench| {
            bench.iter_custom(|times| {
                let ran = python(&["-c", TIMED, name, &times.to_string()]).expect("it ran before");
                let told = String::from_utf8_lossy(&ran.stdout);
                Duration::from_nanos(told.trim().parse().expect("it prints a number"))
            });
        });
    }
}

fn storing(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime can be had");
    let folder = TempDir::new().expect("a temporary folder can be had");
    let store = Store::open(&folder.path().join("postil.db")).expect("a new database can be made");
    let facts = runtime.block_on(subscribe(&store));
    let mut group = criterion.benchmark_group("store a poll, all of it new");
    group.sample_size(20);
    let mut edition = 0;
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bench| {
            bench.iter_batched(
                || {
                    edition += 1;
                    parse(body(size, edition).as_bytes(), None, BASE).expect("it is a feed")
                },
                |parsed| {
                    let facts = facts.clone();
                    let kept = store.write(move |db| db.commit_poll(&facts, Some(&parsed), NOW));
                    runtime.block_on(kept).expect("there is room")
                },
                criterion::BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    runtime.block_on(store.close());
}

async fn subscribe(store: &Store) -> PollFacts {
    let wanted = Subscription {
        url: BASE.to_owned(),
        title: None,
        site: None,
        folder: Vec::new(),
    };
    let subscribed = store
        .write(move |db| db.subscribe_all(&[wanted], NOW))
        .await;
    subscribed.expect("there is room").new.remove(0)
}

criterion_group!(benches, parsing, parsing_in_python, storing);
criterion_main!(benches);
