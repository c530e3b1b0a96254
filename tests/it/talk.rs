//! Talk that is no feed, read from what each platform's interface gives, and the trees made of it: whom
//! each comment answers, past those that were taken back, and where it goes on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use postil::feed::talk::{read, reader_of};
use postil::model::comment::{Comment, CommentId, Conversation};
use postil::model::http::{Body, Hints, Validators};
use postil::model::parsed::ParsedEntry;
use postil::model::talk::{Reader, TalkPage};
use postil::model::time::Time;
use postil::text::html;
use postil::thread::tree::{self, NodeKind, Settings};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds");

fn body(name: &str, url: &str, links: &[&str]) -> Body {
    given(
        fs::read(Path::new(FOLDER).join(name)).expect("it is kept here"),
        url,
        links,
    )
}

fn given(bytes: impl Into<Vec<u8>>, url: &str, links: &[&str]) -> Body {
    Body {
        bytes: bytes.into(),
        content_type: None,
        links: links.iter().map(|link| (*link).to_owned()).collect(),
        url: url.to_owned(),
        moved_to: None,
        validators: Validators::default(),
        hints: Hints::default(),
        is_partial: false,
    }
}

/// What an address gives, by the reader that its shape asks for.
fn page(name: &str, url: &str) -> TalkPage {
    read(reader_of(url), &body(name, url, &[])).expect("it is sound")
}

fn kept((at, comment): (usize, &ParsedEntry)) -> Comment {
    Comment {
        id: CommentId(i64::try_from(at).expect("few")),
        key: comment.key.clone(),
        link: comment.link.clone(),
        author: comment.author(),
        author_url: comment.author_url().map(str::to_owned),
        published: comment.date(),
        in_reply_to: comment.in_reply_to.clone(),
        body: html::document(&comment.body(), comment.base.as_deref()),
        ..Comment::default()
    }
}

/// The tree of some pages about a post, a comment to a line: who, and what was said.
fn tree(pages: &[TalkPage], post: &str) -> String {
    let entries = pages.iter().flat_map(|page| &page.feed.entries);
    let conversation = Conversation {
        entry_keys: vec![post.to_owned()],
        comments: entries.enumerate().map(kept).collect(),
        ..Conversation::default()
    };
    let mut drawn = String::new();
    for node in tree::build(&conversation, Settings::default()).nodes {
        let said = match &node.kind {
            NodeKind::Comment(comment) => {
                let by = comment.author.as_deref().unwrap_or("nobody");
                let entry = pages
                    .iter()
                    .flat_map(|page| &page.feed.entries)
                    .find(|entry| entry.key == comment.key);
                format!(
                    "{by}: {}",
                    html::line(&entry.expect("it is one of them").body())
                )
            }
            NodeKind::Missing { .. } => "(missing)".to_owned(),
            NodeKind::Pings(pings) => format!("({} mentions)", pings.len()),
        };
        let guessed = if node.guessed { "?" } else { "" };
        let _ = writeln!(drawn, "{}{guessed}{said}", "  ".repeat(node.depth));
    }
    drawn
}

fn check(pages: &[TalkPage], post: &str, expect: &[&str]) {
    let expect: String = expect
        .iter()
        .fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(tree(pages, post), expect);
}

fn entry<'p>(page: &'p TalkPage, key: &str) -> &'p ParsedEntry {
    let mut entries = page.feed.entries.iter();
    let keys: Vec<&str> = page.feed.entries.iter().map(|entry| &*entry.key).collect();
    let found = entries.find(|entry| entry.key == key);
    found.unwrap_or_else(|| panic!("{key} is none of {keys:?}"))
}

