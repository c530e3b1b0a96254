//! HTML in, a sketch of the document out.

mod properties;

pub(crate) use properties::{is_unsafe, tag_soup};

use super::document;
use crate::model::document::{Block, Document, Mark, Span};

const BASE: &str = "https://blog.example/posts/one";

/// A document in a form that is short to write down: one block a line, marks for styles, the
/// number of a link in braces, the addresses at the end.
fn sketch(document: &Document) -> String {
    let mut lines = sketch_blocks(&document.blocks);
    for (number, address) in document.links.iter().enumerate() {
        lines.push(format!("{{{number}}} {address}"));
    }
    lines.join("\n")
}

fn sketch_blocks(blocks: &[Block]) -> Vec<String> {
    blocks.iter().flat_map(sketch_block).collect()
}

fn sketch_block(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(text) => vec![format!("p {}", spans(text))],
        Block::Heading { level, text } => vec![format!("h{level} {}", spans(text))],
        Block::List(items) => {
            let mark = match items.first().map(|item| item.mark) {
                Some(Mark::Number(start, _)) => format!("list {start}"),
                _ => "list".to_owned(),
            };
            let items = items.iter().map(|item| {
                let mark = match item.mark {
                    Mark::Task(true) => "[x] ",
                    Mark::Task(false) => "[ ] ",
                    _ => "",
                };
                format!("{mark}{}", sketch_blocks(&item.blocks).join(" / "))
            });
            std::iter::once(mark)
                .chain(items.map(|item| format!("  - {item}")))
                .collect()
        }
        Block::Definitions(entries) => entries
            .iter()
            .map(|(term, meaning)| {
                format!(
                    "term {}: {}",
                    spans(term),
                    sketch_blocks(meaning).join(" / ")
                )
            })
            .collect(),
        Block::Quote(inner) => sketch_blocks(inner)
            .iter()
            .map(|line| format!("> {line}"))
            .collect(),
        Block::Details {
            summary, blocks, ..
        } => std::iter::once(format!("details {}", spans(summary)))
            .chain(
                sketch_blocks(blocks)
                    .into_iter()
                    .map(|line| format!("  {line}")),
            )
            .collect(),
        Block::Code { language, text, .. } => {
            let language = language.as_deref().unwrap_or("-");
            vec![format!("code {language} {}", text.replace('\n', "⏎"))]
        }
        Block::Table(table) => {
            let caption = format!("table {} {}", table.head, spans(&table.caption));
            let rows = table.rows.iter().map(|row| {
                row.iter()
                    .map(|cell| spans(cell))
                    .collect::<Vec<_>>()
                    .join(" | ")
            });
            std::iter::once(caption.trim_end().to_owned())
                .chain(rows)
                .collect()
        }
        Block::Image {
            picture,
            link,
            caption,
        } => {
            let alt = &picture.alt;
            let link = link.map_or(String::new(), |link| format!(" {{{link}}}"));
            let caption = if caption.is_empty() {
                String::new()
            } else {
                format!(" – {}", spans(caption))
            };
            vec![format!("image {alt}{link}{caption}")]
        }
        Block::Rule => vec!["rule".to_owned()],
    }
}

fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let style = span.style;
    let marks = [
        (style.strong, "*"),
        (style.emphasis, "/"),
        (style.code, "`"),
        (style.strike, "~"),
        (style.underline, "_"),
        (style.mark, "="),
        (style.faint, "."),
    ];
    let marks: String = marks
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, mark)| *mark)
        .collect();
    let link = span
        .link
        .map_or(String::new(), |link| format!("{{{link}}}"));
    let text = span.text.replace('\n', "\\n");
    let closing: String = marks.chars().rev().collect();
    format!("{marks}{text}{closing}{link}")
}

fn check(html: &str, expect: &str) {
    assert_eq!(sketch(&document(html, Some(BASE))), expect, "{html}");
}

#[test]
fn paragraphs_are_what_the_markup_divides() {
    check(
        "<p>One\n two</p><p> <b>three</b> four</p>",
        "p One two\np *three* four",
    );
    check(
        "one<p>two<div>three<section>four</section>five</div>",
        "p one\np two\np three\np four\np five",
    );
    check("<p>&nbsp;</p><p></p><div><br></div>x", "p x");
    check("a<b> b</b> <i>c </i> d", "p a* b* /c /d");
    check(
        "<a href=/x><div>block</div> in link</a>",
        "p block{0}\np in link{0}\n{0} https://blog.example/x",
    );
}

