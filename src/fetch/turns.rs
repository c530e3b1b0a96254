//! Whose turn it is: one exchange at a time with a host, and few with one machine.
//!
//! Polls are planned so that no host is asked twice at once, but a redirect may lead to a host that is
//! being asked, and adding a feed is not planned at all. So every exchange, whoever wants it, waits for
//! its turn here. A turn is given back before the next is taken, so that nobody waits in a circle.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Gate, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// All hosts and machines asked so far.
#[derive(Debug)]
pub(crate) struct Turns {
    per_address: usize,
    hosts: Mutex<HashMap<String, Arc<Gate<LastStart>>>>,
    addresses: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
}

/// When the last exchange with a host was begun, by a clock that is never set.
type LastStart = Option<Instant>;

/// A turn; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _host: OwnedMutexGuard<LastStart>,
    _address: Option<OwnedSemaphorePermit>,
}

impl Turns {
    pub(crate) fn new(per_address: usize) -> Self {
        Self {
            per_address: per_address.max(1),
            hosts: Mutex::default(),
            addresses: Mutex::default(),
        }
    }

    /// Waits for a turn with this host (name and port), which is at this address if that is known, and
    /// until so long after the start of the last one.
    pub(crate) async fn take(
        &self,
        host: &str,
        address: Option<IpAddr>,
        gap: Option<Duration>,
    ) -> Turn {
        let gate = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.entry(host.to_owned()).or_default().clone()
        };
        let mut host = gate.lock_owned().await;
        if let (Some(last), Some(gap)) = (*host, gap) {
            tokio::time::sleep_until(last + gap).await;
        }
        let address = match address {
            Some(address) => self.at(address).acquire_owned().await.ok(),
            None => None,
        };
        *host = Some(Instant::now());
        Turn {
            _host: host,
            _address: address,
        }
    }

    fn at(&self, address: IpAddr) -> Arc<Semaphore> {
        let mut addresses = self
            .addresses
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let few = || Arc::new(Semaphore::new(self.per_address));
        addresses.entry(address).or_insert_with(few).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));

    /// Whether a turn can be had without waiting.
    fn is_free(turns: &Turns, host: &str, address: Option<IpAddr>) -> bool {
        futures_util::FutureExt::now_or_never(turns.take(host, address, None)).is_some()
    }

    #[tokio::test]
    async fn p16_one_exchange_at_a_time_with_a_host() {
        let turns = Turns::new(4);
        let turn = turns.take("a.example:80", HERE, None).await;
        assert!(!is_free(&turns, "a.example:80", HERE));
        assert!(is_free(&turns, "b.example:80", HERE));
        drop(turn);
        assert!(is_free(&turns, "a.example:80", HERE));
        let soon = turns.take("a.example:80", HERE, Some(Duration::from_mins(1)));
        assert!(
            futures_util::FutureExt::now_or_never(soon).is_none(),
            "it has to rest"
        );
    }

    #[tokio::test]
    async fn p16_few_exchanges_at_a_time_with_one_machine() {
        let turns = Turns::new(2);
        let first = turns.take("a.example:80", HERE, None).await;
        let _second = turns.take("b.example:80", HERE, None).await;
        assert!(!is_free(&turns, "c.example:80", HERE));
        assert!(
            is_free(&turns, "d.example:80", None),
            "where it is, is not known"
        );
        drop(first);
        assert!(is_free(&turns, "c.example:80", HERE));
    }
}
