//! What is done to folders.

use crate::model::feed::FolderId;
use crate::store::acts::journal::Step;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

impl Db {
    /// A folder of this name: a new row that was deleted, and is not.
    pub(in crate::store) fn new_folder_steps(
        &self,
        title: &str,
        parent: Option<FolderId>,
    ) -> Result<Vec<Step>, StoreError> {
        self.is_there(parent)?;
        self.free_name(title, parent, None)?;
        self.prepare(
            "INSERT INTO folder (parent, title, position, deleted)
             VALUES (?1, ?2, (SELECT ifnull(max(position), 0) + 1 FROM folder), 1)",
        )?
        .execute(params![parent.map(|parent| parent.0), title])?;
        Ok(vec![Step {
            what: "folder".to_owned(),
            field: "deleted".to_owned(),
            was: Value::Integer(1),
            now: Value::Integer(0),
            rows: vec![self.inserted()],
        }])
    }

    pub(in crate::store) fn folder_name_steps(
        &self,
        folder: FolderId,
        title: &str,
    ) -> Result<Vec<Step>, StoreError> {
        self.free_name(title, self.around(folder)?, Some(folder))?;
        self.row_step("folder", folder.0, "title", Value::Text(title.to_owned()))
    }

    /// Into another folder, which must not lie in this one.
    pub(in crate::store) fn folder_move_steps(
        &self,
        folder: FolderId,
        parent: Option<FolderId>,
    ) -> Result<Vec<Step>, StoreError> {
        self.is_there(parent)?;
        let mut above = parent;
        while let Some(at) = above {
            if at == folder {
                return Err(StoreError::Within);
            }
            above = self.around(at)?;
        }
        let title = "SELECT title FROM folder WHERE id = ?1";
        let title = self.prepare(title)?.query_one([folder.0], |row| row.get(0));
        let title: String = title.optional()?.ok_or(StoreError::Missing("the folder"))?;
        self.free_name(&title, parent, Some(folder))?;
        let now = parent.map(|parent| parent.0);
        self.row_step("folder", folder.0, "parent", now.into())
    }

    /// What is in it goes to the folder around it.
    pub(in crate::store) fn folder_delete_steps(
        &self,
        folder: FolderId,
    ) -> Result<Vec<Step>, StoreError> {
        let parent = self.around(folder)?;
        let around: Value = parent.map(|around| around.0).into();
        // The folder goes first: one in it may have its name.
        let mut steps = self.row_step("folder", folder.0, "deleted", Value::Integer(1))?;
        for (what, field) in [("feed", "folder"), ("folder", "parent")] {
            let mut inside = self.prepare(&format!(
                "SELECT id FROM {what} WHERE {field} = ?1 AND deleted = 0"
            ))?;
            let inside = inside.query_map([folder.0], |row| row.get(0))?;
            let rows: Vec<i64> = inside.collect::<Result<_, _>>()?;
            if rows.is_empty() {
                continue;
            }
            if what == "folder" {
                for row in &rows {
                    let title = "SELECT title FROM folder WHERE id = ?1";
                    let title: String = self.prepare(title)?.query_one([row], |row| row.get(0))?;
                    self.free_name(&title, parent, Some(folder))?;
                }
            }
            steps.push(Step {
                what: what.to_owned(),
                field: field.to_owned(),
                was: Value::Integer(folder.0),
                now: around.clone(),
                rows,
            });
        }
        Ok(steps)
    }

    /// That a folder something is put into is there.
    pub(in crate::store) fn is_there(&self, folder: Option<FolderId>) -> Result<(), StoreError> {
        let Some(folder) = folder else {
            return Ok(());
        };
        let mut find = self.prepare("SELECT 1 FROM folder WHERE id = ?1 AND deleted = 0")?;
        let found = find.query_one([folder.0], |_| Ok(())).optional()?;
        found.ok_or(StoreError::Missing("the folder"))
    }

    /// The folder around a folder.
    fn around(&self, folder: FolderId) -> Result<Option<FolderId>, StoreError> {
        let mut find = self.prepare("SELECT parent FROM folder WHERE id = ?1")?;
        let found = find.query_one([folder.0], |row| row.get::<_, Option<i64>>(0));
        Ok(found.optional()?.flatten().map(FolderId))
    }

    /// That no other folder there has this name.
    fn free_name(
        &self,
        title: &str,
        parent: Option<FolderId>,
        but: Option<FolderId>,
    ) -> Result<(), StoreError> {
        let mut find = self.prepare(
            "SELECT 1 FROM folder WHERE ifnull(parent, 0) = ?1 AND title = ?2 AND id <> ?3 AND deleted = 0",
        )?;
        let (parent, but) = (parent.map_or(0, |it| it.0), but.map_or(0, |it| it.0));
        let taken = find.query_one(params![parent, title, but], |_| Ok(()));
        match taken.optional()? {
            Some(()) => Err(StoreError::Taken),
            None => Ok(()),
        }
    }
}
