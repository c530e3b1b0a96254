//! Who is next: feeds wait in one queue per host, and the hosts wait in order of when they may be
//! asked. Every step costs the logarithm of the number of feeds, so thousands of them are no matter.

use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::poll::hosts::HostId;
use std::collections::{BTreeSet, HashMap};

/// Feeds waiting to be asked. A feed stands in it as due at a time, as asked for by a person, or
/// both; those asked for go first.
#[derive(Debug, Default)]
pub(crate) struct Line {
    places: HashMap<FeedId, Place>,
    queues: HashMap<HostId, Queue>,
    /// Hosts with a feed a person asked for, by the moment they may be asked.
    asked: BTreeSet<(Time, HostId)>,
    /// The other hosts, by the moment their first feed is due and they may be asked.
    due: BTreeSet<(Time, HostId)>,
    /// Numbers those asked for, so that they are served in the order they were.
    tickets: u64,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    host: HostId,
    due: Option<Time>,
    asked: Option<u64>,
}

#[derive(Debug, Default)]
struct Queue {
    asked: BTreeSet<(u64, FeedId)>,
    due: BTreeSet<(Time, FeedId)>,
    listed: Option<Time>,
}

impl Line {
    /// Puts a feed in line for `at`, or moves it there.
    pub(crate) fn put_due(&mut self, feed: FeedId, host: HostId, at: Time) {
        let place = self.place(feed, host);
        let before = place.due.replace(at);
        let queue = self.queues.entry(host).or_default();
        if let Some(before) = before {
            queue.due.remove(&(before, feed));
        }
        queue.due.insert((at, feed));
    }

    /// Puts a feed in line because a person asked for it.
    pub(crate) fn put_asked(&mut self, feed: FeedId, host: HostId) {
        self.tickets += 1;
        let ticket = self.tickets;
        let place = self.place(feed, host);
        if place.asked.is_none() {
            place.asked = Some(ticket);
            let queue = self.queues.entry(host).or_default();
            queue.asked.insert((ticket, feed));
        }
    }

    pub(crate) fn is_asked(&self, feed: FeedId) -> bool {
        self.places
            .get(&feed)
            .is_some_and(|place| place.asked.is_some())
    }

    /// Takes a feed out of the line altogether, and says whether a person had asked for it.
    /// Its host is to be listed anew.
    pub(crate) fn take_out(&mut self, feed: FeedId) -> bool {
        let Some(place) = self.places.remove(&feed) else {
            return false;
        };
        let queue = self.queues.entry(place.host).or_default();
        if let Some(at) = place.due {
            queue.due.remove(&(at, feed));
        }
        if let Some(ticket) = place.asked {
            queue.asked.remove(&(ticket, feed));
        }
        place.asked.is_some()
    }

    /// The feeds of this host that a person asked for wait for their own time again; how many.
    pub(crate) fn no_longer_asked(&mut self, host: HostId) -> usize {
        let queue = self.queues.entry(host).or_default();
        let asked = std::mem::take(&mut queue.asked);
        for (_, feed) in &asked {
            if let Some(place) = self.places.get_mut(feed) {
                place.asked = None;
            }
        }
        asked.len()
    }

    /// Lists a host by when it may be asked; `free_at` is nothing while it is being asked. To be
    /// called after every change to the host or its feeds.
    pub(crate) fn list(&mut self, host: HostId, free_at: Option<Time>) {
        let queue = self.queues.entry(host).or_default();
        if let Some(listed) = queue.listed.take() {
            self.asked.remove(&(listed, host));
            self.due.remove(&(listed, host));
        }
        let Some(free_at) = free_at else { return };
        if !queue.asked.is_empty() {
            queue.listed = Some(free_at);
            self.asked.insert((free_at, host));
        } else if let Some((due, _)) = queue.due.first() {
            let at = free_at.max(*due);
            queue.listed = Some(at);
            self.due.insert((at, host));
        }
    }

    /// The feed to ask now, if any may be asked.
    pub(crate) fn first(&self, now: Time) -> Option<(FeedId, HostId)> {
        let ready =
            |line: &BTreeSet<(Time, HostId)>| line.first().filter(|(at, _)| *at <= now).copied();
        let (_, host) = ready(&self.asked).or_else(|| ready(&self.due))?;
        let queue = self.queues.get(&host)?;
        let asked = queue.asked.first().map(|(_, feed)| *feed);
        let feed = asked.or_else(|| queue.due.first().map(|(_, feed)| *feed))?;
        Some((feed, host))
    }

    /// The next moment at which some feed may be asked.
    pub(crate) fn next_moment(&self) -> Option<Time> {
        let first = |line: &BTreeSet<(Time, HostId)>| line.first().map(|(at, _)| *at);
        first(&self.asked).into_iter().chain(first(&self.due)).min()
    }

    fn place(&mut self, feed: FeedId, host: HostId) -> &mut Place {
        let moved = self
            .places
            .get(&feed)
            .is_some_and(|place| place.host != host);
        if moved {
            self.take_out(feed);
        }
        self.places.entry(feed).or_insert(Place {
            host,
            due: None,
            asked: None,
        })
    }
}
