//! One question at a time: ask the engine, wait for the answer, keep what it tells meanwhile.

use crate::engine::Engine;
use crate::model::report::{Failure, Moved, Note, PollReport};
use crate::model::request::{News, Reply, Request, Ticket};
use std::collections::VecDeque;
use tokio::sync::mpsc::Receiver;

/// What is told while one waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Polled(PollReport),
    /// Polls that ended, of so many.
    Progress {
        done: usize,
        total: usize,
    },
    Moved(Moved),
    Failed(Failure),
}

/// A conversation with an engine.
pub struct Asking<'a> {
    engine: &'a Engine,
    news: &'a mut Receiver<News>,
    next: u64,
    /// What was told while an answer was awaited.
    heard: VecDeque<Heard>,
    offline: bool,
}

impl<'a> Asking<'a> {
    pub fn new(engine: &'a Engine, news: &'a mut Receiver<News>) -> Self {
        Self {
            engine,
            news,
            next: 0,
            heard: VecDeque::new(),
            offline: false,
        }
    }

    /// Nobody could be reached when that was last told.
    pub fn is_offline(&self) -> bool {
        self.offline
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// The engine's own, or that it ended without one.
    pub async fn ask(&mut self, request: Request) -> Result<Reply, Failure> {
        self.next += 1;
        let ticket = Ticket(self.next);
        self.engine.submit(ticket, request);
        while let Some(news) = self.news.recv().await {
            match news {
                News::Reply(answered, reply) if answered == ticket => return reply,
                news => self.keep(news),
            }
        }
        Err(Failure::new(
            "waiting for an answer",
            "the engine has ended",
        ))
    }

    /// Waits until nothing is asked, answered or polled any more; what is told meanwhile is given to
    /// `each` as it comes.
    pub async fn settle(&mut self, mut each: impl FnMut(Heard)) {
        loop {
            while let Some(heard) = self.heard.pop_front() {
                each(heard);
            }
            let news = tokio::select! {
                biased;
                Some(news) = self.news.recv() => news,
                () = self.engine.idle() => match self.news.try_recv() {
                    Ok(news) => news,
                    Err(_) => return,
                },
            };
            self.keep(news);
        }
    }

    fn keep(&mut self, news: News) {
        let News::Note(note) = news else { return };
        self.heard.push_back(match note {
            Note::Polled(report) => Heard::Polled(report),
            Note::Polling { done, total } => Heard::Progress { done, total },
            Note::Moved(moved) => Heard::Moved(moved),
            Note::Failed(failure) => Heard::Failed(failure),
            Note::Offline(offline) => {
                self.offline = offline;
                return;
            }
            Note::Changed { .. } | Note::Talked { .. } | Note::Over { .. } => return,
        });
    }
}

/// For an answer that is not one to the question.
pub fn astray(doing: &str) -> Failure {
    Failure::new(doing, "the answer belongs to another question").hint("this is a mistake of ours")
}
