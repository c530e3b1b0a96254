//! Text cut to a number of columns, by grapheme clusters and the width a terminal gives them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns this text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text itself if it fits into `columns`, else as much as fits and `…`.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = width(cluster);
        if used + wide + 1 > columns {
            break;
        }
        kept.push_str(cluster);
        used += wide;
    }
    if columns > 0 {
        kept.truncate(kept.trim_end().len());
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_clusters_and_never_too_wide() {
        for (text, columns, expect) in [
            ("kettle", 6, "kettle"),
            ("kettle", 5, "kett…"),
            ("a kettle", 3, "a…"),
            ("漢字かな", 5, "漢字…"),
            ("漢字かな", 4, "漢…"),
            ("👩‍👩‍👧 family", 3, "👩‍👩‍👧…"),
            ("x", 0, ""),
            ("xy", 1, "…"),
        ] {
            let cut = fit(text, columns);
            assert_eq!(cut, expect);
            assert!(width(&cut) <= columns);
        }
    }
}
