//! Text put into XML, HTML and JSON so that it comes out again as it was.

use std::fmt::Write as _;

/// Text or an attribute's value in XML or HTML. What XML 1.0 §2.2 allows nowhere is left out.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A CDATA section; one that would end early goes on in a second (XML 1.0 §2.7).
pub fn cdata(text: &str) -> String {
    let text: String = text.chars().filter(|c| allowed(*c)).collect();
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

/// A JSON string with its quotes (RFC 8259 §7).
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                write!(out, "\\u{:04x}", u32::from(c)).expect("a String takes every write");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// XML 1.0 §2.2 `Char`.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{1_0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_out_of_xml_as_it_went_in() {
        let check = |text: &str, expect: &str| assert_eq!(xml(text), expect);
        check(
            "Tags & <angles> \"as\" 'is'",
            "Tags &amp; &lt;angles&gt; &quot;as&quot; &#39;is&#39;",
        );
        check("&amp;", "&amp;amp;");
        check("a\u{0}\u{1b}[31m\u{fffe}b\tc\r\n", "a[31mb\tc\r\n");
        check("文字 🫖", "文字 🫖");
    }

    #[test]
    fn a_cdata_section_does_not_end_early() {
        let check = |text: &str, expect: &str| assert_eq!(cdata(text), expect);
        check("<p>a & b</p>", "<![CDATA[<p>a & b</p>]]>");
        check("a[b[0]]>c", "<![CDATA[a[b[0]]]]><![CDATA[>c]]>");
        check("]]>]]>", "<![CDATA[]]]]><![CDATA[>]]]]><![CDATA[>]]>");
        check("\u{8}", "<![CDATA[]]>");
    }

    #[test]
    fn text_comes_out_of_json_as_it_went_in() {
        let check = |text: &str, expect: &str| assert_eq!(json(text), expect);
        check("say \"hi\" \\ \n\t", r#""say \"hi\" \\ \n\t""#);
        check("\u{1b}\u{7f}", "\"\\u001b\u{7f}\"");
        check("文字 🫖 </script>", "\"文字 🫖 </script>\"");
        check("", "\"\"");
    }
}
