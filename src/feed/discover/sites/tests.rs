//! One line an address: what is known by it, comment feeds with a `#` before them.

use super::known;
use crate::model::found::FoundKind;
use proptest::prelude::*;
use url::Url;

fn check(address: &str, expect: &[&str]) {
    let found = known(&Url::parse(address).expect("a sound address"));
    let found: Vec<String> = found
        .into_iter()
        .map(|feed| match feed.kind {
            FoundKind::Articles => feed.url,
            FoundKind::Comments => format!("#{}", feed.url),
        })
        .collect();
    assert_eq!(found, expect, "{address}");
}

#[test]
fn youtube_channels_and_playlists_are_followed_without_their_pages() {
    let channel = "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc-_1";
    check("https://www.youtube.com/channel/UCabc-_1", &[channel]);
    check("https://m.youtube.com/channel/UCabc-_1/videos", &[channel]);
    check(
        "https://youtube.com/user/ana",
        &["https://www.youtube.com/feeds/videos.xml?user=ana"],
    );
    check(
        "https://www.youtube.com/playlist?list=PLx_-9&si=1",
        &["https://www.youtube.com/feeds/videos.xml?playlist_id=PLx_-9"],
    );
    check("https://www.youtube.com/playlist?list=a%26b", &[]);
    check("https://www.youtube.com/@ana", &[]);
    check("https://www.youtube.com/watch?v=1", &[]);
    check(channel, &[]);
}

#[test]
fn reddit_gives_lists_people_and_threads() {
    check(
        "https://www.reddit.com/r/rust/",
        &[
            "https://www.reddit.com/r/rust/.rss",
            "#https://www.reddit.com/r/rust/comments/.rss",
        ],
    );
    check(
        "https://old.reddit.com/r/rss",
        &[
            "https://old.reddit.com/r/rss/.rss",
            "#https://old.reddit.com/r/rss/comments/.rss",
        ],
    );
    check(
        "https://www.reddit.com/r/rust/top/?t=week",
        &["https://www.reddit.com/r/rust/top/.rss?t=week"],
    );
    check(
        "https://www.reddit.com/r/rust/comments/1abc/a_slug/k2/?context=3",
        &["#https://www.reddit.com/r/rust/comments/1abc/a_slug/.rss"],
    );
    check(
        "https://www.reddit.com/u/ana",
        &[
            "https://www.reddit.com/user/ana/.rss",
            "https://www.reddit.com/user/ana/submitted/.rss",
            "#https://www.reddit.com/user/ana/comments/.rss",
        ],
    );
    check(
        "https://www.reddit.com/user/ana/m/birds",
        &["https://www.reddit.com/user/ana/m/birds/.rss"],
    );
    check("https://www.reddit.com/r/rust/.rss", &[]);
    check("https://www.reddit.com/r/rust/wiki/rules", &[]);
}

#[test]
fn people_of_the_fediverse_and_of_bluesky_are_followed() {
    check(
        "https://social.example/@ana",
        &["https://social.example/@ana.rss"],
    );
    check(
        "https://mastodon.example/tags/birds",
        &["https://mastodon.example/tags/birds.rss"],
    );
    check(
        "https://bsky.app/profile/ana.example",
        &["https://bsky.app/profile/ana.example/rss"],
    );
    check("https://social.example/@ana@other.example", &[]);
    check("https://social.example/@ana/1093", &[]);
    check("https://social.example/@ana.rss", &[]);
    check("https://blog.example/tags/birds", &[]);
    check("https://www.tiktok.com/@ana", &[]);
    check("https://bsky.app/profile/ana.example/post/3k", &[]);
    check("https://bsky.app/profile/ana.example/rss", &[]);
}

