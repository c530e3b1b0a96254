//! Feeds as a bad day leaves them: whole feeds of every format and those of a real blog, broken at
//! random ten thousand times.
//! Whatever is broken, the items that still stand whole are what a person came for.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use postil::feed::decode;
use postil::feed::parse::parse;
use postil::feed::xml::markup::item_tags;
use postil::model::parsed::ParsedEntry;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds");
const BASE: &str = "http://final.example/feed";

/// How often feeds are broken, all of them together.
const TIMES: usize = 10_000;
/// In so many parts at once.
const PARTS: usize = 4;
/// Items of a feed that are kept, so that there is time for all.
const ITEMS: usize = 3;
/// Of a thousand whole items, so many must be read.
const ENOUGH: usize = 998;

/// What programs and people leave in feeds.
const SCRAPS: [&[u8]; 17] = [
    b"&",
    b"<",
    b"\0",
    b"]]>",
    b">",
    b"\"",
    b"'",
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"<p>",
    b"<br>",
    b"</div>",
    b"\xE9",
    b"&#0;",
    b"<?xml version='1.0'?>",
    b"<img src=\"x>",
];

/// The same numbers on every machine and every day (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = (mixed ^ (mixed >> 31)) % bound.max(1) as u64;
        usize::try_from(number).expect("it is below a usize")
    }
}

/// A feed, and the text of its items with what they are known by when read.
struct Sample {
    name: String,
    body: Vec<u8>,
    items: Vec<(String, Known)>,
}

/// Key and title.
type Known = (String, String);

/// What is read of a body, and read to its end.
fn read(body: &[u8]) -> Vec<Known> {
    let Ok(feed) = parse(body, None, BASE) else {
        return Vec::new();
    };
    let cut_short = feed
        .warnings
        .iter()
        .find(|told| told.contains("in part only"));
    assert_eq!(cut_short, None, "{}", String::from_utf8_lossy(body));
    let known = |entry: ParsedEntry| (entry.key, entry.title.unwrap_or_default());
    feed.entries.into_iter().map(known).collect()
}

/// Where items begin and end, when the text is sound and has no item in another.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, starts) in item_tags(text) {
        if starts {
            start = Some(at);
        } else if let Some(start) = start.take() {
            let end = text[at..]
                .find('>')
                .map_or(text.len(), |close| at + close + 1);
            found.push((start, end));
        }
    }
    found
}

