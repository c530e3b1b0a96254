//! How polite a reader was, worked out from what a scripted server saw of it. The columns are those of
//! Rachel Kroll's feed reader score, and a few that only a server with many names can fill.
//!
//! The server knows what it gave to whom and when, so that nothing here is guessed.

use crate::exchange::{Exchange, Given};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

/// What was promised to the servers, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promise {
    /// Between two requests to one host.
    pub(crate) gap: i64,
    /// Between two requests to one address.
    pub(crate) pace: i64,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Column {
    Requests,
    Conditional,
    /// Without validators, where none were to be had.
    Plain,
    Unconditional,
    TagGood,
    TagStale,
    TagInvented,
    DateGood,
    DateStale,
    DateInvented,
    Cookies,
    Referrers,
    Queries,
    Guesses,
    CacheBusting,
    Methods,
    Agents,
    BadAgents,
    Headers,
    AtOnce,
    Crowding,
    Hurry,
    BeforeRetry,
    BeforeExpiry,
    AfterGone,
}

const COLUMNS: &[(Column, &str, bool)] = {
    use Column as C;
    &[
        (C::Requests, "requests", false),
        (C::Conditional, "conditional", false),
        (C::Plain, "unconditional, nothing to be had", false),
        (C::Unconditional, "unconditional all the same", true),
        (C::TagGood, "If-None-Match: good", false),
        (C::TagStale, "If-None-Match: out of sequence", true),
        (C::TagInvented, "If-None-Match: made up", true),
        (C::DateGood, "If-Modified-Since: good", false),
        (C::DateStale, "If-Modified-Since: out of sequence", true),
        (C::DateInvented, "If-Modified-Since: made up", true),
        (C::Cookies, "cookies", true),
        (C::Referrers, "referrers", true),
        (C::Queries, "query parameters changed", true),
        (C::Guesses, "addresses nobody gave", true),
        (C::CacheBusting, "Pragma, Cache-Control", true),
        (C::Methods, "methods other than GET", true),
        (C::Agents, "user agents", false),
        (C::BadAgents, "user agents that say not who", true),
        (C::Headers, "headers not needed", true),
        (C::AtOnce, "at once with another to the host", true),
        (C::Crowding, "sooner than the gap of the host", true),
        (C::Hurry, "sooner than the pace of the feed", true),
        (C::BeforeRetry, "before Retry-After was over", true),
        (C::BeforeExpiry, "before max-age was over", true),
        (C::AfterGone, "after 410", true),
    ]
};

/// The headers a request may have.
const NEEDED: &[&str] = &[
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "a-im",
    "authorization",
    "connection",
];

const DAY: i64 = 86_400;

/// The report; it prints as a table.
#[derive(Debug, Default)]
pub(crate) struct Score {
    counts: BTreeMap<Column, usize>,
    /// Between two requests to one address, redirects not counted.
    pub(crate) shortest: Option<i64>,
    pub(crate) agents: BTreeSet<String>,
    /// What the faults were, a line each.
    faults: Vec<String>,
}

impl Score {
    pub(crate) fn of(log: &[Exchange], promise: Promise) -> Self {
        let mut judge = Judge {
            promise,
            score: Self::default(),
            addresses: HashMap::new(),
            hosts: HashMap::new(),
            led: HashMap::new(),
            paths: log
                .iter()
                .filter(|exchange| exchange.scripted)
                .map(|exchange| path(&exchange.request.place()).to_owned())
                .collect(),
        };
        for exchange in log {
            judge.hear(exchange);
        }
        let agents = judge.score.agents.len();
        judge.score.counts.insert(Column::Agents, agents);
        if agents > 1 {
            let told = format!("{:?}", judge.score.agents);
            judge.score.fault(Column::BadAgents, &told);
        }
        judge.score
    }

    pub(crate) fn count(&self, column: Column) -> usize {
        self.counts.get(&column).copied().unwrap_or(0)
    }

    /// Nothing was done that a server could complain of, except so much as is excused.
    #[track_caller]
    pub(crate) fn assert_good(&self, excused: &[(Column, usize)]) {
        let bad = COLUMNS.iter().filter(|(column, _, is_fault)| {
            let excuse = excused.iter().find(|(known, _)| known == column);
            *is_fault && self.count(*column) > excuse.map_or(0, |(_, most)| *most)
        });
        let bad: Vec<&str> = bad.map(|(_, name, _)| *name).collect();
        assert!(
            bad.is_empty(),
            "{bad:?}\n{self}\n{}",
            self.faults.join("\n")
        );
    }

    fn add(&mut self, column: Column) {
        *self.counts.entry(column).or_default() += 1;
    }

