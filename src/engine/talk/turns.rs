//! One search at a time for the comments of one entry: who opens a conversation and follows it in the same
//! breath asks its server once.

use crate::model::entry::EntryId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Waiting, OwnedMutexGuard};

/// The searches under way.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<EntryId, Arc<Waiting<()>>>>>);

impl Turns {
    /// Waits until nobody else looks for the comments of this entry; others wait while the answer is held.
    pub async fn of(&self, entry: EntryId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that nobody holds or waits for are over.
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            turns.entry(entry).or_default().clone()
        };
        turn.lock_owned().await
    }
}