#[test]
fn a_real_wordpress_gives_every_comment_its_parent() {
    const SITE: &str = "http://127.0.0.1:18473";
    let rows = fs::read(Path::new(FOLDER).join("wordpress/truth.json")).expect("it is kept here");
    let rows: Vec<Value> = serde_json::from_slice(&rows).expect("rows");
    let truth: BTreeMap<u64, u64> = rows
        .iter()
        .filter_map(|row| Some((row["id"].as_u64()?, row["parent"].as_u64()?)))
        .collect();
    let number = |id: &str| -> u64 {
        let digits = id.rsplit('-').next().expect("there is one");
        digits.parse().expect("it ends in a number")
    };
    let url =
        |post: u32| format!("{SITE}/wp-json/wp/v2/comments?post={post}&per_page=20&order=asc");
    for (name, post, count) in [
        ("kettle", 4, 12),
        ("comments-p1", 5, 20),
        ("comments-p2", 5, 7),
    ] {
        let page = page(&format!("wordpress/rest/{name}.json"), &url(post));
        assert_eq!(
            (page.feed.entries.len(), page.whole),
            (count, true),
            "{name}"
        );
        for comment in &page.feed.entries {
            let head = format!("{SITE}/?p={post}#comment-");
            assert!(comment.key.starts_with(&head), "{}", comment.key);
            let answers = comment.in_reply_to.first();
            let parent = answers
                .and_then(|answer| answer.id.as_deref())
                .map_or(0, number);
            assert_eq!(parent, truth[&number(&comment.key)], "{}", comment.key);
            let href = answers
                .and_then(|answer| answer.href.as_deref())
                .map_or(0, number);
            assert_eq!(href, parent);
        }
    }
    let kettle = page("wordpress/rest/kettle.json", &url(4));
    let first = &kettle.feed.entries[0];
    assert_eq!(first.author().as_deref(), Some("Ana"));
    assert_eq!(first.author_url(), Some("https://ana.example/"));
    assert_eq!(first.published, Some(Time(1_709_283_600)));
    assert!(first.body().contains("Brașov") || first.body().contains("Braşov"));
    let as_the_feed_has_it = format!("{SITE}/a-kettle-that-talks/#comment-2");
    assert_eq!(first.link.as_deref(), Some(&*as_the_feed_has_it));
}

#[test]
fn a_wordpress_is_read_page_by_page() {
    let url = "https://a.example/wp-json/wp/v2/comments?post=5&per_page=2";
    let two = r#"[{"id":1,"parent":0,"content":{"rendered":"x"}},{"id":2,"parent":1,"content":{"rendered":"y"}}]"#;
    let next = |text: &str, links: &[&str]| {
        let page = read(Reader::WordPress, &given(text, url, links)).expect("it is sound");
        page.next
    };
    let link = |page: u32, rel: &str| {
        format!(
            "<https://other.example/wp-json/wp/v2/comments?post%5B0%5D=5&page={page}>; rel=\"{rel}\""
        )
    };
    let at = |page: u32| Some(format!("{url}&page={page}"));
    assert_eq!(next(two, &[&link(3, "next")]), at(3));
    assert_eq!(next(two, &[&link(1, "prev"), &link(3, "next")]), at(3));
    assert_eq!(next(two, &[&link(1, "prev")]), None);
    assert_eq!(next(two, &[]), at(2));
    assert_eq!(next("[]", &[]), None);
    let plain = "https://a.example/blog/?rest_route=/wp/v2/comments&post=5";
    let found = read(reader_of(plain), &given(two, plain, &[])).expect("it is sound");
    let answer = &found.feed.entries[1];
    assert_eq!(answer.key, "https://a.example/blog/?p=5#comment-2");
    let parent = answer.in_reply_to[0].id.as_deref();
    assert_eq!(parent, Some("https://a.example/blog/?p=5#comment-1"));
}

#[test]
fn a_topic_of_discourse_is_read_to_its_end() {
    let url = "https://forum.example/t/41.json";
    let first = page("talk/discourse.json", url);
    let second = first.next.clone().expect("it goes on");
    assert_eq!(second, "https://forum.example/t/41.json?page=2");
    let last = page("talk/discourse-2.json", &second);
    assert_eq!(
        (last.next.as_deref(), first.whole, last.whole),
        (None, true, true)
    );
    assert_eq!(first.feed.title.as_deref(), Some("Sharpening & honing"));
    let post = entry(&first, "forum.example-post-41-2");
    assert_eq!(
        post.link.as_deref(),
        Some("https://forum.example/t/sharpening/41/2")
    );
    assert_eq!(post.author_url(), Some("https://forum.example/u/burr"));
    assert_eq!(post.updated, Some(Time(1_709_284_800)));
    check(
        &[first, last],
        "https://forum.example/t/sharpening/41",
        &[
            "burr: The coarse one.",
            "  Whet Stone: Thank you.",
            "    Burr: I saw that.",
            "  Leather: And then leather.",
            "Late: Is it still open?",
        ],
    );
}

#[test]
fn a_talk_on_hacker_news_keeps_its_form_where_comments_are_gone() {
    let page = page(
        "talk/hacker-news.json",
        "https://hn.algolia.com/api/v1/items/42",
    );
    assert_eq!((page.next.as_deref(), page.whole), (None, true));
    assert_eq!(page.feed.title.as_deref(), Some("A lamp that writes"));
    let comment = entry(&page, "https://news.ycombinator.com/item?id=46");
    assert_eq!(
        comment.author_url(),
        Some("https://news.ycombinator.com/user?id=oil%26gas")
    );
    assert_eq!(comment.link.as_deref(), Some(&*comment.key));
    check(
        &[page],
        "https://news.ycombinator.com/item?id=42",
        &[
            "wick: Does it write well? Asking for a candle.",
            "  oil&gas: I disagree with what stood here.",
            "  lamp: It does.",
            "(missing)",
            "  moth: Bright.",
        ],
    );
}

