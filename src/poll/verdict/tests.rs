use super::*;
use crate::model::feed::{FeedId, FeedKind, Preferences};
use crate::model::http::Trace;
use crate::model::way::{Login, Secret, Source, Way};
use crate::poll::schedule::{self, Due};

const HOUR: u64 = 3_600;
const NOW: Time = Time(1_800_000_000);

fn pair(etag: &str, last_modified: &str) -> Validators {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Validators {
        etag: some(etag),
        last_modified: some(last_modified),
    }
}

fn asking(ttl_minutes: u32) -> Wishes {
    Wishes {
        ttl_minutes: Some(ttl_minutes),
        ..Wishes::default()
    }
}

/// A feed that asks for nothing.
fn feed() -> Read {
    Read::Feed(Wishes::default())
}

/// Asked an hour ago, with everything a server can give.
fn before() -> PollFacts {
    let earlier = Some(NOW.before(Duration::from_secs(HOUR)));
    PollFacts {
        validators: pair("W/\"old a,b\"", "sOmE odd date"),
        checked_at: earlier,
        changed_at: earlier,
        body_hash: Some(fnv1a(*b"old")),
        wishes: asking(30),
        ..PollFacts::unasked(FeedId(1), "http://a.example/feed", FeedKind::Articles)
    }
}

fn hints(fresh_for: Option<u64>, retry_after: Option<u64>) -> Hints {
    Hints {
        fresh_for: fresh_for.map(Duration::from_secs),
        retry_after: retry_after.map(Duration::from_secs),
    }
}

fn fresh(bytes: &[u8], validators: Validators) -> Answer {
    Answer::Fresh(Body {
        bytes: bytes.to_vec(),
        content_type: None,
        links: Vec::new(),
        url: "http://a.example/feed".into(),
        moved_to: None,
        validators,
        hints: Hints::default(),
        is_partial: false,
    })
}

fn not_modified(validators: Validators) -> Answer {
    Answer::NotModified {
        validators,
        hints: Hints::default(),
        url: "http://a.example/feed".into(),
        moved_to: None,
    }
}

fn refused(status: u16, hints: Hints) -> Answer {
    Answer::Refused {
        status,
        hints,
        challenged: false,
    }
}

fn judge(facts: PollFacts, answer: &Answer, read: &Read) -> PollFacts {
    judge_at(facts, answer, read, NOW)
}

/// As judged where validators were sent whenever there were any.
fn judge_at(facts: PollFacts, answer: &Answer, read: &Read, now: Time) -> PollFacts {
    let status = match answer {
        Answer::Fresh(_) => Some(200),
        Answer::NotModified { .. } => Some(304),
        Answer::Gone => Some(410),
        Answer::Refused { status, .. } => Some(*status),
        Answer::Unreachable { .. } => None,
    };
    let trace = Trace {
        status,
        conditional: !facts.validators.is_empty(),
        ..Trace::default()
    };
    let answered = Answered {
        answer: answer.clone(),
        trace,
    };
    verdict(facts, &answered, read, &Policy::default(), now)
}

fn after(answer: &Answer, read: &Read) -> PollFacts {
    judge(before(), answer, read)
}

fn seconds_ahead(at: Option<Time>) -> Option<u64> {
    at.map(|at| at.since(NOW).as_secs())
}

#[test]
fn validators_are_replaced_together_and_only_by_an_answer_that_was_used() {
    let check = |answer: Answer, read: Read, expect: Validators| {
        assert_eq!(
            after(&answer, &read).validators,
            expect,
            "{answer:?} {read:?}"
        );
    };
    let old = before().validators;
    check(
        fresh(b"new", pair("\"n\"", "then")),
        feed(),
        pair("\"n\"", "then"),
    );
    check(
        fresh(b"old", pair("\"n\"", "then")),
        Read::Known,
        pair("\"n\"", "then"),
    );
    check(
        fresh(b"new", pair("\"n\"", "sOmE odd date")),
        feed(),
        pair("\"n\"", "sOmE odd date"),
    );
    check(fresh(b"new", pair("", "then")), feed(), pair("", "then"));
    check(fresh(b"new", pair("", "")), Read::Known, pair("", ""));
    check(
        fresh(b"<html>", pair("\"n\"", "then")),
        Read::Unreadable("no feed".into()),
        old.clone(),
    );
    check(not_modified(pair("", "")), Read::Known, old.clone());
    check(
        not_modified(pair("\"n\"", "")),
        Read::Known,
        pair("\"n\"", "sOmE odd date"),
    );
    check(
        not_modified(pair("\"n\"", "then")),
        Read::Known,
        pair("\"n\"", "then"),
    );
    for status in [301, 401, 403, 404, 429, 500, 503] {
        check(refused(status, Hints::default()), Read::Known, old.clone());
    }
    check(Answer::Gone, Read::Known, old.clone());
    check(
        Answer::Unreachable {
            why: "no such host".into(),
            by_network: false,
        },
        Read::Known,
        old,
    );
}

