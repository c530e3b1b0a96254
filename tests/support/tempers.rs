//! More than fifty servers, each with a temper of its own, as they are met with when many feeds are asked.

use crate::gzip;
use crate::server::{Request, Response, Server};
use crate::stage::feed;
use std::sync::Arc;

/// What time it is, in seconds.
pub(crate) type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How many hosts there are; they are numbered from 1.
pub(crate) const HOSTS: u8 = 61;

const DATE: &str = "Sat, 14 Mar 2026 09:00:00 GMT";
const LATER: &str = "Sat, 14 Mar 2026 15:00:00 GMT";
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Scripts the server, and gives the addresses to subscribe to. `name` is what a host is called in
/// scripts and requests, `authority` is what stands for it in addresses.
pub(crate) fn script(
    server: &Server,
    name: impl Fn(u8) -> String,
    authority: impl Fn(u8) -> String,
    now: &Seconds,
) -> Vec<String> {
    let mut town = Town {
        server,
        name: &name,
        authority: &authority,
        hosts: 0,
        urls: Vec::new(),
    };
    town.usual(now);
    town.asking_for_time();
    town.refusing();
    town.leading_on();
    town.odd(now);
    assert!(
        town.hosts <= HOSTS && town.urls.len() >= 50,
        "{}, {}",
        town.hosts,
        town.urls.len()
    );
    town.urls
}

struct Town<'a> {
    server: &'a Server,
    name: &'a dyn Fn(u8) -> String,
    authority: &'a dyn Fn(u8) -> String,
    hosts: u8,
    urls: Vec<String>,
}

/// A feed with validators, and what else is said with it.
#[derive(Clone)]
struct Resource {
    tag: Option<&'static str>,
    date: Option<&'static str>,
    headers: Vec<(&'static str, &'static str)>,
    body: Vec<u8>,
}

impl Resource {
    fn new(tag: Option<&'static str>, date: Option<&'static str>) -> Self {
        Self {
            tag,
            date,
            headers: Vec::new(),
            body: feed(&["1", "2"]).into_bytes(),
        }
    }

    fn tagged() -> Self {
        Self::new(Some("\"v1\""), None)
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..self
        }
    }

    /// An entity tag goes before a date (RFC 9110 §13.2.2).
    fn answer(&self, request: &Request) -> Response {
        let sent = |name| request.header(name);
        let known = match sent("if-none-match") {
            Some(tag) => Some(tag) == self.tag,
            None => self.date.is_some() && sent("if-modified-since") == self.date,
        };
        let response = if known {
            Response::status(304)
        } else {
            Response::ok(self.body.clone())
        };
        self.headed(response)
    }

    fn headed(&self, response: Response) -> Response {
        let validators = [("ETag", self.tag), ("Last-Modified", self.date)];
        let validators = validators
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let headers = validators.chain(self.headers.iter().copied());
        headers.fold(response, |response, (name, value)| {
            response.header(name, value)
        })
    }
}

