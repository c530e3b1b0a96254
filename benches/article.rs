//! An article from its markup to the screen: of ordinary length, and of a megabyte.
//!
//! What a person waits for is measured in parts: markup to document (away from the screen), document to lines (at each
//! change of width), lines to a frame.

use criterion::{Criterion, criterion_group, criterion_main};
use postil::model::time::Time;
use postil::text::html::document;
use postil::text::lines::{Setting, lay_out};
use postil::ui::look::{Look, Settings};
use postil::ui::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::hint::black_box;

const PART: &str = "<h2 id=a>Of the bell</h2><p>The bell in our harbour is <em>older</em> than the wall it hangs on, which was \
    built around it so that nobody would have to carry it again; <a href=\"/notes\">somebody noted</a> this down, and the heron \
    denies it.</p><ul><li>one stroke for the tide<li>two for the fog</ul><pre><code class=\"language-c\">int ring(void) {\n    \
    return 1;\n}</code></pre><blockquote><p>Ring it when you know, and twice when you do not.</p></blockquote>\
    <table><tr><th>Quarter<th>Strokes<tr><td>first<td>1,204<tr><td>second<td>88</table><p>It was cast for a church that changed \
    its mind, and came by cart as far as the ford, where the cart changed its mind as well.</p>";

fn page(bytes: usize) -> String {
    PART.repeat(bytes.div_ceil(PART.len()))
}

fn articles(bench: &mut Criterion) {
    let look = Look::new(&Settings::default(), Time(0));
    let area = Rect::new(0, 0, 140, 40);
    for (name, bytes) in [("20 kB", 20_000), ("1 MB", 1_000_000)] {
        let html = page(bytes);
        let read = document(&html, Some("https://a.example/"));
        let mut group = bench.benchmark_group(name);
        group.sample_size(if bytes > 100_000 { 10 } else { 50 });
        group.bench_function("markup to document", |bench| {
            bench.iter(|| document(black_box(&html), Some("https://a.example/")));
        });
        group.bench_function("document to lines", |bench| {
            bench.iter(|| lay_out(black_box(&read), &Setting::new(72)));
        });
        group.bench_function("document to lines and the first frame", |bench| {
            bench.iter(|| {
                let lines = lay_out(black_box(&read), &Setting::new(72));
                let mut buffer = Buffer::empty(area);
                for (line, y) in lines.iter().zip(0..area.height) {
                    paint::line(&mut buffer, area, y, line, &look);
                }
                buffer
            });
        });
        group.bench_function("lines anew at another width", |bench| {
            let mut width = 60;
            bench.iter(|| {
                width = if width == 60 { 61 } else { 60 };
                lay_out(black_box(&read), &Setting::new(width))
            });
        });
        group.finish();
    }
    bench.bench_function("a comment, markup to document", |bench| {
        let html = "<p>I have <em>one</em> like it, and it says <a href=\"/x\">nothing</a>.</p>";
        bench.iter(|| document(black_box(html), Some("https://a.example/")));
    });
}

criterion_group!(benches, articles);
criterion_main!(benches);