#[test]
fn an_answer_a_thousand_deep_is_read() {
    let url = "https://hn.algolia.com/api/v1/items/1";
    let mut text = String::from("{\"id\":1,\"children\":[");
    for id in 2..3_000 {
        let _ = write!(
            text,
            "{{\"id\":{id},\"author\":\"a\",\"text\":\"\\\"x\\\" {id}\",\"children\":["
        );
    }
    text.push_str(&"]}".repeat(2_999));
    let page = read(Reader::HackerNews, &given(text.clone(), url, &[])).expect("it is sound");
    assert_eq!((page.feed.entries.len(), page.whole), (2_998, true));
    let drawn = tree(&[page], "https://news.ycombinator.com/item?id=1");
    assert!(drawn.ends_with(&format!("{}a: \"x\" 2999\n", "  ".repeat(2_997))));
    text.truncate(text.len() - 100);
    let cut = read(Reader::HackerNews, &given(text, url, &[])).expect("there is some of it");
    assert!(!cut.whole);
}

#[test]
fn a_story_of_lobsters_has_its_tree() {
    let page = page("talk/lobsters.json", "https://crabs.example/s/abc123.json");
    assert!(page.whole);
    let comment = entry(&page, "https://crabs.example/c/cc33cc");
    assert_eq!(comment.author_url(), Some("https://crabs.example/~antenna"));
    let link = "https://crabs.example/s/abc123/moulting_public#c_cc33cc";
    assert_eq!(comment.link.as_deref(), Some(link));
    assert_eq!(comment.updated, Some(Time(1_709_292_600)));
    check(
        &[page],
        "https://crabs.example/s/abc123/moulting_public",
        &[
            "claw: Ouch.",
            "  antenna: It heals < a day",
            "(missing)",
            "  krill: To one who is not here.",
        ],
    );
}

#[test]
fn an_older_lobsters_says_how_far_comments_are_indented() {
    let page = page(
        "talk/lobsters-indented.json",
        "https://crabs.example/s/abc123.json",
    );
    check(
        &[page],
        "https://crabs.example/s/abc123",
        &[
            "claw: One.",
            "  pincer: Two.",
            "    claw: Three.",
            "  krill: Four.",
            "krill: Five.",
        ],
    );
}

#[test]
fn a_talk_on_reddit_says_that_some_of_it_was_left_away() {
    let page = page(
        "talk/reddit.json",
        "https://www.reddit.com/r/sails/comments/abc/.json",
    );
    assert!(!page.whole, "three comments were not sent");
    assert_eq!(page.feed.title.as_deref(), Some("Which thread for canvas?"));
    let comment = entry(&page, "t1_d01");
    let link = "https://www.reddit.com/r/sails/comments/abc/which/d01/";
    assert_eq!(comment.link.as_deref(), Some(link));
    assert_eq!(comment.updated, Some(Time(1_709_287_800)));
    check(
        &[page],
        "t3_abc",
        &[
            "hemp: Tarred. & waxed",
            "  nobody: Tar smells.",
            "jib: Thanks.",
        ],
    );
    let text = fs::read_to_string(Path::new(FOLDER).join("talk/reddit.json")).expect("it is kept");
    let all = text.replace("\"more\"", "\"t1\"");
    let url = "https://www.reddit.com/r/sails/comments/abc/.json";
    let page = read(Reader::Reddit, &given(all, url, &[])).expect("it is sound");
    assert!(page.whole);
}

#[test]
fn lemmy_says_where_each_comment_stands() {
    let url = "https://fedi.example/api/v3/comment/list?post_id=31&limit=4";
    let page = page("talk/lemmy.json", url);
    let next = format!("{url}&page=2");
    assert_eq!((page.next.as_deref(), page.whole), (Some(&*next), true));
    assert_eq!(page.feed.title.as_deref(), Some("Sourdough at altitude"));
    let comment = entry(&page, "https://fedi.example/comment/11");
    assert_eq!(comment.author_url(), Some("https://fedi.example/u/oven"));
    assert!(
        comment
            .body()
            .contains("<blockquote><p>At what height?</p></blockquote>")
    );
    assert!(
        comment
            .body()
            .contains("<a href=\"https://oven.example/\">")
    );
    check(
        &[page],
        "https://fedi.example/post/31",
        &[
            "The Oven: Less water. At what height? See https://oven.example/",
            "  peel: 1. Knead 2. wait",
            "(missing)",
            "  peel: To one on another page.",
        ],
    );
}

