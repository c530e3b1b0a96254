//! A part of a tree as HTML again, for texts that are passed on whole.

use crate::text::html::caps::is_void;
use crate::text::html::tree::{Id, Tree};

impl Tree {
    /// What is inside of an element as HTML, without scripts and style sheets.
    pub fn inside(&self, id: Id) -> String {
        self.inside_but(id, |_| false)
    }

    /// The same without those elements that are left out.
    pub fn inside_but(&self, id: Id, left_out: impl Fn(Id) -> bool) -> String {
        let mut html = String::new();
        let mut stack = Vec::new();
        self.enter(id, &mut stack);
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(id) if left_out(id) => {}
                Step::Enter(id) => {
                    if let Some(text) = self.text(id) {
                        escape_into(text, &mut html);
                    } else if !matches!(self.name(id), "" | "script" | "style") {
                        self.open(id, &mut html);
                        if !is_void(self.name(id)) {
                            stack.push(Step::Close(id));
                            self.enter(id, &mut stack);
                        }
                    }
                }
                Step::Close(id) => {
                    html.push_str("</");
                    html.push_str(self.name(id));
                    html.push('>');
                }
            }
        }
        html
    }

    fn enter(&self, id: Id, stack: &mut Vec<Step>) {
        let first = stack.len();
        stack.extend(self.children(id).map(Step::Enter));
        stack[first..].reverse();
    }

    fn open(&self, id: Id, html: &mut String) {
        html.push('<');
        html.push_str(self.name(id));
        for (name, value) in self.attributes(id) {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape_into(value, html);
            html.push('"');
        }
        html.push('>');
    }
}

/// What is still to be written of a tree; a stack of these stands in the place of recursion.
enum Step {
    Enter(Id),
    Close(Id),
}

/// A text as it stands in HTML (HTML, §13.3).
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(text, &mut html);
    html
}

fn escape_into(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::{document, tree};

    fn check(html: &str, expect: &str) {
        assert_eq!(tree(html).inside(Id::ROOT), expect);
    }

    #[test]
    fn what_is_written_is_what_was_read() {
        let page = "<p class=\"a\">1 &lt; 2 &amp; <b>3</b><br><img src=\"/x?a=1&amp;b=2\" alt=\"&quot;\"></p>";
        check(page, &format!("<html>{page}</html>"));
        check(
            "<ul><li>a<li>b<script>x</script>",
            "<html><ul><li>a</li><li>b</li></ul></html>",
        );
    }

    #[test]
    fn elements_can_be_left_out() {
        let tree = tree("<p>a<b class=x>b<i>c</i></b>d<br>");
        let left_out = |id| tree.classes(id).any(|class| class == "x") || tree.name(id) == "br";
        let html = tree.inside_but(Id::ROOT, left_out);
        assert_eq!(html, "<html><p>ad</p></html>");
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let html = "<p>a<blockquote><pre><code>x\n y</code></pre><ul><li>b <a href='/c'>c</a></ul><table><tr><td>d</table>";
        let again = tree(html).inside(Id::ROOT);
        let base = Some("https://a.example/");
        assert_eq!(document(&again, base), document(html, base));
    }
}
