//! A repair of XML that a strict reader refused.
//!
//! One bare ampersand must not cost a person the whole feed. Only what is broken is touched:
//! well-formed text comes back byte for byte, and every kind of change is named, so that the feed
//! can be marked as mended.
//!
//! Faults that stay where they are (a stray `&`, an attribute without quotes) are mended in place. Only
//! where tags do not pair is the text read with a firm hand: what a feed is made of is known, so an
//! `<item>` ends whatever was left open before it, and one broken item spoils no other.

mod fields;
mod items;
mod mender;
mod sections;
mod structure;

use crate::feed::decode::characters::place;
use items::Items;
use mender::Mender;

/// A text after repair, and what had to be done to it, by the place where it was done first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    pub text: String,
    pub done: Vec<Repair>,
}

/// One kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// In words, in the past: "bare ampersands were escaped".
    pub what: &'static str,
    /// Where it was done first, in bytes of the text that was given.
    pub at: usize,
    /// How often it was done.
    pub count: usize,
}

impl Repair {
    /// For a person who looks for the fault in their own feed. The repaired text began at the byte
    /// `start` of `whole`; lines and columns (in characters) count from one.
    pub fn told(&self, whole: &str, start: usize) -> String {
        let (line, column) = place(whole, start + self.at);
        let what = self.what;
        match self.count {
            0 | 1 => format!("{what} (line {line}, column {column})"),
            count => format!("{what} (first in line {line}, column {column}; {count} times)"),
        }
    }
}

const AMPERSAND: &str = "bare ampersands were escaped";
const REFERENCE: &str = "forbidden character references were dropped";
const BRACKET: &str = "stray angle brackets were escaped";
const TAGS: &str = "tags that do not match were closed";
const ATTRIBUTES: &str = "broken attributes were rewritten";
const DOCTYPE: &str = "a broken document type was dropped";
const DECLARATION: &str = "misplaced declarations were dropped";
const COMMENT: &str = "broken comments were dropped";
const CDATA: &str = "broken CDATA sections were mended";
const CUT: &str = "the end is missing; it was cut after the last whole item";

