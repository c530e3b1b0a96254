//! The way from the address asked to the one that answers: which redirects are followed, and what
//! they mean (RFC 9110 §15.4).
//!
//! A feed may not lead the reader into the network of the person who reads it. An address there is
//! fine if the person typed one; a server on the open web may not point to one.

use crate::fetch::limits::Limits;
use crate::fetch::nearby::is_local;
use crate::fetch::trouble::Trouble;
use url::Url;

/// Addresses in the order they were asked; the last one is next.
#[derive(Debug)]
pub(crate) struct Route {
    hops: Vec<Url>,
    /// All redirects so far were permanent.
    permanent: bool,
    moved_to: Option<Url>,
}

impl Route {
    pub(crate) fn new(address: &str, limits: &Limits) -> Result<Self, Trouble> {
        let start = Url::parse(address.trim()).map_err(|_| Trouble::NoAddress)?;
        if !is_web(&start) || !start.has_host() {
            return Err(Trouble::NoAddress);
        }
        short_enough(&start, limits)?;
        Ok(Self {
            hops: vec![without_fragment(start)],
            permanent: true,
            moved_to: None,
        })
    }

    pub(crate) fn start(&self) -> &Url {
        &self.hops[0]
    }

    /// The address to ask, or the one that just answered.
    pub(crate) fn here(&self) -> &Url {
        &self.hops[self.hops.len() - 1]
    }

    /// Whether the next address is of the server that was asked first (RFC 6454 §4).
    pub(crate) fn is_at_origin(&self) -> bool {
        self.here().origin() == self.start().origin()
    }

    /// Whether the next address may not lie in a private network: a server on the open web pointed there.
    pub(crate) fn must_be_public(&self) -> bool {
        self.hops.len() > 1 && !self.is_at_origin() && !is_local(self.start())
    }

    /// Where the permanent redirects at the beginning of the way lead.
    pub(crate) fn moved_to(&self) -> Option<&Url> {
        self.moved_to.as_ref()
    }

    /// Goes where a redirect points. An unreadable target is an answer without a target: `false`.
    pub(crate) fn follow(
        &mut self,
        status: u16,
        location: &str,
        limits: &Limits,
    ) -> Result<bool, Trouble> {
        let here = self.here();
        let Ok(target) = here.join(location) else {
            return Ok(false);
        };
        let target = without_fragment(without_foreign_login(target, here));
        if !is_web(&target) {
            return Err(Trouble::NotWeb(target.scheme().to_owned()));
        }
        short_enough(&target, limits)?;
        if is_local(&target) && !is_local(self.start()) {
            return Err(Trouble::Private(host(&target)));
        }
        if self.hops.contains(&target) {
            return Err(Trouble::Circle);
        }
        if self.hops.len() > limits.redirects {
            return Err(Trouble::ManyRedirects(limits.redirects));
        }
        self.permanent &= matches!(status, 301 | 308);
        if self.permanent {
            self.moved_to = Some(target.clone());
        }
        self.hops.push(target);
        Ok(true)
    }
}

