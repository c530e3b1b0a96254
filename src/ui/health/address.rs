//! Long addresses on few lines: the middle may be left out, the host never.

use crate::ui::fit::width;
use unicode_segmentation::UnicodeSegmentation;

/// Lines an address may take, unless its host needs more.
const LINES: usize = 3;

/// An address, with what stands before it, on lines of so many columns.
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let room = LINES * columns;
    if columns == 0 || width(text) <= room {
        return broken(&clusters, columns);
    }
    let host = text[..host_end(text)].graphemes(true).count();
    let head = host.max(room / 2).min(clusters.len());
    let tail = room.saturating_sub(head + 1).max(columns / 2);
    let rest = clusters.len().saturating_sub(tail).max(head);
    let mut kept = clusters[..head].to_vec();
    if rest > head {
        kept.push("…");
    }
    kept.extend(&clusters[rest..]);
    broken(&kept, columns)
}

/// Where the host ends, and the path begins.
fn host_end(text: &str) -> usize {
    let start = text.find("://").map_or(0, |at| at + 3);
    let path = text[start..].find(['/', '?', '#']);
    path.map_or(text.len(), |at| start + at)
}

fn broken(clusters: &[&str], columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for cluster in clusters.iter().filter(|_| columns > 0) {
        let wide = width(cluster);
        if used + wide > columns && used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        line.push_str(cluster);
        used += wide;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_address_loses_its_middle() {
        let check = |text: &str, columns, expect: &[&str]| {
            assert_eq!(lines(text, columns), expect, "{text} on {columns}");
        };
        check("http://a.example/feed", 30, &["http://a.example/feed"]);
        check("http://a.example/feed", 12, &["http://a.exa", "mple/feed"]);
        check(
            "http://a.example/one/two/three/four/five/feed",
            10,
            &["http://a.e", "xample…our", "/five/feed"],
        );
        check("", 10, &[]);
        check("http://a.example/", 0, &[]);
    }

    #[test]
    fn a_host_that_is_longer_than_its_room_is_shown_whole() {
        let host = "bank.example.".repeat(9) + "evil.example";
        let url = format!("https://{host}/path/{}", "x".repeat(300));
        assert!(lines(&url, 20).concat().contains(&host));
    }

    proptest! {
        #[test]
        fn the_host_is_never_hidden(host in "[a-z.]{1,80}", path in "/[a-z/漢]{0,200}", columns in 2..90_usize) {
            let lines = lines(&format!("https://{host}{path}"), columns);
            let start = format!("https://{host}");
            prop_assert!(lines.concat().starts_with(&start));
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
        }
    }
}
