//! Which entry a person means by its number, or by an address.

use crate::cli::asking::{Asking, astray};
use crate::cli::find;
use crate::model::entry::EntryRow;
use crate::model::report::Failure;
use crate::model::request::{Reply, Request};
use crate::model::view::{List, Listing, View, Window};

/// How many of the newest entries an address may have been a slip for.
const SEARCHED: usize = 2_000;
/// Entries asked for at once.
const PAGE: usize = 200;

/// The entry with this number, or with this address: its own, that of the page people comment on, or that
/// of its comment feed.
///
/// # Errors
/// When there is none, with what to try; when the database fails.
pub async fn one(asking: &mut Asking<'_>, typed: &str) -> Result<EntryRow, Failure> {
    let typed = typed.trim();
    match asking.ask(Request::Find(typed.to_owned())).await? {
        Reply::Found(Some(row)) => return Ok(row),
        Reply::Found(None) => {}
        _ => return Err(astray("looking for an entry")),
    }
    let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let known = if is_number {
        Vec::new()
    } else {
        addresses(asking).await?
    };
    Err(unknown(typed, is_number, &known))
}

fn unknown(typed: &str, is_number: bool, known: &[String]) -> Failure {
    let what = if is_number { "number" } else { "address" };
    let failure = Failure::new(
        format!("looking for {typed}"),
        format!("no entry has this {what}"),
    );
    match find::near(typed, known.iter().map(String::as_str)) {
        Some(url) => failure.hint(format!("did you mean {url}?")),
        None => failure.hint("postil list --entries shows numbers and addresses"),
    }
}

/// The addresses of the newest entries.
async fn addresses(asking: &mut Asking<'_>) -> Result<Vec<String>, Failure> {
    let rows = rows(asking, View::All, SEARCHED).await?;
    Ok(rows.into_iter().filter_map(|row| row.link).collect())
}

/// The first rows of a view, `most` of them at most.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    asking: &mut Asking<'_>,
    view: View,
    most: usize,
) -> Result<Vec<EntryRow>, Failure> {
    let mut rows = Vec::new();
    let mut window = Window::First;
    while rows.len() < most {
        let listing = Listing {
            list: List::of(view),
            window,
            limit: (most - rows.len()).min(PAGE),
            keep: Vec::new(),
        };
        let Reply::Entries(page) = asking.ask(Request::Entries(listing)).await? else {
            return Err(astray("listing entries"));
        };
        let last = page.rows.last().map(|row| row.place);
        rows.extend(page.rows);
        match last {
            Some(last) if page.more_after => window = Window::After(last),
            _ => break,
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_nobody_has_is_told_with_what_to_try() {
        let known = ["https://a.example/kettle/", "https://a.example/lid/"].map(str::to_owned);
        let check = |typed: &str, is_number, words: [&str; 2]| {
            let why = unknown(typed, is_number, &known).to_string();
            for word in words {
                assert!(why.contains(word), "{why}");
            }
        };
        let kettle = "did you mean https://a.example/kettle/?";
        check(
            "a.example/ketle",
            false,
            ["no entry has this address", kettle],
        );
        check("b.example", false, ["address", "postil list --entries"]);
        check(
            "77",
            true,
            ["no entry has this number", "postil list --entries"],
        );
        check("", false, ["address", "postil list --entries"]);
    }
}
