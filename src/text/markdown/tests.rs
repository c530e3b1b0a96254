//! HTML in, Markdown out.

use crate::model::document::Document;
use crate::text::html::document;
use crate::text::html::tests::{is_unsafe, tag_soup};
use crate::text::markdown::{Manner, escaped, lines, link};
use proptest::prelude::*;

fn read(html: &str) -> Document {
    document(html, Some("https://a.example/"))
}

fn check(html: &str, expect: &str) {
    assert_eq!(lines(&read(html), Manner::Marked).join("\n"), expect);
}

fn check_plain(html: &str, expect: &str) {
    assert_eq!(lines(&read(html), Manner::Plain).join("\n"), expect);
}

#[test]
fn words_keep_their_marks_and_their_links() {
    check(
        "<p>A <b>strong </b>word, <i>said</i> <del>twice</del> <code>f(`x`)</code>: \
         <a href=/c>see <b>here</b></a>",
        "A **strong** word, *said* ~~twice~~ ``f(`x`)``: [see **here**](<https://a.example/c>)",
    );
    check(
        "<p>https://a.example/a_b <a href='https://b.example/(x)'>b</a>",
        "<https://a.example/a_b> [b](<https://b.example/(x)>)",
    );
    check("<h2>Why</h2><p>a<br>b<p>c", "**Why**\n\na\\\nb\n\nc");
}

#[test]
fn blocks_stand_as_they_stood() {
    check(
        "<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote><ul><li>d<ol start=9><li>e<li>f</ol><li>g</ul>",
        "> a\n>\n> b\n>\n> > c\n\n- d\n  9. e\n  10. f\n- g",
    );
    check(
        "<pre><code class=language-rust>let a = \"```\";\n\n  b</code></pre><hr><p>c",
        "````rust\nlet a = \"```\";\n\n  b\n````\n\n---\n\nc",
    );
    check(
        "<table><tr><th>a|b<th>c<tr><td>d<br>e<td><i>f</i></table>",
        "| a\\|b | c |\n| --- | --- |\n| d e | *f* |",
    );
    check(
        "<dl><dt>kettle<dd>talks</dl><img src=/p.png alt='a pot'>",
        "- **kettle**\n  talks\n\n[a pot](<https://a.example/p.png>)",
    );
}

#[test]
fn what_only_looks_like_a_mark_is_none() {
    check(
        "<p>2 * 3 * 4, [x](y), names_like_this, _x_",
        "2 \\* 3 \\* 4, \\[x\\](y), names_like_this, \\_x\\_",
    );
    for (said, expect) in [
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("- no item", "\\- no item"),
        ("-5 is cold", "-5 is cold"),
        ("> no quote", "\\> no quote"),
        ("+1", "\\+1"),
        ("a <b> &amp; c", "a \\<b> \\&amp; c"),
        ("R&D, ~5, ~~x~~", "R\\&D, ~5, \\~\\~x\\~\\~"),
    ] {
        assert_eq!(escaped(said), expect);
    }
    assert_eq!(
        link("a [b]", "https://a.example/ x>"),
        "[a \\[b\\]](<https://a.example/%20x%3E>)"
    );
}

#[test]
fn plain_text_has_no_marks_and_is_not_broken() {
    check_plain(
        "<h3>Why</h3><p>a <b>b</b> <a href=/c>c_d</a><br>e<blockquote>f</blockquote><ul><li>g<li>h</ul>\
         <pre>x\n  y</pre><p><img src=/p.png alt=pot>",
        "Why\n\na b c_d\ne\n\n> f\n\n- g\n- h\n\nx\n  y\n\n[image: pot]",
    );
    let long = "word ".repeat(200);
    assert_eq!(lines(&read(&long), Manner::Plain), [long.trim_end()]);
}

#[test]
fn hostile_depth_is_no_trouble() {
    for tag in ["<ul><li>", "<blockquote>", "<dl><dd>", "<b>"] {
        let document = read(&(tag.repeat(20_000) + "end"));
        for manner in [Manner::Marked, Manner::Plain] {
            assert!(lines(&document, manner).join("\n").contains("end"), "{tag}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_unsafe_is_written_and_no_line_breaks_out(html in prop_oneof![tag_soup(), any::<String>()]) {
        for manner in [Manner::Marked, Manner::Plain] {
            for line in lines(&read(&html), manner) {
                prop_assert!(!line.contains(is_unsafe) && !line.contains('\n'), "{line:?}");
            }
        }
    }
}