fn sample(path: &Path) -> Sample {
    let name = path.strip_prefix(FOLDER).expect("it lies below");
    let mut body = fs::read(path).expect("it can be read");
    let mut items = Vec::new();
    if let Ok(text) = str::from_utf8(&body) {
        let mut text = text.to_owned();
        let all = spans(&text);
        if let (Some(first), Some(last)) = (all.get(ITEMS), all.last()) {
            text.replace_range(first.0..last.1, "");
        }
        let known = read(text.as_bytes());
        let spans = spans(&text);
        if known.len() == spans.len() {
            let texts = spans
                .iter()
                .map(|(start, end)| text[*start..*end].to_owned());
            items = texts.zip(known).collect();
        }
        body = text.into_bytes();
    }
    Sample {
        name: name.to_string_lossy().into_owned(),
        body,
        items,
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for file in fs::read_dir(folder).expect("the feeds are kept here") {
        let path = file.expect("a file has a name").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

/// Whether this is a feed as it might be met, not one of the small ones that have one fault each, nor
/// what lies beside the feeds of the blog.
fn is_whole_feed(path: &Path) -> bool {
    let path = path.strip_prefix(FOLDER).expect("it lies below");
    let is_feed = path
        .extension()
        .is_some_and(|end| end == "xml" || end == "rdf");
    let lies_here = path.components().count() == 1;
    lies_here && !path.ends_with("README.md") || is_feed && path.starts_with("wordpress")
}

fn samples() -> Vec<Sample> {
    let mut found = Vec::new();
    files(Path::new(FOLDER), &mut found);
    found.retain(|path| is_whole_feed(path));
    found.iter().map(|path| sample(path)).collect()
}

/// Breaks a body in one place.
fn break_once(body: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(body.len());
    match chance.below(8) {
        0 => body[at] = u8::try_from(chance.below(256)).expect("below 256"),
        1 => body[at] = b"<>&\"'/ =!"[chance.below(9)],
        2 | 3 => {
            let scrap = SCRAPS[chance.below(SCRAPS.len())];
            body.splice(at..at, scrap.iter().copied());
        }
        4 => {
            let end = body.len().min(at + chance.below(40));
            body.drain(at..end);
        }
        5 => drop_tag(body, at),
        6 => {
            let block = body[at..body.len().min(at + chance.below(300))].to_vec();
            let to = chance.below(body.len());
            body.splice(to..to, block);
        }
        _ => body.truncate(at),
    }
}

/// Takes out the tag that begins first after `at`.
fn drop_tag(body: &mut Vec<u8>, at: usize) {
    let find = |from: usize, byte| body[from..].iter().position(|found| *found == byte);
    if let Some(start) = find(at, b'<').map(|start| at + start)
        && let Some(length) = find(start, b'>')
    {
        body.drain(start..=start + length);
    }
}

/// How many items stand whole in a broken body, and the names of those that were not read.
fn judge(sample: &Sample, broken: &[u8]) -> (usize, Vec<String>) {
    let found = read(broken);
    let text = decode::text(broken, None).text;
    let starts = item_tags(&text).filter(|(_, starts)| *starts).count() + text.matches('{').count();
    assert!(found.len() <= starts, "{}: {found:?}\n{text}", sample.name);
    // Where two items have one id, something is put behind it, parted by a space.
    let id = |key: &'_ str| key.split(' ').next().unwrap_or_default().to_owned();
    let keys: HashSet<String> = found.iter().map(|(key, _)| id(key)).collect();
    let titles: HashSet<&str> = found.iter().map(|(_, title)| title.as_str()).collect();
    let bytes = String::from_utf8_lossy(broken);
    let whole: Vec<&Known> = sample
        .items
        .iter()
        .filter(|(item, _)| bytes.contains(item.as_str()))
        .map(|(_, known)| known)
        .collect();
    let lost = whole
        .iter()
        .filter(|(key, title)| !keys.contains(&id(key)) && !titles.contains(title.as_str()))
        .map(|(_, title)| title.clone())
        .collect();
    (whole.len(), lost)
}

/// What came of a number of broken feeds.
#[derive(Default)]
struct Tally {
    whole: usize,
    read: usize,
    /// The files whose items were lost.
    lost: Vec<String>,
}

/// Breaks the samples in turn, with chances of its own.
fn try_out(samples: &[Sample], seed: u64, times: usize) -> Tally {
    let mut chance = Chance(seed);
    let mut tally = Tally::default();
    for time in 0..times {
        let sample = &samples[time % samples.len()];
        let mut broken = sample.body.clone();
        for _ in 0..=chance.below(3) {
            if !broken.is_empty() {
                break_once(&mut broken, &mut chance);
            }
        }
        let (whole, lost) = judge(sample, &broken);
        tally.whole += whole;
        tally.read += whole - lost.len();
        tally
            .lost
            .extend(lost.iter().map(|title| format!("{}: {title}", sample.name)));
    }
    tally
}

#[test]
fn items_that_stand_whole_are_read_whatever_is_broken_around_them() {
    let samples = samples();
    let mut all = Tally::default();
    thread::scope(|scope| {
        let part = |seed| {
            let samples = &samples;
            scope.spawn(move || try_out(samples, seed, TIMES / PARTS))
        };
        let parts: Vec<_> = (1..).take(PARTS).map(part).collect();
        for part in parts {
            let part = part.join().expect("nothing panics");
            all.whole += part.whole;
            all.read += part.read;
            all.lost.extend(part.lost);
        }
    });
    let Tally { whole, read, lost } = all;
    assert!(whole > TIMES / 2, "only {whole} items stood whole");
    let share = read * 1000 / whole;
    assert!(
        share >= ENOUGH,
        "of {whole} whole items {read} were read ({share} in a thousand); lost: {lost:#?}"
    );
}
