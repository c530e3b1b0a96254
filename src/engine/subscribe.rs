//! An address typed by a person becomes a subscription. Nothing is subscribed that could not be
//! read, and one look is enough: what came is kept.

use crate::engine::came::Came;
use crate::engine::discover::{self, Read};
use crate::engine::lane::Desk;
use crate::engine::{poll, rules, words};
use crate::model::feed::Wishes;
use crate::model::found::Offer;
use crate::model::http::{Answer, Answered};
use crate::model::opml::Subscription;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::model::way::without_login;
use crate::poll::verdict;

/// Entries that show what a feed is about.
const SAMPLE: usize = 5;

/// Looks at an address and subscribes to the feed it is or names.
pub async fn subscribe(desk: &Desk, typed: &str) -> Result<Reply, Failure> {
    let doing = format!("adding {}", without_login(typed).0);
    let (read, offers) = find(desk, typed, &doing).await?;
    let title = title(&read);
    let wanted = Subscription {
        url: read.url.clone(),
        title: None,
        site: read.parsed.site.clone(),
        folder: Vec::new(),
    };
    let (now, login, rules) = (desk.clock.now(), read.login.clone(), desk.rules.clone());
    let subscribed = desk
        .store
        .write(move |db| {
            let mut subscribed = db.subscribe_all(&[wanted], now)?;
            if let (Some((name, password)), [feed]) = (login, &subscribed.feeds[..]) {
                db.set_login(*feed, &name, &password)?;
                subscribed.new = subscribed
                    .new
                    .iter()
                    .map(|facts| db.facts_of(facts.feed))
                    .collect::<Result<_, _>>()?;
            }
            subscribed.new = rules::dressed(db, &rules, subscribed.new)?;
            Ok(subscribed)
        })
        .await;
    let subscribed = subscribed.map_err(|error| words::store(doing.clone(), &error))?;
    let feed = *subscribed
        .feeds
        .first()
        .ok_or_else(|| words::gone(doing.clone()))?;
    let Some(facts) = subscribed.new.into_iter().next() else {
        return Ok(Reply::Subscribed {
            feed,
            title,
            already: true,
            offers,
        });
    };
    let answered = Answered {
        answer: Answer::Fresh(read.body),
        trace: read.trace,
    };
    let is_feed = verdict::Read::Feed(Wishes::from(&read.parsed.hints));
    let came = Came::subscription(&facts.url, read.parsed);
    let kept = poll::settle(facts, &answered, &is_feed, Some(came), &desk.means).await;
    let kept = kept.map_err(|error| words::store(doing, &error))?;
    desk.learn(kept.known()).await;
    desk.tell(Note::Changed { feeds: vec![feed] }).await;
    Ok(Reply::Subscribed {
        feed,
        title,
        already: false,
        offers,
    })
}

/// Looks at an address and says what subscribing to it would do.
pub async fn look(desk: &Desk, typed: &str) -> Result<Reply, Failure> {
    let doing = format!("looking at {}", without_login(typed).0);
    let (read, offers) = find(desk, typed, &doing).await?;
    let title = title(&read);
    let entries = read.parsed.entries.iter().take(SAMPLE);
    let newest = entries.map(|entry| entry.name().to_owned()).collect();
    let url = read.url;
    let known = desk.store.read(move |db| db.is_subscribed(&url)).await;
    Ok(Reply::Discovered {
        title,
        already: known.map_err(|error| words::store(doing, &error))?,
        offers,
        newest,
    })
}

async fn find(desk: &Desk, typed: &str, doing: &str) -> Result<(Read, Vec<Offer>), Failure> {
    let found = discover::find(desk, typed).await;
    found.map_err(|(why, hint)| Failure {
        doing: doing.to_owned(),
        why,
        hint,
    })
}

fn title(read: &Read) -> String {
    let title = read.parsed.title.clone();
    title.unwrap_or_else(|| read.url.clone())
}
