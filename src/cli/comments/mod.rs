//! A conversation printed with its tree. Nothing is marked as seen by that.

pub mod json;
pub mod markdown;
#[cfg(test)]
pub(in crate::cli) mod sample;
pub mod state;
pub mod text;

use crate::cli::asking::{Asking, Heard, astray};
use crate::cli::print::{self, Outcome};
use crate::cli::refresh::account::OFFLINE;
use crate::cli::{entry, moment};
use crate::model::comment::{Conversation, Members, Missing, Provenance};
use crate::model::entry::{EntryId, EntryRow};
use crate::model::report::{Failure, Left, Outcome as Polled};
use crate::model::request::{Completed, Reply, Request, Scope};
use crate::model::time::Time;
use crate::thread::tree::{Order, Settings, Thread, build};
use crate::ui::theme::Glyphs;
use jiff::tz::TimeZone;

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In so many columns.
    Text(u16),
    Markdown,
    Json,
}

/// What is done before it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Its comment feed is asked, even if it was before.
    pub refresh: bool,
    /// What the feed does not hold is fetched from elsewhere.
    pub complete: bool,
    /// A third party may be asked.
    pub agreed: bool,
}

/// How it is shown.
pub struct Manner<'a> {
    pub form: Form,
    /// Whom a comment answers may be guessed from its words.
    pub guess: bool,
    pub glyphs: &'a Glyphs,
    pub zone: &'a TimeZone,
}