/// The host of an address for a message: no name, no password, no query.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn short_enough(url: &Url, limits: &Limits) -> Result<(), Trouble> {
    if url.as_str().len() > limits.url {
        return Err(Trouble::LongAddress);
    }
    Ok(())
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// A name and password are for the server they were typed for.
fn without_foreign_login(mut url: Url, here: &Url) -> Url {
    if url.origin() != here.origin() {
        // Both fail only where there is no host, and then there is no login either.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows `redirects` from `start`; the address reached and where it moved to, or the trouble.
    fn check(
        start: &str,
        redirects: &[(u16, &str)],
        expect: Result<(&str, Option<&str>), Trouble>,
    ) {
        let limits = Limits {
            redirects: 3,
            url: 60,
            ..Limits::default()
        };
        let walk = || {
            let mut route = Route::new(start, &limits)?;
            for (status, location) in redirects {
                route.follow(*status, location, &limits)?;
            }
            Ok(route)
        };
        let reached = walk().map(|route| {
            let moved_to = route.moved_to().map(Url::to_string);
            (route.here().to_string(), moved_to)
        });
        let expect = expect.map(|(here, moved_to)| (here.to_owned(), moved_to.map(str::to_owned)));
        assert_eq!(reached, expect, "{start} {redirects:?}");
    }

    #[test]
    fn redirects_lead_on_and_only_permanent_ones_from_the_start_move_a_feed() {
        let a = "http://a.example/feed";
        check(a, &[], Ok((a, None)));
        check(" http://A.example/feed#part ", &[], Ok((a, None)));
        let odd = "http://a.example/a%7Eb/?b=2&a=1&x=%20y";
        check(odd, &[], Ok((odd, None)));
        check(a, &[(302, "/x")], Ok(("http://a.example/x", None)));
        check(
            a,
            &[(301, "//b.example/x#y")],
            Ok(("http://b.example/x", Some("http://b.example/x"))),
        );
        check(
            a,
            &[(308, "x"), (307, "y")],
            Ok(("http://a.example/y", Some("http://a.example/x"))),
        );
        check(
            a,
            &[(307, "x"), (301, "y")],
            Ok(("http://a.example/y", None)),
        );
        check(a, &[(301, "http://[broken")], Ok((a, None)));
    }

    #[test]
    fn a_way_without_end_is_given_up() {
        let a = "http://a.example/feed";
        check(a, &[(302, "x"), (302, "feed")], Err(Trouble::Circle));
        check(a, &[(302, a)], Err(Trouble::Circle));
        check(
            a,
            &[(302, "1"), (302, "2"), (302, "3")],
            Ok(("http://a.example/3", None)),
        );
        check(
            a,
            &[(302, "1"), (302, "2"), (302, "3"), (302, "4")],
            Err(Trouble::ManyRedirects(3)),
        );
        check(a, &[(302, &"x".repeat(60))], Err(Trouble::LongAddress));
        check(
            &format!("http://a.example/{}", "x".repeat(60)),
            &[],
            Err(Trouble::LongAddress),
        );
    }

    #[test]
    fn only_the_web_is_asked() {
        let a = "http://a.example/feed";
        for address in [
            "feed",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:,x",
            "ftp://a.example/",
        ] {
            check(address, &[], Err(Trouble::NoAddress));
        }
        check(
            a,
            &[(302, "file:///etc/passwd")],
            Err(Trouble::NotWeb("file".into())),
        );
        check(
            a,
            &[(302, "gopher://b.example/")],
            Err(Trouble::NotWeb("gopher".into())),
        );
    }

    #[test]
    fn a_server_on_the_open_web_cannot_point_into_the_private_network() {
        let hidden = [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "0x7f000001",
            "2130706433",
            "127.1",
            "[::1]",
            "[::]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "router",
            "nas.local",
            "a.localhost",
            "x.home.arpa.",
        ];
        for name in hidden {
            let target = format!("http://{name}/");
            let url = Url::parse(&target).unwrap();
            check(
                "http://a.example/",
                &[(302, &target)],
                Err(Trouble::Private(host(&url))),
            );
            check(&target, &[], Ok((url.as_str(), None)));
            let typed = "http://192.168.0.99/";
            check(typed, &[(302, &target)], Ok((url.as_str(), None)));
        }
        for name in [
            "8.8.8.8",
            "[2001:db8::1]",
            "b.example",
            "local.example",
            "xlocal.example",
        ] {
            let target = format!("http://{name}/");
            check("http://a.example/", &[(302, &target)], Ok((&target, None)));
        }
    }

    #[test]
    fn a_login_stays_with_the_server_it_was_typed_for() {
        let a = "http://me:secret@a.example/feed";
        check(
            a,
            &[(302, "/x")],
            Ok(("http://me:secret@a.example/x", None)),
        );
        check(
            a,
            &[(302, "http://you:other@b.example/x")],
            Ok(("http://b.example/x", None)),
        );
    }
}
