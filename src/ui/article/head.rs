//! What is told of an article besides its text.

use crate::model::comment::Following;
use crate::model::entry::{Article, Body, EntryRow};
use crate::model::parsed::Enclosure;
use crate::text::plain;
use crate::ui::look::Look;
use url::Url;

/// Words read in a minute.
const PACE: u32 = 220;

/// `Ana Prates · Small Hours · 2 h · 6 min read · full text of the page`
pub(super) fn byline(row: &EntryRow, article: Option<&Article>, look: &Look) -> String {
    let mut parts = Vec::new();
    let author = article.and_then(|article| article.author.as_deref());
    parts.extend(
        author
            .filter(|author| *author != row.feed_title)
            .map(str::to_owned),
    );
    parts.push(row.feed_title.clone());
    let when = article.and_then(|article| article.published);
    parts.push(look.age(when.unwrap_or(row.place.at)));
    if let Some(article) = article {
        // Of a post that is known by its comments alone there is no text.
        if article.words > 0 {
            parts.push(format!("{} min read", article.words.div_ceil(PACE).max(1)));
        }
        if article.body == Body::Page {
            parts.push("text of its page".to_owned());
        }
    }
    if row.starred {
        parts.push(look.glyphs.star.to_owned());
    }
    parts.join(&format!(" {} ", look.glyphs.dot))
}

/// `#tea  #kettles  yours: later`; a tag of several words is one word.
pub(super) fn tags(tags: &[String], own: &[String]) -> String {
    let tag = |tag: &String| {
        let words: Vec<&str> = tag.split_whitespace().collect();
        let tag = words.join("\u{A0}");
        if tag.starts_with('#') {
            tag
        } else {
            format!("#{tag}")
        }
    };
    let mut all: Vec<String> = tags.iter().map(tag).collect();
    if !own.is_empty() {
        all.push(format!("yours: {}", own.join(", ")));
    }
    all.join("  ")
}

/// `27 comments, 3 new, followed – c opens the conversation`; nothing where nothing is known of a talk.
pub(super) fn talk(row: &EntryRow, article: Option<&Article>, key: &str) -> String {
    let talk = article.map(|article| &article.talk);
    let mut parts = vec![match row.comments.total {
        0 if talk.is_some_and(|talk| talk.feed.is_some()) => "No comments yet".to_owned(),
        0 => return String::new(),
        1 => "1 comment".to_owned(),
        total => format!("{total} comments"),
    }];
    if news(row) > 0 {
        parts.push(format!("{} new", news(row)));
    }
    let followed = match row.following {
        Following::No => None,
        Following::Yes => Some("followed"),
        Following::Pinned => Some("pinned"),
        Following::Muted => Some("muted"),
    };
    parts.extend(followed.map(str::to_owned));
    let said = parts.join(", ");
    match row.comments.total {
        0 => said,
        _ => format!("{said} – {key} opens the conversation"),
    }
}

/// New comments; in a conversation that was let go of nothing is.
pub(super) fn news(row: &EntryRow) -> u32 {
    match row.following {
        Following::Muted => 0,
        _ => row.comments.new,
    }
}

/// `The kettle, part two · audio/mpeg · 42 min · 38 MB`
pub fn enclosure(enclosure: &Enclosure, dot: &str) -> String {
    let mut parts = vec![name(enclosure)];
    parts.extend(enclosure.media_type.as_deref().map(plain::line));
    parts.extend(enclosure.duration_seconds.map(duration));
    parts.extend(enclosure.length.map(size));
    parts.join(&format!(" {dot} "))
}

/// Its title, else the name of the file.
fn name(enclosure: &Enclosure) -> String {
    let title = enclosure.title.as_deref().map(plain::line);
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        let url = Url::parse(&enclosure.url).ok();
        let file = url
            .as_ref()
            .and_then(|url| url.path_segments()?.next_back());
        match file.filter(|file| !file.is_empty()) {
            Some(file) => plain::line(file),
            None => plain::line(&enclosure.url),
        }
    })
}

fn duration(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes:02} min"),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enclosure_is_told_by_what_is_known_of_it() {
        let bare = Enclosure {
            url: "https://a.example/talks/kettle.mp3?x=1".to_owned(),
            ..Enclosure::default()
        };
        assert_eq!(enclosure(&bare, "·"), "kettle.mp3");
        let full = Enclosure {
            media_type: Some("audio/mpeg".to_owned()),
            length: Some(38_400_000),
            title: Some("Part\u{1b}[2J two".to_owned()),
            duration_seconds: Some(3_720),
            ..bare
        };
        assert_eq!(
            enclosure(&full, "·"),
            "Part[2J two · audio/mpeg · 1 h 02 min · 38 MB"
        );
        for (seconds, expect) in [(7, "7 s"), (60, "1 min"), (3_599, "59 min")] {
            assert_eq!(duration(seconds), expect);
        }
    }

    #[test]
    fn a_tag_of_several_words_stays_together() {
        let all = [
            "tea".to_owned(),
            "night trains".to_owned(),
            "#fog".to_owned(),
        ];
        assert_eq!(tags(&all, &[]), "#tea  #night\u{A0}trains  #fog");
        assert_eq!(tags(&[], &["later".into(), "x".into()]), "yours: later, x");
        assert_eq!(tags(&[], &[]), "");
    }
}