/// Prints the conversation under an entry. Where nobody was ever asked for it, that is done first.
///
/// # Errors
/// When there is no such entry, the database fails, or nobody reads the output.
pub async fn comments(
    asking: &mut Asking<'_>,
    typed: &str,
    effort: Effort,
    manner: &Manner<'_>,
    now: Time,
) -> anyhow::Result<Outcome> {
    let row = entry::one(asking, typed).await?;
    let mut well = true;
    let known = stored(asking, row.id).await?;
    if effort.refresh || was_never_asked(&known) {
        well &= ask(asking, row.id, manner.zone).await?;
    }
    if effort.complete {
        well &= complete(asking, row.id, effort.agreed).await?;
    }
    let conversation = stored(asking, row.id).await?;
    // Its counts may be other ones by now.
    let row = match asking.ask(Request::Find(row.id.0.to_string())).await? {
        Reply::Found(Some(now)) => now,
        _ => row,
    };
    // From the beginning, whatever the reader begins with: that is how one reads what is printed.
    let settings = Settings {
        order: Order::OldestFirst,
        guess: manner.guess,
    };
    let thread = build(&conversation, settings);
    show(&row, &conversation, &thread, manner, now)?;
    let nothing = thread.total == 0 && conversation.missing.is_some();
    Ok(if well && !nothing {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

fn show(
    row: &EntryRow,
    conversation: &Conversation,
    thread: &Thread,
    manner: &Manner<'_>,
    now: Time,
) -> anyhow::Result<()> {
    let lines = match manner.form {
        Form::Json => {
            print::json(&json::value(row, conversation, thread, now))?;
            return Ok(());
        }
        Form::Markdown => markdown::lines(row, conversation, thread, manner.zone),
        Form::Text(width) => {
            let page = text::Page {
                width,
                glyphs: manner.glyphs,
                zone: manner.zone,
            };
            page.lines(row, conversation, thread)
        }
    };
    for line in lines {
        print::row(&line)?;
    }
    Ok(())
}

/// What is kept of it.
///
/// # Errors
/// When the database fails, or the entry is gone.
pub async fn stored(asking: &mut Asking<'_>, entry: EntryId) -> Result<Conversation, Failure> {
    conversation(asking, entry, false).await
}

async fn conversation(
    asking: &mut Asking<'_>,
    entry: EntryId,
    open: bool,
) -> Result<Conversation, Failure> {
    let request = Request::Conversation { entry, open };
    match asking.ask(request).await? {
        Reply::Conversation(conversation) => Ok(*conversation),
        _ => Err(astray("reading the conversation")),
    }
}

/// Whether its own feed was never asked; what is known may be what the feed of a whole site showed. Where
/// its feed was sought in vain, the engine knows whether it is time to seek again.
fn was_never_asked(conversation: &Conversation) -> bool {
    let elsewhere = conversation.feed.is_none() && !conversation.comments.is_empty();
    let is_known = conversation.checked_at.is_some() || elsewhere;
    conversation.members == Members::Comments && !is_known
}

/// Takes the conversation up and has its feed asked; whether that went well.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    asking: &mut Asking<'_>,
    entry: EntryId,
    zone: &TimeZone,
) -> Result<bool, Failure> {
    conversation(asking, entry, true).await?;
    let reply = asking.ask(Request::Refresh(Scope::Thread(entry))).await;
    match reply {
        Ok(Reply::Refreshing { left, .. }) => {
            for one in &left {
                print::note(&not_asked(one, zone));
            }
        }
        Ok(Reply::Done) => {}
        Ok(_) => return Err(astray("asking for comments")),
        Err(failure) => {
            print::failure(&failure);
            return Ok(false);
        }
    }
    Ok(settle(asking).await)
}

fn not_asked(left: &Left, zone: &TimeZone) -> String {
    let next = moment::next(left.next, zone);
    format!("{}: not asked, next {next}: {}", left.title, left.why)
}

/// Waits until all is done; whether it went well.
///
/// Failures are told.
pub async fn settle(asking: &mut Asking<'_>) -> bool {
    let mut well = true;
    asking
        .settle(|heard| match heard {
            Heard::Polled(report) => {
                if let Polled::Failed { why } = report.outcome {
                    print::note(&format!("{}: {why}", report.title));
                    well = false;
                }
            }
            Heard::Failed(failure) => {
                print::failure(&failure);
                well = false;
            }
            Heard::Moved(_) | Heard::Progress { .. } => {}
        })
        .await;
    if asking.is_offline() {
        print::note(OFFLINE);
        well = false;
    }
    well
}

/// Has everything fetched that the feed does not hold; whether that went well.
async fn complete(asking: &mut Asking<'_>, entry: EntryId, agreed: bool) -> Result<bool, Failure> {
    let went = match asking.ask(Request::Complete { entry, agreed }).await {
        Ok(Reply::Completed(completed)) => {
            for line in fetched(&completed) {
                print::note(&line);
            }
            true
        }
        Ok(Reply::Agreement { host }) => {
            let agreement = Missing::Agreement { host };
            print::note(&state::missing(&agreement));
            false
        }
        Ok(_) => return Err(astray("completing the conversation")),
        Err(failure) => {
            // Keys of the reader are of no use here.
            let hint = None;
            print::failure(&Failure { hint, ..failure });
            false
        }
    };
    Ok(settle(asking).await && went)
}

/// What came of it, and what was tried in vain.
fn fetched(completed: &Completed) -> Vec<String> {
    let vain = completed.vain.iter();
    let mut lines: Vec<String> = vain
        .map(|(by, why)| format!("{}: {why}", by.name()))
        .collect();
    let by = match completed.by {
        Provenance::Feed => "the feed",
        Provenance::Page => "the page",
        other => other.name(),
    };
    let more = match completed.new {
        0 => "nothing that was not known".to_owned(),
        1 => "1 more comment".to_owned(),
        many => format!("{many} more comments"),
    };
    let gone = match completed.gone {
        0 => String::new(),
        1 => ", and 1 comment is no longer there".to_owned(),
        many => format!(", and {many} comments are no longer there"),
    };
    let whole = if completed.whole {
        "; that is all there is"
    } else {
        "; there may be more"
    };
    lines.push(format!("{by} has {more}{gone}{whole}"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_again_for_what_is_known() {
        let check = |conversation: &Conversation, expect| {
            assert_eq!(was_never_asked(conversation), expect, "{conversation:?}");
        };
        check(&Conversation::default(), true);
        check(&sample::kettle(), false);
        let found_elsewhere = Conversation {
            checked_at: None,
            feed: None,
            ..sample::kettle()
        };
        check(&found_elsewhere, false);
        let shown_by_the_site = Conversation {
            checked_at: None,
            ..sample::kettle()
        };
        check(&shown_by_the_site, true);
        let asked = Conversation {
            checked_at: Some(Time(0)),
            ..Conversation::default()
        };
        check(&asked, false);
        let mails = Conversation {
            members: Members::Entries,
            ..Conversation::default()
        };
        check(&mails, false);
    }

    #[test]
    fn what_came_of_completing_is_told_with_what_was_tried() {
        let completed = Completed {
            by: Provenance::WordPress,
            new: 17,
            gone: 1,
            whole: true,
            vain: vec![(Provenance::Pages, "the server answers 404".to_owned())],
        };
        assert_eq!(
            fetched(&completed),
            [
                "older pages: the server answers 404",
                "WordPress has 17 more comments, and 1 comment is no longer there; that is all there is",
            ]
        );
        let nothing = Completed {
            by: Provenance::Page,
            new: 0,
            gone: 0,
            whole: false,
            vain: Vec::new(),
        };
        assert_eq!(
            fetched(&nothing),
            ["the page has nothing that was not known; there may be more"]
        );
    }
}