    fn fault(&mut self, column: Column, what: &str) {
        self.add(column);
        self.faults.push(format!("{column:?}: {what}"));
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (column, name, is_fault) in COLUMNS {
            let count = self.count(*column);
            let mark = if *is_fault && count > 0 { "  <-" } else { "" };
            writeln!(out, "{name:<36}{count:>8}{mark}")?;
        }
        let shortest = self.shortest.map_or("-".into(), |gap| gap.to_string());
        writeln!(
            out,
            "{:<36}{shortest:>8}",
            "shortest gap of a feed, seconds"
        )?;
        let agents: Vec<&str> = self.agents.iter().map(String::as_str).collect();
        write!(out, "{}", agents.join("\n"))
    }
}

/// What one address gave, and when.
#[derive(Default)]
struct Address {
    tag: Validator,
    date: Validator,
    last: Option<i64>,
    fresh_until: i64,
    gone: bool,
}

/// A validator an address gives, and those it gave before.
#[derive(Default)]
struct Validator {
    now: Option<String>,
    ever: HashSet<String>,
}

impl Validator {
    fn give(&mut self, value: Option<&str>) {
        self.now = value.filter(|value| !value.is_empty()).map(str::to_owned);
        self.ever.extend(self.now.clone());
    }
}

#[derive(Default)]
struct Host {
    last: Option<(i64, String)>,
    rests_until: i64,
}

struct Judge {
    promise: Promise,
    score: Score,
    addresses: HashMap<String, Address>,
    hosts: HashMap<String, Host>,
    /// Where redirects led that were not followed yet, and from where.
    led: HashMap<String, Vec<String>>,
    /// The scripted addresses that were asked, without their queries.
    paths: HashSet<String>,
}

impl Judge {
    fn hear(&mut self, exchange: &Exchange) {
        self.score.add(Column::Requests);
        self.manners(exchange);
        self.conditions(exchange);
        self.spacing(exchange);
        if let Some(given) = &exchange.given {
            self.remember(exchange, given);
        }
    }

    /// What any single request shows.
    fn manners(&mut self, exchange: &Exchange) {
        let request = &exchange.request;
        let place = request.place();
        let told = format!("{} {place}", request.method);
        let has = |name| request.header(name).is_some();
        let bad = [
            (Column::Cookies, has("cookie")),
            (Column::Referrers, has("referer")),
            (Column::CacheBusting, has("pragma") || has("cache-control")),
            (Column::Methods, request.method != "GET"),
        ];
        for (column, _) in bad.into_iter().filter(|(_, is_bad)| *is_bad) {
            self.score.fault(column, &told);
        }
        if !exchange.scripted {
            let known = self.paths.contains(path(&place));
            let column = if known {
                Column::Queries
            } else {
                Column::Guesses
            };
            self.score.fault(column, &told);
        }
        for (name, value) in &request.headers {
            if !NEEDED.contains(&name.to_ascii_lowercase().as_str()) {
                self.score
                    .fault(Column::Headers, &format!("{told}: {name}: {value}"));
            }
        }
        let agent = request.header("user-agent").unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        if !agent.starts_with(&format!("postil/{version} (+https://")) {
            self.score
                .fault(Column::BadAgents, &format!("{told}: {agent:?}"));
        }
        self.score.agents.insert(agent.to_owned());
    }

    /// Whether the validators are those last given.
    fn conditions(&mut self, exchange: &Exchange) {
        let place = exchange.request.place();
        let address = self.addresses.entry(place.clone()).or_default();
        let to_be_had = address.tag.now.is_some() || address.date.now.is_some();
        let sent = [
            (
                "if-none-match",
                &address.tag,
                [Column::TagGood, Column::TagStale, Column::TagInvented],
            ),
            (
                "if-modified-since",
                &address.date,
                [Column::DateGood, Column::DateStale, Column::DateInvented],
            ),
        ];
        let mut is_conditional = false;
        let mut judged = Vec::new();
        for (name, known, [good, stale, invented]) in sent {
            let Some(value) = exchange.request.header(name) else {
                continue;
            };
            is_conditional = true;
            judged.push(match value {
                value if known.now.as_deref() == Some(value) => (good, String::new()),
                value if known.ever.contains(value) => {
                    (stale, format!("{place}: {value}, not {:?}", known.now))
                }
                value => (invented, format!("{place}: {value}")),
            });
        }
        for (column, told) in judged {
            if told.is_empty() {
                self.score.add(column);
            } else {
                self.score.fault(column, &told);
            }
        }
        match (is_conditional, to_be_had) {
            (true, _) => self.score.add(Column::Conditional),
            (false, false) => self.score.add(Column::Plain),
            (false, true) => {
                let told = format!("{place} at {}", exchange.at);
                self.score.fault(Column::Unconditional, &told);
            }
        }
    }