#[test]
fn projects_give_their_releases_first() {
    check("https://github.com/ana", &["https://github.com/ana.atom"]);
    let repository = [
        "https://github.com/ana/loop/releases.atom",
        "https://github.com/ana/loop/commits.atom",
        "https://github.com/ana/loop/tags.atom",
    ];
    check("https://github.com/ana/loop", &repository);
    check("https://github.com/ana/loop/releases", &repository);
    check(
        "https://github.com/ana/loop/tree/main",
        &["https://github.com/ana/loop/commits/main.atom"],
    );
    check(
        "https://github.com/ana/loop/wiki/Home",
        &["https://github.com/ana/loop/wiki.atom"],
    );
    check("https://github.com/features", &[]);
    check("https://github.com/ana/loop/issues/4", &[]);
    check("https://github.com/ana/loop/releases.atom", &[]);
    check(
        "https://gist.github.com/ana",
        &["https://gist.github.com/ana.atom"],
    );
    check(
        "https://gitlab.com/group/sub/loop",
        &[
            "https://gitlab.com/group/sub/loop/-/releases.atom",
            "https://gitlab.com/group/sub/loop/-/tags?format=atom",
            "https://gitlab.com/group/sub/loop.atom",
        ],
    );
    check(
        "https://gitlab.com/ana/loop/-/commits/main",
        &["https://gitlab.com/ana/loop/-/commits/main?format=atom"],
    );
    check("https://gitlab.com/explore/projects", &[]);
    check("https://gitlab.com/ana/loop/-/tags?format=atom", &[]);
    check(
        "https://codeberg.org/ana/loop/releases",
        &[
            "https://codeberg.org/ana/loop/releases.atom",
            "https://codeberg.org/ana/loop/tags.atom",
            "https://codeberg.org/ana/loop.atom",
        ],
    );
    check(
        "https://sourceforge.net/projects/loop/files/",
        &["https://sourceforge.net/projects/loop/rss?path=/"],
    );
}

#[test]
fn questions_are_followed_by_site_tag_person_and_one_by_one() {
    check(
        "https://stackoverflow.com/",
        &["https://stackoverflow.com/feeds"],
    );
    check(
        "https://superuser.com/questions/tagged/a+b",
        &["https://superuser.com/feeds/tag?tagnames=a+b&sort=newest"],
    );
    check(
        "https://cooking.stackexchange.com/questions/17/how-long",
        &["#https://cooking.stackexchange.com/feeds/question/17"],
    );
    check(
        "https://pt.stackoverflow.com/users/9/ana",
        &["https://pt.stackoverflow.com/feeds/user/9"],
    );
    check("https://chat.stackexchange.com/", &[]);
    check("https://stackexchange.com/", &[]);
    check("https://stackoverflow.com/feeds/question/17", &[]);
    check(
        "https://lobste.rs/",
        &["https://lobste.rs/rss", "#https://lobste.rs/comments.rss"],
    );
    check(
        "https://lobste.rs/t/rust",
        &["https://lobste.rs/t/rust.rss"],
    );
    check(
        "https://news.ycombinator.com/",
        &["https://news.ycombinator.com/rss"],
    );
    check("https://news.ycombinator.com/item?id=1", &[]);
}

