//! How many pieces of work are under way, so that a test, or a command that wants to leave, can wait
//! for quiet instead of sleeping.

use std::sync::Arc;
use tokio::sync::watch;

/// The count of work under way.
#[derive(Debug, Clone)]
pub struct Busy(Arc<watch::Sender<usize>>);

/// One piece of work; it ends when this is dropped.
#[derive(Debug)]
pub struct Held(Busy);

impl Default for Busy {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Busy {
    pub fn hold(&self) -> Held {
        self.0.send_modify(|count| *count += 1);
        Held(self.clone())
    }

    pub fn is_idle(&self) -> bool {
        *self.0.borrow() == 0
    }

    pub async fn idle(&self) {
        let mut count = self.0.subscribe();
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