#[test]
fn line_breaks_part_lines_and_many_part_paragraphs() {
    check("a <br> b", "p a\\nb");
    check("<br>a<br><br>b<br>", "p a\\n\\nb");
    check("a<br><br><br>b", "p a\np b");
}

#[test]
fn headings_keep_their_level_and_lose_their_handles() {
    check(
        "<h1>A</h1><h2>B <em>c</em></h2><h6>D</h6>",
        "h1 A\nh2 B /c/\nh6 D",
    );
    check(
        "<h2>Title<a class=headerlink href=#t>¶</a></h2>",
        "h2 Title",
    );
    check("<h2><a href=#t>#</a> Title</h2>", "h2 Title");
    check("<h2></h2>x", "p x");
    check(
        "<h2><img src=a.png alt=Logo>Name</h2>",
        "h2 Name\nimage Logo {0}\n{0} https://blog.example/posts/a.png",
    );
}

#[test]
fn lists_nest_and_count() {
    check(
        "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "list\n  - p a\n  - p b / list /   - p c",
    );
    check("<ol start=9><li>a<li>b</ol>", "list 9\n  - p a\n  - p b");
    check(
        "<ol><li>a<li value=7>b<li>c</ol>",
        "list 1\n  - p a\n  - p b\n  - p c",
    );
    check(
        "<ul><li>a</li><ul><li>b</ul></ul>",
        "list\n  - p a / list /   - p b",
    );
    check("<ul><li></li><li>a</ul><ol><li></ol>", "list\n  - p a");
    check(
        "<ul><li><input type=checkbox checked> done<li><input type=checkbox> open</ul>",
        "list\n  - [x] p done\n  - [ ] p open",
    );
}