#[test]
fn p27_only_a_redirect_to_a_feed_says_where_a_feed_has_moved() {
    let moved = |bytes: &[u8]| match fresh(bytes, pair("", "")) {
        Answer::Fresh(body) => Answer::Fresh(Body {
            moved_to: Some("http://b.example/feed".into()),
            ..body
        }),
        other => other,
    };
    let sightings = |facts: &PollFacts| facts.moving.as_ref().map(|moving| moving.sightings);
    let once = after(&moved(b"new"), &feed());
    assert_eq!(sightings(&once), Some(1));
    let page = Read::Unreadable("this is a web page".into());
    assert_eq!(sightings(&after(&moved(b"<html>"), &page)), None);
    let unchanged = Answer::NotModified {
        validators: Validators::default(),
        hints: Hints::default(),
        url: "http://a.example/feed".into(),
        moved_to: Some("http://b.example/feed".into()),
    };
    let check = |answer: Answer, read: Read, expect| {
        let facts = judge(once.clone(), &answer, &read);
        assert_eq!(sightings(&facts), expect, "{answer:?}");
    };
    check(moved(b"new"), Read::Known, Some(2));
    check(unchanged, Read::Known, Some(2));
    check(moved(b"<html>"), page, Some(1));
    check(refused(500, Hints::default()), Read::Known, Some(1));
    check(not_modified(pair("", "")), Read::Known, None);
}

#[test]
fn an_answer_that_could_be_read_clears_every_trouble() {
    let troubled = PollFacts {
        failures: 9,
        not_before: Some(NOW.after(Duration::from_mins(1))),
        gone: true,
        trouble: Some("the server has a fault (500)".into()),
        ..before()
    };
    for answer in [fresh(b"new", pair("", "")), not_modified(pair("", ""))] {
        let facts = judge(troubled.clone(), &answer, &Read::Known);
        assert_eq!(facts.failures, 0);
        assert_eq!(facts.not_before, None);
        assert_eq!(facts.trouble, None);
        assert!(!facts.gone);
        assert_eq!(facts.checked_at, Some(NOW));
        assert_eq!(facts.changed_at, before().changed_at, "nothing changed");
    }
    let unasked = PollFacts::unasked(FeedId(1), "http://a.example/feed", FeedKind::Articles);
    let first = judge(unasked, &fresh(b"new", pair("", "")), &feed());
    assert_eq!(first.changed_at, Some(NOW));
}

#[test]
fn a_failure_is_counted_and_told_in_words() {
    let check = |answer: Answer, why: &str| {
        let facts = after(&answer, &Read::Unreadable("this page is no feed".into()));
        assert_eq!(facts.failures, 1);
        assert_eq!(facts.checked_at, Some(NOW));
        assert_eq!(facts.body_hash, before().body_hash);
        assert_eq!(facts.wishes, before().wishes);
        let trouble = facts.trouble.expect("a failure leaves word");
        assert!(trouble.contains(why), "{trouble:?} does not say {why:?}");
    };
    check(fresh(b"<html>", pair("", "")), "no feed");
    check(refused(404, Hints::default()), "404");
    check(refused(500, Hints::default()), "fault (500)");
    check(refused(206, Hints::default()), "206");
    check(Answer::Gone, "gone");
    check(
        Answer::Unreachable {
            why: "no such host".into(),
            by_network: false,
        },
        "no such host",
    );
    let again = judge(
        after(&Answer::Gone, &Read::Known),
        &refused(500, Hints::default()),
        &Read::Known,
    );
    assert_eq!(again.failures, 2);
    assert!(
        again.gone,
        "only an answer that can be read brings a feed back"
    );
}

