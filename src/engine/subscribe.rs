//! An address typed by a person becomes a subscription: it is a feed, or a page that names one.
//! Nothing is subscribed that could not be read, and one look is enough: what came is kept.

use crate::engine::lane::Desk;
use crate::engine::{poll, words};
use crate::feed::discover::{self, FoundKind};
use crate::model::http::{Answer, Body, Get, Validators};
use crate::model::opml::Subscription;
use crate::model::parsed::ParsedFeed;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::poll::verdict::Read;

/// Looks at an address and subscribes to the feed it is or names.
pub async fn subscribe(desk: &Desk, typed: &str) -> Result<Reply, Failure> {
    let doing = format!("adding {typed}");
    let found = find(desk, typed).await.map_err(|(why, hint)| Failure {
        doing: doing.clone(),
        why,
        hint,
    })?;
    let wanted = Subscription {
        url: found.url.clone(),
        title: None,
        site: found.parsed.site.clone(),
        folder: Vec::new(),
    };
    let now = desk.clock.now();
    let subscribed = desk
        .store
        .write(move |db| db.subscribe_all(&[wanted], now))
        .await;
    let subscribed = subscribed.map_err(|error| words::store(doing.clone(), &error))?;
    let feed = *subscribed
        .feeds
        .first()
        .ok_or_else(|| words::gone(doing.clone()))?;
    let title = found
        .parsed
        .title
        .clone()
        .unwrap_or_else(|| found.url.clone());
    let Some(facts) = subscribed.new.into_iter().next() else {
        return Ok(Reply::Subscribed {
            feed,
            title,
            already: true,
        });
    };
    let answer = Answer::Fresh(found.body);
    let (policy, store, clock) = (&desk.policy, &desk.store, &desk.clock);
    let read = Read::Changed;
    let parsed = Some(found.parsed);
    let kept = poll::settle(facts, policy, &answer, &read, parsed, store, clock).await;
    let kept = kept.map_err(|error| words::store(doing, &error))?;
    desk.learn(vec![kept.facts]);
    desk.tell(Note::Changed { feeds: vec![feed] }).await;
    Ok(Reply::Subscribed {
        feed,
        title,
        already: false,
    })
}

/// A feed that was read.
struct Found {
    url: String,
    body: Body,
    parsed: ParsedFeed,
}

/// Why not, and what to try.
type Trouble = (String, Option<String>);

async fn find(desk: &Desk, typed: &str) -> Result<Found, Trouble> {
    let (url, body) = first_answer(desk, typed).await?;
    let error = match poll::parse(&body).await {
        Ok(parsed) => return Ok(Found { url, body, parsed }),
        Err(error) => error,
    };
    let named = discover::feeds(&body.bytes, &body.url);
    let best = named
        .iter()
        .find(|found| found.kind == FoundKind::Articles)
        .or_else(|| named.first());
    let Some(best) = best else {
        let hint = "give the address of a feed, or of a page that names one".to_owned();
        return Err((error, Some(hint)));
    };
    let body = get(desk, &best.url).await?;
    let parsed = poll::parse(&body)
        .await
        .map_err(|why| (format!("the page names {}, but {why}", best.url), None))?;
    Ok(Found {
        url: best.url.clone(),
        body,
        parsed,
    })
}

/// An address without a scheme is tried with `https`, and with `http` where nobody answers.
async fn first_answer(desk: &Desk, typed: &str) -> Result<(String, Body), Trouble> {
    if typed.contains("://") {
        return Ok((typed.to_owned(), get(desk, typed).await?));
    }
    let secure = format!("https://{typed}");
    match get(desk, &secure).await {
        Ok(body) => Ok((secure, body)),
        Err(trouble) => {
            let plain = format!("http://{typed}");
            get(desk, &plain)
                .await
                .map(|body| (plain, body))
                .map_err(|_| trouble)
        }
    }
}

async fn get(desk: &Desk, url: &str) -> Result<Body, Trouble> {
    let get = Get {
        url: url.to_owned(),
        validators: Validators::default(),
    };
    match desk.fetcher.get(&get).await {
        Answer::Fresh(body) => Ok(body),
        Answer::NotModified { .. } => Err(("the server sent nothing".to_owned(), None)),
        Answer::Gone => Err(("the server says it is gone for good (410)".to_owned(), None)),
        Answer::Refused { status: 404, .. } => Err((
            "there is no such page (404)".to_owned(),
            Some("check the address".to_owned()),
        )),
        Answer::Refused { status, .. } => Err((format!("the server answered {status}"), None)),
        Answer::Unreachable { why } => Err((why, None)),
    }
}
