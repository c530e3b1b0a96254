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

#[cfg(test)]
mod tests {
    use super::*;

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
