//! What can go wrong with the library on disk, told apart where a person can do something different.
//!
//! Cloneable, because one failed commit is the answer to every job that was in it.

use rusqlite::ErrorCode;

/// Trouble with the database. `engine` says in which situation it arose and what to try.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full")]
    Full,
    #[error("the database may not be written here")]
    ReadOnly,
    #[error("the file is not a database of this program")]
    NotOurs,
    #[error("the database is damaged ({0})")]
    Damaged(String),
    #[error("another program keeps the database busy")]
    Busy,
    #[error("the database cannot be opened ({0})")]
    CannotOpen(String),
    #[error("the disk could not be read or written ({0})")]
    Disk(String),
    /// Written by a later version of this program; it is left untouched.
    #[error("the database has version {found}, and this program knows versions up to {known}")]
    Newer { found: u32, known: u32 },
    /// The step was rolled back; the database is as it was.
    #[error("bringing the database to version {to} failed and was undone ({why})")]
    Migration { to: u32, why: String },
    /// Nothing was migrated.
    #[error("the backup before bringing the database to version {to} failed ({why})")]
    Backup { to: u32, why: String },
    /// The row that was named is not there.
    #[error("{0} is not in the database")]
    Missing(&'static str),
    #[error("another one has that name or address")]
    Taken,
    #[error("a folder cannot lie in itself")]
    Within,
    #[error("the database was already closed")]
    Closed,
    /// The job panicked and was rolled back; the database goes on.
    #[error("the work on the database broke off ({0})")]
    Panicked(String),
    #[error("the database refused ({0})")]
    Sql(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let why = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::NotADatabase) => Self::NotOurs,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(why),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::CannotOpen) => Self::CannotOpen(why),
            Some(ErrorCode::SystemIoFailure) => Self::Disk(why),
            _ => Self::Sql(why),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::CannotOpen(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    fn check(extended_code: i32, expect: &StoreError) {
        let error =
            rusqlite::Error::SqliteFailure(ffi::Error::new(extended_code), Some("why".into()));
        assert_eq!(&StoreError::from(error), expect);
    }

    #[test]
    fn trouble_a_person_can_act_on_has_its_own_name() {
        let damaged = StoreError::Damaged("why".into());
        check(ffi::SQLITE_FULL, &StoreError::Full);
        check(ffi::SQLITE_READONLY_DIRECTORY, &StoreError::ReadOnly);
        check(ffi::SQLITE_NOTADB, &StoreError::NotOurs);
        check(ffi::SQLITE_CORRUPT, &damaged);
        check(ffi::SQLITE_CORRUPT_INDEX, &damaged);
        check(ffi::SQLITE_BUSY_SNAPSHOT, &StoreError::Busy);
        check(ffi::SQLITE_IOERR_FSYNC, &StoreError::Disk("why".into()));
        check(
            ffi::SQLITE_CANTOPEN_ISDIR,
            &StoreError::CannotOpen("why".into()),
        );
    }
}
