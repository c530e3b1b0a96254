//! One question at a time: ask the engine, wait for the answer, keep what it tells meanwhile.

use crate::engine::Engine;
use crate::model::report::{Failure, Note, PollReport};
use crate::model::request::{News, Reply, Request, Ticket};
use std::collections::VecDeque;
use tokio::sync::mpsc::Receiver;

/// A conversation with an engine.
pub struct Asking<'a> {
    engine: &'a Engine,
    news: &'a mut Receiver<News>,
    next: u64,
    /// Polls that ended while an answer was awaited.
    polled: VecDeque<PollReport>,
}

impl<'a> Asking<'a> {
    pub fn new(engine: &'a Engine, news: &'a mut Receiver<News>) -> Self {
        Self {
            engine,
            news,
            next: 0,
            polled: VecDeque::new(),
        }
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

    /// Waits until nothing is asked, answered or polled any more; `each` poll is told as it ends.
    pub async fn settle(&mut self, mut each: impl FnMut(PollReport)) {
        loop {
            while let Some(report) = self.polled.pop_front() {
                each(report);
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
        if let News::Note(Note::Polled(report)) = news {
            self.polled.push_back(report);
        }
    }
}

/// For an answer that is not one to the question.
pub fn astray(doing: &str) -> Failure {
    Failure::new(doing, "the answer belongs to another question").hint("this is a mistake of ours")
}