#[test]
fn the_answers_to_a_post_on_mastodon_are_a_talk() {
    let page = page(
        "talk/mastodon.json",
        "https://fedi.example/api/v1/statuses/112/context",
    );
    assert!(page.whole);
    let comment = entry(&page, "https://far.example/users/bob/statuses/9");
    assert_eq!(comment.link.as_deref(), Some("https://far.example/@bob/9"));
    assert_eq!(comment.updated, Some(Time(1_709_284_500)));
    let picture = "<img src=\"https://far.example/media/1.png\" alt=\"A &quot;kettle&quot; &lt;on&gt; a stove\">";
    assert!(comment.body().contains(picture), "{}", comment.body());
    assert!(
        comment
            .body()
            .ends_with("<a href=\"https://far.example/media/2.ogg\">audio</a></p>")
    );
    check(
        &[page],
        "https://fedi.example/@ana/112",
        &[
            "Bob: @ana Lovely. [image: A \"kettle\" <on> a stove] audio",
            "  ana: Tea <3 Thank you.",
            "(missing)",
            "  Cy: To one that is gone.",
        ],
    );
}

#[test]
fn a_stranger_is_not_shown_all_of_mastodon() {
    let url = "https://fedi.example/api/v1/statuses/1/context";
    let whole = |posts: &dyn Fn(u32) -> u32, count: u32| {
        let posts: Vec<String> = (2..count + 2)
            .map(|id| {
                format!(
                    "{{\"id\":\"{id}\",\"in_reply_to_id\":\"{}\",\"content\":\"x\"}}",
                    posts(id)
                )
            })
            .collect();
        let text = format!("{{\"descendants\":[{}]}}", posts.join(","));
        let page = read(Reader::Mastodon, &given(text, url, &[])).expect("it is sound");
        page.whole
    };
    assert!(whole(&|_| 1, 59) && !whole(&|_| 1, 60));
    assert!(whole(&|id| id - 1, 19) && !whole(&|id| id - 1, 20));
    assert!(whole(&|_| 1, 0));
}

fn marked_up(name: &str, url: &str) -> TalkPage {
    let page = read(Reader::Page, &body(name, url, &[])).expect("there are comments on it");
    assert!(!page.whole && page.next.is_none());
    page
}

#[test]
fn the_comments_of_a_wordpress_theme_are_read_from_the_page() {
    let page = marked_up(
        "talk/page-wordpress.html",
        "https://blog.example/kettle/?x#top",
    );
    assert_eq!(
        page.feed.title.as_deref(),
        Some("A kettle that talks – Kettles")
    );
    let comment = entry(&page, "http://blog.example/?p=4#comment-2");
    let link = "https://blog.example/kettle/comment-page-1/#comment-2";
    assert_eq!(comment.link.as_deref(), Some(link));
    assert_eq!(comment.published, Some(Time(1_709_283_600)));
    assert_eq!(comment.author_url(), Some("https://ana.example/"));
    assert!(
        comment
            .body()
            .contains("<pre><code>kettle --help\n  -v</code></pre>")
    );
    let answer = entry(&page, "http://blog.example/?p=4#comment-3");
    assert_eq!(answer.published, Some(Time(1_709_289_000)));
    let mention = entry(&page, "http://blog.example/?p=4#comment-7");
    assert_eq!(
        mention.author_url(),
        Some("https://finds.example/2024/crockery")
    );
    check(
        &[page],
        "http://blog.example/?p=4",
        &[
            "Tom: Mine only whistles.",
            "  Ana: Poor thing.",
            "Ana: Does it say it in every language? kettle --help -v",
            "  Mirela Ostrow: Only in two so far. The lid is small.",
            "(1 mentions)",
        ],
    );
}

#[test]
fn themes_made_of_blocks_are_read_too() {
    let page = marked_up(
        "talk/page-wordpress-blocks.html",
        "https://blog.example/kettle/",
    );
    let mention = entry(&page, "https://blog.example/kettle/#comment-53");
    assert_eq!(mention.author().as_deref(), Some("Crockery"));
    check(
        &[page],
        "https://blog.example/kettle/",
        &[
            "Ana: In every language?",
            "  Mirela: Only in two.",
            "(1 mentions)",
        ],
    );
}

