//! Items as programs write them, and what must be found in each.

use crate::feed::syndication::testing;
use crate::model::comment::InReplyTo;
use crate::model::parsed::CommentSignals;
use crate::model::time::Time;

fn signals(inside: &str) -> CommentSignals {
    testing::item(&format!("<title>T</title>{inside}")).comments
}

fn check(inside: &str, page: Option<&str>, feeds: &[&str], count: Option<u32>) {
    let found = signals(inside);
    assert_eq!(found.page.as_deref(), page, "{inside}");
    let urls: Vec<_> = found.feeds.iter().map(|feed| feed.url.as_str()).collect();
    assert_eq!(urls, feeds, "{inside}");
    assert_eq!(found.count, count, "{inside}");
}

#[test]
fn comment_feeds_are_found_in_every_spelling() {
    let feed = &["http://final.example/1/feed/"];
    let wfw = "<link>http://final.example/1/</link><comments>http://final.example/1/</comments>";
    for name in ["commentRss", "commentRSS", "commentrss"] {
        let inside =
            format!("{wfw}<wfw:{name}> /1/feed/ </wfw:{name}><slash:comments> 3 </slash:comments>");
        check(&inside, Some("http://final.example/1/"), feed, Some(3));
    }
    check(
        "<x:commentRss xmlns:x='http://wellformedweb.org/commentAPI/'>/1/feed/</x:commentRss>",
        None,
        feed,
        None,
    );
    check("<comments>5</comments>", None, &[], Some(5));
    check(
        "<wfw:comment>http://final.example/post</wfw:comment>",
        None,
        &[],
        None,
    );
}

#[test]
fn replies_links_are_told_apart_by_their_type() {
    check(
        "<atom:link rel='replies' type='text/html' href='/1/#comments' thr:count='4'/>
         <atom:link rel='replies' type='application/rss+xml' href='/1/rss'/>
         <atom:link rel='replies' type='application/atom+xml' href='/1/atom' thr:count='6'/>
         <thr:total>5</thr:total>",
        Some("http://final.example/1/#comments"),
        &["http://final.example/1/atom", "http://final.example/1/rss"],
        Some(6),
    );
    check(
        "<link rel='replies' href='/1/comments.xml'/>",
        None,
        &["http://final.example/1/comments.xml"],
        None,
    );
    check(
        "<link rel='replies' href='/1/talk'/>",
        Some("http://final.example/1/talk"),
        &[],
        None,
    );
    check(
        "<link rel='replies' type='text/html' href='javascript:x'/>",
        None,
        &[],
        None,
    );
}

#[test]
fn counts_and_topic_feeds_of_other_platforms_are_read() {
    check("<lj:reply-count>12</lj:reply-count>", None, &[], Some(12));
    check("<slash:comments>many</slash:comments>", None, &[], None);
    check(
        "<source url='http://final.example/t/slug/7.rss'>A topic</source>",
        None,
        &["http://final.example/t/slug/7.rss"],
        None,
    );
    check(
        "<source url='http://final.example/feed.rss'>A feed</source>",
        None,
        &[],
        None,
    );
}

#[test]
fn a_page_that_is_the_item_itself_is_kept() {
    check(
        "<link>http://final.example/1</link><comments>http://final.example/1</comments>",
        Some("http://final.example/1"),
        &[],
        None,
    );
    check(
        "<comments>\n http://final.example/1#c9 </comments>",
        Some("http://final.example/1#c9"),
        &[],
        None,
    );
}

#[test]
fn a_feed_is_found_whatever_became_of_its_namespace() {
    let feed = &["http://final.example/1/feed"];
    let check = |name: &str, declared: &str| {
        let inside = format!("<{name} {declared}>http://final.example/1/feed</{name}>");
        check(&inside, None, feed, None);
    };
    check("wfw:commentRss", "");
    check(
        "wfw:commentRSS",
        "xmlns:wfw='http://wellformedweb.org/CommentAPI/'",
    );
    check(
        "w:commentrss",
        "xmlns:w='https://wellformedweb.org/commentAPI'",
    );
    check("wfw:commentRss", "xmlns:wfw='http://wrong.example/'");
    check("x:commentRss", "");
    check("commentRss", "");
}

