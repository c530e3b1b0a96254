//! A library of small feeds, each with one fault or feature that feeds in the world have, and what a
//! person must see of it.
//!
//! A folder's `expected.json` says for each of its files what `postil inspect --json` must show. It
//! names only what the file is about: an object is compared in the keys that are named, a list in all
//! its places. Beside that it may say
//! - `"given"`: the `content_type` the file came with, and the address (`base`) it came from;
//! - `"refused"`: a part of the words in which it is refused;
//! - `"repairs"`: `"some"` or `"none"`, since how they are worded is nobody's business here;
//! - `{"contains": [...]}` in the place of a text: parts of it, in order.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use postil::cli::inspect::{Document, json};
use postil::feed::parse::{self, NOWHERE};
use postil::model::http::{Hints, Validators};
use serde_json::{Map, Value};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds");
const EXPECTED: &str = "expected.json";
/// Fewer files mean that some were not found.
const LEAST: usize = 200;

/// Where one reading is not what it ought to be.
struct Difference {
    /// Which value, as in `entries[0].title`; of the file itself where it is empty.
    at: String,
    expected: String,
    found: String,
}

impl Difference {
    fn new(at: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            at: at.to_owned(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    fn told(&self, file: &str) -> String {
        let Self {
            at,
            expected,
            found,
        } = self;
        format!("{file}  {at}\n  expected  {expected}\n  found     {found}\n")
    }
}

fn read(file: &Path, given: Option<&Value>) -> Result<Value, String> {
    let bytes = fs::read(file).expect("it can be read");
    let given = |name: &str| given.and_then(|given| given[name].as_str());
    let address = given("base");
    let content_type = given("content_type");
    let parsed = parse::parse(&bytes, content_type, address.unwrap_or(NOWHERE));
    let feed = parsed.map_err(|error| error.to_string())?;
    let document = Document {
        name: String::new(),
        origin: address.map(|address| (address.to_owned(), 200)),
        bytes,
        content_type: None,
        links: Vec::new(),
        validators: Validators::default(),
        hints: Hints::default(),
    };
    Ok(json::value(&document, &feed))
}

/// Everything in which one file is read otherwise than expected.
fn check(file: &Path, expected: &Map<String, Value>) -> Vec<Difference> {
    let refused = expected.get("refused").and_then(Value::as_str);
    match (read(file, expected.get("given")), refused) {
        (Ok(found), None) => {
            let mut differences = Vec::new();
            for name in ["source", "feed", "entries"] {
                if let Some(expected) = expected.get(name) {
                    compare(name, expected, &found[name], &mut differences);
                }
            }
            differences
        }
        (Err(error), Some(words)) if error.contains(words) => Vec::new(),
        (Err(error), Some(words)) => vec![Difference::new("", format!("refused: {words}"), error)],
        (Err(error), None) => vec![Difference::new("", "a feed", format!("refused: {error}"))],
        (Ok(found), Some(words)) => {
            let format = &found["source"]["format"];
            vec![Difference::new(
                "",
                format!("refused: {words}"),
                format.to_string(),
            )]
        }
    }
}

fn compare(at: &str, expected: &Value, found: &Value, differences: &mut Vec<Difference>) {
    let unlike = || Difference::new(at, expected.to_string(), found.to_string());
    match (expected, found) {
        (Value::String(amount), Value::Array(list)) => {
            let is_met = match amount.as_str() {
                "some" => !list.is_empty(),
                "none" => list.is_empty(),
                _ => false,
            };
            differences.extend((!is_met).then(unlike));
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (place, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(&format!("{at}[{place}]"), expected, found, differences);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            let names = |list: &[Value]| {
                let name = |one: &Value| {
                    one.get("title")
                        .or(one.get("url"))
                        .unwrap_or(one)
                        .to_string()
                };
                let names: Vec<String> = list.iter().map(name).collect();
                format!("{}: {}", list.len(), names.join(", "))
            };
            differences.push(Difference::new(at, names(expected), names(found)));
        }
        (Value::Object(expected), Value::Object(found)) => {
            for (name, expected) in expected {
                let found = found.get(name).expect("the field is there, even if empty");
                compare(&format!("{at}.{name}"), expected, found, differences);
            }
        }
        (Value::Object(parts), Value::String(text)) if parts.contains_key("contains") => {
            let parts = parts["contains"].as_array().expect("a list of parts");
            differences.extend((!holds(text, parts)).then(unlike));
        }
        _ => differences.extend((expected != found).then(unlike)),
    }
}

/// Whether a text has all the parts, in order.
fn holds(text: &str, parts: &[Value]) -> bool {
    let mut rest = text;
    parts.iter().all(|part| {
        let part = part.as_str().expect("a part of a text");
        match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        }
    })
}

/// The folders that say what is expected of their files.
fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(FOLDER).expect("the feeds are kept here");
    let paths = all.map(|entry| entry.expect("it has a name").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.join(EXPECTED).exists()).collect();
    folders.sort();
    folders
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(folder).expect("a folder of feeds");
    let names = files.map(|file| file.expect("it has a name").file_name());
    let names = names.map(|name| name.into_string().expect("a plain name"));
    names.filter(|name| name != EXPECTED).collect()
}

#[test]
fn every_small_feed_is_read_as_a_person_would_want_it() {
    let mut files = 0;
    let mut wrong = 0;
    let mut report = Vec::new();
    for folder in folders() {
        let expected = fs::read(folder.join(EXPECTED)).expect("it can be read");
        let expected: Map<String, Value> =
            serde_json::from_slice(&expected).expect("JSON, a value for each file");
        let class = folder.file_name().expect("a folder").to_string_lossy();
        let named: BTreeSet<String> = expected.keys().cloned().collect();
        assert_eq!(names_in(&folder), named, "{class}: files, and what is said");
        for (name, expected) in &expected {
            let expected = expected.as_object().expect("an object for each file");
            let known = ["given", "refused", "source", "feed", "entries"];
            let is_known = |name: &String| known.contains(&name.as_str());
            assert!(expected.keys().all(is_known), "{class}/{name}");
            let counted = expected.contains_key("entries") || expected.contains_key("refused");
            assert!(counted, "{class}/{name}: says how many entries");
            files += 1;
            let differences = check(&folder.join(name), expected);
            wrong += usize::from(!differences.is_empty());
            report.extend(
                differences
                    .iter()
                    .map(|one| one.told(&format!("{class}/{name}"))),
            );
        }
    }
    assert!(files >= LEAST, "only {files} files were found");
    assert!(
        report.is_empty(),
        "{wrong} of {files} files are read otherwise than expected:\n\n{}",
        report.concat()
    );
}
