//! One connection to the database: how it is opened, and what is set on it.
//!
//! The settings serve one promise: what was acknowledged survives a crash and a power cut (WAL with
//! `synchronous = FULL`). Its methods are in the files of the tables they are about.

use crate::store::error::StoreError;
use crate::store::schema;
use crate::store::sorted::Sorted;
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OpenFlags};
use std::path::Path;

/// Statements kept prepared; there are about sixty.
const STATEMENTS: usize = 128;

/// Set before anything is read or written. None of them changes the file.
const SETTINGS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -8192;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = 67108864;
";

/// A connection, lent to the jobs of one thread.
pub struct Db {
    connection: Connection,
    /// The list that was put in order last.
    sorted: std::cell::RefCell<Option<Sorted>>,
    /// Every statement that was asked for, so that a test can look at the plans of all of them.
    #[cfg(test)]
    asked: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

impl Db {
    /// Opens the database for writing, makes it if there is none, brings it to today's version.
    pub(in crate::store) fn open_to_write(path: &Path) -> Result<Self, StoreError> {
        make_private(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.execute_batch(SETTINGS)?;
        schema::migrate(&mut connection, Some(path), schema::STEPS)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        Self::of(connection)
    }

    /// Opens a database that [`Db::open_to_write`] has made; it cannot be changed through this.
    pub(in crate::store) fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.execute_batch(SETTINGS)?;
        connection.pragma_update(None, "query_only", true)?;
        Self::of(connection)
    }

    /// Statements are planned once, without a look at the values bound to them. Otherwise every
    /// statement that might use a partial index is planned anew each time it is used, which takes
    /// ten times as long as a list row.
    fn of(connection: Connection) -> Result<Self, StoreError> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self {
            connection,
            sorted: std::cell::RefCell::default(),
            #[cfg(test)]
            asked: std::cell::RefCell::default(),
        })
    }

    /// Lets `SQLite` bring its statistics up to date where it finds that worth while.
    pub(in crate::store) fn tidy(&self) -> Result<(), StoreError> {
        self.batch("PRAGMA optimize")
    }

    pub(in crate::store) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    pub(in crate::store) fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        #[cfg(test)]
        self.asked.borrow_mut().insert(sql.to_owned());
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// The list that was put in order last.
    pub(in crate::store) fn sorted(&self) -> std::cell::RefMut<'_, Option<Sorted>> {
        self.sorted.borrow_mut()
    }

    /// The number of the row last inserted.
    pub(in crate::store) fn inserted(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    /// Whether a transaction is open. `SQLite` ends one by itself when the disk fails under it.
    pub(in crate::store) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

/// Makes the directory and an empty file that only their owner may read: what a person reads is
/// nobody else's business. `SQLite` gives its side files the rights of the database.
///
/// Never opens a file that is there already: closing it would drop the locks other connections of
/// this process hold on it (<https://www.sqlite.org/howtocorrupt.html> §2.2).
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut directory = std::fs::DirBuilder::new();
    let mut file = std::fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        directory.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        directory.recursive(true).create(parent)?;
    }
    match file.write(true).create_new(true).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
impl Db {
    /// An empty library in memory.
    pub(in crate::store) fn scratch() -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SETTINGS).unwrap();
        schema::migrate(&mut connection, None, schema::STEPS).unwrap();
        Self::of(connection).unwrap()
    }

    /// How the database goes about each statement that was asked for so far.
    pub(in crate::store) fn plans(&self) -> Vec<(String, String)> {
        let plan = |sql: &String| {
            let mut explain = self
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let parameters = rusqlite::params_from_iter(vec![1; explain.parameter_count()]);
            let steps = explain
                .query_map(parameters, |row| row.get::<_, String>(3))
                .unwrap();
            steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
        };
        self.asked
            .borrow()
            .iter()
            .map(|sql| (sql.clone(), plan(sql)))
            .collect()
    }

    /// One number out of the database.
    pub(in crate::store) fn number(&self, sql: &str) -> i64 {
        self.connection
            .query_one(sql, [], |row| row.get(0))
            .unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(make: impl FnOnce(&Path), expect: impl FnOnce(&StoreError) -> bool) {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("library.db");
        make(&path);
        let error = Db::open_to_write(&path).err().expect("must be refused");
        assert!(expect(&error), "{error:?}");
    }

    fn sql(path: &Path, sql: &str) {
        Connection::open(path).unwrap().execute_batch(sql).unwrap();
    }

    #[test]
    fn what_is_not_our_library_is_refused_and_left_as_it_is() {
        check(
            |path| std::fs::write(path, "Dear diary, ".repeat(400)).unwrap(),
            |error| *error == StoreError::NotOurs,
        );
        check(
            |path| {
                sql(
                    path,
                    "CREATE TABLE urls (id INTEGER); PRAGMA user_version = 1",
                );
            },
            |error| *error == StoreError::NotOurs,
        );
        check(
            |path| std::fs::create_dir(path).unwrap(),
            |error| matches!(error, StoreError::CannotOpen(_)),
        );
        check(
            |path| {
                drop(Db::open_to_write(path).unwrap());
                sql(path, "PRAGMA user_version = 9000");
            },
            |error| matches!(error, StoreError::Newer { found: 9000, known } if *known < 9000),
        );
    }

    #[test]
    fn a_torn_file_is_called_damaged() {
        check(
            |path| {
                drop(Db::open_to_write(path).unwrap());
                let mut bytes = std::fs::read(path).unwrap();
                bytes[100..4096].fill(0xff);
                std::fs::write(path, bytes).unwrap();
            },
            |error| matches!(error, StoreError::Damaged(_)),
        );
    }

    #[test]
    fn a_path_that_leads_through_a_file_is_told_as_such() {
        let room = tempfile::tempdir().unwrap();
        std::fs::write(room.path().join("file"), "").unwrap();
        let error = Db::open_to_write(&room.path().join("file/library.db")).err();
        assert!(
            matches!(error, Some(StoreError::CannotOpen(_))),
            "{error:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_one_reads() {
        use std::os::unix::fs::PermissionsExt;
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("data/postil/library.db");
        let db = Db::open_to_write(&path).unwrap();
        db.batch("CREATE TABLE side (files INTEGER)").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
            let file = file.unwrap().path();
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }

    #[test]
    fn the_reading_connection_cannot_write() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("library.db");
        let _writer = Db::open_to_write(&path).unwrap();
        let reader = Db::open_to_read(&path).unwrap();
        assert_eq!(reader.batch("DELETE FROM poll"), Err(StoreError::ReadOnly));
    }

    #[test]
    fn commits_wait_for_the_disk() {
        let room = tempfile::tempdir().unwrap();
        let db = Db::open_to_write(&room.path().join("library.db")).unwrap();
        assert_eq!(db.number("PRAGMA synchronous"), 2);
        assert_eq!(
            db.number("SELECT journal_mode = 'wal' FROM pragma_journal_mode"),
            1
        );
        assert_eq!(db.number("PRAGMA foreign_keys"), 1);
    }
}
