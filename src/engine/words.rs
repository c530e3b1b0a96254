//! Errors in words for a person: what was being done, why it failed, what to try.

use crate::model::report::Failure;
use crate::store::error::StoreError;

/// Trouble with the database.
pub fn store(doing: impl Into<String>, error: &StoreError) -> Failure {
    let failure = Failure::new(doing, error);
    match advice(error) {
        Some(advice) => failure.hint(advice),
        None => failure,
    }
}

fn advice(error: &StoreError) -> Option<&'static str> {
    Some(match error {
        StoreError::Full => "make some room; what is stored is safe",
        StoreError::ReadOnly => {
            "check who may write there, or choose another place with --data-dir"
        }
        StoreError::NotOurs | StoreError::CannotOpen(_) => "choose another place with --data-dir",
        StoreError::Damaged(_) => {
            "keep the file as it is; a copy from before the last update may stand beside it"
        }
        StoreError::Busy => "try again when the other program is done",
        StoreError::Disk(_) => "check the disk",
        StoreError::Newer { .. } => "use a later version of postil; the file was left as it is",
        StoreError::Migration { .. } | StoreError::Backup { .. } => "the file was left as it is",
        StoreError::Missing(_)
        | StoreError::Closed
        | StoreError::Panicked(_)
        | StoreError::Sql(_) => return None,
    })
}

/// Something that is not there any more.
pub fn gone(doing: impl Into<String>) -> Failure {
    Failure::new(doing, "it is not in the database any more").hint("R asks every feed for news")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_was_done_why_it_failed_and_what_to_try() {
        assert_eq!(
            store("saving a mark", &StoreError::Full).to_string(),
            "saving a mark: the disk is full – make some room; what is stored is safe"
        );
        assert_eq!(store("reading", &StoreError::Closed).hint, None);
    }
}