#[test]
fn a_server_that_asks_for_rest_gets_it() {
    let check = |status, hints, rest| {
        let facts = after(&refused(status, hints), &Read::Known);
        assert_eq!(seconds_ahead(facts.not_before), rest, "{status} {hints:?}");
    };
    check(429, hints(None, Some(120)), Some(120));
    check(503, hints(None, Some(120)), Some(120));
    check(
        429,
        hints(None, Some(10 * 365 * 24 * HOUR)),
        Some(7 * 24 * HOUR),
    );
    check(429, hints(None, None), Some(HOUR));
    check(429, hints(Some(48 * HOUR), None), Some(24 * HOUR));
    check(503, hints(None, None), None);
    check(500, hints(None, None), None);
    let refused_before = PollFacts {
        failures: 1,
        refusals: 3,
        ..before()
    };
    let facts = judge(
        refused_before,
        &refused(429, Hints::default()),
        &Read::Known,
    );
    assert_eq!(seconds_ahead(facts.not_before), Some(8 * HOUR));
    assert_eq!(facts.refusals, 4, "the host's, whichever feed it was");
}

#[test]
fn freshness_is_kept_up_to_a_day_and_only_from_the_last_answer() {
    let check = |fresh_for, expect| {
        let answer = Answer::NotModified {
            validators: Validators::default(),
            hints: hints(fresh_for, None),
            url: "http://a.example/feed".into(),
            moved_to: None,
        };
        let stale = PollFacts {
            fresh_until: Some(NOW.after(Duration::from_secs(5))),
            ..before()
        };
        let facts = judge(stale, &answer, &Read::Known);
        assert_eq!(seconds_ahead(facts.fresh_until), expect);
    };
    check(None, None);
    check(Some(0), None);
    check(Some(HOUR), Some(HOUR));
    check(Some(16 * 365 * 24 * HOUR), Some(24 * HOUR));
}

#[test]
fn p14_a_known_body_keeps_the_wishes_that_were_read_from_it() {
    let wishes = |answer: &Answer, read: &Read| after(answer, read).wishes;
    let old = fresh(b"old", pair("", ""));
    assert_eq!(wishes(&old, &Read::Known), asking(30));
    assert_eq!(
        wishes(&not_modified(pair("", "")), &Read::Known),
        asking(30)
    );
    let new = fresh(b"new", pair("", ""));
    assert_eq!(wishes(&new, &Read::Feed(asking(90))), asking(90));
    assert_eq!(wishes(&new, &feed()), Wishes::default());
    let Answer::Fresh(body) = old else {
        panic!("a fresh answer has a body")
    };
    assert!(is_known(&before(), &body));
    assert!(!is_known(&after(&new, &feed()), &body));
}

#[test]
fn a_clock_that_was_wrong_is_healed_by_the_next_look() {
    let decade = NOW.after(Duration::from_secs(10 * 365 * 24 * HOUR));
    let wrong = PollFacts {
        checked_at: Some(decade),
        changed_at: Some(decade),
        not_before: Some(decade),
        ..before()
    };
    let facts = judge(wrong, &refused(500, Hints::default()), &Read::Known);
    assert_eq!(facts.checked_at, Some(NOW));
    assert_eq!(facts.changed_at, Some(NOW));
    assert_eq!(facts.not_before, None);
}

#[test]
fn unchanged_is_no_answer_to_someone_who_has_nothing() {
    let unasked = PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles);
    let facts = judge(unasked, &not_modified(pair("\"x\"", "")), &Read::Known);
    assert_eq!(facts.failures, 1);
    assert!(facts.validators.is_empty());
}

/// How many whole bodies in a row were known to the sender already; what is sent next.
fn ignored(etag: &str, bodies: &[&[u8]]) -> (u32, Option<String>) {
    let first = judge(
        PollFacts::unasked(FeedId(1), "http://a.example/feed", FeedKind::Articles),
        &fresh(b"body", pair(etag, "then")),
        &feed(),
    );
    let facts = bodies.iter().fold(first, |facts, body| {
        judge(facts, &fresh(body, pair(etag, "then")), &feed())
    });
    let sent = request::request(&facts, &Policy::default(), NOW);
    (facts.tags_ignored, sent.validators.etag)
}

#[test]
fn p07_a_server_that_ignores_the_tag_it_gave_is_asked_by_date_alone() {
    assert_eq!(ignored("\"a\"", &[]), (0, Some("\"a\"".into())));
    assert_eq!(
        ignored("\"a\"", &[&b"body"[..]; 2]),
        (2, Some("\"a\"".into()))
    );
    assert_eq!(ignored("\"a\"", &[&b"body"[..]; 3]), (3, None));
    assert_eq!(ignored("W/\"a\"", &[b"body"]), (1, Some("\"a\"".into())));
    let dated: [&[u8]; 3] = [b"at one", b"at two", b"at three"];
    assert_eq!(ignored("\"a\"", &dated).0, 3, "the same tag, whatever came");
}

