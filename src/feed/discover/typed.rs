//! What a person types, or a browser hands over, as the addresses it may mean.

/// The addresses to try, the likeliest first: without a scheme, https is tried before http.
/// `feed:https://…` and `feed://…` are how browsers hand over a feed.
pub fn meant(typed: &str) -> Vec<String> {
    let typed = typed.trim();
    let inside = typed
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let typed = inside.unwrap_or(typed).trim();
    let bare = ["feed://", "feed:", "rss://"]
        .into_iter()
        .find_map(|scheme| {
            let head = typed.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme)
                .then(|| &typed[scheme.len()..])
        });
    let address = bare.unwrap_or(typed);
    let address = match address.strip_prefix("//") {
        Some(rest) => rest,
        None if address.contains("://") => return vec![address.to_owned()],
        None => address,
    };
    vec![format!("https://{address}"), format!("http://{address}")]
}

/// Whether this is no address but a program to run, as other readers write it.
pub fn names_program(typed: &str) -> bool {
    let scheme = typed.trim().split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("exec") || scheme.eq_ignore_ascii_case("filter")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_not_taken_for_an_address() {
        let check = |typed, expect| assert_eq!(names_program(typed), expect, "{typed}");
        check("exec:made-here", true);
        check(" Filter:x:http://a.example/", true);
        check("exec.example", false);
        check("http://a.example/?exec:x", false);
    }

    #[test]
    fn an_address_is_understood_as_it_is_handed_over() {
        let check = |typed, expect: &[&str]| assert_eq!(meant(typed), expect, "{typed}");
        check("https://b.example/x", &["https://b.example/x"]);
        check("HTTP://b.example", &["HTTP://b.example"]);
        check(" <http://b.example/> ", &["http://b.example/"]);
        check("b.example", &["https://b.example", "http://b.example"]);
        check("//b.example", &["https://b.example", "http://b.example"]);
        check(
            "feed://b.example/f",
            &["https://b.example/f", "http://b.example/f"],
        );
        check("feed:https://b.example/f", &["https://b.example/f"]);
        check("Feed:b.example", &["https://b.example", "http://b.example"]);
        check(
            "feeds.example/a",
            &["https://feeds.example/a", "http://feeds.example/a"],
        );
        check(
            "b.example/?u=http://c.example",
            &["b.example/?u=http://c.example"],
        );
        check("é", &["https://é", "http://é"]);
    }
}
