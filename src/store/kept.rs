//! How the reader was left: small things by name, on which nothing depends.

use crate::store::db::Db;
use crate::store::error::StoreError;

impl Db {
    pub fn keep(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO kept (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        )?
        .execute([name, value])?;
        Ok(())
    }

    /// All that is kept, by name.
    pub fn kept(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut kept = self.prepare("SELECT name, value FROM kept ORDER BY name")?;
        let kept = kept.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(kept.collect::<Result<_, _>>()?)
    }
}