#[test]
fn atom_goes_before_rss_and_each_feed_is_named_once() {
    check(
        "<wfw:commentRss>http://final.example/atomic/feed/</wfw:commentRss>
         <wfw:commentRss>http://final.example/1/feed/atom/</wfw:commentRss>
         <wfw:commentRss>http://final.example/1/feed/atom/</wfw:commentRss>
         <wfw:commentRss>http://final.example/?feed=atom&amp;p=1</wfw:commentRss>",
        None,
        &[
            "http://final.example/1/feed/atom/",
            "http://final.example/?feed=atom&p=1",
            "http://final.example/atomic/feed/",
        ],
        None,
    );
}

#[test]
fn a_link_without_a_type_is_a_feed_unless_it_is_the_page() {
    let page = "<comments>http://final.example/1</comments>";
    check(
        &format!("{page}<atom:link rel='replies' href='http://final.example/1'/>"),
        Some("http://final.example/1"),
        &[],
        None,
    );
    check(
        &format!("<atom:link rel='replies' href='http://final.example/1.json'/>{page}"),
        Some("http://final.example/1"),
        &["http://final.example/1.json"],
        None,
    );
}

#[test]
fn older_words_for_counts_are_read() {
    check(
        "<slash:hit_parade> 23,21,4,0</slash:hit_parade>",
        None,
        &[],
        Some(23),
    );
    check(
        "<slash:comments>\n1,204 </slash:comments>",
        None,
        &[],
        Some(1204),
    );
    check("<dw:reply-count>0</dw:reply-count>", None, &[], Some(0));
    check(
        "<lj:reply-count xmlns:lj='http://www.livejournal.example/rss/lj/1.0/'>3</lj:reply-count>",
        None,
        &[],
        Some(3),
    );
    check(
        "<t:children xmlns:t='http://purl.org/rss/1.0/modules/threading/'><rdf:Seq>
         <rdf:li rdf:resource='/2'/><rdf:li rdf:resource='/3'/></rdf:Seq></t:children>",
        None,
        &[],
        Some(2),
    );
    check(
        "<thr:total>3</thr:total><slash:comments>9</slash:comments>",
        None,
        &[],
        Some(9),
    );
}

#[test]
fn the_newest_answer_has_its_time() {
    let updated = |inside: &str| signals(inside).updated;
    assert_eq!(
        updated(
            "<link rel='replies' href='/1' thr:updated='1970-01-02T00:00:00Z'/>
             <link rel='replies' href='/2' thr:when='1970-01-03T00:00:00Z'/>"
        ),
        Some(Time(172_800))
    );
    assert_eq!(updated("<link rel='replies' href='/1'/>"), None);
}

#[test]
fn what_the_source_says_is_not_said_of_the_item() {
    check(
        "<atom:source><atom:link rel='replies' type='application/atom+xml' href='/s'/>
         <thr:total>9</thr:total><slash:comments>9</slash:comments></atom:source>",
        None,
        &[],
        None,
    );
}

#[test]
fn a_podcast_is_talked_about_elsewhere() {
    let post = "<podcast:socialInteract uri='http://social.example/1' protocol='activitypub'/>";
    check(post, Some("http://social.example/1"), &[], None);
    check(
        &format!("{post}<comments>/1</comments>"),
        Some("http://final.example/1"),
        &[],
        None,
    );
    check(
        "<podcast:socialInteract uri='http://social.example/1' protocol='disabled'/>",
        None,
        &[],
        None,
    );
}

#[test]
fn a_comment_says_what_it_answers() {
    let found = testing::item(
        "<thr:in-reply-to ref='tag:x,1' href='/1#c1'/><thr:in-reply-to ref='tag:x,2'/><thr:in-reply-to/>
         <in-reply-to>tag:x,3</in-reply-to>
         <link rel='related' href='http://final.example/feeds/9/comments/default/77'/>
         <link rel='related' href='http://final.example/elsewhere'/>",
    )
    .in_reply_to;
    let answer = |id: Option<&str>, href: Option<&str>| InReplyTo {
        id: id.map(str::to_owned),
        href: href.map(str::to_owned),
    };
    assert_eq!(
        found,
        [
            answer(Some("tag:x,1"), Some("http://final.example/1#c1")),
            answer(Some("tag:x,2"), None),
            answer(Some("tag:x,3"), None),
            answer(
                None,
                Some("http://final.example/feeds/9/comments/default/77")
            ),
        ]
    );
}
