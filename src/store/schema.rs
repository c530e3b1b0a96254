//! The versions of the database: numbered steps, each tried on a backed-up database in one transaction.
//!
//! Steps are data, so that the tests can run other ones through the same code. A published step is
//! never edited; what is to change becomes the next step.

use crate::store::error::StoreError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Step `n` of the slice leads from version `n` to version `n + 1`.
pub(in crate::store) const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
];

/// Marks the file as ours: "post" in ASCII.
const APPLICATION_ID: i32 = 0x706f_7374;

/// Brings the database to the version after the last step. One that is not ours, or newer, is
/// refused before anything is written; one with data (`path` says where) is backed up first.
pub(in crate::store) fn migrate(
    connection: &mut Connection,
    path: Option<&Path>,
    steps: &[&str],
) -> Result<(), StoreError> {
    let known = number(steps.len());
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if let Some(path) = path
        && (1..known).contains(&found)
    {
        back_up(connection, path, found + 1)?;
    }
    for (step, to) in steps.iter().zip(1..) {
        advance(connection, step, to)?;
    }
    Ok(())
}

/// One step in one transaction, unless it is done already – perhaps by another process just now.
fn advance(connection: &mut Connection, step: &str, to: u32) -> Result<(), StoreError> {
    if version(connection)? >= to {
        return Ok(());
    }
    let failed = |error: rusqlite::Error| match StoreError::from(error) {
        StoreError::Sql(why) => StoreError::Migration { to, why },
        known => known,
    };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&transaction)? < to {
        transaction.execute_batch(step).map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit().map_err(failed)
}

/// The version of our database; nought for a new file.
fn version(connection: &Connection) -> Result<u32, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (id, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables = "SELECT count(*) FROM sqlite_schema";
    let empty = connection.query_one(tables, [], |row| row.get::<_, i64>(0))? == 0;
    match u32::try_from(version) {
        Ok(0) if empty && id == 0 => Ok(0),
        Ok(version) if version > 0 && id == APPLICATION_ID => Ok(version),
        _ => Err(StoreError::NotOurs),
    }
}

/// Copies the database to `<name>.before-<to>` beside it. The copy appears whole and checked under
/// its name, or not at all.
fn back_up(connection: &Connection, path: &Path, to: u32) -> Result<(), StoreError> {
    let failed = |error: StoreError| match error {
        StoreError::Full => StoreError::Full,
        other => StoreError::Backup {
            to,
            why: other.to_string(),
        },
    };
    let whole = beside(path, &format!(".before-{to}"));
    let partial = beside(path, &format!(".before-{to}.partial"));
    let outcome = copy(connection, &partial)
        .and_then(|()| Ok(std::fs::rename(&partial, &whole)?))
        .and_then(|()| sync_directory(path));
    if outcome.is_err() {
        // Nothing to add to the first trouble if this fails too; the next attempt removes it.
        let _ = std::fs::remove_file(&partial);
    }
    outcome.map_err(failed)
}

fn copy(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    let file = file.write(true).create_new(true).open(to)?;
    let name = to
        .to_str()
        .ok_or_else(|| StoreError::CannotOpen("the path is not Unicode".into()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    let copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = copy.query_one("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    drop(copy);
    Ok(file.sync_all()?)
}

/// Makes the new name durable.
fn sync_directory(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn number(steps: usize) -> u32 {
    u32::try_from(steps).expect("steps are written by hand")
}