#[test]
fn comments_marked_up_as_such_are_read_from_the_page() {
    let page = marked_up(
        "talk/page-microformats.html",
        "https://birds.example/swallows/",
    );
    check(
        &[page],
        "https://birds.example/swallows/",
        &[
            "Nil: Here not.",
            "Rui: So soon?",
            "  Ana: Yes, since Monday.",
        ],
    );
    let page = marked_up("talk/page-json-ld.html", "https://bread.example/post");
    assert_eq!(
        entry(&page, "https://bread.example/post#c1").author_url(),
        Some("https://ana.example/")
    );
    check(
        &[page],
        "https://bread.example/post",
        &["Ana: Rye, please.", "  Tom: Or oats?", "Nil: None."],
    );
    let page = marked_up("talk/page-microdata.html", "https://ink.example/ink");
    let comment = entry(&page, "https://ink.example/ink#c1");
    assert_eq!(comment.author_url(), Some("https://ana.example/"));
    check(
        &[page],
        "https://ink.example/ink",
        &["Ana: Blue black.", "  Tom: Black."],
    );
}

#[test]
fn a_page_without_comments_is_no_talk() {
    let url = "https://blog.example/kettle/";
    for text in [
        "",
        "<p>Nothing here.",
        "<div id=comment-form>Leave a comment</div><p id=comment-4>x</p>",
        "<div class=h-entry><div class='u-like h-cite'>x</div></div>",
        "<script type='application/ld+json'>{\"@type\":\"Article\"}</script>",
    ] {
        let found = read(Reader::Page, &given(text, url, &[]));
        assert_eq!(
            found.expect_err(text),
            "no comments are marked up on the page"
        );
    }
}

#[test]
fn what_is_empty_is_empty_and_what_is_refused_is_told() {
    let url = "https://a.example/api";
    let empty = [
        (Reader::WordPress, "[]"),
        (Reader::HackerNews, "{\"id\":1,\"children\":[]}"),
        (
            Reader::Lobsters,
            "{\"short_id\":\"abc123\",\"comments\":[]}",
        ),
        (Reader::Lemmy, "{\"comments\":[]}"),
        (Reader::Mastodon, "{\"ancestors\":[],\"descendants\":[]}"),
        (
            Reader::Reddit,
            "[{\"data\":{\"children\":[]}},{\"data\":{\"children\":[]}}]",
        ),
    ];
    for (reader, text) in empty {
        let page = read(reader, &given(text, url, &[])).expect("it is sound");
        assert_eq!(
            (page.feed.entries.len(), page.whole),
            (0, true),
            "{reader:?}"
        );
    }
    let readers = [
        Reader::WordPress,
        Reader::Discourse,
        Reader::HackerNews,
        Reader::Lobsters,
        Reader::Reddit,
        Reader::Lemmy,
        Reader::Mastodon,
    ];
    for reader in readers {
        let refusal = |text: &str| read(reader, &given(text, url, &[])).expect_err(text);
        assert!(refusal("<html>Wait a moment").starts_with("this is not JSON"));
        assert!(refusal("").starts_with("this is not JSON"));
        assert!(refusal("{\"error\":\"Record not found\"}").ends_with("says: Record not found"));
        assert!(refusal("{\"x\":[1,{\"y\":\"z\"}]}").starts_with("this is not what"));
    }
    let forbidden = body("wordpress/rest/pings-refused.json", url, &[]);
    assert_eq!(
        read(Reader::WordPress, &forbidden).expect_err("it was refused"),
        "WordPress says: Query parameter not permitted: type (rest_forbidden_param)"
    );
}

/// Every answer, cut off anywhere, is read as far as it goes, and is not taken for the whole.
#[test]
fn what_was_cut_off_is_never_whole() {
    for (name, url) in [
        (
            "wordpress/rest/kettle.json",
            "https://a.example/wp-json/wp/v2/comments?post=4",
        ),
        ("talk/discourse.json", "https://forum.example/t/41.json"),
        (
            "talk/hacker-news.json",
            "https://hn.algolia.com/api/v1/items/42",
        ),
        ("talk/lobsters.json", "https://crabs.example/s/abc123.json"),
        (
            "talk/reddit.json",
            "https://www.reddit.com/r/sails/comments/abc/.json",
        ),
        (
            "talk/lemmy.json",
            "https://fedi.example/api/v3/comment/list?post_id=31",
        ),
        (
            "talk/mastodon.json",
            "https://fedi.example/api/v1/statuses/112/context",
        ),
    ] {
        let whole = body(name, url, &[]);
        let length = whole.bytes.trim_ascii_end().len();
        for end in (0..length).step_by(7) {
            let cut = given(&whole.bytes[..end], url, &[]);
            if let Ok(page) = read(reader_of(url), &cut) {
                assert!(!page.whole, "{name} up to byte {end}");
            }
        }
    }
}
