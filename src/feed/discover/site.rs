//! Whether two addresses are of one site, as far as their hosts tell.

use url::{Host, Url};

/// The same host, or one below the other; `www.` is no part of it.
pub fn are_one(one: &Url, other: &Url) -> bool {
    match (one.host(), other.host()) {
        (Some(Host::Domain(one)), Some(Host::Domain(other))) => {
            let (one, other) = (bare(one), bare(other));
            one == other || is_below(one, other) || is_below(other, one)
        }
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// A name of one part, as `localhost` or `example`, has no sites below it.
fn is_below(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_suffix(outer);
    outer.contains('.') && rest.is_some_and(|rest| rest.ends_with('.'))
}

/// A host's name without `www.`.
pub fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_have_several_hosts() {
        let check = |one: &str, other: &str, expect| {
            let url = |host: &str| Url::parse(&format!("https://{host}/")).unwrap();
            assert_eq!(are_one(&url(one), &url(other)), expect, "{one} {other}");
            assert_eq!(are_one(&url(other), &url(one)), expect, "{other} {one}");
        };
        check("b.example", "www.b.example", true);
        check("b.example", "talk.b.example", true);
        check("b.example", "bb.example", false);
        check("ana.b.example", "tom.b.example", false);
        check("b.example", "example", false);
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "1.127.0.0.1.example", false);
    }
}