    /// Whether it came at a time at which it might.
    fn spacing(&mut self, exchange: &Exchange) {
        let (at, place) = (exchange.at, exchange.request.place());
        let led_from = self.led.get_mut(&place).and_then(Vec::pop);
        let address = self.addresses.entry(place.clone()).or_default();
        let host = self.hosts.entry(exchange.request.host()).or_default();
        let mut faults = Vec::new();
        let waited = address.last.map(|last| at - last);
        // A redirect is part of the request that was led; that one has a pace of its own.
        if led_from.is_none()
            && let Some(waited) = waited
        {
            self.score.shortest = self.score.shortest.min(Some(waited)).or(Some(waited));
            if waited < self.promise.pace {
                faults.push((Column::Hurry, waited));
            }
        }
        if let Some((last, place)) = &host.last
            && Some(place) != led_from.as_ref()
            && at - last < self.promise.gap
        {
            faults.push((Column::Crowding, at - last));
        }
        if exchange.beside {
            faults.push((Column::AtOnce, 0));
        }
        if at < host.rests_until {
            faults.push((Column::BeforeRetry, host.rests_until - at));
        }
        if at < address.fresh_until {
            faults.push((Column::BeforeExpiry, address.fresh_until - at));
        }
        if address.gone {
            faults.push((Column::AfterGone, 0));
        }
        address.last = Some(at);
        host.last = Some((at, place.clone()));
        for (column, seconds) in faults {
            self.score
                .fault(column, &format!("{place} at {at}: {seconds} s"));
        }
    }

    /// What the answer asks for the next time.
    fn remember(&mut self, exchange: &Exchange, given: &Given) {
        let (at, place) = (exchange.at, exchange.request.place());
        let host = exchange.request.host();
        let address = self.addresses.entry(place.clone()).or_default();
        let (tag, date) = (given.header("etag"), given.header("last-modified"));
        match given.status {
            200 if given.is_feed => {
                address.tag.give(tag);
                address.date.give(date);
            }
            // Each by itself (RFC 9111 §4.3.4).
            304 => {
                let kept = (address.tag.now.clone(), address.date.now.clone());
                address.tag.give(tag.or(kept.0.as_deref()));
                address.date.give(date.or(kept.1.as_deref()));
            }
            410 => address.gone = true,
            301..=303 | 307 | 308 => {
                if let Some(to) = given.header("location") {
                    self.led.entry(resolved(to, &host)).or_default().push(place);
                }
                return;
            }
            _ => {}
        }
        address.fresh_until = at + fresh_for(given).min(DAY);
        if given.status >= 400 {
            let host = self.hosts.entry(host).or_default();
            let rest = retry_after(given, at).min(7 * DAY);
            host.rests_until = host.rests_until.max(at + rest);
        }
    }
}

fn path(place: &str) -> &str {
    place.split('?').next().unwrap_or_default()
}

/// A Location as requests name places: without scheme and port.
fn resolved(location: &str, host: &str) -> String {
    let Some(rest) = location.strip_prefix("http://") else {
        return format!("{host}{location}");
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let name = authority.split(':').next().unwrap_or_default();
    format!("{name}/{path}")
}

/// Seconds an answer holds (RFC 9111 §4.2.1).
fn fresh_for(given: &Given) -> i64 {
    let control = given.header("cache-control").unwrap_or_default();
    if control.contains("no-cache") || control.contains("no-store") {
        return 0;
    }
    let max_age = control.split(',').find_map(|part| {
        let number = part.trim().strip_prefix("max-age=")?;
        number.parse::<i64>().ok()
    });
    let age = given.header("age").and_then(|age| age.parse().ok());
    let length = match max_age {
        Some(max_age) => Some(max_age - age.unwrap_or(0)),
        None => date(given, "expires")
            .zip(date(given, "date"))
            .map(|(end, start)| end - start),
    };
    length.unwrap_or(0).max(0)
}

/// Seconds a server wants to be left alone (RFC 9110 §10.2.3).
fn retry_after(given: &Given, at: i64) -> i64 {
    let Some(value) = given.header("retry-after") else {
        return 0;
    };
    let length = match value.parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            date(given, "retry-after").map_or(0, |end| end - date(given, "date").unwrap_or(at))
        }
    };
    length.max(0)
}

fn date(given: &Given, name: &str) -> Option<i64> {
    let moment = httpdate::parse_http_date(given.header(name)?).ok()?;
    let since = moment.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}