impl Town<'_> {
    /// A host nobody has yet.
    fn host(&mut self) -> u8 {
        self.hosts += 1;
        self.hosts
    }

    fn scripted(&self, host: u8, path: &str) -> String {
        format!("http://{}{path}", (self.name)(host))
    }

    fn real(&self, host: u8, path: &str) -> String {
        format!("http://{}{path}", (self.authority)(host))
    }

    fn subscribe(&mut self, host: u8, path: &str) {
        self.urls.push(self.real(host, path));
    }

    fn publish(&self, host: u8, path: &str, resource: Resource) {
        let url = self.scripted(host, path);
        self.server
            .react(&url, move |request| resource.answer(request));
    }

    /// A feed on a host of its own.
    fn lives(&mut self, resource: Resource) {
        let host = self.host();
        self.publish(host, "/feed", resource);
        self.subscribe(host, "/feed");
    }

    /// A host of its own that says this, one answer after another.
    fn says(&mut self, responses: impl IntoIterator<Item = Response>) -> u8 {
        let host = self.host();
        for response in responses {
            self.server.say(&self.scripted(host, "/feed"), response);
        }
        self.subscribe(host, "/feed");
        host
    }

    fn reacts(&mut self, reaction: impl Fn(&Request) -> Response + Send + Sync + 'static) {
        let host = self.host();
        self.server.react(&self.scripted(host, "/feed"), reaction);
        self.subscribe(host, "/feed");
    }

    /// Most feeds: validators of every kind, and something new each day.
    fn usual(&mut self, now: &Seconds) {
        for tag in [
            "\"v1\"",
            "W/\"v1\"",
            "W/\"a b,c\"",
            "unquoted",
            "\"abc-gzip\"",
        ] {
            self.lives(Resource::new(Some(tag), None));
        }
        for date in [DATE, "sOmE odd date", "Saturday, 14-Mar-26 09:00:00 GMT"] {
            self.lives(Resource::new(None, Some(date)));
        }
        for _ in 0..3 {
            self.lives(Resource::new(Some("\"v1\""), Some(DATE)));
        }
        for _ in 0..2 {
            self.lives(Resource::new(None, None));
        }
        for every in [HOUR, DAY] {
            let now = now.clone();
            self.reacts(move |request| {
                let version = format!("\"v{}\"", now() / every);
                let known = request.header("if-none-match") == Some(&version);
                let response = if known {
                    Response::status(304)
                } else {
                    Response::ok(feed(&[&version.replace('"', ""), "1"]))
                };
                response.header("ETag", &version)
            });
        }
    }

    /// Answers that hold, and feeds that want rest.
    fn asking_for_time(&mut self) {
        for control in [
            "max-age=1800",
            "max-age=7200",
            "public, max-age=21600",
            "max-age=31536000",
            "no-cache",
            "max-age=0, no-store",
        ] {
            self.lives(Resource::tagged().with("Cache-Control", control));
        }
        self.lives(
            Resource::tagged()
                .with("Cache-Control", "max-age=7200")
                .with("Age", "3600"),
        );
        self.lives(Resource::tagged().with("Date", DATE).with("Expires", LATER));
        self.lives(Resource::tagged().with("Expires", "0"));
        for wish in [
            "<skipHours><hour>1</hour><hour>2</hour><hour>3</hour></skipHours>",
            "<skipDays><day>Sunday</day></skipDays>",
            "<ttl>300</ttl>",
        ] {
            let body = feed(&["1"]).replace("<channel>", &format!("<channel>{wish}"));
            self.lives(Resource::tagged().body(body));
        }
    }

    /// Servers that say no.
    fn refusing(&mut self) {
        let good = || Response::ok(feed(&["1"])).header("ETag", "\"v1\"");
        let rest = |status, after| Response::status(status).header("Retry-After", after);
        self.says([good(), rest(429, "9000"), good()]);
        self.says([rest(429, "40000"), good()]);
        self.says([good(), Response::status(429), good()]);
        let dated = rest(503, LATER).header("Date", DATE);
        self.says([good(), dated, good()]);
        self.says([
            good(),
            rest(429, "9000").header("Cache-Control", "max-age=20000"),
            good(),
        ]);
        for status in [401, 403, 404, 410, 500, 503] {
            self.says([good(), Response::status(status)]);
        }
        self.says([Response::status(404), good()]);
        let challenge = Response::status(403).header("cf-mitigated", "challenge");
        self.says([challenge.header("Content-Type", "text/html")]);
        // Two feeds of one host, of which one is gone.
        let host = self.says([Response::status(410)]);
        self.publish(
            host,
            "/other",
            Resource::tagged().with("Cache-Control", "max-age=86400"),
        );
        self.subscribe(host, "/other");
    }

    /// Redirects.
    fn leading_on(&mut self) {
        for status in [301, 302, 307, 308] {
            let to = self.host();
            self.publish(to, "/new", Resource::tagged());
            self.says([Response::redirect(status, &self.real(to, "/new"))]);
        }
        // For good, for now, and there it is.
        let host = self.says([Response::redirect(301, "/second")]);
        let second = self.scripted(host, "/second");
        self.server.say(&second, Response::redirect(302, "/third"));
        self.publish(host, "/third", Resource::tagged());
        // Round in a circle.
        let host = self.says([Response::redirect(301, "/round")]);
        let round = self.scripted(host, "/round");
        self.server.say(&round, Response::redirect(301, "/feed"));
        // To a host that is asked for another feed at the same time, now and then.
        let busy = self.host();
        let rarely = Resource::tagged().with("Cache-Control", "max-age=86400");
        self.publish(busy, "/feed", rarely.clone());
        self.publish(busy, "/guest", rarely);
        self.subscribe(busy, "/feed");
        self.says([Response::redirect(302, &self.real(busy, "/guest"))]);
    }

    /// Servers that do as they like.
    fn odd(&mut self, now: &Seconds) {
        self.says([Response::ok("<html><body>Hello</body></html>").header("ETag", "\"page\"")]);
        self.says([Response::ok("this is no feed").header("ETag", "\"words\"")]);
        let whole = || Response::ok(feed(&["1"])).header("ETag", "\"whole\"");
        self.says([whole(), whole().header("ETag", "\"cut\"").cut()]);
        self.lives(
            Resource::tagged()
                .body(gzip::stored(feed(&["1"]).as_bytes()))
                .with("Content-Encoding", "gzip"),
        );
        self.lives(
            Resource::tagged()
                .with("Set-Cookie", "id=1; Path=/")
                .with("Set-Cookie", "b=2"),
        );
        self.reacts(|_| Response::ok(feed(&["1"])).header("ETag", "\"same\""));
        let now = now.clone();
        self.reacts(move |request| {
            let response = match request.header("if-none-match") {
                Some(_) => Response::status(304),
                None => Response::ok(feed(&["1"])),
            };
            response.header("ETag", &format!("\"{}\"", now()))
        });
        let host = self.host();
        self.publish(host, "/a%7Eb/?b=2&a=1&x=%20y", Resource::tagged());
        self.subscribe(host, "/a%7Eb/?b=2&a=1&x=%20y");
    }
}
