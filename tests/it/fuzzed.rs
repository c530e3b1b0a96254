//! What the fuzzers start from, and every feed that is kept here, through what they ask: a plain test
//! that stands guard where no fuzzer runs.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "there it is a library")]
mod fuzz;

const FOLDERS: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds"),
];

const ASKED: [fn(&[u8]); 8] = [
    fuzz::decode,
    fuzz::repair,
    fuzz::parse,
    fuzz::comments,
    fuzz::dates,
    fuzz::discover,
    fuzz::opml,
    fuzz::json,
];

fn ask_all(folder: &Path, asked: &mut usize) {
    for file in fs::read_dir(folder).expect("the corpus is kept here") {
        let path = file.expect("a file has a name").path();
        if path.is_dir() {
            ask_all(&path, asked);
        } else {
            let bytes = fs::read(&path).expect("it can be read");
            for ask in ASKED {
                ask(&bytes);
            }
            *asked += 1;
        }
    }
}

#[test]
fn every_reader_comes_back_from_every_input_that_is_kept() {
    let mut asked = 0;
    for folder in FOLDERS {
        ask_all(Path::new(folder), &mut asked);
    }
    assert!(asked > 40, "{asked}");
}
