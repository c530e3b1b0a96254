//! Feeds asked from the command line: those that are due, all that may be asked, or some.

pub mod account;
pub mod bar;
pub mod json;

use crate::cli::asking::{Asking, Heard, astray};
use crate::cli::print::{self, Outcome};
use crate::cli::refresh::account::Account;
use crate::cli::refresh::bar::Bar;
use crate::cli::{find, moment};
use crate::engine::clock::Clock;
use crate::model::report::{Left, Outcome as Polled, PollReport};
use crate::model::request::{Reply, Request, Scope};
use jiff::tz::TimeZone;
use std::io;

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Whoever would be asked by itself.
    Due,
    /// Whoever may be asked.
    All,
    /// The feeds with these addresses; with `force` also before their time.
    Some { urls: Vec<String>, force: bool },
}

/// What is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    Lines,
    /// Only what failed.
    Failures,
    Json,
}

/// Asks, and tells what came.
///
/// # Errors
/// When the database fails, an address is none of a subscription, or nobody reads the output.
pub async fn refresh(
    asking: &mut Asking<'_>,
    which: Which,
    telling: Telling,
    clock: &Clock,
    zone: &TimeZone,
) -> anyhow::Result<Outcome> {
    let mut account = Account {
        left: order(asking, &which).await?,
        ..Account::default()
    };
    let mut bar = Bar::on_terminal(telling == Telling::Lines);
    let mut printed = Ok(());
    asking
        .settle(|heard| match heard {
            Heard::Polled(report) => {
                if printed.is_ok() && telling != Telling::Json {
                    bar.erase();
                    printed = tell(&report, telling);
                }
                account.reports.push(report);
            }
            Heard::Progress { done, total } => bar.draw(done, total),
            Heard::Moved(moved) if telling == Telling::Lines => {
                bar.erase();
                print::note(&account::moved(&moved));
            }
            Heard::Moved(_) => {}
            Heard::Failed(failure) => {
                bar.erase();
                print::failure(&failure);
            }
        })
        .await;
    bar.erase();
    printed?;
    account.offline = asking.is_offline();
    match telling {
        Telling::Json => print::json(&json::value(&account, clock.now()))?,
        Telling::Failures if account.offline => print::note(account::OFFLINE),
        Telling::Failures => {}
        Telling::Lines => {
            for line in account.sentences(&which, zone) {
                print::note(&line);
            }
        }
    }
    Ok(account.outcome())
}

/// Gives the orders; those that were left out are told.
async fn order(asking: &mut Asking<'_>, which: &Which) -> anyhow::Result<Vec<Left>> {
    let mut left = Vec::new();
    for request in requests(asking, which).await? {
        match asking.ask(request).await? {
            Reply::Refreshing { left: some, .. } => left.extend(some),
            Reply::Done => {}
            _ => return Err(astray("refreshing").into()),
        }
    }
    Ok(left)
}

async fn requests(asking: &mut Asking<'_>, which: &Which) -> anyhow::Result<Vec<Request>> {
    let (urls, force) = match which {
        Which::Due => return Ok(vec![Request::RefreshDue]),
        Which::All => return Ok(vec![Request::Refresh(Scope::All)]),
        Which::Some { urls, force } => (urls, *force),
    };
    let known = find::all(asking).await?;
    let mut feeds = Vec::new();
    for url in urls {
        let feed = find::one(url, &known)?.feed;
        if !feeds.contains(&feed) {
            feeds.push(feed);
        }
    }
    if !force {
        return Ok(vec![Request::Refresh(Scope::Feeds(feeds))]);
    }
    let insist = |feed| Request::Insist { feed, whole: false };
    Ok(feeds.into_iter().map(insist).collect())
}

fn tell(report: &PollReport, telling: Telling) -> io::Result<()> {
    match &report.outcome {
        Polled::Updated { new, changed } if telling == Telling::Lines => print::data(&format!(
            "{}: {}",
            report.title,
            account::brought(*new, *changed)
        )),
        Polled::Updated { .. } | Polled::Unchanged => Ok(()),
        Polled::Failed { why } => {
            print::note(&format!("{}: {why}", report.title));
            Ok(())
        }
    }
}

/// When a feed that was left out is asked, and what a person can do.
fn left(left: &Left, zone: &TimeZone) -> String {
    let insist = if left.may_insist {
        " – --force asks all the same"
    } else {
        ""
    };
    let next = moment::next(left.next, zone);
    format!(
        "{}: not asked, next {next}: {}{insist}",
        left.title, left.why
    )
}
