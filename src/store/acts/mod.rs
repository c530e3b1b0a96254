//! What a person does to entries, feeds and folders: done, and noted so that it can be taken back.

mod entries;
mod feeds;
mod folders;
pub mod journal;
mod tags;

use crate::model::act::{Act, Change, Done};
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::time::Time;
use crate::store::acts::journal::Step;
use crate::store::db::Db;
use crate::store::error::StoreError;

impl Db {
    /// Does it, and notes it in the words that `says` finds for so many entries or feeds. What changes nothing
    /// is not noted.
    pub fn act(
        &self,
        act: &Act,
        says: impl FnOnce(usize) -> String,
        now: Time,
    ) -> Result<Done, StoreError> {
        let steps = self.steps(act, now)?;
        let count = counted(act, &steps);
        if steps.is_empty() {
            return Ok(Done {
                says: says(count),
                nothing: true,
                ..Done::default()
            });
        }
        if let Act::Entries(_, Change::Followed(wish)) = act {
            let rows = steps.iter().flat_map(|step| &step.rows);
            let entries: Vec<EntryId> = rows.map(|row| EntryId(*row)).collect();
            self.follow(&entries, *wish, now)?;
        }
        for step in &steps {
            self.apply(step, &step.now)?;
        }
        let says = says(count);
        self.note(&says, &steps, now)?;
        self.told(says, &steps)
    }

    /// Follows conversations as [`Db::follow`] does, and notes it in these words, if anything changes.
    pub fn follow_and_note(
        &self,
        entries: &[EntryId],
        wish: Following,
        says: impl FnOnce(usize) -> String,
        now: Time,
    ) -> Result<Vec<EntryId>, StoreError> {
        let rows: Vec<i64> = entries.iter().map(|entry| entry.0).collect();
        let steps = self.following_steps(wish, &rows)?;
        let changed = self.follow(entries, wish, now)?;
        if !steps.is_empty() {
            let count = steps.iter().map(|step| step.rows.len()).sum();
            self.note(&says(count), &steps, now)?;
        }
        Ok(changed)
    }

    /// What is to be changed, row by row.
    fn steps(&self, act: &Act, now: Time) -> Result<Vec<Step>, StoreError> {
        match act {
            Act::Entries(which, change) => self.entry_steps(which, change),
            Act::Rename(feed, name) => self.feed_step(*feed, "name", name.clone()),
            Act::Move(feed, folder) => self.move_steps(*feed, *folder),
            Act::Shift(feed, down) => self.shift_steps(*feed, *down),
            Act::Readdress(feed, url) => self.address_steps(*feed, url, now),
            Act::TagFeed(feed, name, on) => self.feed_tag_steps(*feed, name, *on),
            Act::DeleteFeed(feed) => self.delete_steps(*feed),
            Act::SetFeed(feed, key, value) => self.rule_step("feed", feed.0, key, value.as_deref()),
            Act::SetFolder(folder, key, value) => {
                self.rule_step("folder", folder.0, key, value.as_deref())
            }
            Act::NewFolder(title, parent) => self.new_folder_steps(title, *parent),
            Act::RenameFolder(folder, title) => self.folder_name_steps(*folder, title),
            Act::MoveFolder(folder, parent) => self.folder_move_steps(*folder, *parent),
            Act::DeleteFolder(folder) => self.folder_delete_steps(*folder),
        }
    }
}

/// How many entries an act is about; of feeds and folders it is one.
fn counted(act: &Act, steps: &[Step]) -> usize {
    match act {
        Act::Entries(..) => steps.iter().map(|step| step.rows.len()).sum(),
        _ => usize::from(!steps.is_empty()),
    }
}
