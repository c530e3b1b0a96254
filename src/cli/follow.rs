//! Conversations followed, or followed no more.

use crate::cli::asking::Asking;
use crate::cli::comments;
use crate::cli::entry;
use crate::cli::print::{self, Outcome};
use crate::model::comment::Following;
use crate::model::entry::EntryRow;
use crate::model::report::Failure;
use crate::model::request::Request;

/// Decides so for the conversations under these entries, and says what became of each.
///
/// # Errors
/// When nobody reads the output.
pub async fn follow(
    asking: &mut Asking<'_>,
    typed: &[String],
    following: Following,
) -> anyhow::Result<Outcome> {
    let mut failed = 0;
    for typed in typed {
        match one(asking, typed, following).await {
            Ok(row) => print::data(&sentence(&row, following))?,
            Err(failure) => {
                failed += 1;
                print::failure(&failure);
            }
        }
    }
    // What is asked from now on is asked before this ends; that it is followed does not hang on it.
    comments::settle(asking).await;
    Ok(Outcome::of(failed, typed.len()))
}

async fn one(
    asking: &mut Asking<'_>,
    typed: &str,
    following: Following,
) -> Result<EntryRow, Failure> {
    let row = entry::one(asking, typed).await?;
    let entries = vec![row.id];
    let asked = asking.ask(Request::Follow { entries, following }).await;
    asked.map_err(|failure| Failure {
        doing: format!("{}: {}", row.name(), failure.doing),
        // Keys of the reader are of no use here.
        hint: None,
        ..failure
    })?;
    Ok(row)
}

fn sentence(row: &EntryRow, following: Following) -> String {
    let what = match following {
        Following::Yes => "followed",
        Following::Pinned => "followed for good",
        Following::Muted | Following::No => "no longer followed",
    };
    match &row.link {
        Some(link) => format!("{what}: {} <{link}>", row.name()),
        None => format!("{what}: {}", row.name()),
    }
}
