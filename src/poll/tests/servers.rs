//! Servers of every temper, as functions of the request and the time, and the network between them and
//! the reader: up, down, or a hotel's that answers in everyone's place.

use crate::model::feed::{FeedId, PollFacts, Wishes};
use crate::model::http::{Answer, Answered, Body, Get, Hints, Trace, Validators};
use crate::model::time::Time;
use crate::poll::verdict::Read;
use std::time::Duration;

/// A midnight, UTC.
pub(crate) const START: Time = Time(1_799_971_200);
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Ten in the evening to four in the morning.
const NIGHT: u32 = 0xc0_000f;

/// What one host is like. Each has five feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temper {
    /// Gives a tag and a date, and 304 to either.
    Sound,
    /// As sound, and says that its answers hold for two hours.
    Holding,
    /// Gives nothing to ask with.
    Bare,
    /// Gives a tag and ignores it; understands the date alone.
    Deaf,
    /// Marks its tags as weak and knows them only without the mark.
    Weak,
    /// Asks for rest now and then, and says for how long.
    Tired,
    /// Asks for rest now and then, and does not say for how long.
    Curt,
    /// Has a fault for some hours on some days.
    Wavering,
    /// Is gone for good from some day on.
    Leaving,
    /// Moves for good on some day.
    Moving,
    /// Never answers.
    Mute,
    /// Says that there is no feed, for some hours of each day.
    Forgetful,
    /// Wants to be left alone at night.
    Sleepy,
}

use Temper::{
    Bare, Curt, Deaf, Forgetful, Holding, Leaving, Moving, Mute, Sleepy, Sound, Tired, Wavering,
    Weak,
};

const TEMPERS: [Temper; 20] = [
    Sound, Holding, Bare, Deaf, Weak, Tired, Curt, Wavering, Leaving, Moving, Mute, Forgetful,
    Sleepy, Sound, Sound, Holding, Sound, Weak, Sound, Sleepy,
];

/// The network of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Net {
    Up,
    Down,
    /// Sends everyone to its own page, for good.
    Portal,
}

/// A stream of numbers that is the same on every run (a linear congruence, Knuth's constants).
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The name of the host in an address, and its number.
pub(crate) fn host(url: &str) -> (&str, usize) {
    let name = url.split('/').nth(2).unwrap_or_default();
    let digits = name.trim_start_matches("new").trim_start_matches('h');
    let number = digits.split('.').next().unwrap_or_default();
    (name, number.parse().unwrap_or(0))
}

pub(crate) fn temper(url: &str) -> Temper {
    TEMPERS[host(url).1 % TEMPERS.len()]
}

/// When a feed last brought something, by its own rhythm: hours for some, weeks for others.
pub(crate) fn edition(feed: FeedId, at: Time) -> i64 {
    let rhythm = [3, 8, 24, 24 * 3, 24 * 9][usize::try_from(feed.0 % 5).unwrap_or(0)];
    at.0.div_euclid(rhythm * HOUR) * rhythm * HOUR
}

/// What comes of a request at this time, by the true clock.
pub(crate) fn answer(
    get: &Get,
    facts: &PollFacts,
    net: Net,
    at: Time,
    dice: &mut Dice,
) -> (Answered, Read) {
    match net {
        Net::Up => {}
        Net::Down => return unreachable(true),
        Net::Portal => return portal(get),
    }
    let (name, number) = host(&get.url);
    let day = (at.0 - START.0).div_euclid(DAY);
    let shift = i64::try_from(number).unwrap_or(0);
    let hour = at.0.rem_euclid(DAY) / HOUR;
    let roll = dice.roll(100);
    match temper(&get.url) {
        Mute => unreachable(false),
        Tired if roll < 5 => refused(if roll < 2 { 503 } else { 429 }, Some(300 * (roll + 1))),
        Curt if roll < 5 => refused(429, None),
        Wavering if (day + shift) % 7 == 0 && hour < 6 => refused(503, None),
        Leaving if day > 30 && facts.feed.0 % 2 == 0 => status(410, Answer::Gone),
        Forgetful if hour < 4 => refused(404, None),
        Moving if !name.starts_with("new") && day > 10 => {
            let to = get.url.replace("http://h", "http://newh");
            served(get, facts, at, Some(to))
        }
        _ => served(get, facts, at, None),
    }
}

fn served(get: &Get, facts: &PollFacts, at: Time, moved_to: Option<String>) -> (Answered, Read) {
    let edition = edition(facts.feed, at);
    let tag = format!("\"{}-{edition}\"", facts.feed.0);
    let date = format!("date {edition}");
    let temper = temper(&get.url);
    let given = Validators {
        etag: match temper {
            Bare => None,
            Weak => Some(format!("W/{tag}")),
            _ => Some(tag.clone()),
        },
        last_modified: (temper != Bare).then(|| date.clone()),
    };
    let url = moved_to.clone().unwrap_or_else(|| get.url.clone());
    let origin = get.origin.as_ref().unwrap_or(&get.url);
    let sent = if *origin == url {
        get.validators.clone()
    } else {
        Validators::default()
    };
    let tag_known = sent.etag.as_ref() == Some(&tag);
    let date_known = sent.last_modified.as_ref() == Some(&date);
    let known = match temper {
        Bare => false,
        Deaf => sent.etag.is_none() && date_known,
        _ => tag_known || sent.etag.is_none() && date_known,
    };
    let hints = Hints {
        fresh_for: (temper == Holding).then(|| Duration::from_hours(2)),
        retry_after: None,
    };
    let conditional = !sent.is_empty();
    if known {
        let answer = Answer::NotModified {
            validators: Validators::default(),
            hints,
            url,
            moved_to,
        };
        return (answered(304, answer, conditional), Read::Known);
    }
    let wishes = Wishes {
        skip_hours: if temper == Sleepy { NIGHT } else { 0 },
        ..Wishes::default()
    };
    let answer = Answer::Fresh(Body {
        bytes: tag.into_bytes(),
        content_type: None,
        links: Vec::new(),
        url,
        moved_to,
        validators: given,
        hints,
        is_partial: false,
    });
    (answered(200, answer, conditional), Read::Feed(wishes))
}

fn portal(get: &Get) -> (Answered, Read) {
    let to = format!("http://portal.example/?for={}", get.url);
    let answer = Answer::Fresh(Body {
        bytes: b"<html>Log in</html>".to_vec(),
        content_type: Some("text/html".into()),
        links: Vec::new(),
        url: to.clone(),
        moved_to: Some(to),
        validators: Validators::default(),
        hints: Hints::default(),
        is_partial: false,
    });
    let why = Read::Unreadable("this is a web page".into());
    (answered(200, answer, false), why)
}

fn unreachable(by_network: bool) -> (Answered, Read) {
    let answer = Answer::Unreachable {
        why: "it does not answer".into(),
        by_network,
    };
    let trace = Trace::default();
    (Answered { answer, trace }, Read::Known)
}

fn refused(code: u16, retry_after: Option<u64>) -> (Answered, Read) {
    let hints = Hints {
        fresh_for: None,
        retry_after: retry_after.map(Duration::from_secs),
    };
    let answer = Answer::Refused {
        status: code,
        hints,
        challenged: false,
    };
    status(code, answer)
}

fn status(code: u16, answer: Answer) -> (Answered, Read) {
    (answered(code, answer, true), Read::Known)
}

fn answered(code: u16, answer: Answer, conditional: bool) -> Answered {
    let trace = Trace {
        status: Some(code),
        conditional,
        ..Trace::default()
    };
    Answered { answer, trace }
}