#[test]
fn blogs_give_their_posts_and_their_comments() {
    check(
        "http://ana.blogspot.co.uk/2024/01/post.html",
        &[
            "http://ana.blogspot.co.uk/feeds/posts/default",
            "#http://ana.blogspot.co.uk/feeds/comments/default",
        ],
    );
    check("https://ana.blogspot.com/feeds/posts/default", &[]);
    check(
        "https://ana.wordpress.com/2024/01/02/loop/",
        &[
            "https://ana.wordpress.com/feed/",
            "#https://ana.wordpress.com/comments/feed/",
            "#https://ana.wordpress.com/2024/01/02/loop/feed/",
        ],
    );
    check(
        "https://ana.wordpress.com/category/tea/",
        &[
            "https://ana.wordpress.com/category/tea/feed/",
            "https://ana.wordpress.com/feed/",
            "#https://ana.wordpress.com/comments/feed/",
        ],
    );
    check("https://de.wordpress.com/", &[]);
    check("https://ana.wordpress.com/feed/", &[]);
    check(
        "https://medium.com/@ana/a-story-1f",
        &["https://medium.com/feed/@ana"],
    );
    check(
        "https://medium.com/loop-weekly",
        &["https://medium.com/feed/loop-weekly"],
    );
    check(
        "https://medium.com/tag/tea/recommended",
        &["https://medium.com/feed/tag/tea"],
    );
    check("https://ana.medium.com/", &["https://ana.medium.com/feed"]);
    check("https://medium.com/feed/@ana", &[]);
    check("https://medium.com/", &[]);
    check(
        "https://ana.substack.com/p/loop",
        &["https://ana.substack.com/feed"],
    );
    check(
        "https://open.substack.com/pub/ana/p/loop",
        &["https://ana.substack.com/feed"],
    );
    check("https://ana.substack.com/feed", &[]);
    check("https://substack.com/@ana", &[]);
    check(
        "https://www.tumblr.com/ana/7/post",
        &["https://ana.tumblr.com/rss"],
    );
    check(
        "https://ana.tumblr.com/tagged/tea",
        &[
            "https://ana.tumblr.com/tagged/tea/rss",
            "https://ana.tumblr.com/rss",
        ],
    );
    check("https://dev.to/ana/loop-4", &["https://dev.to/feed/ana"]);
    check("https://dev.to/t/tea", &["https://dev.to/feed/tag/tea"]);
    check("https://write.as/ana/", &["https://write.as/ana/feed/"]);
    check(
        "https://ana.bearblog.dev/",
        &["https://ana.bearblog.dev/feed/"],
    );
    check(
        "https://ana.dreamwidth.org/123.html",
        &["https://ana.dreamwidth.org/data/atom"],
    );
    check("https://ana.livejournal.com/data/atom", &[]);
}

#[test]
fn other_films_and_games_are_followed() {
    check(
        "https://vimeo.com/ana",
        &["https://vimeo.com/ana/videos/rss"],
    );
    check(
        "https://vimeo.com/channels/loops/12",
        &["https://vimeo.com/channels/loops/videos/rss"],
    );
    check("https://vimeo.com/76979871", &[]);
    check(
        "https://ana.itch.io/kettle",
        &["https://ana.itch.io/kettle/devlog.rss"],
    );
    check("https://ana.itch.io/", &[]);
}

#[test]
fn of_all_other_addresses_nothing_is_known() {
    check("https://b.example/", &[]);
    check("https://b.example/r/rust", &[]);
    check("http://127.0.0.1/@ana", &[]);
    check("https://notreddit.com/r/rust", &[]);
    check("https://github.com.example/ana/loop", &[]);
}

const HOSTS: &str = "(www\\.)?(reddit\\.com|github\\.com|gitlab\\.com|x\\.blogspot\\.com|x\\.wordpress\\.com|medium\\.com|youtube\\.com|stackoverflow\\.com|tumblr\\.com|s\\.example)";
const PATH: &str =
    "(/|r|u|user|comments|questions|tagged|channel|UC|@a|-|\\.|%2f|é|7|\\?list=|&){0,12}";

proptest! {
    #[test]
    fn whatever_is_known_lies_on_the_web_and_is_no_riddle_itself(host in HOSTS, path in PATH) {
        if let Ok(url) = Url::parse(&format!("https://{host}/{path}")) {
            for feed in known(&url) {
                let found = Url::parse(&feed.url).expect("it is absolute");
                prop_assert_eq!(found.scheme(), "https");
                let domain = |url: &Url| {
                    let host = url.host_str().unwrap_or_default().to_owned();
                    host.rsplit('.').take(2).collect::<Vec<_>>().join(".")
                };
                prop_assert_eq!(domain(&found), domain(&url));
                prop_assert_eq!(known(&found), [], "{}", found);
            }
        }
    }
}