#[test]
fn terms_stand_with_their_meaning() {
    check(
        "<dl><dt>a<dd>b<dd><p>c</p><dt>d</dl>",
        "term a: p b / p c\nterm d: ",
    );
    check("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "term a: p b");
}

#[test]
fn quotes_hold_quotes() {
    check(
        "<blockquote>a<blockquote><p>b</blockquote></blockquote>",
        "> p a\n> > p b",
    );
    check("<blockquote> </blockquote>x", "p x");
}

#[test]
fn code_stands_as_written() {
    check("<pre>\na\n  b\tc\n\n</pre>", "code - a⏎  b    c");
    for (html, language) in [
        ("<pre><code class='language-rust'>x</code></pre>", "rust"),
        ("<pre class='lang-c++ prettyprint'>x</pre>", "c++"),
        ("<pre><code class='hljs Python'>x</code></pre>", "python"),
        (
            "<div class='highlight highlight-source-shell'><pre>x</pre></div>",
            "shell",
        ),
        ("<pre data-lang=go>x</pre>", "go"),
        ("<pre class='brush: php; gutter: true'>x</pre>", "php"),
    ] {
        check(html, &format!("code {language} x"));
    }
    check("<pre class=language-text>x</pre>", "code - x");
    check(
        "<pre><div>a</div><div>b</div>c<br>d</pre>",
        "code - a⏎b⏎c⏎d",
    );
    check(
        "<table><tr><td class=gutter><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table>",
        "code - a⏎b",
    );
}

#[test]
fn data_stays_a_table_and_layout_does_not() {
    check(
        "<table><caption>C</caption><thead><tr><th>a<th>b</thead><tr><td>1<td><b>2</b></table>",
        "table 1 .C.\na | b\n1 | *2*",
    );
    check(
        "<table><tr><th>a<th>b<tr><td>1<td>2</table>",
        "table 1\na | b\n1 | 2",
    );
    check(
        "<table><tr><th>a<td>1<tr><th>b<td>2</table>",
        "table 0\n*a* | 1\n*b* | 2",
    );
    check(
        "<table><tr><td colspan=2>a<td rowspan=2>b<tr><td>c<td>d</table>",
        "table 0\na |  | b\nc | d | ",
    );
    check("<table><tr><td>a<tr><td><p>b<p>c</table>", "p a\np b\np c");
    check(
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "p a\np b\np c\np d",
    );
    check(
        "<table><tr><td>a<td><table><tr><th>x<th>y<tr><td>1<td>2</table></table>",
        "p a\ntable 1\nx | y\n1 | 2",
    );
    check(
        "<table><tr><td>a<p>b</p><ul><li>c</ul></td><th>d</th></tr><tr><td>e<td>f</table>",
        "table 0\na\\nb\\n• c | *d*\ne | f",
    );
}

#[test]
fn pictures_are_named_and_addressed() {
    check(
        "<img src=a.png alt='A  b'>",
        "image A b {0}\n{0} https://blog.example/posts/a.png",
    );
    check(
        "<figure><img src=/a alt=A><figcaption>See <a href=/b>b</a></figcaption></figure>",
        "image A {0} – .See ..b.{1}\n{0} https://blog.example/a\n{1} https://blog.example/b",
    );
    check(
        "<a href=/big><img src=/small alt=A></a>",
        "image A {0}\n{0} https://blog.example/big",
    );
    check(
        "<img src=/a alt=A title='the joke'>",
        "image A {0} – .the joke.\n{0} https://blog.example/a",
    );
    check(
        "x<img src=/a alt=''><img src=/b width=1 height=1 alt=b><img src=https://pixel.wp.com/g.gif>",
        "p x",
    );
    check(
        "<img src=/comic.png alt=''>",
        "image  {0}\n{0} https://blog.example/comic.png",
    );
    check(
        "<img src='data:image/gif;base64,R0' data-src=/real.jpg alt=A>",
        "image A {0}\n{0} https://blog.example/real.jpg",
    );
    check(
        "<img srcset='/s.jpg 1x, /l.jpg 2x' alt=A>",
        "image A {0}\n{0} https://blog.example/l.jpg",
    );
    check(
        "<img src='data:,' alt=A><noscript><img src=/a.jpg alt=A></noscript>",
        "image A {0}\n{0} https://blog.example/a.jpg",
    );
    check(
        "<p>x</p><noscript><img src=/a.jpg alt=A></noscript>",
        "p x\nimage A {0}\n{0} https://blog.example/a.jpg",
    );
    check("<noscript>Please enable scripts</noscript>x", "p x");
    check(
        "<picture><source srcset=/a.avif><img alt=A></picture>",
        "image A {0}\n{0} https://blog.example/a.avif",
    );
    check(
        "hi <img class=wp-smiley alt='🙂' src=/s.png> you",
        "p hi 🙂 you",
    );
}

#[test]
fn films_lead_to_where_they_are_shown() {
    check(
        "<iframe src=https://www.youtube.com/embed/abc title='A film'></iframe>",
        "p ▶ A film (youtube.com){0}\n{0} https://www.youtube.com/watch?v=abc",
    );
    check(
        "<video><source src=/f.mp4></video><audio src=/s.mp3></audio>",
        "p ▶ video (blog.example){0}\np ▶ audio (blog.example){1}\n{0} https://blog.example/f.mp4\n{1} https://blog.example/s.mp3",
    );
    check(
        "<iframe src=about:blank></iframe><iframe src=/x width=1 height=1></iframe>y",
        "p y",
    );
}

#[test]
fn what_a_page_hides_stays_hidden() {
    check(
        "<style>p{}</style><script>x</script><template>t</template><button>b</button><select><option>o</select>\
         <p hidden>h</p><p style='DISPLAY : none'>d</p><i aria-hidden=true>a</i><span class=sr-only>s</span>seen",
        "p seen",
    );
    check(
        "<details><summary>Sum</summary><p>more</details>",
        "details Sum\n  p more",
    );
}

#[test]
fn words_keep_what_they_mean() {
    check("<kbd>Ctrl</kbd>+<kbd><kbd>A</kbd></kbd>", "p [Ctrl]+[A]");
    check(
        "H<sub>2</sub>O, x<sup>n+1</sup>, y<sup>q!</sup>, z<sub>b</sub>",
        "p H₂O, xⁿ⁺¹, y.^(q!)., z._(b).",
    );
    check(
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>",
        "p 漢(kan)字(ji)",
    );
    check(
        "<del>a</del><ins>b</ins><mark>c</mark><small>d</small><cite>e</cite>",
        "p ~a~_b_=c=.d./e/",
    );
    check("<q>a <q>b</q></q> <q lang=de>c</q>", "p “a ‘b’” „c“");
    check(
        "<abbr title='World Wide Web'>WWW</abbr> <abbr title='World Wide Web'>WWW</abbr>",
        "p WWW (World Wide Web) WWW",
    );
    check(
        "<span style='font-weight: bold'>a</span> <code>b</code>",
        "p *a* `b`",
    );
    check("a<hr>b", "p a\nrule\np b");
}

#[test]
fn formulas_fit_in_a_line() {
    check("<math alttext='x^2'><mi>x</mi></math>", "p x²");
    check(
        "<math><mi>x</mi><mo>=</mo><mfrac><mrow><mo>-</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac></math>",
        "p x = −b/(2a)",
    );
    check(
        "<math><msup><mi>x</mi><mn>2</mn></msup><msqrt><mi>y</mi></msqrt></math>",
        "p x²√y",
    );
    check(
        "<math><semantics><mi>x</mi><annotation encoding=application/x-tex>\\xi</annotation></semantics></math>",
        "p ξ",
    );
    check(
        "so <script type='math/tex; mode=display'>x^2</script><script>no</script>",
        "p so x²",
    );
    check(
        "<math><mroot><mi>x</mi><mn>3</mn></mroot><mo>+</mo><mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced></math>",
        "p ³√x + [a, b]",
    );
    check(
        "<math><mover><mi>x</mi><mo>^</mo></mover></math>",
        "p x\u{302}",
    );
}

#[test]
fn a_link_is_kept_once_and_only_if_it_leads_somewhere() {
    check(
        "<a href=/b>b</a> <a href=/a>a</a> <a href=/b>again</a> <a href=/c></a>",
        "p b{0} a{1} again{0}\n{0} https://blog.example/b\n{1} https://blog.example/a",
    );
    check(
        "<a href='javascript:x()'>a</a> <a href='data:,x'>b</a> <a>c</a>",
        "p a b c",
    );
    check(
        "<a href=mailto:a@b.example>mail</a>",
        "p mail{0}\n{0} mailto:a@b.example",
    );
    check(
        "see https://a.example/x.",
        "p see https://a.example/x{0}.\n{0} https://a.example/x",
    );
}

#[test]
fn a_mark_of_a_note_that_is_not_here_leads_nowhere() {
    check("a<sup><a href=#fn1>1</a></sup>", "p a¹");
    check(
        "a<a href='https://blog.example/posts/one#fn1'><sup>1</sup></a>",
        "p a¹",
    );
    check(
        "a<sup><a href=#n>[q]</a></sup> note <a href=#fnref1>↩︎</a>",
        "p a[q] note",
    );
    check("<a href=#more>Read on</a>", "p Read on");
}

#[test]
fn links_within_a_text_lead_to_their_places_and_notes_are_known() {
    let read = document(
        "<p>a<sup id=r1><a href=#n1>1</a></sup> <a href=/b>b</a> <a href=#end>end</a>\
         <ol><li id=n1>Note <b>one</b> <a href=#r1>↩</a><li>two</ol><h2><a name=end></a>End</h2>",
        Some("https://blog.example/posts/one"),
    );
    let links = ["https://blog.example/b", "#n1", "#end"];
    assert_eq!(
        read.links, links,
        "places in the text stand behind all others"
    );
    assert_eq!(read.notes.len(), 1);
    assert_eq!(read.notes[0].link, 1);
    assert_eq!(sketch_blocks(&read.notes[0].blocks), ["p Note *one*"]);
    let Block::Heading { text, .. } = &read.blocks[2] else {
        panic!("{:?}", read.blocks);
    };
    let anchor = text[0].anchor.expect("links lead here");
    assert_eq!(read.anchors[anchor], "end");
    let Block::List(items) = &read.blocks[1] else {
        panic!("{:?}", read.blocks);
    };
    let Block::Paragraph(text) = &items[0].blocks[0] else {
        panic!("{:?}", items[0]);
    };
    assert_eq!(
        text[0].anchor.map(|at| read.anchors[at].as_str()),
        Some("n1")
    );
}

#[test]
fn plain_text_keeps_its_lines() {
    check(
        "Dear all,\n\n1 < 2 &amp; so\non: http://a.example\n\n\nBye",
        "p Dear all,\np 1 < 2 & so\\non: http://a.example{0}\np Bye\n{0} http://a.example/",
    );
}

#[test]
fn no_entity_smuggles_a_control_in() {
    check("a&#27;[2J&#x9d;b&#x202e;c&#8294;d&#0;", "p a[2Jbcd\u{FFFD}");
    check(
        "<pre>a&#27;]52;x&#7;</pre><img src=/a alt='&#27;x'>",
        "code - a]52;x\nimage x {0}\n{0} https://blog.example/a",
    );
    check("<b>a</b><i>&#x301;</i>", "p *a*/\u{301}/");
}