#[test]
fn p25_a_login_that_is_refused_is_not_tried_again_until_there_is_another() {
    let with = |word: &str, facts: PollFacts| PollFacts {
        preferences: Preferences {
            way: Way {
                login: Some(Login::Bearer(Source::Plain(Secret(word.into())))),
                ..Way::default()
            },
            ..Preferences::default()
        },
        ..facts
    };
    let refusal = refused(401, Hints::default());
    let due = |facts: &PollFacts| {
        let later = NOW.after(Duration::from_secs(90 * 24 * HOUR));
        schedule::due(facts, &Policy::default(), later)
    };
    let without = judge(before(), &refusal, &Read::Known);
    assert_eq!(due(&without), Due::Never);
    let wrong = judge(with("wrong", without.clone()), &refusal, &Read::Known);
    assert_eq!(due(&with("wrong", without)), Due::Now);
    assert_eq!(due(&wrong), Due::Never);
    let right = with("right", wrong);
    assert_eq!(due(&right), Due::Now);
    let answer = fresh(b"new", pair("", ""));
    assert_eq!(judge(right, &answer, &feed()).locked, None);
}

/// Hours to the next look after so many failures in a row with this status.
fn ladder(status: u16, challenged: bool, url: &str) -> Vec<u64> {
    let answer = Answer::Refused {
        status,
        hints: Hints::default(),
        challenged,
    };
    let mut facts = PollFacts {
        url: url.into(),
        ..before()
    };
    let mut hours = Vec::new();
    for _ in 0..6 {
        facts = judge(facts, &answer, &Read::Known);
        let at = schedule::moment(&facts, &Policy::default(), NOW).expect("it is tried again");
        hours.push(at.since(NOW).as_secs() / HOUR);
    }
    hours
}

#[test]
fn p25_every_kind_of_refusal_has_its_ladder() {
    let url = "http://a.example/feed";
    assert_eq!(ladder(404, false, url), [1, 2, 4, 8, 16, 24]);
    assert_eq!(ladder(500, false, url), [1, 2, 4, 8, 16, 24]);
    assert_eq!(ladder(403, false, url), [6, 12, 24, 24, 24, 24]);
    assert_eq!(ladder(403, true, url), [24; 6]);
    assert_eq!(ladder(503, true, url), [24; 6]);
    let tube = "https://www.youtube.com/feeds/videos.xml?channel_id=x";
    assert_eq!(ladder(404, false, tube), [1; 6], "it says so lightly");
}

#[test]
fn p37_what_is_only_new_is_not_taken_for_all_of_it() {
    let partial = match fresh(b"new only", pair("\"n\"", "")) {
        Answer::Fresh(body) => Answer::Fresh(Body {
            is_partial: true,
            ..body
        }),
        other => other,
    };
    let facts = after(&partial, &feed());
    assert_eq!(facts.body_hash, before().body_hash);
    assert_eq!(facts.full_at, before().full_at);
    assert_eq!(facts.validators, pair("\"n\"", ""));
}

#[test]
fn p30_a_page_where_a_feed_was_may_be_the_network_and_a_bad_feed_is_not() {
    let check = |facts: &PollFacts, answer: &Answer, read: &Read, expect| {
        assert_eq!(reach(facts, answer, read), expect, "{answer:?} {read:?}");
    };
    let page = fresh(b"<html>", pair("", ""));
    let why = Read::Unreadable("this is a web page".into());
    check(&before(), &page, &why, Reach::Nobody);
    let never_read = PollFacts {
        body_hash: None,
        ..before()
    };
    check(&never_read, &page, &why, Reach::Somebody);
    check(&before(), &page, &feed(), Reach::Somebody);
    let fault = refused(500, Hints::default());
    check(&before(), &fault, &Read::Known, Reach::Somebody);
    let silent = |by_network| Answer::Unreachable {
        why: "nobody is there".into(),
        by_network,
    };
    check(&before(), &silent(true), &Read::Known, Reach::Nobody);
    check(&before(), &silent(false), &Read::Known, Reach::Unknown);
    let made = PollFacts {
        url: "exec:made".into(),
        ..before()
    };
    check(&made, &page, &feed(), Reach::Unknown);
}