/// Escapes stray `&` and `<`, drops references to characters that XML forbids, rewrites broken
/// attributes, pairs tags, ends what was never closed, and cuts a truncated tail after the last whole item.
pub fn repair(text: &str) -> Repaired {
    let hand = |firm| Mender::new(text, firm).run();
    hand(None)
        .or_else(|| hand(Some(Items::new(text))))
        .expect("a firm hand refuses nothing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(broken: &str, expect: &str, done: &[&str]) {
        let repaired = repair(broken);
        assert_eq!(repaired.text, expect);
        let kinds: Vec<_> = repaired.done.iter().map(|done| done.what).collect();
        assert_eq!(kinds, done);
    }

    #[test]
    fn sound_text_is_left_alone_byte_for_byte() {
        for sound in [
            include_str!("../../../tests/feeds/wordpress/site/rss2.xml"),
            include_str!("../../../tests/feeds/wordpress/site/atom.xml"),
            include_str!("../../../tests/feeds/wordpress/site/rdf.xml"),
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]>\n<a b = 'c>d' >&b;&nbsp;&#233;<![CDATA[&<]]><!-- & < --></a >\n",
        ] {
            check(sound, sound, &[]);
        }
    }

    #[test]
    fn faults_in_text_are_mended_where_they_stand() {
        check(
            "<a>AT&T &amp; R&D;</a>",
            "<a>AT&amp;T &amp; R&D;</a>",
            &[AMPERSAND],
        );
        check("<a>x&#0;y&#x1B;&#xFFFF;</a>", "<a>xy</a>", &[REFERENCE]);
        check("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>", &[BRACKET]);
        check(
            "<a b=1 c=\"d\" c='e<'/>",
            "<a b=\"1\" c=\"d\"/>",
            &[ATTRIBUTES],
        );
    }

    #[test]
    fn what_only_looks_like_a_declaration_is_text() {
        check("<a><?></a>", "<a>&lt;?></a>", &[BRACKET]);
        check("<a><!x></a>", "<a>&lt;!x></a>", &[BRACKET]);
        check("<a><!DOCTYPE b>c</a>", "<a>c</a>", &[DOCTYPE]);
    }

    #[test]
    fn tags_come_out_in_pairs() {
        check("<a><b><i>x</b></a>", "<a><b><i>x</i></b></a>", &[TAGS]);
        check("<a>x</b></a>", "<a>x</a>", &[TAGS]);
        check(
            "<a><Title>x</title></a>",
            "<a><Title>x</Title></a>",
            &[TAGS],
        );
    }

    #[test]
    fn an_item_ends_what_was_left_open_before_it() {
        check(
            "<rss><channel><title>T<item><title>1<link>l</link><p>x</item><item><guid>2<item><b>3</item></channel></rss>",
            "<rss><channel><title>T</title><item><title>1</title><link>l</link><p>x</p></item><item><guid>2</guid></item><item><b>3</b></item></channel></rss>",
            &[TAGS],
        );
        check(
            "<RSS><Channel><Item><Title>1</title></item></channel></rss>",
            "<RSS><Channel><Item><Title>1</Title></Item></Channel></RSS>",
            &[TAGS],
        );
        check(
            "<rss><item>1</item></rss><rss><item>2</item></rss>",
            "<rss><item>1</item><item>2</item></rss>",
            &[TAGS],
        );
    }

    #[test]
    fn unescaped_html_is_paired_as_html_is() {
        check(
            "<rss><item><description>1<br>2<p>3<p>4<img src=x><li>5<li>6</description><guid>7</guid></item></rss>",
            "<rss><item><description>1<br/>2<p>3</p><p>4<img src=\"x\"/><li>5</li><li>6</li></p></description><guid>7</guid></item></rss>",
            &[TAGS],
        );
    }

    #[test]
    fn sections_end_where_their_element_does() {
        check(
            "<rss><item><t><![CDATA[1</t></item><item><t><![CDATA[2]]></t></item></rss>",
            "<rss><item><t><![CDATA[1]]></t></item><item><t><![CDATA[2]]></t></item></rss>",
            &[CDATA],
        );
        check(
            "<rss></b><item><t><![CDATA[1</t></item><item><t><![CDATA[2]]></t></item></rss>",
            "<rss><item><t><![CDATA[1]]></t></item><item><t><![CDATA[2]]></t></item></rss>",
            &[TAGS, CDATA],
        );
        check(
            "<rss><item><t><![cdata[1</t></item><item>2</item></rss>",
            "<rss><item><t><![CDATA[1]]></t></item><item>2</item></rss>",
            &[CDATA],
        );
        check(
            "<a><![CDATA[1]]> 2 ]]></a>",
            "<a><![CDATA[1]]> 2 </a>",
            &[CDATA],
        );
        check(
            "<rss><!-- 1 <item>2</item><!-- 3 --><item>4</item></rss>",
            "<rss> 1 <item>2</item><!-- 3 --><item>4</item></rss>",
            &[COMMENT],
        );
        check("<a><!-- 1 -- 2 --></a>", "<a></a>", &[COMMENT]);
        check(
            "<?xml version='1.0'><!DOCTYPE a [<a><?xml version='1.0'?>1</a>",
            "<a>1</a>",
            &[DECLARATION, DOCTYPE],
        );
    }

    #[test]
    fn namespaces_nobody_may_bind_are_left_out() {
        check(
            "<a xmlns:xml='x' xmlns:b='y'/>",
            "<a xmlns:b=\"y\"/>",
            &[ATTRIBUTES],
        );
    }

    #[test]
    fn a_repair_is_told_with_its_place() {
        let text = "<a>\n é & & <b c=d/></a>";
        let told: Vec<_> = repair(text)
            .done
            .iter()
            .map(|done| done.told(text, 0))
            .collect();
        assert_eq!(
            told,
            [
                "bare ampersands were escaped (first in line 2, column 4; 2 times)",
                "broken attributes were rewritten (line 2, column 8)",
            ]
        );
    }

    #[test]
    fn a_cut_off_feed_keeps_its_whole_items() {
        let whole = "<rss><channel><item><title>1</title></item>";
        for tail in [
            "<item><title>2",
            "<item><title>2</title></it",
            "<item",
            "",
            "<item><![CDATA[ x",
        ] {
            check(
                &format!("{whole}{tail}"),
                &format!("{whole}</channel></rss>"),
                &[CUT],
            );
        }
        check(
            "<rss><channel><title>T</title><item>",
            "<rss><channel><title>T</title></channel></rss>",
            &[CUT],
        );
    }

    /// A small document that is well-formed by construction.
    fn sound_element() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z é]{0,8}",
            Just("&amp;".to_owned()),
            Just("&#233;".to_owned()),
            Just("<![CDATA[<b> & ]]>".to_owned()),
            Just("<!-- > & -->".to_owned()),
            Just("<e a='x' b=\"y>z\"/>".to_owned()),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            (proptest::collection::vec(inner, 0..4), "(item|entry|b|c:d)")
                .prop_map(|(parts, name)| format!("<{name} k=\"v\">{}</{name}>", parts.concat()))
        })
        .prop_map(|inner| format!("<root>{inner}</root>"))
    }

    proptest! {
        #[test]
        fn well_formed_text_passes_byte_for_byte(sound in sound_element()) {
            let repaired = repair(&sound);
            prop_assert_eq!(repaired.text, sound);
            prop_assert!(repaired.done.is_empty());
        }

        #[test]
        fn what_is_repaired_can_be_read(text in "(<|</|>|/>|<a>|</a>|<a b='|<item>|</item>|&|;|&#0;|=|\"| |é|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|<!DOCTYPE|\\[|:|xmlns:x=){0,60}") {
            let base = url::Url::parse("http://b.example/").unwrap();
            let repaired = repair(&format!("<rss><channel>{text}"));
            for part in crate::feed::xml::tree::Parts::new(&repaired.text, &base) {
                prop_assert!(part.is_ok(), "{part:?} in {}", repaired.text);
            }
        }

        #[test]
        fn one_repair_is_enough(text in "(<|</|>|/>|a|b|item|&|;|#0|=|\"| |é|<!--|-->|<!\\[CDATA\\[|\\]\\]>){0,60}") {
            let once = repair(&text);
            let twice = repair(&once.text);
            prop_assert_eq!(twice.text, once.text);
        }
    }
}
